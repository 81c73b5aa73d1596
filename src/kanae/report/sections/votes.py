"""Alignment in votes: how close the members voted, corrected for chance, and where they split, by name."""

from __future__ import annotations

from datetime import date
from itertools import combinations
from typing import TYPE_CHECKING

from kanae.model.dates import PartialDate
from kanae.report.blocks import Block, Entries, Entry, Legend, Paragraph, Picture, Section, Table
from kanae.report.charts.frame import LINE_COLOURS
from kanae.report.charts.votes import votes_chart
from kanae.report.naming import Naming
from kanae.report.rich import Figure, Rich, Span, count_of, plain

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kanae.model.alignment import Alignment, DistanceOfPair, PairOfYear, VoteFile, YearOfVotes
    from kanae.model.similarity import DivergentVote
    from kanae.report.answers import Answers
    from kanae.report.words import Words

COMMAND = "kanae votes fetch"
YEARS_SHOWN = 30


def votes_section(words: Words, answers: Answers) -> Section:
    """Return the section on votes; without votes, a sentence that says how to get them."""
    title = words.say("votes.title")
    alignment = answers.alignment
    if alignment is None:
        command = Span(COMMAND, role="command")
        return Section("votes", title, (Paragraph(words.rich("votes.absent", command=command)),))
    naming = Naming(answers.ledger, words)
    blocks: list[Block] = [
        Paragraph(_lead(words, naming, alignment)),
        Paragraph(_splits(words, alignment)),
        *_picture(words, naming, alignment),
        Paragraph(words.rich("votes.note"), "note"),
    ]
    if alignment.distances:
        blocks += [_distances(words, naming, alignment), Paragraph(words.rich("votes.distance.note"), "note")]
    lists = {
        "votes.divergent": [_divergent_entry(words, naming, alignment, row) for row in alignment.divergent],
        "votes.years": [_year_entry(words, alignment, row) for row in _shown(alignment)],
        "votes.files": [_file_entry(words, row) for row in alignment.files],
    }
    blocks += [
        Entries(words.say("list", name=words.texts[key], n=len(items)), tuple(items))
        for key, items in lists.items()
        if items
    ]
    return Section("votes", title, tuple(blocks))


def _shown(alignment: Alignment) -> list[YearOfVotes]:
    return [row for row in alignment.years if row.year > alignment.latest.year - YEARS_SHOWN]


def _pair(words: Words, naming: Naming, a: str, b: str) -> str:
    return words.say("votes.pair", a=naming.code("states", a), b=naming.code("states", b))


def _lead(words: Words, naming: Naming, alignment: Alignment) -> Rich:
    record = (alignment.latest.id,)
    parts = tuple(
        words.rich(
            "votes.lead.pair",
            pair=_pair(words, naming, row.a, row.b),
            kappa=_ratio(row.kappa, record),
            interval=_interval(words, row.low, row.high),
            agreement=_ratio(row.agreement, record),
            n=Figure(row.n, record),
        )
        for row in alignment.pairs_of(alignment.latest.year)
    )
    return words.rich("votes.lead", year=str(alignment.latest.year), pairs=words.list(parts))


def _splits(words: Words, alignment: Alignment) -> Rich:
    record = (alignment.latest.id,)
    opposed = [_vote_id(row) for row in alignment.divergent if row.distance > 1]
    return words.rich(
        "votes.splits",
        year=str(alignment.latest.year),
        n=Figure(alignment.latest.n, record),
        divergent=count_of((_vote_id(row) for row in alignment.divergent), record),
        opposed=count_of(opposed, record),
    )


def _ratio(value: float | None, record_ids: tuple[str, ...]) -> Figure:
    return Figure(None if value is None else round(value, 2), record_ids, "ratio")


def _interval(words: Words, low: float | None, high: float | None) -> str:
    if low is None or high is None:
        return words.texts["unknown"]
    return words.texts["span"].format(first=words.number(round(low, 2)), last=words.number(round(high, 2)))


def _picture(words: Words, naming: Naming, alignment: Alignment) -> Iterator[Picture]:
    first = alignment.latest.year - YEARS_SHOWN
    pairs = [row for row in alignment.pairs if row.year > first and row.kappa is not None]
    if not pairs:
        return
    names = [_pair(words, naming, a, b) for a, b in combinations(alignment.states, 2)][: len(LINE_COLOURS)]
    rows = [
        {
            "year": row.year,
            "pair": name,
            "kappa": round(row.kappa, 3),
            "title": f"{row.year} {name} {words.number(round(row.kappa, 2))}",
            "url": f"#votes-{row.year}",
        }
        for row in pairs
        if row.kappa is not None and (name := _pair(words, naming, row.a, row.b)) in names
    ]
    yield Picture(
        anchor="votes-picture",
        caption=words.say("votes.caption", first=str(min(row.year for row in pairs)), last=str(pairs[-1].year)),
        description=words.say("votes.description"),
        wide=votes_chart(rows, names, wide=True),
        narrow=votes_chart(rows, names, wide=False),
        legend=tuple(Legend(name, colour, "dot") for name, colour in zip(names, LINE_COLOURS, strict=False)),
        table=_rows(words, naming, pairs, "rows-votes", words.say("votes.rows")),
    )


def _rows(words: Words, naming: Naming, pairs: list[PairOfYear], anchor: str, caption: str) -> Table:
    names = ("year", "pair", "votes", "agreement", "s", "pi", "kappa")
    header = tuple(words.say(f"column.{name}") for name in names)
    cells = tuple(_cells(words, naming, row) for row in sorted(pairs, key=lambda row: -row.year))
    return Table(anchor, caption, header, cells, numeric=(2, 3, 4, 5, 6), folded=True)


def _cells(words: Words, naming: Naming, row: PairOfYear) -> tuple[Rich, ...]:
    record = (f"votes-{row.year}",)
    return (
        (Span(str(row.year), f"#votes-{row.year}", "record"),),
        plain(_pair(words, naming, row.a, row.b)),
        (words.figure(Figure(row.n, record)),),
        *((words.figure(_ratio(value, record)),) for value in (row.agreement, row.s, row.pi, row.kappa)),
    )


def _distances(words: Words, naming: Naming, alignment: Alignment) -> Table:
    file = next(file for file in alignment.files if file.holds_points)
    header = tuple(words.say(f"column.{name}") for name in ("pair", "distance", "interval"))
    cells = tuple(_distance_cells(words, naming, row, file) for row in alignment.distances)
    row = alignment.distances[0]
    caption = words.say(f"votes.distance.{row.by}", period=str(row.period))
    return Table("votes-distances", caption, header, cells, numeric=(1,))


def _distance_cells(words: Words, naming: Naming, row: DistanceOfPair, file: VoteFile) -> tuple[Rich, ...]:
    return (
        plain(_pair(words, naming, row.a, row.b)),
        (words.figure(_ratio(row.distance, (file.id,))),),
        plain(_interval(words, row.low, row.high)),
    )


def _vote_id(row: DivergentVote) -> str:
    return f"vote-{row.resolution.id}"


def _divergent_entry(words: Words, naming: Naming, alignment: Alignment, row: DivergentVote) -> Entry:
    resolution = row.resolution
    head: list[Span] = []
    if resolution.date is not None:
        head += [Span(words.day(resolution.date), role="date"), Span(" ")]
    head.append(Span(resolution.title or resolution.symbol or resolution.id, role="address"))
    if resolution.symbol and resolution.title:
        head.append(Span(f" {resolution.symbol}", role="address"))
    chosen = tuple(
        words.rich(
            "votes.choice", state=naming.code("states", state), choice=words.texts[f"votes.choice.{_choice(choice)}"]
        )
        for state, choice in zip(alignment.states, row.choices, strict=True)
    )
    lines = [words.list(chosen), words.rich("votes.totals", yes=row.yes, abstain=row.abstain, no=row.no)]
    issues = [words.texts[key] for code in resolution.issues if (key := f"votes.issue.{code}") in words.texts]
    if issues:
        lines.append(plain(words.texts["comma"].join(issues)))
    opposed = row.distance > 1
    badge = words.texts["votes.opposed" if opposed else "votes.abstained"]
    return Entry(_vote_id(row), tuple(head), tuple(lines), badge, "bad" if opposed else "plain")


def _choice(choice: object) -> str:
    return str(getattr(choice, "name", "unrecorded")).lower().replace("_", "-")


def _year_entry(words: Words, alignment: Alignment, row: YearOfVotes) -> Entry:
    files = words.list(tuple((Span(file.name, f"#{file.id}", "source"),) for file in alignment.files))
    if row.first is None or row.last is None:
        line = words.rich("votes.year.undated", n=row.n, files=files)
    else:
        days = PartialDate.parse(f"{row.first}/{row.last}" if row.first != row.last else f"{row.first}")
        line = words.rich("votes.year", n=row.n, days=words.date(days), files=files)
    return Entry(row.id, plain(str(row.year)), (line,))


def _file_entry(words: Words, row: VoteFile) -> Entry:
    name = Span(row.citation or row.name, row.page, "address")
    lines = [words.rich("votes.file", name=Span(row.name, role="address"), digest=row.sha256[:12])]
    if row.licence:
        licence = Span(row.licence, role="address")
        fetched = words.day(date.fromisoformat(row.fetched)) if row.fetched else words.texts["unknown"]
        lines.append(words.rich("votes.licence", licence=licence, fetched=fetched))
    return Entry(row.id, (name,), tuple(lines))
