"""A report set as one HTML file, its pictures drawn once and remembered."""

from __future__ import annotations

from importlib.metadata import version
from typing import TYPE_CHECKING

from kanae.store.cache import remembered
from kanae.store.location import read_package_text

if TYPE_CHECKING:
    from kanae.ledger.load import Progress
    from kanae.report.blocks import Page


def html_of(page: Page, progress: Progress) -> str:
    """Return a report as one HTML file.

    Args:
        page: The report.
        progress: Told each step.
    """
    from kanae.report.drawing import drawings_of
    from kanae.report.html import Stationery, as_html

    progress("drawing the pictures")
    drawings = drawings_of(page, _draw)
    progress("setting the page")
    texts = (read_package_text("report", "templates", f"page.{ending}") for ending in ("html", "css", "js"))
    return as_html(page, Stationery(*texts), drawings)


def _draw(specification: str) -> str:
    from kanae.report.drawing import svg_of

    key = f"{version('vl-convert-python')} {specification}"
    return remembered("drawings", key, lambda: svg_of(specification))
