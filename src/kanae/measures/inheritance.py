"""What a new government took over: what went on, thinned out, stopped, or was first seen after the change.

"Stopped" is said only when a source says so, or when the record covers the time, a full rhythm has passed and somebody
looked and found nothing. Otherwise a silence is "not seen since", which is a state of the record, not of the world.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from itertools import pairwise
from typing import TYPE_CHECKING

from kanae.measures.windows import inside, records_of
from kanae.model.turnover import Span

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from kanae.model.turnover import Change, Occurrence


class Inherited(StrEnum):
    """What became of a line of cooperation; the codelist ``inheritance`` has the names in three languages."""

    WENT_ON = "went-on"
    THINNED_OUT = "thinned-out"
    STOPPED = "stopped"
    NOT_SEEN_SINCE = "not-seen-since"
    RESUMED = "resumed"
    NEW = "new"
    QUIET = "quiet"


@dataclass(frozen=True, slots=True)
class Look:
    """A search for more of something that found nothing.

    Attributes:
        search_id: Id of the search.
        on: Day it was made.
    """

    search_id: str
    on: date


@dataclass(frozen=True, slots=True)
class Line:
    """A line of cooperation: a series of meetings, or the acts or words of a field or pillar.

    Attributes:
        unit: Id of the series, the field or the pillar.
        kind: ``meetings``, ``acts`` or ``words``.
        occurrences: Its meetings, acts or words, in any order.
        covered: Days for which the record was looked after; ``None`` when it was for none.
        is_complete: Whether nothing of it is known to be missing on these days.
        stated_days: Stated rhythm; ``None`` when none is stated.
        against: Records that say of one of its promises that it lapsed, ended, was dropped or was acted against.
        is_one_promise: Whether it is one promise, so that one such record says that it is over.
        looks: Searches for more of it that found nothing.
    """

    unit: str
    kind: str
    occurrences: tuple[Occurrence, ...]
    covered: Span | None
    is_complete: bool
    stated_days: int | None
    against: tuple[Occurrence, ...] = ()
    is_one_promise: bool = False
    looks: tuple[Look, ...] = ()


@dataclass(frozen=True, slots=True)
class Inheritance:
    """What became of one line after one change.

    Attributes:
        change: The change.
        unit: Id of the series, the field or the pillar.
        kind: ``meetings``, ``acts`` or ``words``.
        state: What became of it.
        n_before: Occurrences in the window before.
        n_after: Occurrences since, while the new government is in office.
        n_against: Records since that say of one of its promises that it is over.
        days_before: Days of the window before.
        days_after: Days since.
        is_covered: Whether the record was looked after on all these days.
        is_complete: Whether nothing is known to be missing on them; otherwise the counts are "at least".
        record_ids: Records counted, for and against.
        search_ids: Searches that found no more of it.
    """

    change: Change
    unit: str
    kind: str
    state: Inherited
    n_before: int
    n_after: int
    n_against: int
    days_before: int
    days_after: int
    is_covered: bool
    is_complete: bool
    record_ids: tuple[str, ...]
    search_ids: tuple[str, ...]


def inheritance(change: Change, line: Line, *, as_of: date, window_days: int, thinned_share: float) -> Inheritance:
    """Say what became of a line of cooperation after a change of leader.

    Args:
        change: The change; what follows is looked at until the new term ends.
        line: The line.
        as_of: Nothing that may be later is counted.
        window_days: Days looked at before the change.
        thinned_share: Thinned out when the rate after is at most this share of the rate before.

    Examples:
        >>> from datetime import date
        >>> from kanae.model.turnover import Change, Occurrence
        >>> change = Change("trump", "USA", date(2025, 1, 20), False, "biden", date(2026, 2, 28))
        >>> lima = Occurrence("lima", ("lima",), Span(date(2024, 11, 15), date(2024, 11, 15)))
        >>> covered = Span(date(2014, 1, 1), date(2026, 2, 28))
        >>> looks = (Look("s001", date(2026, 11, 23)),)
        >>> line = Line("leaders", "meetings", (lima,), covered, True, 365, looks=looks)
        >>> inheritance(change, line, as_of=date(2026, 2, 28), window_days=365, thinned_share=0.5).state
        <Inherited.STOPPED: 'stopped'>
    """
    before = Span(change.day - timedelta(days=window_days), change.day - timedelta(days=1))
    after = Span(change.day, min(as_of, change.last))
    was = inside(line.occurrences, before, possible_by=before.first)
    since = inside(line.occurrences, after, possible_by=before.first if line.kind == "acts" else None)
    against = inside(line.against, after)
    rhythm_days = _rhythm(line)
    looks = tuple(look.search_id for look in line.looks if look.on >= change.day)
    is_silent = (
        rhythm_days is not None
        and after.days >= rhythm_days
        and any(look.on >= change.day + timedelta(days=rhythm_days) for look in line.looks)
    )
    is_covered = line.covered is not None and line.covered.holds(Span(before.first, after.last))
    state = _quiet_or_not(line, before, was, since)
    if state is Inherited.WENT_ON and is_covered:
        share = (len(since) / after.days) / (len(was) / before.days)
        state = Inherited.THINNED_OUT if share <= thinned_share else state
    if state is Inherited.NOT_SEEN_SINCE:
        is_proven = is_covered and line.is_complete and is_silent
        state = Inherited.STOPPED if is_proven or (against and line.is_one_promise) else state
    return Inheritance(
        change=change,
        unit=line.unit,
        kind=line.kind,
        state=state,
        n_before=len(was),
        n_after=len(since),
        n_against=len(against),
        days_before=before.days,
        days_after=after.days,
        is_covered=is_covered,
        is_complete=is_covered and line.is_complete,
        record_ids=records_of((*was, *since, *against)),
        search_ids=() if since else looks,
    )


def _rhythm(line: Line) -> int | None:
    """Return within how many days the next was due: as stated, else after the longest silence it came back from.

    One that was seen once and states no rhythm has none, so that its silence says nothing.
    """
    if line.stated_days is not None:
        return line.stated_days
    days = sorted(row.span.first for row in line.occurrences)
    return max(((later - earlier).days for earlier, later in pairwise(days)), default=None)


def _quiet_or_not(line: Line, before: Span, was: Sequence[Occurrence], since: Sequence[Occurrence]) -> Inherited:
    if was:
        return Inherited.WENT_ON if since else Inherited.NOT_SEEN_SINCE
    if not since:
        return Inherited.QUIET
    is_old = any(row.span.first < before.first for row in line.occurrences)
    return Inherited.RESUMED if is_old else Inherited.NEW


@dataclass(frozen=True, slots=True)
class Inheritances:
    """What became of every line after the changes that began the governments of today.

    Attributes:
        rows: By change, kind and unit.
        window_days: Days looked at before each change.
    """

    rows: tuple[Inheritance, ...]
    window_days: int
