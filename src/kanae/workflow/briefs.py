"""The brief in every language and format."""

from __future__ import annotations

import json
from importlib.metadata import version
from typing import TYPE_CHECKING, Literal

from kanae import __version__
from kanae.store.cache import remembered
from kanae.store.location import read_package_text
from kanae.workflow.answers import answer
from kanae.workflow.statuses import ask_query
from kanae.workflow.wording import words_of

if TYPE_CHECKING:
    from kanae.ledger.load import Progress
    from kanae.model.records import Language
    from kanae.report.blocks import Page
    from kanae.workflow.statuses import Query

BriefFormat = Literal["html", "md", "docx", "json"]


def brief(query: Query, lang: Language, form: BriefFormat, progress: Progress) -> bytes:
    """Write the brief.

    Args:
        query: What is asked.
        lang: Language.
        form: Format of the file.
        progress: Told each step.

    Raises:
        LedgerError: When the ledger cannot be opened or has no such framework.
        MeasureError: When nothing was recorded yet on the day of knowledge.
    """
    progress("opening the ledger")
    question = ask_query(query)
    progress("deriving statuses")
    answers = answer(question, query.known_on)
    progress("composing the page")
    from kanae.report.brief import compose_brief

    return _set(compose_brief(words_of(lang), answers, __version__), form, progress)


def _set(page: Page, form: BriefFormat, progress: Progress) -> bytes:
    if form == "json":
        return (json.dumps(page.facts, ensure_ascii=False, indent=1) + "\n").encode()
    if form == "md":
        from kanae.report.markdown import as_markdown

        return as_markdown(page).encode()
    if form == "docx":
        from kanae.report.docx import as_docx

        progress("setting the document")
        return as_docx(page)
    return _html(page, progress).encode()


def _html(page: Page, progress: Progress) -> str:
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
