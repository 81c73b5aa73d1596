"""One row for each series: whether it lived, the meetings held, and when the next is expected."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from kanae.report.charts.frame import FAINT, GRID, INK, Room, chart, shortened, widest

if TYPE_CHECKING:
    from collections.abc import Sequence

ROW = 24
BAND = {"alive": "tone-good", "revived": "tone-open", "irregular": "tone-fading", "dormant": "tone-bad"}
"""State of a series → colour of its band; what is not known stays without colour, between two thin lines."""


@dataclass(frozen=True, slots=True)
class MeetingRows:
    """What the chart draws.

    Attributes:
        bands: ``first``, ``last``, ``series``, ``state`` and ``title`` of each stretch in one state.
        held: ``day``, ``series``, ``title`` and ``url`` of each meeting.
        expected: ``day``, ``series`` and ``late`` of each next meeting.
        series: Series, in the order of rows.
        first: First day shown.
        as_of: Day of the page.
    """

    bands: Sequence[dict[str, Any]]
    held: Sequence[dict[str, Any]]
    expected: Sequence[dict[str, Any]]
    series: Sequence[str]
    first: date
    as_of: date


def meetings_chart(rows: MeetingRows, *, wide: bool) -> dict[str, Any]:
    """Draw the series; on a phone the name stands above its row."""
    width = 940 if wide else 360
    step = ROW if wide else 40
    room = Room(left=widest(rows.series) if wide else 22, right=18, bottom=26)
    last = max([rows.as_of, *(date.fromisoformat(row["day"]) for row in rows.expected)]) + timedelta(days=30)
    x = {
        "field": "day",
        "type": "temporal",
        "title": None,
        "scale": {"type": "utc", "domain": [rows.first.isoformat(), last.isoformat()]},
        "axis": {"format": "%Y", "tickCount": "year", "grid": True, "labelPadding": 6, "labelFlush": False},
    }
    y = {
        "field": "series",
        "type": "nominal",
        "sort": list(rows.series),
        "title": None,
        "scale": {"domain": list(rows.series)},
        "axis": {"labelPadding": 8, "grid": True, "gridColor": GRID, "labels": wide},
    }
    thick = 15 if wide else 13
    states = {"domain": [*BAND, "not-known"], "range": [*(f"var(--{tone})" for tone in BAND.values()), "transparent"]}
    bands = {
        "x": {**x, "field": "first"},
        "x2": {"field": "last"},
        "y": y,
        "fill": {"field": "state", "type": "nominal", "scale": states, "legend": None},
        "stroke": {"condition": {"test": "datum.state === 'not-known'", "value": FAINT}, "value": "transparent"},
        "description": {"field": "title"},
    }
    late = {"condition": {"test": "datum.late", "value": "var(--tone-bad)"}, "value": INK}
    layers: list[dict[str, Any]] = [
        {
            "data": {"values": list(rows.bands)},
            "mark": {"type": "bar", "height": thick, "fillOpacity": 0.32, "strokeDash": [2, 3], "aria": True},
            "encoding": bands,
        },
        _today(rows, x, None if wide else y, thick + 8),
        {
            "data": {"values": list(rows.held)},
            "mark": {"type": "point", "filled": True, "size": 62, "color": "var(--group-meeting)", "aria": True},
            "encoding": {"x": x, "y": y, "href": {"field": "url"}, "description": {"field": "title"}},
        },
        {
            "data": {"values": list(rows.expected)},
            "mark": {"type": "point", "filled": False, "shape": "diamond", "size": 80, "strokeWidth": 2},
            "encoding": {"x": x, "y": y, "color": late},
        },
    ]
    if not wide:
        layers.append(
            {
                "data": {"values": [{"series": name, "text": shortened(name, width)} for name in rows.series]},
                "mark": {"type": "text", "align": "left", "dy": -16, "x": 0, "fontSize": 12, "color": INK},
                "encoding": {"y": y, "text": {"field": "text"}},
            }
        )
    return chart({"layer": layers}, width=width, height=step * len(rows.series), room=room)


def _today(rows: MeetingRows, x: dict[str, Any], y: dict[str, Any] | None, high: int) -> dict[str, Any]:
    """Return the day of the page as one line, or as a piece in each row where names stand between the rows."""
    day = rows.as_of.isoformat()
    if y is None:
        mark = {"type": "rule", "color": FAINT, "strokeWidth": 2}
        return {"data": {"values": [{"day": day}]}, "mark": mark, "encoding": {"x": x}}
    pieces = [{"day": day, "series": name} for name in rows.series]
    mark = {"type": "tick", "orient": "vertical", "color": FAINT, "thickness": 2, "size": high}
    return {"data": {"values": pieces}, "mark": mark, "encoding": {"x": x, "y": y}}
