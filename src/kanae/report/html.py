"""A report as one HTML file that asks nothing of anybody: style, script and drawings stand inside it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from jinja2 import Environment, StrictUndefined

from kanae.report.rich import text_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kanae.report.blocks import Block, Page


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
    )


def _kind_of(block: Block) -> str:
    return type(block).__name__
