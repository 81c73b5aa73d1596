"""Cycle: events by quarter or half-year, and the phases found where the record is whole."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kanae.measures.change_points import FEWEST_PERIODS, LEVEL, SEED
from kanae.measures.cycle import Counted, Cycle, SeriesPhases
from kanae.measures.phases import DRAWS, SHORTEST_PHASE, phases
from kanae.model.measure import Column, MeasureRow, MeasureTable
from kanae.workflow.count_series import counted_series, period_named
from kanae.workflow.measuring import Measure, MeasureOptions

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kanae.workflow.statuses import Question

COLUMNS = (
    Column("series", "id", "Coverage record of the part of the record that is counted, or cooperation, or friction."),
    Column("period", "code", "Quarter or half-year."),
    Column("first", "date", "Its first day."),
    Column("last", "date", "Its last day."),
    Column("n", "count", "Confirmed events on record; where the record is not covered, landmarks only.", low=0),
    Column("covered", "flag", "Whether the period may be compared with others."),
    Column("phase", "count", "Number of the most probable phase, 1 for the fewest events.", low=1),
    Column("phase_probability", "probability", "Probability of that phase, given the whole series.", low=0, high=1),
    Column("phase_rate", "rate", "Events a period in that phase.", low=0),
)

CAVEATS = ("cycle-not-fitted", "cycle-contacts-only", "cycle-no-cause")


def compute(question: Question, options: MeasureOptions) -> Cycle:
    """Count events and look for phases in each covered series.

    Raises:
        MeasureError: When there is no such period.
    """
    by = period_named(options.by)
    return Cycle(by, tuple(_with_phases(series) for series in counted_series(question, by)))


def _with_phases(counted: Counted) -> SeriesPhases:
    span = counted.counts.span
    return SeriesPhases(counted, phases(span.counts) if span.periods else None)


def table(question: Question, found: Cycle) -> MeasureTable:
    """Return one row for each series and period."""
    return MeasureTable(
        measure="cycle",
        framework=question.framework.id,
        as_of=question.as_of,
        columns=COLUMNS,
        rows=tuple(row for series in found.series for row in _rows(series)),
        coverage=tuple(dict.fromkeys(row for series in found.series for row in series.counted.coverage_ids)),
        caveats=CAVEATS,
        parameters={
            "by": found.by,
            "fewest_periods": FEWEST_PERIODS,
            "shortest_phase": SHORTEST_PHASE,
            "level": LEVEL,
            "draws": DRAWS,
            "seed": SEED,
        },
    )


def _rows(found: SeriesPhases) -> Iterator[MeasureRow]:
    counts, phased = found.counted.counts, found.phases
    place = 0
    for period, ids, covered in zip(counts.periods, counts.record_ids, counts.covered, strict=True):
        chances = phased.probability[place] if covered and phased and phased.found else ()
        place += covered
        best = chances.index(max(chances)) if chances else None
        yield MeasureRow(
            {
                "series": found.counted.series_id,
                "period": period.name,
                "first": period.first,
                "last": period.last,
                "n": len(ids),
                "covered": covered,
                "phase": None if best is None else best + 1,
                "phase_probability": None if best is None else chances[best],
                "phase_rate": None if best is None or phased is None else phased.rates[best],
            },
            ids or found.counted.looked_at,
            "period-not-covered" if not covered or phased is None else phased.reason,
        )


MEASURE = Measure(COLUMNS, compute, table)
