"""The gap between promises and deeds: bounds against every possible world, interval against another library."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import cache
from itertools import product

import numpy as np
import pytest
from scipy import stats

from kanae.measures.half_kept import ShareInterval, share_not_done
from kanae.measures.say_do import Promise, SayDoGap, say_do_gap

AS_OF = date(2026, 2, 28)
MADE = date(2023, 8, 18)


def promise(
    name: str,
    kept: float | None,
    *,
    made: date = MADE,
    deadline: date | None = None,
    specificity: float = 1,
    ambition: float = 1,
) -> Promise:
    return Promise(name, made, deadline, specificity, ambition, kept)


def gap_of(rows: list[Promise], *, horizon_days: int = 730, floor: float = 0.1) -> SayDoGap:
    return say_do_gap(rows, as_of=AS_OF, horizon_days=horizon_days, floor=floor)


MIXED = [
    promise("a", 1, specificity=0.75),
    promise("b", 0, specificity=0.5, ambition=0.5),
    promise("c", 0.5, specificity=0.25),
    promise("d", None, specificity=0.5),
    promise("e", None, specificity=0, ambition=0),
    promise("f", None, specificity=1, ambition=0.5),
]


def test_a_gap_worked_by_hand() -> None:
    found = gap_of(MIXED)
    # weights: a 0.75, b 0.25, c 0.25, d 0.5, e 0.1 * 0.1, f 0.5; undone by weight: b 0.25, c 0.125
    assert found.weight_sum == pytest.approx(2.26, abs=1e-12)
    assert found.gap_low == pytest.approx(0.375 / 2.26, abs=1e-12)
    assert found.gap_high == pytest.approx((0.375 + 1.01) / 2.26, abs=1e-12)
    assert (found.gap_low_unweighted, found.gap_high_unweighted) == (0.25, 0.75)
    assert found.mean_ambition == pytest.approx(4 / 6, abs=1e-12)
    assert (found.n_due, found.n_unknown, found.unknown_ids) == (6, 3, ("d", "e", "f"))


def test_the_bounds_are_the_best_and_the_worst_of_all_possible_worlds() -> None:
    unknown = [row for row in MIXED if row.kept is None]
    known = [row for row in MIXED if row.kept is not None]
    gaps = []
    for outcome in product((0, 0.5, 1), repeat=len(unknown)):
        world = gap_of([*known, *(replace(row, kept=kept) for row, kept in zip(unknown, outcome, strict=True))])
        assert world.gap_low == world.gap_high
        gaps.append(world.gap_low)
    found = gap_of(MIXED)
    assert found.gap_low == pytest.approx(min(gaps), abs=1e-12)
    assert found.gap_high == pytest.approx(max(gaps), abs=1e-12)


def test_the_interval_is_that_of_jeffreys_on_the_known_alone() -> None:
    found = gap_of(MIXED)
    done, undone = 1.5, 1.5
    ends = stats.beta(undone + 0.5, done + 0.5).ppf([0.05, 0.95])
    assert [found.gap_beta_low, found.gap_beta_high] == pytest.approx(list(ends), abs=1e-9)


@pytest.mark.parametrize(
    ("made", "deadline", "due"),
    [
        (date(2024, 2, 29), None, True),
        (date(2024, 3, 1), None, False),
        (date(2025, 12, 1), date(2026, 2, 28), True),
        (date(2020, 1, 1), date(2026, 3, 1), False),
    ],
)
def test_a_promise_is_due_at_its_deadline_or_after_the_horizon(made: date, deadline: date | None, due: bool) -> None:
    found = gap_of([promise("a", 0, made=made, deadline=deadline)])
    assert (found.n_due, found.n_not_due) == ((1, 0) if due else (0, 1))


def test_a_promise_made_later_is_not_seen() -> None:
    found = gap_of([promise("a", 0, made=date(2026, 3, 1), deadline=date(2026, 1, 1))])
    assert (found.n_due, found.n_not_due, found.reason) == (0, 0, "none-due")


def test_too_few_due_promises_are_named_and_give_no_share() -> None:
    found = gap_of([promise("a", 0), promise("b", None)])
    assert (found.gap_low, found.gap_high, found.gap_beta_low) == (None, None, None)
    assert (found.due_ids, found.mean_ambition, found.reason) == (("a", "b"), 1, "too-few-due")


def test_when_nothing_is_known_the_gap_is_everything_and_there_is_no_interval() -> None:
    found = gap_of([promise(name, None) for name in "abc"])
    assert (found.gap_low, found.gap_high) == (0, 1)
    assert (found.gap_beta_low, found.gap_beta_high, found.reason) == (None, None, "none-known")


def test_a_promise_that_names_nothing_still_weighs_something() -> None:
    vague = promise("v", 0, specificity=0, ambition=0)
    assert vague.weight(0.1) == pytest.approx(0.01)
    assert gap_of([vague, promise("a", 1), promise("b", 1)]).gap_low == pytest.approx(0.01 / 2.01, abs=1e-12)


LEDGER_MIX = (24 / 41, 14 / 41, 3 / 41)
"""Kept, half kept and not kept among the known promises of the ledger when the interval was chosen."""


MIXES = [LEDGER_MIX, (0.6, 0.2, 0.2), (0.4, 0.3, 0.3), (0.7, 0.05, 0.25)]


@cache
def holding(done: int, half: int, undone: int) -> ShareInterval:
    return share_not_done(done, half, undone)


@pytest.mark.parametrize("n", [10, 20])
@pytest.mark.parametrize("shares", MIXES)
def test_the_interval_holds_the_truth_as_often_as_it_says(n: int, shares: tuple[float, ...]) -> None:
    law, truth = stats.multinomial(n, shares), shares[1] / 2 + shares[2]
    held = 0.0
    for done in range(n + 1):
        for half in range(n + 1 - done):
            share = holding(done, half, n - done - half)
            held += law.pmf([done, half, n - done - half]) * (share.low <= truth <= share.high)
    assert 0.85 <= held <= 0.95


def test_the_interval_holds_the_truth_for_as_many_promises_as_the_ledger_knows() -> None:
    truth = LEDGER_MIX[1] / 2 + LEDGER_MIX[2]
    drawn = np.random.default_rng(20230818).multinomial(41, LEDGER_MIX, 600)
    held = [(share := holding(*map(int, row))).low <= truth <= share.high for row in drawn]
    assert 0.85 <= np.mean(held) <= 0.95


def test_sharing_half_kept_promises_out_would_be_too_wide() -> None:
    random = np.random.default_rng(1)
    truth = LEDGER_MIX[1] / 2 + LEDGER_MIX[2]
    done, half, undone = random.multinomial(41, LEDGER_MIX, 1000).T
    low, high = (stats.beta(undone + half / 2 + 0.5, done + half / 2 + 0.5).ppf(tail) for tail in (0.05, 0.95))
    assert np.mean((low <= truth) & (truth <= high)) > 0.95


@pytest.mark.parametrize("counts", [(24, 14, 3), (3, 0, 0), (0, 4, 0), (1, 1, 1), (0, 0, 5)])
def test_the_interval_is_that_of_draws_of_the_three_shares(counts: tuple[int, int, int]) -> None:
    random = np.random.default_rng(2)
    shares = random.dirichlet([count + 0.5 for count in counts], 200_000)
    ends = np.quantile(shares[:, 1] / 2 + shares[:, 2], [0.05, 0.95])
    found = share_not_done(*counts)
    assert [found.low, found.high] == pytest.approx(list(ends), abs=0.003)


def test_an_interval_without_a_promise_is_refused() -> None:
    for counts in ((0, 0, 0), (1, -1, 2)):
        with pytest.raises(ValueError, match="there is a promise"):
            share_not_done(*counts)


def test_the_gap_uses_the_counts_of_the_known() -> None:
    found, share = gap_of(MIXED), share_not_done(1, 1, 1)
    assert (found.gap_known_low, found.gap_known_high) == (share.low, share.high)
