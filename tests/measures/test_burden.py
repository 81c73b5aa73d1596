"""Definitions are never mixed, gaps stay gaps, and changes are exact."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kanae.errors import MeasureError
from kanae.measures.burden import BurdenRow, BurdenValue, burden_over_time


def value(year: int, number: str, unit: str = "percent", indicator: str = "share", state: str = "JPN") -> BurdenValue:
    return BurdenValue(f"{state}-{year}-{indicator}-{unit}", state, indicator, unit, year, Decimal(number))


def row_of(rows: tuple[BurdenRow, ...], year: int, unit: str = "percent") -> BurdenRow:
    return next(row for row in rows if (row.year, row.unit) == (year, unit))


values = st.lists(
    st.builds(
        value,
        st.integers(1990, 2026),
        st.integers(0, 999).map(lambda number: str(Decimal(number) / 100)),
        st.sampled_from(["percent", "percent-rounded"]),
        st.sampled_from(["share", "target"]),
        st.sampled_from(["JPN", "KOR"]),
    ),
    max_size=30,
    unique_by=lambda row: row.record_id,
)


def test_a_change_is_an_exact_difference_of_the_same_series() -> None:
    rows = burden_over_time([value(2014, "0.96"), value(2019, "0.99"), value(2023, "1.14"), value(2024, "1.37")])
    last = row_of(rows, 2024)
    assert last.changes == {1: Decimal("0.23"), 5: Decimal("0.38"), 10: Decimal("0.41")}
    assert last.record_ids == tuple(f"JPN-{year}-share-percent" for year in (2024, 2023, 2019, 2014))


def test_a_year_of_another_unit_is_not_compared() -> None:
    rows = burden_over_time([value(2024, "1.37"), value(2025, "1.4", "percent-rounded")])
    assert row_of(rows, 2025, "percent-rounded").changes == {1: None, 5: None, 10: None}
    assert row_of(rows, 2025, "percent-rounded").record_ids == ("JPN-2025-share-percent-rounded",)


def test_another_indicator_or_state_is_not_compared() -> None:
    others = [value(2023, "9", indicator="target"), value(2023, "9", state="KOR")]
    rows = burden_over_time([value(2024, "1.37"), *others])
    assert next(row for row in rows if row.year == 2024).changes[1] is None


def test_a_gap_has_no_value_and_names_the_records_on_both_sides() -> None:
    rows = burden_over_time([value(2002, "41848"), value(2005, "35571"), value(2006, "33453")])
    assert [(row.year, row.value) for row in rows if row.value is None] == [(2003, None), (2004, None)]
    assert row_of(rows, 2003).record_ids == ("JPN-2002-share-percent", "JPN-2005-share-percent")
    assert row_of(rows, 2005).changes == {1: None, 5: None, 10: None}


def test_no_year_is_added_before_the_first_or_after_the_last() -> None:
    rows = burden_over_time([value(2019, "1"), value(2021, "2")])
    assert [row.year for row in rows] == [2019, 2020, 2021]


def test_zero_is_a_value() -> None:
    rows = burden_over_time([value(2019, "0"), value(2020, "1")])
    assert row_of(rows, 2019).value == 0
    assert row_of(rows, 2020).changes[1] == 1


def test_one_year_of_one_definition_cannot_be_recorded_twice() -> None:
    twice = [value(2020, "1"), BurdenValue("other", "JPN", "share", "percent", 2020, Decimal(2))]
    with pytest.raises(MeasureError, match="the same year twice"):
        burden_over_time(twice)


@given(values)
def test_nothing_is_added_up_and_nothing_is_lost(rows: list[BurdenValue]) -> None:
    found = burden_over_time(rows)
    assert sorted(row.value for row in found if row.value is not None) == sorted(row.value for row in rows)


@given(values)
def test_every_change_is_within_one_definition(rows: list[BurdenValue]) -> None:
    by_id = {row.record_id: row for row in rows}
    for row in burden_over_time(rows):
        sources = {(by_id[i].state, by_id[i].indicator, by_id[i].unit) for i in row.record_ids}
        assert sources == {(row.state, row.indicator, row.unit)}


@given(values, st.randoms())
def test_order_changes_nothing(rows: list[BurdenValue], random: object) -> None:
    shuffled = list(rows)
    random.shuffle(shuffled)  # type: ignore[attr-defined]  # hypothesis hands a random.Random
    assert burden_over_time(shuffled) == burden_over_time(rows)
