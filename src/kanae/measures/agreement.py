"""How far two or more codings of the same units agree: Krippendorff's alpha, with what it is made of beside it.

Klaus Krippendorff, «Content Analysis: An Introduction to Its Methodology» (2004), chapter 11; Andrew Hayes and Klaus
Krippendorff, «Answering the Call for a Standard Reliability Measure for Coding Data», Communication Methods and
Measures 1 (2007), 77-89.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, get_args

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

Metric = Literal["nominal", "ordinal"]
METRICS: tuple[Metric, ...] = get_args(Metric)
DRAWS = 1000
SEED = 1
LEVEL = 0.95
ENOUGH_DEFINED = 0.5
"""Share of the draws in which alpha must be defined for an interval to be given."""


@dataclass(frozen=True, slots=True)
class Agreement:
    """How far codings agree.

    Attributes:
        alpha: Krippendorff's alpha: 1 for full agreement, 0 for chance; ``None`` when it is not defined.
        low: Lower end of the 95 per cent interval; ``None`` when there is none.
        high: Upper end.
        raw: Share of the pairs of values of the same unit that are equal; ``None`` without a pair.
        n: Units with two values or more.
        single: Units with one value, which say nothing about agreement.
        categories: The values, in order; rows and columns of the matrix.
        confusion: Pairs by value of an earlier and of a later coder, units with several pairs counted for each.
        reason: Why alpha is ``None``: ``no-pairs`` or ``one-category``; empty otherwise.
    """

    alpha: float | None
    low: float | None
    high: float | None
    raw: float | None
    n: int
    single: int
    categories: tuple[str, ...]
    confusion: tuple[tuple[int, ...], ...]
    reason: str


def agreement(
    units: Mapping[str, Sequence[str | None]],
    metric: Metric,
    *,
    order: Sequence[str] = (),
    draws: int = DRAWS,
    seed: int = SEED,
) -> Agreement:
    """Compare codings of the same units.

    Args:
        units: For each unit the value of each coder, in the order of the coders; ``None`` where a coder gave none.
        metric: ``nominal`` for names, ``ordinal`` for values in order.
        order: The values in their order; by default as numbers when all are numbers, else by spelling.
        draws: Draws of the units for the interval; 0 for no interval.
        seed: Makes the draws repeatable.

    Examples:
        >>> found = agreement({"u1": ["a", "a"], "u2": ["b", "b"], "u3": ["a", "b"]}, "nominal", draws=0)
        >>> round(found.alpha, 6), round(found.raw, 6), found.confusion
        (0.444444, 0.666667, ((1, 1), (0, 1)))
        >>> agreement({"u1": ["a", "a"], "u2": ["a", "a"]}, "nominal").reason
        'one-category'
    """
    given = {unit: [value for value in values if value is not None] for unit, values in units.items()}
    categories = tuple(order) or _in_order({value for values in given.values() for value in values})
    place = {category: number for number, category in enumerate(categories)}
    paired = [[place[value] for value in values] for values in given.values() if len(values) > 1]
    coincidences = np.array([_coincidences(values, len(categories)) for values in paired])
    alphas = alphas_of(coincidences.sum(axis=0)[np.newaxis], metric) if paired else np.array([np.nan])
    alpha = None if np.isnan(alphas[0]) else float(alphas[0])
    low, high = _interval(coincidences, metric, draws, seed) if alpha is not None and draws else (None, None)
    equal = np.trace(coincidences.sum(axis=0)) / coincidences.sum() if paired else None
    return Agreement(
        alpha=alpha,
        low=low,
        high=high,
        raw=None if equal is None else float(equal),
        n=len(paired),
        single=sum(len(values) == 1 for values in given.values()),
        categories=categories,
        confusion=_confusion(paired, len(categories)),
        reason="" if alpha is not None else "one-category" if paired else "no-pairs",
    )


def alphas_of(coincidences: Floats, metric: Metric) -> Floats:
    """Return alpha of each coincidence matrix; not a number where all values are of one category.

    With the matrix o, its margins n and their sum N, alpha is 1 - (N - 1)·Σ o·δ² / Σ n·n·δ²; δ² is 1 between two names,
    and between two values in order the squared number of values from the middle of one to the middle of the other.

    Args:
        coincidences: Matrices by categories by categories.
        metric: Nominal or ordinal.
    """
    margins = coincidences.sum(axis=2)
    total = margins.sum(axis=1)
    if metric == "nominal":
        distance = np.broadcast_to(1 - np.eye(margins.shape[1]), coincidences.shape)
    else:
        middles = np.cumsum(margins, axis=1) - margins / 2
        distance = (middles[:, :, np.newaxis] - middles[:, np.newaxis, :]) ** 2
    observed = (coincidences * distance).sum(axis=(1, 2))
    expected = (margins[:, :, np.newaxis] * margins[:, np.newaxis, :] * distance).sum(axis=(1, 2))
    ratio = np.divide(observed, expected, out=np.full(len(observed), np.nan), where=expected > 0)
    return np.asarray(1 - (total - 1) * ratio)


def _coincidences(values: Sequence[int], size: int) -> Floats:
    """Return the pairs of one unit, so weighted that the unit counts as many times as it has values."""
    counts = np.bincount(values, minlength=size).astype(np.float64)
    return np.asarray((np.outer(counts, counts) - np.diag(counts)) / (len(values) - 1))


def _interval(coincidences: Floats, metric: Metric, draws: int, seed: int) -> tuple[float | None, float | None]:
    """Draw the units anew, with their values, and return the middle 95 per cent of the alphas."""
    n, size = coincidences.shape[:2]
    times = np.random.default_rng(seed).multinomial(n, np.full(n, 1 / n), size=draws)
    drawn = alphas_of((times @ coincidences.reshape(n, -1)).reshape(draws, size, size), metric)
    defined = drawn[~np.isnan(drawn)]
    if len(defined) <= ENOUGH_DEFINED * draws:
        return None, None
    low, high = np.quantile(defined, [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
    return float(low), float(high)


def _confusion(paired: Sequence[Sequence[int]], size: int) -> tuple[tuple[int, ...], ...]:
    table = np.zeros((size, size), dtype=np.int64)
    for values in paired:
        for number, earlier in enumerate(values):
            for later in values[number + 1 :]:
                table[earlier, later] += 1
    return tuple(tuple(row) for row in table.tolist())


def _in_order(values: set[str]) -> tuple[str, ...]:
    """Return values as numbers when all are numbers, else by spelling."""
    try:
        return tuple(sorted(values, key=lambda value: (float(value), value)))
    except ValueError:
        return tuple(sorted(values))
