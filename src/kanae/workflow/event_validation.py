"""Machine-coded events beside the ledger: from records and counts by day to recall and precision."""

from __future__ import annotations

from datetime import date
from itertools import combinations
from typing import TYPE_CHECKING

from kanae.errors import MeasureError
from kanae.measures.count_series import period_of
from kanae.measures.event_validation import EventValidation, Occasion, Validated, finds_action, precision, recall
from kanae.model.measure import Column, MeasureRow, MeasureTable
from kanae.workflow.event_signs import EXERCISE, days_looked_at, event_limits, occasions_of, sign_of
from kanae.workflow.statuses import ask_query

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from kanae.measures.event_validation import Precision, Recall
    from kanae.measures.exact_rates import Interval
    from kanae.model.news import News, Parties
    from kanae.workflow.statuses import Query, Question

KINDS = ("meeting", EXERCISE)
CAVEATS = ("event-ledger-incomplete", "event-chance", "event-attention")

COLUMNS = (
    Column("source", "code", "Who coded the events; sources are never added to each other."),
    Column("kind", "code", "Meetings or exercises, as the codelist event-signs tells them by code."),
    Column("parties", "code", "The states; of three, every pair must have an event within the days."),
    Column("by", "code", "all, stream, level or quarter."),
    Column("group", "code", "Stream, level or quarter; empty for all."),
    Column("n_occasions", "count", "Events of the ledger on days whose files are all there.", low=0),
    Column("n_found", "count", "Those with a machine-coded event within the days.", low=0),
    Column("recall", "share", "Share found.", low=0, high=1),
    Column("recall_low", "share", "Lower end of its 90 per cent interval.", low=0, high=1),
    Column("recall_high", "share", "Upper end.", low=0, high=1),
    Column("recall_by_chance", "share", "Share that the same events would find on any other days.", low=0, high=1),
    Column("n_outside", "count", "Events of the ledger on or beside days whose files are not all there.", low=0),
    Column("n_coarse", "count", "Events of the ledger dated too coarsely to be looked for.", low=0),
    Column("n_flagged", "count", "Days flagged by machines within the coverage of the ledger.", low=0),
    Column("n_near", "count", "Those within the days of an event of the ledger.", low=0),
    Column("precision", "share", "Share near: a lower bound, as the ledger is not complete.", low=0, high=1),
    Column("precision_low", "share", "Lower end of its 90 per cent interval.", low=0, high=1),
    Column("precision_high", "share", "Upper end.", low=0, high=1),
    Column("precision_by_chance", "share", "Share of all such days that lie near an event.", low=0, high=1),
    Column("called", "code", "action or attention; attention too where it was not measured."),
)


def validation_table(query: Query, folder: Path, days: int | None) -> MeasureTable:
    """Validate an event store and return the rows a command prints.

    Args:
        query: Framework, day and ledger.
        folder: Folder of the store.
        days: Days apart that still count as near; ``None`` for the codelist.

    Raises:
        StorageError: When there is no store.
        LedgerError: When the ledger cannot be opened or has no such framework.
        MeasureError: When the days are fewer than none, or the store does not keep all rows of a member.
    """
    from kanae.events.news import read_news

    question = ask_query(query)
    return table(question, validate(question, read_news(folder, question.framework.members), days))


def validate(question: Question, news: News, days: int | None = None) -> EventValidation:
    """Hold every series of an event store against the ledger.

    Args:
        question: The question; nothing after its day counts.
        news: Counts of the store.
        days: Days apart that still count as near; ``None`` for the codelist.

    Raises:
        MeasureError: When the days are fewer than none.
    """
    limits = event_limits(question)
    near = int(limits["near-days"]) if days is None else days
    if near < 0:
        raise MeasureError(f"Nothing lies within '{near}' days.", "Write 0 or more.")
    signs = _signs(question, news)
    rows = (
        row
        for source in news.whole
        for kind in KINDS
        for parties in parties_of(news.members)
        for row in _validated(question, news, signs, (source, kind, parties), near, limits)
    )
    return EventValidation(news.digest, near, tuple(rows), limits)


def parties_of(members: Parties) -> tuple[Parties, ...]:
    """Return every pair of some states, and all of them together when they are more.

    Examples:
        >>> parties_of(("JPN", "KOR", "USA"))
        (('JPN', 'KOR'), ('JPN', 'USA'), ('KOR', 'USA'), ('JPN', 'KOR', 'USA'))
    """
    pairs = tuple(combinations(sorted(members), 2))
    return (*pairs, tuple(sorted(members))) if len(members) > 2 else pairs


_Signs = dict[tuple[str, str, str, "Parties"], set[date]]


def _signs(question: Question, news: News) -> _Signs:
    """Return the days of signs by source, stream, kind and pair; the empty stream stands for all."""
    codes = {count.code for count in news.counts}
    kinds = {code: sign_of(question, code) for code in codes}
    found: _Signs = {}
    for count in news.counts:
        for stream in {"", count.stream}:
            found.setdefault((count.source, stream, kinds[count.code], count.parties), set()).add(count.day)
    return found


def _validated(
    question: Question,
    news: News,
    signs: _Signs,
    series: tuple[str, str, Parties],
    near: int,
    limits: Mapping[str, float],
) -> Iterator[Validated]:
    source, kind, parties = series
    occasions = occasions_of(question, kind, parties)
    coverage_ids, covered = days_looked_at(question, kind, parties)

    def row(
        by: str, group: str, chosen: Sequence[Occasion], stream: str = "", within: Iterable[date] | None = None
    ) -> Validated:
        by_pair: dict[Parties, set[date]] = {
            pair: signs.get((source, stream, kind, pair), set()) for pair in combinations(parties, 2)
        }
        complete = {day for day in news.whole[source].get(stream, ()) if day <= question.as_of}
        found = recall(chosen, by_pair, complete, days=near, fewest=int(limits["fewest-occasions"]))
        judged = None
        if by != "level":
            asked = complete if within is None else complete.intersection(within)
            fewest = int(limits["fewest-flagged-days"])
            judged = precision(occasions, by_pair, asked, covered, days=near, fewest=fewest)
        action = finds_action(found, limits["action-recall-percent"] / 100)
        return Validated(source, kind, parties, by, group, found, judged, action, coverage_ids)

    yield row("all", "", occasions)
    streams = [stream for stream in news.whole[source] if stream]
    for stream in streams:
        yield row("stream", stream, occasions, stream)
    for level in question.ledger.codelists["levels"]:
        if chosen := [occasion for occasion in occasions if occasion.level == level]:
            yield row("level", level, chosen)
    days_by_quarter: dict[str, set[date]] = {}
    for day in news.whole[source].get("", ()):
        if day <= question.as_of:
            days_by_quarter.setdefault(period_of(day, "quarter").name, set()).add(day)
    for quarter in sorted(days_by_quarter):
        chosen = [occasion for occasion in occasions if period_of(occasion.first, "quarter").name == quarter]
        yield row("quarter", quarter, chosen, within=days_by_quarter[quarter])


def table(question: Question, found: EventValidation) -> MeasureTable:
    """Return one row for each series and group."""
    coverage = dict.fromkeys(row for series in found.rows for row in series.coverage_ids)
    return MeasureTable(
        measure="event-validation",
        framework=question.framework.id,
        as_of=question.as_of,
        columns=COLUMNS,
        rows=tuple(_row(series) for series in found.rows),
        coverage=tuple(coverage),
        caveats=CAVEATS,
        parameters={"store": found.digest, "days": found.days, **found.limits},
    )


def _row(row: Validated) -> MeasureRow:
    recalled, judged = row.recall, row.precision
    reason = recalled.reason or (judged.reason if judged else "")
    near_ids = judged.near_ids if judged else ()
    return MeasureRow(
        {
            "source": row.source,
            "kind": row.kind,
            "parties": "-".join(row.parties),
            "by": row.by,
            "group": row.group,
            **_recall_cells(recalled),
            **_precision_cells(judged),
            "called": "action" if row.action else "attention",
        },
        tuple(dict.fromkeys((*recalled.tested, *near_ids, *row.coverage_ids))),
        reason,
    )


def _recall_cells(found: Recall) -> dict[str, float | None]:
    return {
        "n_occasions": len(found.tested),
        "n_found": len(found.found),
        **_cells("recall", found.share, found.by_chance),
        "n_outside": found.outside,
        "n_coarse": found.coarse,
    }


def _precision_cells(found: Precision | None) -> dict[str, float | None]:
    if found is None:
        return dict.fromkeys(
            ("n_flagged", "n_near", "precision", "precision_low", "precision_high", "precision_by_chance")
        )
    return {"n_flagged": found.flagged, "n_near": found.near, **_cells("precision", found.share, found.by_chance)}


def _cells(name: str, share: Interval, by_chance: float | None) -> dict[str, float | None]:
    return {name: share.value, f"{name}_low": share.low, f"{name}_high": share.high, f"{name}_by_chance": by_chance}
