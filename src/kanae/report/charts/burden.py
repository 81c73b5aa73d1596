"""One line for each state over the years, broken where a year is missing, with single marks of other definitions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from kanae.report.charts.frame import GRID, Room, chart, widest

if TYPE_CHECKING:
    from collections.abc import Sequence

STATE_COLOURS = ("pair-1", "pair-2", "pair-3", "pair-4", "pair-5", "pair-6")
HEIGHT = 250


@dataclass(frozen=True, slots=True)
class BurdenLines:
    """What the chart draws.

    Attributes:
        values: ``year``, ``state``, ``value``, ``title`` and ``url`` of each point; ``value`` is ``None`` in a gap.
        marks: The same for single values of another definition, with ``text`` beside them.
        states: Names of the states, in the order of their colours.
        form: How numbers of the axis are written, as d3 writes them.
    """

    values: Sequence[dict[str, Any]]
    marks: Sequence[dict[str, Any]]
    states: Sequence[str]
    form: str


def burden_chart(rows: BurdenLines, *, wide: bool) -> dict[str, Any]:
    """Draw the lines, the name of each state at the end of its line."""
    years = [row["year"] for row in (*rows.values, *rows.marks)]
    first, last = min(years), max(years)
    step = 5 if wide else 10
    x = {
        "field": "year",
        "type": "quantitative",
        "title": None,
        "scale": {"domain": [first, max(last, first + 1)], "zero": False, "nice": False},
        "axis": {
            "format": "d",
            "values": [year for year in range(first, last + 1) if year % step == 0] or [last],
            "grid": False,
            "labelPadding": 6,
        },
    }
    y = {
        "field": "value",
        "type": "quantitative",
        "title": None,
        "scale": {"zero": True, "nice": True},
        "axis": {"format": rows.form, "tickCount": 5, "grid": True, "gridColor": GRID, "labelPadding": 6},
    }
    color = {
        "field": "state",
        "type": "nominal",
        "scale": {
            "domain": list(rows.states),
            "range": [f"var(--{name})" for name in STATE_COLOURS[: len(rows.states)]],
        },
        "legend": None,
    }
    where = {"x": x, "y": y, "color": color}
    links = {"href": {"field": "url"}, "description": {"field": "title"}}
    recorded = [row for row in rows.values if row["value"] is not None]
    beside = {"align": "right", "dx": -8, "fontSize": 12}
    layers: list[dict[str, Any]] = [
        {
            "data": {"values": list(rows.values)},
            "mark": {"type": "line", "strokeWidth": 2, "invalid": "break-paths-show-domains"},
            "encoding": where,
        },
        {
            "data": {"values": recorded},
            "mark": {"type": "point", "filled": True, "size": 16, "aria": True},
            "encoding": {**where, **links},
        },
        {
            "data": {"values": _ends(recorded)},
            "mark": {"type": "text", "align": "left", "dx": 6, "fontSize": 12, "fontWeight": "bold"},
            "encoding": {**where, "text": {"field": "state"}},
        },
        {
            "data": {"values": list(rows.marks)},
            "mark": {"type": "point", "filled": False, "shape": "diamond", "size": 90, "strokeWidth": 2, "aria": True},
            "encoding": {**where, **links},
        },
        {
            "data": {"values": list(rows.marks)},
            "mark": {"type": "text", **beside},
            "encoding": {**where, "text": {"field": "text"}},
        },
    ]
    reach = max((row["year"] for row in recorded), default=first)
    right = 14 if last > reach + 3 else widest(rows.states)
    room = Room(left=46, right=max(right, 14), top=12, bottom=28)
    return chart({"layer": layers}, width=940 if wide else 360, height=HEIGHT, room=room)


def _ends(recorded: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    ends: dict[str, dict[str, Any]] = {}
    for row in recorded:
        if row["year"] >= ends.get(row["state"], row)["year"]:
            ends[row["state"]] = row
    return list(ends.values())
