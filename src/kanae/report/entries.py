"""Single records as the page and the command line show them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kanae.report.blocks import Entry
from kanae.report.naming import Naming
from kanae.report.rich import Rich, Span, plain

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kanae.model.records import Event, Evidence, Search, Source
    from kanae.model.status import StatusOn
    from kanae.report.answers import Answers
    from kanae.report.words import Value, Words


def commitment_entry(words: Words, answers: Answers, commitment_id: str) -> Entry:
    """Return a commitment with its rule, its evidence and its searches."""
    naming = Naming(answers.ledger, words)
    commitment = answers.commitments[commitment_id]
    status = answers.statuses[commitment_id]
    return Entry(
        anchor=commitment_id,
        head=(Span(naming.text(commitment.text)),),
        lines=tuple(_commitment_lines(words, naming, answers, status)),
        badge=naming.code("statuses", status.status.value),
        tone=tone_of(answers, status),
    )


def tone_of(answers: Answers, status: StatusOn) -> str:
    """Return the colour group of a status."""
    return answers.ledger.item("statuses", status.status.value).group or "unknown"


def reason_of(words: Words, status: StatusOn) -> Rich:
    """Return the sentence that says why a status is what it is."""
    return words.rich(f"why.{status.reason}", **status.facts)


def _commitment_lines(words: Words, naming: Naming, answers: Answers, status: StatusOn) -> Iterator[Rich]:
    commitment = answers.commitments[status.commitment_id]
    yield reason_of(words, status)
    yield words.rich(
        "entry.since",
        since=status.since,
        rung=status.ladder,
        label=naming.code("ladder", str(status.ladder)),
        score=words.texts["unknown"] if status.score is None else words.number(status.score),
    )
    other = answers.other_statuses[status.commitment_id]
    if other.status is not status.status:
        reading = "wide" if answers.reading.value == "strict" else "strict"
        label = naming.code("statuses", other.status.value)
        yield words.rich("entry.other-reading", reading=naming.code("readings", reading), status=label)
    document = answers.documents[commitment.document]
    yield (*naming.document(document, commitment.citations), Span(" "), *naming.citations(commitment.citations))
    yield words.rich(
        "entry.kind",
        type=naming.code("commitment-types", commitment.type),
        level=naming.code("levels", commitment.level),
        field=naming.code("fields", commitment.field),
    )
    if commitment.cadence is not None:
        yield words.rich("entry.cadence", cadence=naming.code("cadences", commitment.cadence))
    if commitment.deadline is not None:
        yield words.rich("entry.deadline", deadline=words.date(commitment.deadline))
    yield from _evidence_lines(words, naming, answers, status)
    searches = answers.searches.get(commitment.id, ())
    for search in searches:
        yield search_line(words, naming, search)
    if not searches and not status.evidence_ids:
        yield words.rich("entry.search.none")


def _evidence_lines(words: Words, naming: Naming, answers: Answers, status: StatusOn) -> Iterator[Rich]:
    rows = [row for row in answers.evidence.values() if row.commitment == status.commitment_id]
    for row in sorted(rows, key=lambda row: (row.date.first, row.id)):
        mark = "" if row.confirmed else "status.unconfirmed"
        if row.id in status.uncounted_ids:
            mark = "status.uncounted"
        yield _evidence_line(words, naming, row, mark)
    if not rows:
        yield words.rich("entry.evidence.none")


def _evidence_line(words: Words, naming: Naming, row: Evidence, mark: str) -> Rich:
    values: dict[str, Value] = {
        "date": (Span(words.date(row.date), f"#{row.event}" if row.event else "", "record"),),
        "text": naming.text(row.text),
        "effect": naming.code("effects", row.effect),
        "acted_by": naming.code("actor-scopes", row.acted_by),
        "sources": naming.citations(row.citations),
    }
    anchor = Span("", f"@{row.id}", "anchor")
    if mark:
        return (anchor, *words.rich("entry.evidence.marked", **values, mark=words.texts[mark]))
    return (anchor, *words.rich("entry.evidence", **values))


def search_line(words: Words, naming: Naming, search: Search) -> Rich:
    """Return a search: when, where, for what, and what came of it."""
    comma = words.texts["comma"]
    return words.rich(
        "entry.search",
        day=(Span(words.day(search.searched_on), f"#{search.id}", "record"),),
        places=comma.join(naming.code("search-places", place) for place in search.places),
        languages=comma.join(naming.code("languages", language) for language in search.languages),
        question=naming.text(search.question),
        result=naming.text(search.result),
    )


def event_entry(words: Words, naming: Naming, event: Event) -> Entry:
    """Return an event with its outcome and sources."""
    facts = [naming.code("event-kinds", event.kind), naming.code("levels", event.level), naming.states(event.members)]
    if event.venue is not None:
        facts.append(naming.code("venues", event.venue))
    lines: list[Rich] = [plain(words.texts["comma"].join(facts))]
    if event.outcome is not None:
        lines.append(plain(naming.text(event.outcome)))
    lines.append(naming.citations(event.citations))
    mark = "status.planned" if event.planned else "" if event.confirmed else "status.unconfirmed"
    return Entry(
        anchor=event.id,
        head=(Span(words.date(event.date), role="date"), Span(" "), Span(naming.text(event.title))),
        lines=tuple(lines),
        badge=words.texts[mark] if mark else "",
        tone="unknown" if mark else "",
    )


def source_entry(words: Words, naming: Naming, source: Source) -> Entry:
    """Return a source with its address."""
    title = source.title or words.texts["untitled"]
    address = source.url or source.archived_url or ""
    head = words.rich(
        "source.line",
        publisher=Span(source.publisher, role="publisher"),
        title=(Span(title, address, "address"),) if address else title,
        language=naming.code("languages", source.language),
        date=words.date(source.date) if source.date else words.texts["source.no-date"],
    )
    lines = [
        words.rich(
            "source.accessed",
            day=source.accessed,
            access=words.texts[f"source.{source.access}"],
        )
    ]
    if source.archived_url and source.archived_url != address:
        lines.append((Span(words.texts["source.archived"], source.archived_url, "address"),))
    return Entry(source.id, head, tuple(lines), naming.code("publisher-kinds", source.publisher_kind))
