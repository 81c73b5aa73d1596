"""Rise and fall: counts of cooperation and friction, the changes and phases found, and turns dated beforehand."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from kanae.measures.change_points import FEWEST_PERIODS, LEVEL
from kanae.measures.count_series import emptiest
from kanae.measures.cycle import Changes, Counted, Cycle, SeriesChange
from kanae.model.records import Coverage
from kanae.report.blocks import Legend, Paragraph, Picture, Section, Table
from kanae.report.charts.cycle import CyclePanel, CycleRows, cycle_chart
from kanae.report.naming import Naming
from kanae.report.rich import Figure, Rich, Span, count_of, plain

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from kanae.measures.count_series import CountSeries
    from kanae.measures.dated_turns import HeldAgainst
    from kanae.model.records import Benchmark
    from kanae.report.answers import Answers
    from kanae.report.words import Words

FEWEST_SHOWN = 8
"""Half-years a part of the record must be covered for to have a row in the picture."""

DOWN = "down"
SETBACK = "setback"
ANSWERS = {True: "yes", False: "no", None: "unknown"}
GROUPS = {"part": "meeting", "cooperation": "act", "friction": "setback"}


def cycle_section(words: Words, answers: Answers) -> Section:
    """Return the section; empty when nothing of the framework is counted."""
    title = words.say("cycle.title")
    found = answers.measured.of("change-points", Changes) if answers.measured else None
    if found is None or not found.series:
        return Section("cycle", title, ())
    naming = Naming(answers.ledger, words)
    sentences = [
        _lead(words, found),
        *(_found(words, naming, row) for row in _changed(found.series)),
        *_multiple(words, found),
        *_phases(words, naming, answers),
        *_contacts(words, naming, answers, found),
    ]
    return Section(
        "cycle",
        title,
        (
            *(Paragraph(sentence) for sentence in sentences),
            _picture(words, naming, answers, found),
            Paragraph(words.rich("cycle.note"), "note"),
            _changes(words, naming, found),
            *_turns(words, naming, answers, found),
        ),
    )


def shown_benchmarks(answers: Answers) -> tuple[Benchmark, ...]:
    """Return the turns that were dated beforehand, the earliest first; none when nothing is counted."""
    found = answers.measured.of("change-points", Changes) if answers.measured else None
    if found is None or not found.series:
        return ()
    rows = (row for row in answers.ledger.benchmarks if row.confirmed and answers.framework.id in row.frameworks)
    return tuple(sorted(rows, key=lambda row: row.date.first))


def _tested(found: Sequence[SeriesChange]) -> list[SeriesChange]:
    return [row for row in found if row.change.found is not None]


def _changed(found: Sequence[SeriesChange]) -> list[SeriesChange]:
    return [row for row in _tested(found) if row.range is not None]


def _name(words: Words, naming: Naming, counted: Counted) -> str:
    record = naming.ledger.by_id.get(counted.series_id)
    return naming.text(record.label) if isinstance(record, Coverage) else words.say(f"cycle.series.{counted.kind}")


def _remark(naming: Naming, counted: Counted) -> Rich:
    record = naming.ledger.by_id.get(counted.series_id)
    return plain(naming.text(record.remark)) if isinstance(record, Coverage) else ()


def _lead(words: Words, found: Changes) -> Rich:
    tested, changed = _tested(found.series), _changed(found.series)
    ids = tuple(dict.fromkeys(event for row in tested for event in row.event_ids))
    if not tested:
        return words.rich("cycle.lead.few", fewest=FEWEST_PERIODS)
    if not changed:
        return words.rich("cycle.lead.none", n=Figure(len(tested), ids))
    return words.rich("cycle.lead.found", found=Figure(len(changed), ids), n=Figure(len(tested), ids))


def _found(words: Words, naming: Naming, row: SeriesChange) -> Rich:
    if row.range is None:
        return ()
    return words.rich(
        "cycle.found",
        series=_name(words, naming, row.counted),
        before=Figure(row.change.rate_before, row.event_ids, "ratio"),
        after=Figure(row.change.rate_after, row.event_ids, "ratio"),
        low=row.range[0],
        high=row.range[1],
        p=Figure(row.change.p_value, row.event_ids, "probability"),
    )


def _multiple(words: Words, found: Changes) -> Iterator[Rich]:
    """Yield how far the finding depends on how many series were tested, and on the length of the periods."""
    changed = _changed(found.series)
    if not changed:
        return
    halves = {row.counted.series_id for row in _changed(found.half_years)}
    ids = tuple(dict.fromkeys(event for row in changed for event in row.event_ids))
    yield words.rich(
        "cycle.multiple",
        n=Figure(len(changed), ids),
        kept=Figure(sum(row.p_adjusted is not None and row.p_adjusted <= LEVEL for row in changed), ids),
        again=Figure(sum(row.counted.series_id in halves for row in changed), ids),
    )


def _phases(words: Words, naming: Naming, answers: Answers) -> Iterator[Rich]:
    cycle = answers.measured.of("cycle", Cycle) if answers.measured else None
    looked = [row for row in cycle.series if row.phases and row.phases.found is not None] if cycle else []
    phased = [row for row in looked if row.phases and row.phases.found]
    if phased:
        names = words.list(tuple(plain(_name(words, naming, row.counted)) for row in phased))
        yield words.rich("cycle.phases", names=names)
    elif looked:
        yield words.rich("cycle.phases.none")


def _contacts(words: Words, naming: Naming, answers: Answers, found: Changes) -> Iterator[Rich]:
    """Yield the downturn that a count of contacts alone would date to another time, in the series with most events."""
    for turn in shown_benchmarks(answers):
        if turn.direction != DOWN:
            continue
        for row in sorted(_tested(found.series), key=lambda row: (-len(row.event_ids), row.counted.series_id)):
            places = [
                place
                for place, period in enumerate(row.periods)
                if period.first <= turn.date.last and turn.date.first <= period.last
            ]
            ids = row.counted.counts.span.record_ids
            least = emptiest([len(events) for events in ids], len(places)) if len(places) > 1 else 0
            within = [event for place in places for event in ids[place]]
            fewest = [event for events in ids[least : least + len(places)] for event in events]
            if len(places) > 1 and len(fewest) < len(within):
                yield words.rich(
                    "cycle.contacts",
                    series=_name(words, naming, row.counted),
                    benchmark=(Span(naming.text(turn.label), f"#{turn.id}", "record"),),
                    n=count_of(within),
                    low=row.periods[least].first,
                    high=row.periods[least + len(places) - 1].last,
                    fewest=count_of(fewest, row.event_ids),
                    setbacks=count_of(_setbacks(answers, turn), row.event_ids),
                )
                break


def _setbacks(answers: Answers, turn: Benchmark) -> tuple[str, ...]:
    """Return the confirmed setbacks that surely fall into the time of a turn."""
    return tuple(
        row.id
        for row in answers.events.values()
        if row.confirmed
        and answers.ledger.item("event-kinds", row.kind).group == SETBACK
        and turn.date.first <= row.date.first
        and row.date.last <= turn.date.last
    )


def _picture(words: Words, naming: Naming, answers: Answers, found: Changes) -> Picture:
    ranges = {row.counted.series_id: row.range for row in found.series}
    shown = [
        row.counted
        for row in found.half_years
        if row.counted.kind != "part" or sum(row.counted.counts.covered) >= FEWEST_SHOWN
    ]
    shown.sort(key=lambda counted: list(GROUPS).index(counted.kind))
    periods = shown[0].counts.periods
    first = periods[0].first
    rows = CycleRows(
        panels=[_panel(words, naming, counted, ranges.get(counted.series_id)) for counted in shown],
        terms=_terms(words, naming, answers, first.isoformat()),
        states=[naming.short("states", state) for state in answers.framework.members],
        turns=[
            {
                "start": turn.date.first.isoformat(),
                "end": (turn.date.last + timedelta(days=45)).isoformat(),
                "title": f"{words.date(turn.date)} {naming.text(turn.label)}",
            }
            for turn in shown_benchmarks(answers)
            if turn.date.first <= answers.as_of
        ],
        lane=words.say("cycle.lane.benchmarks"),
        first=first,
        last=periods[-1].last,
    )
    return Picture(
        anchor="cycle-picture",
        caption=words.say("cycle.caption", first=str(first.year)),
        description=words.say("cycle.description"),
        wide=cycle_chart(rows, wide=True),
        narrow=cycle_chart(rows, wide=False),
        legend=(
            Legend(words.say("cycle.legend.uncovered"), "grid"),
            Legend(words.say("cycle.legend.benchmark"), "tone-fading"),
            *((Legend(words.say("cycle.legend.range"), "tone-fading", "ring"),) if _changed(found.series) else ()),
        ),
        table=_rows(words, naming, shown),
    )


def _panel(words: Words, naming: Naming, counted: Counted, found: tuple[date, date] | None) -> CyclePanel:
    counts = counted.counts
    name = _name(words, naming, counted)
    return CyclePanel(
        title=name,
        group=GROUPS[counted.kind],
        bars=[
            {
                "start": period.first.isoformat(),
                "end": (period.last - timedelta(days=15)).isoformat(),
                "n": len(ids),
                "title": words.say("cycle.bar", half_year=words.half_year(period.name), series=name, n=len(ids)),
            }
            for period, ids in zip(counts.periods, counts.record_ids, strict=True)
            if ids
        ],
        uncovered=_uncovered(counts),
        span=None if found is None else {"start": found[0].isoformat(), "end": found[1].isoformat()},
    )


def _uncovered(counts: CountSeries) -> list[dict[str, Any]]:
    """Return the spans before and after the covered one; the whole when nothing is covered."""
    first, last = counts.periods[0].first.isoformat(), counts.periods[-1].last.isoformat()
    covered = counts.span.periods
    if not covered:
        return [{"start": first, "end": last}]
    after = (covered[-1].last + timedelta(days=1)).isoformat()
    spans = [{"start": first, "end": covered[0].first.isoformat()}, {"start": after, "end": last}]
    return [span for span in spans if span["start"] < span["end"]]


def _terms(words: Words, naming: Naming, answers: Answers, first: str) -> list[dict[str, Any]]:
    last = answers.as_of.isoformat()
    terms: list[dict[str, Any]] = [
        {
            "state": naming.short("states", row.state),
            "name": naming.text(row.name),
            "title": f"{naming.leader(row)} {words.date(row.start)}",
            "start": max(row.start.first.isoformat(), first),
            "end": min(row.end.last.isoformat(), last) if row.end else last,
            "acting": row.acting,
        }
        for row in answers.leaders
    ]
    return [term for term in terms if term["start"] < term["end"]]


def _rows(words: Words, naming: Naming, shown: Sequence[Counted]) -> Table:
    header = (words.say("column.half-year"), *(_name(words, naming, counted) for counted in shown))
    cells = tuple(
        (
            plain(words.half_year(period.name)),
            *(plain(str(len(counted.counts.record_ids[place]))) for counted in shown),
        )
        for place, period in enumerate(shown[0].counts.periods)
    )
    return Table(
        "rows-cycle", words.say("cycle.rows"), header, cells, numeric=tuple(range(1, len(header))), folded=True
    )


def _changes(words: Words, naming: Naming, found: Changes) -> Table:
    names = ("coverage", "tested-from", "tested-to", "periods", "answer", "p-value", "p-holm", "remark")
    header = tuple(words.say(f"column.{name}") for name in names)
    cells = tuple(_change(words, naming, row) for row in found.series)
    return Table("cycle-changes", words.say("cycle.table"), header, cells, numeric=(3, 5, 6))


def _change(words: Words, naming: Naming, row: SeriesChange) -> tuple[Rich, ...]:
    def probability(value: float | None) -> Rich:
        return () if value is None else (words.figure(Figure(value, row.event_ids, "probability")),)

    return (
        plain(_name(words, naming, row.counted)),
        plain(words.day(row.periods[0].first)) if row.periods else (),
        plain(words.day(row.periods[-1].last)) if row.periods else (),
        plain(words.number(len(row.periods))),
        plain(words.say(f"cycle.answer.{ANSWERS[row.change.found]}")),
        probability(row.change.p_value),
        probability(row.p_adjusted),
        _remark(naming, row.counted),
    )


def _turns(words: Words, naming: Naming, answers: Answers, found: Changes) -> Iterator[Table]:
    turns, tested = shown_benchmarks(answers), _tested(found.series)
    if not turns or not tested:
        return
    header = (
        words.say("column.benchmark"),
        words.say("column.date"),
        words.say("column.direction"),
        *(_name(words, naming, row.counted) for row in tested),
        words.say("column.sources"),
    )
    cells = tuple(
        (
            (Span("", f"@{turn.id}", "anchor"), Span(naming.text(turn.label))),
            plain(words.date(turn.date)),
            plain(naming.code("directions", turn.direction)),
            *(_held(words, row, next(held for held in row.held if held.record_id == turn.id)) for row in tested),
            naming.citations(turn.citations),
        )
        for turn in turns
    )
    yield Table("cycle-turns", words.say("cycle.benchmarks"), header, cells)


def _held(words: Words, row: SeriesChange, held: HeldAgainst) -> Rich:
    if not held.could_be_found:
        return words.rich("cycle.held.outside-span")
    if held.inside is None or held.by_chance is None:
        return words.rich("cycle.held.no-change")
    key = "outside" if not held.inside else "inside" if held.same_direction else "against"
    return words.rich(f"cycle.held.{key}", chance=Figure(held.by_chance, row.event_ids, "percent"))
