"""The records: events, documents, searches and sources, and which of them stand behind each number."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kanae.model.records import Document, Fact, Search, Source
from kanae.report.blocks import Entries, Entry, Paragraph, Section
from kanae.report.claim_groups import publications_of, sources_named, stands_out
from kanae.report.entries import event_entry, source_entry
from kanae.report.naming import Naming
from kanae.report.record_entries import record_entry
from kanae.report.rich import Span, count_of
from kanae.report.sections.burden import shown_burden
from kanae.report.sections.compared_records import compared_entries, compared_records
from kanae.report.sections.cycle import shown_benchmarks
from kanae.report.sections.east_up import shown_places
from kanae.report.sections.roles import shown_roles

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from kanae.report.answers import Answers
    from kanae.report.rich import Figure
    from kanae.report.words import Words


def records_section(words: Words, answers: Answers) -> Section:
    """Return the events, documents and searches of the page."""
    naming = Naming(answers.ledger, words)
    events = sorted(answers.events.values(), key=lambda row: (row.date.first, row.id))
    lists = {
        "framework": [record_entry(words, naming, answers.framework)],
        "documents": [record_entry(words, naming, row) for row in _documents(answers)],
        "events": [event_entry(words, naming, row) for row in events],
        "compared": compared_entries(words, naming, answers),
        "planned": [event_entry(words, naming, row) for row in answers.planned],
        "searches": [record_entry(words, naming, row) for row in _searches(answers)],
    }
    blocks = (entries_of(words, f"records.{name}", items) for name, items in lists.items() if items)
    return Section("records", words.say("records.title"), tuple(blocks))


def entries_of(words: Words, key: str, items: Sequence[Entry]) -> Entries:
    """Return a list of records with how many there are in its heading."""
    return Entries(words.say("list", name=words.texts[key], n=len(items)), tuple(items))


def sources_section(words: Words, answers: Answers) -> Section:
    """Return every source the page cites."""
    naming = Naming(answers.ledger, words)
    cited = sorted(set(_cited(answers)))
    sources = [row for row in (answers.ledger.by_id.get(source) for source in cited) if isinstance(row, Source)]
    sources.sort(key=lambda row: (row.publisher.casefold(), row.id))
    count = count_of((row.id for row in sources), (answers.framework.id,))
    entries = entries_of(words, "records.sources.title", [source_entry(words, naming, row) for row in sources])
    lead = Paragraph(words.rich("records.sources", n=count), "note")
    return Section("sources", words.say("records.sources.title"), (lead, entries))


def numbers_section(words: Words, naming: Naming) -> Section:
    """Return the numbers that a page showed with the records behind each; to be made after all other sections."""
    items = [
        Entry(
            anchor=f"n{number}",
            head=(Span(_values(words, figures)), Span(" ← "), *naming.records(record_ids)),
        )
        for number, (record_ids, figures) in enumerate(words.figures.items(), start=1)
    ]
    note = Paragraph(words.rich("records.figures.note"), "note")
    return Section("figures", words.say("records.figures"), (note, entries_of(words, "records.figures", items)))


def _values(words: Words, figures: Iterable[Figure]) -> str:
    texts = (words.number(figure.value, figure.form) for figure in figures if figure.value is not None)
    return words.texts["comma"].join(dict.fromkeys(texts))


def _documents(answers: Answers) -> list[Document]:
    return sorted(answers.documents.values(), key=lambda row: (row.date.first, row.id))


def _searches(answers: Answers) -> list[Search]:
    found = {row.id: row for rows in answers.searches.values() for row in rows}
    return [found[search] for search in sorted(found)]


def _cited(answers: Answers) -> Iterator[str]:
    facts = (
        *answers.commitments.values(),
        *answers.documents.values(),
        *answers.evidence.values(),
        *answers.events.values(),
        *answers.planned,
        *shown_burden(answers),
        *shown_roles(answers),
        *shown_places(answers),
        *(row for row in compared_records(answers) if isinstance(row, Fact)),
        *shown_benchmarks(answers),
    )
    for fact in facts:
        for citation in fact.citations:
            yield citation.source
    yield from publications_of(answers.claims)
    yield from sources_named(answers.ledger, (row for row in answers.claims if stands_out(row)))
