"""Turns that were dated beforehand, held against the range of dates of a change, and what random dates would give."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from kanae.measures.change_points import SHORTEST_SEGMENT

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from kanae.measures.change_points import ChangePoint


class Span(Protocol):
    """A period: from a first day to a last one, inclusive."""

    @property
    def first(self) -> date:
        """First day."""
        ...

    @property
    def last(self) -> date:
        """Last day, inclusive."""
        ...


@dataclass(frozen=True, slots=True)
class Turn:
    """A turn that was dated before any series was looked at.

    Attributes:
        record_id: Id of the benchmark.
        first: First day it is dated to.
        last: Last day it is dated to.
        rises: Whether cooperation rose.
    """

    record_id: str
    first: date
    last: date
    rises: bool


@dataclass(frozen=True, slots=True)
class HeldAgainst:
    """A turn beside the change that was found.

    Attributes:
        record_id: Id of the benchmark.
        could_be_found: Whether it lies where a change was looked for.
        inside: Whether its date and the range overlap; ``None`` when no change was found or it could not be.
        same_direction: Whether the rate changed as the turn says; ``None`` likewise.
        by_chance: Share of random dates of the same length that would overlap the range; ``None`` likewise.
    """

    record_id: str
    could_be_found: bool
    inside: bool | None = None
    same_direction: bool | None = None
    by_chance: float | None = None


def hold_against(
    turn: Turn, periods: Sequence[Span], found: tuple[int, int] | None, *, rises: bool | None
) -> HeldAgainst:
    """Hold one turn against the range of a change.

    Args:
        turn: The turn.
        periods: Periods in which the new rate could begin, in order.
        found: First and last place of the range among these periods; ``None`` when no change was found.
        rises: Whether the rate rose.

    Examples:
        >>> from datetime import date
        >>> from kanae.measures.count_series import periods_between
        >>> periods = periods_between(date(2020, 1, 1), date(2022, 12, 31), "quarter")
        >>> turn = Turn("b", date(2021, 2, 1), date(2021, 5, 1), rises=True)
        >>> held = hold_against(turn, periods, (5, 6), rises=True)
        >>> held.inside, held.same_direction, round(held.by_chance, 3)
        (True, True, 0.273)
    """
    places = [place for place, period in enumerate(periods) if period.first <= turn.last and turn.first <= period.last]
    if not places:
        return HeldAgainst(turn.record_id, could_be_found=False)
    if found is None:
        return HeldAgainst(turn.record_id, could_be_found=True)
    length, (low, high) = len(places), found
    starts = range(len(periods) - length + 1)
    return HeldAgainst(
        turn.record_id,
        could_be_found=True,
        inside=places[0] <= high and low <= places[-1],
        same_direction=rises == turn.rises,
        by_chance=sum(start <= high and low < start + length for start in starts) / len(starts),
    )


def range_of(change: ChangePoint, periods: Sequence[Span]) -> tuple[date, date] | None:
    """Return the first and last day on which the new rate may have begun; ``None`` when no change is found.

    Args:
        change: What was found in a series.
        periods: The periods of the series.

    Examples:
        >>> from datetime import date
        >>> from kanae.measures.change_points import ChangePoint
        >>> from kanae.measures.count_series import periods_between
        >>> periods = periods_between(date(2020, 1, 1), date(2022, 12, 31), "quarter")
        >>> found = range_of(ChangePoint(12, 0.01, True, "", first=5, last=6), periods)
        >>> [str(day) for day in found]
        ['2021-04-01', '2021-09-30']
    """
    if change.first is None or change.last is None:
        return None
    return periods[change.first].first, periods[change.last].last


def hold_change(
    turn: Turn, change: ChangePoint, periods: Sequence[Span], *, more_is_closer: bool = True
) -> HeldAgainst:
    """Hold one turn against the change of a series, where one could be found at all.

    Args:
        turn: The turn.
        change: What was found in the series.
        periods: The periods of the series.
        more_is_closer: Whether a higher rate means more cooperation.
    """
    possible = periods[SHORTEST_SEGMENT : len(periods) - SHORTEST_SEGMENT + 1] if change.found is not None else ()
    found, rises = None, None
    if change.first is not None and change.last is not None:
        found = change.first - SHORTEST_SEGMENT, change.last - SHORTEST_SEGMENT
    if change.rate_before is not None and change.rate_after is not None:
        rises = (change.rate_after > change.rate_before) == more_is_closer
    return hold_against(turn, possible, found, rises=rises)


def expected_inside(held: Sequence[HeldAgainst]) -> float | None:
    """Return how many turns of the direction of the change random dates would have in its range; ``None`` without any.

    Examples:
        >>> expected_inside([HeldAgainst("a", True, True, True, 0.25), HeldAgainst("b", True, False, True, 0.5)])
        0.75
    """
    chances = [row.by_chance for row in held if row.by_chance is not None and row.same_direction]
    return sum(chances) if chances else None
