"""Exact intervals for a rate of events and for the ratio of two rates, without any approximation for large numbers.

Given how many events there were in all, how many of them fell after a change follows a binomial law whose share
depends on the ratio of the two rates alone (Przyborowski and Wilenski 1940, Biometrika 31:313-323). The plain exact
interval counts the outcome seen in full on both sides and is too wide; the mid-P one counts half of it (Lancaster 1961,
JASA 56:223-234). Which of the two is nearer to its word was tried: ``tests/measures/test_exact_rates.py``.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import exp, lgamma, log, log1p
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

LEVEL = 0.9
"""Probability of the intervals."""

_TAIL = (1 - LEVEL) / 2
_HALVINGS = 60


@dataclass(frozen=True, slots=True)
class Interval:
    """A number with the 90 % interval around it.

    Attributes:
        value: The number; ``None`` when it cannot be computed.
        low: Lower end, 0 or more; ``None`` when nothing is known.
        high: Upper end; ``None`` when there is none, or nothing is known.
    """

    value: float | None
    low: float | None
    high: float | None


def rate_ratio(n_before: int, days_before: int, n_after: int, days_after: int) -> Interval:
    """Return the rate after over the rate before.

    Args:
        n_before: Events before.
        days_before: Days they were counted over, above 0.
        n_after: Events after.
        days_after: Days they were counted over, above 0.

    Returns:
        The ratio with its mid-P interval. Without an event there is neither; without one before there is no ratio and
        no upper end, only a lower end.

    Raises:
        ValueError: When a count is negative or there is no day to count over.

    Examples:
        >>> found = rate_ratio(4, 365, 2, 365)
        >>> found.value, round(found.low, 3), round(found.high, 3)
        (0.5, 0.095, 2.145)
        >>> rate_ratio(0, 365, 0, 365)
        Interval(value=None, low=None, high=None)
    """
    if min(n_before, n_after) < 0 or min(days_before, days_after) <= 0:
        raise ValueError("counts are 0 or more, and days are above 0")
    total = n_before + n_after
    if total == 0:
        return Interval(None, None, None)
    scale = days_before / days_after
    low, high = _binomial_share(n_after, total)
    return Interval(
        value=n_after / n_before * scale if n_before else None,
        low=low / (1 - low) * scale,
        high=high / (1 - high) * scale if n_before else None,
    )


def rate_per_year(n: int, days: int) -> Interval:
    """Return events per year of 365.25 days with their mid-P interval.

    Raises:
        ValueError: When the count is negative or there is no day to count over.

    Examples:
        >>> found = rate_per_year(3, 139)
        >>> round(found.value, 2), round(found.low, 2), round(found.high, 2)
        (7.88, 2.64, 18.82)
    """
    if n < 0 or days <= 0:
        raise ValueError("a count is 0 or more, and days are above 0")
    years = days / 365.25
    most = 2.0 * n + 20
    high = _root(lambda mean: _poisson_below(n, mean) + _poisson(n, mean) / 2 - _TAIL, most)
    low = _root(lambda mean: _TAIL - (1 - _poisson_below(n, mean) - _poisson(n, mean) / 2), most) if n else 0.0
    return Interval(n / years, low / years, high / years)


def _binomial_share(n: int, total: int) -> tuple[float, float]:
    low = _root(lambda share: _TAIL - (1 - _below(n, total, share) - _binomial(n, total, share) / 2), 1) if n else 0.0
    if n == total:
        return low, 1.0
    return low, _root(lambda share: _below(n, total, share) + _binomial(n, total, share) / 2 - _TAIL, 1)


def _binomial(n: int, total: int, share: float) -> float:
    chosen = lgamma(total + 1) - lgamma(n + 1) - lgamma(total - n + 1)
    return exp(chosen + n * log(share) + (total - n) * log1p(-share))


def _below(n: int, total: int, share: float) -> float:
    return sum(_binomial(count, total, share) for count in range(n))


def _poisson(n: int, mean: float) -> float:
    return exp(n * log(mean) - mean - lgamma(n + 1))


def _poisson_below(n: int, mean: float) -> float:
    return sum(_poisson(count, mean) for count in range(n))


def _root(falling: Callable[[float], float], most: float) -> float:
    """Return where a falling function of 0 to ``most`` crosses zero."""
    low, high = 0.0, float(most)
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        if falling(middle) > 0:
            low = middle
        else:
            high = middle
    return (low + high) / 2
