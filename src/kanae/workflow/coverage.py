"""Which parts of the record were looked after, and how well."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kanae.model.turnover import Part, Span

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kanae.model.records import Coverage
    from kanae.workflow.statuses import Question


def covering(question: Question, kind: str, *, at_least: bool = False) -> tuple[Coverage, ...]:
    """Return the coverage of one kind of record of the framework, as far as a silence in it is known to be one.

    Args:
        question: The question.
        kind: Kind of record, such as ``events``.
        at_least: Whether coverage in which counts are only "at least" will do too.
    """
    return tuple(
        row
        for row in question.ledger.coverage
        if row.framework in (question.framework.id, None)
        and kind in row.kinds
        and (is_known(question, row) or (at_least and _marks(question, row).get("counts") == "at-least"))
    )


def part_of(question: Question, row: Coverage) -> Part:
    """Return a coverage record as the measures see it."""
    return Part(row.id, Span(row.start.first, row.end.last), is_complete=is_known(question, row))


def is_known(question: Question, row: Coverage) -> bool:
    """Tell whether little or nothing is known to be missing, so that a silence is known to be one."""
    return _marks(question, row).get("silence") == "known"


def _marks(question: Question, row: Coverage) -> Mapping[str, str]:
    return question.ledger.item("completeness", row.completeness).marks
