"""Does anything stand twice?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kanae.model.issues import Issue, IssueCode
from kanae.model.records import Event, Place

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kanae.ledger.load import Reading
    from kanae.ledger.origin import Origin
    from kanae.model.records import Record


def ids_stand_once(reading: Reading) -> Iterator[Issue]:
    """Yield records whose id another has already; codes need only differ within their list."""
    for items in reading.codelists.values():
        yield from _repeats(items)
    yield from _repeats([row for rows in reading.rows.values() for row in rows])


def nothing_is_entered_twice(reading: Reading) -> Iterator[Issue]:
    """Yield events of one day and title, and places at one spot."""
    events: dict[tuple[str, str], Origin] = {}
    for event, origin in reading.rows["events"]:
        if isinstance(event, Event) and event.part_of is None:
            first = events.setdefault((event.date.text, event.title.en), origin)
            if first is not origin:
                message = f"'{event.id}' has the date and title of {_place_of(first)}"
                fix = "Remove one, or write 'part_of: …' in the one that only follows it up."
                yield origin.issue("title", IssueCode.ENTERED_TWICE, message, fix)
    spots: dict[tuple[object, object], Origin] = {}
    for place, origin in reading.rows["places"]:
        if isinstance(place, Place):
            first = spots.setdefault((place.latitude, place.longitude), origin)
            if first is not origin:
                message = f"'{place.id}' lies where {_place_of(first)} lies"
                fix = "Mend the coordinates of one, or remove it."
                yield origin.issue("latitude", IssueCode.SAME_PLACE, message, fix)


def _repeats(rows: Sequence[tuple[Record, Origin]]) -> Iterator[Issue]:
    firsts: dict[str, Origin] = {}
    for record, origin in rows:
        first = firsts.setdefault(record.id, origin)
        if first is not origin:
            message = f"the id '{record.id}' stands at {_place_of(first)} already"
            yield origin.issue("id", IssueCode.REPEATED_ID, message, "Give one of the two another id.")


def _place_of(origin: Origin) -> str:
    return f"{origin.file}:{origin.line}"
