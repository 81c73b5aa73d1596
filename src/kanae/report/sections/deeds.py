"""Words beside acts, per half-year and field."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kanae.measures.words_and_acts import HalfYearCount, half_years_between
from kanae.report.blocks import Block, Legend, Paragraph, Picture, Section, Table
from kanae.report.charts.deeds import KINDS, fields_chart, totals_chart
from kanae.report.naming import Naming
from kanae.report.rich import Rich, count_of, plain

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kanae.report.answers import Answers
    from kanae.report.words import Words


def deeds_section(words: Words, answers: Answers) -> Section:
    """Return the section on words and acts."""
    title = words.say("deeds.title")
    counts = answers.words_and_acts.counts
    if not counts:
        return Section("deeds", title, ())
    first = min(document.date.first for document in answers.documents.values())
    half_years = half_years_between(first, answers.as_of)
    blocks: list[Block] = [_totals(words, answers, half_years), Paragraph(words.rich("deeds.note"), "note")]
    undated = answers.words_and_acts.undated_ids
    if undated:
        blocks.append(Paragraph(words.rich("deeds.undated", n=count_of(undated)), "note"))
    blocks.insert(2, _fields(words, answers, half_years))
    return Section("deeds", title, tuple(blocks))


def _legend(words: Words) -> tuple[Legend, ...]:
    return tuple(Legend(words.say(f"deeds.{kind}"), f"deed-{kind}") for kind in KINDS)


def _totals(words: Words, answers: Answers, half_years: tuple[str, ...]) -> Picture:
    rows = []
    cells: list[tuple[Rich, ...]] = []
    for half_year in half_years:
        line: list[Rich] = [plain(words.half_year(half_year))]
        for kind in KINDS:
            parts = [row for row in answers.words_and_acts.counts if row.half_year == half_year and row.kind == kind]
            total = sum(row.n for row in parts)
            if total:
                rows.append(
                    {"half_year": words.half_year(half_year), "kind": kind, "n": total, "text": words.number(total)}
                )
            line.append(_count(words, parts))
        cells.append(tuple(line))
    header = tuple(words.say(f"column.{name}") for name in ("half-year", "words", "acts"))
    labels = [words.half_year(half_year) for half_year in half_years]
    return Picture(
        anchor="deeds-totals",
        caption=words.say("deeds.caption"),
        description=words.say("deeds.description"),
        wide=totals_chart(rows, labels, wide=True),
        narrow=totals_chart(rows, labels, wide=False),
        legend=_legend(words),
        table=Table("rows-deeds", words.say("deeds.caption"), header, tuple(cells), numeric=(1, 2), folded=True),
    )


def _fields(words: Words, answers: Answers, half_years: tuple[str, ...]) -> Picture:
    naming = Naming(answers.ledger, words)
    counts = answers.words_and_acts.counts
    totals: dict[str, int] = {}
    for row in counts:
        totals[row.field] = totals.get(row.field, 0) + row.n
    fields = sorted(totals, key=lambda field: (-totals[field], field))
    names = {field: naming.code("fields", field) for field in fields}
    rows = [{"half_year": row.half_year, "field": names[row.field], "kind": row.kind, "n": row.n} for row in counts]
    cells = tuple(
        (
            plain(names[field]),
            plain(words.half_year(half_year)),
            *(_count(words, parts) for parts in _by_kind(counts, field, half_year)),
        )
        for field in fields
        for half_year in half_years
        if any(_by_kind(counts, field, half_year))
    )
    header = tuple(words.say(f"column.{name}") for name in ("field", "half-year", "words", "acts"))
    labels = [names[field] for field in fields]
    return Picture(
        anchor="deeds-fields",
        caption=words.say("deeds.fields.caption"),
        description=words.say("deeds.fields.description"),
        wide=fields_chart(rows, half_years, labels, words, wide=True),
        narrow=fields_chart(rows, half_years, labels, words, wide=False),
        legend=_legend(words),
        table=Table("rows-deeds-fields", words.say("deeds.fields.caption"), header, cells, numeric=(2, 3), folded=True),
    )


def _by_kind(counts: Iterable[HalfYearCount], field: str, half_year: str) -> tuple[list[HalfYearCount], ...]:
    here = [row for row in counts if row.field == field and row.half_year == half_year]
    return tuple([row for row in here if row.kind == kind] for kind in KINDS)


def _count(words: Words, parts: list[HalfYearCount]) -> Rich:
    if not parts:
        return plain("")
    figure = count_of(record_id for row in parts for record_id in row.record_ids)
    shown = words.figure(figure)
    distinct = sum(row.n for row in parts)
    return (shown.__class__(words.number(distinct), shown.target, shown.role),)
