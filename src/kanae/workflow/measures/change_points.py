"""Change points: one change of rate in each covered series, beside the turns that were dated beforehand."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from kanae.measures.change_points import GUARDS, change_point, holm
from kanae.measures.cycle import Changes, Counted, SeriesChange
from kanae.measures.dated_turns import hold_change
from kanae.model.measure import Column, MeasureRow, MeasureTable
from kanae.workflow.count_series import counted_series, period_named
from kanae.workflow.dated_turns import COLUMNS as TURN_COLUMNS
from kanae.workflow.dated_turns import cells, turns_of
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
    Column("p_value", "probability", "Share of series without change that look as changed.", low=0, high=1),
    Column("p_holm", "probability", "The same, all series of the framework taken into account.", low=0, high=1),
    Column("date_low", "date", "First day of the 80 per cent range of the change."),
    Column("date_high", "date", "Last day of that range."),
    Column("found", "flag", "Whether a change is found at the 5 per cent level; none when it was not looked for."),
    Column("rate_before", "rate", "Events a period before the change.", low=0),
    Column("rate_after", "rate", "Events a period from the change on.", low=0),
    *TURN_COLUMNS,
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
    turns = turns_of(question, (question.framework.id,))
    found = [_with_change(series, turns) for series in counted_series(question, by)]
    adjusted = holm([row.change.p_value if row.change else None for row in found])
    return tuple(replace(row, p_adjusted=p_adjusted) for row, p_adjusted in zip(found, adjusted, strict=True))


def _with_change(counted: Counted, turns: Sequence[Turn]) -> SeriesChange:
    span = counted.counts.span
    if not span.periods:
        return SeriesChange(counted, None, ())
    change = change_point(span.counts)
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
    span, change, dates = found.counted.counts.span, found.change, found.range
    return MeasureRow(
        {
            "series": found.counted.series_id,
            "first": span.periods[0].first if span.periods else None,
            "last": span.periods[-1].last if span.periods else None,
            "n_periods": len(span.periods),
            "p_value": change.p_value if change else None,
            "p_holm": found.p_adjusted,
            "date_low": dates[0].first if dates else None,
            "date_high": dates[1].last if dates else None,
            "found": change.found if change else None,
            "rate_before": change.rate_before if change else None,
            "rate_after": change.rate_after if change else None,
            **cells(found.held),
        },
        (*found.counted.looked_at, *found.event_ids),
        change.reason if change else "period-not-covered",
    )


MEASURE = Measure(COLUMNS, compute, table)
