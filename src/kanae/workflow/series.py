"""Series of the ledger as the measures of rhythm and life take them: meetings, stated rhythm, coverage, searches."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kanae.errors import LedgerError
from kanae.measures.cadence import Rules
from kanae.measures.gaps import Meeting, Span, joined
from kanae.measures.lateness import GapPrior

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from kanae.ledger.book import Ledger
    from kanae.model.records import Coverage, Event, Search, Series
    from kanae.workflow.statuses import Question

LIMITS = "cadence-limits"
"""Codelist of what is chosen rather than recorded."""


def limit_of(ledger: Ledger, code: str) -> float:
    """Return a limit of the measures of rhythm and life.

    Raises:
        LedgerError: When the codelist lacks it or gives it no value.
    """
    item = ledger.item(LIMITS, code)
    if item.value is None:
        raise LedgerError(f"The limit '{code}' has no value.", f"Add 'value: …' in codelists/{LIMITS}.yml.")
    return float(item.value)


def rules_of(question: Question) -> Rules:
    """Return the limits and the prior of rhythms, from their codelists."""
    ledger, limits = question.ledger, question.thresholds
    return Rules(
        kept_ratio=limits.kept_ratio,
        late_ratio=limits.late_ratio,
        coarse_share=limit_of(ledger, "coarse-percent") / 100,
        prior=GapPrior(
            median_days=limit_of(ledger, "prior-median-days"),
            strength=limit_of(ledger, "prior-strength"),
            shape=limit_of(ledger, "prior-shape"),
            spread=limit_of(ledger, "prior-spread"),
        ),
    )


def events_of(ledger: Ledger, series_id: str) -> tuple[Event, ...]:
    """Return the events of a series that happened, confirmed or not; rows that track an outcome are no meetings."""
    return tuple(row for row in ledger.events if row.series == series_id and not row.planned and row.part_of is None)


def meetings_of(events: Iterable[Event]) -> tuple[Meeting, ...]:
    """Return events as meetings; a date known to the month or the year has bounds and no days."""
    return tuple(
        Meeting(row.id, row.date.first, row.date.last, row.date.precision == "day", row.confirmed) for row in events
    )


def coverage_of(ledger: Ledger, series_id: str) -> tuple[Coverage, ...]:
    """Return the coverage rows that name a series."""
    return tuple(row for row in ledger.coverage if series_id in row.series)


def covered_spans(ledger: Ledger, series_id: str) -> tuple[Span, ...]:
    """Return the spans in which a silence of the series is known to be one."""
    return joined(
        Span(row.start.first, row.end.last)
        for row in coverage_of(ledger, series_id)
        if ledger.item("completeness", row.completeness).group == "counted"
    )


def stated_rhythm(ledger: Ledger, series: Series) -> tuple[int | None, date | None]:
    """Return the rhythm a series states, in days, and the day it was stated."""
    value = ledger.item("cadences", series.cadence).value if series.cadence else None
    if value is None:
        return None, None
    commitment = next((row for row in ledger.commitments if row.id == series.commitment), None)
    document = next((row for row in ledger.documents if commitment and row.id == commitment.document), None)
    return int(value), document.date.first if document else None


def searched_spans(meetings: Iterable[Meeting], searches: Iterable[Search]) -> tuple[Span, ...]:
    """Return the silences a search looked into in vain: from the last meeting before it to its day."""
    held = [meeting.last for meeting in meetings if meeting.is_confirmed]
    found: list[Span] = []
    for search in searches:
        before = [day for day in held if day <= search.searched_on]
        if before and not search.found:
            found.append(Span(max(before), search.searched_on))
    return joined(found)
