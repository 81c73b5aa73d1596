"""Commitments by pillar and field, where the readings differ, and each one with why it stands where it stands."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from kanae.report.blocks import Block, Entries, Heading, Legend, Paragraph, Picture, Section, Table
from kanae.report.charts.statuses import TONES, status_chart
from kanae.report.entries import commitment_entry, tone_of
from kanae.report.naming import Naming
from kanae.report.rich import Rich, count_of, plain

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kanae.report.answers import Answers
    from kanae.report.words import Words


def commitments_section(words: Words, answers: Answers) -> Section:
    """Return the section on the commitments."""
    naming = Naming(answers.ledger, words)
    pillars = sorted({row.pillar for row in answers.commitments.values()})
    lists = tuple(block for pillar in pillars for block in _pillar(words, naming, answers, pillar))
    note = Paragraph(words.rich("commitments.note"), "note")
    blocks = (_picture(words, naming, answers), note, *_readings(words, naming, answers), *lists)
    return Section("commitments", words.say("commitments.title"), blocks)


def _picture(words: Words, naming: Naming, answers: Answers) -> Picture:
    counts: Counter[tuple[str, str, str]] = Counter()
    ids: dict[tuple[str, str, str], list[str]] = {}
    for row in answers.commitments.values():
        key = (row.pillar, row.field, tone_of(answers, answers.statuses[row.id]))
        counts[key] += 1
        ids.setdefault(key, []).append(row.id)
    rows = [
        {
            "pillar": naming.code("pillars", pillar),
            "field": naming.code("fields", field),
            "tone": tone,
            "n": counts[pillar, field, tone],
            "order": TONES.index(tone),
        }
        for pillar, field, tone in sorted(counts)
    ]
    cells = tuple(
        (
            plain(naming.code("pillars", pillar)),
            plain(naming.code("fields", field)),
            plain(words.say(f"tone.{tone}")),
            (words.figure(count_of(ids[pillar, field, tone])),),
        )
        for pillar, field, tone in sorted(counts, key=lambda key: (key[0], key[1], TONES.index(key[2])))
    )
    header = tuple(words.say(f"column.{name}") for name in ("pillar", "field", "group", "n"))
    return Picture(
        anchor="commitments-by-field",
        caption=words.say("commitments.caption", n=len(answers.commitments)),
        description=words.say("commitments.description"),
        wide=status_chart(rows, words, wide=True),
        narrow=status_chart(rows, words, wide=False),
        legend=tuple(Legend(words.say(f"tone.{tone}"), f"tone-{tone}") for tone in TONES),
        table=Table("rows-commitments", words.say("commitments.rows"), header, cells, numeric=(3,), folded=True),
    )


def _readings(words: Words, naming: Naming, answers: Answers) -> tuple[Paragraph | Table, ...]:
    if not answers.commitments:
        return ()
    strict, wide = (answers.statuses, answers.other_statuses)
    if answers.reading.value == "wide":
        strict, wide = wide, strict
    rows = tuple(
        (
            _named(naming, answers, change.commitment_id),
            plain(naming.code("statuses", strict[change.commitment_id].status.value)),
            plain(naming.code("statuses", wide[change.commitment_id].status.value)),
        )
        for change in answers.differing
    )
    everything = tuple(answers.commitments)
    differing = count_of((change.commitment_id for change in answers.differing), everything)
    note = words.rich("commitments.readings.note", n=differing, all=count_of(everything))
    header = tuple(words.say(f"column.{name}") for name in ("commitment", "strict", "wide"))
    return (
        Paragraph(note, "note"),
        Table("readings", words.say("commitments.readings"), header, rows, folded=True),
    )


def _named(naming: Naming, answers: Answers, commitment_id: str) -> Rich:
    text = naming.text(answers.commitments[commitment_id].text)
    return (naming.record(commitment_id), *plain(f" {text}"))


def _pillar(words: Words, naming: Naming, answers: Answers, pillar: str) -> Iterator[Block]:
    yield Heading(words.say("commitments.list", pillar=pillar, label=naming.code("pillars", pillar)))
    by_field: dict[str, list[str]] = {}
    for row in answers.commitments.values():
        if row.pillar == pillar:
            by_field.setdefault(row.field, []).append(row.id)
    for field in sorted(by_field, key=lambda field: (-len(by_field[field]), field)):
        ids = sorted(by_field[field])
        heading = words.say("list", name=naming.code("fields", field), n=len(ids))
        yield Entries(heading, tuple(commitment_entry(words, answers, row) for row in ids), folded=True)
