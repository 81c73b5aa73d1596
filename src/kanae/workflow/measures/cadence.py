"""Cadence: from the series of a framework and their events to the rhythm of each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kanae.measures.cadence import LEVEL, Cadence, Punctuality, cadence
from kanae.measures.cadence import Series as Meetings
from kanae.model.measure import Column, MeasureRow, MeasureTable
from kanae.report.answers import SeriesAnswer
from kanae.workflow.measuring import Measure, MeasureOptions
from kanae.workflow.series import (
    coverage_of,
    covered_spans,
    events_of,
    meetings_of,
    rules_of,
    searched_spans,
    stated_rhythm,
)

if TYPE_CHECKING:
    from datetime import date

    from kanae.model.records import Series
    from kanae.workflow.statuses import Question

COLUMNS = (
    Column("series", "id", "Series."),
    Column("level", "code", "Level of those who meet."),
    Column("track", "code", "Track of cooperation."),
    Column("n", "count", "Confirmed meetings held by the day.", low=0),
    Column("last", "date", "Last day of the last meeting."),
    Column("expected", "date", "Day the next meeting was or is expected by."),
    Column("overdue_ratio", "ratio", "Days since the last meeting over the rhythm; above 1 it is late.", low=0),
    Column("p_gap", "probability", "Probability that a gap longer than the running one is normal.", low=0, high=1),
    Column("state", "code", "Where the series stands against its rhythm."),
    Column("running_days", "days", "Days since the last meeting.", low=0),
    Column("rhythm_days", "days", "Stated rhythm, else the median of the gaps used.", low=0),
    Column("is_stated", "flag", "Whether a commitment states the rhythm."),
    Column("watch", "code", "Whether the silence is covered, was searched, or was looked after by nobody."),
    Column("n_gaps", "count", "Gaps used.", low=0),
    Column(
        "n_gaps_left_out", "count", "Gaps left out: not covered, too coarse, an unconfirmed meeting between.", low=0
    ),
    Column("coefficient_of_variation", "ratio", "Standard deviation of the gaps over their mean.", low=0),
    Column("burstiness", "score", "-1 for a clockwork, 0 for chance, towards 1 for bursts.", low=-1, high=1),
    Column("burstiness_small_sample", "score", "The same, corrected for the number of gaps.", low=-1, high=1),
    Column("median_gap", "days", "Kaplan-Meier median of the gaps, the running one unfinished.", low=0),
    Column("median_gap_low", "days", "Lower end of its interval; empty when the gaps leave it open.", low=0),
    Column("median_gap_high", "days", "Upper end of its interval; empty when the gaps leave it open.", low=0),
)


def compute(question: Question, options: MeasureOptions) -> tuple[SeriesAnswer, ...]:
    """Describe every series of the framework, on the day and one year earlier."""
    return tuple(
        SeriesAnswer(
            series,
            cadence_on(question, series, question.as_of),
            cadence_on(question, series, question.year_before),
            question.searches.get(series.id, ()),
        )
        for series in question.ledger.series
        if series.framework == question.framework.id
    )


def cadence_on(question: Question, series: Series, day: date) -> Cadence:
    """Describe the rhythm of a series on a day, from its confirmed meetings."""
    ledger = question.ledger
    meetings = meetings_of(events_of(ledger, series.id))
    stated_days, stated_from = stated_rhythm(ledger, series)
    return cadence(
        Meetings(
            meetings=meetings,
            stated_days=stated_days if stated_from is None or stated_from <= day else None,
            covered=covered_spans(ledger, series.id),
            searched=searched_spans(meetings, question.searches.get(series.id, ())),
        ),
        as_of=day,
        rules=rules_of(question),
    )


def table(question: Question, found: tuple[SeriesAnswer, ...]) -> MeasureTable:
    """Return the rhythms as rows."""
    rules = rules_of(question)
    coverage = {row.id for answer in found for row in coverage_of(question.ledger, answer.series.id)}
    faults = {str(gap.fault) for answer in found for gap in answer.cadence.unused}
    return MeasureTable(
        measure="cadence",
        framework=question.framework.id,
        as_of=question.as_of,
        columns=COLUMNS,
        rows=tuple(_row(row) for row in found),
        coverage=tuple(sorted(coverage)),
        caveats=tuple(f"gap-{fault}" for fault in sorted(faults)),
        parameters={
            "kept_ratio": rules.kept_ratio,
            "late_ratio": rules.late_ratio,
            "coarse_share": rules.coarse_share,
            "prior_median_days": rules.prior.median_days,
            "prior_strength": rules.prior.strength,
            "prior_shape": rules.prior.shape,
            "prior_spread": rules.prior.spread,
            "interval_level": LEVEL,
        },
    )


def _row(found: SeriesAnswer) -> MeasureRow:
    series, rhythm = found.series, found.cadence
    regular, median = rhythm.regularity, rhythm.median_gap
    return MeasureRow(
        {
            "series": series.id,
            "level": series.level,
            "track": series.track,
            "n": rhythm.n,
            "last": rhythm.last,
            "expected": rhythm.expected,
            "overdue_ratio": rhythm.overdue_ratio,
            "p_gap": rhythm.p_gap,
            "state": None if rhythm.punctuality is Punctuality.NOT_KNOWN else rhythm.punctuality.value,
            "running_days": rhythm.running_days,
            "rhythm_days": rhythm.rhythm_days,
            "is_stated": rhythm.is_stated,
            "watch": rhythm.watch.value,
            "n_gaps": len(rhythm.gaps) - len(rhythm.unused),
            "n_gaps_left_out": len(rhythm.unused),
            "coefficient_of_variation": regular.coefficient_of_variation if regular else None,
            "burstiness": regular.burstiness if regular else None,
            "burstiness_small_sample": regular.burstiness_small_sample if regular else None,
            "median_gap": median.days if median else None,
            "median_gap_low": median.low if median else None,
            "median_gap_high": median.high if median else None,
        },
        rhythm.record_ids or (series.id,),
        rhythm.reason,
    )


MEASURE = Measure(COLUMNS, compute, table)
