"""Events since the beginning, in lanes by level, with the terms of the leaders behind them."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from kanae.report.blocks import Legend, Paragraph, Picture, Section, Table
from kanae.report.charts.timeline import MARKS, TimelineRows, timeline_chart
from kanae.report.naming import Naming
from kanae.report.rich import plain

if TYPE_CHECKING:
    from kanae.model.records import Leader
    from kanae.report.answers import Answers
    from kanae.report.words import Words


def timeline_section(words: Words, answers: Answers) -> Section:
    """Return the timeline of the events in which all members took part, and of the setbacks between them."""
    naming = Naming(answers.ledger, words)
    events = [
        row
        for row in answers.events.values()
        if row.confirmed
        and (
            set(answers.framework.members) <= set(row.members)
            or answers.ledger.item("event-kinds", row.kind).group == "setback"
        )
    ]
    events.sort(key=lambda row: (row.date.first, row.id))
    if not events:
        return Section("timeline", words.say("timeline.title"), ())
    first = events[0].date.first
    levels = [level for level in answers.ledger.codelists["levels"] if any(row.level == level for row in events)]
    rows = TimelineRows(
        events=[
            {
                "day": _middle(row.date.first.toordinal(), row.date.last.toordinal()),
                "level": naming.code("levels", row.level),
                "group": answers.ledger.item("event-kinds", row.kind).group or "meeting",
                "title": f"{words.date(row.date)} {naming.text(row.title)}",
                "url": f"#{row.id}",
            }
            for row in events
        ],
        terms=[
            {
                "state": naming.short("states", row.state),
                "name": naming.text(row.name),
                "title": _term(words, naming, row),
                "start": max(row.start.first, first).isoformat(),
                "end": (row.end.last if row.end and row.end.last < answers.as_of else answers.as_of).isoformat(),
                "acting": row.acting,
            }
            for row in answers.leaders
            if row.end is None or row.end.last >= first
        ],
        levels=[naming.code("levels", level) for level in levels],
        states=[naming.short("states", state) for state in answers.framework.members],
        first=first,
        last=answers.as_of,
    )
    table = Table(
        "rows-timeline",
        words.say("timeline.title"),
        tuple(words.say(f"column.{name}") for name in ("date", "event", "kind", "level", "members", "record")),
        tuple(
            (
                plain(words.date(row.date)),
                naming.event(row),
                plain(naming.code("event-kinds", row.kind)),
                plain(naming.code("levels", row.level)),
                plain(naming.states(row.members)),
                (naming.record(row.id),),
            )
            for row in events
        ),
        folded=True,
    )
    picture = Picture(
        anchor="timeline-picture",
        caption=words.say("timeline.caption", first=str(first.year), last=str(answers.as_of.year)),
        description=words.say("timeline.description", n=len(events)),
        wide=timeline_chart(rows, wide=True),
        narrow=timeline_chart(rows, wide=False),
        legend=tuple(Legend(words.say(f"group.{group}"), f"group-{group}", mark) for group, mark in MARKS.items()),
        table=table,
    )
    return Section("timeline", words.say("timeline.title"), (picture, Paragraph(words.rich("timeline.note"), "note")))


def _term(words: Words, naming: Naming, row: Leader) -> str:
    end = words.date(row.end) if row.end is not None else ""
    values = {"state": naming.short("states", row.state), "name": naming.text(row.name)}
    return words.say("timeline.term", **values, start=words.date(row.start), end=end).strip()


def _middle(first: int, last: int) -> str:
    return date.fromordinal((first + last) // 2).isoformat()
