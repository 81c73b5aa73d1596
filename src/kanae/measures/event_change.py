"""One change in a series from the news, on scales that do not grow with the news itself.

Three scales: how much is done against what is said, how much conflict there is against cooperation, and events per
million of all rows seen. Sums of Goldstein values are not among them: they rise with attention, and so in a crisis.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import log, sqrt
from statistics import median
from typing import TYPE_CHECKING, Literal, get_args

import numpy as np

from kanae.measures.change_points import FEWEST_PERIODS, ChangePoint, change_point
from kanae.measures.dated_turns import range_of
from kanae.measures.exact_rates import LEVEL
from kanae.measures.level_change import level_change
from kanae.measures.shares import z_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from numpy.typing import NDArray

    from kanae.measures.dated_turns import HeldAgainst
    from kanae.model.news import NewsPeriod, NewsSeries
    from kanae.model.panels import By

Scale = Literal["say-do", "conflict", "per-million"]
SCALES: tuple[Scale, ...] = get_args(Scale)
MILLION = 1_000_000


@dataclass(frozen=True, slots=True)
class LogRatio:
    """A log ratio of two counts, each with one half added.

    Attributes:
        value: log((n + 1/2) / (m + 1/2)).
        variance: About 1/(n + 1/2) + 1/(m + 1/2); too small where one event is reported many times.
    """

    value: float
    variance: float

    @property
    def interval(self) -> tuple[float, float]:
        """Ends of the 90 per cent interval, with the errors as normal.

        Examples:
            >>> low, high = log_ratio(10, 30).interval
            >>> round(low, 3), round(high, 3)
            (-1.655, -0.478)
        """
        half = z_of(LEVEL) * sqrt(self.variance)
        return self.value - half, self.value + half


@dataclass(frozen=True, slots=True)
class EventChange:
    """What was found in one series on one scale.

    Attributes:
        series: The series.
        scale: ``say-do``, ``conflict`` or ``per-million``.
        periods: The periods looked at: the last run of whole ones without a gap.
        change: What was found; rates are values on the scale.
        p_adjusted: The p-value with all series and scales of the source taken into account; ``None`` when not tested.
        held: Turns dated beforehand for these states, beside the change of a ratio.
    """

    series: NewsSeries
    scale: Scale
    periods: tuple[NewsPeriod, ...]
    change: ChangePoint
    p_adjusted: float | None = None
    held: tuple[HeldAgainst, ...] = ()

    @property
    def range(self) -> tuple[date, date] | None:
        """First and last day on which the change may have come; ``None`` when none is found."""
        return range_of(self.change, self.periods)


@dataclass(frozen=True, slots=True)
class EventChanges:
    """What was looked for in an event store.

    Attributes:
        digest: First letters of the digest of the store's manifest.
        by: Length of the periods.
        rows: Every series on every scale.
        limits: What the codelist ``event-limits`` sets.
    """

    digest: str
    by: By
    rows: tuple[EventChange, ...]
    limits: Mapping[str, float]


def log_ratio(n: int, m: int) -> LogRatio:
    """Return the log ratio of two counts.

    Examples:
        >>> found = log_ratio(10, 30)
        >>> round(found.value, 6), round(found.variance, 6)
        (-1.066351, 0.128025)
    """
    return LogRatio(log((2 * n + 1) / (2 * m + 1)), 2 / (2 * n + 1) + 2 / (2 * m + 1))


def counts_on(scale: Scale, period: NewsPeriod) -> tuple[int, int]:
    """Return the two counts whose ratio is looked at: deeds and words of cooperation, or conflict and cooperation."""
    words, deeds, quarrels, blows = period.quads
    return (deeds, words) if scale == "say-do" else (quarrels + blows, words + deeds)


def ratio_on(scale: Scale, period: NewsPeriod) -> LogRatio:
    """Return the log ratio of a period: deeds to words of cooperation, or conflict to cooperation."""
    return log_ratio(*counts_on(scale, period))


def whole_run(periods: Sequence[NewsPeriod], least: float) -> tuple[NewsPeriod, ...]:
    """Return the longest run of periods that are whole enough; of equal ones the last.

    Args:
        periods: Periods in order, without a gap.
        least: Share of the days whose files must all be there.
    """
    best: list[NewsPeriod] = []
    run: list[NewsPeriod] = []
    for period in periods:
        run = [*run, period] if period.whole_share >= least else []
        best = run if len(run) >= len(best) and run else best
    return tuple(best)


def event_change(series: NewsSeries, scale: Scale, least: float) -> EventChange:
    """Look for one change in a series.

    Args:
        series: The series.
        scale: What is looked at.
        least: Share of the days of a period whose files must all be there.
    """
    periods = whole_run(series.periods, least)
    if not series.addressed:
        return EventChange(series, scale, periods, ChangePoint(len(periods), None, None, "no-addresses"))
    if scale == "per-million":
        return EventChange(series, scale, periods, _rate_change(periods))
    return EventChange(series, scale, periods, _ratio_change([counts_on(scale, period) for period in periods]))


def _ratio_change(counts: Sequence[tuple[int, int]]) -> ChangePoint:
    """Look for a change in a log ratio, beside ratios without change of as many events in each period.

    The half that is added to small counts makes their ratio move with the number of events: without a single deed,
    twice the words look like half the deeds for each. Series drawn with the same number of events move likewise.
    """
    if len(counts) >= FEWEST_PERIODS and not any(map(any, counts)):
        return ChangePoint(len(counts), None, None, "no-events")
    ratios = [log_ratio(n, m) for n, m in counts]
    totals, usual = np.array([n + m for n, m in counts]), _pooled(counts).value

    def observed(levels: NDArray[np.float64], random: np.random.Generator) -> NDArray[np.float64]:
        drawn = random.binomial(totals, 1 / (1 + np.exp(-usual - levels)))
        return np.log((2 * drawn + 1) / (2 * (totals - drawn) + 1))

    found = level_change([one.value for one in ratios], [one.variance for one in ratios], observed=observed)
    if found.best is None:
        return found
    before, after = _pooled(counts[: found.best]), _pooled(counts[found.best :])
    return replace(found, rate_before=before.value, rate_after=after.value)


def _pooled(counts: Sequence[tuple[int, int]]) -> LogRatio:
    return log_ratio(sum(n for n, _ in counts), sum(m for _, m in counts))


def _rate_change(periods: Sequence[NewsPeriod]) -> ChangePoint:
    """Look for a change in events per million rows, as counts at the median number of rows seen."""
    seen = [period.rows_seen for period in periods if period.rows_seen]
    if len(seen) < len(periods):
        return ChangePoint(len(periods), None, None, "rows-not-known")
    usual = median(seen) if seen else 1.0
    found = change_point([round(period.events * usual / rows) for period, rows in zip(periods, seen, strict=True)])
    if found.best is None:
        return found
    before, after = (
        sum(period.events for period in part) / sum(period.rows_seen or 0 for period in part) * MILLION
        for part in (periods[: found.best], periods[found.best :])
    )
    return replace(found, rate_before=before, rate_after=after)
