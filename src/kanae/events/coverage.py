"""Which days an event store has files of: told by the names of the files, never by their rows.

A day without rows and a day without a file look the same in a table; only the second is unknown.
"""

from __future__ import annotations

import calendar
import re
from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from kanae.events.layouts import GDELT2, stream_of
from kanae.model.events import FileState

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kanae.model.events import FileCount

_STAMP = re.compile(r"(?<!\d)(?:(\d{8})(?:\d{6})?|(\d{6})|(\d{4}))(?!\d)")
_QUARTER_HOURS = 96
"""Files of a day in one stream of GDELT 2.0; on the day it began it has fewer, and that day is not whole."""


@dataclass(frozen=True, slots=True)
class Coverage:
    """Days of which there are files of one source.

    Attributes:
        days: Days with any file.
        whole: Those of which all files were read; in GDELT 2.0 a day has 96 in each stream.
    """

    days: frozenset[date]
    whole: frozenset[date]

    def within(self, first: date, after: date) -> tuple[int, bool]:
        """Return on how many days of a period there is a file, and whether the period is whole.

        Args:
            first: First day.
            after: First day after it.

        Examples:
            >>> day = frozenset([date(2019, 10, 24)])
            >>> Coverage(day, day).within(date(2019, 10, 24), date(2019, 10, 26))
            (1, False)
        """
        period = {first + timedelta(place) for place in range((after - first).days)}
        return len(period & self.days), period <= self.whole


def coverage_of(files: Iterable[FileCount], stream: str = "") -> dict[str, Coverage | None]:
    """Return the coverage of each source; ``None`` for a source with a file whose name tells no day.

    Args:
        files: The files of a store; those that failed count for nothing.
        stream: Stream of GDELT 2.0; empty for all that the store has.
    """
    named: dict[str, list[str]] = {}
    for count in files:
        if count.source and not FileState(count.state).failed:
            named.setdefault(count.source, []).append(count.file)
    return {source: _coverage(source, names, stream) for source, names in named.items()}


def days_in_name(name: str) -> frozenset[date]:
    """Return the days a file is of, by the first day, month or year in its name; none when it has none.

    Examples:
        >>> sorted(str(day) for day in days_in_name("20191024143000.export.CSV.zip"))
        ['2019-10-24']
        >>> [len(days_in_name(name)) for name in ("201210.zip", "events.2018.20200427084805.tab", "a.csv")]
        [31, 365, 0]
    """
    for day, month, year in _STAMP.findall(name):
        try:
            if day:
                return frozenset([date(int(day[:4]), int(day[4:6]), int(day[6:]))])
            first = date(int((month or year)[:4]), int(month[4:] or 1), 1)
        except ValueError:
            continue
        length = calendar.monthrange(first.year, first.month)[1] if month else 365 + calendar.isleap(first.year)
        return frozenset(first + timedelta(place) for place in range(length))
    return frozenset()


def _coverage(source: str, names: list[str], stream: str) -> Coverage | None:
    found: dict[str, Counter[date]] = {}
    for name in names:
        days, of_stream = days_in_name(name), stream_of(name)
        if not days or (source == GDELT2 and of_stream is None):
            return None
        found.setdefault(of_stream or "", Counter()).update(days)
    if stream and source == GDELT2:
        found = {stream: found.get(stream, Counter())}
    days = frozenset(day for counts in found.values() for day in counts)
    needed = _QUARTER_HOURS if source == GDELT2 else 1
    return Coverage(days, frozenset(day for day in days if all(counts[day] >= needed for counts in found.values())))
