"""Who agreed what with whom: the core types of instrument of each framework, and how many by year."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kanae.measures.instruments import InstrumentComparison, State, TypeState, YearCount
from kanae.report.blocks import Block, Legend, Paragraph, Picture, Table
from kanae.report.charts.institutions import STATE_COLOURS, Cell, matrix_chart
from kanae.report.rich import Figure, Rich, Span, plain

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kanae.report.answers import Answers
    from kanae.report.naming import Naming
    from kanae.report.words import Words

SIGNS = {State.NONE: "–", State.UNDER_NEGOTIATION: "…"}
"""What stands in a cell that has no year."""


def instrument_blocks(
    words: Words, naming: Naming, answers: Answers, compared: InstrumentComparison
) -> tuple[Block, ...]:
    """Return the matrix of core types and the table of their numbers by year."""
    core = [row for row in compared.states if row.is_core]
    if all(row.state is None for row in core):
        return ()
    note = Paragraph(words.rich("institutionalisation.matrix.says"), "note")
    return (_matrix(words, naming, answers, core), note, _counts(words, naming, compared))


def _matrix(words: Words, naming: Naming, answers: Answers, core: list[TypeState]) -> Picture:
    frameworks = list(dict.fromkeys(row.framework for row in core if row.state is not None))
    types = list(dict.fromkeys(row.type for row in core))
    names = {row.framework: naming.text(answers.ledger.framework(row.framework).adjective) for row in core}
    shown = [names[framework] for framework in frameworks]
    cells = [
        Cell(
            row=frameworks.index(state.framework),
            column=types.index(state.type),
            state=state.state.value if state.state else "",
            text=_sign(state),
            short=_sign(state, short=True),
            title=" ".join(
                (names[state.framework], naming.short("instrument-types", state.type), _state(words, naming, state))
            ),
        )
        for state in core
        if state.framework in frameworks
    ]
    caption = words.say("institutionalisation.matrix.caption", as_of=answers.as_of)
    heads = [naming.short("instrument-types", type_) for type_ in types]
    header = tuple(words.say(f"column.{name}") for name in ("institution", "type", "state", "state-since", "record"))
    seen = {state.state.value for state in core if state.state}
    return Picture(
        anchor="institutions-matrix",
        caption=caption,
        description=words.say("institutionalisation.matrix.description"),
        wide=matrix_chart(cells, shown, heads, wide=True),
        narrow=matrix_chart(cells, shown, heads, wide=False),
        legend=tuple(
            Legend(naming.code("instrument-states", state), colour)
            for state, colour in STATE_COLOURS.items()
            if state in seen
        ),
        table=Table(
            "rows-instruments",
            caption,
            header,
            tuple(_cells(words, naming, names[state.framework], state) for state in core),
            folded=True,
        ),
    )


def _cells(words: Words, naming: Naming, name: str, state: TypeState) -> tuple[Rich, ...]:
    since: Rich = plain(words.date(state.since)) if state.since else plain("")
    if state.from_memory:
        since = words.list((since, words.rich("institutionalisation.from-memory")))
    return (
        (Span(name, f"#{state.framework}", "record"),),
        plain(naming.code("instrument-types", state.type)),
        plain(_state(words, naming, state)),
        since,
        naming.records(state.record_ids),
    )


def _state(words: Words, naming: Naming, state: TypeState) -> str:
    return naming.code("instrument-states", state.state.value) if state.state else words.texts["unknown"]


def _sign(state: TypeState, *, short: bool = False) -> str:
    if state.state is None:
        return "?"
    if state.since is None:
        return SIGNS.get(state.state, "")
    year = str(state.since.first.year)
    return (year[2:] if short else year) + ("*" if state.from_memory else "")


def _counts(words: Words, naming: Naming, compared: InstrumentComparison) -> Table:
    """Return how many core types were in force at the end of the years in which that changed, a framework a column."""
    known = {state.framework for state in compared.states if state.is_core and state.state is not None}
    frameworks = list(dict.fromkeys(row.framework for row in compared.counts if row.framework in known))
    by_place = {(row.framework, row.year): row for row in compared.counts}
    last = max(row.year for row in compared.counts)
    years = [
        year
        for year in sorted({row.year for row in compared.counts}, reverse=True)
        if year == last or any(_changed(by_place, framework, year) for framework in frameworks)
    ]
    header = (
        words.say("column.year"),
        *(naming.text(naming.ledger.framework(framework).adjective) for framework in frameworks),
    )
    rows = tuple(
        (plain(str(year)), *(_count(words, by_place.get((framework, year))) for framework in frameworks))
        for year in years
    )
    return Table("instrument-years", words.say("institutionalisation.counts.caption"), header, rows, folded=True)


def _changed(by_place: Mapping[tuple[str, int], YearCount], framework: str, year: int) -> bool:
    before, after = by_place.get((framework, year - 1)), by_place.get((framework, year))
    numbers = [(row.in_force, row.in_force_high) if row else (0, 0) for row in (before, after)]
    return numbers[0] != numbers[1]


def _count(words: Words, count: YearCount | None) -> Rich:
    if count is None or count.in_force is None or count.in_force_high is None:
        return plain("")
    figure = Figure(count.in_force, count.record_ids)
    if count.in_force == count.in_force_high:
        return words.rich("institutionalisation.count", n=figure)
    return words.rich("institutionalisation.count.range", n=figure, high=count.in_force_high)
