"""Governments: from terms and events to events a year under each pair of governments."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kanae.measures.governments import Governments, Overlap, overlaps
from kanae.model.measure import Column, MeasureRow, MeasureTable
from kanae.workflow.measuring import Measure, MeasureOptions
from kanae.workflow.statuses import threshold_of
from kanae.workflow.turnover import covered_from, met_by_level, parts_by_level, tenures_of

if TYPE_CHECKING:
    from kanae.workflow.statuses import Question

COLUMNS = (
    Column("one", "id", "Term of the first leader."),
    Column("other", "id", "Term of the second leader, of another state."),
    Column("level", "code", "Level of those who met."),
    Column("first", "date", "First day of both, as far as it is covered."),
    Column("last", "date", "Last day of both, as far as it is covered."),
    Column("days", "days", "Days from the one to the other.", low=0),
    Column("n", "count", "Events of all members on these days; where nothing is covered, at least so many.", low=0),
    Column("per_year", "rate", "Events a year of 365.25 days.", low=0),
    Column("per_year_low", "rate", "Lower end of its exact 90 per cent interval.", low=0),
    Column("per_year_high", "rate", "Upper end.", low=0),
    Column("parts", "id", "Coverage records of the parts counted."),
)


def compute(question: Question, options: MeasureOptions) -> Governments:
    """Count the events of all members under each pair of governments that the record can speak about."""
    first = covered_from(question)
    found = overlaps(
        tenures_of(question),
        met_by_level(question),
        parts_by_level(question),
        as_of=question.as_of,
        fewest_days=int(threshold_of(question.ledger, "fewest-window-days")),
    )
    return Governments(tuple(row for row in found if row.span.last >= first), first)


def table(question: Question, found: Governments) -> MeasureTable:
    """Return the pairs as rows, the latest first."""
    rows = sorted(found.overlaps, key=lambda row: (row.span.last, row.term_ids), reverse=True)
    return MeasureTable(
        measure="governments",
        framework=question.framework.id,
        as_of=question.as_of,
        columns=COLUMNS,
        rows=tuple(_row(row) for row in rows),
        coverage=tuple(sorted({coverage for row in rows for coverage in row.coverage_ids})),
        caveats=("continuity-no-cause",),
        parameters={
            "fewest_window_days": threshold_of(question.ledger, "fewest-window-days"),
            "overlaps_from": found.first.isoformat(),
        },
    )


def _row(row: Overlap) -> MeasureRow:
    one, other = row.term_ids
    return MeasureRow(
        {
            "one": one,
            "other": other,
            "level": row.group,
            "first": row.span.first,
            "last": row.span.last,
            "days": row.span.days,
            "n": row.n,
            "per_year": row.per_year.value,
            "per_year_low": row.per_year.low,
            "per_year_high": row.per_year.high,
            "parts": row.coverage_ids,
        },
        (*row.term_ids, *row.record_ids),
        row.reason,
    )


MEASURE = Measure(COLUMNS, compute, table)
