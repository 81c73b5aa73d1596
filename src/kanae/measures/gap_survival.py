"""How long a gap lasts when the running one has only lasted so far: Kaplan-Meier, and an interval for its median.

Leaving the running gap out makes a series look more frequent the longer it is silent. The interval is the mid-p form
of the beta product (Fay, Brittain and Proschan 2013, Biostatistics 14, 723-736; Fay and Brittain 2016, Statistics in
Medicine 35, 2726-2740), which holds for a handful of gaps; without unfinished ones it is that of Clopper and Pearson.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

MEDIAN = 0.5


@dataclass(frozen=True, slots=True)
class Step:
    """A step of the curve.

    Attributes:
        days: Length of gap.
        ended: Gaps that ended with it.
        at_risk: Gaps that lasted so long or longer, unfinished ones among them.
        share: Estimated share of gaps that are longer, 0 to 1.
    """

    days: float
    ended: int
    at_risk: int
    share: float


@dataclass(frozen=True, slots=True)
class MedianGap:
    """The median gap.

    Attributes:
        days: Length that half of the gaps exceed; ``None`` when fewer than half have ended.
        low: Lower end of the interval; ``None`` when the gaps leave it open.
        high: Upper end of the interval; ``None`` when the gaps leave it open.
    """

    days: float | None
    low: float | None
    high: float | None


def kaplan_meier(finished: Sequence[float], unfinished: Sequence[float] = ()) -> tuple[Step, ...]:
    """Estimate the share of gaps longer than each finished one (Kaplan and Meier 1958).

    Args:
        finished: Gaps that ended.
        unfinished: Gaps that have lasted so long without ending.

    Examples:
        >>> [round(step.share, 3) for step in kaplan_meier([190, 140, 160, 200], [170])]
        [0.8, 0.6, 0.3, 0.0]
    """
    everything = (*finished, *unfinished)
    share = 1.0
    steps: list[Step] = []
    for days in sorted(set(finished)):
        ended = sum(gap == days for gap in finished)
        at_risk = sum(gap >= days for gap in everything)
        share *= 1 - ended / at_risk
        steps.append(Step(days, ended, at_risk, share))
    return tuple(steps)


def median_gap(finished: Sequence[float], unfinished: Sequence[float] = (), *, level: float) -> MedianGap:
    """Estimate the median gap with its interval.

    Args:
        finished: Gaps that ended, one or more.
        unfinished: Gaps that have lasted so long without ending.
        level: Level of the interval, such as 0.9.

    Examples:
        >>> median_gap([190, 140, 160, 200, 180, 150], [470], level=0.9)
        MedianGap(days=180, low=150, high=200)
    """
    tail = (1 - level) / 2
    days, shares = _sureness(finished, unfinished)
    low = next((day for day, share in zip(days, shares, strict=True) if share >= tail), 0.0)
    return MedianGap(
        days=next((step.days for step in kaplan_meier(finished, unfinished) if step.share <= MEDIAN), None),
        low=low if low >= min(finished) else None,
        high=next((day for day, share in zip(days, shares, strict=True) if share > 1 - tail), None),
    )


def _sureness(finished: Sequence[float], unfinished: Sequence[float]) -> tuple[list[float], list[float]]:
    """Return lengths of gap, from 0 on, and how sure it is that at most half of the gaps are longer than each.

    What is known lies between two products of beta variables, the lower of which counts one further end among the
    gaps still at risk; the mid-p form takes the mean of the two. Each product is read as the beta variable of its
    mean and variance.
    """
    everything = (*finished, *unfinished)
    days = [0.0, *sorted(set(everything))]
    shares: list[float] = []
    product = _Moments()
    for day in days:
        at_risk, ended = sum(gap >= day for gap in everything), sum(gap == day for gap in finished)
        longer = sum(gap > day for gap in everything)
        product = product.times(at_risk - ended + 1, ended) if ended else product
        lower = product.times(longer, 1).share_below(MEDIAN) if longer else 1.0
        shares.append((product.share_below(MEDIAN) + lower) / 2)
    return days, shares


@dataclass(frozen=True, slots=True)
class _Moments:
    """Mean and mean square of a product of beta variables, 1 to begin with."""

    mean: float = 1.0
    square: float = 1.0

    def times(self, alpha: float, beta: float) -> _Moments:
        total = alpha + beta
        return _Moments(self.mean * alpha / total, self.square * alpha * (alpha + 1) / (total * (total + 1)))

    def share_below(self, point: float) -> float:
        from scipy.special import betainc

        variance = self.square - self.mean**2
        if variance <= 0:
            return float(self.mean <= point)
        size = self.mean * (1 - self.mean) / variance - 1
        return float(betainc(self.mean * size, (1 - self.mean) * size, point))
