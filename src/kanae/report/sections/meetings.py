"""Recurring meetings and exercises: held, last, expected, late."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from kanae.measures.cadence import Cadence, Punctuality
from kanae.report.blocks import Legend, Paragraph, Picture, Section, Table
from kanae.report.charts.meetings import MeetingRows, meetings_chart
from kanae.report.naming import Naming
from kanae.report.rich import Figure, Rich, Span, count_of, plain

if TYPE_CHECKING:
    from kanae.model.records import Event
    from kanae.report.answers import Answers, SeriesAnswer
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
    quiet_since = date(answers.as_of.year - YEARS_QUIET, 1, 1)
    quiet = [row for row in rows if row.cadence.last is not None and row.cadence.last < quiet_since]
    active = [row for row in rows if row not in quiet]
    table = _table(words, answers, "meetings-table", words.say("meetings.table", as_of=answers.as_of), active)
    caption = words.say("meetings.quiet", years=YEARS_QUIET)
    old = (replace(_table(words, answers, "meetings-quiet", caption, quiet), folded=True),) if quiet else ()
    note = Paragraph(words.rich("meetings.note"), "note")
    return Section("meetings", title, (*_picture(words, naming, answers, active), note, table, *old))


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
    chart_rows = MeetingRows(held, expected, list(names.values()), first, answers.as_of)
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
    names = ("series", "held", "last", "rhythm", "expected", "ratio", "state", "promise", "searches")
    header = tuple(words.say(f"column.{name}") for name in names)
    cells = tuple(_cells(words, answers, row) for row in rows)
    return Table(anchor, caption, header, cells, numeric=(1, 5))


def _cells(words: Words, answers: Answers, row: SeriesAnswer) -> tuple[Rich, ...]:
    naming, cadence = Naming(answers.ledger, words), row.cadence
    return (
        (Span("", f"@{row.series.id}", "anchor"), Span(naming.text(row.series.label))),
        (words.figure(count_of(cadence.record_ids, (row.series.id,))),),
        _day(words, cadence),
        _rhythm(words, row),
        plain(words.day(cadence.expected)) if cadence.expected else plain(""),
        _ratio(words, cadence),
        (Span(words.say(f"punctuality.{cadence.punctuality}"), role=f"state-{cadence.punctuality}"),),
        _promise(naming, answers, row),
        naming.records(search.id for search in row.searches),
    )


def _promise(naming: Naming, answers: Answers, row: SeriesAnswer) -> Rich:
    status = answers.statuses.get(row.series.commitment or "")
    if status is None:
        return plain("")
    return (Span(naming.code("statuses", status.status.value), f"#{status.commitment_id}", "record"),)


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
