"""One change of rate: the statistic against a plain loop, the guard against series without change."""

from __future__ import annotations

import itertools
import math
from datetime import date
from typing import TYPE_CHECKING

import numpy as np
import pytest
from scipy import stats

from kanae.measures.change_points import (
    FEWEST_PERIODS,
    SHORTEST_SEGMENT,
    change_point,
    date_posterior,
    gains,
    holm,
    shortest_range,
)
from kanae.measures.count_series import periods_between
from kanae.measures.dated_turns import Turn, hold_against
from kanae.measures.steady_counts import Steady, drifting, living_on, steady_fit

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    Draw = Callable[[np.random.Generator, int], NDArray[np.int64]]

SERIES = 400
QUARTERS = 48


def plain_gain(counts: list[int], place: int) -> float:
    """Work out the gain of one place by the formulas, period by period."""
    n, before, after = len(counts), counts[:place], counts[place:]
    means = [sum(part) / len(part) for part in (before, after)]
    left = [count - means[number >= place] for number, count in enumerate(counts)]
    square = sum(value**2 for value in left)
    found = sum(one * two for one, two in itertools.pairwise(left)) / square if square else 0.0
    leaning = min(max(found + (2 + 6 * found) / n, 0.0), 0.9)
    weight = sum(len(part) * mean**2 for part, mean in zip((before, after), means, strict=True))
    size = 1 / max((square * n / (n - 2) - sum(counts)) / weight, 1e-3)

    def likelihood(part: list[int]) -> float:
        mean = max(sum(part) / len(part), 1e-300)
        return float(stats.nbinom.logpmf(part, size, size / (size + mean)).sum())

    gain = likelihood(before) + likelihood(after) - likelihood(counts)
    return 2 * gain * (1 - leaning) / (1 + leaning)


def overdispersed(random: np.random.Generator, n: int) -> NDArray[np.int64]:
    return living_on(Steady(4.0, 0.5), n=n, draws=SERIES, random=random)


def leaning_on_the_past(random: np.random.Generator, n: int) -> NDArray[np.int64]:
    return living_on(Steady(4.0, 0.5, leaning=0.6), n=n, draws=SERIES, random=random)


def drifting_rate(random: np.random.Generator, n: int) -> NDArray[np.int64]:
    return drifting(Steady(4.0, 0.45, drift=0.6), n=n, draws=SERIES, random=random)


def answering_the_last_count(random: np.random.Generator, n: int) -> NDArray[np.int64]:
    """Return counts of another law than the two compared with: the mean follows the count before."""
    drawn = np.full((SERIES, n + 50), 4, dtype=np.int64)
    for period in range(1, n + 50):
        mean = 1.6 + 0.6 * drawn[:, period - 1]
        drawn[:, period] = random.negative_binomial(5, 5 / (5 + mean))
    return drawn[:, 50:]


def rounded_autoregression(random: np.random.Generator, n: int) -> NDArray[np.int64]:
    level = random.normal(size=(SERIES, n))
    for period in range(1, n):
        level[:, period] = 0.6 * level[:, period - 1] + 0.8 * level[:, period]
    return np.maximum(np.rint(10 + 3 * level), 0).astype(np.int64)


def share_found(series: NDArray[np.int64]) -> float:
    return float(np.mean([change_point(row.tolist(), draws=199, seed=seed).found for seed, row in enumerate(series)]))


@pytest.mark.parametrize("seed", range(3))
def test_gains_are_those_of_the_formulas_worked_out_one_by_one(seed: int) -> None:
    counts = np.random.default_rng(seed).negative_binomial(2, 0.4, 30)
    places = range(SHORTEST_SEGMENT, 30 - SHORTEST_SEGMENT + 1)
    slow = [plain_gain(counts.tolist(), place) for place in places]
    assert gains(counts[np.newaxis])[0] == pytest.approx(slow, abs=1e-9)


def test_the_posterior_is_the_likelihood_with_the_two_rates_integrated_out() -> None:
    counts = np.array([2, 1, 2, 1, 2, 1, 1, 2, 6, 5, 6, 5, 7, 5, 6, 5])
    posterior = date_posterior(counts)
    excesses = (1e-3, 0.03, 0.1, 0.2, 0.4, 0.8, 1.6)

    nodes, widths = np.polynomial.legendre.leggauss(1500)
    shares = (nodes + 1) / 2

    def segment(part: NDArray[np.int64], size: float) -> float:
        chance = stats.nbinom.pmf(part[:, np.newaxis], size, 1 - shares).prod(axis=0)
        return float((chance * stats.beta.pdf(shares, 1, 1 + size / counts.mean()) * widths / 2).sum())

    weights = np.zeros(16)
    for place in range(SHORTEST_SEGMENT, 16 - SHORTEST_SEGMENT + 1):
        weights[place] = sum(segment(counts[:place], 1 / e) * segment(counts[place:], 1 / e) for e in excesses)
    assert posterior == pytest.approx(weights / weights.sum(), abs=1e-8)


@pytest.mark.parametrize(
    "draw",
    [overdispersed, leaning_on_the_past, drifting_rate, answering_the_last_count, rounded_autoregression],
)
def test_without_change_one_is_found_in_at_most_seven_per_cent(draw: Draw) -> None:
    assert share_found(draw(np.random.default_rng(7), QUARTERS)) <= 0.07


@pytest.mark.parametrize(("before", "after"), [(3, 9), (2, 7), (8, 2)])
def test_a_clear_change_is_found(before: float, after: float) -> None:
    random = np.random.default_rng(8)
    series = np.concatenate(
        [living_on(Steady(mean, 0.1), n=24, draws=200, random=random) for mean in (before, after)], axis=1
    )
    assert share_found(series) > 0.8


@pytest.mark.parametrize(("level", "low", "high"), [(0.8, 0.75, 0.9), (0.9, 0.85, 0.95)])
@pytest.mark.parametrize("leaning", [0.0, 0.4])
def test_the_range_covers_the_true_date_as_often_as_it_says(
    leaning: float, level: float, low: float, high: float
) -> None:
    random = np.random.default_rng(9)
    inside = []
    for _ in range(400):
        place = int(random.integers(SHORTEST_SEGMENT, QUARTERS - SHORTEST_SEGMENT + 1))
        parts = [
            living_on(Steady(mean, 0.25, leaning), n=n, draws=1, random=random)[0]
            for mean, n in ((2.0, place), (6.0, QUARTERS - place))
        ]
        first, last = shortest_range(date_posterior(np.concatenate(parts)), level)
        inside.append(first <= place <= last)
    assert low <= np.mean(inside) <= high


def test_random_dates_fall_into_a_range_as_often_as_is_said() -> None:
    periods = periods_between(date(2014, 1, 1), date(2025, 12, 31), "quarter")
    random = np.random.default_rng(10)
    starts = random.integers(0, len(periods) - 2, 4000)
    held = [
        hold_against(
            Turn("b", periods[start].first, periods[start + 2].last, rises=True), periods, (10, 15), rises=True
        )
        for start in starts
    ]
    assert np.mean([row.inside for row in held]) == pytest.approx(held[0].by_chance, abs=0.02)


def test_a_turn_before_the_record_cannot_be_found() -> None:
    periods = periods_between(date(2014, 1, 1), date(2025, 12, 31), "quarter")
    held = hold_against(Turn("b", date(2012, 6, 29), date(2012, 6, 29), rises=False), periods, (3, 9), rises=True)
    assert (held.could_be_found, held.inside, held.by_chance) == (False, None, None)


def test_too_few_periods_give_no_answer_and_no_number() -> None:
    found = change_point([1] * (FEWEST_PERIODS - 1))
    assert (found.found, found.p_value, found.reason) == (None, None, "too-few-periods")


def test_a_series_without_events_gives_no_answer() -> None:
    assert change_point([0] * 40).reason == "no-events"


def test_a_steady_series_has_no_date() -> None:
    found = change_point([3, 4, 3, 5, 4, 3, 4, 4] * 5)
    assert (found.found, found.first, found.rate_before, found.reason) == (False, None, None, "no-change-found")


def test_the_same_seed_gives_the_same_answer() -> None:
    counts = np.random.default_rng(3).poisson(3, 40).tolist()
    assert change_point(counts, seed=4) == change_point(counts, seed=4)


def test_turning_time_around_turns_the_posterior_around() -> None:
    counts = np.random.default_rng(5).poisson(3, 40)
    forth, back = date_posterior(counts), date_posterior(counts[::-1])
    assert forth[1:] == pytest.approx(back[1:][::-1], abs=1e-9)


@pytest.mark.parametrize("law", [living_on, drifting])
def test_both_laws_have_the_mean_and_the_variance_of_the_fit(law: Callable[..., NDArray[np.int64]]) -> None:
    drawn = law(Steady(5.0, 0.3, 0.5, 0.5), n=4000, draws=100, random=np.random.default_rng(2))
    assert drawn.mean() == pytest.approx(5.0, rel=0.02)
    assert drawn.var() == pytest.approx(5.0 + 0.3 * 25, rel=0.05)


def test_a_share_that_lives_on_gives_the_autocorrelation_asked_for() -> None:
    drawn = living_on(Steady(5.0, 0.3, leaning=0.6), n=4000, draws=100, random=np.random.default_rng(2)).astype(float)
    away = drawn - drawn.mean()
    lags = [float((away[:, lag:] * away[:, : 4000 - lag]).mean() / away.var()) for lag in (1, 2)]
    assert lags == pytest.approx([0.6, 0.36], abs=0.02)
    assert stats.kstest(drawn[:, 0], stats.nbinom(1 / 0.3, 1 / (1 + 0.3 * 5)).cdf).statistic < 0.2


def test_the_fit_finds_what_was_drawn() -> None:
    fits = [
        steady_fit(row)
        for row in living_on(Steady(6.0, 0.3, leaning=0.5), n=400, draws=100, random=np.random.default_rng(6))
    ]
    assert np.mean([fit.mean for fit in fits]) == pytest.approx(6.0, rel=0.03)
    assert np.mean([fit.excess for fit in fits]) == pytest.approx(0.3, abs=0.03)
    assert np.mean([fit.leaning for fit in fits]) == pytest.approx(0.5, abs=0.03)


def test_many_series_at_once_are_taken_into_account_step_by_step() -> None:
    assert holm([0.049, 0.381, 0.032, 0.373]) == pytest.approx([0.147, 0.746, 0.128, 0.746])
    assert holm([]) == []
    assert math.isclose(holm([0.9, 0.8])[0], 1.0)
