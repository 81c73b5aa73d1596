"""One claim as the page and the command line show it: where it stands, its verdict, and what that rests on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kanae.ledger.placed import headline
from kanae.model.claims import CheckedClaim, Gap, Verdict
from kanae.model.records import Coverage, Fact, Need, Search, Source
from kanae.report.blocks import Entry
from kanae.report.rich import Rich, Span, plain

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kanae.report.naming import Naming
    from kanae.report.words import Words

BROKEN = "broken"


def claim_entry(words: Words, naming: Naming, row: CheckedClaim) -> Entry:
    """Return a claim with its verdict, its figure, what is missing, and the records it rests on."""
    return Entry(
        anchor=row.claim.id,
        head=plain(naming.text(row.claim.text)),
        lines=tuple(_lines(words, naming, row)),
        badge=verdict_label(words, naming, row),
        tone=verdict_tone(naming, row),
    )


def verdict_label(words: Words, naming: Naming, row: CheckedClaim) -> str:
    """Return the name of a verdict; of a query that does not run it says so."""
    return words.say("claims.broken") if row.decision is None else naming.code("verdicts", row.decision.verdict.value)


def verdict_tone(naming: Naming, row: CheckedClaim) -> str:
    """Return the colour group of a verdict."""
    if row.decision is None:
        return "bad"
    return naming.ledger.item("verdicts", row.decision.verdict.value).group or "unknown"


def missing_of(words: Words, row: CheckedClaim) -> tuple[str, ...]:
    """Return in words what a verdict would need that is not there; empty when nothing is missing."""
    if row.decision is None:
        return (row.fault,)
    gaps = tuple(gap_text(words, gap) for gap in row.decision.gaps)
    if row.decision.verdict is not Verdict.UNDETERMINED:
        return gaps
    said = row.finding.missing if row.finding else ()
    lacks = (row.claim.lacks.text(words.lang),) if row.claim.lacks is not None and not gaps else ()
    return (*said, *gaps, *lacks) or (words.say("claims.gap.silent"),)


def gap_text(words: Words, gap: Gap) -> str:
    """Return in words why a check cannot rely on what it names."""
    days = {name: day for name, day in (("day", gap.day), ("given", gap.given)) if day is not None}
    return words.say(f"claims.gap.{gap.reason}", record=gap.record_id, **days)


def _lines(words: Words, naming: Naming, row: CheckedClaim) -> Iterator[Rich]:
    claim = row.claim
    yield _place(words, naming, row)
    yield words.rich("claims.asked", as_of=row.as_of)
    if claim.not_checkable is not None:
        reason = naming.ledger.item("not-checkable", claim.not_checkable)
        yield words.rich(
            "claims.not-checkable", reason=naming.text(reason.label), definition=naming.text(reason.definition)
        )
    if claim.indicator is not None:
        yield words.rich("claims.indicator", indicator=naming.text(claim.indicator))
    if row.finding is not None and row.finding.figure is not None:
        yield words.rich("claims.figure", figure=figure_text(words, row.finding.figure))
    missing = missing_of(words, row)
    if missing:
        yield words.rich("claims.missing", missing=words.texts["claims.join"].join(missing))
    for record_id in row.finding.record_ids if row.finding else ():
        yield _record(words, naming, record_id)
    for need in claim.needs:
        yield from _need(words, naming, need)
    if row.then is not None and row.then_on is not None:
        verdict = naming.code("verdicts", row.then.verdict.value)
        yield words.rich("claims.then", then_on=row.then_on, verdict=verdict)
    if claim.first_check is not None:
        first = words.say(f"claims.first.{claim.first_check}")
        if claim.differs is None:
            yield words.rich("claims.first", first=first)
        else:
            yield words.rich("claims.differs", first=first, differs=naming.text(claim.differs))


def figure_text(words: Words, figure: float | str) -> str:
    """Return a figure as the language writes it."""
    return figure if isinstance(figure, str) else words.number(figure)


def _place(words: Words, naming: Naming, row: CheckedClaim) -> Rich:
    claim = row.claim
    source = naming.ledger.by_id.get(claim.publication)
    name = (source.title or source.publisher) if isinstance(source, Source) else claim.publication
    publication = Span(name, f"#{claim.publication}", "source")
    known = naming.ledger.codelists.get("sections", {}).get(claim.section)
    section = naming.text(known.label) if known else claim.section
    if claim.paragraph is None:
        return words.rich("claims.where", publication=publication, section=section)
    return words.rich("claims.where.paragraph", publication=publication, section=section, paragraph=claim.paragraph)


def _record(words: Words, naming: Naming, record_id: str) -> Rich:
    record = naming.ledger.by_id[record_id]
    line = words.rich("claims.record", record=naming.record(record_id), text=headline(record, words.lang))
    if isinstance(record, Fact) and record.citations:
        return (*line, Span(words.texts["claims.cited"]), *naming.citations(record.citations))
    return line


def _need(words: Words, naming: Naming, need: Need) -> Iterator[Rich]:
    coverage = naming.ledger.by_id.get(need.coverage or "")
    if isinstance(coverage, Coverage):
        yield words.rich(
            "claims.relies",
            record=naming.record(coverage.id),
            start=words.date(coverage.start),
            end=words.date(coverage.end),
            label=naming.text(coverage.label),
            completeness=naming.code("completeness", coverage.completeness),
        )
    search = naming.ledger.by_id.get(need.search or "")
    if isinstance(search, Search):
        label = naming.text(search.question)
        yield words.rich("claims.searched", record=naming.record(search.id), day=search.searched_on, label=label)
