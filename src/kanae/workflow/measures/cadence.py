"""Cadence: from the series of a framework and their events to the rhythm of each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kanae.measures.cadence import Cadence, Meeting, cadence
from kanae.model.measure import Column, MeasureRow, MeasureTable
from kanae.report.answers import SeriesAnswer
from kanae.workflow.measuring import Measure, MeasureOptions

if TYPE_CHECKING:
    from datetime import date

    from kanae.model.records import Series
    from kanae.workflow.statuses import Question

COLUMNS = (
    Column("series", "id", "Series."),
    Column("level", "code", "Level of those who meet."),
    Column("track", "code", "Track of cooperation."),
    Column("n", "count", "Meetings held by the day.", low=0),
    Column("last", "date", "Last day of the last meeting."),
    Column("expected", "date", "Day the next meeting was or is expected by."),
    Column("overdue_ratio", "ratio", "Days since the last meeting over the rhythm; above 1 it is late.", low=0),
    Column("state", "code", "Where the series stands against its rhythm."),
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
    stated = question.ledger.item("cadences", series.cadence).value if series.cadence else None
    meetings = [
        Meeting(row.id, row.date.first, row.date.last)
        for row in question.ledger.events
        if row.series == series.id and row.confirmed and not row.planned
    ]
    limits = question.thresholds
    return cadence(
        meetings,
        as_of=day,
        stated_days=int(stated) if stated is not None else None,
        kept_ratio=limits.kept_ratio,
        late_ratio=limits.late_ratio,
    )


def table(question: Question, found: tuple[SeriesAnswer, ...]) -> MeasureTable:
    """Return the rhythms as rows."""
    limits = question.thresholds
    return MeasureTable(
        measure="cadence",
        framework=question.framework.id,
        as_of=question.as_of,
        columns=COLUMNS,
        rows=tuple(_row(row) for row in found),
        parameters={"kept_ratio": limits.kept_ratio, "late_ratio": limits.late_ratio},
    )


def _row(found: SeriesAnswer) -> MeasureRow:
    series, rhythm = found.series, found.cadence
    reason = ""
    if rhythm.overdue_ratio is None:
        reason = "no-meeting" if rhythm.last is None else "too-few-meetings"
    return MeasureRow(
        {
            "series": series.id,
            "level": series.level,
            "track": series.track,
            "n": rhythm.n,
            "last": rhythm.last,
            "expected": rhythm.expected,
            "overdue_ratio": rhythm.overdue_ratio,
            "state": rhythm.punctuality.value,
        },
        rhythm.record_ids or (series.id,),
        reason,
    )


MEASURE = Measure(COLUMNS, compute, table)
