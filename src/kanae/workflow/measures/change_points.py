"""Change points: one change of rate in each covered series, beside the turns that were dated beforehand."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from kanae.measures.change_points import (
    DRAWS,
    FEWEST_PERIODS,
    INTERVAL,
    LEVEL,
    SEED,
    SHORTEST_SEGMENT,
    ChangePoint,
    change_point,
    holm,
)
from kanae.measures.cycle import Changes, Counted, SeriesChange
from kanae.measures.dated_turns import HeldAgainst, Turn, hold_against
from kanae.model.measure import Column, MeasureRow, MeasureTable
from kanae.workflow.count_series import counted_series, period_named
from kanae.workflow.measures.cycle import CAVEATS
from kanae.workflow.measuring import Measure, MeasureOptions

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kanae.measures.count_series import By, Period
    from kanae.workflow.statuses import Question

RISES = "up"

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
    Column("benchmarks_inside", "id", "Turns dated beforehand that lie in the range and go the same way."),
    Column(
        "benchmarks_expected",
        "count",
        "How many of those that go the same way would lie there if dates were random.",
        low=0,
    ),
    Column("benchmarks_tested", "count", "How many lie where a change was looked for.", low=0),
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
    turns = tuple(
        Turn(row.id, row.date.first, row.date.last, rises=row.direction == RISES)
        for row in question.ledger.benchmarks
        if row.confirmed and question.framework.id in row.frameworks
    )
    found = [_with_change(series, turns) for series in counted_series(question, by)]
    tested = {
        row.counted.series_id: row.change.p_value for row in found if row.change and row.change.p_value is not None
    }
    adjusted = dict(zip(tested, holm(list(tested.values())), strict=True))
    return tuple(replace(row, p_adjusted=adjusted.get(row.counted.series_id)) for row in found)


def _with_change(counted: Counted, turns: Sequence[Turn]) -> SeriesChange:
    span = counted.counts.span
    if not span.periods:
        return SeriesChange(counted, None, ())
    change = change_point(span.counts)
    return SeriesChange(counted, change, tuple(_held(turn, change, span.periods) for turn in turns))


def _held(turn: Turn, change: ChangePoint, periods: Sequence[Period]) -> HeldAgainst:
    possible = periods[SHORTEST_SEGMENT : len(periods) - SHORTEST_SEGMENT + 1] if change.found is not None else ()
    found, rises = None, None
    if change.first is not None and change.last is not None:
        found = change.first - SHORTEST_SEGMENT, change.last - SHORTEST_SEGMENT
    if change.rate_before is not None and change.rate_after is not None:
        rises = change.rate_after > change.rate_before
    return hold_against(turn, possible, found, rises=rises)


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
        parameters={
            "by": found.by,
            "fewest_periods": FEWEST_PERIODS,
            "shortest_segment": SHORTEST_SEGMENT,
            "level": LEVEL,
            "interval": INTERVAL,
            "draws": DRAWS,
            "seed": SEED,
        },
    )


def _row(found: SeriesChange) -> MeasureRow:
    span, change, dates = found.counted.counts.span, found.change, found.range
    chances = [row.by_chance for row in found.held if row.by_chance is not None and row.same_direction]
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
            "benchmarks_inside": tuple(row.record_id for row in found.held if row.inside and row.same_direction),
            "benchmarks_expected": sum(chances) if chances else None,
            "benchmarks_tested": sum(row.could_be_found for row in found.held),
        },
        (*found.counted.looked_at, *found.event_ids),
        change.reason if change else "period-not-covered",
    )


MEASURE = Measure(COLUMNS, compute, table)
