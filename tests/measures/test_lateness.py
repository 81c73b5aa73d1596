"""The predictive probability of a gap: the golden table, integration by brute force, and what it must order."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy import integrate, stats

from kanae.measures.lateness import GapPrior, share_longer, share_longer_without_rhythm
from kanae.measures.regularity import regularity

GAPS = (190, 140, 160, 200)
PRIOR = GapPrior(median_days=180, strength=1, shape=2, spread=0.35)


@pytest.mark.parametrize(("days", "share"), [(200, 0.314), (250, 0.121), (365, 0.017), (500, 0.003)])
def test_the_log_normal_row_of_the_method(days: int, share: float) -> None:
    assert share_longer(days, GAPS, PRIOR) == pytest.approx(share, abs=5e-4)


@pytest.mark.parametrize(("days", "share"), [(200, 0.355), (250, 0.283), (365, 0.173), (500, 0.103)])
def test_the_exponential_row_of_the_method(days: int, share: float) -> None:
    assert share_longer_without_rhythm(days, GAPS, 180) == pytest.approx(share, abs=5e-4)


@pytest.mark.parametrize(
    ("days", "share"),
    [
        (200, 0.31434646669483723),
        (250, 0.12084528175268364),
        (365, 0.016927830709717345),
        (500, 0.003341628025011806),
    ],
)
def test_the_log_normal_row_to_nine_digits(days: int, share: float) -> None:
    assert share_longer(days, GAPS, PRIOR) == pytest.approx(share, abs=1e-9)


def posterior_by_hand(gaps: tuple[int, ...], prior: GapPrior) -> tuple[float, float, float, float]:
    """The prior updated by one gap after another, which must give what the closed form gives at once."""
    centre, strength, shape, scale = (
        math.log(prior.median_days),
        prior.strength,
        prior.shape,
        prior.shape * prior.spread**2,
    )
    for gap in gaps:
        log = math.log(gap)
        scale += strength * (log - centre) ** 2 / (2 * (strength + 1))
        centre = (strength * centre + log) / (strength + 1)
        strength, shape = strength + 1, shape + 0.5
    return centre, strength, shape, scale


@pytest.mark.parametrize("days", [200, 250, 365, 500])
@pytest.mark.parametrize("gaps", [GAPS, (365, 350, 380), (30, 400, 90, 60, 800)])
def test_it_is_the_normal_averaged_over_what_mean_and_variance_may_be(gaps: tuple[int, ...], days: int) -> None:
    """Integrate over the variance; given it the next log gap is normal about the centre."""
    centre, strength, shape, scale = posterior_by_hand(gaps, PRIOR)
    variance = stats.invgamma(shape, scale=scale)

    def integrand(square: float) -> float:
        width = math.sqrt(square * (1 + 1 / strength))
        return float(stats.norm.sf((math.log(days) - centre) / width) * variance.pdf(square))

    found, _ = integrate.quad(integrand, 0, np.inf, epsabs=1e-13, epsrel=1e-12, limit=400)
    assert share_longer(days, gaps, PRIOR) == pytest.approx(found, abs=1e-9)


@pytest.mark.parametrize("days", [200, 250, 365, 500])
def test_the_exponential_is_its_gamma_integral(days: int) -> None:
    rate = stats.gamma(1 + len(GAPS), scale=1 / (180 + sum(GAPS)))
    found, _ = integrate.quad(lambda value: math.exp(-value * days) * rate.pdf(value), 0, 1, epsabs=1e-14, limit=400)
    assert share_longer_without_rhythm(days, GAPS, 180) == pytest.approx(found, abs=1e-9)


def test_before_a_gap_is_seen_half_of_the_gaps_exceed_the_median_of_the_prior() -> None:
    assert share_longer(PRIOR.median_days, (), PRIOR) == pytest.approx(0.5, abs=1e-12)


def test_a_memoryless_model_cannot_call_a_regular_series_late() -> None:
    regular = (365, 360, 370, 365, 362)
    prior = GapPrior(365, 1, 2, 0.35)
    assert share_longer(730, regular, prior) < 0.02
    assert share_longer_without_rhythm(730, regular, 365) > 0.1


def test_the_probability_is_calibrated_under_its_own_prior() -> None:
    """Of series drawn from the prior, one in ten ends its next gap where the probability is below 10 %."""
    random = np.random.default_rng(20230818)
    variance = 1 / random.gamma(PRIOR.shape, 1 / (PRIOR.shape * PRIOR.spread**2), 2000)
    mean = random.normal(math.log(PRIOR.median_days), np.sqrt(variance / PRIOR.strength))
    logs = random.normal(mean[:, None], np.sqrt(variance)[:, None], (2000, 6))
    found = np.array([share_longer(math.exp(row[-1]), np.exp(row[:-1]).tolist(), PRIOR) for row in logs])
    assert [float(np.mean(found < share)) for share in (0.1, 0.5, 0.9)] == pytest.approx([0.1, 0.5, 0.9], abs=0.03)


@pytest.mark.parametrize(
    ("gaps", "cv", "burstiness", "small"),
    [
        (GAPS, 0.13825205817636893, -0.7570800646776479, -0.8063238693452094),
        ((100, 100, 100), 0.0, -1.0, -1.0),
    ],
)
def test_regularity_of_the_method(gaps: tuple[int, ...], cv: float, burstiness: float, small: float) -> None:
    found = regularity(gaps)
    assert (found.coefficient_of_variation, found.burstiness, found.burstiness_small_sample) == pytest.approx(
        (cv, burstiness, small), abs=1e-9
    )


def test_regularity_against_exact_arithmetic() -> None:
    mean, square = 172.5, 568.75  # by hand: 690 / 4, and 2275 / 4
    ratio = math.sqrt(square) / mean
    found = regularity(GAPS)
    assert found.coefficient_of_variation == pytest.approx(ratio, abs=1e-12)
    assert found.burstiness_small_sample == pytest.approx(
        (math.sqrt(5) * ratio - math.sqrt(3)) / ((math.sqrt(5) - 2) * ratio + math.sqrt(3)), abs=1e-12
    )


@pytest.mark.parametrize("n", [3, 5, 20])
def test_the_small_sample_form_reaches_one_for_a_single_burst_whatever_the_number(n: int) -> None:
    """All time in one gap: the ratio is the root of n - 1, its largest."""
    burst = (1e-9,) * (n - 1) + (1.0,)
    found = regularity(burst)
    assert found.coefficient_of_variation == pytest.approx(math.sqrt(n - 1), abs=1e-6)
    corrected = found.burstiness_small_sample
    assert found.burstiness < corrected == pytest.approx(1, abs=1e-6)
