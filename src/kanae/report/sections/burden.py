"""Burden: what the members spend, which US forces they host and what they pay for them, definitions kept apart."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from kanae.measures.burden import YEARS, BurdenRow
from kanae.model.records import Burden
from kanae.report.blocks import Block, Legend, Paragraph, Picture, Section, Table
from kanae.report.charts.burden import BurdenLines, burden_chart
from kanae.report.charts.frame import LINE_COLOURS
from kanae.report.naming import Naming
from kanae.report.rich import Figure, Rich, Span, plain

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kanae.report.answers import Answers
    from kanae.report.words import Words

LONGEST = 5
"""A series of fewer years is listed, not drawn."""

PICTURES = {"share": ("share", "target", ".1f"), "troops": ("troops", "troops-headline", ",d")}
"""Picture → group of the indicators drawn as lines, group of those drawn as single marks, form of the axis."""

UNLISTED = ("share", "level", "troops")
"""Groups of indicators that are series; all others are amounts of a text, listed where no picture shows them."""


def burden_section(words: Words, answers: Answers) -> Section:
    """Return the chapter; without a value, nothing."""
    title = words.say("burden.title")
    rows: Sequence[BurdenRow] = (answers.measured.of("burden", tuple) if answers.measured else None) or ()
    drawn = [row for row in rows if _group(answers, row) in ("share", "troops")]
    if not rows:
        return Section("burden", title, ())
    blocks: list[Block] = [Paragraph(words.rich("burden.lead"))]
    blocks += [_picture(words, answers, rows, name) for name in PICTURES if _lines(answers, rows, PICTURES[name][0])]
    behind = [row for name in PICTURES for part in _behind(answers, rows, name) for row in part]
    amounts = [row for row in rows if row.value is not None and _group(answers, row) not in UNLISTED]
    listed = [row for row in amounts if row not in behind]
    blocks += [_latest(words, answers, drawn), _amounts(words, answers, listed)]
    blocks.append(Paragraph(words.rich("burden.note"), "note"))
    return Section("burden", title, tuple(blocks))


def shown_burden(answers: Answers) -> tuple[Burden, ...]:
    """Return the records whose values the chapter shows, so that their sources are listed."""
    rows: Sequence[BurdenRow] = (answers.measured.of("burden", tuple) if answers.measured else None) or ()
    shown = {row.record_ids[0] for row in rows if row.value is not None and _group(answers, row) != "level"}
    return tuple(row for row in answers.ledger.burden if row.id in shown)


def _group(answers: Answers, row: BurdenRow) -> str:
    return answers.ledger.item("indicators", row.indicator).group or ""


def _lines(answers: Answers, rows: Sequence[BurdenRow], group: str) -> list[list[BurdenRow]]:
    series: dict[tuple[str, str, str], list[BurdenRow]] = {}
    for row in rows:
        if _group(answers, row) == group:
            series.setdefault((row.state, row.indicator, row.unit), []).append(row)
    return [years for years in series.values() if len(years) >= LONGEST]


def _behind(answers: Answers, rows: Sequence[BurdenRow], name: str) -> tuple[Sequence[BurdenRow], Sequence[BurdenRow]]:
    """Return what a picture draws: the rows of its lines, and single values of another definition beside them."""
    group, marked, _ = PICTURES[name]
    drawn = [row for line in _lines(answers, rows, group) for row in line]
    indicators, states = {row.indicator for row in drawn}, {row.state for row in drawn}
    single = [
        row
        for row in rows
        if row.value is not None
        and row.state in states
        and row not in drawn
        and (row.indicator in indicators or _group(answers, row) == marked)
    ]
    return drawn, single


def _picture(words: Words, answers: Answers, rows: Sequence[BurdenRow], name: str) -> Picture:
    naming = Naming(answers.ledger, words)
    _, marked, form = PICTURES[name]
    drawn, single = _behind(answers, rows, name)
    states = list(dict.fromkeys(naming.code("states", row.state) for row in drawn))
    chart = BurdenLines(
        [_point(words, naming, row) for row in drawn],
        [_point(words, naming, row) | ({} if _group(answers, row) == marked else {"text": ""}) for row in single],
        states,
        form,
    )
    legend = [Legend(state, colour, "dot") for state, colour in zip(states, LINE_COLOURS, strict=False)]
    return Picture(
        anchor=f"burden-{name}",
        caption=words.say(f"burden.{name}.caption"),
        description=words.say(f"burden.{name}.description"),
        wide=burden_chart(chart, wide=True),
        narrow=burden_chart(chart, wide=False),
        legend=(*legend, Legend(words.say(f"burden.{name}.marks"), "ink", "ring")),
        table=_rows_table(words, naming, f"rows-burden-{name}", words.say(f"burden.{name}.caption"), [*drawn, *single]),
    )


def _point(words: Words, naming: Naming, row: BurdenRow) -> dict[str, Any]:
    value = None if row.value is None else float(row.value)
    state = naming.code("states", row.state)
    number = words.texts["unknown"] if value is None else words.number(value)
    return {
        "year": row.year,
        "state": state,
        "value": value,
        "title": f"{row.year} {state} {number} {naming.code('units', row.unit)}",
        "text": f"{number} ({row.year})",
        "url": f"#{row.record_ids[0]}",
    }


def _rows_table(words: Words, naming: Naming, anchor: str, caption: str, rows: Sequence[BurdenRow]) -> Table:
    header = tuple(words.say(f"column.{name}") for name in ("country", "indicator", "year", "value", "unit", "sources"))
    ordered = sorted(rows, key=lambda row: (row.state, row.indicator, -row.year, row.unit))
    cells = tuple(_cells(words, naming, row) for row in ordered)
    return Table(anchor, caption, header, cells, numeric=(2, 3), folded=True)


def _cells(words: Words, naming: Naming, row: BurdenRow) -> tuple[Rich, ...]:
    record = naming.ledger.by_id.get(row.record_ids[0])
    known = row.value is not None and isinstance(record, Burden)
    anchor = (Span("", f"@{row.record_ids[0]}", "anchor"),) if known else ()
    value, unit = naming.amount(float(row.value or 0), row.unit)
    return (
        (*anchor, Span(naming.code("states", row.state))),
        plain(naming.code("indicators", row.indicator)),
        plain(str(row.year)),
        plain(value if known else words.texts["unknown"]),
        plain(unit),
        naming.citations(record.citations)
        if known and isinstance(record, Burden)
        else plain(words.say("reason.burden-gap")),
    )


def _latest(words: Words, answers: Answers, rows: Sequence[BurdenRow]) -> Table:
    """Return the latest year of every series that is long enough, with its changes."""
    naming = Naming(answers.ledger, words)
    names = ("indicator", "country", "year", "value", *(f"change-{span}" for span in YEARS))
    header = tuple(words.say(f"column.{name}") for name in names)
    latest = [line[-1] for group in PICTURES for line in _lines(answers, rows, group)]
    cells = tuple(
        (
            plain(naming.code("indicators", row.indicator)),
            plain(naming.code("states", row.state)),
            plain(str(row.year)),
            (words.figure(_figure(row.value, row.record_ids[:1])),),
            *((words.figure(_figure(row.changes[span], row.record_ids)),) for span in YEARS),
        )
        for row in latest
    )
    return Table("burden-latest", words.say("burden.latest"), header, cells, numeric=(2, 3, 4, 5, 6))


def _figure(value: Any, record_ids: tuple[str, ...]) -> Figure:
    return Figure(None if value is None else float(value), record_ids, "ratio")


def _amounts(words: Words, answers: Answers, rows: Sequence[BurdenRow]) -> Table:
    naming = Naming(answers.ledger, words)
    return replace(_rows_table(words, naming, "burden-amounts", words.say("burden.amounts"), rows), folded=False)
