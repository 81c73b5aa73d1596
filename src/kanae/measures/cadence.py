"""How regular a series of meetings is, when it last met, and whether the next one is late.

The rhythm is the stated one, else the median of the last gaps when there are three or more; with fewer the answer is
"too few meetings" and no number. A running gap is compared with the rhythm, never counted as finished.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from statistics import median
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

FEWEST_GAPS = 3
"""Fewer gaps than these give no estimate of a rhythm."""


class Punctuality(StrEnum):
    """Where a series stands against its rhythm."""

    ON_TIME = "on-time"
    LATE = "late"
    OVERDUE = "overdue"
    TOO_FEW = "too-few"
    NEVER = "never"


@dataclass(frozen=True, slots=True)
class Meeting:
    """One meeting of a series.

    Attributes:
        event_id: Id of the event.
        first: First day it may have been on.
        last: Last day it may have been on.
    """

    event_id: str
    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Cadence:
    """The rhythm of a series on a day.

    Attributes:
        n: Meetings held by the day.
        last: Last day of the last meeting; ``None`` when none was found.
        rhythm_days: Days between two meetings; ``None`` when neither stated nor estimable.
        is_stated: Whether the rhythm is stated by a commitment.
        expected: Day the next meeting was or is expected by; ``None`` without a rhythm.
        overdue_ratio: Days since the last meeting over the rhythm; ``None`` without a rhythm.
        punctuality: Where the series stands.
        record_ids: Ids of the events, oldest first.
    """

    n: int
    last: date | None
    rhythm_days: int | None
    is_stated: bool
    expected: date | None
    overdue_ratio: float | None
    punctuality: Punctuality
    record_ids: tuple[str, ...]


def cadence(
    meetings: Sequence[Meeting], *, as_of: date, stated_days: int | None, kept_ratio: float, late_ratio: float
) -> Cadence:
    """Describe the rhythm of a series on a day.

    Args:
        meetings: Its meetings, in any order; those not surely held by the day are left out.
        as_of: The day.
        stated_days: Stated rhythm; ``None`` when there is none.
        kept_ratio: On time up to this many times the rhythm.
        late_ratio: Late up to this many times the rhythm, then overdue.

    Examples:
        >>> days = [date(2024, 6, 27), date(2024, 11, 13), date(2025, 9, 15)]
        >>> drills = [Meeting(f"e{number}", day, day) for number, day in enumerate(days)]
        >>> cadence(drills, as_of=date(2026, 2, 28), stated_days=365, kept_ratio=1.25, late_ratio=2).overdue_ratio
        0.45
    """
    held = sorted(
        (meeting for meeting in meetings if meeting.last <= as_of), key=lambda meeting: (meeting.last, meeting.event_id)
    )
    ids = tuple(meeting.event_id for meeting in held)
    if not held:
        return Cadence(0, None, stated_days, stated_days is not None, None, None, Punctuality.NEVER, ids)
    last = held[-1].last
    rhythm = stated_days if stated_days is not None else _estimate([meeting.first for meeting in held])
    if rhythm is None:
        return Cadence(
            len(held),
            last,
            None,
            is_stated=False,
            expected=None,
            overdue_ratio=None,
            punctuality=Punctuality.TOO_FEW,
            record_ids=ids,
        )
    ratio = (as_of - last).days / rhythm
    punctuality = Punctuality.OVERDUE
    if ratio <= late_ratio:
        punctuality = Punctuality.ON_TIME if ratio <= kept_ratio else Punctuality.LATE
    return Cadence(
        n=len(held),
        last=last,
        rhythm_days=rhythm,
        is_stated=stated_days is not None,
        expected=last + timedelta(days=rhythm),
        overdue_ratio=round(ratio, 2),
        punctuality=punctuality,
        record_ids=ids,
    )


def _estimate(days: Sequence[date]) -> int | None:
    gaps = [(later - earlier).days for earlier, later in itertools.pairwise(days)]
    gaps = [gap for gap in gaps if gap > 0]
    return round(median(gaps)) if len(gaps) >= FEWEST_GAPS else None
