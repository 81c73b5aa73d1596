"""Events over the years in lanes by level, below the terms of the leaders."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from kanae.report.charts.frame import FAINT, GRID, INK, Room, chart, tones, widest, width_of

if TYPE_CHECKING:
    from collections.abc import Sequence

MARKS = {"meeting": "circle", "act": "square", "words": "diamond", "call": "circle", "setback": "triangle"}
"""Group of an event and the shape of its mark, the same in the legend."""
GROUPS = tuple(MARKS)
LANE = 46
BAND = 20
NAME_SIZE = 11
SLANT = 0.87
"""Height of a name that leans by 60 degrees over its length."""
OWN_COLOURS = {"scale": {"color": "independent", "shape": "independent"}}


@dataclass(frozen=True, slots=True)
class TimelineRows:
    """What the timeline draws.

    Attributes:
        events: ``day``, ``level``, ``group``, ``title`` and ``url`` of each event.
        terms: ``state``, ``name``, ``title``, ``start``, ``end`` and ``acting`` of each term.
        levels: Levels, the highest first.
        states: States, in the order of the bands.
        first: First day shown.
        last: Last day shown.
    """

    events: Sequence[dict[str, Any]]
    terms: Sequence[dict[str, Any]]
    levels: Sequence[str]
    states: Sequence[str]
    first: date
    last: date


def timeline_chart(rows: TimelineRows, *, wide: bool) -> dict[str, Any]:
    """Draw the timeline: time runs to the right on a wide page, and downwards on a phone."""
    return _across(rows) if wide else _down(rows)


def _across(rows: TimelineRows) -> dict[str, Any]:
    width, room = 940, Room(left=widest([*rows.levels, *rows.states]), top=6, bottom=26)
    plot = width - room.left - room.right
    scale = _scale(rows)
    years = {"format": "%Y", "tickCount": {"interval": "year", "step": 4}, "grid": True, "labelPadding": 6}
    x = {"field": "day", "type": "temporal", "scale": scale, "title": None}
    lanes_top = BAND * len(rows.states) + 14
    height = lanes_top + LANE * len(rows.levels)
    events = [
        {**event, "place": lanes_top + LANE * (rows.levels.index(event["level"]) + 0.5) + jitter}
        for event, jitter in zip(rows.events, _jitter(rows.events, LANE * 0.36, days=plot / 50), strict=True)
    ]
    terms = [_placed(rows, term, plot) for term in rows.terms]
    names = [
        *({"text": state, "place": BAND * (number + 0.5)} for number, state in enumerate(rows.states)),
        *({"text": level, "place": lanes_top + LANE * (number + 0.5)} for number, level in enumerate(rows.levels)),
    ]
    y = _pixels(height)
    layers = [
        _changes(rows, {"x": {**x, "axis": {**years, "orient": "bottom"}}}, "y", y, lanes_top, height),
        _bands(terms, "x", {"scale": scale, "title": None}, y),
        _labels(terms, {"x": {**x, "field": "middle"}, "y": {**y, "field": "place"}}),
        _lanes([lanes_top + LANE * number for number in range(len(rows.levels))], "y", y),
        _marks(events, {"x": x, "y": {**y, "field": "place"}}, size=62),
        {
            "data": {"values": names},
            "mark": {"type": "text", "align": "right", "color": INK, "fontSize": 12, "x": -8},
            "encoding": {"y": {**y, "field": "place"}, "text": {"field": "text"}},
        },
    ]
    return chart({"layer": layers, "resolve": OWN_COLOURS}, width=width, height=height, room=room)


def _down(rows: TimelineRows) -> dict[str, Any]:
    width, room = 360, Room(left=40, right=34, top=round(widest(rows.levels, NAME_SIZE) * SLANT) + 8, bottom=8)
    plot = width - room.left - room.right
    height = 30 * (rows.last.year - rows.first.year + 1)
    scale = {**_scale(rows), "reverse": True}
    lane = plot / len(rows.levels)
    y = {"field": "day", "type": "temporal", "scale": scale, "title": None}
    years = {"format": "%Y", "tickCount": {"interval": "year", "step": 2}, "grid": True, "labelPadding": 6}
    events = [
        {**event, "place": lane * (rows.levels.index(event["level"]) + 0.5) + jitter}
        for event, jitter in zip(rows.events, _jitter(rows.events, lane * 0.34, days=90), strict=True)
    ]
    names = [{"text": level, "place": lane * (number + 0.5)} for number, level in enumerate(rows.levels)]
    x = _pixels(plot)
    layers = [
        _changes(rows, {"y": {**y, "axis": years}}, "x", x, 0, plot),
        _lanes([lane * number for number in range(len(rows.levels))], "x", x),
        _marks(events, {"y": y, "x": {**x, "field": "place"}}, size=48),
        {
            "data": {"values": names},
            "mark": {"type": "text", "align": "left", "angle": 300, "color": INK, "fontSize": NAME_SIZE, "y": -8},
            "encoding": {"x": {**x, "field": "place"}, "text": {"field": "text"}},
        },
    ]
    return chart({"layer": layers, "resolve": OWN_COLOURS}, width=width, height=height, room=room)


def _scale(rows: TimelineRows) -> dict[str, Any]:
    first, last = rows.first - timedelta(days=120), rows.last + timedelta(days=60)
    return {"type": "utc", "domain": [first.isoformat(), last.isoformat()]}


def _pixels(size: float) -> dict[str, Any]:
    return {"type": "quantitative", "scale": {"domain": [0, size], "range": [0, size], "zero": False}, "axis": None}


def _jitter(events: Sequence[dict[str, Any]], spread: float, *, days: float) -> list[float]:
    """Return where in its lane each mark stands, so that marks of near days do not hide one another."""
    steps = (0.0, 0.5, -0.5, 1.0, -1.0)
    last: dict[tuple[str, int], date] = {}
    places: list[float] = []
    for event in events:
        day = date.fromisoformat(event["day"])
        free = [
            number for number in range(len(steps)) if (day - last.get((event["level"], number), date.min)).days > days
        ]
        number = free[0] if free else min(range(len(steps)), key=lambda slot: last[event["level"], slot])
        last[event["level"], number] = day
        places.append(round(steps[number] * spread, 1))
    return places


def _placed(rows: TimelineRows, term: dict[str, Any], plot: float) -> dict[str, Any]:
    start, end = date.fromisoformat(term["start"]), date.fromisoformat(term["end"])
    pixels = plot * (end - start).days / max((rows.last - rows.first).days + 180, 1)
    number = rows.states.index(term["state"])
    order = sum(other["state"] == term["state"] and other["start"] < term["start"] for other in rows.terms)
    return {
        **term,
        "name": term["name"] if width_of(term["name"], NAME_SIZE) + 4 <= pixels and not term["acting"] else "",
        "middle": (start + (end - start) / 2).isoformat(),
        "top": BAND * number + 2,
        "bottom": BAND * (number + 1) - 2,
        "place": BAND * (number + 0.5),
        "shade": "acting" if term["acting"] else ("even" if order % 2 else "odd"),
    }


def _bands(terms: Sequence[dict[str, Any]], along: str, time: dict[str, Any], across: dict[str, Any]) -> dict[str, Any]:
    other = "y" if along == "x" else "x"
    return {
        "data": {"values": list(terms)},
        "mark": {"type": "rect", "aria": True},
        "encoding": {
            "description": {"field": "title"},
            along: {"field": "start", "type": "temporal", **time},
            f"{along}2": {"field": "end"},
            other: {**across, "field": "top"},
            f"{other}2": {"field": "bottom"},
            "color": {
                "field": "shade",
                "type": "nominal",
                "scale": tones(("odd", "even", "acting"), "term"),
                "legend": None,
            },
        },
    }


def _labels(terms: Sequence[dict[str, Any]], encoding: dict[str, Any]) -> dict[str, Any]:
    return {
        "data": {"values": [term for term in terms if term["name"]]},
        "mark": {"type": "text", "color": INK, "fontSize": NAME_SIZE},
        "encoding": {**encoding, "text": {"field": "name"}},
    }


def _changes(
    rows: TimelineRows, time: dict[str, Any], other: str, pixels: dict[str, Any], start: float, end: float
) -> dict[str, Any]:
    values = [{"day": term["start"], "from": start, "to": end} for term in rows.terms if not term["acting"]]
    return {
        "data": {"values": values},
        "mark": {"type": "rule", "color": FAINT, "strokeWidth": 1, "strokeDash": [2, 3]},
        "encoding": {**time, other: {**pixels, "field": "from"}, f"{other}2": {"field": "to"}},
    }


def _lanes(places: Sequence[float], axis: str, pixels: dict[str, Any]) -> dict[str, Any]:
    return {
        "data": {"values": [{"place": place} for place in places]},
        "mark": {"type": "rule", "color": GRID, "strokeWidth": 1},
        "encoding": {axis: {**pixels, "field": "place"}},
    }


def _marks(events: Sequence[dict[str, Any]], encoding: dict[str, Any], *, size: int) -> dict[str, Any]:
    return {
        "data": {"values": list(events)},
        "mark": {"type": "point", "filled": True, "size": size, "opacity": 0.9, "aria": True},
        "encoding": {
            **encoding,
            "color": {"field": "group", "type": "nominal", "scale": tones(GROUPS, "group"), "legend": None},
            "shape": {
                "field": "group",
                "type": "nominal",
                "scale": {
                    "domain": list(GROUPS),
                    "range": [f"{mark}-down" if mark == "triangle" else mark for mark in MARKS.values()],
                },
                "legend": None,
            },
            "href": {"field": "url"},
            "description": {"field": "title"},
        },
    }
