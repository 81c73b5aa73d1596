"""One change in the level of a series of numbers, such as log ratios: whether there is one, and when it may have been.

The counterpart of :mod:`kanae.measures.change_points` for what is no count, with the same guards: the gain of the best
date is held against series without change that vary as much and lean on the past as much, a minimum of periods is
asked for, and the answer is a range of dates. What is known about the error of each period enters: a period of few
events strays further, and that is no change.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from kanae.measures.change_points import DRAWS, FEWEST_PERIODS, SEED, SHORTEST_SEGMENT, ChangePoint, answer
from kanae.measures.steady_counts import MOST_LEANING, mended, share_gaining

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Observed = Callable[[Floats, np.random.Generator], Floats]

LEAST_SQUARE = 1e-12
"""Smallest sum of squares around two means: a series without any scatter does not divide by zero."""


def level_change(
    values: Sequence[float],
    variances: Sequence[float],
    *,
    observed: Observed | None = None,
    draws: int = DRAWS,
    seed: int = SEED,
) -> ChangePoint:
    """Look for one change of level in a series.

    Args:
        values: Value of each period, in order, without a gap.
        variances: Variance of the error of each, 0 or more.
        observed: Makes of unseen levels around 0, series by periods, the values that would be seen; else normal errors
            of these variances are added. It carries what is odd about the values without any change, such as how far
            a ratio of small counts leans with the number of events.
        draws: Series without change to compare with, of each of two laws.
        seed: Makes the draws repeatable.

    Returns:
        What was found; the rates before and after are means of the values.

    Examples:
        >>> found = level_change([0.1, -0.1] * 10 + [0.9, 1.1] * 8, [0.01] * 36)
        >>> found.found, found.best, round(found.rate_before, 2), round(found.rate_after, 2)
        (True, 20, 0.0, 1.0)
        >>> level_change([0.1, 0.2], [0.1, 0.1]).reason
        'too-few-periods'
    """
    series = np.asarray(values, dtype=np.float64)
    n = len(series)
    if n < FEWEST_PERIODS:
        return ChangePoint(n, None, None, "too-few-periods")
    own = gains(series[np.newaxis]).max()
    random, errors = np.random.default_rng(seed), np.asarray(variances, dtype=np.float64)
    whole, unseen = _steady_draws(series, errors, draws, random)
    seen = observed(unseen, random) if observed else unseen + random.normal(size=unseen.shape) * np.sqrt(errors)
    p_value = share_gaining(own, (gains(law).max(axis=1) for law in (whole, seen)))
    return answer(series, p_value, date_posterior(series))


def gains(values: Floats) -> Floats:
    """Return what a change at each place gains in twice the log likelihood, over the inflation by dependence.

    Args:
        values: Series by periods.

    Returns:
        Gains, series by places; the first place is period ``SHORTEST_SEGMENT``, counted from 0.
    """
    n = values.shape[1]
    around = ((values - values.mean(axis=1, keepdims=True)) ** 2).sum(axis=1, keepdims=True)
    square, leaning = _around_two_means(values)
    return np.asarray(n * np.log(np.maximum(around, LEAST_SQUARE) / square) * (1 - leaning) / (1 + leaning))


def date_posterior(values: Floats) -> Floats:
    """Return the probability that the new level begins with each period, given one change.

    All places far enough from the ends are alike beforehand; both means and the variance have flat priors and are
    integrated out. Dependence weakens the likelihood by the factor it weakens a mean.

    Examples:
        >>> posterior = date_posterior(np.array([0.1, -0.1] * 8 + [2.1, 1.9] * 8))
        >>> int(posterior.argmax()), round(float(posterior.sum()), 9)
        (16, 1.0)
    """
    n = len(values)
    places = _places(n)
    square, leaning = (found[0] for found in _around_two_means(values[np.newaxis]))
    best = int((np.log(square)).argmin())
    weakened = (1 - leaning[best]) / (1 + leaning[best])
    log = -weakened * (n - 2) / 2 * np.log(square) - np.log(places * (n - places)) / 2
    weights = np.exp(log - log.max())
    posterior = np.zeros(n)
    posterior[places] = weights / weights.sum()
    return posterior


def _places(n: int) -> NDArray[np.int64]:
    return np.arange(SHORTEST_SEGMENT, n - SHORTEST_SEGMENT + 1)


def _around_two_means(values: Floats) -> tuple[Floats, Floats]:
    """Return for each series and place the sum of squares around the two means, and how what is left leans."""
    n = values.shape[1]
    squares, leanings = [], []
    for place in _places(n):
        left, right = values[:, :place], values[:, place:]
        rest = np.concatenate(
            [left - left.mean(axis=1, keepdims=True), right - right.mean(axis=1, keepdims=True)], axis=1
        )
        square = np.maximum((rest**2).sum(axis=1), LEAST_SQUARE)
        found = (rest[:, 1:] * rest[:, :-1]).sum(axis=1) / square
        squares.append(square)
        leanings.append(np.clip(found + (2 + 6 * found) / n, 0, MOST_LEANING))
    return np.stack(squares, axis=1), np.stack(leanings, axis=1)


def _steady_draws(series: Floats, variances: Floats, draws: int, random: np.random.Generator) -> tuple[Floats, Floats]:
    """Draw series without change by two laws: values that lean as a whole, and levels behind errors of each period."""
    n, away = len(series), series - series.mean()
    total, product = float((away**2).sum()) / (n - 1), float((away[1:] * away[:-1]).sum()) / (n - 1)
    beyond = max(total - float(variances.mean()), 0.0)
    whole = _leaning(mended(product / total if total else 0.0, n), np.sqrt(total), n, draws, random)
    unseen = _leaning(
        mended(min(max(product, 0.0) / beyond, 1.0) if beyond else 0.0, n), np.sqrt(beyond), n, draws, random
    )
    return whole, unseen


def _leaning(leaning: float, spread: float, n: int, draws: int, random: np.random.Generator) -> Floats:
    drawn = random.normal(size=(draws, n))
    fresh = float(np.sqrt(1 - leaning**2))
    for period in range(1, n):
        drawn[:, period] = leaning * drawn[:, period - 1] + fresh * drawn[:, period]
    return np.asarray(drawn * spread)
