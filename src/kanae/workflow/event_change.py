"""Change over time in an event store: every pair and all members, on three scales."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from kanae.measures.change_points import GUARDS, holm
from kanae.measures.dated_turns import hold_change
from kanae.measures.event_change import SCALES, EventChange, EventChanges, event_change
from kanae.model.measure import Column, MeasureRow, MeasureTable
from kanae.workflow.dated_turns import COLUMNS as TURN_COLUMNS
from kanae.workflow.dated_turns import cells, turns_of
from kanae.workflow.event_series import news_series
from kanae.workflow.event_signs import event_limits
from kanae.workflow.statuses import ask_query

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from kanae.model.news import NewsSeries
    from kanae.model.panels import By
    from kanae.workflow.statuses import Query, Question

CAVEATS = ("event-attention", "event-change-volume", "event-change-no-cause", "change-points-many")

COLUMNS = (
    Column("source", "code", "Who coded the events."),
    Column("parties", "code", "The states; of three, reports that name all of them."),
    Column("scale", "code", "say-do, conflict (both log ratios) or per-million (of all rows seen)."),
    Column("first", "date", "First day of the periods looked at; none where no period is whole."),
    Column("last", "date", "Last day of these."),
    Column("n_periods", "count", "Periods looked at: the longest run of whole ones without a gap.", low=0),
    Column("p_value", "probability", "Share of series without change that look as changed.", low=0, high=1),
    Column("p_holm", "probability", "The same, all series and scales of the source taken into account.", low=0, high=1),
    Column("found", "flag", "Whether a change is found at the 5 per cent level; none when it was not looked for."),
    Column("date_low", "date", "First day of the 80 per cent range of the change."),
    Column("date_high", "date", "Last day of that range."),
    Column("before", "ratio", "All events before the change: their log ratio, or how many per million rows."),
    Column("after", "ratio", "The same from the change on."),
    *TURN_COLUMNS,
)


def change_table(query: Query, folder: Path, by: By) -> MeasureTable:
    """Look for changes in an event store and return the rows a command prints.

    Raises:
        StorageError: When there is no store.
        LedgerError: When the ledger cannot be opened or has no such framework.
        MeasureError: When the store does not keep all rows of a member.
    """
    from kanae.events.news import read_news

    question = ask_query(query)
    news = read_news(folder, question.framework.members)
    series = news_series(folder, news, by, question.as_of)
    return table(question, changes_in(question, series, news.digest, by))


def changes_in(question: Question, series: Sequence[NewsSeries], digest: str, by: By) -> EventChanges:
    """Look for a change in every series on every scale."""
    limits = event_limits(question)
    least = limits["whole-percent"] / 100
    found = [_held(question, event_change(one, scale, least)) for one in series for scale in SCALES]
    for source in {one.source for one in series}:
        places = [place for place, row in enumerate(found) if row.series.source == source]
        adjusted = holm([found[place].change.p_value for place in places])
        for place, p_adjusted in zip(places, adjusted, strict=True):
            found[place] = replace(found[place], p_adjusted=p_adjusted)
    return EventChanges(digest, by, tuple(found), limits)


def _held(question: Question, found: EventChange) -> EventChange:
    """Hold a ratio against the turns dated for its states; how much is reported has no direction."""
    if found.scale == "per-million":
        return found
    frameworks = [row.id for row in question.ledger.frameworks if set(row.members) == set(found.series.parties)]
    closer = found.scale == "say-do"
    turns = turns_of(question, frameworks)
    held = tuple(hold_change(turn, found.change, found.periods, more_is_closer=closer) for turn in turns)
    return replace(found, held=held)


def table(question: Question, found: EventChanges) -> MeasureTable:
    """Return one row for each series and scale."""
    return MeasureTable(
        measure="event-change",
        framework=question.framework.id,
        as_of=question.as_of,
        columns=COLUMNS,
        rows=tuple(_row(row, found.digest) for row in found.rows),
        caveats=CAVEATS,
        parameters={
            "store": found.digest,
            "by": found.by.value,
            "quad": "cameo",
            "whole_percent": found.limits["whole-percent"],
            **GUARDS,
        },
    )


def _row(row: EventChange, digest: str) -> MeasureRow:
    change, periods = row.change, row.periods
    return MeasureRow(
        {
            "source": row.series.source,
            "parties": "-".join(row.series.parties),
            "scale": row.scale,
            "first": periods[0].first if periods else None,
            "last": periods[-1].last if periods else None,
            "n_periods": len(periods),
            "p_value": change.p_value,
            "p_holm": row.p_adjusted,
            "found": change.found,
            "date_low": periods[change.first].first if change.first is not None else None,
            "date_high": periods[change.last].last if change.last is not None else None,
            "before": change.rate_before,
            "after": change.rate_after,
            **cells(row.held),
        },
        (f"events-{row.series.source}-{digest}",),
        change.reason,
    )
