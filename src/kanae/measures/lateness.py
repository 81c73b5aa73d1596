"""The probability that a gap as long as the running one is normal for a series.

The logarithm of a gap is taken as normal with unknown mean and spread, with a normal-inverse-gamma prior; what a next
gap may be is then a Student t on the logarithm (Murphy 2007, *Conjugate Bayesian analysis of the Gaussian
distribution*). A memoryless model cannot call a regular series late; it is here as the reference of "no rhythm" only.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True, slots=True)
class GapPrior:
    """What is held of gaps before one is seen.

    Attributes:
        median_days: Median gap, in days.
        strength: How many gaps the median counts as.
        shape: How firmly the spread is held; the t has twice as many degrees of freedom before a gap is seen.
        spread: Standard deviation of the logarithm of a gap.
    """

    median_days: float
    strength: float
    shape: float
    spread: float


def share_longer(days: float, gaps: Sequence[float], prior: GapPrior) -> float:
    """Return the probability that the next gap is longer than some days, 0 to 1.

    Args:
        days: Length of the running gap, above 0.
        gaps: Finished gaps in days, each above 0; the running one is not among them.
        prior: What is held before a gap is seen.

    Examples:
        >>> prior = GapPrior(median_days=180, strength=1, shape=2, spread=0.35)
        >>> [round(share_longer(days, [190, 140, 160, 200], prior), 3) for days in (200, 250, 365, 500)]
        [0.314, 0.121, 0.017, 0.003]
    """
    from scipy.special import stdtr

    logs = [math.log(gap) for gap in gaps]
    n, before = len(logs), math.log(prior.median_days)
    mean = math.fsum(logs) / n if n else before
    strength = prior.strength + n
    centre = (prior.strength * before + n * mean) / strength
    shape = prior.shape + n / 2
    scale = prior.shape * prior.spread**2 + math.fsum((log - mean) ** 2 for log in logs) / 2
    scale += prior.strength * n * (mean - before) ** 2 / (2 * strength)
    width = math.sqrt(scale * (strength + 1) / (shape * strength))
    return float(stdtr(2 * shape, (centre - math.log(days)) / width))


def share_longer_without_rhythm(days: float, gaps: Sequence[float], prior_days: float) -> float:
    """Return the same for a series that has no memory: exponential gaps whose rate has a gamma prior.

    It is the reference of the documentation, and no state rests on it.

    Args:
        days: Length of the running gap.
        gaps: Finished gaps in days.
        prior_days: Days in which the prior saw one meeting.

    Examples:
        >>> gaps = [190, 140, 160, 200]
        >>> [round(share_longer_without_rhythm(days, gaps, 180), 3) for days in (200, 250, 365, 500)]
        [0.355, 0.283, 0.173, 0.103]
    """
    total = prior_days + math.fsum(gaps)
    return (total / (total + days)) ** (1 + len(gaps))
