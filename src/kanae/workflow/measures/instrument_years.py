"""How many of the core types of instrument are in force at the end of each year."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kanae.model.measure import Column, MeasureRow, MeasureTable
from kanae.workflow.measures import instruments
from kanae.workflow.measuring import Measure

if TYPE_CHECKING:
    from kanae.measures.instruments import InstrumentComparison, YearCount
    from kanae.workflow.statuses import Question

COLUMNS = (
    Column("framework", "id", "Framework."),
    Column("year", "year", "Year; the count is that of its last day, or of the day asked about."),
    Column("in_force", "count", "Core types in force by the records.", low=0, high=6),
    Column("in_force_high", "count", "The same with every type that is not known.", low=0, high=6),
    Column("signed", "count", "Core types signed and not in force.", low=0, high=6),
    Column("from_memory", "count", "Of those in force, whose day of entry into force no source gave.", low=0, high=6),
)


def table(question: Question, found: InstrumentComparison) -> MeasureTable:
    """Return the counts as rows."""
    return MeasureTable(
        measure="instrument-years",
        framework=question.framework.id,
        as_of=question.as_of,
        columns=COLUMNS,
        rows=tuple(_row(row) for row in found.counts),
        coverage=found.coverage_ids,
        caveats=instruments.CAVEATS,
    )


def _row(found: YearCount) -> MeasureRow:
    return MeasureRow(
        {
            "framework": found.framework,
            "year": found.year,
            "in_force": found.in_force,
            "in_force_high": found.in_force_high,
            "signed": found.signed,
            "from_memory": found.from_memory,
        },
        found.record_ids,
        "year-beyond-coverage" if found.in_force is None else "",
    )


MEASURE = Measure(COLUMNS, instruments.compute, table, in_brief=False)
