"""The published codebooks, against facts known from elsewhere."""

from __future__ import annotations

import csv

import pytest
from tests.events.conftest import published

from kanae.errors import LedgerError, MeasureError
from kanae.events import codebooks
from kanae.events.codebooks import cameo_codes_of, countries, event_codes, iso3_by_fips, origins, read_table


def test_a_sample_of_goldstein_values_is_as_the_method_names_them() -> None:
    named = {"010": 0, "011": -1, "016": -20, "018": 34, "022": 32, "0334": 60, "040": 10, "042": 19, "043": 28}
    named |= {"046": 70, "057": 80, "072": 83, "0874": 100, "09": -20, "13": -60, "130": -44, "145": -75, "164": -70}
    named |= {"171": -92, "182": -95, "1821": -90, "1823": -100, "196": -95, "201": -95, "2042": -100}
    assert {code: event_codes()[code].goldstein_gdelt for code in named} == named


def test_icews_differs_from_gdelt_in_four_codes() -> None:
    both = [code for code in event_codes().values() if None not in (code.goldstein_gdelt, code.goldstein_icews)]
    differing = [code.code for code in both if code.goldstein_gdelt != code.goldstein_icews]
    assert differing == ["016", "022", "164", "165"]
    assert len(both) == 311


def test_the_two_quad_classes_differ_in_roots_09_and_14_alone() -> None:
    differing = {code.root for code in event_codes().values() if code.quad_gdelt != code.quad_cameo}
    assert differing == {"09", "14"}


def test_statements_and_appeals_have_no_plover_type() -> None:
    assert {code.root for code in event_codes().values() if code.plover is None} == {"01", "02"}


def test_a_code_begins_with_its_root() -> None:
    assert [code for code in event_codes().values() if not code.code.startswith(code.root)] == []


def test_the_two_koreas_are_told_apart_in_every_list() -> None:
    known = {row.iso3: (row.cameo, row.fips, row.cow) for row in countries() if row.iso3 in ("KOR", "PRK")}
    assert known == {"KOR": ("KOR", "KS", (732,)), "PRK": ("PRK", "KN", (731,))}
    assert (iso3_by_fips()["CH"], iso3_by_fips()["SZ"], iso3_by_fips()["AS"]) == ("CHN", "CHE", "AUS")


def test_codes_and_fips_codes_stand_once() -> None:
    for names in ([row.cameo for row in countries()], [row.fips for row in countries()]):
        given = [name for name in names if name]
        assert len(given) == len(set(given))


def test_a_state_without_an_iso_code_cannot_be_watched() -> None:
    assert set(cameo_codes_of(("TLS", "PSE"))) == {"TMP", "GZS", "PSE", "WSB"}
    with pytest.raises(MeasureError, match="'EUR' is no state"):
        cameo_codes_of(("EUR",))


def test_a_codebook_that_was_changed_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(codebooks, "read_package_text", lambda *_: "code,root\n010,01\n")
    with pytest.raises(LedgerError, match=r"'cameo\.csv' is not the one"):
        read_table("cameo")


def test_every_codebook_names_its_origin_and_licence() -> None:
    assert {row["id"] for row in origins()} == {"cameo", "countries", "icews-countries"}
    assert all(row["origin"] and row["licence"] and len(row["sha256"]) == 64 for row in origins())


def test_every_code_of_gdelts_own_list_is_known() -> None:
    with published("codebooks/gdelt_CAMEO.eventcodes.txt").open(encoding="utf-8") as file:
        listed = {line[0] for line in csv.reader(file, delimiter="\t")} - {"CAMEOEVENTCODE"}
    assert len(listed) == 310
    assert listed <= set(event_codes())


def test_every_country_code_of_gdelts_own_list_is_known() -> None:
    with published("codebooks/gdelt_CAMEO.country.txt").open(encoding="utf-8") as file:
        listed = {line[0] for line in csv.reader(file, delimiter="\t")} - {"CODE", "0"}
    assert listed == {row.cameo for row in countries() if row.cameo}
