"""How close pairs of states voted, year by year."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kanae.report.charts.frame import GRID, Room, chart, line_colours, years_axis

if TYPE_CHECKING:
    from collections.abc import Sequence


def votes_chart(rows: Sequence[dict[str, Any]], pairs: Sequence[str], *, wide: bool) -> dict[str, Any]:
    """Draw one line a pair.

    Args:
        rows: ``year``, ``pair``, ``kappa`` and ``url`` of each point.
        pairs: Names of the pairs, in the order of their colours.
        wide: For a wide page, else for a phone.
    """
    x = years_axis([row["year"] for row in rows], wide=wide)
    lowest = min(0.0, *(row["kappa"] for row in rows))
    y = {
        "field": "kappa",
        "type": "quantitative",
        "title": None,
        "scale": {"domain": [lowest, 1], "nice": True},
        "axis": {"format": ".1f", "tickCount": 5, "grid": True, "gridColor": GRID, "labelPadding": 6},
    }
    where = {"x": x, "y": y, "color": line_colours("pair", pairs)}
    marks = {"href": {"field": "url"}, "description": {"field": "title"}}
    layers = [
        {"mark": {"type": "line", "strokeWidth": 2}, "encoding": where},
        {"mark": {"type": "point", "filled": True, "size": 34, "aria": True}, "encoding": {**where, **marks}},
    ]
    room = Room(left=38, right=18, top=10, bottom=28)
    body = {"data": {"values": list(rows)}, "layer": layers}
    return chart(body, width=940 if wide else 360, height=240 if wide else 220, room=room)
