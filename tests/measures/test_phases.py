"""Phases: the filter against a sum over all paths, long and tiny series, and the guard."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from scipy import stats

from kanae.measures.change_points import FEWEST_PERIODS
from kanae.measures.phases import Chain, filtered, fit_chain, phases, smooth
from kanae.measures.steady_counts import Steady, drifting, living_on

CHAIN = Chain(
    rates=np.array([0.5, 3.0, 9.0]),
    excess=0.3,
    start=np.array([0.5, 0.3, 0.2]),
    moves=np.array([[0.8, 0.15, 0.05], [0.1, 0.8, 0.1], [0.02, 0.18, 0.8]]),
)


def path_chances(counts: list[int], chain: Chain) -> dict[tuple[int, ...], float]:
    """Return the joint probability of the counts and of every path of phases there can be."""
    size = 1 / chain.excess
    chances = {}
    for path in itertools.product(range(len(chain.rates)), repeat=len(counts)):
        chance = chain.start[path[0]]
        for before, after in itertools.pairwise(path):
            chance *= chain.moves[before, after]
        for count, phase in zip(counts, path, strict=True):
            chance *= stats.nbinom.pmf(count, size, size / (size + chain.rates[phase]))
        chances[path] = float(chance)
    return chances


def test_filter_and_smoother_are_sums_over_all_paths() -> None:
    counts = [0, 1, 4, 12, 7, 2, 0]
    paths = path_chances(counts, CHAIN)
    now, total = filtered(np.array(counts), CHAIN)
    whole = smooth(np.array(counts), CHAIN)
    assert total == pytest.approx(np.log(sum(paths.values())), abs=1e-9)
    for period, phase in itertools.product(range(len(counts)), range(3)):
        chance = sum(chance for path, chance in paths.items() if path[period] == phase) / sum(paths.values())
        assert whole[period, phase] == pytest.approx(chance, abs=1e-9)
    until = path_chances(counts[:4], CHAIN)
    last = [sum(chance for path, chance in until.items() if path[3] == phase) for phase in range(3)]
    assert now[3] == pytest.approx(np.array(last) / sum(last), abs=1e-9)


def test_ten_thousand_periods_do_not_underflow() -> None:
    counts = np.random.default_rng(1).poisson(3, 10_000)
    now, total = filtered(counts, CHAIN)
    assert np.isfinite(total)
    assert total < -10_000
    for probability in (now, smooth(counts, CHAIN)):
        assert probability.sum(axis=1) == pytest.approx(np.ones(10_000), abs=1e-9)


def test_rates_near_zero_and_large_counts_do_not_underflow() -> None:
    tiny = Chain(np.array([1e-9, 1e-6]), 1e-3, np.array([1.0, 0.0]), np.array([[1.0, 0.0], [0.5, 0.5]]))
    counts = np.array([0] * 500 + [400] + [0] * 500)
    now, total = filtered(counts, tiny)
    assert np.isfinite(total)
    assert np.isfinite(smooth(counts, tiny)).all()
    assert np.isfinite(now).all()


def test_a_fit_never_fits_worse_with_more_phases_and_orders_them() -> None:
    counts = np.random.default_rng(2).negative_binomial(2, 0.3, 60)
    fits = [fit_chain(counts, states) for states in (1, 2, 3)]
    assert fits[0][1] <= fits[1][1] + 1e-6
    assert [list(chain.rates) for chain, _ in fits] == [sorted(chain.rates) for chain, _ in fits]
    assert filtered(counts, fits[1][0])[1] == pytest.approx(fits[1][1], abs=1e-9)


def test_phases_that_are_there_are_found_where_they_are() -> None:
    random = np.random.default_rng(3)
    truth = np.repeat([0, 1, 0, 1, 0, 1], 16)
    hits = []
    for _ in range(12):
        found = phases(random.poisson(np.where(truth, 10, 1)).tolist(), draws=99)
        likely = np.array(found.probability).argmax(axis=1) if found.found else -np.ones(96)
        hits.append(bool(found.found) and len(found.rates) == 2 and float((likely == truth).mean()) > 0.95)
    assert np.mean(hits) > 0.8


@pytest.mark.parametrize("law", [living_on, drifting])
def test_without_phases_some_are_found_in_at_most_seven_per_cent(law: object) -> None:
    assert callable(law)
    series = law(Steady(4.0, 0.5, 0.6, 0.6), n=48, draws=60, random=np.random.default_rng(4))
    found = [phases(row.tolist(), draws=49, seed=seed).found for seed, row in enumerate(series)]
    assert np.mean(found) <= 0.07


def test_too_few_periods_give_no_phases_and_no_number() -> None:
    found = phases([1] * (FEWEST_PERIODS - 1))
    assert (found.found, found.p_value, found.reason) == (None, None, "too-few-periods")


def test_a_steady_series_has_no_phases() -> None:
    found = phases([3, 4, 3, 5, 4, 3, 4, 4] * 5)
    assert (found.found, found.rates, found.reason) == (False, (), "no-phases-found")


def test_a_series_without_events_has_no_phases() -> None:
    assert phases([0] * 40).reason == "no-events"
