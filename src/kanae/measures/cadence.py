"""How regular a series of meetings is, when it last met, and whether the next one is late.

The rhythm is the stated one, else the median of the gaps when there are three or more that can be used; with fewer the
answer is "too few meetings" and no number. A running gap is compared with the rhythm, never counted as finished. A
series is called late only where someone looked: where the ledger covers its silence, or a search found nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from statistics import median
from typing import TYPE_CHECKING

from kanae.measures.gap_survival import MedianGap, median_gap
from kanae.measures.gaps import Gap, Meeting, Span, gaps_between, in_order, looked_after
from kanae.measures.lateness import GapPrior, share_longer
from kanae.measures.regularity import Regularity, regularity

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

FEWEST_GAPS = 3
"""Fewer gaps than these give no estimate of a rhythm."""

LEVEL = 0.9
"""Level of the interval of the median gap."""


class Punctuality(StrEnum):
    """Where a series stands against its rhythm."""

    ON_TIME = "on-time"
    LATE = "late"
    OVERDUE = "overdue"
    TOO_FEW = "too-few"
    NEVER = "never"
    NOT_KNOWN = "not-known"


class Watch(StrEnum):
    """Who looked for another meeting since the last one."""

    COVERED = "covered"
    SEARCHED = "searched"
    NOBODY = "nobody"


@dataclass(frozen=True, slots=True)
class Rules:
    """What is chosen rather than recorded.

    Attributes:
        kept_ratio: On time up to this many times the rhythm.
        late_ratio: Late up to this many times the rhythm, then overdue.
        coarse_share: A gap whose length is less sure than this share of it is left out.
        prior: What is held of gaps before one is seen.
    """

    kept_ratio: float
    late_ratio: float
    coarse_share: float
    prior: GapPrior


@dataclass(frozen=True, slots=True)
class Series:
    """A series as the measure takes it.

    Attributes:
        meetings: Its meetings, confirmed or not, in any order.
        stated_days: Stated rhythm; ``None`` when there is none.
        covered: Spans the ledger looks after, joined.
        searched: Spans in which a search looked for a meeting and found none.
    """

    meetings: Sequence[Meeting]
    stated_days: int | None
    covered: Sequence[Span]
    searched: Sequence[Span] = ()


@dataclass(frozen=True, slots=True)
class Cadence:
    """The rhythm of a series on a day.

    Attributes:
        n: Confirmed meetings held by the day.
        last: Last day of the last meeting; ``None`` when none was found.
        rhythm_days: Days between two meetings; ``None`` when neither stated nor estimable.
        is_stated: Whether the rhythm is stated by a commitment.
        expected: Day the next meeting was or is expected by; ``None`` without a rhythm.
        overdue_ratio: Days since the last meeting over the rhythm; ``None`` without a rhythm.
        punctuality: Where the series stands.
        running_days: Days since the last meeting; ``None`` without one.
        watch: Who looked for another meeting since the last.
        p_gap: Probability that a gap longer than the running one is normal, 0 to 1; ``None`` when it cannot be said.
        regularity: How regular the gaps are; ``None`` with too few.
        median_gap: Median gap with its interval, the running gap counted as unfinished; ``None`` with too few.
        gaps: All gaps, with what is wrong with those not used.
        unconfirmed_ids: Events after the last confirmed meeting that may be a further one.
        reason: Key of why a number is missing; empty when none is.
        record_ids: Ids of the events, oldest first.
    """

    n: int
    last: date | None
    rhythm_days: int | None
    is_stated: bool
    expected: date | None
    overdue_ratio: float | None
    punctuality: Punctuality
    running_days: int | None
    watch: Watch
    p_gap: float | None
    regularity: Regularity | None
    median_gap: MedianGap | None
    gaps: tuple[Gap, ...]
    unconfirmed_ids: tuple[str, ...]
    reason: str
    record_ids: tuple[str, ...]

    @property
    def unused(self) -> tuple[Gap, ...]:
        """The gaps that are not used, each with its fault."""
        return tuple(gap for gap in self.gaps if gap.fault is not None)


def cadence(series: Series, *, as_of: date, rules: Rules) -> Cadence:
    """Describe the rhythm of a series on a day.

    Args:
        series: The series; meetings not surely held by the day are left out.
        as_of: The day.
        rules: Limits and prior.

    Examples:
        >>> from datetime import date
        >>> days = [date(2024, 6, 27), date(2024, 11, 13), date(2025, 9, 15)]
        >>> drills = [Meeting(f"e{number}", day, day) for number, day in enumerate(days)]
        >>> whole = (Span(date(2022, 1, 1), date(2026, 2, 28)),)
        >>> rules = Rules(1.25, 2, 0.25, GapPrior(180, 1, 2, 0.35))
        >>> cadence(Series(drills, 365, whole), as_of=date(2026, 2, 28), rules=rules).overdue_ratio
        0.45
    """
    by_now = in_order(meeting for meeting in series.meetings if meeting.last <= as_of)
    held = [meeting for meeting in by_now if meeting.is_confirmed]
    gaps = gaps_between(by_now, covered=series.covered, coarse_share=rules.coarse_share)
    usable = [gap.days for gap in gaps if gap.fault is None]
    enough = len(usable) >= FEWEST_GAPS
    last = held[-1] if held else None
    running = (as_of - last.last).days if last else None
    watch = _watch(series, last, as_of)
    rhythm = series.stated_days or (round(median(usable)) if enough else None)
    ratio = running / rhythm if running is not None and rhythm is not None else None
    punctuality = _punctuality(ratio, watch, rules, has_met=last is not None)
    p_gap = None
    if enough and running is not None and watch is Watch.COVERED:
        p_gap = share_longer(running, usable, _prior(rules.prior, series.stated_days)) if running else 1.0
    return Cadence(
        n=len(held),
        last=last.last if last else None,
        rhythm_days=rhythm,
        is_stated=series.stated_days is not None,
        expected=last.last + timedelta(days=rhythm) if last and rhythm else None,
        overdue_ratio=round(ratio, 2) if ratio is not None else None,
        punctuality=punctuality,
        running_days=running,
        watch=watch,
        p_gap=p_gap,
        regularity=regularity(usable) if enough else None,
        median_gap=median_gap(usable, _unfinished(series, last, as_of), level=LEVEL) if enough else None,
        gaps=gaps,
        unconfirmed_ids=tuple(row.event_id for row in by_now[by_now.index(last) + 1 :]) if last else (),
        reason=_reason(gaps, punctuality, watch, enough=enough),
        record_ids=tuple(meeting.event_id for meeting in held),
    )


def _watch(series: Series, last: Meeting | None, as_of: date) -> Watch:
    if last is None:
        return Watch.NOBODY
    if last.last == as_of or looked_after(last.last, as_of, series.covered):
        return Watch.COVERED
    return Watch.SEARCHED if looked_after(last.last, as_of, series.searched) else Watch.NOBODY


def _punctuality(ratio: float | None, watch: Watch, rules: Rules, *, has_met: bool) -> Punctuality:
    if not has_met:
        return Punctuality.NEVER
    if ratio is None:
        return Punctuality.TOO_FEW
    if ratio <= rules.kept_ratio:
        return Punctuality.ON_TIME
    if watch is Watch.NOBODY:
        return Punctuality.NOT_KNOWN
    return Punctuality.LATE if ratio <= rules.late_ratio else Punctuality.OVERDUE


def _prior(prior: GapPrior, stated_days: int | None) -> GapPrior:
    """Return the prior around the stated rhythm, where one is stated."""
    return GapPrior(stated_days or prior.median_days, prior.strength, prior.shape, prior.spread)


def _unfinished(series: Series, last: Meeting | None, as_of: date) -> list[float]:
    """Return the running gap as far as it is looked after."""
    if last is None:
        return []
    seen_to = next((span.last for span in series.covered if span.first <= last.last <= span.last), last.last)
    days = (min(seen_to, as_of) - last.last).days
    return [float(days)] if days > 0 else []


def _reason(gaps: Sequence[Gap], punctuality: Punctuality, watch: Watch, *, enough: bool) -> str:
    """Return why the state or the probability is missing; empty when neither is."""
    if punctuality is Punctuality.NEVER:
        return "no-meeting"
    if punctuality is Punctuality.NOT_KNOWN:
        return "silence-not-covered"
    if not enough:
        return "too-few-gaps-usable" if len(gaps) >= FEWEST_GAPS else "too-few-meetings"
    return "" if watch is Watch.COVERED else "silence-not-covered"
