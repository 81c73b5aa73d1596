"""The rhythm of a series: stated, or the median of its gaps, or too few to say."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from kanae.measures.cadence import Cadence, Meeting, Punctuality, cadence

FIRST = date(2024, 1, 1)


def meetings_after(*gaps: int) -> list[Meeting]:
    days = [FIRST + timedelta(days=sum(gaps[:number])) for number in range(len(gaps) + 1)]
    return [Meeting(f"e{number}", day, day) for number, day in enumerate(days)]


def rhythm_on(meetings: list[Meeting], as_of: date, stated_days: int | None = None) -> Cadence:
    return cadence(meetings, as_of=as_of, stated_days=stated_days, kept_ratio=1.25, late_ratio=2.0)


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
    assert found.punctuality is Punctuality.TOO_FEW
    assert (found.rhythm_days, found.expected, found.overdue_ratio) == (None, None, None)
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


def test_a_series_without_a_meeting_is_never_held() -> None:
    found = rhythm_on([], FIRST, stated_days=365)
    assert (found.punctuality, found.n, found.last, found.rhythm_days) == ("never", 0, None, 365)


def test_a_meeting_not_surely_held_by_the_day_is_left_out() -> None:
    june = Meeting("june", date(2024, 6, 1), date(2024, 6, 30))
    assert rhythm_on([june], date(2024, 6, 29), stated_days=365).n == 0
    assert rhythm_on([june], date(2024, 6, 30), stated_days=365).record_ids == ("june",)


def test_the_order_of_the_meetings_changes_nothing() -> None:
    meetings = meetings_after(190, 140, 160, 200)
    assert rhythm_on(meetings[::-1], date(2026, 1, 1)) == rhythm_on(meetings, date(2026, 1, 1))
