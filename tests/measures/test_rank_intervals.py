"""Rank intervals against ranks counted one by one, over every corner of what is not known."""

from __future__ import annotations

import itertools
import math
import random

import numpy as np
import pytest

from kanae.errors import MeasureError
from kanae.measures.rank_intervals import Draws, random_weights, rank_intervals

DRAWS = Draws(number=60, seed=7, percent=90)
GRADES = (0.0, 0.5, 1.0)


def counted(bounds: dict[str, list[tuple[float, float]]], draws: Draws) -> dict[str, tuple[int, int]]:
    """Count ranks by hand: for each draw, each way the unknown items may turn out, and each order of equals."""
    names = list(bounds)
    weights = random_weights(len(next(iter(bounds.values()))), draws)
    best: dict[str, list[int]] = {name: [] for name in names}
    worst: dict[str, list[int]] = {name: [] for name in names}
    for row in weights:
        lowest = {name: sum(w * low for w, (low, _) in zip(row, bounds[name], strict=True)) for name in names}
        highest = {name: sum(w * high for w, (_, high) in zip(row, bounds[name], strict=True)) for name in names}
        ranks: dict[str, set[int]] = {name: set() for name in names}
        for ends in itertools.product((lowest, highest), repeat=len(names)):
            score = {name: end[name] for name, end in zip(names, ends, strict=True)}
            for name in names:
                above = sum(score[other] > score[name] + 1e-12 for other in names)
                equal = sum(abs(score[other] - score[name]) <= 1e-12 for other in names)
                ranks[name] |= set(range(above + 1, above + equal + 1))
        for name in names:
            best[name].append(min(ranks[name]))
            worst[name].append(max(ranks[name]))
    tail = (1 - draws.percent / 100) / 2
    first = math.floor(tail * (draws.number - 1))
    last = math.ceil((1 - tail) * (draws.number - 1))
    return {name: (sorted(best[name])[first], sorted(worst[name])[last]) for name in names}


@pytest.mark.parametrize("seed", range(12))
def test_intervals_are_those_counted_by_hand(seed: int) -> None:
    chance = random.Random(seed)
    pairs = [(low, high) for low in GRADES for high in GRADES if low <= high]
    bounds = {name: [chance.choice(pairs) for _ in range(4)] for name in "abcd"}
    found = {name: (row.low, row.high) for name, row in rank_intervals(bounds, draws=DRAWS).items()}
    assert found == counted(bounds, DRAWS)


def test_equals_share_ranks_and_a_better_one_stands_above_both() -> None:
    bounds = {"best": [(1, 1)] * 5, "one": [(0.5, 0.5)] * 5, "other": [(0.5, 0.5)] * 5}
    found = rank_intervals(bounds, draws=DRAWS)
    assert (found["best"].low, found["best"].high) == (1, 1)
    assert (found["one"].low, found["one"].high) == (found["other"].low, found["other"].high) == (2, 3)


def test_knowing_nothing_leaves_every_rank_open() -> None:
    bounds = {"unknown": [(0, 1)] * 3, "full": [(1, 1)] * 3, "empty": [(0, 0)] * 3}
    found = rank_intervals(bounds, draws=DRAWS)
    assert (found["unknown"].low, found["unknown"].high) == (1, 3)


def test_a_rank_that_depends_on_the_weights_is_an_interval() -> None:
    found = rank_intervals({"paper": [(1, 1), (0, 0)], "acts": [(0, 0), (1, 1)]}, draws=Draws(1000, 7, 90))
    assert {(row.low, row.high) for row in found.values()} == {(1, 2)}


def test_names_in_another_order_have_the_same_ranks() -> None:
    chance = random.Random(3)
    bounds = {name: [chance.choice([(0, 1), (1, 1), (0.5, 0.5)]) for _ in range(7)] for name in "abcdef"}
    turned = dict(reversed(bounds.items()))
    assert rank_intervals(bounds, draws=DRAWS) == rank_intervals(turned, draws=DRAWS)


def test_weights_are_flat_over_all_there_are_and_repeatable() -> None:
    n, draws = 7, Draws(20_000, 11, 90)
    weights = random_weights(n, draws)
    assert np.array_equal(weights, random_weights(n, draws))
    assert np.allclose(weights.sum(axis=1), 1)
    assert np.allclose(weights.mean(axis=0), 1 / n, atol=0.004)
    assert np.allclose(weights.var(axis=0), (n - 1) / (n**2 * (n + 1)), rtol=0.06)  # variance of Dirichlet(1, …, 1)
    shares = np.sort(weights[:, 0])
    expected = 1 - (1 - np.quantile(shares, [0.1, 0.5, 0.9])) ** (n - 1)  # one share is Beta(1, n - 1)
    assert np.allclose(expected, [0.1, 0.5, 0.9], atol=0.012)


@pytest.mark.parametrize("bounds", [{}, {"a": []}, {"a": [(0, 1)], "b": [(0, 1), (1, 1)]}])
def test_lists_that_do_not_match_are_refused(bounds: dict[str, list[tuple[float, float]]]) -> None:
    with pytest.raises(MeasureError, match="cannot be ranked"):
        rank_intervals(bounds, draws=DRAWS)
