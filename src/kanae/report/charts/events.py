"""Events in the news: shares of four classes, and deeds against words, one row for each pair and one for all.

A period whose files are not all there is hatched and has no value, so that it is not taken for a quiet one.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from math import log
from typing import TYPE_CHECKING, Any

from kanae.report.charts.frame import FAINT, GRID, INK, Room, chart, shortened

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

TITLE = 22
NOTE = 14
"""Height of each note below its title, where there is no room beside it."""
BELOW = 6
"""Room between such a note and the scale below it."""
BAND = 62
GAP = 10
STRIPES = 3
"""Diagonal lines across a hatched period."""

QUADS = ("material-cooperation", "verbal-cooperation", "verbal-conflict", "material-conflict")
COLOURS = {
    "material-cooperation": "deed-acts",
    "verbal-cooperation": "deed-words",
    "verbal-conflict": "tone-fading",
    "material-conflict": "tone-bad",
}
"""Classes from the bottom of a column → colour of the page."""

RATIOS = (1.0, 0.1, 10.0, 0.01, 100.0, 0.3, 3.0)
"""Deeds a word at which a line is drawn where there is room, the most wanted first."""

NOTE_SIZE = 11
LABEL_ROOM = 12
"""Pixels between two labels."""


@dataclass(frozen=True, slots=True)
class NewsSpan:
    """A period of a row.

    Attributes:
        first: First day.
        last: Last day.
        whole: Whether it has a value; else it is hatched.
        few: Whether its values rest on few events and are drawn faintly.
        shares: Share of each class, from the bottom; empty without events.
        ratio: Log ratio of deeds to words with the ends of its interval; ``None`` without a value.
        title: What it says, in words.
    """

    first: date
    last: date
    whole: bool
    few: bool
    shares: tuple[float, ...]
    ratio: tuple[float, float, float] | None
    title: str


@dataclass(frozen=True, slots=True)
class NewsRow:
    """A row of the chart.

    Attributes:
        title: Whom it is about.
        notes: What it may be called, by the meetings and by the exercises it finds.
        spans: Its periods, without a gap.
        change: First and last day of the range of a change; ``None`` when none is found.
    """

    title: str
    notes: Sequence[str]
    spans: Sequence[NewsSpan]
    change: tuple[date, date] | None = None


def shares_chart(rows: Sequence[NewsRow], *, wide: bool) -> dict[str, Any]:
    """Draw the shares of the four classes."""
    frame = _Frame(rows, wide=wide, left=40)
    layers = []
    for number, row in enumerate(rows):
        top, bottom = frame.band(number)
        layers += [frame.ground(row, number, [(bottom, "0"), ((top + bottom) / 2, "50"), (top, "100")], percent=True)]
        for place, name in enumerate(QUADS):
            bars = [
                {
                    "start": span.first.isoformat(),
                    "end": (span.last + timedelta(days=1)).isoformat(),
                    "top": bottom - BAND * sum(span.shares[: place + 1]),
                    "bottom": bottom - BAND * sum(span.shares[:place]),
                    "title": span.title,
                    "faint": 0.45 if span.few else 1,
                }
                for span in row.spans
                if span.whole and span.shares and span.shares[place] > 0
            ]
            layers.append(frame.rectangles(bars, f"var(--{COLOURS[name]})", described=place == 0))
    return frame.drawn(layers)


def balance_chart(rows: Sequence[NewsRow], *, wide: bool) -> dict[str, Any]:
    """Draw the log ratio of deeds to words with its interval."""
    frame = _Frame(rows, wide=wide, left=40)
    most = _reach(rows)
    layers = []
    for number, row in enumerate(rows):
        top, bottom = frame.band(number)
        middle, half = (top + bottom) / 2, (bottom - top) / 2

        def height(value: float, middle: float = middle, half: float = half) -> float:
            return middle - half * max(-1.0, min(value / most, 1.0))

        layers.append(frame.ground(row, number, _ratio_lines(height, most)))
        points = [_point(span, height) for span in row.spans if span.ratio is not None and span.whole]
        layers.append(frame.rectangles(_intervals(row, height), "var(--deed-acts)", opacity=0.25, described=False))
        layers.append(frame.points(points, "var(--deed-acts)"))
        if row.change is not None:
            layers.append(frame.outlined(row.change, top, bottom))
    return frame.drawn(layers)


def _ratio_lines(height: Callable[[float], float], most: float) -> list[tuple[float, str]]:
    lines: list[tuple[float, str]] = []
    for ratio in RATIOS:
        place = height(log(ratio))
        if abs(log(ratio)) <= most and all(abs(place - other) >= LABEL_ROOM for other, _ in lines):
            lines.append((place, f"{ratio:g}"))
    return lines


def _reach(rows: Sequence[NewsRow]) -> float:
    """Return how far the scale goes: as far as intervals that rest on many events; others are cut off there."""
    spans = [span for row in rows for span in row.spans if span.whole and span.ratio]
    shown = [span for span in spans if not span.few] or spans
    return max((abs(end) for span in shown for end in span.ratio or ()), default=1.0)


def _intervals(row: NewsRow, height: Callable[[float], float]) -> list[dict[str, Any]]:
    return [
        {
            "start": span.first.isoformat(),
            "end": (span.last + timedelta(days=1)).isoformat(),
            "top": height(span.ratio[2]),
            "bottom": height(span.ratio[1]),
            "title": span.title,
            "faint": 1,
        }
        for span in row.spans
        if span.ratio is not None and span.whole
    ]


def _point(span: NewsSpan, height: Callable[[float], float]) -> dict[str, Any]:
    value = span.ratio[0] if span.ratio else 0.0
    middle = span.first + (span.last - span.first) / 2
    return {
        "when": middle.isoformat(),
        "place": height(value),
        "title": span.title,
        "faint": 0.45 if span.few else 1,
    }


class _Frame:
    """Time to the right, rows from the top, everything placed in pixels."""

    def __init__(self, rows: Sequence[NewsRow], *, wide: bool, left: int) -> None:
        self.rows = rows
        self.width = 940 if wide else 360
        self.room = Room(left=left, right=10, top=4, bottom=24)
        self.wide = wide
        self.head = TITLE if wide else TITLE + NOTE * max(len(row.notes) for row in rows) + BELOW
        self.height = (self.head + BAND + GAP) * len(rows)
        first = min(span.first for row in rows for span in row.spans)
        last = max(span.last for row in rows for span in row.spans) + timedelta(days=1)
        step = max(1, round((last - first).days / 365 / (10 if wide else 5)))
        self.x: dict[str, Any] = {
            "type": "temporal",
            "title": None,
            "scale": {"type": "utc", "domain": [first.isoformat(), last.isoformat()]},
            "axis": {
                "format": "%Y",
                "tickCount": {"interval": "year", "step": step},
                "grid": False,
                "labelPadding": 4,
            },
        }
        self.y: dict[str, Any] = {
            "type": "quantitative",
            "scale": {"domain": [0, self.height], "range": [0, self.height]},
            "axis": None,
        }

    def band(self, number: int) -> tuple[float, float]:
        """Return top and bottom of a row."""
        top = (self.head + BAND + GAP) * number + self.head
        return top, top + BAND

    def ground(
        self, row: NewsRow, number: int, lines: Sequence[tuple[float, str]], *, percent: bool = False
    ) -> dict[str, Any]:
        """Return the title and the note of a row, its lines with their labels, and its hatched periods."""
        top, bottom = self.band(number)
        inner = self.width - self.room.left - self.room.right
        start = 0 if self.wide else -self.room.left
        title = [{"text": shortened(row.title, inner - start), "place": top - self.head + 12}]
        notes = [" · ".join(row.notes)] if self.wide else row.notes
        low = top - 10 - (0 if self.wide else BELOW)
        note = [{"text": text, "place": low - NOTE * place} for place, text in enumerate(reversed(notes))]
        beside = {"align": "right", "x": inner} if self.wide else {"align": "left", "x": start}
        labels = [{"text": f"{text}%" if percent else text, "place": place} for place, text in lines]
        rule = {"mark": {"type": "rule", "color": GRID, "strokeWidth": 1}, "encoding": self._at("place")}
        hatches = [stripe for span in row.spans if not span.whole for stripe in _stripes(span, top, bottom)]
        return {
            "layer": [
                {"data": {"values": labels}, **rule},
                self._text(labels, align="right", x=-5, color=FAINT, fontSize=10, baseline="middle"),
                self._text(title, align="left", x=start, color=INK, fontSize=12),
                self._text(note, **beside, color=FAINT, fontSize=NOTE_SIZE),
                {
                    "data": {"values": hatches},
                    "mark": {"type": "rule", "color": FAINT, "strokeWidth": 1, "opacity": 0.6},
                    "encoding": {
                        "x": {**self.x, "field": "start"},
                        "x2": {"field": "end"},
                        **self._at("bottom"),
                        "y2": {"field": "top"},
                    },
                },
            ]
        }

    def rectangles(
        self, values: Sequence[dict[str, Any]], colour: str, *, opacity: float = 1.0, described: bool
    ) -> dict[str, Any]:
        """Return filled rectangles."""
        told = {"description": {"field": "title"}} if described and values else {}
        return {
            "data": {"values": [{**value, "faint": value["faint"] * opacity} for value in values]},
            "mark": {"type": "rect", "color": colour, "aria": bool(told)},
            "encoding": {
                "x": {**self.x, "field": "start"},
                "x2": {"field": "end"},
                **self._at("bottom"),
                "y2": {"field": "top"},
                "opacity": {"field": "faint", "type": "quantitative", "scale": None, "legend": None},
                **told,
            },
        }

    def points(self, values: Sequence[dict[str, Any]], colour: str) -> dict[str, Any]:
        """Return points."""
        return {
            "data": {"values": list(values)},
            "mark": {"type": "point", "filled": True, "size": 26, "color": colour, "aria": bool(values)},
            "encoding": {
                "x": {**self.x, "field": "when"},
                **self._at("place"),
                "opacity": {"field": "faint", "type": "quantitative", "scale": None, "legend": None},
                "description": {"field": "title"},
            },
        }

    def outlined(self, span: tuple[date, date], top: float, bottom: float) -> dict[str, Any]:
        """Return the outline of a range of dates."""
        value = {"start": span[0].isoformat(), "end": (span[1] + timedelta(days=1)).isoformat()}
        return {
            "data": {"values": [{**value, "top": top, "bottom": bottom}]},
            "mark": {"type": "rect", "color": "transparent", "stroke": "var(--tone-fading)", "strokeWidth": 2},
            "encoding": {
                "x": {**self.x, "field": "start"},
                "x2": {"field": "end"},
                **self._at("bottom"),
                "y2": {"field": "top"},
            },
        }

    def drawn(self, layers: Sequence[dict[str, Any]]) -> dict[str, Any]:
        """Return the whole chart."""
        return chart({"layer": list(layers)}, width=self.width, height=self.height, room=self.room)

    def _at(self, field: str) -> dict[str, Any]:
        return {"y": {**self.y, "field": field}}

    def _text(self, values: Sequence[dict[str, Any]], **mark: Any) -> dict[str, Any]:
        return {
            "data": {"values": list(values)},
            "mark": {"type": "text", **mark},
            "encoding": {**self._at("place"), "text": {"field": "text"}},
        }


def _stripes(span: NewsSpan, top: float, bottom: float) -> list[dict[str, Any]]:
    length = (span.last - span.first).days + 1
    edges = [(span.first + timedelta(days=length * number / STRIPES)).isoformat() for number in range(STRIPES + 1)]
    return [{"start": start, "end": end, "top": top, "bottom": bottom} for start, end in pairwise(edges)]
