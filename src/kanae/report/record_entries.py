"""A record of any kind as one entry of a page, and as one line that stands for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kanae.ledger.placed import headline
from kanae.model.records import (
    Benchmark,
    Burden,
    Coverage,
    Document,
    Event,
    Evidence,
    Fact,
    Framework,
    Instrument,
    Role,
    Search,
    Source,
    Term,
)
from kanae.report.blocks import Entry
from kanae.report.entries import event_entry, search_line, source_entry
from kanae.report.rich import Rich, Span, plain

if TYPE_CHECKING:
    from kanae.model.dates import PartialDate
    from kanae.model.records import Record
    from kanae.report.naming import Naming
    from kanae.report.words import Words


def record_entry(words: Words, naming: Naming, record: Record) -> Entry:
    """Return the entry of a record, with its sources where it has any."""
    match record:
        case Event():
            return event_entry(words, naming, record)
        case Source():
            return source_entry(words, naming, record)
        case Search():
            return Entry(record.id, search_line(words, naming, record), (), record.id)
        case Instrument():
            return _instrument(words, naming, record)
        case Coverage():
            until = words.texts["span"].format(first=words.date(record.start), last=words.date(record.end))
            head = (Span(naming.text(record.label)), Span(" "), Span(until, role="date"))
            badge = naming.code("completeness", record.completeness)
            return Entry(record.id, head, (plain(naming.text(record.remark)),), badge)
        case Framework():
            members = words.texts["comma"].join(naming.code("states", state) for state in record.members)
            return Entry(record.id, plain(naming.text(record.label)), (plain(members),))
        case Document():
            badge = naming.code("document-kinds", record.kind)
            return Entry(record.id, dated_text(words, naming, record), (naming.citations(record.citations),), badge)
        case _:
            lines = (naming.citations(record.citations),) if isinstance(record, Fact) else ()
            badge = "" if not isinstance(record, Fact) or record.confirmed else words.texts["status.unconfirmed"]
            return Entry(record.id, dated_text(words, naming, record), lines, badge)


def dated_text(words: Words, naming: Naming, record: Record) -> Rich:
    """Return the line that stands for a record, after its date where it has one."""
    when = _date(record)
    text = record_text(words, naming, record)
    return plain(text) if when is None else (Span(words.date(when), role="date"), Span(" "), Span(text))


def record_text(words: Words, naming: Naming, record: Record) -> str:
    """Return the line that stands for a record, in the language of the page."""
    match record:
        case Term():
            state = naming.short("states", record.state)
            return words.say("leader.named", leader=naming.text(record.name), state=state)
        case Burden():
            value, unit = naming.amount(float(record.value), record.unit)
            return words.say(
                "record.burden",
                state=naming.code("states", record.state),
                period=words.date(record.period),
                indicator=naming.code("indicators", record.indicator),
                value=value,
                unit=unit,
            )
        case Role():
            return words.say(
                "record.role", state=naming.code("states", record.state), text=headline(record, words.lang)
            )
        case _:
            return headline(record, words.lang)


def _date(record: Record) -> PartialDate | None:
    match record:
        case Event() | Document() | Evidence() | Role() | Benchmark():
            return record.date
        case Term():
            return record.start
        case Instrument():
            return record.signed or record.in_force
        case _:
            return None


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
