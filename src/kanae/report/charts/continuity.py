"""Rates after a change of leader over rates before, with their intervals, on an axis of doublings."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kanae.report.charts.frame import FAINT, GRID, INK, LABEL_SIZE, Room, chart, shortened, widest, width_of

if TYPE_CHECKING:
    from collections.abc import Sequence

ROW = 22
NOTE_SIZE = 11
LEAST, MOST = 1 / 16, 16
"""Ends of the axis; what lies beyond is drawn as a triangle at the end."""
TICKS = (1 / 8, 1 / 4, 1 / 2, 1, 2, 4, 8)
TICK_LABELS = "datum.value < 1 ? '1/' + round(1 / datum.value) : datum.value"


def continuity_chart(rows: Sequence[dict[str, Any]], *, wide: bool) -> dict[str, Any]:
    """Draw the rate ratios, one group of rows for each change.

    Args:
        rows: ``kind`` of each row, and of a ``change`` its ``name``, of a ``note`` a ``lead`` and ``names``, of a
            ``ratio`` ``name``, ``value``, ``low``, ``high`` (each may be ``None``), ``label`` and ``url``.
        wide: For a wide page, else for a phone.
    """
    width = 940 if wide else 360
    lines = [line for row in rows for line in (_packed(row, width - 8) if row["kind"] == "note" else [row])]
    placed = [{**row, "place": place} for place, row in enumerate(lines)]
    ratios = [row for row in placed if row["kind"] == "ratio"]
    changes = [{**row, "name": shortened(row["name"], width - 8)} for row in placed if row["kind"] == "change"]
    room = Room(left=widest(row["name"] for row in ratios) + 8, right=widest(row["label"] for row in ratios), bottom=26)
    plot = width - room.left - room.right
    y = {"field": "place", "type": "ordinal", "scale": {"domain": [row["place"] for row in placed]}, "axis": None}

    def x(field: str) -> dict[str, Any]:
        ticks = {"values": list(TICKS), "labelExpr": TICK_LABELS, "grid": True, "gridColor": GRID, "labelPadding": 6}
        scale = {"type": "log", "base": 2, "domain": [LEAST, MOST], "nice": False}
        return {"field": field, "type": "quantitative", "title": None, "scale": scale, "axis": ticks}

    drawn = [_within(row) for row in ratios if row["low"] is not None]
    one = {"data": {"values": [{"value": 1}]}, "mark": {"type": "rule", "color": FAINT, "strokeWidth": 2}}
    layers = [
        {**one, "encoding": {"x": x("value")}},
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
        _text(
            [row for row in placed if row["kind"] == "note"],
            "name",
            y,
            align="left",
            x=2 - room.left,
            color=FAINT,
            fontSize=NOTE_SIZE,
            dy=-2,
        ),
    ]
    return chart({"layer": layers}, width=width, height=ROW * len(placed), room=room)


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
        "data": {"values": [{"place": row["place"], "text": row[field]} for row in rows]},
        "mark": {"type": "text", "color": INK, "fontSize": LABEL_SIZE, "baseline": "middle", **mark},
        "encoding": {"y": y, "text": {"field": "text"}},
    }
