"""The rhythm of a series: stated, or the median of its gaps, or too few to say; and whether anybody looked."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from kanae.measures.cadence import Cadence, Punctuality, Rules, Series, Watch, cadence
from kanae.measures.gap_survival import MedianGap
from kanae.measures.gaps import Meeting, Span
from kanae.measures.lateness import GapPrior, share_longer

FIRST = date(2024, 1, 1)
ALWAYS = (Span(date(1990, 1, 1), date(2045, 12, 31)),)
PRIOR = GapPrior(180, 1, 2, 0.35)


def meetings_after(*gaps: int) -> list[Meeting]:
    days = [FIRST + timedelta(days=sum(gaps[:number])) for number in range(len(gaps) + 1)]
    return [Meeting(f"e{number}", day, day) for number, day in enumerate(days)]


def rhythm_on(
    meetings: list[Meeting],
    as_of: date,
    stated_days: int | None = None,
    covered: tuple[Span, ...] = ALWAYS,
    searched: tuple[Span, ...] = (),
) -> Cadence:
    series = Series(meetings, stated_days, covered, searched)
    return cadence(series, as_of=as_of, rules=Rules(1.25, 2.0, 0.25, PRIOR))


@pytest.mark.parametrize(
    ("gaps", "rhythm"),
    [
        ((190, 140, 160, 200), 175),  # by hand: the median of 140, 160, 190, 200
        ((100, 10, 1000), 100),  # one long gap does not move it
        ((7, 7, 8), 7),
        ((1, 2, 3, 4), 2),  # 2.5, rounded to even
    ],
)
def test_an_unstated_rhythm_is_the_median_of_the_gaps(gaps: tuple[int, ...], rhythm: int) -> None:
    found = rhythm_on(meetings_after(*gaps), date(2030, 1, 1))
    assert (found.rhythm_days, found.is_stated, found.n) == (rhythm, False, len(gaps) + 1)


@pytest.mark.parametrize("gaps", [(), (100,), (100, 100)])
def test_fewer_than_three_gaps_give_no_number(gaps: tuple[int, ...]) -> None:
    found = rhythm_on(meetings_after(*gaps), date(2030, 1, 1))
    assert (found.punctuality, found.reason) == (Punctuality.TOO_FEW, "too-few-meetings")
    assert (found.rhythm_days, found.expected, found.overdue_ratio) == (None, None, None)
    assert (found.p_gap, found.regularity, found.median_gap) == (None, None, None)
    assert found.n == len(gaps) + 1


def test_two_meetings_of_one_day_are_no_gap() -> None:
    found = rhythm_on(meetings_after(100, 0, 100), date(2030, 1, 1))
    assert found.punctuality is Punctuality.TOO_FEW


def test_a_stated_rhythm_needs_one_meeting_only() -> None:
    found = rhythm_on(meetings_after(), FIRST + timedelta(days=73), stated_days=365)
    assert found == Cadence(
        n=1,
        last=FIRST,
        rhythm_days=365,
        is_stated=True,
        expected=FIRST + timedelta(days=365),
        overdue_ratio=0.2,
        punctuality=Punctuality.ON_TIME,
        running_days=73,
        watch=Watch.COVERED,
        p_gap=None,
        regularity=None,
        median_gap=None,
        gaps=(),
        unconfirmed_ids=(),
        reason="too-few-meetings",
        record_ids=("e0",),
    )


@pytest.mark.parametrize(
    ("days", "punctuality"), [(125, "on-time"), (126, "late"), (200, "late"), (201, "overdue"), (0, "on-time")]
)
def test_a_series_is_late_beyond_its_limits_to_the_day(days: int, punctuality: str) -> None:
    found = rhythm_on(meetings_after(), FIRST + timedelta(days=days), stated_days=100)
    assert found.punctuality == punctuality


def test_the_running_gap_is_not_among_the_gaps() -> None:
    meetings = meetings_after(100, 100, 100)
    assert (
        rhythm_on(meetings, date(2024, 12, 1)).rhythm_days == rhythm_on(meetings, date(2040, 1, 1)).rhythm_days == 100
    )


def test_the_running_gap_is_an_unfinished_one_for_the_median() -> None:
    gaps = (190, 140, 160, 200)
    meetings = meetings_after(*gaps)
    soon, late = (meetings[-1].first + timedelta(days=days) for days in (1, 900))
    assert rhythm_on(meetings, soon).median_gap == MedianGap(160, 140, 200)
    assert rhythm_on(meetings, late).median_gap == MedianGap(190, 140, None)


def test_the_probability_is_that_of_the_finished_gaps() -> None:
    gaps = (190, 140, 160, 200)
    found = rhythm_on(meetings_after(*gaps), FIRST + timedelta(days=sum(gaps) + 365))
    assert found.p_gap == pytest.approx(0.016927830709717345, abs=1e-9)


def test_a_stated_rhythm_takes_the_place_of_the_median_of_the_prior() -> None:
    gaps = (190, 140, 160, 200)
    found = rhythm_on(meetings_after(*gaps), FIRST + timedelta(days=sum(gaps) + 365), stated_days=365)
    assert found.p_gap == share_longer(365, gaps, replace(PRIOR, median_days=365))
    assert found.p_gap is not None
    assert found.p_gap > 0.017


def test_on_the_day_of_a_meeting_any_gap_would_be_longer() -> None:
    gaps = (100, 100, 100)
    assert rhythm_on(meetings_after(*gaps), FIRST + timedelta(days=300)).p_gap == 1


def test_silence_that_nobody_looked_after_is_not_called_late() -> None:
    to_last = (Span(FIRST, FIRST + timedelta(days=300)),)
    meetings, day = meetings_after(100, 100, 100), FIRST + timedelta(days=700)
    found = rhythm_on(meetings, day, covered=to_last)
    assert (found.watch, found.punctuality, found.p_gap) == (Watch.NOBODY, Punctuality.NOT_KNOWN, None)
    assert found.reason == "silence-not-covered"
    assert (found.overdue_ratio, found.rhythm_days) == (4.0, 100)


def test_a_search_that_found_nothing_lets_it_be_called_late_without_a_probability() -> None:
    last, day = FIRST + timedelta(days=300), FIRST + timedelta(days=700)
    found = rhythm_on(meetings_after(100, 100, 100), day, covered=(Span(FIRST, last),), searched=(Span(last, day),))
    assert (found.watch, found.punctuality, found.p_gap) == (Watch.SEARCHED, Punctuality.OVERDUE, None)


def test_a_search_says_nothing_of_the_days_after_it() -> None:
    last, day = FIRST + timedelta(days=300), FIRST + timedelta(days=700)
    searched = (Span(last, day - timedelta(days=1)),)
    assert rhythm_on(meetings_after(100, 100, 100), day, covered=(), searched=searched).watch is Watch.NOBODY


def test_a_running_gap_counts_as_far_as_it_is_covered() -> None:
    gaps = (190, 140, 160, 200)
    end = FIRST + timedelta(days=sum(gaps) + 10)
    found = rhythm_on(meetings_after(*gaps), date(2040, 1, 1), covered=(Span(FIRST, end),))
    assert found.median_gap == rhythm_on(meetings_after(*gaps), end).median_gap


def test_a_series_without_a_meeting_is_never_held() -> None:
    found = rhythm_on([], FIRST, stated_days=365)
    assert (found.punctuality, found.n, found.last, found.rhythm_days) == ("never", 0, None, 365)
    assert found.reason == "no-meeting"


def test_a_meeting_not_surely_held_by_the_day_is_left_out() -> None:
    june = Meeting("june", date(2024, 6, 1), date(2024, 6, 30), is_exact=False)
    assert rhythm_on([june], date(2024, 6, 29), stated_days=365).n == 0
    assert rhythm_on([june], date(2024, 6, 30), stated_days=365).record_ids == ("june",)


def test_a_meeting_that_is_not_confirmed_is_named_and_not_counted() -> None:
    doubtful = Meeting("doubt", FIRST + timedelta(days=400), FIRST + timedelta(days=400), is_confirmed=False)
    found = rhythm_on([*meetings_after(100, 100, 100), doubtful], FIRST + timedelta(days=500))
    assert (found.record_ids, found.unconfirmed_ids) == (("e0", "e1", "e2", "e3"), ("doubt",))
    assert found.running_days == 200


def test_the_order_of_the_meetings_changes_nothing() -> None:
    meetings = meetings_after(190, 140, 160, 200)
    assert rhythm_on(meetings[::-1], date(2026, 1, 1)) == rhythm_on(meetings, date(2026, 1, 1))
