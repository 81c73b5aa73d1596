"""Which gaps between meetings may be used, and how long they are."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from kanae.measures.gaps import GapFault, Meeting, Span, gaps_between, joined, looked_after

ALWAYS = (Span(date(1990, 1, 1), date(2030, 12, 31)),)


def on(event_id: str, first: str, last: str | None = None, *, exact: bool = True, confirmed: bool = True) -> Meeting:
    begin = date.fromisoformat(first)
    return Meeting(event_id, begin, date.fromisoformat(last) if last else begin, exact, confirmed)


def test_a_gap_runs_from_first_day_to_first_day() -> None:
    rounds = [on("a", "2024-06-27", "2024-06-29"), on("b", "2024-11-13", "2024-11-15")]
    (gap,) = gaps_between(rounds, covered=ALWAYS, coarse_share=0.25)
    assert (gap.days, gap.begin_id, gap.end_id, gap.fault) == (139.0, "a", "b", None)


def test_a_month_counts_with_its_middle_where_it_is_fine_enough() -> None:
    june = on("june", "2024-06-01", "2024-06-30", exact=False)
    (gap,) = gaps_between([june, on("later", "2025-06-01")], covered=ALWAYS, coarse_share=0.25)
    fewest, most = 336, 365  # by hand: from 30 June and from 1 June 2024 to 1 June 2025
    assert (gap.days, gap.fault) == ((fewest + most) / 2, None)


@pytest.mark.parametrize(("end", "fault"), [("2024-09-25", GapFault.COARSE), ("2024-10-14", None)])
def test_a_month_is_too_coarse_for_a_short_gap(end: str, fault: GapFault | None) -> None:
    june = on("june", "2024-06-01", "2024-06-30", exact=False)  # 29 days of doubt: a quarter of 116
    (gap,) = gaps_between([june, on("later", end)], covered=ALWAYS, coarse_share=0.25)
    assert gap.fault is fault


def test_a_year_is_too_coarse_for_a_gap_of_three_years() -> None:
    year = on("year", "2010-01-01", "2010-12-31", exact=False)
    (gap,) = gaps_between([year, on("later", "2013-07-01")], covered=ALWAYS, coarse_share=0.25)
    assert gap.fault is GapFault.COARSE


def test_a_meeting_left_out_does_not_join_two_gaps() -> None:
    days = ["2015-05-30", "2016-06-04", "2017-06-03"]
    rows = [on(day, day, confirmed=day != "2016-06-04") for day in days]
    (gap,) = gaps_between(rows, covered=ALWAYS, coarse_share=0.25)
    assert (gap.days, gap.fault) == (735.0, GapFault.UNCONFIRMED)


def test_a_gap_that_begins_before_the_coverage_is_not_used() -> None:
    covered = (Span(date(2019, 1, 1), date(2026, 2, 28)),)
    gaps = gaps_between(
        [on("a", "2018-03-21"), on("b", "2019-05-09"), on("c", "2020-05-13")], covered=covered, coarse_share=0.25
    )
    assert [gap.fault for gap in gaps] == [GapFault.UNCOVERED, None]


def test_without_coverage_no_gap_is_used() -> None:
    (gap,) = gaps_between([on("a", "2024-01-01"), on("b", "2025-01-01")], covered=(), coarse_share=0.25)
    assert gap.fault is GapFault.UNCOVERED


def test_two_meetings_that_begin_on_one_day_have_no_gap() -> None:
    assert gaps_between([on("a", "2024-01-01"), on("b", "2024-01-01")], covered=ALWAYS, coarse_share=0.25) == ()


def test_spans_that_touch_are_one_and_a_missing_day_parts_them() -> None:
    day = date(2020, 1, 1)
    before = Span(date(2014, 1, 1), day - timedelta(days=1))
    assert joined([Span(day, day), before]) == (Span(before.first, day),)
    assert len(joined([Span(day + timedelta(days=1), date(2021, 1, 1)), before])) == 2


def test_two_spans_with_a_hole_do_not_look_after_what_crosses_it() -> None:
    spans = joined([Span(date(2014, 1, 1), date(2015, 12, 31)), Span(date(2016, 1, 2), date(2018, 1, 1))])
    assert looked_after(date(2014, 1, 1), date(2015, 12, 31), spans)
    assert not looked_after(date(2015, 12, 31), date(2016, 1, 2), spans)
