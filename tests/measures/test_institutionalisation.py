"""The two scores against every completion of what is not known, and against numbers worked out by hand."""

from __future__ import annotations

import itertools
from datetime import date
from statistics import fmean

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kanae.errors import MeasureError
from kanae.measures.institutionalisation import (
    GRADES,
    Block,
    Item,
    Side,
    difference,
    grade,
    institutionalisation,
    score_of,
)

often = settings(deadline=None, max_examples=150, derandomize=True)

BOUNDS = [(low, high) for low in GRADES for high in GRADES if low <= high]
bounds = st.lists(st.sampled_from(BOUNDS), min_size=1, max_size=6)


def completions(rows: list[tuple[float, float]]) -> list[float]:
    """The mean of every list of grades the bounds allow."""
    allowed = [[value for value in GRADES if low <= value <= high] for low, high in rows]
    return [fmean(values) for values in itertools.product(*allowed)]


@often
@given(bounds)
def test_the_range_is_that_of_all_completions(rows: list[tuple[float, float]]) -> None:
    found, means = score_of(rows), completions(rows)
    assert found.low == pytest.approx(min(means), abs=1e-12)
    assert found.high == pytest.approx(max(means), abs=1e-12)


@often
@given(bounds)
def test_the_mean_is_that_of_the_known_items_kept_within_the_range(rows: list[tuple[float, float]]) -> None:
    found = score_of(rows)
    known = [low for low, high in rows if low == high]
    assert (found.n_known, found.n_items) == (len(known), len(rows))
    if not known:
        assert found.value is None
        return
    assert found.value is not None
    assert found.low <= found.value <= found.high
    if all(row in ((0.0, 1.0), *((grade_, grade_) for grade_ in GRADES)) for row in rows):
        assert found.value == pytest.approx(fmean(known), abs=1e-12)  # nothing half-proven: the plain mean


@often
@given(bounds, st.data())
def test_knowing_more_never_widens_the_range(rows: list[tuple[float, float]], data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(rows) - 1))
    low, high = rows[place]
    closer = data.draw(st.sampled_from([row for row in BOUNDS if low <= row[0] and row[1] <= high]))
    before, after = score_of(rows), score_of([*rows[:place], closer, *rows[place + 1 :]])
    assert after.low >= before.low - 1e-12
    assert after.high <= before.high + 1e-12


@often
@given(bounds, bounds)
def test_the_difference_spans_all_pairs_of_completions(
    design: list[tuple[float, float]], practice: list[tuple[float, float]]
) -> None:
    found = difference(score_of(design), score_of(practice))
    pairs = [first - second for first in completions(design) for second in completions(practice)]
    assert found.low == pytest.approx(min(pairs), abs=1e-12)
    assert found.high == pytest.approx(max(pairs), abs=1e-12)


def test_the_example_of_the_documentation() -> None:
    """Worked by hand: five known items worth 1, 1, 1, ½, 0, one half proven, one not known at all."""
    found = score_of([(1, 1), (1, 1), (1, 1), (0.5, 0.5), (0, 0), (0.5, 1), (0, 1)])
    assert found.value == pytest.approx(0.7, abs=1e-9)
    assert found.low == pytest.approx(4 / 7, abs=1e-9)
    assert found.high == pytest.approx(5.5 / 7, abs=1e-9)


def test_of_nothing_known_there_is_a_range_and_no_value() -> None:
    found = score_of([(0, 1)] * 7)
    assert (found.low, found.value, found.high, found.n_known) == (0, None, 1, 0)


def test_no_item_is_no_score() -> None:
    with pytest.raises(MeasureError, match="no item to score"):
        score_of([])


@pytest.mark.parametrize(("low", "high"), [(0.25, 1), (0, 0.7), (1, 0.5), (-1, 0)])
def test_an_item_of_another_worth_is_refused(low: float, high: float) -> None:
    with pytest.raises(MeasureError, match="'levels' is worth"):
        Item(Block.LEVELS, Side.DESIGN, low, high)


def test_a_side_without_items_is_refused() -> None:
    with pytest.raises(MeasureError):
        institutionalisation("quad", date(2026, 2, 28), [Item(Block.LEVELS, Side.DESIGN, 1, 1)])


def test_items_come_in_the_order_of_sides_and_blocks_whatever_their_order() -> None:
    items = [Item(block, side, 0, 1, (f"{side}-{block}",)) for block in Block for side in Side]
    found = institutionalisation("quad", date(2026, 2, 28), reversed(items))
    assert [(item.side, item.block) for item in found.items] == [(side, block) for side in Side for block in Block]
    assert len(found.record_ids) == 14


@pytest.mark.parametrize(("count", "worth"), [(0, 0), (1, 0), (2, 0.5), (3, 0.5), (4, 1), (9, 1)])
def test_a_grade_changes_at_its_limits(count: int, worth: float) -> None:
    assert grade(count, half=2, full=4) == worth
