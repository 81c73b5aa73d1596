"""Institutions on paper and in practice, beside others; never a measure of strength."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kanae.measures.institution_history import InstitutionHistory, InstitutionYear
from kanae.measures.institutionalisation import Institutionalisation, Item, Score, Side
from kanae.measures.instruments import InstrumentComparison
from kanae.report.blocks import Block, Legend, Paragraph, Picture, Section, Table
from kanae.report.charts.institutions import scores_chart, years_chart
from kanae.report.naming import Naming
from kanae.report.rich import Figure, Rich, Span, plain
from kanae.report.sections.instruments import instrument_blocks

if TYPE_CHECKING:
    from kanae.report.answers import Answers
    from kanae.report.words import Words

LEGEND = ((Side.DESIGN, "deed-words"), (Side.IMPLEMENTATION, "deed-acts"))


def institutionalisation_section(words: Words, answers: Answers) -> Section:
    """Return the section on institutions; empty without a measure of them."""
    title = words.say("institutionalisation.title")
    history = answers.measured.of("institutionalisation", InstitutionHistory) if answers.measured else None
    own = next((row for row in history.latest if row.framework == answers.framework.id), None) if history else None
    if history is None or own is None:
        return Section("institutionalisation", title, ())
    if own.scores is None:
        return Section("institutionalisation", title, (Paragraph(words.rich("reason.year-beyond-coverage"), "note"),))
    naming, scores = Naming(answers.ledger, words), own.scores
    blocks: list[Block] = [
        Paragraph(_lead(words, naming.text(answers.framework.label), scores, history.mean_items)),
        *(
            Paragraph(text)
            for text in (_difference(words, scores, history.mean_items), _ranks(words, history, own))
            if text
        ),
        *_gaps(words, naming, scores),
        _scores(words, naming, answers, history),
        Paragraph(words.rich("institutionalisation.scores.says"), "note"),
        _items(words, naming, answers, scores),
        *_years(words, naming, answers, history),
    ]
    compared = answers.measured.of("instruments", InstrumentComparison) if answers.measured else None
    if compared is not None:
        blocks += instrument_blocks(words, naming, answers, compared)
    return Section("institutionalisation", title, tuple(blocks))


def _lead(words: Words, framework: str, scores: Institutionalisation, mean_items: int) -> Rich:
    known = min(scores.design.n_known, scores.implementation.n_known) >= mean_items
    return words.rich(
        "institutionalisation.lead" if known else "institutionalisation.lead.unknown",
        framework=framework,
        design=_figure(scores, scores.design, Side.DESIGN),
        design_range=_range(words, scores.design),
        implementation=_figure(scores, scores.implementation, Side.IMPLEMENTATION),
        implementation_range=_range(words, scores.implementation),
    )


def _difference(words: Words, scores: Institutionalisation, mean_items: int) -> Rich:
    both = scores.difference
    if both.value is None or min(scores.design.n_known, scores.implementation.n_known) < mean_items:
        return ()
    ahead = round(both.value, 2)
    key = "institutionalisation.difference" + ("" if ahead > 0 else ".behind" if ahead < 0 else ".level")
    figure = Figure(abs(ahead), scores.record_ids, "ratio")
    return words.rich(key, difference=figure, range=_range(words, both))


def _ranks(words: Words, history: InstitutionHistory, own: InstitutionYear) -> Rich:
    if own.rank is None:
        return ()
    n = sum(row.rank is not None for row in history.latest)
    is_open = (own.rank.low, own.rank.high) == (1, n)
    return words.rich(
        "institutionalisation.ranks.open" if is_open else "institutionalisation.ranks",
        draws=history.draws.number,
        n=n,
        low=own.rank.low,
        high=own.rank.high,
    )


def _gaps(words: Words, naming: Naming, scores: Institutionalisation) -> tuple[Paragraph, ...]:
    """Name the items that are not full, with what they are worth."""
    parts = tuple(
        words.rich(
            "institutionalisation.gap.item",
            block=naming.code("institution-blocks", item.block.value),
            side=words.texts[f"side.{item.side.value}"],
            value=_worth(words, item),
        )
        for item in scores.items
        if item.value != 1
    )
    if not parts:
        return ()
    return (Paragraph(words.rich("institutionalisation.gap", items=words.list(parts))),)


def _scores(words: Words, naming: Naming, answers: Answers, history: InstitutionHistory) -> Picture:
    scored = [(row, row.scores) for row in history.latest if row.scores is not None]
    names = {row.framework: naming.text(answers.ledger.framework(row.framework).adjective) for row, _ in scored}
    rows = [
        row for year, scores in scored for row in _drawn(names[year.framework], year.year, scores, history.mean_items)
    ]
    header = tuple(
        words.say(f"column.{name}")
        for name in ("institution", "design", "implementation", "difference", "rank", "known")
    )
    cells = tuple(_cells(words, names[row.framework], row, scores) for row, scores in scored)
    caption = words.say("institutionalisation.scores.caption", as_of=answers.as_of)
    return Picture(
        anchor="institutions-scores",
        caption=caption,
        description=words.say("institutionalisation.scores.description", n=history.mean_items),
        wide=scores_chart(rows, list(names.values()), wide=True),
        narrow=scores_chart(rows, list(names.values()), wide=False),
        legend=tuple(Legend(words.texts[f"side.{side.value}"], colour) for side, colour in LEGEND),
        table=Table("rows-institutions", caption, header, cells, numeric=(5,), folded=True),
    )


def _cells(words: Words, name: str, row: InstitutionYear, scores: Institutionalisation) -> tuple[Rich, ...]:
    rank = plain("")
    if row.rank is not None:
        rank = plain(words.texts["span"].format(first=words.number(row.rank.low), last=words.number(row.rank.high)))
    return (
        (Span(name, f"#{row.framework}", "record"),),
        _score(words, scores, scores.design, Side.DESIGN),
        _score(words, scores, scores.implementation, Side.IMPLEMENTATION),
        _score(words, scores, scores.difference, *Side),
        rank,
        plain(words.number(scores.difference.n_known)),
    )


def _items(words: Words, naming: Naming, answers: Answers, scores: Institutionalisation) -> Table:
    """Return the fourteen items as a table, a block a row."""
    by_block: dict[str, list[Item]] = {}
    for item in scores.items:
        by_block.setdefault(item.block.value, []).append(item)
    rows = tuple(
        (
            plain(naming.code("institution-blocks", block)),
            *(cell for item in items for cell in (plain(_worth(words, item)), naming.records(item.record_ids))),
        )
        for block, items in by_block.items()
    )
    header = tuple(words.say(f"column.{name}") for name in ("block", "design", "record", "implementation", "record"))
    caption = words.say(
        "institutionalisation.items.caption", framework=naming.text(answers.framework.label), as_of=answers.as_of
    )
    return Table("institution-items", caption, header, rows, folded=True)


def _years(
    words: Words, naming: Naming, answers: Answers, history: InstitutionHistory
) -> tuple[Picture | Paragraph, ...]:
    own = [(row, row.scores) for row in history.rows if row.framework == answers.framework.id and row.scores]
    if len(own) < 2:
        return ()
    rows = [drawn for row, scores in own for drawn in _drawn("", row.year, scores, history.mean_items)]
    caption = words.say(
        "institutionalisation.years.caption",
        framework=naming.text(answers.framework.label),
        first=str(own[0][0].year),
    )
    heads = {side.value: words.texts[f"side.{side.value}"] for side in Side}
    header = tuple(words.say(f"column.{name}") for name in ("year", "design", "implementation", "known"))
    cells = tuple(
        (
            plain(str(row.year)),
            _score(words, scores, scores.design, Side.DESIGN),
            _score(words, scores, scores.implementation, Side.IMPLEMENTATION),
            plain(words.number(scores.difference.n_known)),
        )
        for number, (row, scores) in enumerate(own)
        if number in (0, len(own) - 1) or _bounds(scores) != _bounds(own[number - 1][1])
    )
    picture = Picture(
        anchor="institutions-years",
        caption=caption,
        description=words.say("institutionalisation.years.description", n=history.mean_items),
        wide=years_chart(rows, heads, wide=True),
        narrow=years_chart(rows, heads, wide=False),
        legend=(),
        table=Table("rows-institution-years", caption, header, cells, numeric=(3,), folded=True),
    )
    return (picture, Paragraph(words.rich("institutionalisation.years.says"), "note"))


def _bounds(scores: Institutionalisation) -> tuple[tuple[float, float], ...]:
    return tuple((item.low, item.high) for item in scores.items)


def _drawn(name: str, year: int, scores: Institutionalisation, mean_items: int) -> list[dict[str, object]]:
    return [
        {
            "framework": name,
            "year": year,
            "side": side.value,
            "low": round(score.low, 4),
            "high": round(score.high, 4),
            "value": None if score.value is None or score.n_known < mean_items else round(score.value, 4),
        }
        for side, score in ((Side.DESIGN, scores.design), (Side.IMPLEMENTATION, scores.implementation))
    ]


def _score(words: Words, scores: Institutionalisation, score: Score, *sides: Side) -> Rich:
    return words.rich("institutionalisation.score", value=_figure(scores, score, *sides), range=_range(words, score))


def _figure(scores: Institutionalisation, score: Score, *sides: Side) -> Figure:
    ids = sorted({record_id for item in scores.items if item.side in sides for record_id in item.record_ids})
    return Figure(None if score.value is None else round(score.value, 2), tuple(ids), "ratio")


def _range(words: Words, score: Score) -> str:
    first, last = (words.number(round(value, 2)) for value in (score.low, score.high))
    return first if first == last else words.texts["span"].format(first=first, last=last)


def _worth(words: Words, item: Item) -> str:
    """Return what an item is worth in words."""
    if item.value is not None:
        return words.number(item.value)
    if item.low > 0:
        return words.say("institutionalisation.at-least", value=item.low)
    return words.say("institutionalisation.at-most", value=item.high) if item.high < 1 else words.texts["unknown"]
