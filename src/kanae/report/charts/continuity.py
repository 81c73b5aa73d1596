"""Rates after a change of leader over rates before, with their intervals, on an axis of doublings."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Any

from kanae.report.charts.frame import FAINT, GRID, INK, LABEL_SIZE, Room, chart, shortened, widest, width_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

ROW = 22
NOTE_ROW = 16
APART = 12
"""Room, in pixels, above the name of a change that follows another."""

NOTE_SIZE = 11
LEAST, MOST = 1 / 16, 16
"""Ends of the axis; what lies beyond is drawn as a triangle at the end."""
TICKS = (1 / 8, 1 / 4, 1 / 2, 1, 2, 4, 8)
TICK_LABELS = "datum.value < 1 ? '1/' + round(1 / datum.value) : datum.value"


def continuity_chart(rows: Sequence[dict[str, Any]], *, wide: bool) -> dict[str, Any]:
    """Draw the rate ratios, one group of rows for each change; names of leaders stand above the lines of their group.

    Args:
        rows: ``kind`` of each row, and of a ``change`` its ``name``, of a ``note`` a ``lead`` and ``names``, of a
            ``ratio`` ``name``, ``value``, ``low``, ``high`` (each may be ``None``), ``label`` and ``url``.
        wide: For a wide page, else for a phone.
    """
    width = 940 if wide else 360
    lines = [line for row in rows for line in (_packed(row, width - 8) if row["kind"] == "note" else [row])]
    placed = list(_placed(lines))
    height = placed[-1]["bottom"] if placed else 0
    changes, notes, ratios = ([row for row in placed if row["kind"] == kind] for kind in ("change", "note", "ratio"))
    changes = [{**row, "name": shortened(row["name"], width - 8)} for row in changes]
    room = Room(left=widest(row["name"] for row in ratios) + 8, right=widest(row["label"] for row in ratios), bottom=26)
    plot = width - room.left - room.right
    pixels = {"type": "quantitative", "scale": {"domain": [0, height], "range": [0, height]}, "axis": None}
    y = {**pixels, "field": "middle"}

    def x(field: str) -> dict[str, Any]:
        ticks = {"values": list(TICKS), "labelExpr": TICK_LABELS, "grid": False, "labelPadding": 6}
        scale = {"type": "log", "base": 2, "domain": [LEAST, MOST], "nice": False}
        return {"field": field, "type": "quantitative", "title": None, "scale": scale, "axis": ticks}

    def upright(ticks: Sequence[float], **mark: Any) -> dict[str, Any]:
        values = [{**span, "value": tick} for span in _spans(placed) for tick in ticks]
        along = {"y": {**pixels, "field": "top"}, "y2": {"field": "bottom"}}
        return {
            "data": {"values": values},
            "mark": {"type": "rule", **mark},
            "encoding": {"x": x("value"), **along},
        }

    drawn = [_within(row) for row in ratios if row["low"] is not None]
    layers = [
        upright([tick for tick in TICKS if tick != 1], color=GRID),
        upright([1], color=FAINT, strokeWidth=2),
        {
            "data": {"values": drawn},
            "mark": {"type": "rule", "color": INK, "strokeWidth": 2},
            "encoding": {"y": y, "x": x("from"), "x2": {"field": "to"}},
        },
        *(
            {
                "data": {"values": [row for row in drawn if row[end] == limit]},
                "mark": {"type": "point", "shape": shape, "filled": True, "size": 60, "color": INK, "opacity": 1},
                "encoding": {"y": y, "x": x(end)},
            }
            for end, limit, shape in (("from", LEAST, "triangle-left"), ("to", MOST, "triangle-right"))
        ),
        {
            "data": {"values": [row for row in drawn if row["point"] is not None]},
            "mark": {"type": "point", "filled": True, "size": 80, "opacity": 1, "aria": True},
            "encoding": {
                "y": y,
                "x": x("point"),
                "color": {"value": "var(--group-meeting)"},
                "href": {"field": "url"},
                "description": {"field": "label"},
            },
        },
        _text(ratios, "name", y, align="right", x=-8),
        _text(ratios, "label", y, align="left", x=plot + 8, color=FAINT),
        _text(changes, "name", y, align="left", x=2 - room.left, fontWeight="bold"),
        _text(notes, "name", y, align="left", x=2 - room.left, color=FAINT, fontSize=NOTE_SIZE),
    ]
    return chart({"layer": layers}, width=width, height=height, room=room)


def _placed(rows: Sequence[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Yield each row with where it stands, in pixels from the top."""
    bottom = 0
    for place, row in enumerate(rows):
        top = bottom + (APART if place and row["kind"] == "change" else 0)
        bottom = top + (NOTE_ROW if row["kind"] == "note" else ROW)
        yield {**row, "top": top, "bottom": bottom, "middle": (top + bottom) / 2}


def _spans(placed: Sequence[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Yield where ratios stand under one another: upright lines run there, and nowhere through a name."""
    for kind, rows in groupby(placed, key=lambda row: row["kind"]):
        if kind == "ratio":
            group = list(rows)
            yield {"top": group[0]["top"] + 4, "bottom": group[-1]["bottom"]}


def _packed(note: dict[str, Any], width: float) -> list[dict[str, Any]]:
    """Return a note as lines that fit, broken between names."""
    lines = [note["lead"]]
    for name in note["names"]:
        longer = f"{lines[-1]}{name}"
        if width_of(longer, NOTE_SIZE) <= width:
            lines[-1] = longer
        else:
            lines.append(name)
    return [{"kind": "note", "name": line} for line in lines]


def _within(row: dict[str, Any]) -> dict[str, Any]:
    """Return a ratio with its interval cut to the axis; a ratio that is 0 or has no value has no point."""
    high = MOST if row["high"] is None else row["high"]
    value = row["value"]
    return {
        **row,
        "from": min(max(row["low"], LEAST), MOST),
        "to": max(min(high, MOST), LEAST),
        "point": value if value is not None and LEAST <= value <= MOST else None,
    }


def _text(rows: Sequence[dict[str, Any]], field: str, y: dict[str, Any], **mark: Any) -> dict[str, Any]:
    return {
        "data": {"values": [{"middle": row["middle"], "text": row[field]} for row in rows]},
        "mark": {"type": "text", "color": INK, "fontSize": LABEL_SIZE, "baseline": "middle", **mark},
        "encoding": {"y": y, "text": {"field": "text"}},
    }
