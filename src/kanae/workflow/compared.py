"""Which frameworks a comparison is about."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kanae.errors import MeasureError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kanae.ledger.book import Ledger
    from kanae.model.records import Coverage, Framework
    from kanae.workflow.statuses import Question


def frameworks_compared(question: Question, compare: Sequence[str]) -> tuple[Framework, ...]:
    """Return the framework asked about and those it is compared with, each once.

    Args:
        question: The question.
        compare: Ids of the others; empty for those the framework names.

    Raises:
        LedgerError: When there is no such framework.
        MeasureError: When a framework is compared with itself.
    """
    own = question.framework
    if own.id in compare:
        raise MeasureError(f"'{own.id}' cannot be compared with itself.", "Name other frameworks with --compare.")
    others = dict.fromkeys(compare or own.comparators)
    return (own, *(question.ledger.framework(name) for name in others))


def coverage_of(ledger: Ledger, framework: Framework, kinds: Sequence[str]) -> tuple[Coverage, ...]:
    """Return the coverage of a framework, and that of all frameworks, for any of some kinds of record.

    The last of their ends is the last day anything may be said of those records.
    """
    return tuple(
        row for row in ledger.coverage if row.framework in (framework.id, None) and set(kinds) & set(row.kinds)
    )
