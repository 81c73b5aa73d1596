"""The gaps between the meetings of a series, and which of them may be used.

A gap is measured from the first day of one meeting to the first day of the next. One is left out, and counted, when
it cannot be known: when a meeting in between is not confirmed, when the ledger did not look after the whole of it, or
when the dates are too coarse for its length. Leaving out the *meeting* instead would make two gaps into a longer one.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of days.

    Attributes:
        first: First day.
        last: Last day, inclusive.
    """

    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Meeting:
    """One meeting of a series.

    Attributes:
        event_id: Id of the event.
        first: First day, or the first day it may have been on.
        last: Last day, or the last day it may have been on.
        is_exact: Whether these are the days it was held on, rather than bounds of a month or a year.
        is_confirmed: Whether it may be counted.
    """

    event_id: str
    first: date
    last: date
    is_exact: bool = True
    is_confirmed: bool = True


class GapFault(StrEnum):
    """Why a gap is not used."""

    UNCONFIRMED = "unconfirmed-meeting-between"
    UNCOVERED = "not-covered"
    COARSE = "date-too-coarse"


@dataclass(frozen=True, slots=True)
class Gap:
    """The days between two meetings that follow each other.

    Attributes:
        days: Days, the middle of what they may be.
        begin_id: Event it begins with.
        end_id: Event it ends with.
        fault: Why it is not used; ``None`` when it is.
    """

    days: float
    begin_id: str
    end_id: str
    fault: GapFault | None = None


def in_order(meetings: Iterable[Meeting]) -> list[Meeting]:
    """Return meetings oldest first, the same for any order they come in."""
    return sorted(meetings, key=lambda meeting: (meeting.last, meeting.first, meeting.event_id))


def joined(spans: Iterable[Span]) -> tuple[Span, ...]:
    """Join spans that touch or overlap.

    Examples:
        >>> from datetime import date
        >>> early, late = Span(date(2014, 1, 1), date(2018, 12, 31)), Span(date(2019, 1, 1), date(2026, 2, 28))
        >>> joined([late, early]) == (Span(date(2014, 1, 1), date(2026, 2, 28)),)
        True
    """
    found: list[Span] = []
    for span in sorted(spans, key=lambda span: (span.first, span.last)):
        if found and span.first <= found[-1].last + timedelta(days=1):
            found[-1] = Span(found[-1].first, max(found[-1].last, span.last))
        else:
            found.append(span)
    return tuple(found)


def looked_after(first: date, last: date, spans: Iterable[Span]) -> bool:
    """Tell whether all days from one to another lie in one of some joined spans."""
    return any(span.first <= first and last <= span.last for span in spans)


def gaps_between(meetings: Iterable[Meeting], *, covered: Sequence[Span], coarse_share: float) -> tuple[Gap, ...]:
    """Return the gaps between confirmed meetings, oldest first; two meetings that begin on one day have none.

    Args:
        meetings: Meetings held, confirmed or not, in any order.
        covered: Spans the ledger looks after, joined.
        coarse_share: A gap is too coarse when what it may be spans more than this share of its middle.

    Examples:
        >>> from datetime import date
        >>> days = [date(2024, 6, 27), date(2024, 11, 13), date(2025, 9, 15)]
        >>> drills = [Meeting(f"e{number}", day, day) for number, day in enumerate(days)]
        >>> whole = (Span(date(2022, 1, 1), date(2026, 2, 28)),)
        >>> [gap.days for gap in gaps_between(drills, covered=whole, coarse_share=0.25)]
        [139.0, 306.0]
    """
    ordered = in_order(meetings)
    confirmed = [number for number, meeting in enumerate(ordered) if meeting.is_confirmed]
    found: list[Gap] = []
    for one, other in itertools.pairwise(confirmed):
        begin, end = ordered[one], ordered[other]
        fewest, most = _bounds(begin, end)
        if most <= 0:
            continue
        days = (fewest + most) / 2
        fault = None
        if other > one + 1:
            fault = GapFault.UNCONFIRMED
        elif not looked_after(begin.first, end.first, covered):
            fault = GapFault.UNCOVERED
        elif most - fewest > coarse_share * days:
            fault = GapFault.COARSE
        found.append(Gap(days, begin.event_id, end.event_id, fault))
    return tuple(found)


def _bounds(begin: Meeting, end: Meeting) -> tuple[int, int]:
    """Return the fewest and the most days between the first days of two meetings."""
    begin_latest = begin.first if begin.is_exact else begin.last
    end_latest = end.first if end.is_exact else end.last
    return max(0, (end.first - begin_latest).days), (end_latest - begin.first).days
