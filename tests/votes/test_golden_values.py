"""The worked example of method.md B.1, and cases one can count by hand."""

from __future__ import annotations

import numpy as np
import pytest

from kanae.measures.similarity import joint_counts, measures_of, similarity
from kanae.model.votes import Absent, By, Resolution, RollCalls, Weights

X = (1, 1, 1, 2, 3, 1, 1, 1, 1, 3)
Y = (1, 1, 2, 2, 3, 1, 1, 3, 1, 1)
TOLERANCE = 1e-9


def two_states(x: tuple[int, ...] = X, y: tuple[int, ...] = Y) -> RollCalls:
    rows = tuple(Resolution(str(place), 74, 2019) for place in range(len(x)))
    return RollCalls(("JPN", "USA"), rows, np.array([x, y], dtype=np.int8).T)


@pytest.mark.parametrize(
    ("weights", "s", "pi", "kappa"),
    [
        (Weights.ABSOLUTE, 0.5, 1 - 0.5 / 0.775, 1 - 0.5 / 0.78),
        (Weights.SQUARED, 0.55, 1 - 0.9 / 1.295, 1 - 0.9 / 1.3),
    ],
)
def test_the_golden_table(weights: Weights, s: float, pi: float, kappa: float) -> None:
    found = similarity(two_states(), By.YEAR, weights=weights).found
    assert found.agreement[0] == pytest.approx(0.75, abs=TOLERANCE)
    assert found.s[0] == pytest.approx(s, abs=TOLERANCE)
    assert found.pi[0] == pytest.approx(pi, abs=TOLERANCE)
    assert found.kappa[0] == pytest.approx(kappa, abs=TOLERANCE)


@pytest.mark.parametrize(
    ("weights", "printed"),
    [(Weights.ABSOLUTE, (0.354839, 0.358974)), (Weights.SQUARED, (0.305019, 0.307692))],
)
def test_the_golden_table_as_it_is_printed(weights: Weights, printed: tuple[float, float]) -> None:
    found = similarity(two_states(), By.YEAR, weights=weights).found
    assert (round(float(found.pi[0]), 6), round(float(found.kappa[0]), 6)) == printed


def test_states_that_never_vary_have_no_corrected_measure() -> None:
    found = similarity(two_states((1, 1, 1), (1, 1, 1)), By.YEAR).found
    assert (found.s[0], found.agreement[0]) == (1, 1)
    assert np.isnan([found.pi[0], found.kappa[0]]).all()


def test_without_a_common_vote_nothing_is_defined_and_nothing_is_zero() -> None:
    table = similarity(two_states((1, 8), (8, 1)), By.YEAR, states=("JPN", "USA"))
    assert table.found.n[0] == 0
    columns = (table.found.agreement, table.found.s, table.found.pi, table.found.kappa, table.voeten_agreement)
    assert np.isnan([column[0] for column in columns]).all()


def test_an_absence_counts_as_nothing_or_as_an_abstention() -> None:
    calls = two_states((1, 1, 3), (1, 8, 3))
    assert similarity(calls, By.YEAR).found.n[0] == 2
    abstained = similarity(calls, By.YEAR, absent=Absent.ABSTAIN).found
    assert (abstained.n[0], abstained.agreement[0]) == (3, pytest.approx(1 - 0.5 / 3))


def test_a_unanimous_vote_counts_in_agreement_and_not_in_voetens() -> None:
    table = similarity(two_states((1, 1, 1, 1), (1, 1, 1, 3)), By.YEAR)
    assert (table.found.agreement[0], table.voeten_agreement[0], table.voeten_n[0]) == (0.75, 0, 1)


def test_two_independent_states_that_usually_vote_yes_agree_by_chance_alone() -> None:
    random = np.random.default_rng(7)
    joint = joint_counts(
        random.choice([1, 2, 3], size=(5000, 2), p=[0.95, 0.03, 0.02]).astype(np.int8), np.array([0]), np.array([1])
    )
    found = measures_of(joint, Weights.ABSOLUTE)
    assert found.s[0] > 0.8
    assert abs(float(found.kappa[0])) < 0.05
