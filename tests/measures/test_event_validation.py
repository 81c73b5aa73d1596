"""Recall and precision of machine-coded events: counted slowly, held against scipy, and what must hold."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binomtest

from kanae.measures.event_validation import Occasion, finds_action, precision, recall
from kanae.measures.shares import share

START = date(2019, 1, 1)
PAIRS = (("JPN", "KOR"), ("JPN", "USA"), ("KOR", "USA"))


def day(number: int) -> date:
    return START + timedelta(days=number)


def occasion(number: int, length: int = 1, exact: bool = True) -> Occasion:
    return Occasion(f"m{number}-{length}", day(number), day(number + length - 1), exact)


def slow_recall(occasions: list[Occasion], signs: dict[tuple[str, str], set[date]], whole: set[date], near: int) -> Any:
    """Return tested and found ids, and the share by chance, looking at every day of every window."""
    tested, found, chances = [], [], []
    for row in occasions:
        window = [row.first + timedelta(days=k) for k in range(-near, (row.last - row.first).days + near + 1)]
        if not row.exact or not set(window) <= whole:
            continue
        tested.append(row.record_id)
        if all(set(window) & days for days in signs.values()):
            found.append(row.record_id)
        hits = tries = 0
        for start in sorted(whole):
            moved = {start + timedelta(days=k) for k in range(len(window))}
            if moved <= whole:
                tries += 1
                hits += all(moved & days for days in signs.values())
        chances.append(hits / tries)
    return tested, found, sum(chances) / len(chances) if chances else None


@pytest.mark.parametrize("seed", range(12))
def test_recall_is_what_counting_every_window_gives(seed: int) -> None:
    random = Random(seed)
    whole = {day(number) for number in range(90) if random.random() < 0.93}
    pairs = PAIRS[: random.choice((1, 3))]
    signs = {pair: {day(number) for number in range(90) if random.random() < 0.3} for pair in pairs}
    met = [occasion(random.randrange(88), random.choice((1, 1, 3)), random.random() < 0.9) for _ in range(12)]
    met = list({row.record_id: row for row in met}.values())
    near = random.choice((0, 1, 2))
    tested, hits, chance = slow_recall(met, signs, whole, near)
    found = recall(met, signs, whole, days=near, fewest=1)
    assert (list(found.tested), list(found.found)) == (tested, hits)
    assert found.coarse == sum(not row.exact for row in met)
    assert found.outside == sum(row.exact for row in met) - len(tested)
    if tested:
        assert found.by_chance == pytest.approx(chance, abs=1e-12)
        assert found.share.value == pytest.approx(len(hits) / len(tested), abs=1e-12)


@pytest.mark.parametrize("seed", range(12))
def test_precision_is_what_counting_every_day_gives(seed: int) -> None:
    random = Random(100 + seed)
    whole = {day(number) for number in range(120) if random.random() < 0.95}
    covered = {day(number) for number in range(20, 110)}
    signs = {pair: {day(number) for number in range(120) if random.random() < 0.5} for pair in PAIRS}
    met = list(
        {(row := occasion(random.randrange(118), 1, random.random() < 0.7)).record_id: row for _ in range(9)}.values()
    )
    near = random.choice((0, 1, 2))

    def beside(one: date, exact: bool) -> bool:
        margin = timedelta(days=near)
        return any(row.exact == exact and row.first - margin <= one <= row.last + margin for row in met)

    judged = [one for one in whole if {one + timedelta(days=k) for k in range(-near, near + 1)} <= covered]
    sure = [one for one in judged if beside(one, True) or not beside(one, False)]
    flagged = [one for one in sure if all(one in days for days in signs.values())]
    hits = [one for one in flagged if beside(one, True)]
    found = precision(met, signs, whole, covered, days=near, fewest=1)
    assert (found.flagged, found.near) == (len(flagged), len(hits))
    assert found.by_chance == pytest.approx(sum(beside(one, True) for one in sure) / len(sure), abs=1e-12)
    assert found.share.value == pytest.approx(len(hits) / len(flagged), abs=1e-12)


@pytest.mark.parametrize(("n", "total"), [(0, 5), (1, 5), (8, 10), (63, 74), (20, 20)])
@pytest.mark.parametrize("level", [0.9, 0.95])
def test_the_interval_is_that_of_scipy(n: int, total: int, level: float) -> None:
    theirs = binomtest(n, total).proportion_ci(level, method="wilson")
    ours = share(n, total, level)
    assert (ours.low, ours.high) == pytest.approx((theirs.low, theirs.high), abs=1e-9)


def test_a_share_of_more_than_all_is_refused() -> None:
    with pytest.raises(ValueError, match="successes"):
        share(3, 2)


numbers = st.integers(2, 57)


@given(met=st.sets(numbers, min_size=1, max_size=8), seen=st.sets(numbers, max_size=20), more=numbers)
def test_a_further_sign_never_lowers_recall(met: set[int], seen: set[int], more: int) -> None:
    whole, rows = {day(number) for number in range(60)}, [occasion(number) for number in sorted(met)]
    before = recall(rows, {PAIRS[0]: {day(number) for number in seen}}, whole, days=1, fewest=1)
    after = recall(rows, {PAIRS[0]: {day(number) for number in seen | {more}}}, whole, days=1, fewest=1)
    assert set(before.found) <= set(after.found)


@given(met=st.sets(numbers, min_size=1, max_size=8), seen=st.sets(numbers, max_size=20), moved=st.integers(-400, 400))
def test_moving_everything_by_some_days_changes_nothing(met: set[int], seen: set[int], moved: int) -> None:
    def found(by: int) -> tuple[object, object]:
        whole = {day(number + by) for number in range(60)}
        rows = [replace(occasion(number + by), record_id=str(number)) for number in sorted(met)]
        signs = {PAIRS[0]: {day(number + by) for number in seen}}
        return (
            recall(rows, signs, whole, days=1, fewest=1),
            precision(rows, signs, whole, whole, days=1, fewest=1),
        )

    assert found(0) == found(moved)


@given(met=st.sets(numbers, min_size=1, max_size=8), seen=st.sets(numbers, max_size=20))
def test_an_occasion_beyond_the_whole_days_changes_nothing_but_its_count(met: set[int], seen: set[int]) -> None:
    whole, rows = {day(number) for number in range(60)}, [occasion(number) for number in sorted(met)]
    signs = {PAIRS[0]: {day(number) for number in seen}}
    alone = recall(rows, signs, whole, days=1, fewest=1)
    beside = recall([*rows, occasion(59)], signs, whole, days=1, fewest=1)
    assert beside == replace(alone, outside=alone.outside + 1)


def test_without_a_whole_day_nothing_is_known_and_the_reason_is_told() -> None:
    found = recall([occasion(3)], {PAIRS[0]: {day(3)}}, set(), days=1, fewest=1)
    assert (found.share.value, found.by_chance, found.reason, found.outside) == (None, None, "no-complete-day", 1)


def test_too_few_occasions_have_no_recall_not_zero() -> None:
    whole = {day(number) for number in range(60)}
    found = recall([occasion(3)], {PAIRS[0]: set()}, whole, days=1, fewest=2)
    assert (found.tested, found.share.value, found.reason) == (("m3-1",), None, "too-few-occasions")


def test_what_the_ledger_does_not_cover_has_no_precision() -> None:
    whole = {day(number) for number in range(60)}
    found = precision([occasion(3)], {PAIRS[0]: whole}, whole, set(), days=1, fewest=1)
    assert (found.flagged, found.share.value, found.reason) == (0, None, "ledger-not-covered")


def test_a_pair_that_is_flagged_every_day_is_no_action_however_high_its_recall() -> None:
    whole = {day(number) for number in range(60)}
    found = recall([occasion(number) for number in range(5, 50, 5)], {PAIRS[0]: whole}, whole, days=1, fewest=1)
    assert (found.share.value, found.by_chance) == (1.0, 1.0)
    assert finds_action(found, 0.5) is False
