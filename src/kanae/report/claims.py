"""One claim as a page and the command line show it: where it stands, its verdict, and what that rests on."""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING

from kanae.model.claims import CheckedClaim, Gap, Verdict
from kanae.model.dates import PartialDate
from kanae.model.records import Claim, Coverage, Fact, Need, Search, Source
from kanae.report.blocks import Entry
from kanae.report.record_entries import dated_text, record_text
from kanae.report.rich import Rich, Span, count_of, plain

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from kanae.report.naming import Naming
    from kanae.report.words import Words

_DATE = re.compile(r"\b\d{4}-\d\d(-\d\d)?\b")

NAMED_AT_MOST = 6
"""Records that a chapter names one by one; more are counted, and the number leads to them."""

BROKEN = "broken"
"""Stands for a verdict where the query of a claim does not run."""


def claim_entry(words: Words, naming: Naming, row: CheckedClaim) -> Entry:
    """Return a claim for the command line: with the ids of its records, and where it stands."""
    found = row.finding.record_ids if row.finding else ()
    lines = (
        _place(words, naming, row.claim),
        words.rich("claims.asked", as_of=row.as_of),
        *_nature(words, naming, row.claim),
        *_figure(words, naming, row),
        *_missing(words, row, str),
        *(_record_by_id(words, naming, record_id) for record_id in found),
        *_needs(words, naming, row.claim),
        *_history(words, naming, row),
    )
    return _entry(words, naming, row, lines)


def claim_on_page(words: Words, naming: Naming, row: CheckedClaim) -> Entry:
    """Return a claim for the page of its publication: with its figure, and each record with its sources."""
    found = row.finding.record_ids if row.finding else ()
    number = row.claim.paragraph
    paragraph = (
        () if number is None else (*words.rich("claims.paragraph", paragraph=number), Span(words.texts["claims.join"]))
    )
    lines = (
        (*paragraph, *words.rich("claims.asked", as_of=row.as_of)),
        *_nature(words, naming, row.claim),
        *_figure(words, naming, row),
        *_missing(words, row, partial(_label, words, naming)),
        *(_record_by_title(words, naming, record_id) for record_id in found),
        *_needs(words, naming, row.claim),
        *_history(words, naming, row),
    )
    return _entry(words, naming, row, lines)


def claim_in_brief(words: Words, naming: Naming, row: CheckedClaim) -> Entry:
    """Return a claim for a chapter, whose page shows records and sources elsewhere."""
    lines = (
        *_figure(words, naming, row),
        *_missing(words, row, partial(_label, words, naming)),
        *_rests(words, naming, row),
        *_history(words, naming, row),
    )
    return _entry(words, naming, row, lines)


def claim_in_a_line(words: Words, naming: Naming, row: CheckedClaim) -> Entry:
    """Return a claim with its verdict and nothing else."""
    return _entry(words, naming, row, ())


def verdict_of(row: CheckedClaim) -> str:
    """Return the code of a verdict, or that the query does not run."""
    return BROKEN if row.decision is None else row.decision.verdict.value


def verdict_label(words: Words, naming: Naming, verdict: str) -> str:
    """Return the name of a verdict; of a query that does not run it says so."""
    return words.say("claims.broken") if verdict == BROKEN else naming.code("verdicts", verdict)


def verdict_tone(naming: Naming, verdict: str) -> str:
    """Return the colour group of a verdict."""
    return "unknown" if verdict == BROKEN else naming.ledger.item("verdicts", verdict).group or "unknown"


def has_changed(row: CheckedClaim) -> bool:
    """Tell whether the verdict was another one on the day of the publication."""
    return row.then is not None and row.decision is not None and row.then.verdict is not row.decision.verdict


def missing_of(words: Words, row: CheckedClaim, name_of: Callable[[str], str] = str) -> tuple[str, ...]:
    """Return in words what a verdict would need that is not there; empty when nothing is missing.

    Args:
        words: Words of the language.
        row: The claim.
        name_of: How coverage and searches are named; by default by their ids.
    """
    if row.decision is None:
        return (row.fault,)
    gaps = tuple(gap_text(words, gap, name_of) for gap in row.decision.gaps)
    if row.decision.verdict is not Verdict.UNDETERMINED:
        return gaps
    said = row.finding.missing if row.finding else ()
    lacks = (row.claim.lacks.text(words.lang),) if row.claim.lacks is not None and not gaps else ()
    return (*said, *gaps, *lacks) or (words.say("claims.gap.silent"),)


def gap_text(words: Words, gap: Gap, name_of: Callable[[str], str] = str) -> str:
    """Return in words why a check cannot rely on what it names."""
    days = {name: day for name, day in (("day", gap.day), ("given", gap.given)) if day is not None}
    return words.say(f"claims.gap.{gap.reason}", record=name_of(gap.record_id), **days)


def figure_of(words: Words, row: CheckedClaim) -> str:
    """Return the figure of a claim in words; empty when it has none."""
    figure = row.finding.figure if row.finding else None
    if figure is None:
        return ""
    if isinstance(figure, str):
        shown = _DATE.sub(lambda found: words.date(PartialDate.parse(found[0])), figure)
    else:
        shown = words.number(figure)
    return words.say("claims.figure", figure=shown)


def publication_of(naming: Naming, publication: str) -> Span:
    """Return the name of a publication as a link to its entry."""
    source = naming.ledger.by_id.get(publication)
    name = (source.title or source.publisher) if isinstance(source, Source) else publication
    return Span(name, f"#{publication}", "source")


def section_of(naming: Naming, section: str) -> str:
    """Return the name of a section of a publication, as a heading."""
    known = naming.ledger.codelists.get("sections", {}).get(section)
    name = naming.text(known.label) if known else section
    return name[:1].upper() + name[1:]


def _entry(words: Words, naming: Naming, row: CheckedClaim, lines: tuple[Rich, ...]) -> Entry:
    verdict = verdict_of(row)
    return Entry(
        anchor=row.claim.id,
        head=plain(naming.text(row.claim.text)),
        lines=lines,
        badge=verdict_label(words, naming, verdict),
        tone=verdict_tone(naming, verdict),
    )


def _nature(words: Words, naming: Naming, claim: Claim) -> Iterator[Rich]:
    if claim.not_checkable is not None:
        reason = naming.ledger.item("not-checkable", claim.not_checkable)
        yield words.rich(
            "claims.not-checkable", reason=naming.text(reason.label), definition=naming.text(reason.definition)
        )
    if claim.indicator is not None:
        yield words.rich("claims.indicator", indicator=naming.text(claim.indicator))


def _figure(words: Words, naming: Naming, row: CheckedClaim) -> Iterator[Rich]:
    figure, what = figure_of(words, row), row.claim.figure
    if figure:
        yield plain(figure) if what is None else words.rich("claims.explained", figure=figure, what=naming.text(what))


def _missing(words: Words, row: CheckedClaim, name_of: Callable[[str], str]) -> Iterator[Rich]:
    missing = missing_of(words, row, name_of)
    if missing:
        yield words.rich("claims.missing", missing=words.texts["claims.join"].join(missing))


def _label(words: Words, naming: Naming, record_id: str) -> str:
    record = naming.ledger.by_id.get(record_id)
    return record_id if record is None else words.say("claims.quoted", text=record_text(words, naming, record))


def _history(words: Words, naming: Naming, row: CheckedClaim) -> Iterator[Rich]:
    claim = row.claim
    if row.then is not None and row.then_on is not None:
        verdict = naming.code("verdicts", row.then.verdict.value)
        yield words.rich("claims.then", then_on=row.then_on, verdict=verdict)
    if claim.first_check is not None:
        first = words.say(f"claims.first.{claim.first_check}")
        if claim.differs is None:
            yield words.rich("claims.first", first=first)
        else:
            yield words.rich("claims.differs", first=first, differs=naming.text(claim.differs))


def _place(words: Words, naming: Naming, claim: Claim) -> Rich:
    publication, section = publication_of(naming, claim.publication), section_of(naming, claim.section)
    if claim.paragraph is None:
        return words.rich("claims.where", publication=publication, section=section)
    return words.rich("claims.where.paragraph", publication=publication, section=section, paragraph=claim.paragraph)


def _record_by_id(words: Words, naming: Naming, record_id: str) -> Rich:
    text = record_text(words, naming, naming.ledger.by_id[record_id])
    line = words.rich("claims.record", record=naming.record(record_id), text=text)
    return (*line, *_sources(words, naming, record_id))


def _record_by_title(words: Words, naming: Naming, record_id: str) -> Rich:
    return (*_title(words, naming, record_id), *_sources(words, naming, record_id))


def _rests(words: Words, naming: Naming, row: CheckedClaim) -> Iterator[Rich]:
    if len(row.record_ids) > NAMED_AT_MOST:
        yield words.rich("claims.rests.many", n=count_of(row.record_ids))
    elif row.record_ids:
        records = words.list(tuple(_title(words, naming, record_id) for record_id in row.record_ids))
        yield words.rich("claims.rests", records=records)


def _title(words: Words, naming: Naming, record_id: str) -> Rich:
    *before, title = dated_text(words, naming, naming.ledger.by_id[record_id])
    return (*before, Span(title.text.rstrip(".。"), f"#{record_id}", "record"))


def _sources(words: Words, naming: Naming, record_id: str) -> Rich:
    record = naming.ledger.by_id[record_id]
    if isinstance(record, Fact) and record.citations:
        return (Span(words.texts["claims.cited"]), *naming.citations(record.citations))
    return ()


def _needs(words: Words, naming: Naming, claim: Claim) -> Iterator[Rich]:
    for need in claim.needs:
        yield from _need(words, naming, need)


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
