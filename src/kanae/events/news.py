"""What the validation needs of an event store: counts by day, pair and code, whole days, and rows seen.

Rows of different sources are never added up: GDELT 1.0 and 2.0 read much of the same news.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from kanae.errors import MeasureError
from kanae.events.coverage import coverage_of
from kanae.events.panel import quoted
from kanae.events.stored import open_store
from kanae.model.news import DayCount, News
from kanae.store.engines import on_duckdb

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from kanae.events.coverage import Coverage
    from kanae.model.events import FileSpan
    from kanae.model.news import Parties


def read_news(folder: Path, members: Parties) -> News:
    """Read counts of the events between members of a framework.

    Args:
        folder: Folder of an event store.
        members: The states, by ISO 3166-1 alpha-3.

    Raises:
        StorageError: When there is no store, an ingest of it was interrupted, or a part cannot be read.
        MeasureError: When the store does not keep all rows of a member.
    """
    store = open_store(folder)
    states = tuple(sorted(members))
    for state in states:
        if state not in store.states:
            raise MeasureError(
                f"The store does not keep all rows of '{state}'.", f"It watches {', '.join(store.states)}; ingest anew."
            )
    counts = on_duckdb(counts_sql(states), store.parts) if store.parts else []
    return News(
        states,
        tuple(
            DayCount(source, stream, day, (a, b), code, events) for source, stream, day, a, b, code, events in counts
        ),
        whole_days(store.spans),
        rows_seen(store.spans),
        store.digest,
    )


def counts_sql(states: Parties) -> str:
    """Return the expression of the counts, over a table ``events``.

    Examples:
        >>> counts_sql(("JPN", "KOR")).splitlines()[-1]
        'GROUP BY ALL ORDER BY ALL'
    """
    listed = quoted(states)
    return f"""SELECT
  source,
  COALESCE(stream, '') AS stream,
  event_day,
  LEAST(a_iso3, b_iso3) AS a,
  GREATEST(a_iso3, b_iso3) AS b,
  COALESCE(NULLIF(cameo, ''), plover, '') AS code,
  COUNT(*) AS events
FROM events
WHERE a_iso3 IN ({listed}) AND b_iso3 IN ({listed}) AND a_iso3 <> b_iso3
GROUP BY ALL ORDER BY ALL"""  # noqa: S608 - codes of states


def whole_days(spans: Sequence[FileSpan]) -> dict[str, dict[str, frozenset[date]]]:
    """Return the days whose files are all there, by source and stream.

    Examples:
        >>> from kanae.model.events import FileSpan
        >>> found = whole_days([FileSpan("gdelt1", "", "2019-08-22", "2019-08-22", files=1, rows=50)])
        >>> [str(day) for day in found["gdelt1"][""]]
        ['2019-08-22']
    """
    streams: dict[str, set[str]] = {}
    for span in spans:
        streams.setdefault(span.source, {""}).add(span.stream)
    return {
        source: {stream: _whole(coverage_of(spans, stream), source) for stream in sorted(found)}
        for source, found in sorted(streams.items())
    }


def _whole(coverage: Mapping[str, Coverage | None], source: str) -> frozenset[date]:
    found = coverage.get(source)
    return found.whole if found else frozenset()


def rows_seen(spans: Iterable[FileSpan]) -> dict[str, dict[date, int]]:
    """Return the rows seen by source and the day that the name of the file tells.

    A file of a month or a year tells no single day, so its rows are left out.
    """
    rows: dict[str, dict[date, int]] = {}
    for span in spans:
        if span.first and span.first == span.last:
            by_day, day = rows.setdefault(span.source, {}), date.fromisoformat(span.first)
            by_day[day] = by_day.get(day, 0) + span.rows
    return rows
