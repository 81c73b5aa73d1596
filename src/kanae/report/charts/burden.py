"""One line for each state over the years, broken where a year is missing, with single marks of other definitions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from kanae.report.charts.frame import GRID, Room, chart, line_colours, widest, years_axis

if TYPE_CHECKING:
    from collections.abc import Sequence

HEIGHT = 250
LABEL_YEARS = 3
"""A mark that many years behind the end of a line would stand in the name of its state."""


@dataclass(frozen=True, slots=True)
class BurdenLines:
    """What the chart draws.

    Attributes:
        values: ``year``, ``state``, ``value``, ``title`` and ``url`` of each point; ``value`` is ``None`` in a gap.
        marks: The same for single values of another definition, with ``text`` above them.
        states: Names of the states, in the order of their colours.
        form: How numbers of the axis are written, as d3 writes them.
    """

    values: Sequence[dict[str, Any]]
    marks: Sequence[dict[str, Any]]
    states: Sequence[str]
    form: str


def burden_chart(rows: BurdenLines, *, wide: bool) -> dict[str, Any]:
    """Draw the lines; on a wide page the name of each state stands at the end of its line, on a phone in the legend."""
    years = [row["year"] for row in (*rows.values, *rows.marks)]
    y = {
        "field": "value",
        "type": "quantitative",
        "title": None,
        "scale": {"zero": True, "nice": True},
        "axis": {"format": rows.form, "tickCount": 5, "grid": True, "gridColor": GRID, "labelPadding": 6},
    }
    where = {"x": years_axis(years, wide=wide), "y": y, "color": line_colours("state", rows.states)}
    links = {"href": {"field": "url"}, "description": {"field": "title"}}
    recorded = [row for row in rows.values if row["value"] is not None]
    layers: list[dict[str, Any]] = [
        {
            "data": {"values": list(rows.values)},
            "mark": {"type": "line", "strokeWidth": 2, "invalid": "break-paths-show-domains"},
            "encoding": where,
        },
        {
            "data": {"values": _ends(recorded) if wide else []},
            "mark": {
                "type": "text",
                "align": "left",
                "dx": 30 if _is_followed(rows) else 8,
                "fontSize": 12,
                "fontWeight": "bold",
            },
            "encoding": {**where, "text": {"field": "state"}},
        },
        {
            "data": {"values": list(rows.marks)},
            "mark": {"type": "point", "filled": False, "shape": "diamond", "size": 90, "strokeWidth": 2, "aria": True},
            "encoding": {**where, **links},
        },
        {
            "data": {"values": list(rows.marks)},
            "mark": {"type": "text", "align": "right", "dx": 10, "dy": -14, "fontSize": 12},
            "encoding": {**where, "text": {"field": "text"}},
        },
    ]
    reach = max((row["year"] for row in recorded), default=min(years))
    named = wide and max(years) < reach + LABEL_YEARS
    room = Room(left=46, right=widest(rows.states) + 16 if named else 18, top=12, bottom=28)
    return chart({"layer": layers}, width=940 if wide else 360, height=HEIGHT, room=room)


def _is_followed(rows: BurdenLines) -> bool:
    """Tell whether a single mark stands close behind the end of a line, where the name of the state would stand."""
    end = max((row["year"] for row in rows.values), default=0)
    return any(0 < row["year"] - end < LABEL_YEARS for row in rows.marks)


def _ends(recorded: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    ends: dict[str, dict[str, Any]] = {}
    for row in recorded:
        if row["year"] >= ends.get(row["state"], row)["year"]:
            ends[row["state"]] = row
    return list(ends.values())
