"""Turns that were dated beforehand, as the ledger has them, and the columns that hold a change against them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kanae.measures.dated_turns import Turn, expected_inside
from kanae.model.measure import Column

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from typing import Any

    from kanae.measures.dated_turns import HeldAgainst
    from kanae.workflow.statuses import Question

RISES = "up"

COLUMNS = (
    Column("benchmarks_inside", "id", "Turns dated beforehand that lie in the range and go the same way."),
    Column(
        "benchmarks_expected",
        "count",
        "How many of those that go the same way would lie there if dates were random.",
        low=0,
    ),
    Column("benchmarks_tested", "count", "How many lie where a change was looked for.", low=0),
)


def turns_of(question: Question, frameworks: Collection[str]) -> tuple[Turn, ...]:
    """Return the confirmed turns of some frameworks."""
    return tuple(
        Turn(row.id, row.date.first, row.date.last, rises=row.direction == RISES)
        for row in question.ledger.benchmarks
        if row.confirmed and not set(frameworks).isdisjoint(row.frameworks)
    )


def cells(held: Sequence[HeldAgainst]) -> dict[str, Any]:
    """Return the cells of :data:`COLUMNS`."""
    return {
        "benchmarks_inside": tuple(row.record_id for row in held if row.inside and row.same_direction),
        "benchmarks_expected": expected_inside(held),
        "benchmarks_tested": sum(row.could_be_found for row in held),
    }
