"""Files of votes as people have them: layouts, and what is wrong with them."""

from __future__ import annotations

import os
from datetime import date
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from kanae.errors import MeasureError, UpstreamError
from kanae.measures.vote_filter import select
from kanae.model.issues import IssueCode
from kanae.model.votes import By, Choice, VoteFilter
from kanae.store import foreign_tables
from kanae.votes.read import read_votes
from kanae.votes.states import state_book

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from kanae.model.votes import VoteReading

    Write = Callable[[str, str | bytes], Path]

TIDY = "rcid,session,ccode,vote\n1,74,2,3\n1,74,740,1\n1,74,732,2\n2,74,2,1\n2,74,740,1\n2,74,732,8\n"


def codes(reading: VoteReading) -> list[IssueCode]:
    return [issue.code for issue in reading.issues]


def issue(reading: VoteReading, code: IssueCode) -> str:
    return next(str(issue) for issue in reading.issues if issue.code is code)


def test_tidy_votes_by_correlates_of_war_number(write: Write) -> None:
    reading = read_votes([write("votes.csv", TIDY)])
    assert reading.issues == ()
    assert reading.calls.states == ("JPN", "KOR", "USA")
    assert reading.calls.choices.tolist() == [[1, 2, 3], [1, 8, 1]]


@pytest.mark.parametrize(("name", "delimiter"), [("v.tsv", "\t"), ("v.tab", "\t"), ("v.csv", ",")])
def test_the_usual_delimiters_are_read_in_silence(write: Write, name: str, delimiter: str) -> None:
    reading = read_votes([write(name, TIDY.replace(",", delimiter))])
    assert reading.issues == ()
    assert reading.calls.cast == 5


@pytest.mark.parametrize("delimiter", [";", "\t", "|"])
def test_a_wrong_delimiter_is_read_and_named(write: Write, delimiter: str) -> None:
    reading = read_votes([write("votes.csv", TIDY.replace(",", delimiter))])
    assert codes(reading) == [IssueCode.UNUSUAL_DELIMITER]
    assert reading.calls.cast == 5


def test_without_any_delimiter_the_error_says_so(write: Write) -> None:
    with pytest.raises(UpstreamError, match="no delimiter was found"):
        read_votes([write("votes.csv", TIDY.replace(",", "~"))])


def test_a_row_with_other_delimiters_than_the_header_is_malformed(write: Write) -> None:
    with pytest.raises(UpstreamError, match="malformed"):
        read_votes([write("votes.csv", TIDY.replace("2,74,2,1", "2;74;2;1"))])


def test_latin_1_is_read_and_named(write: Write) -> None:
    text = "rcid,session,country,vote\n1,74,São Tomé & Príncipe,1\n1,74,Côte d'Ivoire,3\n"
    reading = read_votes([write("votes.csv", text.encode("latin-1"))])
    assert codes(reading) == [IssueCode.FOREIGN_ENCODING]
    assert reading.calls.states == ("CIV", "STP")


def test_a_byte_order_mark_is_no_part_of_the_first_column(write: Write) -> None:
    assert read_votes([write("votes.csv", "\ufeff" + TIDY)]).calls.cast == 5


def test_doubled_votes_count_once_and_are_listed(write: Write) -> None:
    reading = read_votes([write("votes.csv", TIDY + "1,74,2,3\n")])
    assert "1 vote stand more than once" in issue(reading, IssueCode.REPEATED_VOTE)
    assert "USA on 1" in issue(reading, IssueCode.REPEATED_VOTE)
    assert reading.calls.cast == 5


def test_votes_that_contradict_each_other_count_nowhere_and_are_listed(write: Write) -> None:
    reading = read_votes([write("votes.csv", TIDY + "1,74,2,1\n")])
    assert "USA on 1" in issue(reading, IssueCode.CONFLICTING_VOTES)
    assert reading.calls.choices[0].tolist() == [1, 2, Choice.UNRECORDED]


def test_an_unknown_choice_is_counted_and_listed(write: Write) -> None:
    reading = read_votes([write("votes.csv", TIDY.replace("1,74,2,3", "1,74,2,7"))])
    assert "'7'" in issue(reading, IssueCode.UNKNOWN_CHOICE)
    assert "votes.csv:2" in issue(reading, IssueCode.UNKNOWN_CHOICE)
    assert reading.calls.choices[0].tolist() == [1, 2, Choice.UNRECORDED]


def test_an_unknown_state_is_counted_and_listed(write: Write) -> None:
    reading = read_votes([write("votes.csv", TIDY + "1,74,999,1\n")])
    assert "999" in issue(reading, IssueCode.UNKNOWN_STATE)
    assert reading.calls.states == ("JPN", "KOR", "USA")


def test_asking_for_a_state_nobody_knows_names_the_nearest() -> None:
    with pytest.raises(MeasureError, match="JPN"):
        state_book().asked("Japn")


def test_a_year_without_votes_is_said(write: Write) -> None:
    reading = read_votes([write("votes.csv", TIDY + "3,76,2,1\n3,76,740,1\n")])
    assert "2020" in issue(reading, IssueCode.PERIOD_WITHOUT_VOTES)


def test_asking_for_a_year_without_votes_is_an_error_that_names_the_years(write: Write) -> None:
    calls = read_votes([write("votes.csv", TIDY)]).calls
    with pytest.raises(MeasureError, match="from year 2019 to 2019"):
        select(calls, VoteFilter(first=2020, last=2020), By.YEAR)


@pytest.mark.parametrize("content", ["", "\n", "rcid,session,ccode,vote\n"])
def test_an_empty_file_is_an_error(write: Write, content: str) -> None:
    with pytest.raises(UpstreamError, match=r"votes\.csv"):
        read_votes([write("votes.csv", content)])


def test_a_file_without_a_vote_that_can_be_read_is_an_error(write: Write) -> None:
    with pytest.raises(UpstreamError, match="no vote kanae can read"):
        read_votes([write("votes.csv", "rcid,session,ccode,vote\n1,74,2,8\n")])


def test_a_missing_file_says_how_to_get_one(tmp_path: Path) -> None:
    with pytest.raises(UpstreamError, match="kanae votes fetch"):
        read_votes([tmp_path / "none.csv"])


def test_columns_nobody_knows_are_named(write: Write) -> None:
    with pytest.raises(UpstreamError, match="colour"):
        read_votes([write("votes.csv", "colour,taste\nred,sweet\n")])


def test_votes_without_roll_calls_ask_for_them(write: Write) -> None:
    with pytest.raises(UpstreamError, match="no dates or sessions"):
        read_votes([write("votes.csv", "rcid,ccode,vote\n1,2,1\n")])


def test_the_date_counts_where_a_year_contradicts_it(write: Write) -> None:
    text = "rcid,session,year,date,ccode,vote\n1,77,2023,2022-12-07,2,1\n1,77,2023,2022-12-07,740,1\n"
    reading = read_votes([write("votes.csv", text)])
    assert reading.calls.resolutions[0].year == 2022
    assert "year 2023, 2022-12-07" in issue(reading, IssueCode.PERIOD_CONTRADICTS)


def test_china_s_seat_before_october_1971_is_taiwan_s(write: Write) -> None:
    text = "rcid,date,ccode,vote\n1,1971-10-24,710,1\n1,1971-10-24,2,1\n2,1971-12-01,710,3\n2,1971-12-01,2,1\n"
    calls = read_votes([write("votes.csv", text)]).calls
    assert calls.states == ("CHN", "TWN", "USA")
    assert calls.choices.tolist() == [[0, 1, 1], [3, 0, 1]]


def test_both_germanies_and_yemens_stay_apart(write: Write) -> None:
    rows = ["1,1985-11-01,255,1", "1,1985-11-01,265,3", "1,1985-11-01,678,1", "1,1985-11-01,680,3"]
    calls = read_votes([write("votes.csv", "\n".join(["rcid,date,ccode,vote", *rows]) + "\n")]).calls
    assert calls.states == ("DDR", "DEU", "YAR", "YMD")
    assert calls.choices.tolist() == [[3, 1, 1, 3]]


def test_wide_votes_with_one_row_a_roll_call(write: Write) -> None:
    calls = read_votes([write("wide.csv", "rcid,session,USA,JPN,KOR\n1,74,3,1,2\n2,74,1,1,8\n")]).calls
    assert calls.states == ("JPN", "KOR", "USA")
    assert calls.choices.tolist() == [[1, 2, 3], [1, 8, 1]]


def test_wide_votes_with_one_row_a_state_need_roll_calls(write: Write) -> None:
    wide = write("wide.csv", "ccode,rcid_1,rcid_2\n2,3,1\n740,1,1\n")
    about = write("rolls.csv", "rcid,date,session,descr\n1,2019-11-01,74,Ban\n2,2020-01-02,74,Budget\n")
    calls = read_votes([wide, about]).calls
    assert calls.choices.tolist() == [[1, 3], [1, 1]]
    assert [row.date for row in calls.resolutions] == [date(2019, 11, 1), date(2020, 1, 2)]
    assert calls.resolutions[0].title == "Ban"


DIGITAL_LIBRARY = (
    "undl_id,ms_code,ms_name,ms_vote,date,session,resolution,draft,committee_report,meeting,title,agenda_title,subjects\n"
    '4030001,JPN,JAPAN,A,2023-10-27,10emsp,A/RES/ES-10/21,,,,"Protection of civilians","A/ES-10/1 5. Illegal acts",X\n'
    '4030001,USA,UNITED STATES,N,2023-10-27,10emsp,A/RES/ES-10/21,,,,"Protection of civilians","",X\n'
    '4030001,KOR,REPUBLIC OF KOREA,A,2023-10-27,10emsp,A/RES/ES-10/21,,,,"Protection of civilians","",X\n'
    '4030001,VEN,VENEZUELA (BOLIVARIAN REPUBLIC OF),,2023-10-27,10emsp,A/RES/ES-10/21,,,,"Protection","",X\n'
)


def test_the_digital_library_s_blank_is_an_absence(write: Write) -> None:
    reading = read_votes([write("ga_voting.csv", DIGITAL_LIBRARY)])
    row = reading.calls.resolutions[0]
    assert reading.calls.states == ("JPN", "KOR", "USA")
    assert reading.calls.choices.tolist() == [[2, 2, 3]]
    assert (row.id, row.session, row.year, row.symbol) == ("4030001", 78, 2023, "A/RES/ES-10/21")
    assert row.item == "illegal acts"


def test_the_digital_library_s_absence_is_kept_for_a_state_that_voted(write: Write) -> None:
    more = (
        "4030002,VEN,VENEZUELA,Y,2023-11-01,78,A/RES/78/1,,,,T,,\n4030002,USA,UNITED STATES,,2023-11-01,78,A,,,,T,,\n"
    )
    calls = read_votes([write("ga_voting.csv", DIGITAL_LIBRARY + more)]).calls
    assert calls.choices[:, calls.states.index("VEN")].tolist() == [Choice.ABSENT, Choice.YES]
    assert calls.choices[1, calls.states.index("USA")] == Choice.ABSENT


def test_parquet_and_gzip_are_read_as_they_are(write: Write, tmp_path: Path) -> None:
    import gzip

    zipped = write("votes.csv.gz", gzip.compress(TIDY.encode()))
    path = tmp_path / "votes.parquet"
    columns = {"rcid": [1, 1], "session": [74, 74], "country_code": ["US", "JP"], "vote": ["no", "abstain"]}
    pq.write_table(pa.table(columns), path)
    assert read_votes([zipped]).calls.cast == 5
    assert read_votes([path]).calls.choices.tolist() == [[2, 3]]


def test_votes_joined_with_issue_codes_may_repeat(write: Write) -> None:
    text = "rcid,date,country_code,vote,short_name\n1,2019-11-01,US,no,nu\n1,2019-11-01,US,no,di\n"
    reading = read_votes([write("joined.csv", text + "1,2019-11-01,JP,yes,nu\n1,2019-11-01,JP,yes,di\n")])
    assert reading.issues == ()
    assert reading.calls.resolutions[0].issues == ("di", "nu")


def test_filters_leave_what_was_asked_for(record: VoteReading) -> None:
    calls = record.calls
    nuclear = select(calls, VoteFilter(issues=("nu",), first=2019, last=2019), By.YEAR)
    important = select(calls, VoteFilter(important=True, first=2016, last=2016), By.YEAR)
    contested = select(calls, VoteFilter(contested=True, first=2019, last=2019), By.YEAR)
    assert all("nu" in row.issues for row in nuclear.resolutions)
    assert all(row.important for row in important.resolutions)
    assert 0 < len(contested.resolutions) <= int(np.sum([row.year == 2019 for row in calls.resolutions]))


def test_the_published_record_is_read_whole(record: VoteReading) -> None:
    assert record.calls.cast == 870_109
    assert len(record.calls.resolutions) == 6_203
    assert {str(issue.code) for issue in record.issues} == {"K407", "K408", "K409"}


def test_a_large_table_gets_a_copy_that_reads_the_same_and_is_dropped_once_it_is_older(
    write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(foreign_tables, "_LARGE", 10)
    path = write("ga_voting.csv", DIGITAL_LIBRARY)
    before = read_votes([path])
    foreign_tables.write_quick_copy(path)
    assert (path.parent / ".ga_voting.csv.parquet").is_file()
    again = read_votes([path])
    assert (again.calls.states, again.calls.resolutions) == (before.calls.states, before.calls.resolutions)
    assert again.calls.choices.tolist() == before.calls.choices.tolist()
    path.write_text(DIGITAL_LIBRARY.replace(",N,", ",Y,"), encoding="utf-8")
    newest = (path.parent / ".ga_voting.csv.parquet").stat().st_mtime_ns + 1
    os.utime(path, ns=(newest, newest))
    assert read_votes([path]).calls.choices.tolist() == [[2, 2, 1]]


LIBRARY_2024 = (
    "undl_id,ms_codes,ms_names,ms_votes,resolutions,title,modality,draft,agenda_titles,subjects,date,yes,no\n"
    '1,JPN,JAPAN,A,A/RES/78/35,"Peace, in space",recorded,,"A/78/251 98 Outer space.",X,2023-12-04,150,2\n'
    "1,USA,UNITED STATES,N,A/RES/78/35,Peace,recorded,,,X,2023-12-04,150,2\n"
    "1,KOR,REPUBLIC OF KOREA,NV,A/RES/78/35,Peace,recorded,,,X,2023-12-04,150,2\n"
    "2,KOR,REPUBLIC OF KOREA,Y,A/RES/78/36,Peace,recorded,,,X,2023-12-04,150,2\n"
)


def test_the_digital_library_s_layout_of_2024_is_read(write: Write) -> None:
    calls = read_votes([write("ga_resolutions_voting.csv", LIBRARY_2024)]).calls
    assert calls.states == ("JPN", "KOR", "USA")
    assert calls.choices.tolist() == [[2, Choice.ABSENT, 3], [Choice.UNRECORDED, 1, Choice.UNRECORDED]]
    assert (calls.resolutions[0].symbol, calls.resolutions[0].session) == ("A/RES/78/35", 78)
    assert (calls.resolutions[0].title, calls.resolutions[0].item) == ("Peace, in space", "outer space")
