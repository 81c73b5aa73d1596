"""A share of a number of trials with the interval of Wilson, which holds for few trials and near 0 and 1.

Edwin Wilson, «Probable inference, the law of succession, and statistical inference», Journal of the American
Statistical Association 22 (1927), 209-212; Lawrence Brown, Tony Cai and Anirban DasGupta, «Interval estimation for a
binomial proportion», Statistical Science 16 (2001), 101-133.
"""

from __future__ import annotations

from math import sqrt
from statistics import NormalDist

from kanae.measures.exact_rates import LEVEL, Interval


def share(n: int, total: int, level: float = LEVEL) -> Interval:
    """Return a share with its interval.

    Args:
        n: Trials that succeeded.
        total: Trials.
        level: Probability of the interval.

    Returns:
        The share; nothing of it is known without a trial.

    Raises:
        ValueError: When there are more successes than trials, or fewer than none.

    Examples:
        >>> found = share(8, 10, level=0.95)
        >>> found.value, round(found.low, 4), round(found.high, 4)
        (0.8, 0.4902, 0.9433)
        >>> share(0, 0)
        Interval(value=None, low=None, high=None)
    """
    if not 0 <= n <= total:
        raise ValueError("successes lie between none and all trials")
    if not total:
        return Interval(None, None, None)
    z = z_of(level)
    centre = (n + z**2 / 2) / (total + z**2)
    half = z / (total + z**2) * sqrt(n * (total - n) / total + z**2 / 4)
    return Interval(n / total, max(centre - half, 0.0) if n else 0.0, min(centre + half, 1.0) if n < total else 1.0)


def z_of(level: float) -> float:
    """Return how many standard errors an interval of a level reaches to either side.

    Examples:
        >>> round(z_of(0.95), 4)
        1.96
    """
    return NormalDist().inv_cdf((1 + level) / 2)
