"""Which days the files of a store make whole, as their names tell.

GDELT 2.0 publishes a file a quarter of an hour in each stream, GDELT 1.0 a file a day, and a file a month or a year for
the time before April 2013. Files of ICEWS and POLECAT do not tell by their names which days they hold, so that no day
of theirs is taken for whole.
"""

from __future__ import annotations

import calendar
import re
from collections import defaultdict
from datetime import date, timedelta
from typing import TYPE_CHECKING

from kanae.events.layouts import GDELT1, GDELT2, stream_of
from kanae.model.events import FileState
from kanae.model.news import Taken

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kanae.model.events import FileCount

A_DAY = frozenset(f"{hour:02}{minute:02}00" for hour in range(24) for minute in (0, 15, 30, 45))
"""Times of day in the names of the 96 files of a day."""

_STAMP = re.compile(r"(\d{4})(\d{2})?(\d{2})?(\d{6})?(?!\d)")


def taken_by_source(files: Iterable[FileCount]) -> dict[str, Taken]:
    """Tell for each source which days its files make whole, and how many rows were seen on a day.

    A file that failed makes no day whole. Rows are seen on the day of the name of the file: when they were found.

    Args:
        files: Counts of the files of a store.

    Examples:
        >>> from kanae.model.events import FileCount
        >>> found = taken_by_source([FileCount("20190822.export.CSV.zip", 1, "", source="gdelt1", rows=50)])
        >>> sorted(found["gdelt1"].all_days), found["gdelt1"].rows[date(2019, 8, 22)]
        ([datetime.date(2019, 8, 22)], 50)
    """
    times: dict[tuple[str, str], dict[date, set[str]]] = defaultdict(lambda: defaultdict(set))
    whole: dict[tuple[str, str], set[date]] = defaultdict(set)
    rows: dict[str, dict[date, int]] = defaultdict(lambda: defaultdict(int))
    for count in files:
        if FileState(count.state).failed or not count.source:
            continue
        key = (count.source, stream_of(count.file) or "")
        whole[key].update(())
        span, time = _stamped(count.file)
        if not span:
            continue
        if count.source == GDELT1 and not time:
            whole[key].update(span)
        if count.source == GDELT2 and time:
            times[key][span[0]].add(time)
        if len(span) == 1:
            rows[count.source][span[0]] += count.rows
    for key, by_day in times.items():
        whole[key].update(day for day, found in by_day.items() if found >= A_DAY)
    return {
        source: Taken(
            source,
            {stream: frozenset(days) for (other, stream), days in sorted(whole.items()) if other == source},
            dict(rows[source]),
        )
        for source in sorted({source for source, _ in whole})
    }


def _stamped(name: str) -> tuple[list[date], str]:
    """Return the days a name tells and its time of day; neither when it tells none."""
    found = _STAMP.match(name)
    if found is None:
        return [], ""
    year, month, day = (int(part) if part else None for part in found.group(1, 2, 3))
    try:
        first = date(year or 0, month or 1, day or 1)
    except ValueError:
        return [], ""
    last = first
    if day is None:
        last = date(first.year, month or 12, calendar.monthrange(first.year, month or 12)[1])
    return [first + timedelta(days=number) for number in range((last - first).days + 1)], found.group(4) or ""
