"""Similarities: the golden table by hand, and what must hold for any votes."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from kanae.measures.similarity import similarity
from kanae.measures.vote_bootstrap import with_intervals
from kanae.measures.vote_periods import counted
from kanae.model.votes import Absent, By, Resolution, RollCalls, Weights

if TYPE_CHECKING:
    from kanae.model.similarity import SimilarityTable

MEASURES = ("agreement", "s", "pi", "kappa")
CODES = ("CHN", "JPN", "KOR", "USA")

matrices = arrays(
    np.int8, st.tuples(st.integers(1, 30), st.just(len(CODES))), elements=st.sampled_from([0, 1, 2, 3, 8, 9])
)


def calls_of(choices: np.ndarray, states: tuple[str, ...] = CODES) -> RollCalls:
    rows = tuple(Resolution(str(place), 74, 2019) for place in range(len(choices)))
    return RollCalls(states, rows, np.asarray(choices, dtype=np.int8))


def compared(choices: np.ndarray, weights: Weights = Weights.ABSOLUTE) -> SimilarityTable:
    return similarity(calls_of(choices), By.YEAR, weights=weights, states=CODES)


def by_pair(table: SimilarityTable) -> dict[frozenset[str], tuple[float, ...]]:
    columns = [table.found.n, *(getattr(table.found, name) for name in MEASURES), table.voeten_agreement]
    pairs = (frozenset((table.states[a], table.states[b])) for a, b in zip(table.a, table.b, strict=True))
    return dict(zip(pairs, zip(*columns, strict=True), strict=True))


@pytest.mark.parametrize(
    ("weights", "expected"),
    [
        (Weights.ABSOLUTE, {"s": 0.5, "pi": 1 - 0.5 / 0.775, "kappa": 1 - 0.5 / 0.78, "agreement": 0.75}),
        (Weights.SQUARED, {"s": 0.55, "pi": 1 - 0.9 / 1.295, "kappa": 1 - 0.9 / 1.3, "agreement": 0.75}),
    ],
)
def test_the_golden_table_of_ten_votes(weights: Weights, expected: dict[str, float]) -> None:
    """Häge (2011) by hand: the expected distances are 0.775 and 0.78, squared 1.295 and 1.3."""
    x, y = [1, 1, 1, 2, 3, 1, 1, 1, 1, 3], [1, 1, 2, 2, 3, 1, 1, 3, 1, 1]
    table = similarity(calls_of(np.array([x, y]).T, ("JPN", "USA")), By.YEAR, weights=weights)
    for name, value in expected.items():
        assert getattr(table.found, name)[0] == pytest.approx(value, abs=1e-9)
    assert table.found.n[0] == 10


@pytest.mark.parametrize(
    ("weights", "s", "pi", "kappa"),
    [(Weights.ABSOLUTE, 0.50, 0.354839, 0.358974), (Weights.SQUARED, 0.55, 0.305019, 0.307692)],
)
def test_the_golden_table_as_printed(weights: Weights, s: float, pi: float, kappa: float) -> None:
    x, y = [1, 1, 1, 2, 3, 1, 1, 1, 1, 3], [1, 1, 2, 2, 3, 1, 1, 3, 1, 1]
    found = similarity(calls_of(np.array([x, y]).T, ("JPN", "USA")), By.YEAR, weights=weights).found
    assert [round(float(value[0]), 6) for value in (found.s, found.pi, found.kappa)] == [s, pi, kappa]


@settings(deadline=None)
@given(matrices, st.sampled_from(Weights))
def test_the_order_of_two_states_changes_nothing(choices: np.ndarray, weights: Weights) -> None:
    there = by_pair(similarity(calls_of(choices), By.YEAR, weights=weights, states=CODES))
    back = by_pair(similarity(calls_of(choices), By.YEAR, weights=weights, states=CODES[::-1]))
    assert there.keys() == back.keys()
    for pair, values in there.items():
        assert values == pytest.approx(back[pair], abs=1e-12, nan_ok=True)


@settings(deadline=None)
@given(matrices, st.permutations(CODES))
def test_renaming_states_renames_the_result(choices: np.ndarray, names: list[str]) -> None:
    renamed = dict(zip(CODES, names, strict=True))
    before = by_pair(compared(choices))
    after = by_pair(similarity(calls_of(choices, tuple(names)), By.YEAR, states=names))
    for pair, values in before.items():
        assert values == pytest.approx(after[frozenset(renamed[code] for code in pair)], abs=1e-12, nan_ok=True)


@settings(deadline=None)
@given(matrices)
def test_with_steps_s_is_twice_the_agreement_less_one(choices: np.ndarray) -> None:
    found = compared(choices).found
    np.testing.assert_allclose(found.s, 2 * found.agreement - 1, atol=1e-12)


@settings(deadline=None)
@given(matrices)
def test_squared_pi_and_kappa_follow_from_means_and_variances(choices: np.ndarray) -> None:
    table = compared(choices, Weights.SQUARED)
    for row, (a, b) in enumerate(zip(table.a, table.b, strict=True)):
        pair = choices[:, [CODES.index(table.states[a]), CODES.index(table.states[b])]].astype(float)
        x, y = pair[((pair >= 1) & (pair <= 3)).all(axis=1)].T
        if not len(x):
            assert math.isnan(table.found.kappa[row])
            continue
        spread, apart = x.var() + y.var(), (x.mean() - y.mean()) ** 2
        distance = ((x - y) ** 2).mean()
        if spread + apart > 0:
            assert table.found.kappa[row] == pytest.approx(1 - distance / (spread + apart), abs=1e-9)
            assert table.found.pi[row] == pytest.approx(1 - distance / (spread + apart / 2), abs=1e-9)
        else:
            assert math.isnan(table.found.kappa[row])
            assert math.isnan(table.found.pi[row])


@settings(deadline=None)
@given(matrices, st.integers(1, 3), st.integers(1, 10))
def test_unanimous_votes_change_only_what_counts_them(choices: np.ndarray, choice: int, more: int) -> None:
    table = compared(choices)
    longer = compared(np.vstack([choices, np.full((more, len(CODES)), choice, dtype=np.int8)]))
    np.testing.assert_array_equal(longer.voeten_n, table.voeten_n)
    np.testing.assert_allclose(longer.voeten_agreement, table.voeten_agreement, atol=1e-12)
    np.testing.assert_array_equal(longer.found.n, table.found.n + more)


@settings(deadline=None)
@given(st.integers(1, 3), st.integers(1, 30), st.sampled_from(Weights))
def test_states_that_always_vote_alike_agree_and_chance_has_no_say(choice: int, n: int, weights: Weights) -> None:
    table = compared(np.full((n, len(CODES)), choice, dtype=np.int8), weights)
    assert (table.found.agreement == 1).all()
    assert (table.found.s == 1).all()
    assert np.isnan(table.found.pi).all()
    assert np.isnan(table.found.kappa).all()
    assert np.isnan(table.voeten_agreement).all()


@settings(deadline=None)
@given(matrices, st.sampled_from(Weights))
def test_measures_stay_within_their_bounds(choices: np.ndarray, weights: Weights) -> None:
    found = compared(choices, weights).found
    for name, lowest in (("agreement", 0), ("s", -1), ("pi", -1), ("kappa", -1)):
        values = getattr(found, name)[~np.isnan(getattr(found, name))]
        assert ((values >= lowest - 1e-12) & (values <= 1 + 1e-12)).all()


@settings(deadline=None)
@given(matrices)
def test_pairs_without_common_votes_have_no_measure(choices: np.ndarray) -> None:
    found = compared(choices).found
    for name in MEASURES:
        assert np.isnan(getattr(found, name)[found.n == 0]).all()


@settings(deadline=None)
@given(matrices)
def test_the_order_of_resolutions_changes_nothing(choices: np.ndarray) -> None:
    np.testing.assert_allclose(compared(choices).found.kappa, compared(choices[::-1]).found.kappa, atol=1e-12)


def test_absent_is_missing_unless_it_is_to_count_as_abstention() -> None:
    votes = calls_of(np.array([[1, 1], [8, 3], [0, 1]]), ("JPN", "USA"))
    assert similarity(votes, By.YEAR).found.n.tolist() == [1]
    counted = similarity(votes, By.YEAR, absent=Absent.ABSTAIN).found
    assert counted.n.tolist() == [3]
    assert counted.agreement.round(6).tolist() == [0.666667]


def test_an_asked_state_without_votes_has_an_empty_row_and_no_zero() -> None:
    votes = calls_of(np.array([[1, 1], [3, 1]]), ("JPN", "USA"))
    table = similarity(votes, By.YEAR, states=("JPN", "KOR"))
    assert table.found.n.tolist() == [0]
    assert np.isnan(table.found.s).all()


def test_the_interval_holds_the_value_and_repeats_with_its_seed() -> None:
    random = np.random.default_rng(1)
    rows = tuple(Resolution(str(place), 74, 2019, item=f"item {place // 4}") for place in range(80))
    votes = RollCalls(("JPN", "USA"), rows, random.choice([1, 2, 3], size=(80, 2), p=[0.6, 0.2, 0.2]).astype(np.int8))
    options = {"weights": Weights.ABSOLUTE, "absent": Absent.MISSING, "draws": 200, "seed": 7}
    table = similarity(votes, By.YEAR)
    first, again = (with_intervals(table, votes, By.YEAR, **options) for _ in range(2))
    for name in MEASURES:
        value, interval = getattr(first.found, name)[0], first.intervals[name]
        assert interval.low[0] < value < interval.high[0]
        assert interval.low[0] == again.intervals[name].low[0]


def test_repeated_resolutions_of_one_item_widen_the_interval() -> None:
    random = np.random.default_rng(2)
    once = random.choice([1, 2, 3], size=(20, 2)).astype(np.int8)
    votes = np.repeat(once, 5, axis=0)
    options = {"weights": Weights.ABSOLUTE, "absent": Absent.MISSING, "draws": 500, "seed": 7}

    def width(items: list[str]) -> float:
        rows = tuple(Resolution(str(place), 74, 2019, item=item) for place, item in enumerate(items))
        calls = RollCalls(("JPN", "USA"), rows, votes)
        interval = with_intervals(similarity(calls, By.YEAR), calls, By.YEAR, **options).intervals["kappa"]
        return float(interval.high[0] - interval.low[0])

    assert width([str(place // 5) for place in range(100)]) > 1.5 * width([""] * 100)


@settings(deadline=None)
@given(matrices)
def test_unanimity_is_judged_on_votes_cast_even_where_absences_count(choices: np.ndarray) -> None:
    table = similarity(calls_of(choices), By.YEAR, absent=Absent.ABSTAIN, states=CODES)
    contested = [len({int(choice) for choice in row if 1 <= choice <= 3}) > 1 for row in choices]
    left = counted(choices, Absent.ABSTAIN)[np.array(contested)]
    for row, (a, b) in enumerate(zip(table.a, table.b, strict=True)):
        pair = left[:, [a, b]].astype(float)
        x, y = pair[((pair >= 1) & (pair <= 3)).all(axis=1)].T
        expected = 1 - np.abs(x - y).mean() / 2 if len(x) else math.nan
        assert table.voeten_n[row] == len(x)
        assert table.voeten_agreement[row] == pytest.approx(expected, abs=1e-12, nan_ok=True)
