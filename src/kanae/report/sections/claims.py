"""The claims of publications by verdict and section, and the chapter of the brief on those about its framework."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from kanae.model.claims import Verdict
from kanae.model.records import Source
from kanae.report.anchors import anchors_of
from kanae.report.blocks import Block, Entries, Heading, Legend, Paragraph, Picture, Section, Table
from kanae.report.charts.claims import claims_chart
from kanae.report.claim_groups import Rows, publications_of, records_named, sections_of, stands_out
from kanae.report.claims import (
    BROKEN,
    claim_in_a_line,
    claim_in_brief,
    has_changed,
    publication_of,
    section_of,
    verdict_label,
    verdict_of,
    verdict_tone,
)
from kanae.report.naming import Naming
from kanae.report.record_entries import record_entry
from kanae.report.rich import Figure, Rich, Span, count_of, plain
from kanae.report.sections.records import entries_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kanae.model.claims import CheckedClaim
    from kanae.report.answers import Answers
    from kanae.report.words import Words

VERDICTS = (*(verdict.value for verdict in Verdict), BROKEN)


def claims_section(words: Words, answers: Answers, elsewhere: Sequence[Section]) -> Section:
    """Return the chapter on the claims about the framework; empty when there are none.

    Args:
        words: Words of the page.
        answers: What is to be said.
        elsewhere: The other sections of the page, whose records are not shown again.
    """
    naming = Naming(answers.ledger, words)
    blocks: list[Block] = []
    by_publication = publications_of(answers.claims)
    for publication, rows in by_publication.items():
        if len(by_publication) > 1:
            blocks.append(Heading(publication_of(naming, publication).text))
        blocks += summary_blocks(words, naming, publication, rows)
        apart = [claim_in_brief(words, naming, row) for row in rows if stands_out(row)]
        others = [claim_in_a_line(words, naming, row) for row in rows if not stands_out(row)]
        if apart:
            blocks.append(replace(entries_of(words, "claims.named", apart), open=True))
        if others:
            blocks.append(entries_of(words, "claims.others", others))
    if blocks:
        command = Span("kanae claims check --format html", role="command")
        blocks.append(Paragraph(words.rich("claims.how", command=command), "note"))
        blocks += _records(words, naming, answers.claims, elsewhere)
    return Section("claims", words.say("claims.title"), tuple(blocks))


def summary_blocks(words: Words, naming: Naming, publication: str, rows: Rows) -> tuple[Block, ...]:
    """Return how many claims of a publication have which verdict, what changed since, and a picture by section."""
    return (
        Paragraph(_lead(words, naming, publication, rows), "lead"),
        Paragraph(_since(words, rows)),
        _picture(words, naming, publication, rows),
        Paragraph(words.rich("claims.note"), "note"),
    )


def _lead(words: Words, naming: Naming, publication: str, rows: Rows) -> Rich:
    every = [row.claim.id for row in rows]
    found = {name: [row.claim.id for row in rows if verdict_of(row) == name] for name in VERDICTS}
    source = naming.ledger.by_id.get(publication)
    by = source.publisher if isinstance(source, Source) else publication
    counts: dict[str, Figure] = {name: count_of(ids, every) for name, ids in found.items() if name != BROKEN}
    name = publication_of(naming, publication)
    lead = words.rich("claims.lead", publication=name, publisher=by, n=count_of(every), **counts)
    if not found[BROKEN]:
        return lead
    return (*lead, Span(words.texts["claims.join"]), *words.rich("claims.lead.broken", n=count_of(found[BROKEN])))


def _since(words: Words, rows: Rows) -> Rich:
    asked_again = [row for row in rows if row.then is not None]
    if not asked_again:
        return words.rich("claims.since.none", as_of=max(row.as_of for row in rows))
    n = count_of(row.claim.id for row in asked_again)
    changed = [row.claim.id for row in asked_again if has_changed(row)]
    if not changed:
        return words.rich("claims.since.same", n=n)
    return words.rich("claims.since.changed", n=n, changed=count_of(changed))


def _picture(words: Words, naming: Naming, publication: str, rows: Rows) -> Picture:
    groups = sections_of(rows)
    names = {section: section_of(naming, section) for section in groups}
    shown = [name for name in VERDICTS if any(verdict_of(row) == name for row in rows)]
    parts = [
        _part(words, naming, section, verdict, members)
        for section, every in groups.items()
        for verdict in shown
        if (members := [row for row in every if verdict_of(row) == verdict])
    ]
    caption = words.say("claims.caption")
    header = (
        words.say("column.section"),
        *(verdict_label(words, naming, name) for name in shown),
        words.say("column.claims"),
    )
    cells = tuple(
        (
            plain(names[section]),
            *(_count(words, [row for row in every if verdict_of(row) == name], every) for name in shown),
            _count(words, every, every),
        )
        for section, every in groups.items()
    )
    anchor = f"claims-{publication}"
    return Picture(
        anchor=f"{anchor}-picture",
        caption=caption,
        description=words.say("claims.description"),
        wide=claims_chart(parts, names, wide=True),
        narrow=claims_chart(parts, names, wide=False),
        legend=tuple(
            Legend(verdict_label(words, naming, name), f"tone-{verdict_tone(naming, name)}") for name in shown
        ),
        table=Table(f"rows-{anchor}", caption, header, cells, numeric=tuple(range(1, len(header))), folded=True),
    )


def _part(words: Words, naming: Naming, section: str, verdict: str, members: Sequence[CheckedClaim]) -> dict[str, Any]:
    return {
        "section": section,
        "label": verdict_label(words, naming, verdict),
        "tone": verdict_tone(naming, verdict),
        "n": len(members),
        "number": words.number(len(members)),
        "url": f"#{members[0].claim.id}",
    }


def _count(words: Words, counted: Sequence[CheckedClaim], among: Sequence[CheckedClaim]) -> Rich:
    return (words.figure(count_of((row.claim.id for row in counted), [row.claim.id for row in among])),)


def _records(words: Words, naming: Naming, rows: Rows, elsewhere: Sequence[Section]) -> tuple[Entries, ...]:
    """Return the entries of the records that claims told in full rest on and no other part of the page shows."""
    shown = anchors_of(elsewhere)
    named = records_named(naming.ledger, (row for row in rows if stands_out(row)))
    entries = [record_entry(words, naming, record) for record in named if record.id not in shown]
    return (entries_of(words, "claims.records", entries),) if entries else ()
