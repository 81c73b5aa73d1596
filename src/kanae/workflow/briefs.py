"""The brief in every language and format."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import TYPE_CHECKING, Literal

from kanae import __version__
from kanae.votes.catalogue import has_fetched_votes
from kanae.workflow.answers import answer
from kanae.workflow.claims import claims_about
from kanae.workflow.east_up import land_of_map
from kanae.workflow.measuring import measured
from kanae.workflow.pages import html_of
from kanae.workflow.statuses import ask_query
from kanae.workflow.wording import words_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from pathlib import Path

    from kanae.ledger.load import Progress
    from kanae.model.alignment import Alignment
    from kanae.model.records import Language
    from kanae.report.answers import Answers
    from kanae.report.blocks import Page
    from kanae.report.news import NewsAnswer
    from kanae.workflow.statuses import Query, Question

BriefFormat = Literal["html", "md", "docx", "json"]


def brief(
    query: Query,
    lang: Language,
    form: BriefFormat,
    progress: Progress,
    votes: Sequence[Path] = (),
    events: Path | None = None,
) -> bytes:
    """Write the brief.

    Args:
        query: What is asked.
        lang: Language.
        form: Format of the file.
        progress: Told each step.
        votes: Files of votes; by default those that were fetched, if any.
        events: Folder of an event store; ``None`` for no chapter on events in the news.

    Raises:
        LedgerError: When the ledger cannot be opened or has no such framework.
        UpstreamError: When a file of votes cannot be read.
        StorageError: When there is no such event store.
        MeasureError: When nothing was recorded yet on the day of knowledge.
    """
    progress("opening the ledger")
    question = ask_query(query)
    answers = replace(
        whole_answer(question, query.known_on, progress),
        alignment=_alignment(question, votes, progress),
        news=_news(question, events, progress),
    )
    progress("composing the page")
    from kanae.report.brief import compose_brief

    return _set(compose_brief(words_of(lang), answers, __version__), form, progress)


def whole_answer(question: Question, known_on: date | None, progress: Progress) -> Answers:
    """Compute all that the brief says but for votes and events in the news, which are not of the ledger.

    Claims are asked in a process of their own, so they are checked while the measures are computed here.
    """
    progress("deriving statuses")
    answers = answer(question, known_on)
    with ThreadPoolExecutor(max_workers=1) as beside:
        claims = beside.submit(claims_about, question, lambda _: None)
        found = measured(question, progress)
        progress("checking claims")
        return replace(
            answers,
            series=found.of("cadence", tuple) or (),
            measured=found,
            claims=claims.result(),
            land=land_of_map(),
        )


def _alignment(question: Question, votes: Sequence[Path], progress: Progress) -> Alignment | None:
    if not votes and not has_fetched_votes():
        return None  # without votes nobody waits for numpy
    from kanae.workflow.alignment import alignment_of

    progress("comparing votes")
    return alignment_of(question.framework.members, question.as_of, votes)


def _news(question: Question, events: Path | None, progress: Progress) -> NewsAnswer | None:
    if events is None:
        return None
    from kanae.workflow.event_chapter import news_answer

    progress("reading events in the news")
    return news_answer(question, events)


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
    return html_of(page, progress).encode()
