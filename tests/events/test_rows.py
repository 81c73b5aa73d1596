"""Rows of GDELT brought into the columns of the event table, against a plain reading with the csv module."""

from __future__ import annotations

import csv
import io
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.events.conftest import row

from kanae.events.codebooks import event_codes
from kanae.events.layouts import LAYOUTS
from kanae.events.row_faults import RowFault
from kanae.events.rows import parse

if TYPE_CHECKING:
    from kanae.events.rows import Parsed

TEXT = st.text(st.characters(blacklist_categories=["Cs", "Cc"]), max_size=12)
"""No control characters: tabs and ends of lines are what tells cells apart."""

NUMBER = st.integers(0, 10_000)
good_rows = st.fixed_dictionaries(
    {
        "event_id": st.integers(1, 10**12),
        "day": st.dates(date(1979, 1, 1), date(2026, 12, 31)).map(lambda day: f"{day:%Y%m%d}"),
        "a_country": st.sampled_from(["JPN", "KOR", "EUR", "XXX", ""]),
        "a_sector": st.sampled_from(["GOV", "MIL", ""]),
        "b_country": st.sampled_from(["USA", "PRK", ""]),
        "is_root_event": st.sampled_from([0, 1]),
        "cameo": st.sampled_from([code for code in event_codes() if len(code) > 2]),
        "quad_given": st.integers(1, 4),
        "goldstein": st.integers(-100, 100).map(lambda tenths: f"{tenths / 10:.1f}") | st.just(""),
        "mentions": NUMBER,
        "sources": NUMBER,
        "articles": NUMBER,
        "tone": st.floats(-100, 100).map(repr),
        "geo_type": st.integers(0, 5),
        "geo_name": TEXT,
        "geo_fips": st.sampled_from(["KS", "JA", "OS", ""]),
        "latitude": st.floats(-90, 90).map(repr) | st.just(""),
        "longitude": st.floats(-180, 180).map(repr) | st.just(""),
        "url": TEXT,
    }
)


def parsed(*lines: bytes, width: int = 61) -> Parsed:
    return parse(b"".join(lines), len(lines), LAYOUTS[width])


def plain(payload: bytes, width: int) -> list[dict[str, Any]]:
    """Read rows as a careful user of the csv module would."""
    places = LAYOUTS[width].places
    table = csv.reader(io.StringIO(payload.decode(), newline="\n"), delimiter="\t", quoting=csv.QUOTE_NONE)
    return [{meaning: cells[place] for meaning, place in places.items()} for cells in table]


@settings(deadline=None, max_examples=60)
@given(drawn=st.lists(good_rows, min_size=1, max_size=8), width=st.sampled_from([57, 58, 61]))
def test_good_rows_read_as_by_the_csv_module(drawn: list[dict[str, Any]], width: int) -> None:
    lines = [row(width, **{**values, "root": str(values["cameo"])[:2]}) for values in drawn]
    found = parsed(*lines, width=width)
    assert found.faults == ()
    for ours, theirs in zip(found.table.to_pylist(), plain(b"".join(lines), width), strict=True):
        assert ours["event_id"] == theirs["event_id"]
        assert f"{ours['event_day']:%Y%m%d}" == theirs["day"]
        assert ours["found_day"] == date(2019, 10, 24)
        for name in ("a_country", "a_sector", "b_country", "cameo", "root", "geo_name", "geo_fips"):
            assert ours[name] == (theirs[name] or None)
        for name in ("quad_given", "mentions", "sources", "articles", "geo_type"):
            assert str(ours[name]) == theirs[name]
        for name in ("tone", "latitude", "longitude"):
            assert ours[name] == (float(theirs[name]) if theirs[name] else None)
        assert ours["goldstein_tenths"] == (round(float(theirs["goldstein"]) * 10) if theirs["goldstein"] else None)
        assert ours["is_root_event"] is (theirs["is_root_event"] == "1")
        assert ours["url"] == (theirs.get("url") or None)
        assert ours["quad_cameo"] == event_codes()[theirs["cameo"]].quad_cameo
        assert ours["plover"] == event_codes()[theirs["cameo"]].plover


@pytest.mark.parametrize(
    ("given", "fault"),
    [
        ({"event_id": ""}, RowFault.MISSING),
        ({"event_id": "8.8E+08"}, RowFault.NOT_A_NUMBER),
        ({"added": "2.01910E+13"}, RowFault.NOT_A_NUMBER),
        ({"mentions": "many"}, RowFault.NOT_A_NUMBER),
        ({"cameo": "57", "root": "5"}, RowFault.LOST_ZERO),
        ({"day": "20190229"}, RowFault.EVENT_DAY),
        ({"day": "20191301"}, RowFault.EVENT_DAY),
        ({"added": "20191032000000"}, RowFault.FOUND_DAY),
        ({"quad_given": "0"}, RowFault.QUAD_CLASS),
        ({"quad_given": "5"}, RowFault.QUAD_CLASS),
        ({"goldstein": "8.05"}, RowFault.GOLDSTEIN),
        ({"goldstein": "nan"}, RowFault.GOLDSTEIN),
        ({"goldstein": "10.1"}, RowFault.GOLDSTEIN),
        ({"articles": "-1"}, RowFault.COUNT),
        ({"latitude": "91"}, RowFault.PLACE),
        ({"tone": "inf"}, RowFault.PLACE),
    ],
)
def test_a_bad_row_is_named_and_its_neighbours_are_kept(given: dict[str, str], fault: RowFault) -> None:
    found = parsed(row(event_id=1), row(**{"event_id": 2, **given}), row(event_id=3))
    assert found.faults == ((1, fault),)
    assert found.good.tolist() == [0, 2]
    assert found.keys.tolist() == [1, 3]


def test_many_bad_rows_of_several_kinds_are_each_named() -> None:
    bad = [{"mentions": "x"}, {"day": "20190230"}, {"event_id": "-"}, {"quad_given": "9"}]
    lines = [row(**{"event_id": 100 + place, **values}) for place, values in enumerate([{}, *bad, {}])]
    assert [place for place, _ in parsed(*lines).faults] == [1, 2, 3, 4]


def test_february_has_29_days_in_leap_years_alone() -> None:
    found = parsed(*(row(event_id=year, day=f"{year}0229") for year in (1900, 2000, 2015, 2016, 2100)))
    assert found.keys.tolist() == [2000, 2016]


def test_a_goldstein_value_that_is_not_the_published_one_is_kept_and_told() -> None:
    found = parsed(row(event_id=1), row(event_id=2, goldstein="5.0"), row(event_id=3, quad_given="2"))
    assert found.differing.tolist() == [False, True, True]
    assert found.table.column("goldstein_tenths").to_pylist() == [80, 50, 80]
    assert found.table.column("quad_given").to_pylist() == [1, 1, 2]


def test_codes_of_no_codebook_are_kept_and_told() -> None:
    found = parsed(row(cameo="0999", root="09"), row(a_country="ZZZ"), row(b_country=""))
    assert found.unknown.tolist() == [True, True, False]
    assert found.table.column("cameo").to_pylist()[0] == "0999"
    assert found.table.column("a_iso3").to_pylist()[1] is None


def test_investigations_and_protests_have_two_quad_classes() -> None:
    lines = [
        row(event_id=1, cameo="090", root="09", quad_given="2", goldstein="-2.0"),
        row(event_id=2, cameo="141", root="14", quad_given="3", goldstein="-6.5"),
    ]
    found = parsed(*lines)
    assert found.table.column("quad_given").to_pylist() == [2, 3]
    assert found.table.column("quad_cameo").to_pylist() == [3, 4]
    assert not found.differing.any()


def test_lines_with_windows_ends_are_read() -> None:
    found = parsed(row().replace(b"\n", b"\r\n"))
    assert found.table.column("url").to_pylist() == ["https://example.org/a"]


@pytest.mark.parametrize("end", [b"\n", b"\r\n"])
def test_many_rows_read_as_they_do_a_few_at_a_time(end: bytes) -> None:
    codes, days = ["JPN", "", "KOR", "EUR", "USA"], ["20191024", "20191023", "20191032"]
    rows = [
        row(
            event_id=number + 1,
            day=days[number % 71 % 3],
            a_country=codes[number // 1_500 % 5],
            b_country=codes[number * 7 // 5 % 5],
            mentions="x" if number in (17, 6_500) else number,
            goldstein=("8.0", "")[number % 9 == 0],
        ).replace(b"\n", end)
        for number in range(7_000)
    ]
    whole = parsed(*rows)
    pieces = [(begin, parsed(*rows[begin : begin + 250])) for begin in range(0, len(rows), 250)]
    assert sum(map(len, rows)) > 1 << 20
    assert whole.table.to_pylist() == [found for _, piece in pieces for found in piece.table.to_pylist()]
    assert whole.good.tolist() == [begin + place for begin, piece in pieces for place in piece.good.tolist()]
    assert whole.faults == tuple((begin + place, fault) for begin, piece in pieces for place, fault in piece.faults)
    assert {fault for _, fault in whole.faults} == {RowFault.NOT_A_NUMBER, RowFault.EVENT_DAY}


@pytest.mark.parametrize(
    ("written", "kept"), [("007", "7"), (" 7", "7"), ("-7", "-7"), ("+7", None), ("7.0", None), ("9" * 19, None)]
)
def test_an_id_is_kept_as_the_number_it_is(written: str, kept: str | None) -> None:
    found = parsed(row(event_id=1), row(event_id=written))
    assert found.table.column("event_id").to_pylist()[1:] == ([kept] if kept else [])
    assert [fault for _, fault in found.faults] == ([] if kept else [RowFault.NOT_A_NUMBER])


def test_a_quotation_mark_and_a_text_none_are_letters_like_others() -> None:
    found = parsed(row(geo_name='"Seoul', a_sector="None"), row(geo_name="NULL", a_sector=""))
    assert found.table.column("geo_name").to_pylist() == ['"Seoul', "NULL"]
    assert found.table.column("a_sector").to_pylist() == ["None", None]
