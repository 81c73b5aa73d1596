"""One bar a group, from nothing to all that was promised: found undone, not known, done."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kanae.report.charts.frame import FAINT, GRID, INK, LABEL_SIZE, Room, chart, widest

if TYPE_CHECKING:
    from collections.abc import Sequence

ROW = 24
PHONE_ROW = 58
PARTS = ("undone", "unknown", "done")


def say_do_chart(rows: Sequence[dict[str, Any]], *, wide: bool) -> dict[str, Any]:
    """Draw the gap of each group.

    Args:
        rows: ``name``, ``heading`` (whether it only heads those below), ``low``, ``high``, ``label`` and ``url``.
        wide: For a wide page, else for a phone, where the name stands above its bar.
    """
    width = 940 if wide else 360
    step = ROW if wide else PHONE_ROW
    placed = [{**row, "place": place} for place, row in enumerate(rows)]
    bars = [row for row in placed if not row["heading"]]
    left = widest(row["name"] for row in rows) if wide else 8
    right = widest(row["label"] for row in bars) + 12 if wide else 12
    y = {"field": "place", "type": "ordinal", "scale": {"domain": [row["place"] for row in placed]}, "axis": None}
    x = {
        "field": "first",
        "type": "quantitative",
        "title": None,
        "scale": {"domain": [0, 1], "nice": False},
        "axis": {"format": "%", "values": [0, 0.25, 0.5, 0.75, 1], "grid": True, "gridColor": GRID, "labelPadding": 6},
    }
    parts = [
        {"place": row["place"], "first": first, "last": last, "part": part, "label": row["label"], "url": row["url"]}
        for row in bars
        for part, first, last in (
            ("undone", 0, row["low"]),
            ("unknown", row["low"], row["high"]),
            ("done", row["high"], 1),
        )
        if last > first
    ]
    layers = [
        {
            "data": {"values": [part for part in parts if part["part"] == name]},
            "mark": {"type": "bar", "height": 14, "color": f"var(--gap-{name})", "aria": True},
            "encoding": {
                "y": y,
                "x": x,
                "x2": {"field": "last"},
                "href": {"field": "url"},
                "description": {"field": "label"},
            },
        }
        for name in PARTS
    ]
    plot = width - left - right
    named = [row for row in placed if not row["heading"]]
    headed = [row for row in placed if row["heading"]]
    if wide:
        layers += [
            _text(named, "name", y, align="right", x=-8),
            _text(named, "label", y, align="left", x=plot + 8, color=FAINT),
            _text(headed, "name", y, align="left", x=4 - left, dy=3, fontWeight="bold"),
        ]
    else:
        layers += [
            _text(named, "name", y, align="left", x=0, dy=-17),
            _text(named, "label", y, align="left", x=0, dy=17, color=FAINT, fontSize=11),
            _text(headed, "name", y, align="left", x=0, dy=8, fontWeight="bold"),
        ]
    height = step * len(placed)
    return chart({"layer": layers}, width=width, height=height, room=Room(left=left, right=right, bottom=26))


def _text(rows: Sequence[dict[str, Any]], field: str, y: dict[str, Any], **mark: Any) -> dict[str, Any]:
    return {
        "data": {"values": [{"place": row["place"], "text": row[field]} for row in rows]},
        "mark": {"type": "text", "color": INK, "fontSize": LABEL_SIZE, "baseline": "middle", **mark},
        "encoding": {"y": y, "text": {"field": "text"}},
    }
