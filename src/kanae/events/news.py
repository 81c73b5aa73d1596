"""What the validation needs of an event store: counts by day, pair and code, whole days, and rows seen.

Rows of different sources are never added up: GDELT 1.0 and 2.0 read much of the same news.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from kanae.errors import MeasureError, StorageError
from kanae.events.coverage import coverage_of, days_in_name
from kanae.events.folder import MANIFEST, EventFolder, files_of
from kanae.events.layouts import stream_of
from kanae.events.panel import quoted
from kanae.model.events import FileState
from kanae.model.news import DayCount, News
from kanae.store.engines import on_duckdb

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date
    from pathlib import Path

    from kanae.events.coverage import Coverage
    from kanae.model.events import FileCount
    from kanae.model.news import Parties

_DIGEST_LETTERS = 12


def read_news(folder: Path, members: Parties) -> News:
    """Read counts of the events between members of a framework.

    Args:
        folder: Folder of an event store.
        members: The states, by ISO 3166-1 alpha-3.

    Raises:
        StorageError: When there is no store, an ingest of it was interrupted, or a part cannot be read.
        MeasureError: When the store does not keep all rows of a member.
    """
    store = EventFolder(folder)
    receipts = store.receipts() if folder.is_dir() else []
    manifest = folder / MANIFEST
    if not receipts or not manifest.is_file():
        raise StorageError(
            f"There is no whole event store in '{folder}'.",
            f"Make or finish it: kanae events ingest FILE --to {folder}",
        )
    states = tuple(sorted(members))
    watched = receipts[0].watch.removesuffix(" pairs").split(",")
    for state in states:
        if state not in watched:
            raise MeasureError(
                f"The store does not keep all rows of '{state}'.", f"It watches {', '.join(watched)}; ingest anew."
            )
    parts = [folder / part.path for receipt in receipts for part in receipt.parts]
    counts = on_duckdb(counts_sql(states), parts) if parts else []
    files = files_of(receipts)
    return News(
        states,
        tuple(
            DayCount(source, stream, day, (a, b), code, events) for source, stream, day, a, b, code, events in counts
        ),
        whole_days(files),
        rows_seen(files),
        hashlib.sha256(manifest.read_bytes()).hexdigest()[:_DIGEST_LETTERS],
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


def whole_days(files: Iterable[FileCount]) -> dict[str, dict[str, frozenset[date]]]:
    """Return the days whose files are all there, by source and stream.

    Examples:
        >>> from kanae.model.events import FileCount
        >>> found = whole_days([FileCount("20190822.export.CSV.zip", 1, "", source="gdelt1", rows=50)])
        >>> [str(day) for day in found["gdelt1"][""]]
        ['2019-08-22']
    """
    listed = [count for count in files if not count.holds_mentions]
    streams: dict[str, set[str]] = {}
    for count in listed:
        if count.source:
            streams.setdefault(count.source, {""}).add(stream_of(count.file) or "")
    return {
        source: {stream: _whole(coverage_of(listed, stream), source) for stream in sorted(found)}
        for source, found in sorted(streams.items())
    }


def _whole(coverage: Mapping[str, Coverage | None], source: str) -> frozenset[date]:
    found = coverage.get(source)
    return found.whole if found else frozenset()


def rows_seen(files: Iterable[FileCount]) -> dict[str, dict[date, int]]:
    """Return the rows seen by source and the day that the name of the file tells.

    A file of a month or a year tells no single day, so its rows are left out.
    """
    rows: dict[str, dict[date, int]] = {}
    for count in files:
        days = days_in_name(count.file)
        if count.source and not count.holds_mentions and len(days) == 1 and not FileState(count.state).failed:
            by_day = rows.setdefault(count.source, {})
            (day,) = days
            by_day[day] = by_day.get(day, 0) + count.rows
    return rows
