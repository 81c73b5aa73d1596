"""Continuity through changes of leader: rates before and after, and under each pair of governments."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from kanae.measures.governments import Governments, Overlap
from kanae.measures.inheritance import Inheritances
from kanae.measures.turnover import Comparison, Continuity
from kanae.model.records import Leader
from kanae.report.blocks import Block, Legend, Paragraph, Picture, Section, Table
from kanae.report.charts.continuity import continuity_chart
from kanae.report.naming import Naming
from kanae.report.rich import Figure, Rich, plain
from kanae.report.sections.inheritance import field_table, inherited_sentence, pillar_sentence, series_table

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from kanae.model.turnover import Change
    from kanae.report.answers import Answers
    from kanae.report.words import Words

DAYS_SHOWN = 730
"""Changes of so many days before the day of the page stand in the picture; all stand in the table behind it."""


def continuity_section(words: Words, answers: Answers) -> Section:
    """Return the section on continuity; empty when it was not measured."""
    title = words.say("continuity.title")
    found = None if answers.measured is None else answers.measured.of("continuity", Continuity)
    if answers.measured is None or found is None or not found.changes:
        return Section("continuity", title, ())
    change = turning_point(found)
    if change is None:
        return Section("continuity", title, (Paragraph(words.rich("continuity.none")),))
    naming = Naming(answers.ledger, words)
    blocks: list[Block] = [Paragraph(_lead(words, naming, found, change))]
    inherited = answers.measured.of("inheritance", Inheritances)
    if inherited is not None:
        blocks += [
            Paragraph(sentence)
            for sentence in (
                inherited_sentence(words, naming, answers, inherited, change),
                pillar_sentence(words, answers, inherited, found, change),
            )
            if sentence
        ]
    blocks += [*_picture(words, naming, answers, found), Paragraph(words.rich("continuity.note"), "note")]
    governments = answers.measured.of("governments", Governments)
    if governments is not None:
        blocks += _governments(words, naming, answers, governments)
    if inherited is not None:
        blocks += series_table(words, naming, answers, inherited)
        blocks += field_table(words, naming, answers, inherited, change)
        blocks.append(Paragraph(words.rich("continuity.states"), "note"))
    return Section("continuity", title, tuple(blocks))


def turning_point(found: Continuity) -> Change | None:
    """Return the latest change to a leader who is not acting whose whole window has passed, else the latest at all."""
    compared = {row.change.term_id: row for row in found.by_level if not row.change.is_acting}
    if not compared:
        return None
    latest = sorted(compared.values(), key=lambda row: row.change.day)
    passed = [row for row in latest if row.whole_after.days >= found.window_days]
    return (passed or latest)[-1].change


def _lead(words: Words, naming: Naming, found: Continuity, change: Change) -> Rich:
    rows = [row for row in found.by_level if row.change == change and row.n_seen_before + row.n_seen_after]
    levels = tuple(
        words.rich(
            "continuity.lead.level",
            level=naming.code("levels", row.group),
            was=Figure(row.n_seen_before, row.record_ids),
            since=Figure(row.n_seen_after, row.record_ids),
        )
        for row in rows
    )
    return words.rich(
        "continuity.lead",
        before=found.window_days,
        after=rows[0].whole_after.days if rows else found.window_days,
        day=change.day,
        leader=leader_name(naming, change.term_id),
        state=naming.code("states", change.state),
        levels=words.list(levels) if levels else words.texts["none"],
    )


def leader_name(naming: Naming, term_id: str) -> str:
    """Return the name of a leader without the state."""
    leader = naming.ledger.by_id[term_id]
    return naming.text(leader.name) if isinstance(leader, Leader) else term_id


def _picture(words: Words, naming: Naming, answers: Answers, found: Continuity) -> Iterator[Picture]:
    since = answers.as_of - timedelta(days=DAYS_SHOWN)
    compared = [row for row in found.by_level if row.coverage_ids and row.n_before + row.n_after]
    changes = list(dict.fromkeys(row.change for row in compared if not row.change.is_acting))
    recent = [change for change in changes if change.day >= since] or changes[-1:]
    rows = [
        row
        for change in recent
        for row in _rows(words, naming, [comparison for comparison in compared if comparison.change == change])
    ]
    if not rows:
        return
    yield Picture(
        anchor="continuity-picture",
        caption=words.say("continuity.caption"),
        description=words.say("continuity.description"),
        wide=continuity_chart(rows, wide=True),
        narrow=continuity_chart(rows, wide=False),
        legend=(
            Legend(words.say("continuity.legend.ratio"), "group-meeting", "dot"),
            Legend(words.say("continuity.legend.same"), "faint", "line"),
        ),
        table=_table(words, naming, found),
    )


def _rows(words: Words, naming: Naming, compared: list[Comparison]) -> Iterator[dict[str, Any]]:
    change = compared[0].change
    values = {"state": naming.code("states", change.state), "leader": leader_name(naming, change.term_id)}
    yield {"kind": "change", "name": words.say("continuity.change", day=change.day, **values)}
    if compared[0].overlapping_ids:
        names = list(dict.fromkeys(_overlap_name(words, naming, row) for row in compared[0].overlapping_ids))
        names[:-1] = [name + words.texts["comma"] for name in names[:-1]]
        yield {"kind": "note", "names": names, "lead": words.say("continuity.overlapping")}
    for row in compared:
        counts = {"was": words.number(row.n_before), "since": words.number(row.n_after)}
        yield {
            "kind": "ratio",
            "name": naming.code("levels", row.group),
            "value": row.ratio.value,
            "low": row.ratio.low,
            "high": row.ratio.high,
            "label": words.say("continuity.counts", **counts),
            "url": "#rows-continuity",
        }


def _overlap_name(words: Words, naming: Naming, term_id: str) -> str:
    leader = naming.ledger.by_id[term_id]
    if not isinstance(leader, Leader):
        return term_id
    name = naming.text(leader.name)
    return words.say("continuity.acting", leader=name) if leader.acting else name


def _table(words: Words, naming: Naming, found: Continuity) -> Table:
    names = (
        "date",
        "leader",
        "group",
        "before-change",
        "after-change",
        "days",
        "rate-ratio",
        "interval",
        "also-changed",
    )
    header = tuple(words.say(f"column.{name}") for name in names)
    rows = [("levels", row) for row in found.by_level] + [("pillars", row) for row in found.by_pillar]
    rows = [(codelist, row) for codelist, row in rows if row.n_seen_before + row.n_seen_after]
    rows.sort(key=lambda pair: pair[1].change.day, reverse=True)
    cells = tuple(_cells(words, naming, codelist, row) for codelist, row in rows)
    return Table("rows-continuity", words.say("continuity.rows"), header, cells, numeric=(3, 4, 6), folded=True)


def _cells(words: Words, naming: Naming, codelist: str, row: Comparison) -> tuple[Rich, ...]:
    leader = naming.ledger.by_id[row.change.term_id]
    is_covered = bool(row.coverage_ids)
    counts = (row.n_before, row.n_after) if is_covered else (row.n_seen_before, row.n_seen_after)
    days = (row.before.days, row.after.days) if is_covered else (row.whole_before.days, row.whole_after.days)
    return (
        plain(words.day(row.change.day)),
        plain(naming.leader(leader) if isinstance(leader, Leader) else row.change.term_id),
        plain(naming.code(codelist, row.group)),
        *((words.figure(Figure(count, row.record_ids)),) for count in counts),
        plain(words.say("continuity.counts", was=words.number(days[0]), since=words.number(days[1]))),
        (words.figure(_ratio(row.ratio.value, row.record_ids)),),
        _interval(words, row),
        plain(
            words.texts["comma"].join(dict.fromkeys(_overlap_name(words, naming, id_) for id_ in row.overlapping_ids))
        ),
    )


def _ratio(value: float | None, record_ids: tuple[str, ...]) -> Figure:
    return Figure(None if value is None else round(value, 2), record_ids, "ratio")


def _interval(words: Words, row: Comparison) -> Rich:
    if row.ratio.low is None:
        return plain(words.say(f"reason.{row.reason}"))
    low = _ratio(row.ratio.low, row.record_ids)
    if row.ratio.high is None:
        return words.rich("continuity.from", low=low)
    return words.rich("saydo.span", low=low, high=_ratio(row.ratio.high, row.record_ids))


def _governments(words: Words, naming: Naming, answers: Answers, found: Governments) -> Iterator[Table]:
    since = answers.as_of - timedelta(days=DAYS_SHOWN)
    recent = [row for row in found.overlaps if row.span.last >= since and not row.reason]
    levels = [level for level in answers.ledger.codelists["levels"] if any(row.group == level for row in recent)]
    pairs = sorted({row.term_ids for row in recent}, key=lambda terms: (_first_day(recent, terms), terms), reverse=True)
    if not pairs:
        return
    header = tuple(words.say(f"column.{name}") for name in ("governments", "together", "days"))
    header += tuple(naming.code("levels", level) for level in levels)
    cells = tuple(
        _pair_cells(words, naming, answers, terms, {row.group: row for row in recent if row.term_ids == terms}, levels)
        for terms in pairs
    )
    numeric = tuple(range(2, len(header)))
    yield Table("governments", words.say("continuity.governments"), header, cells, numeric=numeric)


def _first_day(rows: list[Overlap], terms: tuple[str, str]) -> str:
    return min(row.span.first.isoformat() for row in rows if row.term_ids == terms)


def _pair_cells(
    words: Words,
    naming: Naming,
    answers: Answers,
    terms: tuple[str, str],
    rows: dict[str, Overlap],
    levels: list[str],
) -> tuple[Rich, ...]:
    longest = max(rows.values(), key=lambda row: row.span.days).span
    one, other = (leader_name(naming, term) for term in terms)
    span = words.texts["span"].format(first=words.day(longest.first), last=words.day(longest.last))
    return (
        plain(words.say("continuity.pair", one=one, other=other)),
        plain(span),
        plain(words.number(longest.days)),
        *(_rate(words, answers, rows.get(level)) for level in levels),
    )


def _rate(words: Words, answers: Answers, row: Overlap | None) -> Rich:
    if row is None:
        return plain("")
    records = row.record_ids or (answers.framework.id,)
    rate = Figure(round(row.per_year.value or 0, 1), records, "ratio")
    return words.rich("continuity.rate", n=Figure(row.n, records), rate=rate)
