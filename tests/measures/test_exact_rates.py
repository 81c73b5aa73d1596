"""Exact intervals of rates: against the laws they invert, against another library, and as often right as they say."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from kanae.measures.exact_rates import rate_per_year, rate_ratio

COUNTS = [(4, 2), (1, 0), (0, 1), (10, 5), (1, 1), (13, 5), (0, 7), (7, 0), (60, 45)]


@pytest.mark.parametrize(("before", "after"), COUNTS)
def test_the_ends_are_where_the_binomial_law_says(before: int, after: int) -> None:
    found = rate_ratio(before, 365, after, 131)
    total = before + after
    assert found.low is not None

    def share(ratio: float) -> float:
        return ratio * 131 / (ratio * 131 + 365)

    if after:
        law = stats.binom(total, share(found.low))
        assert law.sf(after - 1) - law.pmf(after) / 2 == pytest.approx(0.05, abs=1e-9)
    else:
        assert found.low == 0
    if before:
        assert found.high is not None
        law = stats.binom(total, share(found.high))
        assert law.cdf(after) - law.pmf(after) / 2 == pytest.approx(0.05, abs=1e-9)
    else:
        assert (found.value, found.high) == (None, None)


@pytest.mark.parametrize(("before", "after"), COUNTS)
def test_the_interval_is_narrower_than_that_of_clopper_and_pearson(before: int, after: int) -> None:
    found = rate_ratio(before, 365, after, 365)
    plain = stats.binomtest(after, before + after).proportion_ci(0.9, method="exact")
    assert found.low is not None
    assert found.low >= plain.low / (1 - plain.low) - 1e-12
    if found.high is not None:
        assert found.high <= plain.high / (1 - plain.high) + 1e-12


@pytest.mark.parametrize("n", [0, 1, 3, 12, 70])
def test_the_ends_of_a_rate_are_where_the_poisson_law_says(n: int) -> None:
    found = rate_per_year(n, 200)
    years = 200 / 365.25
    assert found.value == pytest.approx(n / years, abs=1e-12)
    assert found.low is not None
    assert found.high is not None
    high = stats.poisson(found.high * years)
    assert high.cdf(n) - high.pmf(n) / 2 == pytest.approx(0.05, abs=1e-9)
    if n:
        low = stats.poisson(found.low * years)
        assert low.sf(n - 1) - low.pmf(n) / 2 == pytest.approx(0.05, abs=1e-9)
    else:
        assert found.low == 0


def test_without_an_event_on_either_side_nothing_is_known() -> None:
    found = rate_ratio(0, 365, 0, 100)
    assert (found.value, found.low, found.high) == (None, None, None)


def test_looking_back_turns_the_ratio_over() -> None:
    there, back = rate_ratio(4, 365, 3, 200), rate_ratio(3, 200, 4, 365)
    assert there.value == pytest.approx(1 / (back.value or 0), abs=1e-12)
    assert there.low == pytest.approx(1 / (back.high or 0), rel=1e-9)
    assert there.high == pytest.approx(1 / (back.low or 0), rel=1e-9)


def test_the_same_counts_over_twice_the_days_halve_the_ratio() -> None:
    short, long = rate_ratio(4, 365, 3, 100), rate_ratio(4, 365, 3, 200)
    assert short.value == pytest.approx(2 * (long.value or 0), abs=1e-12)
    assert short.high == pytest.approx(2 * (long.high or 0), rel=1e-9)


@pytest.mark.parametrize(("before", "days_before", "after", "days_after"), [(-1, 1, 0, 1), (0, 0, 1, 1), (1, 1, 1, 0)])
def test_what_cannot_be_counted_is_refused(before: int, days_before: int, after: int, days_after: int) -> None:
    with pytest.raises(ValueError, match="counts are 0 or more"):
        rate_ratio(before, days_before, after, days_after)


@pytest.mark.parametrize(("n", "days"), [(-1, 10), (1, 0)])
def test_a_rate_without_days_is_refused(n: int, days: int) -> None:
    with pytest.raises(ValueError, match="a count is 0 or more"):
        rate_per_year(n, days)


SETTINGS = [(4, 2, 365), (6, 3, 365), (10, 5, 131), (6, 6, 405), (15, 8, 365)]


@pytest.mark.parametrize(("mean_before", "mean_after", "days_after"), SETTINGS)
def test_the_interval_of_a_ratio_holds_the_truth_as_often_as_it_says(
    mean_before: int, mean_after: int, days_after: int
) -> None:
    random = np.random.default_rng(20250120)
    truth = mean_after / days_after * 365 / mean_before
    hits = plain_hits = trials = 0
    known: dict[tuple[int, int], tuple[bool, bool]] = {}
    for before, after in zip(random.poisson(mean_before, 1500), random.poisson(mean_after, 1500), strict=True):
        if before + after == 0:
            continue
        key = int(before), int(after)
        if key not in known:
            known[key] = holds(*key, days_after, truth), plainly_holds(*key, days_after, truth)
        trials += 1
        hits += known[key][0]
        plain_hits += known[key][1]
    assert 0.85 <= hits / trials <= 0.95
    assert hits <= plain_hits


def holds(before: int, after: int, days_after: int, truth: float) -> bool:
    found = rate_ratio(before, 365, after, days_after)
    return (found.low or 0) <= truth and (found.high is None or truth <= found.high)


def plainly_holds(before: int, after: int, days_after: int, truth: float) -> bool:
    share = truth * days_after / (truth * days_after + 365)
    plain = stats.binomtest(after, before + after).proportion_ci(0.9, method="exact")
    return bool(plain.low <= share <= plain.high)


def test_the_plain_exact_interval_would_be_too_wide_for_few_events() -> None:
    random = np.random.default_rng(1)
    drawn = [(int(a), int(b)) for a, b in zip(random.poisson(4, 600), random.poisson(2, 600), strict=True) if a + b]
    assert np.mean([plainly_holds(before, after, 365, 0.5) for before, after in drawn]) > 0.95


@pytest.mark.parametrize("mean", [2, 3, 5, 8, 12, 20])
def test_the_interval_of_a_rate_holds_the_truth_as_often_as_it_says(mean: int) -> None:
    law = stats.poisson(mean)
    truth = mean * 365.25 / 365
    held = 0.0
    for n in range(80):
        found = rate_per_year(n, 365)
        held += law.pmf(n) * ((found.low or 0) <= truth <= (found.high or 0))
    assert 0.85 <= held <= 0.95
