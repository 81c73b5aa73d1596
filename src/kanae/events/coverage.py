"""Which days there are files of, and which of them are whole: told by the names of the files, never by their rows.

A day without rows and a day without a file look the same in a table; only the second is unknown.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from kanae.events.layouts import GDELT2, batch_of, stream_of
from kanae.events.lists import streams
from kanae.events.slots import files_of_day, stamps_of
from kanae.events.spans import days_in_name, stamp_of
from kanae.model.events import is_named_like_mentions
from kanae.model.fetching import DayCoverage, FetchState

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from kanae.model.events import FileSpan
    from kanae.model.fetching import Slot

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
            had.setdefault((stream, day), set()).add(stamp_of(name))
    found = []
    for (stream, day), stamps in sorted(had.items()):
        expected = stamps_of(streams()[stream], date(int(day[:4]), int(day[4:6]), int(day[6:])))
        there = len(stamps.intersection(expected))
        missing = {str(FetchState.ABSENT): len(expected) - there} if there < len(expected) else {}
        found.append(DayCoverage(stream, f"{day[:4]}-{day[4:6]}-{day[6:]}", len(expected), there, missing))
    return found


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
