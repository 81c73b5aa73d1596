"""What the tables of changes share, be they counted from the ledger or from the news: columns, cells, dated turns."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

from kanae.measures.change_points import holm
from kanae.measures.dated_turns import Turn, expected_inside
from kanae.model.measure import Column

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from typing import Any

    from kanae.measures.cycle import SeriesChange
    from kanae.measures.event_change import EventChange
    from kanae.workflow.statuses import Question

Changed = TypeVar("Changed", "SeriesChange", "EventChange")

RISES = "up"

P_VALUE = Column("p_value", "probability", "Share of series without change that look as changed.", low=0, high=1)
FOUND = Column("found", "flag", "Whether a change is found at the 5 per cent level; none when it was not looked for.")
DATE_LOW = Column("date_low", "date", "First day of the 80 per cent range of the change.")
DATE_HIGH = Column("date_high", "date", "Last day of that range.")
TURNS = (
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


def adjusted(rows: Sequence[Changed]) -> tuple[Changed, ...]:
    """Return rows that were tested together, each with its p-value when all of them are taken into account."""
    p_values = holm([row.change.p_value for row in rows])
    return tuple(replace(row, p_adjusted=p_value) for row, p_value in zip(rows, p_values, strict=True))


def tested_cells(row: SeriesChange | EventChange) -> dict[str, Any]:
    """Return the cells of what was tested: from when to when, how many periods, and the p-values."""
    return {
        "first": row.periods[0].first if row.periods else None,
        "last": row.periods[-1].last if row.periods else None,
        "n_periods": len(row.periods),
        "p_value": row.change.p_value,
        "p_holm": row.p_adjusted,
    }


def date_cells(row: SeriesChange | EventChange) -> dict[str, Any]:
    """Return the cells of :data:`DATE_LOW` and :data:`DATE_HIGH`."""
    low, high = row.range or (None, None)
    return {"date_low": low, "date_high": high}


def turn_cells(row: SeriesChange | EventChange) -> dict[str, Any]:
    """Return the cells of :data:`TURNS`."""
    return {
        "benchmarks_inside": tuple(held.record_id for held in row.held if held.inside and held.same_direction),
        "benchmarks_expected": expected_inside(row.held),
        "benchmarks_tested": sum(held.could_be_found for held in row.held),
    }
