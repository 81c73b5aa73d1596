"""The gap between promises and deeds, with what nobody knows as its headline."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kanae.measures.say_do import GapOfGroup, SayDo, SayDoGap
from kanae.model.records import Leader
from kanae.report.blocks import Block, Legend, Paragraph, Picture, Section, Table
from kanae.report.charts.say_do import say_do_chart
from kanae.report.naming import Naming
from kanae.report.rich import Figure, Rich, count_of, plain

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from kanae.report.answers import Answers
    from kanae.report.words import Words

CODELISTS = {"pillar": "pillars", "field": "fields", "level": "levels"}


def say_do_section(words: Words, answers: Answers) -> Section:
    """Return the section on the gap; empty when it was not measured."""
    title = words.say("saydo.title")
    found = None if answers.measured is None else answers.measured.of("say-do", SayDo)
    if found is None or not answers.commitments:
        return Section("say-do", title, ())
    naming = Naming(answers.ledger, words)
    whole = found.grouped("all")[0].gap
    if whole.gap_low is None or whole.gap_high is None:
        return Section("say-do", title, (Paragraph(words.rich("saydo.none", as_of=answers.as_of)),))
    blocks: list[Block] = [
        Paragraph(_lead(words, whole)),
        Paragraph(_known(words, whole)),
        Paragraph(words.rich("saydo.ambition", ambition=_ratio(whole.mean_ambition, whole))),
        _picture(words, naming, found),
        Paragraph(_note(words, answers, found), "note"),
        Paragraph(_variants(words, answers, found), "note"),
    ]
    leaders = [row for row in found.grouped("leader") if row.gap.n_due]
    if leaders:
        table = _table(words, naming, "say-do-leaders", words.say("saydo.leaders"), "leader", leaders)
        blocks += [table, Paragraph(words.rich("saydo.leaders.note"), "note")]
    return Section("say-do", title, tuple(blocks))


def _share(value: float | None, gap: SayDoGap) -> Figure:
    return Figure(None if value is None else round(value, 2), gap.due_ids, "percent")


def _ratio(value: float | None, gap: SayDoGap) -> Figure:
    return Figure(None if value is None else round(value, 2), gap.due_ids, "ratio")


def _lead(words: Words, gap: SayDoGap) -> Rich:
    low, high = _share(gap.gap_low, gap), _share(gap.gap_high, gap)
    n = count_of(gap.due_ids)
    if not gap.unknown_ids:
        return words.rich("saydo.lead.known", n=n, low=low)
    width = round(100 * (round(gap.gap_high or 0, 2) - round(gap.gap_low or 0, 2)))
    return words.rich(
        "saydo.lead",
        n=n,
        low=low,
        high=high,
        width=Figure(width, gap.unknown_ids),
        unknown=count_of(gap.unknown_ids),
    )


def _known(words: Words, gap: SayDoGap) -> Rich:
    known = tuple(row for row in gap.due_ids if row not in gap.unknown_ids)
    return words.rich(
        "saydo.known",
        known=count_of(known, gap.due_ids),
        low=_share(gap.gap_known_low, gap),
        high=_share(gap.gap_known_high, gap),
        low_unweighted=_share(gap.gap_low_unweighted, gap),
        high_unweighted=_share(gap.gap_high_unweighted, gap),
    )


def _note(words: Words, answers: Answers, found: SayDo) -> Rich:
    everything = tuple(answers.commitments)
    return words.rich("saydo.note", positions=Figure(found.n_positions, everything), days=_days(answers, "due-days"))


def _days(answers: Answers, threshold: str) -> int:
    return int(answers.ledger.item("thresholds", threshold).value or 0)


def _variants(words: Words, answers: Answers, found: SayDo) -> Rich:
    parts = []
    for row in found.grouped("variant"):
        values = {
            "low": _share(row.gap.gap_low, row.gap),
            "high": _share(row.gap.gap_high, row.gap),
            "n": count_of(row.gap.due_ids, (answers.framework.id,)),
        }
        if row.group.startswith("due-days"):
            parts.append(words.rich(f"saydo.variant.{row.group}", days=_days(answers, row.group), **values))
        else:
            parts.append(words.rich(f"saydo.variant.{row.group}", **values))
    return words.rich("saydo.variants", variants=words.list(tuple(parts)))


def _picture(words: Words, naming: Naming, found: SayDo) -> Picture:
    rows = list(_bars(words, naming, found))
    table_rows = [row for by in ("all", *CODELISTS) for row in found.grouped(by)]
    return Picture(
        anchor="say-do-picture",
        caption=words.say("saydo.caption"),
        description=words.say("saydo.description"),
        wide=say_do_chart(rows, wide=True),
        narrow=say_do_chart(rows, wide=False),
        legend=(
            Legend(words.say("saydo.legend.undone"), "gap-undone"),
            Legend(words.say("saydo.legend.unknown"), "gap-unknown"),
            Legend(words.say("saydo.legend.done"), "gap-done"),
        ),
        table=_table(words, naming, "rows-say-do", words.say("saydo.rows"), "group", table_rows),
    )


def _bars(words: Words, naming: Naming, found: SayDo) -> Iterator[dict[str, Any]]:
    """Yield the whole, the pillars and the fields, the largest worst case first; only groups that have a gap."""
    yield from (_bar(words, naming, row) for row in found.grouped("all"))
    for by, heading in (("pillar", "saydo.pillars"), ("field", "saydo.fields")):
        shown = [row for row in found.grouped(by) if row.gap.gap_high is not None]
        if by == "field":
            shown.sort(key=lambda row: (-(row.gap.gap_high or 0), row.group))
        if shown:
            yield {"name": words.say(heading), "heading": True, "low": 0, "high": 0, "label": "", "url": ""}
            yield from (_bar(words, naming, row) for row in shown)


def _bar(words: Words, naming: Naming, row: GapOfGroup) -> dict[str, Any]:
    gap = row.gap
    low, high = round(gap.gap_low or 0, 2), round(gap.gap_high or 0, 2)
    key = "saydo.label.exact" if low == high else "saydo.label"
    values = {"low": words.number(low, "percent"), "n": words.number(gap.n_due)}
    ambition = words.number(round(gap.mean_ambition or 0, 2), "ratio")
    if low != high:
        values["high"] = words.number(high, "percent")
    return {
        "name": _name(words, naming, row),
        "heading": False,
        "low": low,
        "high": high,
        "label": words.say(key, ambition=ambition, **values),
        "url": "#rows-say-do",
    }


def _name(words: Words, naming: Naming, row: GapOfGroup) -> str:
    if row.by == "all":
        return words.say("saydo.all")
    if row.by == "leader":
        leader = naming.ledger.by_id[row.group]
        return naming.leader(leader) if isinstance(leader, Leader) else row.group
    return naming.code(CODELISTS[row.by], row.group)


def _table(words: Words, naming: Naming, anchor: str, caption: str, first: str, rows: list[GapOfGroup]) -> Table:
    names = (first, "due", "nothing-found", "gap", "unweighted", "interval", "ambition", "not-due")
    header = tuple(words.say(f"column.{name}") for name in names)
    cells = tuple(_cells(words, naming, row) for row in rows)
    return Table(anchor, caption, header, cells, numeric=(1, 2, 6, 7), folded=True)


def _cells(words: Words, naming: Naming, row: GapOfGroup) -> tuple[Rich, ...]:
    gap = row.gap
    among = gap.due_ids or gap.not_due_ids
    return (
        plain(_name(words, naming, row)),
        (words.figure(count_of(gap.due_ids, among)),),
        (words.figure(count_of(gap.unknown_ids, among)),),
        _gap_or_reason(words, gap),
        _span(words, gap, gap.gap_low_unweighted, gap.gap_high_unweighted),
        _span(words, gap, gap.gap_known_low, gap.gap_known_high),
        (words.figure(_ratio(gap.mean_ambition, gap)),),
        (words.figure(count_of(gap.not_due_ids, among)),),
    )


def _gap_or_reason(words: Words, gap: SayDoGap) -> Rich:
    if gap.gap_low is None:
        return plain(words.say(f"reason.{gap.reason}"))
    return _span(words, gap, gap.gap_low, gap.gap_high)


def _span(words: Words, gap: SayDoGap, low: float | None, high: float | None) -> Rich:
    if low is None or high is None:
        return plain("")
    first, last = _share(low, gap), _share(high, gap)
    return (words.figure(first),) if first == last else words.rich("saydo.span", low=first, high=last)
