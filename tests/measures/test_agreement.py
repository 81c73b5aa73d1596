"""Krippendorff's alpha: published values, a plain sum over pairs, and what must hold for any coding."""

from __future__ import annotations

import itertools
import random
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kanae.measures.agreement import METRICS, Agreement, Metric, agreement

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

PUBLISHED = (
    "1 2 3 3 2 1 4 1 2 . . .",
    "1 2 3 3 2 2 4 1 2 5 . 3",
    ". 3 3 3 2 3 4 2 2 5 1 .",
    "1 2 3 3 2 4 4 1 2 5 1 .",
)
"""Four observers, twelve units: section D of Krippendorff, «Computing Krippendorff's Alpha-Reliability» (2011)."""

Units = dict[str, tuple[str | None, ...]]
values = st.sampled_from(["1", "2", "3", "4", None])
codings = st.integers(2, 4).flatmap(
    lambda coders: st.lists(st.tuples(*[values] * coders), min_size=1, max_size=12).map(
        lambda rows: {f"u{number}": row for number, row in enumerate(rows)}
    )
)


def published() -> Units:
    rows = [line.split() for line in PUBLISHED]
    return {
        f"u{number}": tuple(None if value == "." else value for value in unit)
        for number, unit in enumerate(zip(*rows, strict=True))
    }


def over_pairs(units: Mapping[str, Sequence[str | None]], metric: Metric) -> float | None:
    """Work alpha out pair by pair: no matrix of coincidences."""
    given_values = [[value for value in row if value is not None] for row in units.values()]
    paired = [row for row in given_values if len(row) > 1]
    pool = [value for row in paired for value in row]
    order = sorted(set(pool))

    def distance(one: str, other: str) -> float:
        if metric == "nominal":
            return float(one != other)
        low, high = sorted((one, other))
        between = [value for value in order if low <= value <= high]
        return float((sum(pool.count(value) for value in between) - (pool.count(low) + pool.count(high)) / 2) ** 2)

    expected = sum(distance(one, other) for one, other in itertools.permutations(pool, 2))
    if not expected:
        return None
    observed = sum(
        sum(distance(one, other) for one, other in itertools.permutations(row, 2)) / (len(row) - 1) for row in paired
    )
    return 1 - (len(pool) - 1) * observed / expected


@pytest.mark.parametrize(("metric", "alpha"), [("nominal", 0.743), ("ordinal", 0.815)])
def test_the_published_example_gives_the_published_alpha(metric: Metric, alpha: float) -> None:
    found = agreement(published(), metric, draws=0).alpha
    assert found is not None
    assert round(found, 3) == alpha
    assert found == pytest.approx(over_pairs(published(), metric), abs=1e-9)


@given(units=codings, metric=st.sampled_from(METRICS))
def test_alpha_is_the_sum_over_pairs(units: Units, metric: Metric) -> None:
    expected = over_pairs(units, metric)
    found = agreement(units, metric, draws=0)
    assert found.alpha == (None if expected is None else pytest.approx(expected, abs=1e-9))
    assert bool(found.reason) == (found.alpha is None)


@given(units=codings, metric=st.sampled_from(METRICS), seed=st.integers(0, 99))
def test_order_of_units_and_of_coders_changes_nothing(units: Units, metric: Metric, seed: int) -> None:
    shuffled = list(units.items())
    random.Random(seed).shuffle(shuffled)
    turned = {unit: tuple(reversed(row)) for unit, row in shuffled}
    one, other = agreement(units, metric, draws=0), agreement(turned, metric, draws=0)
    assert one.alpha == (None if other.alpha is None else pytest.approx(other.alpha, abs=1e-12))
    assert one.raw == (None if other.raw is None else pytest.approx(other.raw, abs=1e-12))


@given(units=codings)
def test_names_of_values_do_not_matter_for_names(units: Units) -> None:
    other_names = {"1": "z", "2": "a", "3": "m", "4": "b", None: None}
    renamed = {unit: tuple(other_names[value] for value in row) for unit, row in units.items()}
    one, other = agreement(units, "nominal", draws=0).alpha, agreement(renamed, "nominal", draws=0).alpha
    assert one == (None if other is None else pytest.approx(other, abs=1e-12))


@given(units=codings, metric=st.sampled_from(METRICS))
def test_a_unit_with_one_value_changes_nothing(units: Units, metric: Metric) -> None:
    coders = len(next(iter(units.values())))
    more = {**units, "alone": ("1", *[None] * (coders - 1))}
    one, other = agreement(units, metric, draws=0), agreement(more, metric, draws=0)
    for before, after in ((one.alpha, other.alpha), (one.raw, other.raw)):
        assert after == (None if before is None else pytest.approx(before, abs=1e-12))
    assert (other.n, other.single) == (one.n, one.single + 1)


def test_full_agreement_is_one_and_raw_agreement_stands_beside_it() -> None:
    found = agreement({"u1": ["a", "a"], "u2": ["b", "b"], "u3": ["c", "c"]}, "ordinal")
    assert (found.alpha, found.raw) == (1.0, 1.0)


def test_one_category_is_not_full_agreement_but_undefined() -> None:
    found = agreement({"u1": ["a", "a"], "u2": ["a", "a"]}, "nominal")
    assert (found.alpha, found.low, found.raw, found.reason) == (None, None, 1.0, "one-category")


def test_no_unit_with_two_values_gives_no_number() -> None:
    found = agreement({"u1": ["a", None], "u2": [None, "b"]}, "nominal")
    assert (found.alpha, found.raw, found.n, found.single, found.reason) == (None, None, 0, 2, "no-pairs")


def test_the_matrix_of_two_coders_is_their_cross_table() -> None:
    found = agreement({"u1": ["a", "b"], "u2": ["a", "a"], "u3": ["b", "b"], "u4": ["a", "b"]}, "nominal", draws=0)
    assert (found.categories, found.confusion) == (("a", "b"), ((1, 2), (0, 1)))


def test_numbers_are_ordered_as_numbers_and_an_order_can_be_named() -> None:
    units = {"u1": ["2", "10"], "u2": ["10", "10"], "u3": ["2", "2"]}
    assert agreement(units, "ordinal", draws=0).categories == ("2", "10")
    levels = {"u1": ["low", "high"], "u2": ["middle", "middle"], "u3": ["low", "low"]}
    named = agreement(levels, "ordinal", order=("low", "middle", "high"), draws=0)
    assert named.categories == ("low", "middle", "high")
    assert named.alpha != agreement(levels, "ordinal", draws=0).alpha


def drawn(n: int, seed: int) -> Agreement:
    chance = random.Random(seed)
    truth = [chance.choice("abc") for _ in range(n)]
    return agreement(
        {
            str(number): [value if chance.random() < 0.8 else chance.choice("abc") for _ in range(2)]
            for number, value in enumerate(truth)
        },
        "nominal",
        draws=400,
        seed=seed,
    )


def test_the_interval_covers_the_alpha_of_very_many_units_as_often_as_it_says() -> None:
    true = drawn(30_000, 1).alpha
    assert true is not None
    small = [drawn(60, seed) for seed in range(2, 202)]
    inside = [row.low <= true <= row.high for row in small if row.low is not None and row.high is not None]
    assert len(inside) == len(small)
    assert 0.9 <= sum(inside) / len(inside) <= 0.99


def test_the_same_seed_gives_the_same_interval() -> None:
    assert agreement(published(), "ordinal", seed=5) == agreement(published(), "ordinal", seed=5)
    assert agreement(published(), "ordinal", seed=5).low != agreement(published(), "ordinal", seed=6).low
