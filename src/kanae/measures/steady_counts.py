"""Counts without change that vary more than chance alone and lean on the past: what a change is held against.

Nobody knows how one period leans on the one before, so there are two laws, both with negative binomial variance
m + m²/r. In the first, a share of the events lives on into the next period and new ones arrive (McKenzie 1986,
«Autoregressive moving-average processes with negative-binomial and geometric marginal distributions», Advances in
Applied Probability 18:679-705). In the second, an unseen rate drifts around its mean and events fall as it says
(Zeger 1988, «A regression model for time series of counts», Biometrika 75:621-629).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

LEAST_EXCESS = 1e-3
"""Smallest 1/r: below it counts are as good as Poisson's."""

MOST_LEANING = 0.9
"""Largest autocorrelation allowed for; beyond it a series wanders and no change can be told from it."""


@dataclass(frozen=True, slots=True)
class Steady:
    """Counts without change.

    Attributes:
        mean: Mean of a period.
        excess: 1/r: how much the variance exceeds the mean, over the squared mean.
        leaning: Autocorrelation of the counts with the period before, from 0 to 0.9.
        drift: Autocorrelation of the unseen rate with the period before, from 0 to 0.9.
    """

    mean: float
    excess: float
    leaning: float = 0.0
    drift: float = 0.0


def steady_fit(counts: NDArray[np.int64]) -> Steady:
    """Fit counts without change, by moments.

    The autocorrelation of a short series is estimated too low, by about (1 + 4ρ)/n; that is mended. A change that is
    there counts as variance and dependence here, so that what is compared with this fit errs to «no change».

    Args:
        counts: Count of each period, in order.

    Examples:
        >>> fit = steady_fit(np.array([2, 4, 3, 5, 4, 2, 3, 5, 4, 3, 2, 5]))
        >>> fit.mean, fit.excess, fit.leaning
        (3.5, 0.001, 0.0)
    """
    n, mean = len(counts), float(counts.mean())
    away = counts - mean
    square, product = float((away**2).sum()), float((away[1:] * away[:-1]).sum())
    beyond_chance = square / (n - 1) - mean
    if not mean:
        return Steady(0.0, LEAST_EXCESS)
    excess = max(beyond_chance / mean**2, LEAST_EXCESS)
    seen = product / (n - 1) / (excess * mean**2)
    return Steady(mean, excess, mended(product / square if square else 0.0, n), mended(min(max(seen, 0.0), 1.0), n))


def mended(found: float, n: int) -> float:
    """Mend an autocorrelation, which short series show too low (Kendall 1954, Biometrika 41:403-404).

    Args:
        found: Autocorrelation that a series shows.
        n: Its periods.

    Examples:
        >>> mended(0.2, 30), mended(-0.5, 30), mended(0.95, 30)
        (0.26, 0.0, 0.9)
    """
    return min(max(found + (1 + 4 * found) / n, 0.0), MOST_LEANING)


def living_on(steady: Steady, *, n: int, draws: int, random: np.random.Generator) -> NDArray[np.int64]:
    """Draw series in which a share of the events lives on into the next period.

    Args:
        steady: Their law.
        n: Periods of each.
        draws: How many series.
        random: Source of chance.

    Returns:
        Counts, draws by periods; each has the negative binomial law, neighbours correlate by ``leaning``.

    Examples:
        >>> drawn = living_on(Steady(4.0, 0.5, leaning=0.5), n=2000, draws=50, random=np.random.default_rng(1))
        >>> drawn.shape, round(float(drawn.mean()), 1), round(float(drawn.var()))
        ((50, 2000), 4.0, 12)
    """
    size, leaning = 1 / steady.excess, steady.leaning
    chance = size / (size + steady.mean)
    drawn = random.negative_binomial(size * (1 - leaning), chance, (draws, n))
    if leaning:
        drawn[:, 0] = random.negative_binomial(size, chance, draws)
        share = random.beta(size * leaning, size * (1 - leaning), (draws, n))
        for period in range(1, n):
            drawn[:, period] += random.binomial(drawn[:, period - 1], share[:, period])
    return drawn


def drifting(steady: Steady, *, n: int, draws: int, random: np.random.Generator) -> NDArray[np.int64]:
    """Draw series in which events fall as an unseen, drifting rate says.

    Args:
        steady: Their law.
        n: Periods of each.
        draws: How many series.
        random: Source of chance.

    Returns:
        Counts, draws by periods; the logarithm of the rate is autoregressive with ``drift``.

    Examples:
        >>> drawn = drifting(Steady(4.0, 0.5, drift=0.5), n=2000, draws=50, random=np.random.default_rng(1))
        >>> drawn.shape, round(float(drawn.mean()), 1), round(float(drawn.var()))
        ((50, 2000), 4.0, 12)
    """
    spread = float(np.sqrt(np.log1p(steady.excess)))
    rate = random.normal(size=(draws, n))
    fresh = float(np.sqrt(1 - steady.drift**2))
    for period in range(1, n):
        rate[:, period] = steady.drift * rate[:, period - 1] + fresh * rate[:, period]
    return random.poisson(steady.mean * np.exp(spread * rate - spread**2 / 2))


def share_gaining(own: float, drawn: Iterable[NDArray[np.float64]]) -> float:
    """Return the share of series without change that gain as much as one series; of several laws the largest.

    The series itself counts as one more draw, so that the share is never 0.

    Args:
        own: What the series gains.
        drawn: What series drawn by each law gain.

    Examples:
        >>> share_gaining(3.0, [np.array([1.0, 2.0, 3.0]), np.array([0.0, 1.0, 2.0])])
        0.5
    """
    return max(float(1 + (gained >= own).sum()) / (len(gained) + 1) for gained in drawn)
