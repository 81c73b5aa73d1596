"""Events before and after a change of leader: windows, coverage on both sides, and who else changed."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from kanae.measures.exact_rates import rate_per_year, rate_ratio
from kanae.measures.governments import overlaps
from kanae.measures.tenures import changes_of_leader, successive
from kanae.measures.turnover import Comparison, compare
from kanae.model.turnover import Change, Occurrence, Part, Span, Tenure

AS_OF = date(2026, 2, 28)
DAY = date(2025, 1, 20)
CHANGE = Change("trump", "USA", DAY, False, "biden", AS_OF)
ALWAYS = Part("c-all", Span(date(2014, 1, 1), AS_OF))


def met(day: date, last: date | None = None, part: str = "c-all", since: date | None = None) -> Occurrence:
    name = f"e-{day}-{part}"
    return Occurrence(name, (name,), Span(day, last or day), part, since)


def compared(
    rows: list[Occurrence], parts: list[Part], *, others: tuple[Change, ...] = (), as_of: date = AS_OF
) -> Comparison:
    return compare(CHANGE, "minister", rows, parts, others=others, as_of=as_of, window_days=365, fewest_days=90)


def test_a_window_begins_with_the_change_and_ends_a_year_later() -> None:
    edges = [DAY - timedelta(days=366), DAY - timedelta(days=365), DAY - timedelta(days=1)]
    edges += [DAY, DAY + timedelta(days=364), DAY + timedelta(days=365)]
    found = compared([met(day) for day in edges], [ALWAYS])
    assert (found.n_before, found.n_after, found.before.days, found.after.days) == (2, 2, 365, 365)
    assert found.ratio == rate_ratio(2, 365, 2, 365)


def test_the_window_after_ends_with_the_day_asked_for() -> None:
    found = compared([met(date(2024, 6, 1)), met(date(2025, 7, 1))], [ALWAYS], as_of=date(2025, 6, 30))
    assert (found.n_after, found.after.days, found.reason) == (0, 162, "")


def test_a_part_covered_on_one_side_only_is_not_compared() -> None:
    late = Part("c-late", Span(date(2024, 11, 1), AS_OF))
    rows = [met(date(2024, 6, 1)), met(date(2025, 3, 1)), met(date(2025, 4, 1), part="c-late")]
    found = compared(rows, [ALWAYS, late])
    assert (found.n_before, found.n_after, found.coverage_ids) == (1, 1, ("c-all",))
    assert (found.n_seen_before, found.n_seen_after) == (1, 2)


def test_the_windows_are_cut_to_the_days_that_every_part_covers() -> None:
    late = Part("c-late", Span(date(2024, 7, 1), date(2025, 10, 31)))
    rows = [met(date(2024, 6, 1)), met(date(2024, 8, 1)), met(date(2025, 5, 1), part="c-late"), met(date(2025, 12, 1))]
    found = compared(rows, [ALWAYS, late])
    assert (found.before.first, found.after.last) == (date(2024, 7, 1), date(2025, 10, 31))
    assert (found.n_before, found.n_after) == (1, 1)


@pytest.mark.parametrize(
    ("parts", "reason"),
    [
        ([], "rate-not-covered"),
        ([Part("c", Span(date(2025, 1, 1), AS_OF))], "window-not-covered"),
        ([Part("c", Span(date(2014, 1, 1), date(2025, 3, 1)))], "window-not-covered"),
    ],
)
def test_outside_its_coverage_there_is_no_rate_but_a_reason(parts: list[Part], reason: str) -> None:
    found = compared([met(date(2024, 6, 1)), met(date(2025, 6, 1))], parts)
    assert (found.ratio.value, found.ratio.low, found.ratio.high, found.reason) == (None, None, None, reason)
    assert (found.n_seen_before, found.n_seen_after) == (1, 1)


def test_soon_after_a_change_it_is_too_early() -> None:
    assert compared([met(date(2024, 6, 1))], [ALWAYS], as_of=date(2025, 3, 1)).reason == "too-early"


def test_without_any_event_there_is_no_ratio() -> None:
    found = compared([], [ALWAYS])
    assert (found.ratio.value, found.ratio.low, found.reason) == (None, None, "no-event")


def test_without_an_event_before_there_is_a_lower_end_only() -> None:
    found = compared([met(date(2025, 6, 1))], [ALWAYS])
    assert (found.ratio.value, found.ratio.high, found.reason) == (None, None, "none-before")
    assert found.ratio.low is not None


def test_an_event_that_may_lie_on_either_side_counts_on_neither_and_is_named() -> None:
    found = compared([met(date(2025, 1, 1), date(2025, 1, 31))], [ALWAYS])
    assert (found.n_before, found.n_after, found.undated_ids) == (0, 0, ("e-2025-01-01-c-all",))


def test_acts_on_promises_younger_than_the_window_are_left_out_on_both_sides() -> None:
    old, young = date(2023, 8, 18), date(2024, 11, 15)
    days = [date(2024, 12, 1), date(2025, 3, 1)]
    rows = [met(day, since=made) for day in days for made in (old, young)]
    found = compared(rows, [ALWAYS])
    assert (found.n_before, found.n_after) == (1, 1)


def test_an_incomplete_part_marks_the_counts_as_lower_limits() -> None:
    part = Part("c-all", ALWAYS.span, is_complete=False)
    assert compared([met(date(2024, 6, 1))], [part]).is_complete is False
    assert compared([met(date(2024, 6, 1))], [ALWAYS]).is_complete is True


def test_other_leaders_that_changed_within_the_windows_are_named() -> None:
    def change(name: str, day: date) -> Change:
        return Change(name, "KOR", day, False, "", AS_OF)

    others = (
        change("long-before", date(2024, 1, 20)),
        change("before", date(2024, 1, 21)),
        CHANGE,
        change("after", date(2026, 1, 19)),
        change("long-after", date(2026, 1, 20)),
    )
    assert compared([], [ALWAYS], others=others).overlapping_ids == ("before", "after")


YOON = Tenure("yoon", "KOR", date(2022, 5, 10), date(2025, 4, 4))
HAN = Tenure("han", "KOR", date(2024, 12, 14), date(2024, 12, 27), is_acting=True)
CHOI = Tenure("choi", "KOR", date(2024, 12, 27), date(2025, 3, 24), is_acting=True)
LEE = Tenure("lee", "KOR", date(2025, 6, 4), None)
ISHIBA = Tenure("ishiba", "JPN", date(2024, 10, 1), date(2025, 10, 21))


def test_while_an_acting_leader_holds_the_powers_the_suspended_one_does_not_lead() -> None:
    spans = {tenure.term_id: span for tenure, span in successive([LEE, CHOI, YOON, HAN], as_of=AS_OF)}
    assert spans["yoon"].last == date(2024, 12, 13)
    assert spans["han"].last == date(2024, 12, 26)
    assert spans["choi"].last == date(2025, 3, 24)
    assert spans["lee"] == Span(date(2025, 6, 4), AS_OF)


def test_every_term_but_the_first_of_a_state_is_a_change() -> None:
    changes = changes_of_leader([LEE, YOON, HAN, ISHIBA], as_of=AS_OF)
    assert [(row.term_id, row.before_id, row.is_acting) for row in changes] == [
        ("han", "yoon", True),
        ("lee", "han", False),
    ]
    assert changes_of_leader([LEE, YOON], as_of=date(2025, 6, 3)) == ()


def test_events_are_counted_over_the_days_two_governments_had_together() -> None:
    rows = {"minister": [met(date(2025, 6, 3)), met(date(2025, 7, 11)), met(date(2025, 9, 22)), met(date(2025, 11, 1))]}
    found = list(overlaps([ISHIBA, LEE], rows, {"minister": [ALWAYS]}, as_of=AS_OF, fewest_days=90))
    assert [(row.term_ids, row.n, row.span.days, row.reason) for row in found] == [(("ishiba", "lee"), 2, 140, "")]
    assert found[0].per_year == rate_per_year(2, 140)


def test_governments_that_met_for_a_few_days_get_no_rate() -> None:
    found = next(iter(overlaps([ISHIBA, HAN], {"l": []}, {"l": [ALWAYS]}, as_of=AS_OF, fewest_days=90)))
    assert (found.n, found.span.days, found.per_year.value, found.reason) == (0, 14, None, "overlap-too-short")


def test_governments_outside_the_coverage_get_no_rate_but_what_was_seen() -> None:
    rows = {"working": [met(date(2025, 7, 11), part="")]}
    found = next(iter(overlaps([ISHIBA, LEE], rows, {"working": []}, as_of=AS_OF, fewest_days=90)))
    assert (found.n, found.per_year.value, found.reason) == (1, None, "rate-not-covered")
