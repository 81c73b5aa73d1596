"""One line for each state over the years, broken where a year is missing, with single marks of other definitions."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from math import ceil, log10
from typing import TYPE_CHECKING, Any

from kanae.report.charts.frame import GRID, LABEL_SIZE, Room, chart, line_colours, widest, width_of, years_axis
from kanae.report.charts.labels import Wanted, place_labels
from kanae.report.charts.rectangles import Rectangle

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

HEIGHT = 250
LABEL_YEARS = 3
"""A mark that many years behind the end of a line would stand in the name of its state."""
BESIDE = 9.0
"""Pixels between a single mark and its number."""
GRAIN = 3.0
"""Pixels between two points of a line that no number may cover, and half of what each takes up."""


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
    first, last = min(years), max(years)
    end, top = max(last, first + 1), _round_above(row["value"] for row in (*rows.values, *rows.marks))
    y = {
        "field": "value",
        "type": "quantitative",
        "title": None,
        "scale": {"domain": [0, top], "nice": False},
        "axis": {"format": rows.form, "tickCount": 5, "grid": True, "gridColor": GRID, "labelPadding": 6},
    }
    where = {"x": years_axis(years, wide=wide), "y": y, "color": line_colours("state", rows.states)}
    links = {"href": {"field": "url"}, "description": {"field": "title"}}
    recorded = [row for row in rows.values if row["value"] is not None]
    reach = max((row["year"] for row in recorded), default=first)
    named = wide and last < reach + LABEL_YEARS
    room = Room(left=46, right=widest(rows.states) + 16 if named else 18, top=12, bottom=28)
    width = 940 if wide else 360
    plot = _Plot(first, end, top, width - room.left - room.right)
    behind = 30 if _is_followed(rows) else 8
    ends = _ends(recorded) if wide else []
    layers: list[dict[str, Any]] = [
        {
            "data": {"values": list(rows.values)},
            "mark": {"type": "line", "strokeWidth": 2, "invalid": "break-paths-show-domains"},
            "encoding": where,
        },
        {
            "data": {"values": ends},
            "mark": {
                "type": "text",
                "align": "left",
                "dx": behind,
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
            "data": {"values": list(_numbers(rows, plot, [plot.name_of(row, behind) for row in ends], room))},
            "mark": {"type": "text", "align": "left", "baseline": "middle", "fontSize": LABEL_SIZE},
            "encoding": {**where, "text": {"field": "text"}},
        },
    ]
    return chart({"layer": layers}, width=width, height=HEIGHT, room=room)


@dataclass(frozen=True, slots=True)
class _Plot:
    """Where years and values stand, in pixels from the upper left of the plot."""

    first: int
    last: int
    top: float
    width: int

    def place(self, year: float, value: float) -> tuple[float, float]:
        return self.width * (year - self.first) / (self.last - self.first), HEIGHT * (1 - value / self.top)

    def name_of(self, row: dict[str, Any], behind: int) -> Rectangle:
        x, y = self.place(row["year"], row["value"])
        return Rectangle(x + behind, y - 8, x + behind + width_of(row["state"]), y + 8)

    def line(self, rows: Sequence[dict[str, Any]]) -> Iterator[Rectangle]:
        """Yield small squares along the line of one state; there is none where a year is missing."""
        for one, other in pairwise(rows):
            if one["value"] is not None and other["value"] is not None:
                (x, y), (to_x, to_y) = self.place(one["year"], one["value"]), self.place(other["year"], other["value"])
                steps = ceil(max(abs(to_x - x), abs(to_y - y)) / GRAIN) or 1
                for share in (step / steps for step in range(steps + 1)):
                    yield _square(x + (to_x - x) * share, y + (to_y - y) * share, GRAIN)


def _square(x: float, y: float, half: float) -> Rectangle:
    return Rectangle(x - half, y - half, x + half, y + half)


def _numbers(rows: BurdenLines, plot: _Plot, names: Sequence[Rectangle], room: Room) -> Iterator[dict[str, Any]]:
    """Yield the numbers of the single marks where they cover no line, each at the year and value of its left end."""
    places = [(str(number), row, plot.place(row["year"], row["value"])) for number, row in enumerate(rows.marks)]
    points = {key: _square(x, y, 6) for key, _, (x, y) in places}
    lines = [box for state in rows.states for box in plot.line([row for row in rows.values if row["state"] == state])]
    wanted = [Wanted(key, row["text"], x, y, LABEL_SIZE, BESIDE, rings=6) for key, row, (x, y) in places if row["text"]]
    frame = Rectangle(2.0 - room.left, 0.0 - room.top, plot.width + room.right - 2.0, HEIGHT)
    for label in place_labels(wanted, points, [*lines, *names], frame):
        year = plot.first + label.box.left / plot.width * (plot.last - plot.first)
        value = plot.top * (1 - (label.box.top + label.box.bottom) / 2 / HEIGHT)
        yield {"year": year, "value": value, "state": rows.marks[int(label.key)]["state"], "text": label.text}


def _round_above(values: Iterable[float | None]) -> float:
    """Return a round number that no value exceeds, for the end of the axis.

    Examples:
        >>> _round_above([4.9, None]), _round_above([56_000]), _round_above([0])
        (5.0, 60000.0, 1.0)
    """
    most = max((value for value in values if value is not None), default=0.0) or 1.0
    step = 10.0 ** (ceil(log10(most)) - 1)
    return ceil(most / step) * step


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
