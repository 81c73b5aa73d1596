"""Files of ICEWS and POLECAT."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from tests.events.conftest import malformed, stored, take_in

from kanae.events.headed import header_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Write = Callable[[str, bytes], Path]

ICEWS = (
    *("Event ID", "Event Date", "Source Name", "Source Sectors", "Source Country", "Event Text", "CAMEO Code"),
    *("Intensity", "Target Name", "Target Sectors", "Target Country", "City", "Country", "Latitude", "Longitude"),
)
USUAL_ICEWS = (
    *("32889836", "2018-06-01", "Ministry (Japan)", "Government", "Japan", "Consult", "040"),
    *("1.0", "Ministry (South Korea)", "Government", "South Korea", "Seoul", "South Korea", "37.5", "127.0"),
)
POLECAT = (
    *("Event ID", "Event Date", "Event Type", "Event Mode", "Intensity", "Quad Code", "Actor Name", "Actor Country"),
    *("Primary Actor Sector", "Recipient Country", "Primary Recipient Sector", "Country", "Publication Date"),
)
USUAL_POLECAT = (
    *("20230818-7", "2023-08-18", "AGREE", "", "5.0", "VERBAL COOPERATION", "Kishida", "JPN"),
    *("GOV", "KOR", "GOV", "United States", "2023-08-19"),
)


def table(header: tuple[str, ...], *rows: tuple[str, ...], end: str = "\n") -> bytes:
    return "".join("\t".join(line) + end for line in (header, *rows)).encode()


def icews(**given: str) -> tuple[str, ...]:
    values = dict(zip(ICEWS, USUAL_ICEWS, strict=True)) | {name.replace("_", " "): text for name, text in given.items()}
    return tuple(values[name] for name in ICEWS)


def test_icews_names_of_countries_become_codes(tmp_path: Path, write: Write) -> None:
    other = icews(Event_ID="2", Source_Country="Germany", Target_Country="France")
    take_in([write("events.2018.tab.zip", table(ICEWS, icews(), other))], tmp_path / "store")
    (row,) = stored(tmp_path / "store")
    assert (row["source"], row["a_iso3"], row["b_iso3"], row["geo_iso3"]) == ("icews", "JPN", "KOR", "KOR")
    assert (row["cameo"], row["root"], row["plover"], row["quad_cameo"]) == ("040", "04", "CONSULT", 1)
    assert (row["quad_given"], row["goldstein_tenths"], row["found_day"]) == (None, 10, None)
    assert (row["event_day"], row["line"], row["a_country"]) == (date(2018, 6, 1), 2, "Japan")


def test_icews_ids_may_repeat_on_another_day(tmp_path: Path, write: Write) -> None:
    rows = (icews(), icews(Event_Date="2018-06-02"), icews())
    counts = take_in([write("events.tab", table(ICEWS, *rows))], tmp_path / "store")["events.tab"]
    assert (counts.kept, counts.dropped, counts.duplicates) == (2, 1, 1)


def test_faults_of_icews_rows_are_named(tmp_path: Path, write: Write) -> None:
    rows = [
        *(icews(CAMEO_Code="40"), icews(CAMEO_Code="10"), icews(Event_Date="soon"), icews(Intensity="1.23")),
        *(icews(Event_ID=""), icews(Latitude="north"), icews()[:-1], icews(Event_ID="9")),
    ]
    content = table(ICEWS, *rows) + b"\xff\t\n" + b"\0\t\n"
    counts = take_in([write("events.tab", content)], tmp_path / "store")["events.tab"]
    assert [fault for _, _, fault in malformed(tmp_path / "store")] == [
        *("lost-zero", "lost-zero", "event-day", "goldstein", "missing", "not-a-number", "columns"),
        *("not-utf8", "nul"),
    ]
    assert [line for _, line, _ in malformed(tmp_path / "store")] == [2, 3, 4, 5, 6, 7, 8, 10, 11]
    assert (counts.rows, counts.kept, counts.malformed, counts.state) == (10, 1, 9, "altered")


def test_the_values_of_icews_itself_are_what_icews_rows_are_checked_against(tmp_path: Path, write: Write) -> None:
    rows = [icews(CAMEO_Code="016", Intensity="-5.0"), icews(Event_ID="2", CAMEO_Code="016", Intensity="-2.0")]
    counts = take_in([write("events.tab", table(ICEWS, *rows))], tmp_path / "store")["events.tab"]
    assert (counts.kept, counts.disagreements) == (2, 1)


def test_polecat_keeps_its_own_type_and_class(tmp_path: Path, write: Write) -> None:
    content = table(POLECAT, USUAL_POLECAT, ("x", *USUAL_POLECAT[1:5], "?", *USUAL_POLECAT[6:]), end="\r\n")
    take_in([write("ngecEvents.DV.2023-W33.txt", content)], tmp_path / "store")
    (row,) = stored(tmp_path / "store")
    assert (row["source"], row["plover"], row["quad_given"], row["cameo"]) == ("polecat", "AGREE", 1, None)
    assert (row["quad_cameo"], row["goldstein_tenths"], row["found_day"]) == (None, None, date(2023, 8, 19))
    assert (row["a_iso3"], row["b_iso3"], row["b_sector"]) == ("JPN", "KOR", "GOV")
    assert malformed(tmp_path / "store") == [("ngecEvents.DV.2023-W33.txt", 3, "quad-class")]


def test_surplus_empty_columns_are_no_fault_and_surplus_values_are(tmp_path: Path, write: Write) -> None:
    content = table(POLECAT, (*USUAL_POLECAT, "", ""), (*USUAL_POLECAT, "", "what"))
    counts = take_in([write("a.txt", content)], tmp_path / "store")["a.txt"]
    assert (counts.kept, counts.malformed) == (1, 1)


def test_a_table_with_commas_keeps_commas_in_quotation_marks(tmp_path: Path, write: Write) -> None:
    content = b"event_id,event_date,source_country,source_sectors,target_country,cameo_code,intensity\n"
    content += b'1,2018-06-01,Japan,"Executive,Government",China,010,0.0\n'
    take_in([write("icews.csv", content)], tmp_path / "store")
    assert [row["a_sector"] for row in stored(tmp_path / "store")] == ["Executive,Government"]


def test_only_known_headers_are_taken() -> None:
    assert header_of(b"GLOBALEVENTID\tSQLDATE\tMonthYear") is None
    found = header_of("\t".join(POLECAT).encode())
    assert found is not None
    assert found.source == "polecat"
    excess = header_of("\t".join((*POLECAT, "Headline")).encode())
    assert excess is not None
    assert len(excess.names) == len(POLECAT)
