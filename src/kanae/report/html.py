"""A report as one HTML file that asks nothing of anybody: style, script and drawings stand inside it."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from jinja2 import Environment, StrictUndefined

from kanae.report.rich import plain, text_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kanae.report.blocks import Block, Page
    from kanae.report.rich import Rich, Span

JOINER = "\u2060"
"""Keeps the characters on either side of it on one line; it has no width."""

HELD = {
    "ja": re.compile(r"(?=～)"),
    "ko": re.compile(r"(?<=[)’”%])(?=[가-힣])|(?<=\w)(?=·)"),
}
"""Where a browser would break a line and no editor: before a wave dash, and between a bracket and its particle."""


@dataclass(frozen=True, slots=True)
class Stationery:
    """The texts a page is set with.

    Attributes:
        template: Jinja template of the page.
        style: Style sheet.
        script: Script.
    """

    template: str
    style: str
    script: str


def as_html(page: Page, stationery: Stationery, drawings: Mapping[str, str]) -> str:
    """Return a report as HTML.

    Args:
        page: The report.
        stationery: What it is set with.
        drawings: SVG by picture, from :func:`kanae.report.drawing.drawings_of`.
    """
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=False, keep_trailing_newline=True)
    template = environment.from_string(stationery.template)
    return template.render(
        page=page,
        description=text_of(page.subtitle),
        drawings=drawings,
        style=stationery.style.strip(),
        script=stationery.script.strip(),
        kind_of=_kind_of,
        held=lambda text: held(text, page.lang),
    )


def _kind_of(block: Block) -> str:
    return type(block).__name__


def held(text: str | Rich, lang: str) -> Rich:
    """Return a running text that breaks where an editor would break it; never used where a value is copied from.

    Examples:
        >>> [span.text for span in held("(협력 틀)의", "ko")]
        ['(협력 틀)\u2060의']
        >>> held("(framework)", "en")
        (Span(text='(framework)', target='', role=''),)
    """
    spans = plain(text) if isinstance(text, str) else text
    places = HELD.get(lang)
    if places is None:
        return spans
    found: list[Span] = []
    before = ""
    for span in spans:
        joined = places.sub(JOINER, before + span.text).removeprefix(JOINER)
        found.append(replace(span, text=joined[len(before) :]))
        before = span.text[-1:] or before
    return tuple(found)
