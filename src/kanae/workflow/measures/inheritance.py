"""Inheritance: from series, evidence and searches to what each government of today took over."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kanae.errors import MeasureError
from kanae.ledger.nearest import nearest
from kanae.measures.inheritance import Inheritance, Inheritances, Line, Look, inheritance
from kanae.measures.tenures import changes_of_leader
from kanae.model.measure import Column, MeasureRow, MeasureTable
from kanae.model.status import Effect
from kanae.model.turnover import Occurrence
from kanae.workflow.coverage import covering, part_of
from kanae.workflow.deeds import counted_evidence
from kanae.workflow.measuring import Measure, MeasureOptions
from kanae.workflow.statuses import threshold_of
from kanae.workflow.turnover import (
    acts_by,
    events_together,
    evidence_part,
    occurrence_of,
    span_of,
    tenures_of,
    words_by,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kanae.model.records import Commitment, Event, Series
    from kanae.model.status import Step
    from kanae.model.turnover import Change
    from kanae.workflow.statuses import Question

COLUMNS = (
    Column("change", "id", "Term that began."),
    Column("unit", "code", "Series, field or pillar."),
    Column("kind", "code", "Meetings of a series, or acts or words of a field or pillar."),
    Column("state", "code", "What became of it."),
    Column("n_before", "count", "Seen in the window before the change.", low=0),
    Column("n_after", "count", "Seen since, while the government is in office.", low=0),
    Column("n_against", "count", "Records since that say of one of its promises that it is over.", low=0),
    Column("days_before", "days", "Days of the window before.", low=0),
    Column("days_after", "days", "Days since.", low=0),
    Column("covered", "code", "Record of both: complete, at-least, or none when it was not looked after."),
    Column("search_ids", "id", "Searches that found no more of it."),
    Column("by", "code", "Whether the unit is a series, a field or a pillar."),
)

GROUPINGS = ("series", "field", "pillar")


def compute(question: Question, options: MeasureOptions) -> Inheritances:
    """Say what became of every line after the changes that began the governments of the day.

    Raises:
        MeasureError: When there is no such grouping; names the nearest.
    """
    if options.by is not None and options.by not in GROUPINGS:
        raise MeasureError(f"Lines of cooperation are not grouped by '{options.by}'.", nearest(options.by, GROUPINGS))
    window_days = options.window_days or int(threshold_of(question.ledger, "window-days"))
    lines = tuple(_lines(question, GROUPINGS if options.by is None else (options.by,)))
    return Inheritances(
        tuple(
            inheritance(
                change,
                line,
                as_of=question.as_of,
                window_days=window_days,
                thinned_share=threshold_of(question.ledger, "thinned-percent") / 100,
            )
            for change in _of_today(question)
            for line in lines
        ),
        window_days,
    )


def _of_today(question: Question) -> tuple[Change, ...]:
    """Return the changes that began the terms which last to the day."""
    changes = changes_of_leader(tenures_of(question), as_of=question.as_of)
    return tuple(change for change in changes if change.last == question.as_of)


def _lines(question: Question, wanted: Iterable[str]) -> Iterator[Line]:
    for by in wanted:
        if by == "series":
            met: dict[str, list[Event]] = {}
            for event in events_together(question):
                met.setdefault(event.series or "", []).append(event)
            for series in question.ledger.series:
                if series.framework == question.framework.id and series.id in met:
                    yield _series_line(question, series, met[series.id])
        else:
            yield from _promise_lines(question, by)


def _series_line(question: Question, series: Series, events: list[Event]) -> Line:
    ledger = question.ledger
    part = next((part_of(question, row) for row in covering(question, "events") if series.id in row.series), None)
    stated = ledger.item("cadences", series.cadence).value if series.cadence else None
    commitment = question.commitments.get(series.commitment or "")
    return Line(
        unit=series.id,
        kind="meetings",
        occurrences=tuple(occurrence_of(question, event) for event in events),
        covered=part.span if part is not None else None,
        is_complete=part is not None and part.is_complete,
        stated_days=int(stated) if stated is not None else None,
        against=_against(question, [commitment] if commitment is not None else []),
        is_one_promise=True,
        looks=_looks(question, [series.id, *([commitment.id] if commitment is not None else [])]),
    )


def _promise_lines(question: Question, by: str) -> Iterator[Line]:
    part = evidence_part(question)
    groups: dict[str, list[Commitment]] = {}
    for commitment in question.commitments.values():
        groups.setdefault(getattr(commitment, by), []).append(commitment)
    acts = acts_by(question, lambda row: str(getattr(row, by)))
    words = words_by(question, lambda row: str(getattr(row, by)))
    for group in sorted(groups):
        for kind, found in (("acts", acts), ("words", words)):
            yield Line(
                unit=group,
                kind=kind,
                occurrences=tuple(found.get(group, ())),
                covered=part.span if part is not None else None,
                is_complete=part is not None and part.is_complete,
                stated_days=None,
                against=_against(question, groups[group]) if kind == "acts" else (),
                looks=_looks(question, [row.id for row in groups[group]]),
            )


def _against(question: Question, commitments: Iterable[Commitment]) -> tuple[Occurrence, ...]:
    return tuple(
        Occurrence(evidence.id, (evidence.id,), span_of(evidence.date))
        for commitment in commitments
        for evidence, step in counted_evidence(question, commitment)
        if _is_against(step)
    )


def _is_against(step: Step) -> bool:
    return step.effect.closes or step.effect is Effect.CONTRADICTED


def _looks(question: Question, about: Iterable[str]) -> tuple[Look, ...]:
    found = {row.id: row for record_id in about for row in question.searches.get(record_id, ()) if not row.found}
    return tuple(Look(row.id, row.searched_on) for _, row in sorted(found.items()))


def table(question: Question, found: Inheritances) -> MeasureTable:
    """Return the lines as rows, the latest change first."""
    part = evidence_part(question)
    rows = sorted(found.rows, key=lambda row: row.change.day, reverse=True)
    return MeasureTable(
        measure="inheritance",
        framework=question.framework.id,
        as_of=question.as_of,
        columns=COLUMNS,
        rows=tuple(_row(question, row) for row in rows),
        coverage=tuple(row.id for row in covering(question, "events")) + ((part.coverage_id,) if part else ()),
        caveats=("inheritance-silence", "continuity-no-cause"),
        parameters={
            "reading": question.reading.value,
            "window_days": found.window_days,
            "thinned_percent": threshold_of(question.ledger, "thinned-percent"),
        },
    )


def _row(question: Question, row: Inheritance) -> MeasureRow:
    return MeasureRow(
        {
            "change": row.change.term_id,
            "unit": row.unit,
            "kind": row.kind,
            "state": row.state.value,
            "n_before": row.n_before,
            "n_after": row.n_after,
            "n_against": row.n_against,
            "days_before": row.days_before,
            "days_after": row.days_after,
            "covered": "complete" if row.is_complete else "at-least" if row.is_covered else "none",
            "search_ids": row.search_ids,
            "by": _by(question, row),
        },
        (row.change.term_id, *row.record_ids),
    )


def _by(question: Question, row: Inheritance) -> str:
    if row.kind == "meetings":
        return "series"
    return "pillar" if row.unit in question.ledger.codelists["pillars"] else "field"


MEASURE = Measure(COLUMNS, compute, table)
