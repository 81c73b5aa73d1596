"""Intervals for similarities: agenda items are drawn again, not single resolutions.

Resolutions of one agenda item repeat each other, so drawing them one by one would make the interval too narrow
(Davison & Hinkley 1997, «Bootstrap Methods and their Application», section 3.8, on resampling whole clusters).
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from kanae.errors import MeasureError
from kanae.measures.similarity import joint_counts, measures_of
from kanae.measures.vote_periods import votes_by_period
from kanae.model.similarity import Interval

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from kanae.measures.vote_periods import PeriodVotes
    from kanae.model.similarity import SimilarityTable
    from kanae.model.votes import Absent, By, RollCalls, Weights

MEASURES = ("agreement", "s", "pi", "kappa")
LEVEL = 0.95
FEWEST_ITEMS = 2
PAIRS_AT_ONCE = 256
MOST_DRAWS = 100_000


def with_intervals(
    table: SimilarityTable, calls: RollCalls, by: By, *, weights: Weights, absent: Absent, draws: int, seed: int
) -> SimilarityTable:
    """Add 95 per cent intervals to a table made from the same votes with the same options.

    A period with fewer than two agenda items, and a measure that is undefined in more than half of the draws, get no
    interval.

    Args:
        table: The similarities.
        calls: The votes they were made from.
        by: Years or sessions.
        weights: As for the table.
        absent: As for the table.
        draws: How many times to draw.
        seed: Makes the draws repeatable.

    Raises:
        MeasureError: When the number of draws makes no sense.
    """
    if not 1 <= draws <= MOST_DRAWS:
        raise MeasureError(f"'{draws}' is no number of bootstrap draws.", f"Ask for 1 to {MOST_DRAWS}; 1000 is usual.")
    random = np.random.default_rng(seed)
    bounds = {name: np.full((2, len(table.period)), np.nan) for name in MEASURES}
    for votes in votes_by_period(calls, by, absent=absent, states=_named(table, calls)):
        items = _items(votes)
        rows = np.flatnonzero(table.period == votes.period)
        count = int(items.max(initial=-1)) + 1
        if count < FEWEST_ITEMS:
            continue
        times = random.multinomial(count, np.full(count, 1 / count), size=draws).astype(np.float64)
        for some in np.array_split(rows, -(-len(rows) // PAIRS_AT_ONCE) or 1):
            _bounds_of(votes, items, times, rows=some, table=table, weights=weights, bounds=bounds)
    return replace(table, intervals={name: Interval(low=low, high=high) for name, (low, high) in bounds.items()})


def _named(table: SimilarityTable, calls: RollCalls) -> Sequence[str]:
    return () if table.states == calls.states else table.states


def _items(votes: PeriodVotes) -> NDArray[np.int64]:
    """Number the agenda items; a resolution without one is an item of its own."""
    names = [row.item or f"\0{place}" for place, row in enumerate(votes.resolutions)]
    return np.unique(names, return_inverse=True)[1].astype(np.int64) if names else np.zeros(0, dtype=np.int64)


def _bounds_of(
    votes: PeriodVotes,
    items: NDArray[np.int64],
    times: NDArray[np.float64],
    *,
    rows: NDArray[np.int64],
    table: SimilarityTable,
    weights: Weights,
    bounds: dict[str, NDArray[np.float64]],
) -> None:
    a, b = table.a[rows], table.b[rows]
    by_item = np.stack([joint_counts(votes.choices[items == item], a, b) for item in range(times.shape[1])])
    drawn = np.tensordot(times, by_item, axes=1)  # draws, 3, 3, pairs
    found = measures_of(drawn.transpose(1, 2, 0, 3), weights)
    for name in MEASURES:
        bounds[name][:, rows] = _percentiles(getattr(found, name))


def _percentiles(drawn: NDArray[np.float64]) -> NDArray[np.float64]:
    defined = ~np.isnan(drawn)
    enough = defined.mean(axis=0) > 1 / 2
    result = np.full((2, drawn.shape[1]), np.nan)
    if enough.any():
        tails = [(1 - LEVEL) / 2, (1 + LEVEL) / 2]
        result[:, enough] = np.nanquantile(drawn[:, enough], tails, axis=0)
    return result
