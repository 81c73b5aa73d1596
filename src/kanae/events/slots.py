"""Places in time for which a file is expected."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from kanae.model.fetching import FetchState, Slot

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kanae.events.lists import Listing
    from kanae.model.fetching import EventStream

_QUARTER = timedelta(minutes=15)
_DAY_DIGITS = 8


def days_between(first: date, last: date) -> Iterator[date]:
    """Yield the days from the first to the last, both included."""
    for number in range((last - first).days + 1):
        yield first + timedelta(days=number)


def files_of_day(stream: EventStream, day: date) -> int:
    """Return how many files a whole day has; stamp by stamp only on the day the stream began.

    Examples:
        >>> from kanae.events.lists import streams
        >>> [files_of_day(streams()["english"], date(2015, 2, day)) for day in (17, 18, 19)]
        [0, 4, 96]
    """
    return stream.files_a_day if f"{day:%Y%m%d}" > stream.first[:_DAY_DIGITS] else len(stamps_of(stream, day))


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
