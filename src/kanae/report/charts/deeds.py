"""Words beside acts: in all, and by field."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kanae.report.charts.frame import INK, LABEL_SIZE, Room, chart, tones, widest

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kanae.report.words import Words

KINDS = ("words", "acts")


def totals_chart(rows: Sequence[dict[str, Any]], half_years: Sequence[str], *, wide: bool) -> dict[str, Any]:
    """Draw words and acts of each half-year side by side.

    Args:
        rows: ``half_year``, ``kind``, ``n`` and ``text`` of each bar.
        half_years: Half-years in order, empty ones too.
        wide: For a wide page, else for a phone.
    """
    time: dict[str, Any] = {
        "field": "half_year",
        "type": "nominal",
        "title": None,
        "sort": list(half_years),
        "scale": {"domain": list(half_years)},
        "axis": {"labelAngle": 0, "labelPadding": 6},
    }
    size = {"field": "n", "type": "quantitative", "axis": None}
    along, across = ("x", "y") if wide else ("y", "x")
    place = {along: time, across: size, f"{along}Offset": {"field": "kind", "type": "nominal", "sort": list(KINDS)}}
    color = {"field": "kind", "type": "nominal", "scale": tones(KINDS, "deed"), "legend": None}
    label = {"type": "text", "color": INK, "fontSize": LABEL_SIZE}
    label |= {"dy": -7} if wide else {"align": "left", "dx": 4}
    room = Room(left=12, top=22) if wide else Room(left=widest(half_years), right=36, bottom=8)
    layers = [
        {"data": {"values": list(rows)}, "mark": {"type": "bar"}, "encoding": {**place, "color": color}},
        {"data": {"values": list(rows)}, "mark": label, "encoding": {**place, "text": {"field": "text"}}},
    ]
    height = 180 if wide else 34 * len(half_years)
    return chart({"layer": layers}, width=940 if wide else 360, height=height, room=room)


def fields_chart(
    rows: Sequence[dict[str, Any]], half_years: Sequence[str], fields: Sequence[str], words: Words, *, wide: bool
) -> dict[str, Any]:
    """Draw words and acts by field and half-year as two panels, side by side or one above the other.

    Args:
        rows: ``half_year``, ``field``, ``kind`` and ``n`` of each cell.
        half_years: Half-years in order, ``2023-H2``; a year stands below its two columns.
        fields: Fields, the most frequent first.
        words: Words of the page.
        wide: For a wide page, else for a phone.
    """
    labels = widest(fields)
    width = 940 if wide else 360
    cell, gap, title = 22, 26, 24
    panel = (width - labels - gap - 12) / 2 if wide else width - labels - 12
    column = panel / len(half_years)
    height = cell * len(fields)
    whole = title + height if wide else 2 * (title + height) + gap
    most = max((row["n"] for row in rows), default=1)

    def place(row: dict[str, Any]) -> dict[str, Any]:
        second = row["kind"] == "acts"
        left = labels + (panel + gap if second and wide else 0) + column * half_years.index(row["half_year"])
        top = title + (title + height + gap if second and not wide else 0) + cell * fields.index(row["field"])
        return {
            **row,
            "left": left + 1,
            "right": left + column - 1,
            "top": top + 1,
            "bottom": top + cell - 1,
            "x": left + column / 2,
            "y": top + cell / 2,
            "text": words.number(row["n"]),
            "strength": 0.16 + 0.84 * row["n"] / most,
            "bright": row["n"] > most * 0.55,
        }

    cells = [place(row) for row in rows]
    panels = [(0, 0), (panel + gap, 0)] if wide else [(0, 0), (0, title + height + gap)]
    names = [
        {"text": field, "x": labels - 8, "y": top + title + cell * (number + 0.5), "align": "right"}
        for _, top in (panels[:1] if wide else panels)
        for number, field in enumerate(fields)
    ]
    heads = [
        {"text": words.say(f"deeds.{kind}"), "x": labels + left, "y": top + 11, "kind": kind}
        for kind, (left, top) in zip(KINDS, panels, strict=True)
    ]
    years: dict[str, list[int]] = {}
    for number, half_year in enumerate(half_years):
        years.setdefault(half_year[:4], []).append(number)
    ticks = [
        {
            "text": year if wide else year[2:],
            "x": labels + left + column * (places[0] + places[-1] + 1) / 2,
            "y": title + height + 10 + top,
        }
        for left, top in panels
        for year, places in years.items()
    ]
    return _cells(cells, names, heads, ticks, width=width, height=whole + 18)


def _cells(
    cells: Sequence[dict[str, Any]],
    names: Sequence[dict[str, Any]],
    heads: Sequence[dict[str, Any]],
    ticks: Sequence[dict[str, Any]],
    *,
    width: int,
    height: float,
) -> dict[str, Any]:
    def axis(size: float, field: str) -> dict[str, Any]:
        scale = {"domain": [0, size], "range": [0, size], "zero": False}
        return {"field": field, "type": "quantitative", "scale": scale, "axis": None}

    def text(values: Sequence[dict[str, Any]], **mark: Any) -> dict[str, Any]:
        encoding = {"x": axis(width, "x"), "y": axis(height, "y"), "text": {"field": "text"}}
        return {
            "data": {"values": list(values)},
            "mark": {"type": "text", "color": INK, "fontSize": 12, **mark},
            "encoding": encoding,
        }

    rectangles = {
        "data": {"values": list(cells)},
        "mark": {"type": "rect"},
        "encoding": {
            "x": axis(width, "left"),
            "x2": {"field": "right"},
            "y": axis(height, "top"),
            "y2": {"field": "bottom"},
            "color": {"field": "kind", "type": "nominal", "scale": tones(KINDS, "deed"), "legend": None},
            "opacity": {"field": "strength", "type": "quantitative", "scale": None, "legend": None},
        },
    }
    bright = [cell for cell in cells if cell["bright"]]
    dim = [cell for cell in cells if not cell["bright"]]
    layers = [
        rectangles,
        text(dim, fontSize=11),
        text(bright, fontSize=11, color="var(--paper)"),
        text(names, align="right"),
        text(heads, align="left", fontWeight="bold"),
        text(ticks, fontSize=11),
    ]
    return chart({"layer": layers}, width=width, height=round(height), room=Room(left=0, right=0, top=0, bottom=0))
