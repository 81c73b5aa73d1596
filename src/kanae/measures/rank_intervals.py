"""How far a rank holds when nobody knows the right weights, and not all items are known.

Weights are drawn from a flat Dirichlet distribution, each draw the same for all that are compared. In each draw the
best rank one may have is one more than the number of others surely above it, the worst leaves only those surely below
it. "Surely" means: whatever the unknown items are. Equal scores share the better rank at best and the worse at worst.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from kanae.errors import MeasureError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

ROUNDING = 1e-12
"""Sums that differ by less than this are equal; the order of adding must not decide a rank."""


@dataclass(frozen=True, slots=True)
class RankInterval:
    """The ranks one may have, 1 the highest.

    Attributes:
        low: Best rank, left out of account the draws in the tail.
        high: Worst rank, likewise.
    """

    low: int
    high: int


@dataclass(frozen=True, slots=True)
class Draws:
    """How weights are drawn.

    Attributes:
        number: How many sets of weights.
        seed: Makes them repeatable.
        percent: Per cent of the draws the interval holds in their middle.
    """

    number: int
    seed: int
    percent: float


def random_weights(n_items: int, draws: Draws) -> Any:
    """Return weights, draws by items, each row adding up to 1 and flat over all weights there are.

    Exponential variates over their sum are Dirichlet(1, …, 1); they are made from the uniform stream of PCG64, which
    numpy keeps the same from version to version.
    """
    import numpy as np

    uniform = np.random.Generator(np.random.PCG64(draws.seed)).random((draws.number, n_items))
    exponential = -np.log1p(-uniform)
    return exponential / exponential.sum(axis=1, keepdims=True)


def rank_intervals(
    bounds: Mapping[str, Sequence[tuple[float, float]]], *, draws: Draws, weights: Any | None = None
) -> dict[str, RankInterval]:
    """Return the rank interval of each of several lists of items, over random weights and unknown items.

    Args:
        bounds: The least and the most each item can be worth, by name; the same items in the same order for each.
        draws: How weights are drawn.
        weights: Weights drawn before with :func:`random_weights`; drawn here when not given.

    Raises:
        MeasureError: When the lists differ in length or are empty.

    Examples:
        >>> items = {"a": [(1, 1), (1, 1)], "b": [(0, 0), (0, 0)], "c": [(0, 1), (0, 1)]}
        >>> found = rank_intervals(items, draws=Draws(100, 1, 90))
        >>> found["a"], found["b"], found["c"]
        (RankInterval(low=1, high=2), RankInterval(low=2, high=3), RankInterval(low=1, high=3))
    """
    import numpy as np

    lengths = {len(row) for row in bounds.values()}
    if len(lengths) != 1 or 0 in lengths:
        raise MeasureError(
            f"Items cannot be ranked: their numbers are {sorted(lengths)}.", "Give each the same items, at least one."
        )
    weighed = random_weights(lengths.pop(), draws) if weights is None else weights
    worth = np.array([list(row) for row in bounds.values()], dtype=float)  # names, items, least and most
    lowest, highest = weighed @ worth[:, :, 0].T, weighed @ worth[:, :, 1].T
    surely_above = lowest[:, None, :] > highest[:, :, None] + ROUNDING  # draws, one, other
    surely_below = highest[:, None, :] < lowest[:, :, None] - ROUNDING
    tail = (1 - draws.percent / 100) / 2
    best = np.quantile(1 + surely_above.sum(axis=2), tail, axis=0, method="lower")
    worst = np.quantile(len(bounds) - surely_below.sum(axis=2), 1 - tail, axis=0, method="higher")
    return {name: RankInterval(int(best[place]), int(worst[place])) for place, name in enumerate(bounds)}
