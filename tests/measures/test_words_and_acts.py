"""Words beside acts: each deed once, and no half-year with what may belong to another."""

from __future__ import annotations

from datetime import date

import pytest

from kanae.measures.words_and_acts import (
    Deed,
    HalfYearCount,
    Kind,
    half_year_of,
    half_years_between,
    words_and_acts,
)

AS_OF = date(2026, 2, 28)


def deed(
    record_id: str,
    first: date,
    last: date | None = None,
    *,
    deed_id: str | None = None,
    kind: Kind = "acts",
    field: str = "defense",
) -> Deed:
    return Deed(record_id, deed_id or record_id, kind, field, first, last or first)


def test_an_act_that_answers_five_commitments_counts_once_with_all_its_records() -> None:
    rows = [deed(f"f{number}", date(2024, 6, 27), deed_id="freedom-edge") for number in range(5)]
    found = words_and_acts(rows, as_of=AS_OF)
    assert found.counts == (HalfYearCount("2024-H1", "defense", "acts", 1, ("f0", "f1", "f2", "f3", "f4")),)


def test_two_acts_of_one_day_count_twice() -> None:
    day = date(2024, 6, 27)
    assert words_and_acts([deed("f1", day), deed("f2", day)], as_of=AS_OF).counts[0].n == 2


def test_words_and_acts_and_fields_are_kept_apart() -> None:
    day = date(2024, 6, 27)
    rows = [deed("f1", day), deed("f2", day, kind="words"), deed("f3", day, field="cyber")]
    found = words_and_acts(rows, as_of=AS_OF)
    assert [(count.field, count.kind, count.n) for count in found.counts] == [
        ("cyber", "acts", 1),
        ("defense", "acts", 1),
        ("defense", "words", 1),
    ]


@pytest.mark.parametrize(
    ("first", "last"),
    [
        (date(2024, 1, 1), date(2024, 12, 31)),
        (date(2024, 6, 30), date(2024, 7, 1)),
        (date(2023, 12, 31), date(2024, 1, 1)),
        (date(2023, 2, 1), date(2024, 2, 1)),
    ],
)
def test_a_date_that_spans_two_half_years_is_counted_in_neither_and_reported(first: date, last: date) -> None:
    found = words_and_acts([deed("f1", first, last)], as_of=AS_OF)
    assert (found.counts, found.undated_ids) == ((), ("f1",))


def test_a_date_of_a_month_is_counted_in_its_half_year() -> None:
    found = words_and_acts([deed("f1", date(2024, 6, 1), date(2024, 6, 30))], as_of=AS_OF)
    assert (found.counts[0].half_year, found.undated_ids) == ("2024-H1", ())


def test_what_may_be_later_than_the_day_is_neither_counted_nor_reported() -> None:
    rows = [deed("f1", date(2026, 2, 1), date(2026, 3, 1)), deed("f2", date(2026, 6, 30), date(2026, 7, 1))]
    found = words_and_acts(rows, as_of=AS_OF)
    assert (found.counts, found.undated_ids) == ((), ())


@pytest.mark.parametrize(
    ("day", "half_year"),
    [
        (date(2024, 1, 1), "2024-H1"),
        (date(2024, 6, 30), "2024-H1"),
        (date(2024, 7, 1), "2024-H2"),
        (date(2024, 12, 31), "2024-H2"),
    ],
)
def test_a_half_year_begins_in_january_and_in_july(day: date, half_year: str) -> None:
    assert half_year_of(day) == half_year


def test_half_years_without_a_record_are_named_too() -> None:
    between = half_years_between(date(2023, 12, 31), date(2025, 1, 1))
    assert between == ("2023-H2", "2024-H1", "2024-H2", "2025-H1")


def test_one_day_lies_in_one_half_year() -> None:
    assert half_years_between(date(2024, 6, 30), date(2024, 6, 30)) == ("2024-H1",)
