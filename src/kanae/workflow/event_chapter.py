"""An event store for the brief: the series of one source, what the ledger says of them, and whether they changed."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from kanae.errors import MeasureError
from kanae.events.news import read_news
from kanae.model.panels import By, PanelQuestion, Quad
from kanae.report.news import NewsAnswer
from kanae.workflow.event_change import changes_in
from kanae.workflow.event_panels import Engine, panel
from kanae.workflow.event_series import news_counts, news_series
from kanae.workflow.event_validation import validate

if TYPE_CHECKING:
    from pathlib import Path

    from kanae.model.news import News
    from kanae.model.panels import PanelRow
    from kanae.workflow.statuses import Question

MOST_MONTHS = 48
"""More months than these are shown by quarter."""


def news_answer(question: Question, folder: Path) -> NewsAnswer:
    """Compute the chapter on events in the news.

    Args:
        question: The question; nothing after its day counts.
        folder: Folder of an event store.

    Raises:
        StorageError: When there is no store.
        MeasureError: When the store has no row of any source, or does not keep all rows of a member.
    """
    news = read_news(folder, question.framework.members)
    if not news.whole:
        raise MeasureError(f"No file in '{folder}' could be read.", f"See why: kanae events check {folder}")
    source = max(sorted(news.whole), key=lambda name: _to_show(question, news, name))
    only = replace(news, whole={source: news.whole[source]})
    counts = news_counts(folder, only, By.MONTH, question.as_of)
    months = news_series(only, counts)
    by = By.MONTH if max(len(series.periods) for series in months) <= MOST_MONTHS else By.QUARTER
    return NewsAnswer(
        source,
        tuple(name for name in news.whole if name != source),
        _rows(news, source),
        _whole_days(question, news, source),
        by,
        months if by is By.MONTH else news_series(only, counts.by_quarter()),
        validate(question, only),
        changes_in(question, months, news.digest, By.MONTH),
        tuple(sorted(stream for stream in news.whole[source] if stream)),
        () if any(series.periods for series in months) else _read(question, folder, source),
    )


def _to_show(question: Question, news: News, source: str) -> tuple[bool, int, int]:
    rows = _rows(news, source)
    return rows > 0, _whole_days(question, news, source), rows


def _read(question: Question, folder: Path, source: str) -> tuple[PanelRow, ...]:
    asked = PanelQuestion(question.framework.members, By.MONTH, Quad.CAMEO, last=question.as_of)
    return tuple(row for row in panel(folder, asked, Engine()) if row.source == source)


def _whole_days(question: Question, news: News, source: str) -> int:
    return sum(day <= question.as_of for day in news.whole[source].get("", ()))


def _rows(news: News, source: str) -> int:
    return sum(count.events for count in news.counts if count.source == source)
