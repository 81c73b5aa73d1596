"""Events counted by period, and held only for what the record covers."""

from __future__ import annotations

import itertools
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from kanae.measures.count_series import (
    PERIODS,
    By,
    Occurrence,
    count_series,
    emptiest,
    period_of,
    periods_between,
)

days = st.dates(date(1994, 1, 1), date(2026, 2, 28))


@given(first=days, length=st.integers(0, 4000), by=st.sampled_from(PERIODS))
def test_periods_follow_one_another_without_a_gap(first: date, length: int, by: By) -> None:
    periods = periods_between(first, first + timedelta(days=length), by)
    assert periods[0].first <= first
    assert first + timedelta(days=length) <= periods[-1].last
    for earlier, later in itertools.pairwise(periods):
        assert later.first == earlier.last + timedelta(days=1)


@given(found=st.lists(st.tuples(days, st.integers(0, 400)), max_size=30), by=st.sampled_from(PERIODS))
def test_every_event_is_counted_once_or_named_as_undated(found: list[tuple[date, int]], by: By) -> None:
    events = [
        Occurrence(f"e{number}", day, min(day + timedelta(days=span), date(2026, 2, 28)))
        for number, (day, span) in enumerate(found)
    ]
    counted = count_series(events, periods_between(date(1994, 1, 1), date(2026, 2, 28), by), covered=None)
    placed = [event for ids in counted.record_ids for event in ids]
    assert sorted([*placed, *counted.undated_ids]) == sorted(event.record_id for event in events)
    dates = {event.record_id: event for event in events}
    for event in counted.undated_ids:
        assert period_of(dates[event].first, by) != period_of(dates[event].last, by)


def test_a_period_that_is_not_over_is_not_covered() -> None:
    periods = periods_between(date(2025, 1, 1), date(2026, 2, 28), "quarter")
    counted = count_series([], periods, covered=(date(2025, 2, 1), date(2026, 2, 28)))
    assert [period.name for period in counted.span.periods] == ["2025-Q2", "2025-Q3", "2025-Q4"]


def test_a_series_without_coverage_has_no_span() -> None:
    counted = count_series([], periods_between(date(2025, 1, 1), date(2025, 12, 31), "quarter"), covered=None)
    assert counted.span.periods == ()
    assert counted.counts == (0, 0, 0, 0)


@given(counts=st.lists(st.integers(0, 5), min_size=1, max_size=20), length=st.integers(1, 20))
def test_the_emptiest_stretch_has_no_emptier_one(counts: list[int], length: int) -> None:
    length = min(length, len(counts))
    place = emptiest(counts, length)
    sums = [sum(counts[start : start + length]) for start in range(len(counts) - length + 1)]
    assert sums[place] == min(sums)
    assert sums.index(min(sums)) == place
