"""Which parts of the record were looked after, and how well."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kanae.model.turnover import Part, Span

if TYPE_CHECKING:
    from kanae.model.records import Coverage
    from kanae.workflow.statuses import Question


COUNTED = "counted"
AT_LEAST = "at-least"
"""Groups of completeness: a silence is known to be one; counts are lower limits."""


def covering(question: Question, kind: str, *, at_least: bool = False) -> tuple[Coverage, ...]:
    """Return the coverage of one kind of record of the framework, as far as a silence in it is known to be one.

    Args:
        question: The question.
        kind: Kind of record, such as ``events``.
        at_least: Whether coverage in which counts are only "at least" will do too.
    """
    groups = (COUNTED, AT_LEAST) if at_least else (COUNTED,)
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
    return Part(row.id, Span(row.start.first, row.end.last), is_complete=group == COUNTED)
