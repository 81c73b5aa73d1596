"""Walks smoothed by what was seen on the way: Kalman's filter forwards, Rauch, Tung and Striebel's backwards.

A walk keeps its spread: each step leans back a little to the middle, so that positions have variance 1 in every period
before anything is seen. Without that the unit of the line would drift from period to period.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Walk:
    """What is assumed of many walks before anything is seen.

    Attributes:
        first: Period each walk begins in, counted from 0.
        step: Variance of a step to the next period, between 0 and 1.
    """

    first: NDArray[np.int64]
    step: float


def smooth(
    precision: NDArray[np.float64], pull: NDArray[np.float64], walk: Walk
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return mean and variance of each walk in each period, given all that was seen.

    Args:
        precision: How much was seen, periods by walks; 0 for nothing.
        pull: Precision times the position seen.
        walk: The assumptions.

    Examples:
        >>> walk = Walk(first=np.array([0]), step=0.19)
        >>> mean, variance = smooth(np.array([[0.0], [1.0]]), np.array([[0.0], [3.0]]), walk)
        >>> mean.round(4).tolist(), variance.round(4).tolist()
        ([[1.35], [1.5]], [[0.595], [0.5]])
    """
    keeps = np.sqrt(1 - walk.step)
    mean, variance = np.zeros_like(precision), np.ones_like(precision)
    for period in range(len(precision)):
        begins = walk.first >= period
        before = np.where(begins, 0.0, keeps * mean[period - 1])
        unsure = np.where(begins, 1.0, keeps**2 * variance[period - 1] + walk.step)
        variance[period] = 1 / (1 / unsure + precision[period])
        mean[period] = variance[period] * (before / unsure + pull[period])
    for period in range(len(precision) - 2, -1, -1):
        ahead = keeps**2 * variance[period] + walk.step
        gain = np.where(walk.first <= period, keeps * variance[period] / ahead, 0.0)
        mean[period] += gain * (mean[period + 1] - keeps * mean[period])
        variance[period] += gain**2 * (variance[period + 1] - ahead)
    return mean, variance
