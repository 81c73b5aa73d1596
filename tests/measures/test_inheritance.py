"""What a new government took over, and when a silence may be called a stop."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from kanae.measures.inheritance import Inheritance, Inherited, Line, Look, inheritance
from kanae.model.turnover import Change, Occurrence, Span

AS_OF = date(2026, 2, 28)
CHANGE = Change("trump", "USA", date(2025, 1, 20), False, "biden", AS_OF)
COVERED = Span(date(2014, 1, 1), AS_OF)
LOOK = Look("s001", date(2026, 11, 23))


def on(*days: date) -> tuple[Occurrence, ...]:
    return tuple(Occurrence(f"e-{day}", (f"e-{day}",), Span(day, day)) for day in days)


LIMA = on(date(2024, 11, 15))
LEADERS = Line("leaders", "meetings", LIMA, COVERED, True, 365, is_one_promise=True, looks=(LOOK,))


def became(line: Line, *, change: Change = CHANGE, as_of: date = AS_OF) -> Inheritance:
    return inheritance(change, line, as_of=as_of, window_days=365, thinned_share=0.5)


def test_a_silence_of_a_full_rhythm_that_was_covered_and_searched_is_a_stop() -> None:
    found = became(LEADERS)
    assert (found.state, found.n_before, found.n_after) == (Inherited.STOPPED, 1, 0)
    assert (found.days_before, found.days_after, found.search_ids) == (365, 405, ("s001",))


@pytest.mark.parametrize(
    "line",
    [
        replace(LEADERS, looks=()),
        replace(LEADERS, looks=(Look("s001", date(2026, 1, 19)),)),
        replace(LEADERS, covered=None),
        replace(LEADERS, covered=Span(date(2024, 2, 1), AS_OF)),
        replace(LEADERS, covered=Span(date(2014, 1, 1), date(2025, 12, 31))),
        replace(LEADERS, is_complete=False),
        replace(LEADERS, stated_days=730),
        replace(LEADERS, stated_days=None),
    ],
    ids=["not searched", "searched too early", "uncovered", "late", "early", "in part", "biennial", "no rhythm"],
)
def test_every_other_silence_is_not_seen_since(line: Line) -> None:
    assert became(line).state is Inherited.NOT_SEEN_SINCE


def test_soon_after_a_change_a_silence_says_nothing() -> None:
    takaichi = Change("takaichi", "JPN", date(2025, 10, 21), False, "ishiba", AS_OF)
    line = replace(LEADERS, occurrences=on(date(2024, 11, 15)))
    assert became(line, change=takaichi).state is Inherited.NOT_SEEN_SINCE


def test_a_source_that_says_so_is_enough_for_one_promise_and_not_for_a_field() -> None:
    lapsed = on(date(2025, 10, 28))
    bare = replace(LEADERS, covered=None, looks=(), against=lapsed)
    assert became(bare).state is Inherited.STOPPED
    assert became(bare).n_against == 1
    assert became(replace(bare, is_one_promise=False)).state is Inherited.NOT_SEEN_SINCE
    assert became(replace(bare, against=on(date(2025, 1, 1)))).state is Inherited.NOT_SEEN_SINCE


def test_without_a_stated_rhythm_the_longest_silence_it_came_back_from_must_have_passed() -> None:
    often = replace(LEADERS, stated_days=None, occurrences=on(date(2023, 11, 1), date(2024, 6, 1), date(2024, 11, 15)))
    assert became(often).state is Inherited.STOPPED
    rare = replace(often, occurrences=on(date(2022, 8, 8), date(2024, 7, 29)))
    assert became(rare).state is Inherited.NOT_SEEN_SINCE


@pytest.mark.parametrize(
    ("days", "state"),
    [
        ((date(2024, 5, 1), date(2025, 5, 1)), Inherited.WENT_ON),
        ((date(2024, 5, 1), date(2024, 9, 1), date(2025, 5, 1)), Inherited.THINNED_OUT),
        ((date(2025, 5, 1),), Inherited.NEW),
        ((date(2022, 5, 1), date(2025, 5, 1)), Inherited.RESUMED),
        ((date(2022, 5, 1),), Inherited.QUIET),
        ((), Inherited.QUIET),
    ],
)
def test_the_other_states(days: tuple[date, ...], state: Inherited) -> None:
    assert became(replace(LEADERS, occurrences=on(*days))).state is state


def test_what_is_not_covered_cannot_be_called_thinned_out() -> None:
    days = on(date(2024, 5, 1), date(2024, 9, 1), date(2025, 5, 1))
    assert became(replace(LEADERS, occurrences=days, covered=None)).state is Inherited.WENT_ON


def test_only_what_happened_under_the_new_government_counts_as_after() -> None:
    short = Change("acting", "KOR", date(2024, 12, 27), True, "han", date(2025, 3, 24))
    found = became(replace(LEADERS, occurrences=on(date(2025, 3, 24), date(2025, 3, 25))), change=short)
    assert (found.n_after, found.days_after) == (1, 88)


def test_acts_on_promises_younger_than_the_window_are_no_inheritance() -> None:
    rows = tuple(replace(row, possible_from=date(2024, 6, 1)) for row in on(date(2024, 9, 1), date(2025, 5, 1)))
    acts = replace(LEADERS, kind="acts", occurrences=rows)
    assert (became(acts).n_before, became(acts).n_after) == (0, 0)
