"""The page of a publication: its claims section by section, each with its verdict and what that rests on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kanae.model.records import KINDS, Source
from kanae.report.blocks import Block, Entries, Heading, Page, Paragraph, Section, Table
from kanae.report.claim_groups import (
    Rows,
    publications_of,
    records_named,
    sections_of,
    sources_named,
    stands_out,
)
from kanae.report.claims import (
    claim_on_page,
    has_changed,
    publication_of,
    section_of,
    verdict_label,
    verdict_of,
    verdict_tone,
)
from kanae.report.entries import source_entry
from kanae.report.naming import Naming
from kanae.report.record_entries import record_entry
from kanae.report.rich import Rich, Span, count_of, plain
from kanae.report.sections.claims import summary_blocks
from kanae.report.sections.records import entries_of, numbers_section

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from kanae.ledger.book import Ledger
    from kanae.model.claims import CheckedClaim
    from kanae.report.words import Words


def compose_claims_page(words: Words, ledger: Ledger, rows: Rows, version: str, known_on: date | None) -> Page:
    """Put the page together.

    Args:
        words: Words of the language, with no number shown yet.
        ledger: The ledger the claims were checked against, with their publications.
        rows: The claims with their verdicts; one at least.
        version: Version of kanae.
        known_on: Day of knowledge; ``None`` for all that is recorded.
    """
    naming = Naming(ledger, words)
    by_publication = publications_of(rows)
    parts = [
        _section(words, naming, members, number if len(by_publication) > 1 else None)
        for number, own in enumerate(by_publication.values(), start=1)
        for members in sections_of(own).values()
    ]
    sections = [
        Section("summary", words.say("claims.summary"), tuple(_summary(words, naming, by_publication))),
        *parts,
        _publications(words, naming, rows),
        _records(words, naming, rows),
        _sources(words, naming, rows),
    ]
    sections.append(numbers_section(words, naming))
    return Page(
        lang=words.lang,
        title=_title(words, naming, list(by_publication)),
        subtitle=_subtitle(words, rows),
        sections=tuple(section for section in sections if section.blocks),
        contents=words.say("page.contents"),
        skip=words.say("page.skip"),
        download=words.say("page.download"),
        rows=words.say("page.rows"),
        unfold=words.say("page.unfold"),
        back=words.say("page.back"),
        footer=_footer(words, naming, by_publication, version),
        warnings=() if known_on is None else (words.rich("page.known-on", known_on=known_on),),
    )


def _summary(words: Words, naming: Naming, by_publication: dict[str, Rows]) -> Iterable[Block]:
    for number, (publication, rows) in enumerate(by_publication.items(), start=1):
        if len(by_publication) > 1:
            name = publication_of(naming, publication).text
            yield Heading(words.say("claims.numbered", number=number, name=name))
        yield from summary_blocks(words, naming, publication, rows)
        changed = [row for row in rows if has_changed(row)]
        if changed:
            yield _changed(words, naming, publication, changed)
        apart = [row for row in rows if stands_out(row)]
        if apart:
            yield _apart(words, naming, publication, apart)


def _changed(words: Words, naming: Naming, publication: str, rows: list[CheckedClaim]) -> Table:
    header = tuple(words.say(f"column.{name}") for name in ("claim", "verdict-then", "verdict-now"))
    cells = tuple(
        (
            _link(naming, row),
            _dated(words, naming, row.then.verdict.value if row.then else "", row.then_on),
            _dated(words, naming, verdict_of(row), row.as_of),
        )
        for row in rows
    )
    return Table(f"changed-{publication}", words.say("claims.changed"), header, cells)


def _dated(words: Words, naming: Naming, verdict: str, day: date | None) -> Rich:
    label = _verdict(words, naming, verdict)
    return label if day is None else (*label, Span(" "), Span(words.day(day), role="date"))


def _apart(words: Words, naming: Naming, publication: str, rows: list[CheckedClaim]) -> Table:
    header = tuple(words.say(f"column.{name}") for name in ("verdict", "claim", "section"))
    cells = tuple(
        (
            _verdict(words, naming, verdict_of(row)),
            _link(naming, row),
            plain(section_of(naming, row.claim.section)),
        )
        for row in rows
    )
    return Table(f"named-{publication}", words.say("claims.named"), header, cells)


def _verdict(words: Words, naming: Naming, verdict: str) -> Rich:
    tone = verdict_tone(naming, verdict)
    return (Span(verdict_label(words, naming, verdict), role=f"badge tone-{tone}"),)


def _link(naming: Naming, row: CheckedClaim) -> Rich:
    return (Span(naming.text(row.claim.text), f"#{row.claim.id}", "record"),)


def _section(words: Words, naming: Naming, rows: Rows, number: int | None) -> Section:
    """Return a section of a publication; its title has the number of the publication when there are several."""
    publication, section = rows[0].claim.publication, rows[0].claim.section
    name = section_of(naming, section)
    title = name if number is None else words.say("claims.numbered", number=number, name=name)
    claims = entries_of(words, "claims.claims", [claim_on_page(words, naming, row) for row in rows])
    unfolded = Entries(claims.heading, claims.items, folded=True, open=True)
    return Section(f"claims-{publication}-{section}", title, (unfolded,))


def _publications(words: Words, naming: Naming, rows: Rows) -> Section:
    """Return the publications as a list of references."""
    title = words.say("claims.publications")
    ids = list(publications_of(rows))
    sources = [row for row in (naming.ledger.by_id.get(name) for name in ids) if isinstance(row, Source)]
    entries = entries_of(words, "claims.publications", [source_entry(words, naming, row) for row in sources])
    return Section("publications", title, (Entries(entries.heading, entries.items, open=True),))


def _records(words: Words, naming: Naming, rows: Rows) -> Section:
    records = records_named(naming.ledger, rows)
    blocks = tuple(
        entries_of(words, f"record.kind.{name}", [record_entry(words, naming, row) for row in members])
        for name, kind in KINDS.items()
        if kind is not Source
        and (members := sorted((row for row in records if type(row) is kind), key=lambda row: row.id))
    )
    return Section("records", words.say("records.title"), blocks)


def _sources(words: Words, naming: Naming, rows: Rows) -> Section:
    """Return the sources cited, without the publications themselves."""
    own = publications_of(rows)
    found = (naming.ledger.by_id.get(name) for name in sources_named(naming.ledger, rows) if name not in own)
    sources = sorted(
        (row for row in found if isinstance(row, Source)), key=lambda row: (row.publisher.casefold(), row.id)
    )
    count = count_of((row.id for row in sources), tuple(own))
    entries = entries_of(words, "records.sources.title", [source_entry(words, naming, row) for row in sources])
    lead = Paragraph(words.rich("records.sources", n=count), "note")
    return Section("sources", words.say("records.sources.title"), (lead, entries))


def _title(words: Words, naming: Naming, publications: list[str]) -> str:
    if len(publications) == 1:
        return words.say("claims.page.title", publication=publication_of(naming, publications[0]).text)
    return words.say("claims.page.title.several", n=len(publications))


def _subtitle(words: Words, rows: Rows) -> Rich:
    first, last = min(row.as_of for row in rows), max(row.as_of for row in rows)
    if first == last:
        return words.rich("claims.page.subtitle", as_of=first)
    return words.rich("claims.page.subtitle.span", first=first, last=last)


def _footer(words: Words, naming: Naming, by_publication: dict[str, Rows], version: str) -> tuple[Rich, ...]:
    digest = naming.ledger.digest[:12]
    cited = (
        words.rich(
            "claims.page.cite",
            digest=digest,
            publication=publication_of(naming, publication).text,
            as_of=max(row.as_of for row in rows),
        )
        for publication, rows in by_publication.items()
    )
    return (words.rich("page.footer.version", version=version, digest=digest), *cited)
