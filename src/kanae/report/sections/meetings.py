"""Recurring meetings and exercises: alive, held, last, expected, late."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from kanae.measures.cadence import FEWEST_GAPS, Cadence, Punctuality
from kanae.report.blocks import Legend, Paragraph, Picture, Section, Table
from kanae.report.charts.meetings import BAND, MeetingRows, meetings_chart
from kanae.report.naming import Naming
from kanae.report.rich import Figure, Rich, Span, count_of, plain
from kanae.report.sections.lives import band_rows, by_id, comparators_table, life_cell, life_paragraphs

if TYPE_CHECKING:
    from kanae.model.records import Event
    from kanae.report.answers import Answers, Lives, MechanismLife, SeriesAnswer
    from kanae.report.words import Words

YEARS_SHOWN = 8
YEARS_QUIET = 4
"""A series that has not met for so many years is left out of the picture and stands in a table of its own."""


def meetings_section(words: Words, answers: Answers) -> Section:
    """Return the section on the series."""
    naming = Naming(answers.ledger, words)
    rows = sorted(answers.series, key=lambda row: _order(answers, row))
    title = words.say("meetings.title")
    if not rows:
        return Section("meetings", title, ())
    lives = _lives(answers)
    quiet_since = date(answers.as_of.year - YEARS_QUIET, 1, 1)
    quiet = [row for row in rows if row.cadence.last is not None and row.cadence.last < quiet_since]
    active = [row for row in rows if row not in quiet]
    table = _table(words, answers, "meetings-table", words.say("meetings.table", as_of=answers.as_of), active)
    caption = words.say("meetings.quiet", years=YEARS_QUIET)
    old = (replace(_table(words, answers, "meetings-quiet", caption, quiet), folded=True),) if quiet else ()
    paragraphs = life_paragraphs(words, answers, lives) if lives else ()
    revived = int(answers.ledger.item("cadence-limits", "revived-days").value or 0)
    notes = (
        Paragraph(words.rich("vitality.note", days=revived), "note"),
        Paragraph(words.rich("meetings.note"), "note"),
    )
    others = comparators_table(words, answers, lives) if lives else ()
    picture = _picture(words, naming, answers, active)
    return Section("meetings", title, (*paragraphs, *picture, *notes, table, *old, *others))


def _lives(answers: Answers) -> Lives | None:
    from kanae.report.answers import Lives

    return answers.measured.of("vitality", Lives) if answers.measured is not None else None


def _order(answers: Answers, row: SeriesAnswer) -> tuple[int, int, str]:
    levels = list(answers.ledger.codelists["levels"])
    return (levels.index(row.series.level), 0 if row.cadence.is_stated else 1, row.series.id)


def _picture(words: Words, naming: Naming, answers: Answers, rows: list[SeriesAnswer]) -> tuple[Picture, ...]:
    first = date(answers.as_of.year - YEARS_SHOWN, 1, 1)
    shown = [row for row in rows if row.cadence.last is not None]
    if not shown:
        return ()
    names = {row.series.id: naming.text(row.series.label) for row in shown}
    held = [
        {
            "day": event.date.last.isoformat(),
            "series": names[row.series.id],
            "title": f"{words.date(event.date)} {naming.text(event.title)}",
            "url": f"#{event.id}",
        }
        for row in shown
        for event in _events(answers, row.cadence)
        if event.date.last >= first
    ]
    expected = [
        {
            "day": row.cadence.expected.isoformat(),
            "series": names[row.series.id],
            "late": row.cadence.punctuality in (Punctuality.LATE, Punctuality.OVERDUE),
        }
        for row in shown
        if row.cadence.expected is not None
    ]
    lives = by_id(_lives(answers))
    bands = band_rows(words, ((names[row], lives[row]) for row in names if row in lives), first.isoformat())
    chart_rows = MeetingRows(bands, held, expected, list(names.values()), first, answers.as_of)
    header = tuple(words.say(f"column.{name}") for name in ("date", "series", "event"))
    cells = tuple(
        (plain(words.date(event.date)), plain(names[row.series.id]), naming.event(event))
        for row in shown
        for event in _events(answers, row.cadence)
        if event.date.last >= first
    )
    return (
        Picture(
            anchor="meetings-picture",
            caption=words.say("meetings.caption", first=str(first.year)),
            description=words.say("meetings.description"),
            wide=meetings_chart(chart_rows, wide=True),
            narrow=meetings_chart(chart_rows, wide=False),
            legend=(
                *(Legend(words.say(f"meetings.legend.{state}"), tone, "band") for state, tone in BAND.items()),
                Legend(words.say("meetings.legend.not-known"), "faint", "frame"),
                Legend(words.say("meetings.legend.held"), "group-meeting", "dot"),
                Legend(words.say("meetings.legend.expected"), "ink", "ring"),
                Legend(words.say("meetings.legend.late"), "tone-bad", "ring"),
                Legend(words.say("meetings.legend.today"), "faint", "line"),
            ),
            table=Table("rows-meetings", words.say("meetings.title"), header, cells, folded=True),
        ),
    )


def _events(answers: Answers, cadence: Cadence) -> list[Event]:
    return [answers.events[event_id] for event_id in cadence.record_ids if event_id in answers.events]


def _table(words: Words, answers: Answers, anchor: str, caption: str, rows: list[SeriesAnswer]) -> Table:
    names = ("series", "life", "held", "last", "rhythm", "expected", "ratio", "p-gap", "state", "searches")
    header = tuple(words.say(f"column.{name}") for name in names)
    lives = by_id(_lives(answers))
    cells = tuple(_cells(words, answers, row, lives.get(row.series.id)) for row in rows)
    return Table(anchor, caption, header, cells, numeric=(2, 6, 7))


def _cells(words: Words, answers: Answers, row: SeriesAnswer, life: MechanismLife | None) -> tuple[Rich, ...]:
    naming, cadence = Naming(answers.ledger, words), row.cadence
    return (
        (Span("", f"@{row.series.id}", "anchor"), Span(naming.text(row.series.label))),
        life_cell(words, life.life) if life is not None else plain(""),
        (words.figure(count_of(cadence.record_ids, (row.series.id,))),),
        _day(words, cadence),
        _rhythm(words, row),
        plain(words.day(cadence.expected)) if cadence.expected else plain(""),
        _ratio(words, cadence),
        _p_gap(words, cadence),
        _punctuality(words, cadence),
        naming.records(search.id for search in row.searches),
    )


def _punctuality(words: Words, cadence: Cadence) -> Rich:
    """Return where a series stands; many meetings whose gaps cannot be used are not called too few."""
    if cadence.punctuality is Punctuality.TOO_FEW and len(cadence.gaps) >= FEWEST_GAPS:
        return (Span(words.say("punctuality.too-few-usable")),)
    return (Span(words.say(f"punctuality.{cadence.punctuality}"), role=f"state-{cadence.punctuality}"),)


def _day(words: Words, cadence: Cadence) -> Rich:
    if cadence.last is None:
        return plain("")
    return (Span(words.day(cadence.last), f"#{cadence.record_ids[-1]}", "record"),)


def _rhythm(words: Words, row: SeriesAnswer) -> Rich:
    cadence = row.cadence
    if cadence.rhythm_days is None:
        return plain("")
    text = words.say(f"meetings.{'stated' if cadence.is_stated else 'estimated'}", days=cadence.rhythm_days)
    target = f"#{row.series.commitment}" if cadence.is_stated and row.series.commitment else ""
    return (Span(text, target, "record"),)


def _ratio(words: Words, cadence: Cadence) -> Rich:
    if cadence.overdue_ratio is None:
        return plain("")
    return (words.figure(Figure(cadence.overdue_ratio, cadence.record_ids[-1:], "ratio")),)


def _p_gap(words: Words, cadence: Cadence) -> Rich:
    if cadence.p_gap is None:
        return plain("")
    return (words.figure(Figure(cadence.p_gap, cadence.record_ids, "percent")),)
