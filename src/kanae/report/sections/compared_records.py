"""The records that measures name and no other part of the page shows: instruments, meetings, coverage of others."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kanae.measures.institution_history import InstitutionHistory
from kanae.measures.instruments import InstrumentComparison
from kanae.model.records import Coverage, Event, Framework, Instrument
from kanae.report.blocks import Entry
from kanae.report.entries import event_entry
from kanae.report.rich import Rich, Span, plain

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kanae.model.records import Record
    from kanae.report.answers import Answers
    from kanae.report.naming import Naming
    from kanae.report.words import Words

INSTITUTIONALISATION = "institutionalisation"

KINDS = (Framework, Instrument, Event, Coverage)
"""Kinds shown, in this order; commitments and evidence stand in the chapter of commitments."""


def compared_records(answers: Answers) -> tuple[Record, ...]:
    """Return the records that measures name and no other part of the page shows, by kind and id."""
    shown = {answers.framework.id, *answers.events}
    found = [row for record_id in sorted(set(_named(answers)) - shown) if (row := answers.ledger.by_id.get(record_id))]
    return tuple(row for kind in KINDS for row in found if isinstance(row, kind))


def compared_entries(words: Words, naming: Naming, answers: Answers) -> tuple[Entry, ...]:
    """Return the entries of these records."""
    return tuple(_entry(words, naming, row) for row in compared_records(answers))


def _named(answers: Answers) -> Iterator[str]:
    """Yield what the rows of measures name; of the many rows of institutionalisation only those the page shows."""
    measured = answers.measured
    if measured is None:
        return
    for name, table in measured.tables.items():
        if name != INSTITUTIONALISATION:
            yield from (record_id for row in table.rows for record_id in row.record_ids)
    history = measured.of(INSTITUTIONALISATION, InstitutionHistory)
    if history is not None:
        yield from (year.framework for year in history.latest)
        for year in (*history.latest, *(row for row in history.rows if row.framework == answers.framework.id)):
            yield from year.scores.record_ids if year.scores else ()
    compared = measured.of("instruments", InstrumentComparison)
    if compared is not None:
        yield from (state.framework for state in compared.states)
        yield from (record_id for count in compared.counts for record_id in count.record_ids)


def _entry(words: Words, naming: Naming, row: Record) -> Entry:
    match row:
        case Event():
            return event_entry(words, naming, row)
        case Instrument():
            return _instrument(words, naming, row)
        case Coverage():
            until = words.texts["span"].format(first=words.date(row.start), last=words.date(row.end))
            head = (Span(naming.text(row.label)), Span(" "), Span(until, role="date"))
            return Entry(row.id, head, (plain(naming.text(row.remark)),), naming.code("completeness", row.completeness))
        case Framework():
            members = words.texts["comma"].join(naming.code("states", state) for state in row.members)
            return Entry(row.id, plain(naming.text(row.label)), (plain(members),))
        case _:
            return Entry(row.id, plain(row.id))


def _instrument(words: Words, naming: Naming, row: Instrument) -> Entry:
    days = [
        (f"institutionalisation.{key}", when)
        for key, when in (("signed", row.signed), ("in-force", row.in_force), ("ended", row.ended))
        if when is not None
    ]
    facts: list[Rich] = [plain(naming.code("instrument-types", row.type)), plain(naming.states(row.members))]
    facts += [words.rich(key, date=words.date(when)) for key, when in days]
    if "in_force" in row.from_memory:
        facts.append(words.rich("institutionalisation.from-memory"))
    lines = (words.list(tuple(facts)), naming.citations(row.citations))
    badge = naming.code("instrument-states", row.state) if row.confirmed else words.texts["status.unconfirmed"]
    return Entry(row.id, plain(naming.text(row.title)), lines, badge)
