"""Institutions on paper and in practice: ranges side by side, bands over the years, and who agreed what with whom."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from kanae.report.charts.frame import FAINT, GRID, INK, Room, chart, shortened, widest, years_axis

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

SIDES = ("design", "implementation")
PANEL = 1.45
"""Height of the panel of one side, in scores: the scores from 0 to 1, and room for its name."""

COLOURS = ("var(--deed-words)", "var(--deed-acts)")
"""Words for what is written down, acts for what was seen; the same colours as in the chapter on both."""

STATE_COLOURS = {
    "in-force": "tone-good",
    "signed": "tone-open",
    "under-negotiation": "tone-fading",
    "suspended": "tone-fading",
    "ended": "tone-words",
    "none": "grid",
}
"""State of an instrument and its colour; what is not known has none."""


def scores_chart(rows: Sequence[dict[str, Any]], names: Sequence[str], *, wide: bool) -> dict[str, Any]:
    """Draw the range of both scores of each framework; on a phone the name stands above its row.

    Args:
        rows: ``framework``, ``side``, ``low``, ``high`` and ``value`` of each score; no value, no dot.
        names: Frameworks, in the order of rows.
        wide: For a wide page, else for a phone.
    """
    width, step = (940, 34) if wide else (360, 50)
    y = {
        "field": "framework",
        "type": "nominal",
        "sort": list(names),
        "title": None,
        "scale": {"domain": list(names), "paddingInner": 0.45 if wide else 0.62, "paddingOuter": 0.3},
        "axis": {"labels": wide, "labelPadding": 8, "grid": False},
    }
    where = {"y": y, "yOffset": {"field": "side", "type": "nominal", "sort": list(SIDES)}, "color": _side_colour()}
    layers: list[dict[str, Any]] = [
        {
            "data": {"values": list(rows)},
            "mark": {"type": "bar", "opacity": 0.3, "height": {"band": 0.8}},
            "encoding": {**where, "x": _score("low"), "x2": {"field": "high"}},
        },
        {
            "data": {"values": [row for row in rows if row["value"] is not None]},
            "mark": {"type": "point", "filled": True, "size": 80, "opacity": 1},
            "encoding": {**where, "x": _score("value")},
        },
    ]
    if not wide:
        layers.append(
            {
                "data": {"values": [{"framework": name, "text": shortened(name, width - 40)} for name in names]},
                "mark": {"type": "text", "align": "left", "dy": -18, "x": 4, "fontSize": 12, "color": INK},
                "encoding": {"y": y, "text": {"field": "text"}},
            }
        )
    room = Room(left=widest(names) if wide else 16, right=18, top=12 if wide else 22, bottom=28)
    return chart({"layer": layers}, width=width, height=step * len(names), room=room)


def years_chart(rows: Sequence[dict[str, Any]], heads: Mapping[str, str], *, wide: bool) -> dict[str, Any]:
    """Draw both scores of one framework as bands over the years, a panel each.

    Args:
        rows: ``year``, ``side``, ``low``, ``high`` and ``value`` of each score; no value, no line.
        heads: Name of each side.
        wide: For a wide page, else for a phone.
    """
    years = [row["year"] for row in rows]
    first, x = min(years), years_axis(years, wide=wide)
    up = {side: PANEL * (len(SIDES) - 1 - place) for place, side in enumerate(SIDES)}
    raised = [
        {**row, **{name: row[name] + up[row["side"]] for name in ("low", "high", "value") if row[name] is not None}}
        for row in rows
    ]
    ticks = [{"year": first, "at": rise + tick, "text": f"{tick:g}"} for rise in up.values() for tick in (0, 0.5, 1)]
    titles = [{"year": first, "at": up[side] + 1.14, "text": heads[side]} for side in SIDES]
    layers: list[dict[str, Any]] = [
        {
            "data": {"values": ticks},
            "mark": {"type": "rule", "color": GRID},
            "encoding": {"y": _panelled("at")},
        },
        _text(ticks, x, align="right", dx=-6),
        _text(titles, x, align="left", fontWeight="bold"),
    ]
    for side, colour in zip(SIDES, COLOURS, strict=True):
        here = [row for row in raised if row["side"] == side]
        layers += [
            {
                "data": {"values": here},
                "mark": {"type": "area", "opacity": 0.3, "color": colour},
                "encoding": {"x": x, "y": _panelled("low"), "y2": {"field": "high"}},
            },
            {
                "data": {"values": [row for row in here if row["value"] is not None]},
                "mark": {"type": "line", "strokeWidth": 2.5, "color": colour, "point": {"size": 26, "color": colour}},
                "encoding": {"x": x, "y": _panelled("value")},
            },
        ]
    room = Room(left=34, right=18, top=8, bottom=28)
    return chart({"layer": layers}, width=940 if wide else 360, height=300, room=room)


def _text(values: Sequence[dict[str, Any]], x: Mapping[str, Any], **mark: Any) -> dict[str, Any]:
    return {
        "data": {"values": list(values)},
        "mark": {"type": "text", "color": INK, "fontSize": 12, **mark},
        "encoding": {"x": x, "y": _panelled("at"), "text": {"field": "text"}},
    }


def _panelled(field: str) -> dict[str, Any]:
    scale = {"domain": [-0.04, PANEL + 1.25], "nice": False, "zero": False}
    return {"field": field, "type": "quantitative", "title": None, "scale": scale, "axis": None}


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of the matrix.

    Attributes:
        row: Place of the framework, from 0.
        column: Place of the type, from 0.
        state: State of the instrument; empty when it is not known.
        text: What stands in the cell of a wide page.
        short: The same for a phone.
        title: What a pointer reads.
    """

    row: int
    column: int
    state: str
    text: str
    short: str
    title: str


def matrix_chart(
    cells: Sequence[Cell], frameworks: Sequence[str], types: Sequence[str], *, wide: bool
) -> dict[str, Any]:
    """Draw who agreed what with whom: a row a framework, a column a type.

    Args:
        cells: The cells.
        frameworks: Names of the rows.
        types: Short names of the columns.
        wide: For a wide page, else for a phone.
    """
    width, head, high = (940, 26, 26) if wide else (360, 66, 30)
    labels = widest(frameworks) if wide else min(widest(frameworks, 11), 140)
    column = (width - labels - (6 if wide else 30)) / len(types)
    height = head + high * len(frameworks)
    boxes = [
        {
            "x": labels + column * cell.column + 1.5,
            "x2": labels + column * (cell.column + 1) - 1.5,
            "y": head + high * cell.row + 1.5,
            "y2": head + high * (cell.row + 1) - 1.5,
            "middle": labels + column * (cell.column + 0.5),
            "centre": head + high * (cell.row + 0.5),
            "colour": f"var(--{STATE_COLOURS[cell.state]})" if cell.state else "var(--paper)",
            "ink": "var(--paper)" if cell.state not in ("", "none") else INK,
            "text": cell.text if wide else cell.short,
            "title": cell.title,
        }
        for cell in cells
    ]
    names = [
        {"x": labels - 8, "y": head + high * (place + 0.5), "text": name if wide else shortened(name, labels - 8, 11)}
        for place, name in enumerate(frameworks)
    ]
    heads = [{"x": labels + column * (place + 0.5), "y": head - 10, "text": name} for place, name in enumerate(types)]
    place = {"x": _pixel("middle", width), "y": _pixel("centre", height)}
    at = {"x": _pixel("x", width), "y": _pixel("y", height), "text": {"field": "text"}}
    slant = {} if wide else {"angle": -55, "align": "left", "baseline": "middle"}
    layers = [
        {
            "data": {"values": boxes},
            "mark": {"type": "rect", "stroke": GRID, "aria": True},
            "encoding": {
                "x": _pixel("x", width),
                "x2": {"field": "x2"},
                "y": _pixel("y", height),
                "y2": {"field": "y2"},
                "color": {"field": "colour", "type": "nominal", "scale": None},
                "description": {"field": "title"},
            },
        },
        {
            "data": {"values": boxes},
            "mark": {"type": "text", "fontSize": 12 if wide else 11},
            "encoding": {
                **place,
                "text": {"field": "text"},
                "color": {"field": "ink", "type": "nominal", "scale": None},
            },
        },
        {
            "data": {"values": names},
            "mark": {"type": "text", "align": "right", "fontSize": 12 if wide else 11, "color": INK},
            "encoding": at,
        },
        {
            "data": {"values": heads},
            "mark": {"type": "text", "fontSize": 12 if wide else 11, "color": FAINT, **slant},
            "encoding": at,
        },
    ]
    return chart({"layer": layers}, width=width, height=height, room=Room(left=0, right=0, top=0, bottom=4))


def _score(field: str) -> dict[str, Any]:
    return {
        "field": field,
        "type": "quantitative",
        "title": None,
        "scale": {"domain": [0, 1], "nice": False},
        "axis": {"values": [0, 0.2, 0.4, 0.6, 0.8, 1], "grid": True, "gridColor": GRID, "labelPadding": 6},
    }


def _side_colour() -> dict[str, Any]:
    return {
        "field": "side",
        "type": "nominal",
        "scale": {"domain": list(SIDES), "range": list(COLOURS)},
        "legend": None,
    }


def _pixel(field: str, size: float) -> dict[str, Any]:
    """Place by pixels; both axes run from the upper left."""
    scale = {"domain": [0, size], "range": [0, size], "zero": False}
    return {"field": field, "type": "quantitative", "scale": scale, "axis": None}
