"""Which days there are files of: told by the names of the files, never by their rows.

A day without rows and a day without a file look the same in a table; only the second is unknown.
"""

from __future__ import annotations

import calendar
import re
from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from kanae.events.layouts import GDELT2, batch_of, stream_of
from kanae.events.lists import streams
from kanae.events.slots import files_of_day, stamps_of
from kanae.model.events import FileSpan, FileState, is_named_like_mentions
from kanae.model.fetching import DayCoverage, FetchState

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from kanae.model.events import FileCount
    from kanae.model.fetching import Slot

_STAMP = re.compile(r"(?:events\.)?(?:(\d{8})(?:\d{6})?(?!\d)|(\d{6}|\d{4})(?=\.|$))", re.IGNORECASE)
"""Stamp a name begins with; names of ICEWS have a word before it."""
_DAY_DIGITS = 8


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


def spans_of(files: Iterable[FileCount]) -> list[FileSpan]:
    """Sum up files of events by source, stream and the days their names tell; those that failed count for nothing.

    Examples:
        >>> from kanae.model.events import FileCount
        >>> spans_of([FileCount("20190822.export.CSV.zip", 1, "", source="gdelt1", rows=50)])
        [FileSpan(source='gdelt1', stream='', first='2019-08-22', last='2019-08-22', files=1, rows=50)]
    """
    stamps: dict[tuple[str, str, str, str], set[str]] = {}
    rows: Counter[tuple[str, str, str, str]] = Counter()
    for count in files:
        if count.source and not count.holds_mentions and not FileState(count.state).failed:
            first, last = days_in_name(count.file) or ("", "")
            span = (count.source, stream_of(count.file) or "", str(first), str(last))
            stamps.setdefault(span, set()).add(_stamp(count.file))
            rows[span] += count.rows
    return [FileSpan(*span, _had(*span[:3], stamps[span]), rows[span]) for span in sorted(stamps)]


def _had(source: str, stream: str, day: str, stamps: set[str]) -> int:
    if source != GDELT2 or not (stream and day):
        return len(stamps)
    return len(stamps.intersection(stamps_of(streams()[stream], date.fromisoformat(day))))


def coverage_of(spans: Iterable[FileSpan], stream: str = "") -> dict[str, Coverage | None]:
    """Return the coverage of each source; ``None`` for a source with a file whose name tells no day.

    Args:
        spans: The files of a store.
        stream: Stream of GDELT 2.0; empty for all that the store has.
    """
    by_source: dict[str, list[FileSpan]] = {}
    for span in spans:
        by_source.setdefault(span.source, []).append(span)
    return {
        source: _by_quarter_hour(own, stream) if source == GDELT2 else _by_day(own) for source, own in by_source.items()
    }


def days_in_name(name: str) -> tuple[date, date] | None:
    """Return the first and last day of a file, by the day, month or year its name begins with; else ``None``.

    Examples:
        >>> [str(day) for day in days_in_name("20191024143000.export.CSV.zip")]
        ['2019-10-24', '2019-10-24']
        >>> [str(day) for day in days_in_name("events.2018.20200427084805.tab")]
        ['2018-01-01', '2018-12-31']
        >>> str(days_in_name("201202.zip")[1]), days_in_name("a.2018.csv")
        ('2012-02-29', None)
    """
    found = _STAMP.match(name)
    if found is None:
        return None
    day, longer = found.groups()
    try:
        if day:
            only = date(int(day[:4]), int(day[4:6]), int(day[6:]))
            return only, only
        first = date(int(longer[:4]), int(longer[4:] or 1), 1)
    except ValueError:
        return None
    is_month = len(longer) > len("2018")
    length = calendar.monthrange(first.year, first.month)[1] if is_month else 365 + calendar.isleap(first.year)
    return first, first + timedelta(length - 1)


def days_of_slots(slots: Iterable[Slot]) -> list[DayCoverage]:
    """Return how much of each day was fetched, by stream and day."""
    states: dict[tuple[str, str], Counter[str]] = {}
    for slot in slots:
        states.setdefault((slot.stream, slot.day), Counter())[slot.state] += 1
    return [
        DayCoverage(stream, day, found.total(), found[FetchState.HAD], _without_had(found))
        for (stream, day), found in sorted(states.items())
    ]


def days_of_names(names: Iterable[str]) -> list[DayCoverage]:
    """Return how much of each day files of GDELT make up, told by their names alone: those of a store have no list.

    Only days of which there is some file are told of. Files by month or year are left out.

    Examples:
        >>> [day] = days_of_names(["20191024143000.export.CSV.zip"])
        >>> day.stream, day.day, day.had, day.expected
        ('english', '2019-10-24', 1, 96)
    """
    had: dict[tuple[str, str], set[str]] = {}
    for name in names:
        day, stream = batch_of(name), _stream_id(name)
        if len(day) == _DAY_DIGITS and day.isdecimal() and stream in streams() and days_in_name(name):
            had.setdefault((stream, day), set()).add(_stamp(name))
    found = []
    for (stream, day), stamps in sorted(had.items()):
        expected = stamps_of(streams()[stream], date(int(day[:4]), int(day[4:6]), int(day[6:])))
        there = len(stamps.intersection(expected))
        missing = {str(FetchState.ABSENT): len(expected) - there} if there < len(expected) else {}
        found.append(DayCoverage(stream, f"{day[:4]}-{day[4:6]}-{day[6:]}", len(expected), there, missing))
    return found


def _stamp(name: str) -> str:
    return name.split(".", maxsplit=1)[0]


def _stream_id(name: str) -> str:
    stream = stream_of(name) or "daily"
    return f"{stream}-mentions" if is_named_like_mentions(name) else stream


def _without_had(found: Counter[str]) -> dict[str, int]:
    return {state: number for state, number in sorted(found.items()) if state != FetchState.HAD}


def _by_day(spans: Sequence[FileSpan]) -> Coverage | None:
    days: frozenset[date] = frozenset().union(*(span.days for span in spans))
    return Coverage(days, days) if all(span.first for span in spans) else None


def _by_quarter_hour(spans: Sequence[FileSpan], stream: str) -> Coverage | None:
    """Return the coverage of GDELT 2.0: a day is whole when every stream of the store has all its files."""
    if not all(span.first and span.stream for span in spans):
        return None
    found = [(span, date.fromisoformat(span.first)) for span in spans if not stream or span.stream == stream]
    have = {span.stream for span, _ in found}
    whole = Counter(day for span, day in found if span.files == files_of_day(streams()[span.stream], day))
    return Coverage(frozenset(day for _, day in found), frozenset(day for day in whole if whole[day] == len(have)))
