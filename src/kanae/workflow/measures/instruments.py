"""Instruments: where each type of agreement or mechanism stands between the members of each framework."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kanae.errors import MeasureError
from kanae.measures.instruments import InstrumentComparison, TypeState, compare_instruments
from kanae.model.measure import Column, MeasureRow, MeasureTable
from kanae.workflow.compared import coverage_of, frameworks_compared
from kanae.workflow.measuring import Measure, MeasureOptions
from kanae.workflow.portfolios import core_types, portfolio_of

if TYPE_CHECKING:
    from kanae.workflow.statuses import Question

COLUMNS = (
    Column("framework", "id", "Framework."),
    Column("type", "code", "Type of instrument."),
    Column("core", "flag", "Whether it is one of the types pairs are compared on."),
    Column("state", "code", "Where it stands on the day; empty when that is not known."),
    Column("since", "date", "Entry into force, or signature of what is only signed, as precise as the source."),
    Column("from_memory", "flag", "Whether no source gave the day of entry into force; it is not exact then."),
    Column("source_ids", "ids", "Sources of the instruments in that state."),
)

CAVEATS = ("instrument-days-from-memory", "institution-not-strength")


def compute(question: Question, options: MeasureOptions) -> InstrumentComparison:
    """Compare the instruments of the framework and of those it is compared with.

    Raises:
        LedgerError: When there is no framework to compare with of that name.
        MeasureError: When it is compared with itself, or no instrument is on record of a framework that was named.
    """
    ledger = question.ledger
    frameworks = frameworks_compared(question, options.compare)
    portfolios = [portfolio_of(ledger, row) for row in frameworks]
    for row in portfolios:
        if not row.instruments and row.framework in (question.framework.id, *options.compare):
            raise MeasureError(
                f"No instrument is on record of '{row.framework}'.", "Name a framework that has some in the ledger."
            )
    return compare_instruments(
        portfolios,
        types=tuple(ledger.codelists["instrument-types"]),
        core=core_types(ledger),
        as_of=question.as_of,
        coverage_ids=tuple(
            sorted({row.id for framework in frameworks for row in coverage_of(ledger, framework, ("instruments",))})
        ),
    )


def table(question: Question, found: InstrumentComparison) -> MeasureTable:
    """Return where each type stands as rows."""
    return MeasureTable(
        measure="instruments",
        framework=question.framework.id,
        as_of=question.as_of,
        columns=COLUMNS,
        rows=tuple(_row(row) for row in found.states),
        coverage=found.coverage_ids,
        caveats=CAVEATS,
    )


def _row(found: TypeState) -> MeasureRow:
    return MeasureRow(
        {
            "framework": found.framework,
            "type": found.type,
            "core": found.is_core,
            "state": found.state.value if found.state else None,
            "since": found.since.text if found.since else None,
            "from_memory": found.from_memory,
            "source_ids": found.source_ids,
        },
        found.record_ids,
        found.reason,
    )


MEASURE = Measure(COLUMNS, compute, table)
