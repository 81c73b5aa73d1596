"""Which part of the record an event belongs to, and how well that part was looked after."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kanae.model.turnover import Part, Span

if TYPE_CHECKING:
    from kanae.model.records import Coverage, Event
    from kanae.workflow.statuses import Question

RATES = "rates"
AT_LEAST = "at-least"
"""Groups of the codelist ``completeness``: fit for rates, and fit for "at least so many"."""


def covering(question: Question, kind: str, *, groups: tuple[str, ...] = (RATES,)) -> tuple[Coverage, ...]:
    """Return the coverage of one kind of record of the framework, as far as it is complete enough.

    Args:
        question: The question.
        kind: Kind of record, such as ``events``.
        groups: Groups of completeness that are wanted.
    """
    return tuple(
        row
        for row in question.ledger.coverage
        if row.framework in (question.framework.id, None)
        and kind in row.kinds
        and question.ledger.item("completeness", row.completeness).group in groups
    )


def part_of(question: Question, row: Coverage) -> Part:
    """Return a coverage record as the measures see it."""
    group = question.ledger.item("completeness", row.completeness).group
    return Part(row.id, Span(row.start.first, row.end.last), is_complete=group == RATES)


def speaks_of(row: Coverage, event: Event) -> bool:
    """Tell whether a coverage record speaks of events such as this one, whenever they were."""
    return (
        (not row.levels or event.level in row.levels)
        and (not row.tracks or event.track in row.tracks)
        and (not row.event_kinds or event.kind in row.event_kinds)
    )
