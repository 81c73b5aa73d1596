"""Bars by field, one colour for each group of statuses."""

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
    """Draw the commitments of each field by group of statuses, fields in the order of pillars.

    Args:
        rows: ``pillar``, ``field``, ``tone``, ``n`` and ``order`` of each bar.
        words: Words of the page.
        wide: For a wide page, else for a phone.
    """
    totals: Counter[str] = Counter()
    for row in rows:
        totals[row["field"]] += row["n"]
    fields = [field for field, _ in sorted(totals.items(), key=lambda pair: (-pair[1], pair[0]))]
    labels = [{"field": field, "total": totals[field], "text": words.number(totals[field])} for field in fields]
    room = Room(left=widest(fields), right=34, bottom=8)
    y = {"field": "field", "type": "nominal", "sort": fields, "title": None, "axis": {"labelPadding": 6}}
    bars = {
        "data": {"values": list(rows)},
        "mark": {"type": "bar", "height": 15, "stroke": "var(--paper)", "strokeWidth": 1},
        "encoding": {
            "y": y,
            "x": {"field": "n", "type": "quantitative", "aggregate": "sum", "stack": "zero", "axis": None},
            "color": {"field": "tone", "type": "nominal", "scale": tones(TONES, "tone"), "legend": None},
            "order": {"field": "order", "type": "quantitative"},
        },
    }
    sums = {
        "data": {"values": labels},
        "mark": {"type": "text", "align": "left", "dx": 5, "color": INK, "fontSize": LABEL_SIZE},
        "encoding": {"y": y, "x": {"field": "total", "type": "quantitative"}, "text": {"field": "text"}},
    }
    return chart({"layer": [bars, sums]}, width=940 if wide else 360, height=ROW * len(fields), room=room)
