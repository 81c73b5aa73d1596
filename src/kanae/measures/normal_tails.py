"""The normal distribution on arrays, exact far into the tails, without a further library."""

from __future__ import annotations

import math
from functools import cache
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

FURTHEST = 30.0
"""Standard deviations beyond which a point counts as infinitely far."""

_STEPS = 1024  # per standard deviation: interpolation is then right to six digits, relative, in the tails too


def density(x: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the standard normal density.

    Examples:
        >>> density(np.array([0.0])).round(4).tolist()
        [0.3989]
    """
    density: NDArray[np.float64] = np.exp(-0.5 * x * x) / math.sqrt(2 * math.pi)
    return density


def share_below(x: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the share of a standard normal distribution below each point, by interpolation in a table.

    Examples:
        >>> share_below(np.array([0.0, 1.96])).round(4).tolist()
        [0.5, 0.975]
    """
    points, shares = _table()
    return np.interp(x, points, shares)


def share_between(low: NDArray[np.float64], high: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the share between two points, never zero.

    In the upper tail both points are mirrored, so that small shares are not lost in rounding.

    Examples:
        >>> share_between(np.array([9.0]), np.array([10.0]))[0] > 1e-20
        np.True_
    """
    upper = low > 0
    below = share_below(np.where(upper, -low, high))
    share = below - share_below(np.where(upper, -high, low))
    return np.maximum(share, np.finfo(np.float64).tiny)


@cache
def _table() -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    points = np.linspace(-FURTHEST, FURTHEST, int(2 * FURTHEST * _STEPS) + 1)
    shares = np.array([math.erfc(-point / math.sqrt(2)) / 2 for point in points])
    return points, shares
