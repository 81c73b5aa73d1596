"""A report as one HTML file that asks nothing of anybody: style, script and drawings stand inside it."""

from __future__ import annotations

import base64
from dataclasses import dataclass
from typing import TYPE_CHECKING

from jinja2 import Environment, StrictUndefined

from kanae.report.rich import text_of
from kanae.report.tables import csv_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kanae.report.blocks import Block, Page, Table


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
        download_of=_download_of,
    )


def _kind_of(block: Block) -> str:
    return type(block).__name__


def _download_of(table: Table) -> str:
    raw = csv_of(table).encode("utf-8-sig")  # the mark tells spreadsheets that it is UTF-8
    return "data:text/csv;charset=utf-8;base64," + base64.b64encode(raw).decode()
