"""The answer, in five sentences with their numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kanae.measures.cadence import Punctuality
from kanae.model.status import Reading
from kanae.report.blocks import Paragraph, Section
from kanae.report.naming import Naming
from kanae.report.rich import Figure, Rich, count_of
from kanae.report.standing import Standing, punctuality_of, standing_of, with_standing

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from kanae.model.records import Commitment
    from kanae.report.answers import Answers
    from kanae.report.words import Value, Words


def answer_section(words: Words, answers: Answers) -> Section:
    """Return the section that answers the question."""
    empty = (words.rich("answer.empty", as_of=answers.as_of),)
    sentences = answer_sentences(words, answers) if answers.commitments else empty
    lead = tuple(Paragraph(sentence, "lead") for sentence in sentences)
    legend = Paragraph(words.rich("answer.legend"), "note")
    return Section("answer", words.say("answer.title"), (*lead, legend))


def answer_sentences(words: Words, answers: Answers) -> tuple[Rich, ...]:
    """Return the five sentences."""
    return (
        _commitments(words, answers),
        _meetings(words, answers),
        _pillars(words, answers),
        _change(words, answers),
        _unknown(words, answers),
    )


def _commitments(words: Words, answers: Answers) -> Rich:
    everything = tuple(row for row in answers.statuses if standing_of(answers.statuses[row]) is not Standing.REPLACED)
    made = [document.date.first for document in answers.documents.values()]
    counts = {
        standing.value: count_of(with_standing(answers.statuses.values(), standing), everything)
        for standing in Standing
        if standing is not Standing.REPLACED
    }
    key = "answer.commitments" if answers.reading is Reading.STRICT else "answer.commitments.wide"
    return words.rich(key, n=count_of(everything), first=min(made), last=max(made), **counts)


def _meetings(words: Words, answers: Answers) -> Rich:
    stated = [row for row in answers.series if row.cadence.is_stated]
    all_ids = tuple(row.series.id for row in stated) or tuple(row.series.id for row in answers.series)
    all_ids = all_ids or (answers.framework.id,)

    def standing(*wanted: Punctuality) -> Figure:
        return count_of((row.series.id for row in stated if punctuality_of(answers, row) in wanted), all_ids)

    everything = tuple(answers.events) or tuple(answers.commitments)
    values: dict[str, Value] = {
        "n": count_of((row.series.id for row in stated), all_ids),
        "kept": standing(Punctuality.ON_TIME),
        "late": standing(Punctuality.LATE),
        "overdue": standing(Punctuality.OVERDUE),
        "unknown": standing(Punctuality.NOT_KNOWN, Punctuality.NEVER),
        "ministers": count_of(_ministers_met(answers), everything),
        "as_of": answers.as_of,
    }
    last = _leaders_last(answers)
    if last is None:
        return words.rich("answer.meetings.no-leaders", **values)
    return words.rich("answer.meetings", **values, leaders_last=last)


def _ministers_met(answers: Answers) -> Iterator[str]:
    members = set(answers.framework.members)
    for event in answers.events.values():
        is_meeting = answers.ledger.item("event-kinds", event.kind).group == "meeting"
        if (
            is_meeting
            and event.level == "minister"
            and event.confirmed
            and members <= set(event.members)
            and event.part_of is None
            and event.date.first > answers.year_before
        ):
            yield event.id


def _leaders_last(answers: Answers) -> date | None:
    days = [row.cadence.last for row in answers.series if row.series.level == "leader"]
    known = [day for day in days if day is not None]
    return max(known) if known else None


def _pillars(words: Words, answers: Answers) -> Rich:
    naming = Naming(answers.ledger, words)
    by_pillar: dict[str, list[Commitment]] = {}
    for row in answers.commitments.values():
        by_pillar.setdefault(row.pillar, []).append(row)
    parts = (_pillar(words, naming, answers, pillar, by_pillar[pillar]) for pillar in sorted(by_pillar))
    return words.rich("answer.pillars", pillars=words.list(tuple(parts)))


def _pillar(words: Words, naming: Naming, answers: Answers, pillar: str, rows: list[Commitment]) -> Rich:
    ids = tuple(row.id for row in rows)
    acted = tuple(row for row in ids if standing_of(answers.statuses[row]) is Standing.ACTED)
    return words.rich(
        "answer.pillar",
        acted=count_of(acted, ids),
        n=count_of(ids),
        pillar=naming.short("pillars", pillar),
        share=Figure(len(acted) / len(ids), acted or ids, "percent"),
    )


def _change(words: Words, answers: Answers) -> Rich:
    everything = tuple(answers.commitments)
    old = [change for change in answers.changes if change.before is not None]

    def moved(direction: int) -> Figure:
        return count_of((change.commitment_id for change in old if change.direction == direction), everything)

    new = (change.commitment_id for change in answers.changes if change.before is None)
    return words.rich(
        "answer.change",
        day=answers.year_before,
        worse=moved(-1),
        better=moved(1),
        same=moved(0),
        new=count_of(new, everything),
    )


def _unknown(words: Words, answers: Answers) -> Rich:
    everything = tuple(answers.commitments)
    nothing = with_standing(answers.statuses.values(), Standing.NOTHING)
    other = Reading.WIDE if answers.reading is Reading.STRICT else Reading.STRICT
    naming = Naming(answers.ledger, words)
    sensitivity = answers.sensitivity
    return words.rich(
        "answer.unknown",
        searched=count_of((row for row in nothing if answers.searches.get(row)), everything),
        nothing=count_of(nothing, everything),
        reading=naming.code("readings", other.value),
        differ=count_of((change.commitment_id for change in answers.differing), everything),
        percent=sensitivity.percent,
        shorter=count_of((change.commitment_id for change in sensitivity.shorter), everything),
        longer=count_of((change.commitment_id for change in sensitivity.longer), everything),
    )
