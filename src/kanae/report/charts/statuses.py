"""Bars by pillar and field, one colour for each group of statuses."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from kanae.report.charts.frame import INK, LABEL_SIZE, Room, chart, tones, widest

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kanae.report.words import Words

TONES = ("good", "open", "fading", "words", "unknown", "bad")
ROW = 22


def status_chart(rows: Sequence[dict[str, Any]], words: Words, *, wide: bool) -> dict[str, Any]:
    """Draw the commitments of each field by group of statuses, fields below the heading of their pillar.

    Args:
        rows: ``pillar``, ``field``, ``tone``, ``n`` and ``order`` of each bar; pillars in order.
        words: Words of the page.
        wide: For a wide page, else for a phone.
    """
    totals: Counter[tuple[str, str]] = Counter()
    for row in rows:
        totals[row["pillar"], row["field"]] += row["n"]
    places: dict[tuple[str, str], int] = {}
    for pillar in dict.fromkeys(row["pillar"] for row in rows):
        fields = sorted(
            (field for name, field in totals if name == pillar), key=lambda field: (-totals[pillar, field], field)
        )
        for name in ("", *fields):
            places[pillar, name] = len(places)
    width, height = (940 if wide else 360), ROW * len(places)
    room = Room(left=widest(field for _, field in places), right=34, bottom=8)
    named = [{"place": place, "text": field} for (_, field), place in places.items() if field]
    headed = [{"place": place, "text": pillar} for (pillar, field), place in places.items() if not field]
    summed = [{"place": places[key], "n": total, "text": words.number(total)} for key, total in totals.items()]
    y = {
        "field": "place",
        "type": "ordinal",
        "scale": {"domain": list(range(len(places)))},
        "axis": None,
    }
    x = {"field": "n", "type": "quantitative", "axis": None, "scale": {"domain": [0, max(totals.values(), default=1)]}}
    bars = {
        "data": {"values": [{**row, "place": places[row["pillar"], row["field"]]} for row in rows]},
        "mark": {"type": "bar", "height": 15, "stroke": "var(--paper)", "strokeWidth": 1},
        "encoding": {
            "y": y,
            "x": {**x, "aggregate": "sum", "stack": "zero"},
            "color": {"field": "tone", "type": "nominal", "scale": tones(TONES, "tone"), "legend": None},
            "order": {"field": "order", "type": "quantitative"},
        },
    }

    def text(values: Sequence[dict[str, Any]], encoding: dict[str, Any], **mark: Any) -> dict[str, Any]:
        return {
            "data": {"values": list(values)},
            "mark": {"type": "text", "color": INK, "fontSize": LABEL_SIZE, **mark},
            "encoding": {"y": y, "text": {"field": "text"}, **encoding},
        }

    layers = [
        bars,
        text(summed, {"x": x}, align="left", dx=5),
        text(named, {}, align="right", x=-6),
        text(headed, {}, align="left", x=4 - room.left, dy=3, fontWeight="bold"),
    ]
    return chart({"layer": layers}, width=width, height=height, room=room)
