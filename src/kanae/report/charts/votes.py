"""How close pairs of states voted, year by year."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kanae.report.charts.frame import GRID, Room, chart

if TYPE_CHECKING:
    from collections.abc import Sequence

PAIR_COLOURS = ("pair-1", "pair-2", "pair-3", "pair-4", "pair-5", "pair-6")


def votes_chart(rows: Sequence[dict[str, Any]], pairs: Sequence[str], *, wide: bool) -> dict[str, Any]:
    """Draw one line a pair.

    Args:
        rows: ``year``, ``pair``, ``kappa`` and ``url`` of each point.
        pairs: Names of the pairs, in the order of their colours.
        wide: For a wide page, else for a phone.
    """
    years = [row["year"] for row in rows]
    first, last = min(years), max(years)
    step = 5 if wide else 10
    ticks = [year for year in range(first, last + 1) if year % step == 0] or [last]
    x = {
        "field": "year",
        "type": "quantitative",
        "title": None,
        "scale": {"domain": [first, max(last, first + 1)], "zero": False, "nice": False},
        "axis": {"format": "d", "values": ticks, "grid": False, "labelPadding": 6},
    }
    lowest = min(0.0, *(row["kappa"] for row in rows))
    y = {
        "field": "kappa",
        "type": "quantitative",
        "title": None,
        "scale": {"domain": [lowest, 1], "nice": True},
        "axis": {"format": ".1f", "tickCount": 5, "grid": True, "gridColor": GRID, "labelPadding": 6},
    }
    shown = PAIR_COLOURS[: len(pairs)]
    color = {
        "field": "pair",
        "type": "nominal",
        "scale": {"domain": list(pairs), "range": [f"var(--{name})" for name in shown]},
        "legend": None,
    }
    where = {"x": x, "y": y, "color": color}
    marks = {"href": {"field": "url"}, "description": {"field": "title"}}
    layers = [
        {"mark": {"type": "line", "strokeWidth": 2}, "encoding": where},
        {"mark": {"type": "point", "filled": True, "size": 34, "aria": True}, "encoding": {**where, **marks}},
    ]
    room = Room(left=38, right=18, top=10, bottom=28)
    body = {"data": {"values": list(rows)}, "layer": layers}
    return chart(body, width=940 if wide else 360, height=240 if wide else 220, room=room)
