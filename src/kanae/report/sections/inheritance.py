"""What the governments of the day took over: sentences and tables of the chapter on continuity."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kanae.measures.inheritance import Inheritance, Inherited
from kanae.model.records import Leader, Series
from kanae.report.blocks import Table
from kanae.report.rich import Figure, Rich, Span, count_of, plain

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kanae.measures.inheritance import Inheritances
    from kanae.measures.turnover import Continuity
    from kanae.model.turnover import Change
    from kanae.report.answers import Answers
    from kanae.report.naming import Naming
    from kanae.report.words import Words

ORDER = tuple(Inherited)


def inherited_sentence(
    words: Words, naming: Naming, answers: Answers, found: Inheritances, change: Change
) -> Rich | None:
    """Return how many series went on, thinned out, stopped; ``None`` when none met before the change."""
    met = [row for row in found.rows if row.change == change and row.kind == "meetings" and row.n_before]
    if not met:
        return None
    all_ids = tuple(row.unit for row in met)

    def in_state(state: Inherited) -> Figure:
        return count_of((row.unit for row in met if row.state is state), all_ids)

    stopped = [row.unit for row in met if row.state is Inherited.STOPPED]
    return words.rich(
        "continuity.inherited",
        n=count_of(all_ids),
        as_of=answers.as_of,
        went_on=in_state(Inherited.WENT_ON),
        thinned=in_state(Inherited.THINNED_OUT),
        stopped=in_state(Inherited.STOPPED),
        unseen=in_state(Inherited.NOT_SEEN_SINCE),
        names=words.list(tuple(_series(naming, series) for series in stopped)) if stopped else words.texts["none"],
    )


def pillar_sentence(
    words: Words, answers: Answers, found: Inheritances, continuity: Continuity, change: Change
) -> Rich | None:
    """Return how acts on earlier promises went on by pillar, over equal windows, with the steps against them."""
    against = {
        row.unit: row
        for row in found.rows
        if row.change == change and row.kind == "acts" and row.unit in answers.ledger.codelists["pillars"]
    }
    compared = [row for row in continuity.by_pillar if row.change == change and row.coverage_ids and row.record_ids]
    parts = tuple(
        words.rich(
            "continuity.pillars",
            pillar=row.group,
            was=Figure(row.n_before, row.record_ids),
            since=Figure(row.n_after, row.record_ids),
            against=Figure(against[row.group].n_against, against[row.group].record_ids or row.record_ids),
        )
        for row in compared
        if row.group in against
    )
    return words.rich("continuity.pillars.all", pillars=words.list(parts), as_of=answers.as_of) if parts else None


def series_table(words: Words, naming: Naming, answers: Answers, found: Inheritances) -> Iterator[Table]:
    """Yield what became of each series after each change; those quiet throughout are left out."""
    rows = [row for row in found.rows if row.kind == "meetings"]
    changes = sorted({row.change for row in rows}, key=lambda change: change.day)
    by_unit: dict[str, list[Inheritance]] = {}
    for row in sorted(rows, key=lambda row: row.change.day):
        by_unit.setdefault(row.unit, []).append(row)
    shown = [row for row in by_unit.values() if any(one.state is not Inherited.QUIET for one in row)]
    if not shown:
        return
    shown.sort(key=lambda lines: (ORDER.index(lines[0].state), _level(answers, lines[0].unit), lines[0].unit))
    header = (
        words.say("column.series"),
        *(words.say("continuity.overlap", leader=_leader(naming, change), day=change.day) for change in changes),
        words.say("column.searches"),
    )
    cells = tuple(
        (
            _series(naming, lines[0].unit),
            *(_state(words, naming, line) for line in lines),
            naming.records(dict.fromkeys(search for line in lines for search in line.search_ids)),
        )
        for lines in shown
    )
    yield Table("inheritance-series", words.say("continuity.series"), header, cells)


def field_table(words: Words, naming: Naming, answers: Answers, found: Inheritances, change: Change) -> Iterator[Table]:
    """Yield what became of acts and words of each field after one change."""
    rows = {
        (row.unit, row.kind): row
        for row in found.rows
        if row.change == change and row.unit in answers.ledger.codelists["fields"] and row.kind != "meetings"
    }
    fields = list(dict.fromkeys(unit for unit, _ in rows))
    shown = [field for field in fields if any(_is_told(rows.get((field, kind))) for kind in ("acts", "words"))]
    if not shown:
        return
    shown.sort(key=lambda field: (ORDER.index(rows[field, "acts"].state), ORDER.index(rows[field, "words"].state)))
    header = tuple(words.say(f"column.{name}") for name in ("field", "acts", "against", "words"))
    cells = tuple(
        (
            plain(naming.code("fields", field)),
            _state(words, naming, rows[field, "acts"]),
            _against(words, rows[field, "acts"]),
            _state(words, naming, rows[field, "words"]),
        )
        for field in shown
    )
    yield Table("inheritance-fields", words.say("continuity.fields", day=change.day), header, cells, folded=True)


def _is_told(row: Inheritance | None) -> bool:
    return row is not None and (row.state is not Inherited.QUIET or row.n_against > 0)


def _against(words: Words, row: Inheritance) -> Rich:
    return (words.figure(Figure(row.n_against, row.record_ids)),) if row.n_against else plain("")


def _state(words: Words, naming: Naming, row: Inheritance) -> Rich:
    state = Span(naming.code("inheritance", row.state.value), role=f"inherited-{row.state.value}")
    if row.state is Inherited.QUIET:
        return (state,)
    return words.rich(
        "continuity.state",
        state=state,
        was=Figure(row.n_before, row.record_ids),
        since=Figure(row.n_after, row.record_ids),
    )


def _series(naming: Naming, series_id: str) -> Rich:
    series = naming.ledger.by_id[series_id]
    name = naming.text(series.label) if isinstance(series, Series) else series_id
    return (Span(name, f"#{series_id}", "record"),)


def _level(answers: Answers, series_id: str) -> int:
    series = answers.ledger.by_id[series_id]
    levels = list(answers.ledger.codelists["levels"])
    return levels.index(series.level) if isinstance(series, Series) else len(levels)


def _leader(naming: Naming, change: Change) -> str:
    leader = naming.ledger.by_id[change.term_id]
    return naming.text(leader.name) if isinstance(leader, Leader) else change.term_id
