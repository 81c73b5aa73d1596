"""The list of states: every spelling means one state, and every state of the usual lists is known."""

from __future__ import annotations

import csv
from collections import Counter

import pytest
from babel import Locale
from tests.votes.conftest import published

from kanae.errors import MeasureError
from kanae.votes.codelists import seats, states
from kanae.votes.states import Scheme, fold_name, state_book


@pytest.mark.parametrize(
    ("scheme", "spellings"),
    [
        (Scheme.COW, [str(number) for row in states() for number in row.cow]),
        (Scheme.ISO2, [row.iso2 for row in states() if row.iso2]),
        (Scheme.ISO3, [code for row in states() for code in (row.id, *row.other_codes)]),
        (Scheme.COW_CODE, [code for row in states() for code in row.cow_codes]),
        (Scheme.NAME, [name for row in states() for name in {fold_name(name) for name in row.names}]),
    ],
    ids=str,
)
def test_a_spelling_means_one_state(scheme: Scheme, spellings: list[str]) -> None:
    assert [spelling for spelling, n in Counter(spellings).items() if n > 1] == []


def test_every_seat_is_a_state_and_its_source_is_named() -> None:
    known = {row.id for row in states()}
    assert {seat.code for seat in seats()} | {seat.means for seat in seats()} <= known
    assert all(seat.source and seat.why for seat in seats())


def test_names_of_unicode_mean_the_state_of_their_code() -> None:
    names = Locale("en").territories
    wrong = {
        row.id: names[row.iso2]
        for row in states()
        if row.iso2 and row.iso2 in names and state_book().find(names[row.iso2], Scheme.NAME) != row.id
    }
    assert wrong == {}


def test_every_state_of_the_correlates_of_war_list_that_sat_in_the_assembly_is_known() -> None:
    with published("cow_country_codes.csv").open(encoding="latin-1", newline="") as file:
        rows = list(csv.DictReader(file))
    unknown = {row["StateNme"] for row in rows if state_book().find(row["CCode"], Scheme.COW) is None}
    gone_before_1945 = {
        *("Hanover", "Bavaria", "Baden", "Saxony", "Wuerttemburg", "Hesse Electoral", "Hesse Grand Ducal"),
        *("Mecklenburg Schwerin", "Modena", "Parma", "Papal States", "Two Sicilies", "Tuscany", "Austria-Hungary"),
        *("Kosovo", "Korea", "Republic of Vietnam"),
    }
    assert unknown <= gone_before_1945


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("Korea, South", "KOR"),
        ("Korea, Republic of", "KOR"),
        ("Democratic People's Republic of Korea", "PRK"),
        ("Korea, North", "PRK"),
        ("DEMOCRATIC PEOPLE’S REPUBLIC OF KOREA", "PRK"),
        ("Côte d’Ivoire", "CIV"),
        ("TÜRKİYE", "TUR"),
        ("Congo, Democratic Republic of the", "COD"),
        ("Congo", "COG"),
        ("German Federal Republic", "DEU"),
        ("German Democratic Republic", "DDR"),
        ("VIET NAM", "VNM"),
    ],
)
def test_the_names_that_are_easily_confused_are_not(written: str, code: str) -> None:
    assert state_book().find(written, Scheme.NAME) == code


def test_korea_alone_is_asked_back() -> None:
    with pytest.raises(MeasureError, match="'Korea' is no state"):
        state_book().asked("Korea")
