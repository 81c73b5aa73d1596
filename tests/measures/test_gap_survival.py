"""Kaplan-Meier on gaps against a published curve, another library and exact arithmetic; coverage by simulation."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy import stats

from kanae.measures.gap_survival import kaplan_meier, median_gap


def test_the_published_curve_of_the_leukaemia_trial() -> None:
    """Remission under 6-MP, Freireich et al. 1963, as in Kalbfleisch and Prentice; printed to three digits."""
    ended = [6, 6, 6, 7, 10, 13, 16, 22, 23]
    running = [6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35]
    steps = kaplan_meier(ended, running)
    assert [step.days for step in steps] == [6, 7, 10, 13, 16, 22, 23]
    assert [step.at_risk for step in steps] == [21, 17, 15, 12, 11, 7, 6]
    shares = [0.857, 0.807, 0.753, 0.690, 0.627, 0.538, 0.448]
    assert [step.share for step in steps] == pytest.approx(shares, abs=5e-4)
    assert median_gap(ended, running, level=0.95).days == 23


@pytest.mark.parametrize("seed", range(5))
def test_the_curve_agrees_with_scipy(seed: int) -> None:
    random = np.random.default_rng(seed)
    ended, running = random.integers(20, 400, 12), random.integers(20, 400, 4)
    data = stats.CensoredData(uncensored=ended, right=running)
    expected = stats.ecdf(data).sf
    steps = kaplan_meier(ended.tolist(), running.tolist())
    for step in steps:
        assert step.share == pytest.approx(float(expected.evaluate(step.days)), abs=1e-12)


@pytest.mark.parametrize("n", [4, 5, 7, 8, 12, 20])
@pytest.mark.parametrize("level", [0.8, 0.9, 0.95])
def test_without_a_running_gap_the_interval_is_the_exact_binomial_one(n: int, level: float) -> None:
    """With nothing unfinished the mid-p interval of the median runs between order statistics."""
    gaps = [float(10 * (number + 1)) for number in range(n)]
    tail = (1 - level) / 2

    def mid_p(k: int) -> float:
        """Probability that fewer than k of n gaps are below the median, and half that of exactly k."""
        return float(stats.binom.cdf(k - 1, n, 0.5) + stats.binom.pmf(k, n, 0.5) / 2)

    inside = [k for k in range(n + 1) if tail <= mid_p(k) <= 1 - tail]
    found = median_gap(gaps, level=level)
    assert found.low == (gaps[inside[0] - 1] if inside[0] else None)
    assert found.high == (gaps[inside[-1]] if inside[-1] < n else None)


def test_leaving_the_running_gap_out_makes_a_silent_series_look_frequent() -> None:
    gaps, running = [100.0, 120.0, 110.0, 400.0], [900.0]
    without, with_it = median_gap(gaps, level=0.9), median_gap(gaps, running, level=0.9)
    assert without.days == 110
    assert with_it.days == 120


def test_a_median_is_not_known_while_most_gaps_still_run() -> None:
    assert median_gap([100.0], [200.0, 300.0], level=0.9).days is None


def test_three_gaps_leave_both_ends_of_a_ninety_per_cent_interval_open() -> None:
    """Three gaps lie on both sides of the median in six of eight cases only."""
    found = median_gap([100.0, 200.0, 300.0], level=0.9)
    assert (found.days, found.low, found.high) == (200, None, None)


def running_gap(random: np.random.Generator, gaps: np.ndarray) -> tuple[list[float], list[float]]:
    """The last gap is seen in part, at a random point of it."""
    return gaps[:-1].tolist(), [float(gaps[-1] * random.random())]


def in_a_window(random: np.random.Generator, days: float, spread: float) -> tuple[list[float], list[float]]:
    """Gaps one after another until the window ends; the one it cuts still runs."""
    seen: list[float] = []
    left = days
    while True:
        gap = math.exp(random.normal(0, spread))
        if gap > left:
            return seen, [left]
        seen.append(gap)
        left -= gap


def coverage(samples: list[tuple[list[float], list[float]]]) -> float:
    """Share of samples whose interval holds the true median, 1."""
    found = [median_gap(*sample, level=0.9) for sample in samples]
    return sum((row.low or 0) <= 1 <= (row.high or math.inf) for row in found) / len(found)


@pytest.mark.parametrize("spread", [0.2, 0.5, 1.0])
def test_a_ninety_per_cent_interval_covers_as_often_as_it_says(spread: float) -> None:
    """Over series of 4 to 20 gaps; for one number of gaps the steps of the binomial make it a little more or less."""
    random = np.random.default_rng(20230818)
    sizes = random.integers(4, 21, 3000)
    samples = [running_gap(random, np.exp(random.normal(0, spread, n + 1))) for n in sizes]
    assert 0.85 <= coverage(samples) <= 0.95


@pytest.mark.parametrize("n", [4, 5, 6, 7, 8, 12, 20])
def test_for_no_number_of_gaps_it_covers_much_less_than_it_says(n: int) -> None:
    random = np.random.default_rng(n)
    samples = [running_gap(random, np.exp(random.normal(0, 0.5, n + 1))) for _ in range(1500)]
    assert coverage(samples) >= 0.85


@pytest.mark.parametrize("days", [8, 12, 20])
def test_it_does_so_in_a_window_of_time_too(days: float) -> None:
    random = np.random.default_rng(int(days))
    samples = [in_a_window(random, days, 0.5) for _ in range(1500)]
    assert 0.85 <= coverage([sample for sample in samples if len(sample[0]) >= 4]) <= 0.95
