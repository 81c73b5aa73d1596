"""From evidence to deeds: what was said again and what was done, each deed once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kanae.measures.words_and_acts import Deed, Kind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kanae.model.records import Commitment, Evidence
    from kanae.model.status import Step
    from kanae.workflow.statuses import Question


def deeds_of(question: Question) -> Iterator[Deed]:
    """Yield every promise as words, and every repetition and act that counts in the reading."""
    documents = {row.id: row for row in question.ledger.documents}
    for commitment in question.commitments.values():
        made = documents[commitment.document].date
        yield Deed(commitment.id, commitment.id, "words", commitment.field, made.first, made.last)
        for evidence, step in counted_evidence(question, commitment):
            if step.effect.is_words or step.effect.is_act:
                kind: Kind = "words" if step.effect.is_words else "acts"
                yield Deed(evidence.id, deed_id(evidence), kind, commitment.field, step.first, step.last)


def counted_evidence(question: Question, commitment: Commitment) -> Iterator[tuple[Evidence, Step]]:
    """Yield the confirmed evidence of a commitment that counts in the reading, as record and as the rules see it."""
    steps = {step.evidence_id: step for step in question.steps.get(commitment.id, ())}
    for evidence in question.evidence.get(commitment.id, ()):
        step = steps[evidence.id]
        if step.is_confirmed and step.counts_in(question.reading):
            yield evidence, step


def deed_id(evidence: Evidence) -> str:
    """Return what makes two rows of evidence the same deed: the event, else the day and the first source."""
    first_source = evidence.citations[0].source if evidence.citations else ""
    return evidence.event or f"{evidence.date} {first_source}"
