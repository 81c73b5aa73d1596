"""Chart specifications drawn as SVG that stands inside a page: it takes the page's colours and follows its links."""

from __future__ import annotations

import json
import re
from html import escape
from typing import TYPE_CHECKING

from kanae.report.blocks import Picture

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Any

    from kanae.report.blocks import Page

LINK_BASE = "https://vega.github.io/vega-datasets/"
"""What the renderer puts before a link that has no address of its own."""


def pictures_of(page: Page) -> tuple[Picture, ...]:
    """Return the pictures of a page in order."""
    return tuple(block for section in page.sections for block in section.blocks if isinstance(block, Picture))


def drawings_of(page: Page, draw: Callable[[str], str]) -> dict[str, str]:
    """Draw every picture of a page, wide and narrow.

    Args:
        page: The page.
        draw: Turns a specification, as text, into SVG; :func:`svg_of` or one that remembers.

    Returns:
        SVG by the anchor of the picture and ``-wide`` or ``-narrow``.
    """
    return {
        f"{picture.anchor}-{size}": _inside_page(draw(specification_text(specification)), f"{picture.anchor}-{size}")
        for picture in pictures_of(page)
        for size, specification in (("wide", picture.wide), ("narrow", picture.narrow))
    }


def specification_text(specification: Mapping[str, Any]) -> str:
    """Write a specification so that equal ones are equal texts."""
    return json.dumps(specification, ensure_ascii=False, sort_keys=True)


def svg_of(specification: str) -> str:
    """Draw one specification.

    Examples:
        >>> from kanae.report.charts.frame import Room, chart
        >>> layer = {"data": {"values": [{"n": 1}]}, "mark": "bar", "encoding": {"x": {"field": "n"}}}
        >>> svg_of(specification_text(chart(layer, width=90, height=20, room=Room(8))))[:4]
        '<svg'
    """
    import vl_convert

    svg: str = vl_convert.vegalite_to_svg(specification)
    return svg


def standing_alone(svg: str, lang: str, title: str, style: str) -> str:
    """Return a drawing as a file of its own: with its title, its colours for light and dark, and no link.

    Args:
        svg: The drawing.
        lang: Language of its texts.
        title: What it shows.
        style: Style sheet of the page, from which the colours are taken.
    """
    colours = style.partition("* { box-sizing")[0] + "svg { background: var(--paper); font-family: var(--chart-font); }"
    head = f"<title>{escape(title)}</title><style>{colours}</style>"
    svg = re.sub(r"</?a(?: [^>]*)?>", "", svg)
    return re.sub(r"<svg([^>]*)>", rf'<svg\1 lang="{lang}">{head}', svg, count=1) + "\n"


def _inside_page(svg: str, name: str) -> str:
    """Make a drawing part of a page: its links lead within, and its internal names are its own."""
    svg = svg.replace(LINK_BASE, "")
    svg = re.sub(r'(id="|url\(#)(clip|gradient_)', rf"\g<1>{name}-\g<2>", svg)
    svg = re.sub(r' (?:class|role|aria-hidden|aria-roledescription|pointer-events|target)="[^"]*"', "", svg)
    svg = re.sub(r"(\d\.\d\d)\d+", r"\1", svg)  # a hundredth of a pixel is enough
    svg = re.sub(r'<path aria-label="([^"]*)"([^>]*)/>', r"<path\2><title>\1</title></path>", svg)
    return svg.replace("<a ", '<a tabindex="-1" ')
