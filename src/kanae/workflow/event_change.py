"""Change over time in an event store: every pair and all members, on three scales."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from kanae.measures.change_points import GUARDS
from kanae.measures.dated_turns import hold_change
from kanae.measures.event_change import SCALES, EventChange, EventChanges, event_change
from kanae.model.measure import Column, MeasureRow, MeasureTable
from kanae.workflow import change_rows
from kanae.workflow.event_series import news_counts, news_series
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
    change_rows.P_VALUE,
    Column("p_holm", "probability", "The same, all series and scales of the source taken into account.", low=0, high=1),
    change_rows.FOUND,
    change_rows.DATE_LOW,
    change_rows.DATE_HIGH,
    Column("before", "ratio", "All events before the change: their log ratio, or how many per million rows."),
    Column("after", "ratio", "The same from the change on."),
    *change_rows.TURNS,
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
    series = news_series(news, news_counts(folder, news, by, question.as_of))
    return table(question, changes_in(question, series, news.digest, by))


def changes_in(question: Question, series: Sequence[NewsSeries], digest: str, by: By) -> EventChanges:
    """Look for a change in every series on every scale."""
    limits = event_limits(question)
    least = limits["whole-percent"] / 100
    found: list[EventChange] = []
    for source in dict.fromkeys(one.source for one in series):
        looked = [event_change(one, scale, least) for one in series if one.source == source for scale in SCALES]
        found += change_rows.adjusted([_held(question, row) for row in looked])
    return EventChanges(digest, by, tuple(found), limits)


def _held(question: Question, found: EventChange) -> EventChange:
    """Hold a ratio against the turns dated for its states; how much is reported has no direction."""
    if found.scale == "per-million":
        return found
    frameworks = [row.id for row in question.ledger.frameworks if set(row.members) == set(found.series.parties)]
    closer = found.scale == "say-do"
    turns = change_rows.turns_of(question, frameworks)
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
    return MeasureRow(
        {
            "source": row.series.source,
            "parties": "-".join(row.series.parties),
            "scale": row.scale,
            **change_rows.tested_cells(row),
            "found": row.change.found,
            **change_rows.date_cells(row),
            "before": row.change.rate_before,
            "after": row.change.rate_after,
            **change_rows.turn_cells(row),
        },
        (f"events-{row.series.source}-{digest}",),
        row.change.reason,
    )
