"""Small columns by half-year, one row for each part of the record, above the terms of the leaders and dated turns."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from kanae.report.charts.frame import FAINT, GRID, INK, Room, chart, shortened, tones, width_of

if TYPE_CHECKING:
    from collections.abc import Sequence

BAND = 18
BARS = 44
TITLE = 20
NAME_SIZE = 11
UNCOVERED = "var(--grid)"


@dataclass(frozen=True, slots=True)
class CyclePanel:
    """One row of columns.

    Attributes:
        title: What is counted.
        group: Colour of the columns: ``meeting``, ``act`` or ``setback``.
        bars: ``start``, ``end``, ``n`` and ``title`` of each half-year that has an event.
        uncovered: ``start`` and ``end`` of each span whose record is not whole.
        span: ``start`` and ``end`` of the range of a change; ``None`` when none is found.
    """

    title: str
    group: str
    bars: Sequence[dict[str, Any]]
    uncovered: Sequence[dict[str, Any]]
    span: dict[str, Any] | None


@dataclass(frozen=True, slots=True)
class CycleRows:
    """What the chart draws.

    Attributes:
        panels: Rows of columns, from the top.
        terms: ``state``, ``name``, ``title``, ``start``, ``end`` and ``acting`` of each term.
        states: States, in the order of the lanes.
        turns: ``start``, ``end`` and ``title`` of each turn that was dated beforehand.
        lane: Name of the lane of the turns.
        first: First day shown.
        last: Last day shown.
    """

    panels: Sequence[CyclePanel]
    terms: Sequence[dict[str, Any]]
    states: Sequence[str]
    turns: Sequence[dict[str, Any]]
    lane: str
    first: date
    last: date


def cycle_chart(rows: CycleRows, *, wide: bool) -> dict[str, Any]:
    """Draw the rows; time runs to the right on every page."""
    width = 940 if wide else 360
    room = Room(left=round(max(map(width_of, [*rows.states, rows.lane]))) + 12, right=8, top=4, bottom=24)
    plot = width - room.left - room.right
    lanes = (TITLE + BARS) * len(rows.panels) + 10
    height = lanes + BAND * (len(rows.states) + 1)
    x = {
        "type": "temporal",
        "title": None,
        "scale": {"type": "utc", "domain": [rows.first.isoformat(), rows.last.isoformat()]},
        "axis": {
            "format": "%Y",
            "tickCount": {"interval": "year", "step": 4 if wide else 8},
            "grid": True,
            "labelPadding": 4,
        },
    }
    y = {"type": "quantitative", "scale": {"domain": [0, height], "range": [0, height]}, "axis": None}
    panels = [
        layer
        for number, panel in enumerate(rows.panels)
        for layer in _panel(panel, (TITLE + BARS) * number + TITLE, width=plot, x=x, y=y)
    ]
    terms = [_placed(rows, term, lanes, plot) for term in rows.terms]
    turns = [{**turn, "top": lanes + BAND * len(rows.states) + 4, "bottom": height - 4} for turn in rows.turns]
    names = [
        {"text": name, "place": lanes + BAND * (number + 0.5)} for number, name in enumerate((*rows.states, rows.lane))
    ]
    shades = {"field": "shade", "type": "nominal", "scale": tones(("odd", "even", "acting"), "term"), "legend": None}
    layers = [
        *panels,
        _rectangles(terms, x, y, {"color": shades}),
        _rectangles(turns, x, y, {"color": {"value": "var(--tone-fading)"}}),
        _texts([term for term in terms if term["name"]], {"x": {**x, "field": "middle"}, "y": {**y, "field": "place"}}),
        _texts(names, {"y": {**y, "field": "place"}}, align="right", x=-6),
    ]
    resolve = {"scale": {"color": "independent"}}
    return chart({"layer": layers, "resolve": resolve}, width=width, height=height, room=room)


def _panel(panel: CyclePanel, top: int, *, width: int, x: dict[str, Any], y: dict[str, Any]) -> list[dict[str, Any]]:
    bottom = top + BARS - 2
    most = max((bar["n"] for bar in panel.bars), default=1)
    bars = [{**bar, "top": bottom - (BARS - 6) * bar["n"] / most, "bottom": bottom} for bar in panel.bars]
    ground = [{**span, "top": top, "bottom": bottom, "title": ""} for span in panel.uncovered]
    frame = [{**panel.span, "top": top - 1, "bottom": bottom, "title": ""}] if panel.span else []
    peak = f"{most}"
    title = shortened(panel.title, width - width_of(peak) - 12, NAME_SIZE + 1)
    return [
        _rectangles(ground, x, y, {"color": {"value": UNCOVERED}}, opacity=0.45),
        _rectangles(bars, x, y, {"color": {"value": f"var(--group-{panel.group})"}}),
        _rectangles(frame, x, y, {}, color="transparent", stroke="var(--tone-fading)", strokeWidth=2),
        _rules([{"place": bottom}], {"y": {**y, "field": "place"}}),
        _texts([{"text": title, "place": top - 9}], {"y": {**y, "field": "place"}}, align="left", x=0, size=12),
        _texts(
            [{"text": peak, "place": top + 6}],
            {"y": {**y, "field": "place"}},
            align="right",
            x=-4,
            colour=FAINT,
        ),
    ]


def _rectangles(
    values: Sequence[dict[str, Any]],
    x: dict[str, Any],
    y: dict[str, Any],
    encoding: dict[str, Any],
    **mark: Any,
) -> dict[str, Any]:
    described = {"description": {"field": "title"}} if any(value.get("title") for value in values) else {}
    return {
        "data": {"values": list(values)},
        "mark": {"type": "rect", "aria": bool(described), **mark},
        "encoding": {
            "x": {**x, "field": "start"},
            "x2": {"field": "end"},
            "y": {**y, "field": "top"},
            "y2": {"field": "bottom"},
            **described,
            **encoding,
        },
    }


def _rules(values: Sequence[dict[str, Any]], encoding: dict[str, Any]) -> dict[str, Any]:
    return {
        "data": {"values": list(values)},
        "mark": {"type": "rule", "color": GRID, "strokeWidth": 1},
        "encoding": encoding,
    }


def _texts(
    values: Sequence[dict[str, Any]],
    encoding: dict[str, Any],
    *,
    size: int = NAME_SIZE,
    colour: str = INK,
    **mark: Any,
) -> dict[str, Any]:
    named = [{**value, "text": value.get("text") or value.get("name")} for value in values]
    return {
        "data": {"values": named},
        "mark": {"type": "text", "color": colour, "fontSize": size, **mark},
        "encoding": {**encoding, "text": {"field": "text"}},
    }


def _placed(rows: CycleRows, term: dict[str, Any], lanes: int, plot: float) -> dict[str, Any]:
    start, end = date.fromisoformat(term["start"]), date.fromisoformat(term["end"])
    pixels = plot * (end - start).days / max((rows.last - rows.first).days, 1)
    number = rows.states.index(term["state"])
    order = sum(other["state"] == term["state"] and other["start"] < term["start"] for other in rows.terms)
    return {
        **term,
        "name": term["name"] if width_of(term["name"], NAME_SIZE) + 4 <= pixels and not term["acting"] else "",
        "middle": (start + (end - start) / 2).isoformat(),
        "top": lanes + BAND * number + 2,
        "bottom": lanes + BAND * (number + 1) - 2,
        "place": lanes + BAND * (number + 0.5),
        "shade": "acting" if term["acting"] else ("even" if order % 2 else "odd"),
    }
