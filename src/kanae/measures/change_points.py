"""One change in the rate of a count series: whether there is one, and from when to when it may have been.

Looking for the best date finds one in almost any series. So the gain in likelihood is held against series *without*
change that vary as much and lean on the past as much (parametric bootstrap), a minimum of periods is asked for, and the
answer is a range of dates. «No change found» is an answer.

Bruce Western and Meredith Kleykamp, «A Bayesian Change Point Model for Historical Time Series Analysis», Political
Analysis 12 (2004), 354-374; Arthur Spirling, «Bayesian Approaches for Limited Dependent Variable Change Point
Problems», Political Analysis 15 (2007), 387-405.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
from scipy.special import betaln, gammaln, xlogy

from kanae.measures.steady_counts import LEAST_EXCESS, MOST_LEANING, drifting, living_on, share_gaining, steady_fit

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

FEWEST_PERIODS = 24
"""Fewer periods than these give no answer."""

SHORTEST_SEGMENT = 4
"""A change so near to an end of the series is not looked for."""

LEVEL = 0.05
INTERVAL = 0.8
DRAWS = 999
SEED = 1
EXCESSES = (LEAST_EXCESS, 0.03, 0.1, 0.2, 0.4, 0.8, 1.6)
"""Values of 1/r over which the posterior of the date is averaged."""

GUARDS = {
    "fewest_periods": FEWEST_PERIODS,
    "shortest_segment": SHORTEST_SEGMENT,
    "level": LEVEL,
    "interval": INTERVAL,
    "draws": DRAWS,
    "seed": SEED,
}
"""What keeps a search from finding a change in any series, to be told beside its answers."""


@dataclass(frozen=True, slots=True)
class ChangePoint:
    """What was found in one series.

    Attributes:
        n: Periods looked at.
        p_value: Share of series without change that look as changed as this one; ``None`` when it was not looked for.
        found: Whether a change is found at the 5 per cent level; ``None`` when it was not looked for.
        reason: Why it was not looked for, or not found: ``too-few-periods``, ``no-change-found`` or another key of the
            sentences on reasons.
        first: Place of the first period that may have begun the new rate; ``None`` when no change is found.
        last: Place of the last one; from first to last the posterior is 80 per cent or more.
        best: Place of the most probable one, which sets the two rates.
        rate_before: Events a period before it.
        rate_after: Events a period from it on.
        posterior: Probability of each place, given that there is one change; empty when it was not looked for.
    """

    n: int
    p_value: float | None
    found: bool | None
    reason: str
    first: int | None = None
    last: int | None = None
    best: int | None = None
    rate_before: float | None = None
    rate_after: float | None = None
    posterior: tuple[float, ...] = ()


def change_point(counts: Sequence[int], *, draws: int = DRAWS, seed: int = SEED) -> ChangePoint:
    """Look for one change in a series of counts.

    Args:
        counts: Count of each period, in order, all of them covered.
        draws: Series without change to compare with.
        seed: Makes the draws repeatable.

    Examples:
        >>> found = change_point([2, 1, 3, 2, 1, 2, 3, 2] * 3 + [8, 9, 7, 8, 10, 9, 8, 5] * 2)
        >>> found.found, found.best, found.rate_before, found.rate_after
        (True, 24, 2.0, 8.0)
        >>> change_point([1, 2, 3]).reason
        'too-few-periods'
    """
    series = np.asarray(counts, dtype=np.int64)
    n = len(series)
    if n < FEWEST_PERIODS:
        return ChangePoint(n, None, None, "too-few-periods")
    if not series.any():
        return ChangePoint(n, None, None, "no-events")
    return answer(series, _p_value(series, draws, seed), date_posterior(series))


def answer(
    series: NDArray[np.int64] | NDArray[np.float64], p_value: float, posterior: NDArray[np.float64]
) -> ChangePoint:
    """Return what was found in a series: no change, or its range of dates and the means on both sides.

    Args:
        series: Value of each period.
        p_value: Share of series without change that look as changed.
        posterior: Probability of each place, given that there is one change.

    Examples:
        >>> found = answer(np.array([1, 1, 5, 5]), 0.01, np.array([0.0, 0.1, 0.9, 0.0]))
        >>> found.found, found.first, found.last, found.rate_before, found.rate_after
        (True, 2, 2, 1.0, 5.0)
    """
    looked_at = ChangePoint(
        len(series), p_value, found=False, reason="no-change-found", posterior=tuple(posterior.tolist())
    )
    if p_value > LEVEL:
        return looked_at
    first, last = shortest_range(posterior, INTERVAL)
    best = int(posterior.argmax())
    return replace(
        looked_at,
        found=True,
        reason="",
        first=first,
        last=last,
        best=best,
        rate_before=float(series[:best].mean()),
        rate_after=float(series[best:].mean()),
    )


def holm(p_values: Sequence[float | None]) -> list[float | None]:
    """Return p-values that take into account how many series were tested at once, in the order given.

    A series that was not tested has none, and does not count.

    Sture Holm, «A simple sequentially rejective multiple test procedure», Scandinavian Journal of Statistics 6 (1979),
    65-70.

    Examples:
        >>> holm([0.01, 0.04, 0.03])
        [0.03, 0.06, 0.06]
        >>> holm([0.5, None])
        [0.5, None]
    """
    tested = sorted((p_value, place) for place, p_value in enumerate(p_values) if p_value is not None)
    adjusted: list[float | None] = [None] * len(p_values)
    largest = 0.0
    for rank, (p_value, place) in enumerate(tested):
        largest = max(largest, min((len(tested) - rank) * p_value, 1.0))
        adjusted[place] = largest
    return adjusted


def _p_value(series: NDArray[np.int64], draws: int, seed: int) -> float:
    """Return the share of series without change that gain as much: the larger of those of the two laws."""
    own, steady, random = gains(series[np.newaxis]).max(), steady_fit(series), np.random.default_rng(seed)
    drawn = (law(steady, n=len(series), draws=draws, random=random) for law in (living_on, drifting))
    return share_gaining(own, (gains(counts).max(axis=1) for counts in drawn))


def gains(counts: NDArray[np.int64]) -> NDArray[np.float64]:
    """Return what a change at each place gains in twice the log likelihood, over the inflation by dependence.

    Size and autocorrelation are those that are left around the two means, both mended for shortness.

    Args:
        counts: Series by periods.

    Returns:
        Gains, series by places; the first place is period ``SHORTEST_SEGMENT``, counted from 0.
    """
    n = counts.shape[1]
    places, before, after, sums = _segments(counts)
    square, product = sums
    left, right = before / places, after / (n - places)
    residual = square - before * left - after * right
    leaning = np.divide(product, residual, out=np.zeros_like(residual), where=residual > 0)
    leaning = np.clip(leaning + (2 + 6 * leaning) / n, 0, MOST_LEANING)
    weight = places * left**2 + (n - places) * right**2
    excess = np.divide(residual * n / (n - 2) - before - after, weight, out=np.zeros_like(weight), where=weight > 0)
    size = 1 / np.maximum(excess, LEAST_EXCESS)
    gain = _best(before, places, size) + _best(after, n - places, size) - _best(before + after, n, size)
    return np.asarray(2 * gain * (1 - leaning) / (1 + leaning))


def date_posterior(counts: NDArray[np.int64]) -> NDArray[np.float64]:
    """Return the probability that the new rate begins with each period, given one change.

    All places far enough from the ends are alike beforehand; the two rates have a wide prior around the mean and are
    integrated out (m/(m + r) has a beta law), 1/r is averaged over a grid. Dependence weakens the likelihood by the
    factor it weakens a mean, so that the range of dates becomes wider.

    Examples:
        >>> posterior = date_posterior(np.array([1] * 15 + [9] * 15))
        >>> int(posterior.argmax()), round(float(posterior.sum()), 9)
        (15, 1.0)
    """
    n = len(counts)
    places, before, after, (square, product) = _segments(counts[np.newaxis])
    best = int(gains(counts[np.newaxis]).argmax())
    left, right = before / places, after / (n - places)
    residual = float((square - before * left - after * right)[0, best])
    leaning = float(product[0, best]) / residual if residual > 0 else 0.0
    leaning = min(max(leaning + (2 + 6 * leaning) / n, 0.0), MOST_LEANING)
    weakened = (1 - leaning) / (1 + leaning)
    size = 1 / np.array(EXCESSES)[:, np.newaxis]
    prior = 1 + size / counts.mean()
    fixed = weakened * (gammaln(counts + size).sum(axis=1, keepdims=True) - n * gammaln(size))
    segments = sum(
        betaln(weakened * total + 1, weakened * length * size + prior) - betaln(1, prior)
        for total, length in ((before, places), (after, n - places))
    )
    log = fixed + segments
    weights = np.exp(log - log.max()).sum(axis=0)
    posterior = np.zeros(n)
    posterior[places] = weights / weights.sum()
    return posterior


def shortest_range(posterior: NDArray[np.float64], share: float) -> tuple[int, int]:
    """Return the shortest run of places that holds a share of the posterior; of equal ones the more probable.

    Examples:
        >>> shortest_range(np.array([0.0, 0.1, 0.5, 0.3, 0.1]), 0.8)
        (2, 3)
    """
    total = np.concatenate([[0.0], np.cumsum(posterior)])
    runs = (
        (last - first, -(total[last + 1] - total[first]), first)
        for first in range(len(posterior))
        for last in range(first, len(posterior))
        if total[last + 1] - total[first] >= share - 1e-12
    )
    length, _, first = min(runs)
    return first, first + length


def _segments(
    counts: NDArray[np.int64],
) -> tuple[
    NDArray[np.int64],
    NDArray[np.float64],
    NDArray[np.float64],
    tuple[NDArray[np.float64], NDArray[np.float64]],
]:
    """Return the places of a change, the sums before and after, the sum of squares, and of neighbours' products.

    The products are those of what is left around the two means, got from cumulative sums.
    """
    series = counts.astype(np.float64)
    n = series.shape[1]
    places = np.arange(SHORTEST_SEGMENT, n - SHORTEST_SEGMENT + 1)
    sums = np.cumsum(series, axis=1)
    pairs = np.cumsum(series[:, 1:] * series[:, :-1], axis=1)
    before, total = sums[:, places - 1], sums[:, -1:]
    after = total - before
    left, right = before / places, after / (n - places)
    last_before, first_after = series[:, places - 1], series[:, places]
    inside_left = pairs[:, places - 2] - left * (2 * before - series[:, :1] - last_before) + (places - 1) * left**2
    inside_right = (
        pairs[:, -1:]
        - pairs[:, places - 1]
        - right * (2 * after - first_after - series[:, -1:])
        + (n - places - 1) * right**2
    )
    across = (last_before - left) * (first_after - right)
    square = np.broadcast_to((series**2).sum(axis=1, keepdims=True), before.shape)
    return places, before, after, (square, inside_left + inside_right + across)


def _best(
    total: NDArray[np.float64], length: NDArray[np.int64] | int, size: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Return the log likelihood of a segment at its own mean, without what does not depend on the mean."""
    mean = total / length
    return np.asarray(xlogy(total, mean) - (total + length * size) * np.log(mean + size))
