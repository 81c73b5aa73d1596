"""From terms, events and evidence to the plain values that turnover is measured with."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from kanae.model.turnover import Occurrence, Part, Span, Tenure
from kanae.workflow.coverage import covering, part_of
from kanae.workflow.deeds import counted_evidence, deed_id

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from datetime import date

    from kanae.model.dates import PartialDate
    from kanae.model.records import Commitment, Event
    from kanae.workflow.statuses import Question

COUNTED = ("meeting", "act")
"""Groups of event that are cooperation as such: meetings, exercises, programmes; no calls, no papers, no setbacks."""


def tenures_of(question: Question) -> tuple[Tenure, ...]:
    """Return the confirmed terms of the members' leaders; offices held beside the leading one are left out."""
    ledger = question.ledger
    return tuple(
        Tenure(row.id, row.state, row.start.first, row.end.last if row.end else None, row.acting)
        for row in ledger.leaders
        if row.state in question.framework.members
        and row.confirmed
        and ledger.item("offices", row.office).group != "beside"
    )


def events_together(question: Question) -> Iterator[Event]:
    """Yield the confirmed meetings, exercises and programmes of the members as this framework, each once.

    An event is one of the framework when its series is, or when its members and no others took part: a meeting of
    three is none of two of them.
    """
    framework = question.framework
    series = {row.id for row in question.ledger.series if row.framework == framework.id}
    for row in question.ledger.events:
        is_counted = question.ledger.item("event-kinds", row.kind).group in COUNTED
        is_ours = row.series in series or set(row.members) == set(framework.members)
        if row.confirmed and not row.planned and row.part_of is None and is_counted and is_ours:
            yield row


def occurrence_of(question: Question, event: Event) -> Occurrence:
    """Return an event as the measures see it, with the part of the record that vouches for its series."""
    part = next((row for row in covering(question, "events") if event.series in row.series), None)
    return Occurrence(event.id, (event.id,), span_of(event.date), part.id if part is not None else "")


def met_by_level(question: Question) -> dict[str, list[Occurrence]]:
    """Return the events by level, in the order of the codelist; every level is there."""
    found: dict[str, list[Occurrence]] = {level: [] for level in question.ledger.codelists["levels"]}
    for event in events_together(question):
        found[event.level].append(occurrence_of(question, event))
    return found


def parts_by_level(question: Question) -> dict[str, list[Part]]:
    """Return the parts of the record in which a silence is known to be one, by level of the series they vouch for."""
    levels = {row.id: row.level for row in question.ledger.series}
    found: dict[str, list[Part]] = {level: [] for level in question.ledger.codelists["levels"]}
    for row in covering(question, "events"):
        for level in sorted({levels[series] for series in row.series}):
            found[level].append(part_of(question, row))
    return found


def acts_by(question: Question, group_of: Callable[[Commitment], str]) -> dict[str, list[Occurrence]]:
    """Return the distinct acts on record by a grouping of their commitments; an act counts once in each group.

    An act could have been from the day of the oldest promise it answers.
    """
    deeds = (
        (group_of(commitment), deed_id(evidence), evidence.id, span_of(evidence.date), commitment.id)
        for commitment in question.commitments.values()
        for evidence, step in counted_evidence(question, commitment)
        if step.effect.is_act
    )
    return _distinct(question, deeds)


def words_by(question: Question, group_of: Callable[[Commitment], str]) -> dict[str, list[Occurrence]]:
    """Return the distinct promises and repetitions on record by a grouping of their commitments.

    Promises of one document are said once, as are its repetitions of several promises.
    """
    documents = {row.id: row for row in question.ledger.documents}
    promised = (
        (group_of(row), row.document, row.id, span_of(documents[row.document].date), None)
        for row in question.commitments.values()
    )
    repeated = (
        (group_of(commitment), deed_id(evidence), evidence.id, span_of(evidence.date), None)
        for commitment in question.commitments.values()
        for evidence, step in counted_evidence(question, commitment)
        if step.effect.is_words
    )
    return _distinct(question, chain(promised, repeated))


def _distinct(
    question: Question, deeds: Iterable[tuple[str, str, str, Span, str | None]]
) -> dict[str, list[Occurrence]]:
    part = evidence_part(question)
    found: dict[str, dict[str, list[tuple[str, Span, str | None]]]] = {}
    for group, deed, record_id, span, commitment in deeds:
        found.setdefault(group, {}).setdefault(deed, []).append((record_id, span, commitment))
    return {
        group: [
            Occurrence(
                occurrence_id=deed,
                record_ids=tuple(sorted(record_id for record_id, _, _ in rows)),
                span=rows[0][1],
                coverage_id=part.coverage_id if part is not None else "",
                possible_from=min(
                    (question.undertakings[row].made for _, _, row in rows if row is not None), default=None
                ),
            )
            for deed, rows in same.items()
        ]
        for group, same in sorted(found.items())
    }


def evidence_part(question: Question) -> Part | None:
    """Return the part of the record that holds what became of promises; counts in it are "at least"."""
    rows = covering(question, "evidence", at_least=True)
    return part_of(question, rows[0]) if rows else None


def span_of(when: PartialDate) -> Span:
    """Return the days a date may mean."""
    return Span(when.first, when.last)


def covered_from(question: Question) -> date:
    """Return the first day the record can speak about: where it is covered, else of its first event, else the day."""
    rows = (*covering(question, "events"), *covering(question, "evidence", at_least=True))
    if rows:
        return min(row.start.first for row in rows)
    return min((row.date.first for row in events_together(question)), default=question.as_of)
