"""What all charts share: sizes, colours that follow the page, and room for labels in any script."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

SCHEMA = "https://vega.github.io/schema/vega-lite/v5.json"
INK = "var(--ink)"
FAINT = "var(--faint)"
GRID = "var(--grid)"
FONT = "var(--chart-font)"
LABEL_SIZE = 12

LINE_COLOURS = ("pair-1", "pair-2", "pair-3", "pair-4", "pair-5", "pair-6")
"""Colours of lines in one picture, as the page names them."""


@dataclass(frozen=True, slots=True)
class Room:
    """Room around the plot, in pixels.

    Attributes:
        left: For the labels of the vertical axis.
        right: For what stands beyond the last mark.
        top: For what stands above.
        bottom: For the labels of the horizontal axis.
    """

    left: int
    right: int = 12
    top: int = 8
    bottom: int = 28


def width_of(text: str, size: int = LABEL_SIZE) -> float:
    """Estimate the width of a text in pixels, the same on every machine.

    Examples:
        >>> width_of("日米韓", 10) > width_of("abc", 10)
        True
    """
    wide = sum(unicodedata.east_asian_width(character) in "WF" for character in text)
    return size * (wide + 0.58 * (len(text) - wide))


def shortened(text: str, width: float, size: int = LABEL_SIZE) -> str:
    """Return a text that fits into a width in pixels, its end left out when it must be.

    Examples:
        >>> shortened("Trilateral Technology Leaders Training Program", 100)
        'Trilateral Te…'
        >>> shortened("日米韓", 100)
        '日米韓'
    """
    if width_of(text, size) <= width:
        return text
    return next(
        f"{text[:n].rstrip()}…" for n in range(len(text) - 1, -1, -1) if width_of(text[:n] + "…", size) <= width
    )


def widest(texts: Iterable[str], size: int = LABEL_SIZE) -> int:
    """Return the room the widest of some texts needs, in pixels."""
    return round(max((width_of(text, size) for text in texts), default=0)) + 8


def chart(layers: Mapping[str, Any], *, width: int, height: int, room: Room, domain: bool = False) -> dict[str, Any]:
    """Frame a chart: no automatic sizing, so that the same numbers give the same picture with any fonts.

    Args:
        layers: The body of the specification.
        width: Width of the whole picture.
        height: Height of the plot.
        room: Room around the plot.
        domain: Whether axes draw their line.
    """
    return {
        "$schema": SCHEMA,
        "width": width - room.left - room.right,
        "height": height,
        "padding": {"left": room.left, "right": room.right, "top": room.top, "bottom": room.bottom},
        "autosize": {"type": "none"},
        "background": "transparent",
        **layers,
        "config": {
            "aria": False,
            "font": FONT,
            "view": {"stroke": None},
            "axis": {
                "domain": domain,
                "domainColor": GRID,
                "gridColor": GRID,
                "labelColor": INK,
                "labelFontSize": LABEL_SIZE,
                "labelLimit": 0,
                "labelOverlap": False,
                "ticks": False,
                "titleColor": INK,
            },
        },
    }


def years_axis(years: Collection[int], *, wide: bool) -> dict[str, Any]:
    """Return a horizontal axis from the first year to the last, with every fifth named, on a phone every tenth."""
    first, last, every = min(years), max(years), 5 if wide else 10
    return {
        "field": "year",
        "type": "quantitative",
        "title": None,
        "scale": {"domain": [first, max(last, first + 1)], "zero": False, "nice": False},
        "axis": {
            "format": "d",
            "values": [year for year in range(first, last + 1) if year % every == 0] or [last],
            "grid": False,
            "labelPadding": 6,
        },
    }


def line_colours(field: str, names: Sequence[str]) -> dict[str, Any]:
    """Return the colours of lines by what they are named in a field; the legend stands outside of the picture."""
    colours = [f"var(--{colour})" for colour in LINE_COLOURS[: len(names)]]
    return {"field": field, "type": "nominal", "scale": {"domain": list(names), "range": colours}, "legend": None}


def tones(names: Iterable[str], prefix: str) -> dict[str, Any]:
    """Return a colour scale whose colours are variables of the page, so that dark mode follows."""
    domain = list(names)
    return {"domain": domain, "range": [f"var(--{prefix}-{name})" for name in domain]}
