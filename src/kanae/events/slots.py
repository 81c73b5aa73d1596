"""Places in time for which a file is expected, and how much of each day is there."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from kanae.events.layouts import batch_of, stream_of
from kanae.model.fetching import DayCoverage, FetchState, Slot

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from kanae.events.lists import Listing
    from kanae.model.fetching import EventStream

_QUARTER = timedelta(minutes=15)
_DAY_DIGITS = 8


def days_between(first: date, last: date) -> Iterator[date]:
    """Yield the days from the first to the last, both included."""
    for number in range((last - first).days + 1):
        yield first + timedelta(days=number)


def stamps_of(stream: EventStream, day: date) -> list[str]:
    """Return the stamps a whole day has: fewer on the day the stream began.

    Examples:
        >>> from kanae.events.lists import streams
        >>> stamps_of(streams()["english"], date(2015, 2, 18))
        ['20150218230000', '20150218231500', '20150218233000', '20150218234500']
        >>> stamps_of(streams()["daily"], date(2016, 7, 28))
        ['20160728']
    """
    if stream.files_a_day == 1:
        return [f"{day:%Y%m%d}"]
    midnight = datetime(day.year, day.month, day.day)  # noqa: DTZ001  # stamps are UTC and carry no zone
    stamps = [f"{midnight + number * _QUARTER:%Y%m%d%H%M%S}" for number in range(stream.files_a_day)]
    return [stamp for stamp in stamps if stamp >= stream.first]


def slots_of(stream: EventStream, listing: Listing, first: date, last: date) -> list[Slot]:
    """Return the slots from one day to another: with their file, or why the list names none."""
    return [_slot(stream, listing, stamp) for day in days_between(first, last) for stamp in stamps_of(stream, day)]


def _slot(stream: EventStream, listing: Listing, stamp: str) -> Slot:
    names = (stamp,) if len(stamp) > _DAY_DIGITS else (stamp, stamp[:6], stamp[:4])
    for name in names:
        if name in listing.files:
            return Slot(stream.id, stamp, listing.files[name].name, FetchState.NOT_ASKED)
    return Slot(stream.id, stamp, "", FetchState.NOT_YET if stamp > listing.latest else FetchState.UNLISTED)


def coverage_of(slots: Iterable[Slot]) -> list[DayCoverage]:
    """Return how much of each day is there, by stream and day."""
    states: dict[tuple[str, str], Counter[str]] = {}
    for slot in slots:
        states.setdefault((slot.stream, slot.day), Counter())[slot.state] += 1
    return [
        DayCoverage(stream, day, found.total(), found[FetchState.HAD], _without_had(found))
        for (stream, day), found in sorted(states.items())
    ]


def coverage_of_names(names: Iterable[str], streams: Mapping[str, EventStream]) -> list[DayCoverage]:
    """Return how much of each day files make up, told by their names alone: for a store, whose files have no list.

    Only days of which there is some file are told of. Files by month or year are left out.

    Examples:
        >>> from kanae.events.lists import streams
        >>> [day] = coverage_of_names(["20191024143000.export.CSV.zip"], streams())
        >>> day.stream, day.day, day.had, day.expected
        ('english', '2019-10-24', 1, 96)
    """
    had: dict[tuple[str, str], set[str]] = {}
    for name in names:
        day = batch_of(name)
        if len(day) == _DAY_DIGITS and day.isdecimal():
            had.setdefault((stream_of(name) or "daily", day), set()).add(name.split(".")[0])
    found = []
    for (stream, day), stamps in sorted(had.items()):
        expected = stamps_of(streams[stream], date(int(day[:4]), int(day[4:6]), int(day[6:])))
        there = len(stamps.intersection(expected))
        missing = {str(FetchState.ABSENT): len(expected) - there} if there < len(expected) else {}
        found.append(DayCoverage(stream, f"{day[:4]}-{day[4:6]}-{day[6:]}", len(expected), there, missing))
    return found


def _without_had(found: Counter[str]) -> dict[str, int]:
    return {state: number for state, number in sorted(found.items()) if state != FetchState.HAD}
