"""One bar a section of a publication: its claims by verdict, each part with its number."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kanae.report.charts.frame import FAINT, INK, LABEL_SIZE, Room, chart, widest, width_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

ROW = 30
PHONE_ROW = 50
BAR = 20


def claims_chart(parts: Sequence[dict[str, Any]], sections: Mapping[str, str], *, wide: bool) -> dict[str, Any]:
    """Draw the claims of each section by verdict.

    Args:
        parts: ``section``, ``label`` (of the verdict), ``tone``, ``n``, ``number`` (``n`` in words) and ``url`` of each
            part, in the order of the page.
        sections: Name of each section, in order.
        wide: For a wide page, else for a phone, where the name stands above its bar.
    """
    width = 940 if wide else 360
    left = widest(sections.values()) + 8 if wide else 8  # short names may be wider than letters are on average
    totals = {section: sum(part["n"] for part in parts if part["section"] == section) for section in sections}
    room = Room(left=left, right=40, bottom=8)
    scale = (width - room.left - room.right) / max(totals.values(), default=1)
    places = {section: place for place, section in enumerate(sections)}
    y = {"field": "place", "type": "ordinal", "scale": {"domain": list(places.values())}, "axis": None}
    most = max(totals.values(), default=1)
    x = {"field": "first", "type": "quantitative", "axis": None, "scale": {"domain": [0, most]}}
    drawn = _placed(parts, sections, scale)
    down = 0 if wide else 9
    bars = {
        "data": {"values": drawn},
        "mark": {"type": "bar", "height": BAR, "yOffset": down, "stroke": "var(--paper)", "aria": True},
        "encoding": {
            "y": y,
            "x": x,
            "x2": {"field": "last"},
            "color": {"field": "tone", "type": "nominal", "scale": None, "legend": None},
            "href": {"field": "url"},
            "description": {"field": "title"},
        },
    }
    inside = {
        "data": {"values": [part for part in drawn if part["text"]]},
        "mark": {"type": "text", "fontSize": LABEL_SIZE, "color": "var(--paper)", "yOffset": down},
        "encoding": {"y": y, "x": {**x, "field": "middle"}, "text": {"field": "text"}},
    }
    sums = [{"place": places[name], "first": total, "text": str(total)} for name, total in totals.items()]
    total = {
        "data": {"values": sums},
        "mark": {"type": "text", "fontSize": LABEL_SIZE, "color": FAINT, "align": "left", "dx": 6, "yOffset": down},
        "encoding": {"y": y, "x": x, "text": {"field": "text"}},
    }
    at = {"align": "right", "x": -8} if wide else {"align": "left", "x": 0, "dy": -13}
    names = {
        "data": {"values": [{"place": place, "text": sections[section]} for section, place in places.items()]},
        "mark": {"type": "text", "fontSize": LABEL_SIZE, "color": INK, **at},
        "encoding": {"y": y, "text": {"field": "text"}},
    }
    height = (ROW if wide else PHONE_ROW) * len(sections)
    return chart({"layer": [bars, inside, total, names]}, width=width, height=height, room=room)


def _placed(parts: Sequence[dict[str, Any]], sections: Mapping[str, str], scale: float) -> list[dict[str, Any]]:
    """Lay the parts of each bar end to end; a part says its verdict where there is room, else its number alone."""
    places = {section: place for place, section in enumerate(sections)}
    ends = dict.fromkeys(places, 0)
    placed: list[dict[str, Any]] = []
    for part in parts:
        section = part["section"]
        first, last = ends[section], ends[section] + part["n"]
        ends[section] = last
        long = f"{part['label']} {part['number']}"
        fits = width_of(long) + 10 <= part["n"] * scale
        placed.append(
            {
                "place": places[section],
                "first": first,
                "last": last,
                "middle": (first + last) / 2,
                "tone": f"var(--tone-{part['tone']})",
                "text": long if fits else part["number"],
                "title": f"{sections[section]}: {long}",
                "url": part["url"],
            }
        )
    return placed
