"""Burden, roles and distances of the real ledger: what is known, what is not, and what must never be mixed."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from kanae.errors import LedgerError, MeasureError
from kanae.measures.geodesic import Point
from kanae.model.measure import plain_rows
from kanae.model.records import Role, Source
from kanae.workflow.measures.distances import end_named
from kanae.workflow.measuring import MeasureOptions, measure_table
from kanae.workflow.statuses import ask

if TYPE_CHECKING:
    from collections.abc import Callable

    from kanae.ledger.book import Ledger

MEMBERS = ("JPN", "KOR", "USA")


def rows_of(ledger: Ledger, name: str, as_of: date | None = None, **options: Any) -> list[dict[str, Any]]:
    question = ask(ledger, "camp-david", as_of=as_of)
    return plain_rows(measure_table(question, name, MeasureOptions(**options)))


def burden_of(ledger: Ledger, state: str, indicator: str, **options: Any) -> dict[tuple[int, str], dict[str, Any]]:
    rows = rows_of(ledger, "burden", states=(state,), **options)
    return {(row["year"], row["unit"]): row for row in rows if row["indicator"] == indicator}


def test_japans_share_of_2024_is_sipris(ledger: Ledger) -> None:
    row = burden_of(ledger, "JPN", "milex-share-gdp")[2024, "percent"]
    assert (row["value"], row["change_1"], row["change_5"], row["change_10"]) == (1.37, 0.23, 0.38, 0.41)
    assert row["record_ids"][0] == "jpn-2024-milex-share-gdp"


def test_the_rounded_share_of_2025_is_compared_with_nothing(ledger: Ledger) -> None:
    for state in MEMBERS:
        row = burden_of(ledger, state, "milex-share-gdp")[2025, "percent-rounded"]
        assert (row["change_1"], row["reason"]) == (None, "burden-no-earlier-year")


@pytest.mark.parametrize("state", ["JPN", "KOR"])
@pytest.mark.parametrize("year", [2003, 2004])
def test_troops_of_2003_and_2004_are_not_known_and_not_zero(ledger: Ledger, state: str, year: int) -> None:
    row = burden_of(ledger, state, "us-active-duty-troops-sep")[year, "persons-dmdc-active-duty"]
    assert (row["value"], row["reason"]) == (None, "burden-gap")


def test_the_philippine_count_is_not_compared_across_the_change_of_reporting(ledger: Ledger) -> None:
    rows = burden_of(ledger, "PHL", "us-active-duty-troops-sep")
    assert rows[2024, "persons-dmdc-from-2024"]["change_1"] is None
    assert rows[2025, "persons-dmdc-from-2024"]["change_1"] == 2


def test_every_change_names_only_records_of_one_definition(ledger: Ledger) -> None:
    records = {row.id: row for row in ledger.burden}
    for row in rows_of(ledger, "burden"):
        named = [records[record_id] for record_id in row["record_ids"]]
        assert {(one.state, one.indicator, one.unit) for one in named} == {
            (row["state"], row["indicator"], row["unit"])
        }


def test_nothing_of_low_confidence_is_listed(ledger: Ledger) -> None:
    low = {row.id for row in ledger.burden if not row.confirmed}
    assert "kor-2021-sma-contribution" in low
    assert low & {record_id for row in rows_of(ledger, "burden") for record_id in row["record_ids"]} == set()


def test_a_pledge_is_not_known_before_anybody_wrote_of_it(ledger: Ledger) -> None:
    assert (2035, "percent-gdp-pledge") in burden_of(ledger, "KOR", "defence-target-share-gdp")
    assert burden_of(ledger, "KOR", "defence-target-share-gdp", as_of=date(2025, 6, 30)) == {}


def test_an_unknown_state_names_the_nearest(ledger: Ledger) -> None:
    with pytest.raises(LedgerError, match="no item 'JAP'") as raised:
        rows_of(ledger, "burden", states=("JAP",))
    assert "JPN" in raised.value.fix


def test_every_member_has_a_role_in_every_contingency(ledger: Ledger) -> None:
    found = {(row["state"], row["contingency"]) for row in rows_of(ledger, "roles") if row["role"] is not None}
    assert found == {(state, contingency) for state in MEMBERS for contingency in ledger.codelists["contingencies"]}


def test_every_role_cites_a_dated_or_official_source(ledger: Ledger) -> None:
    for row in rows_of(ledger, "roles"):
        role = ledger.get(row["record_ids"][0])
        assert isinstance(role, Role)
        assert role.confirmed
        sources = [ledger.get(citation.source) for citation in role.citations]
        assert all(isinstance(source, Source) for source in sources)


def test_requests_over_hormuz_are_not_known_in_february(ledger: Ledger) -> None:
    asked = "role-kor-hormuz-request-2026"
    ids = {day: {i for row in rows_of(ledger, "roles", as_of=day) for i in row["record_ids"]} for day in DAYS}
    assert [asked in ids[day] for day in DAYS] == [False, True]


DAYS = (date(2026, 2, 28), date(2026, 3, 31))


def test_a_state_nobody_looked_at_says_so(ledger: Ledger) -> None:
    rows = rows_of(ledger, "roles", states=("PHL",))
    assert [(row["role"], row["reason"]) for row in rows] == [(None, "role-not-looked-for")] * 3


@pytest.mark.parametrize(
    ("end", "quoted_miles", "tolerance"),
    [("pyongyang", 158, 2), ("beijing", 612, 2), ("vladivostok", 500, 6)],
)
def test_distances_from_camp_humphreys_are_those_that_us_forces_korea_quotes(
    ledger: Ledger, end: str, quoted_miles: float, tolerance: float
) -> None:
    """The essay of 16 November 2025 rounds and does not say which points it takes; towns are some miles wide."""
    row = rows_of(ledger, "distances", ends=("camp-humphreys", end))[0]
    assert row["miles"] == pytest.approx(quoted_miles, abs=tolerance)
    assert row["record_ids"] == ["place-camp-humphreys", f"place-{end}"]


def test_a_distance_from_a_place_nobody_confirmed_is_not_given(ledger: Ledger) -> None:
    row = rows_of(ledger, "distances", ends=("yonaguni-camp", "taipei"))[0]
    assert (row["kilometres"], row["miles"], row["reason"]) == (None, None, "place-unconfirmed")


def test_a_line_to_a_place_that_is_not_held_says_so(ledger: Ledger) -> None:
    whole = rows_of(ledger, "distances")
    gone = next(row["end"] for row in whole if row["kilometres"] is not None)
    places = tuple(place for place in ledger.places if place.id != gone)
    rows = rows_of(replace(ledger, records={**ledger.records, "places": places}), "distances")
    unheld = [row for row in rows if row["end"] == gone]
    assert {(row["kilometres"], row["bearing"], row["reason"]) for row in unheld} == {(None, None, "place-not-held")}
    assert all(row["record_ids"] == [row["start"]] for row in unheld)
    assert [row for row in rows if gone not in row.values()] == [
        row for row in whole if gone not in (row["start"], row["end"])
    ]


def test_places_are_found_by_id_by_name_in_any_language_and_as_points(ledger: Ledger) -> None:
    names = ("place-kadena-air-base", "kadena-air-base", "kadena", "Kadena Air Base", "嘉手納基地", "가데나 기지")
    assert {end_named(ledger, name).name for name in names} == {"place-kadena-air-base"}
    assert end_named(ledger, "26.3556, 127.7675").point == Point(26.3556, 127.7675)


def test_an_unknown_place_names_the_nearest(ledger: Ledger) -> None:
    with pytest.raises(LedgerError, match="no place 'kadenna'") as raised:
        end_named(ledger, "kadenna")
    assert "kadena" in raised.value.fix


def test_the_beginning_of_several_places_lists_them(ledger: Ledger) -> None:
    with pytest.raises(LedgerError, match="begins more than one place") as raised:
        end_named(ledger, "camp")
    assert "camp-humphreys" in raised.value.fix


def test_a_point_off_the_earth_is_refused(ledger: Ledger) -> None:
    with pytest.raises(MeasureError, match="no point on the earth"):
        end_named(ledger, "126.3,127.7")


def test_lines_lead_from_confirmed_places_to_confirmed_places(ledger: Ledger) -> None:
    places = {place.id: place for place in ledger.places}
    ends = [(place, places[end]) for place in ledger.places for end in place.lines]
    assert len(ends) >= 5
    assert [pair for pair in ends if not (pair[0].confirmed and pair[1].confirmed)] == []


def test_where_states_differ_both_names_stand_and_no_state_is_given(ledger: Ledger) -> None:
    places = {place.id: place for place in ledger.places}
    for name in ("dokdo-takeshima", "senkaku-islands", "sea-of-japan-east-sea", "yellow-sea-west-sea"):
        place = places[f"place-{name}"]
        assert place.state is None
        assert all("/" in text for text in (place.name.en, place.name.ja, place.name.ko))


def test_commands_print_what_the_measures_found(run: Callable[..., Any]) -> None:
    ran = run("measure", "burden", "--state", "JPN", "--format", "csv")
    found = list(csv.DictReader(io.StringIO(ran.out)))
    assert {row["state"] for row in found} == {"JPN"}
    ran = run("measure", "distances", "camp-humphreys", "pyongyang", "--format", "json")
    assert json.loads(ran.out)[0]["kilometres"] == pytest.approx(255.849, abs=1e-3)
    ran = run("measure", "roles", "--state", "KOR", "--format", "json")
    assert {row["state"] for row in json.loads(ran.out)} == {"KOR"}


def test_one_end_alone_is_no_distance(run: Callable[..., Any]) -> None:
    ran = run("measure", "distances", "camp-humphreys")
    assert (ran.code, "to where?" in ran.err) == (1, True)
