"""Calendars of the meetings a framework expects."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kanae.report.calendar import meetings_calendar
from kanae.workflow.measures import cadence
from kanae.workflow.measuring import MeasureOptions
from kanae.workflow.statuses import ask_query
from kanae.workflow.wording import words_of

if TYPE_CHECKING:
    from kanae.model.records import Language
    from kanae.workflow.statuses import Query


def cadence_calendar(query: Query, lang: Language) -> bytes:
    """Return an iCalendar file of expected and overdue meetings.

    Raises:
        LedgerError: When the ledger cannot be opened or has no such framework.
        MeasureError: When nothing was recorded yet on the day of knowledge.
    """
    question = ask_query(query)
    series = cadence.compute(question, MeasureOptions())
    return meetings_calendar(words_of(lang), question.ledger, question.framework, series, question.as_of)
