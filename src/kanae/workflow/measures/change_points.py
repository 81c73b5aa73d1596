"""Change points: one change of rate in each covered series, beside the turns that were dated beforehand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kanae.measures.change_points import GUARDS, ChangePoint, change_point
from kanae.measures.cycle import Changes, Counted, SeriesChange
from kanae.measures.dated_turns import hold_change
from kanae.model.measure import Column, MeasureRow, MeasureTable
from kanae.workflow import change_rows
from kanae.workflow.count_series import counted_series, period_named
from kanae.workflow.measures.cycle import CAVEATS
from kanae.workflow.measuring import Measure, MeasureOptions

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kanae.measures.count_series import By
    from kanae.measures.dated_turns import Turn
    from kanae.workflow.statuses import Question

COLUMNS = (
    Column("series", "id", "Coverage record of the part of the record that is counted, or cooperation, or friction."),
    Column("first", "date", "First day of the periods looked at; none where nothing is covered."),
    Column("last", "date", "Last day of these."),
    Column("n_periods", "count", "Periods looked at.", low=0),
    change_rows.P_VALUE,
    Column("p_holm", "probability", "The same, all series of the framework taken into account.", low=0, high=1),
    change_rows.DATE_LOW,
    change_rows.DATE_HIGH,
    change_rows.FOUND,
    Column("rate_before", "rate", "Events a period before the change.", low=0),
    Column("rate_after", "rate", "Events a period from the change on.", low=0),
    *change_rows.TURNS,
)


def compute(question: Question, options: MeasureOptions) -> Changes:
    """Look for a change in each covered series.

    Raises:
        MeasureError: When there is no such period.
    """
    by = period_named(options.by)
    found = _changes(question, by)
    return Changes(by, found, found if by == "half-year" else _changes(question, "half-year"))


def _changes(question: Question, by: By) -> tuple[SeriesChange, ...]:
    turns = change_rows.turns_of(question, (question.framework.id,))
    return change_rows.adjusted([_with_change(series, turns) for series in counted_series(question, by)])


def _with_change(counted: Counted, turns: Sequence[Turn]) -> SeriesChange:
    span = counted.counts.span
    change = change_point(span.counts) if span.periods else ChangePoint(0, None, None, "period-not-covered")
    return SeriesChange(counted, change, tuple(hold_change(turn, change, span.periods) for turn in turns))


def table(question: Question, found: Changes) -> MeasureTable:
    """Return one row for each series."""
    return MeasureTable(
        measure="change-points",
        framework=question.framework.id,
        as_of=question.as_of,
        columns=COLUMNS,
        rows=tuple(_row(series) for series in found.series),
        coverage=tuple(dict.fromkeys(row for series in found.series for row in series.counted.coverage_ids)),
        caveats=(*CAVEATS, "change-points-many"),
        parameters={"by": found.by, **GUARDS},
    )


def _row(found: SeriesChange) -> MeasureRow:
    return MeasureRow(
        {
            "series": found.counted.series_id,
            **change_rows.tested_cells(found),
            **change_rows.date_cells(found),
            "found": found.change.found,
            "rate_before": found.change.rate_before,
            "rate_after": found.change.rate_after,
            **change_rows.turn_cells(found),
        },
        (*found.counted.looked_at, *found.event_ids),
        found.change.reason,
    )


MEASURE = Measure(COLUMNS, compute, table)
