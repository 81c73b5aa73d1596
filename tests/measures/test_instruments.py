"""Where instruments stand on a day: in force, signed, recorded as lacking, or not known at all."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from kanae.measures.instruments import (
    Dated,
    Portfolio,
    State,
    TypeState,
    compare_instruments,
    first_year,
    type_state,
    year_count,
)
from kanae.model.dates import PartialDate

DAY = date(2026, 2, 28)
END = date(2026, 5, 31)
VOUCHED = (date(1951, 1, 1), END, "coverage")


def when(text: str) -> PartialDate:
    return PartialDate.parse(text)


ACSA_2010 = Dated("acsa-2010", "acsa", State.ENDED, when("2010-05-19"), when("2013-01-31"), ended=when("2017-09-06"))
ACSA_2017 = Dated("acsa-2017", "acsa", State.IN_FORCE, when("2017-01-14"), when("2017-09-06"), from_memory=True)
NO_RAA = Dated("raa-none", "raa", State.NONE, source_ids=("list",))


def pair(*instruments: Dated, vouched: tuple[str, ...] = (), known_to: date | None = END) -> Portfolio:
    return Portfolio("pair", instruments, {key: [VOUCHED] for key in vouched}, known_to)


def on(day: date, *instruments: Dated, type_: str = "acsa", **facts: object) -> TypeState:
    return type_state(pair(*instruments, **facts), type_, day, is_core=True)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("day", "state", "since", "ids"),
    [
        ("2010-05-18", None, None, ("acsa-2010", "acsa-2017")),
        ("2010-05-19", State.SIGNED, "2010-05-19", ("acsa-2010",)),
        ("2013-01-31", State.IN_FORCE, "2013-01-31", ("acsa-2010",)),
        ("2017-02-01", State.IN_FORCE, "2013-01-31", ("acsa-2010",)),
        ("2017-09-06", State.IN_FORCE, "2017-09-06", ("acsa-2017",)),
    ],
)
def test_the_best_state_of_a_type_counts(
    day: str, state: State | None, since: str | None, ids: tuple[str, ...]
) -> None:
    found = on(date.fromisoformat(day), ACSA_2010, ACSA_2017)
    assert (found.state, found.since and found.since.text, found.record_ids) == (state, since, ids)


def test_a_day_from_memory_is_flagged_only_while_it_counts() -> None:
    assert on(date(2016, 1, 1), ACSA_2010, ACSA_2017).from_memory is False
    assert on(date(2018, 1, 1), ACSA_2010, ACSA_2017).from_memory is True


def test_a_recorded_lack_is_none_and_no_record_is_not_known() -> None:
    found = on(DAY, NO_RAA, type_="raa")
    assert (found.state, found.record_ids, found.source_ids) == (State.NONE, ("raa-none",), ("list",))
    unknown = on(DAY, NO_RAA)
    assert (unknown.state, unknown.reason, unknown.record_ids) == (None, "instrument-not-covered", ("pair",))


def test_no_record_of_a_type_that_was_looked_for_is_none() -> None:
    found = on(DAY, vouched=("acsa",))
    assert (found.state, found.record_ids, found.reason) == (State.NONE, ("coverage",), "")


def test_an_unconfirmed_record_is_neither_counted_nor_taken_for_a_lack() -> None:
    doubtful = replace(ACSA_2017, is_confirmed=False)
    found = on(DAY, doubtful, vouched=("acsa",))
    assert (found.state, found.reason, found.record_ids) == (None, "instrument-unconfirmed", ("acsa-2017",))


def test_an_unconfirmed_successor_leaves_open_whether_a_type_ended() -> None:
    assert on(DAY, ACSA_2010).state is State.ENDED
    found = on(DAY, ACSA_2010, replace(ACSA_2017, is_confirmed=False))
    assert (found.state, found.reason) == (None, "instrument-unconfirmed")


def test_nothing_is_said_beyond_the_coverage() -> None:
    late = date(2026, 6, 1)
    assert on(late, ACSA_2017).reason == "year-beyond-coverage"
    assert on(DAY, ACSA_2017, known_to=None).state is None
    count = year_count(pair(ACSA_2017), ["acsa"], 2026, date(2026, 12, 31))
    assert (count.in_force, count.in_force_high, count.day) == (None, None, date(2026, 12, 31))


def test_suspended_comes_before_ended_and_after_in_force() -> None:
    vfa = Dated("vfa", "acsa", State.SUSPENDED, when("2000-01-01"), when("2001-01-01"), suspended=when("2020-01-01"))
    assert [on(date(year, 6, 1), vfa).state for year in (2000, 2010, 2021)] == [
        State.SIGNED,
        State.IN_FORCE,
        State.SUSPENDED,
    ]


def test_counts_by_year_against_a_list_by_hand() -> None:
    raa = Dated("raa", "raa", State.IN_FORCE, when("2022-01-06"), when("2023-08-13"))
    portfolio = pair(ACSA_2010, ACSA_2017, raa, vouched=("acsa", "raa"))
    rows = [year_count(portfolio, ["acsa", "raa", "isa"], year, DAY) for year in (2009, 2010, 2013, 2022, 2023, 2026)]
    found = [(row.in_force, row.in_force_high, row.signed, row.from_memory) for row in rows]
    assert found == [(0, 1, 0, 0), (0, 1, 1, 0), (1, 2, 0, 0), (1, 2, 1, 1), (2, 3, 0, 1), (2, 3, 0, 1)]
    assert rows[-1].day == DAY


def test_a_comparison_shows_core_types_always_and_others_where_on_record() -> None:
    other = Dated("dialogue", "dialogue", State.IN_FORCE, when("2023-03-16"), when("2023-05-03"))
    found = compare_instruments(
        [pair(ACSA_2017, other), replace(pair(NO_RAA), framework="second")],
        types=["acsa", "raa", "dialogue"],
        core=["acsa", "raa"],
        as_of=DAY,
    )
    assert [(row.framework, row.type) for row in found.states] == [
        ("pair", "acsa"),
        ("pair", "raa"),
        ("pair", "dialogue"),
        ("second", "acsa"),
        ("second", "raa"),
    ]
    assert [row.year for row in found.counts if row.framework == "pair"] == list(range(2017, 2027))
    assert [row.year for row in found.counts if row.framework == "second"] == [2026]


def test_the_first_year_is_that_of_a_signature_or_entry_into_force() -> None:
    assert first_year([NO_RAA]) is None
    assert first_year([ACSA_2017, ACSA_2010, NO_RAA]) == 2010


def test_a_month_is_in_force_from_its_last_day_and_stays_a_month() -> None:
    shuttle = Dated("shuttle", "acsa", State.IN_FORCE, when("2004-07"), when("2004-07"))
    assert on(date(2004, 7, 30), shuttle).state is None
    found = on(date(2004, 7, 31), shuttle)
    assert (found.state, found.since and found.since.text) == (State.IN_FORCE, "2004-07")
