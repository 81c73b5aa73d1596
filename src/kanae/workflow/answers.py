"""All that follows from the statuses, from one question."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kanae.measures.change import changes
from kanae.measures.words_and_acts import words_and_acts
from kanae.model.status import Reading
from kanae.report.answers import Answers, Sensitivity
from kanae.workflow.deeds import deeds_of
from kanae.workflow.statuses import Question, sensitivity_factor

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from kanae.model.records import Event


def answer(question: Question, known_on: date | None = None) -> Answers:
    """Compute what the brief says of commitments, events and leaders; the measures are added to it.

    Args:
        question: The question.
        known_on: Day of knowledge, to be shown.
    """
    ledger, as_of = question.ledger, question.as_of
    year_before = question.year_before
    other = Reading.WIDE if question.reading is Reading.STRICT else Reading.STRICT
    other_statuses = question.statuses_on(as_of, reading=other)
    commitments = {row: question.commitments[row] for row in question.statuses}
    documents = {row.id: row for row in ledger.documents}
    events = tuple(_events_of(question))
    return Answers(
        ledger=ledger,
        framework=question.framework,
        as_of=as_of,
        covered_to=ledger.covered_to(question.framework.id) if ledger.is_covered(question.framework.id) else None,
        known_on=known_on,
        year_before=year_before,
        reading=question.reading,
        commitments=commitments,
        documents={row.document: documents[row.document] for row in commitments.values()},
        statuses=question.statuses,
        other_statuses=other_statuses,
        differing=changes(question.statuses, other_statuses),
        changes=changes(question.statuses_on(year_before), question.statuses),
        sensitivity=_sensitivity(question),
        evidence={
            row.id: row
            for commitment in commitments
            for row in question.evidence.get(commitment, ())
            if row.date.surely_by(as_of)
        },
        searches=question.searches,
        events={row.id: row for row in events if not row.planned and row.date.surely_by(as_of)},
        planned=tuple(row for row in events if row.planned and row.date.last > as_of),
        leaders=tuple(
            row
            for row in ledger.leaders
            if row.state in question.framework.members and row.confirmed and row.start.first <= as_of
        ),
        words_and_acts=words_and_acts(deeds_of(question), as_of=as_of),
    )


def _events_of(question: Question) -> Iterator[Event]:
    """Yield what two members did alone or all did with others, the setbacks of one, and events that evidence names.

    Meetings of a larger group that leaves a member out, and those an alliance under the framework holds as its own,
    belong to other frameworks.
    """
    ledger, members = question.ledger, set(question.framework.members)
    named = {row.event for commitment in question.commitments for row in question.evidence.get(commitment, ())}
    alliances = {row.id for row in ledger.series if row.framework in question.framework.alliances}
    for row in ledger.events:
        states = set(row.members)
        own = (len(states) > 1 and states <= members) or members <= states
        is_setback = ledger.item("event-kinds", row.kind).group == "setback"
        if (own and row.series not in alliances) or (members & states and is_setback) or row.id in named:
            yield row


def _sensitivity(question: Question) -> Sensitivity:
    factor = sensitivity_factor(question.ledger)
    thresholds = question.thresholds
    shorter = question.statuses_on(question.as_of, thresholds=thresholds.scaled(1 - factor))
    longer = question.statuses_on(question.as_of, thresholds=thresholds.scaled(1 + factor))
    return Sensitivity(round(factor * 100), changes(question.statuses, shorter), changes(question.statuses, longer))
