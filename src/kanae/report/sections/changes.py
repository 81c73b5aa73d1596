"""What changed since the day one year earlier."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kanae.report.blocks import Block, Paragraph, Section, Table
from kanae.report.naming import Naming
from kanae.report.rich import Rich, Span, plain

if TYPE_CHECKING:
    from kanae.measures.change import Change
    from kanae.report.answers import Answers
    from kanae.report.words import Words

DIRECTIONS = {-1: "worse", 1: "better", 0: "same"}


def changes_section(words: Words, answers: Answers) -> Section:
    """Return the section on the year."""
    naming = Naming(answers.ledger, words)
    title = words.say("changes.title")
    days = {"before": answers.year_before, "after": answers.as_of}
    blocks: list[Block] = []
    if answers.changes:
        order = sorted(answers.changes, key=lambda change: (_rank(change), change.commitment_id))
        header = tuple(words.say(f"column.{name}") for name in ("commitment", "before", "after", "direction"))
        cells = tuple(_cells(words, naming, answers, change) for change in order)
        blocks.append(Table("changes-table", words.say("changes.caption", **days), header, cells))
        blocks.insert(0, Paragraph(words.rich("changes.note"), "note"))
    else:
        blocks.append(Paragraph(words.rich("changes.none", **days)))
    events = [row for row in answers.events.values() if row.date.first > answers.year_before and row.confirmed]
    events.sort(key=lambda row: (row.date.first, row.id))
    if events:
        links = tuple((plain(words.date(row.date)), naming.event(row)) for row in events)
        header = (words.say("column.date"), words.say("column.event"))
        blocks.append(Table("year-events", words.say("changes.events"), header, links, folded=True))
    return Section("changes", title, tuple(blocks))


def _rank(change: Change) -> int:
    return 3 if change.before is None else {-1: 0, 1: 1, 0: 2}[change.direction]


def _cells(words: Words, naming: Naming, answers: Answers, change: Change) -> tuple[Rich, ...]:
    commitment = answers.commitments[change.commitment_id]
    direction = "new" if change.before is None else DIRECTIONS[change.direction]
    before = plain("") if change.before is None else plain(naming.code("statuses", change.before.value))
    return (
        (naming.record(change.commitment_id), Span(f" {naming.text(commitment.text)}")),
        before,
        plain(naming.code("statuses", change.after.value)),
        (Span(words.say(f"changes.{direction}"), role=f"direction-{direction}"),),
    )
