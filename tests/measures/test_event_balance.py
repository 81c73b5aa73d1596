"""Ratios of counts by quad class, against the formulas."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kanae.measures.event_balance import FEW, balance, mean_of_tenths

counts = st.integers(0, 10**9)


@given(verbal=counts, material=counts)
def test_the_log_ratio_and_its_variance_are_those_of_the_formula(verbal: int, material: int) -> None:
    found = balance(verbal, material, 1, 2)
    assert found.say_do == pytest.approx(math.log((material + 0.5) / (verbal + 0.5)), abs=1e-9)
    assert found.say_do_variance == pytest.approx(1 / (material + 0.5) + 1 / (verbal + 0.5), rel=1e-12)


@given(verbal=counts, material=counts)
def test_words_and_deeds_exchanged_turn_the_sign(verbal: int, material: int) -> None:
    one, other = balance(verbal, material, 0, 0), balance(material, verbal, 0, 0)
    assert one.say_do == pytest.approx(-other.say_do, abs=1e-12)
    assert one.say_do_variance == pytest.approx(other.say_do_variance, rel=1e-12)


@given(four=st.tuples(counts, counts, counts, counts))
def test_shares_are_a_whole_and_net_cooperation_is_bounded(four: tuple[int, int, int, int]) -> None:
    found = balance(*four)
    if not sum(four):
        assert (found.shares, found.net_cooperation) == ((None,) * 4, None)
        return
    assert sum(share or 0.0 for share in found.shares) == pytest.approx(1)
    cooperation = four[0] + four[1]
    assert found.net_cooperation == pytest.approx((2 * cooperation - sum(four)) / sum(four), abs=1e-12)
    assert -1 <= (found.net_cooperation or 0.0) <= 1


def test_neither_words_nor_deeds_say_nothing() -> None:
    found = balance(0, 0, 7, 3)
    assert (found.say_do, found.say_do_variance, found.few) == (0.0, 4.0, True)


def test_few_ends_where_both_are_enough() -> None:
    assert [balance(verbal, material, 0, 0).few for verbal, material in ((FEW, FEW), (FEW - 1, 99), (99, FEW - 1))] == [
        False,
        True,
        True,
    ]


def test_a_mean_of_tenths_divides_once() -> None:
    assert mean_of_tenths(1, 3) == 1 / 30
    assert mean_of_tenths(0, 2) == 0.0
    assert (mean_of_tenths(None, 0), mean_of_tenths(None, 3)) == (None, None)
