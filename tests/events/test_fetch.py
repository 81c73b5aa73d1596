"""Files of events fetched over the loopback: whole days, days with gaps, lists, and the manifest."""

from __future__ import annotations

import hashlib
import json
from datetime import date
from typing import TYPE_CHECKING

import pytest
from tests.events.fetching import DAY, ONE, TEXT, fetch, left_over, names, states
from tests.events.publisher import quarters, stream_at, zipped
from typer.testing import CliRunner

from kanae.cli import command_line
from kanae.cli.event_fetch import told
from kanae.errors import MeasureError, StorageError, UpstreamError
from kanae.events.fetched import FETCHED, read_manifest
from kanae.events.lists import streams
from kanae.workflow.event_fetch import FetchNews, days_of_files, fetched_days, plan_fetch, streams_of

if TYPE_CHECKING:
    from pathlib import Path

    from tests.events.publisher import Publisher


def test_a_whole_day_comes_and_a_second_run_asks_for_nothing(publisher: Publisher, tmp_path: Path) -> None:
    report = fetch(tmp_path, stream_at(publisher))
    assert (report.exit_code, report.came, report.stood, report.missing) == (0, 96, 0, ())
    assert {name: (tmp_path / name).read_bytes() for name in names(tmp_path)} == {
        name: content for name, content in publisher.files.items() if name.endswith(".zip")
    }
    assert left_over(tmp_path) == []
    asked, manifest = len(publisher.asked), (tmp_path / FETCHED).read_bytes()
    again = fetch(tmp_path, stream_at(publisher), on=date(2019, 10, 30))
    assert (again.exit_code, again.came, again.stood, len(publisher.asked)) == (0, 0, 96, asked)
    assert (tmp_path / FETCHED).read_bytes() == manifest


def test_the_manifest_names_files_as_they_are(publisher: Publisher, tmp_path: Path) -> None:
    fetch(tmp_path, stream_at(publisher))
    found = read_manifest(tmp_path)
    assert found is not None
    assert [row.file for row in found.files] == names(tmp_path)
    for row in found.files:
        content = (tmp_path / row.file).read_bytes()
        assert (row.size, row.md5) == (len(content), hashlib.md5(content, usedforsecurity=False).hexdigest())
        assert row.url == publisher.url + row.file
    listed = publisher.files["masterfilelist.txt"]
    assert (found.lists[0].sha256, found.lists[0].latest) == (hashlib.sha256(listed).hexdigest(), f"{TEXT}234500")


def test_a_slot_without_a_file_makes_the_day_incomplete(publisher: Publisher, tmp_path: Path) -> None:
    publisher.files.clear()
    publisher.publish(TEXT, left_out=(f"{TEXT}143000", f"{TEXT}234500"))
    report = fetch(tmp_path, stream_at(publisher))
    assert states(report) == [(f"{TEXT}143000", "unlisted"), (f"{TEXT}234500", "not-yet")]
    assert report.exit_code == 2
    (day,) = fetched_days(tmp_path)
    assert (day.day, day.complete, day.expected, day.had) == ("2019-10-24", False, 96, 94)
    assert day.missing == {"unlisted": 1, "not-yet": 1}


def test_a_day_without_any_file_is_incomplete_and_not_left_out(publisher: Publisher, tmp_path: Path) -> None:
    publisher.publish("20191026")
    report = fetch(tmp_path, stream_at(publisher), last=date(2019, 10, 26))
    assert [(day.day, day.had) for day in report.days] == [("2019-10-24", 96), ("2019-10-25", 0), ("2019-10-26", 96)]
    assert {state for _, state in states(report)} == {"unlisted"}


def test_what_was_not_listed_yet_comes_later(publisher: Publisher, tmp_path: Path) -> None:
    whole = publisher.files["masterfilelist.txt"]
    publisher.files["masterfilelist.txt"] = whole[: whole.index(f"{TEXT}120000".encode())].rsplit(b"\n", 1)[0] + b"\n"
    assert fetch(tmp_path, stream_at(publisher)).days[0].had == 48
    publisher.files["masterfilelist.txt"] = whole
    report = fetch(tmp_path, stream_at(publisher))
    assert (report.exit_code, report.came, report.stood) == (0, 48, 48)


def test_a_gap_is_asked_for_again_on_another_day_only(publisher: Publisher, tmp_path: Path) -> None:
    whole = dict(publisher.files)
    publisher.files.clear()
    publisher.publish(TEXT, left_out=(f"{TEXT}143000",))
    fetch(tmp_path, stream_at(publisher))
    publisher.files = whole
    assert fetch(tmp_path, stream_at(publisher)).exit_code == 2
    assert publisher.asked.count("masterfilelist.txt") == 1
    assert fetch(tmp_path, stream_at(publisher), on=date(2019, 10, 27)).exit_code == 0
    assert read_manifest(tmp_path).missing == ()  # type: ignore[union-attr]


def test_both_streams_go_into_one_folder(publisher: Publisher, tmp_path: Path) -> None:
    publisher.publish(TEXT, middle=".translation", left_out=(f"{TEXT}000000",))
    report = fetch(tmp_path, stream_at(publisher), stream_at(publisher, name="translated"))
    assert [(day.stream, day.had) for day in report.days] == [("english", 96), ("translated", 95)]
    assert len(names(tmp_path)) == 191
    other = fetch(tmp_path, stream_at(publisher), first=date(2019, 10, 25), last=date(2019, 10, 25))
    assert other.days[0].missing == {"not-yet": 96}
    assert [day.day[-2:] for day in fetched_days(tmp_path)] == ["24", "25", "24"]


def test_a_spoiled_file_on_the_disk_is_fetched_again(publisher: Publisher, tmp_path: Path) -> None:
    fetch(tmp_path, stream_at(publisher))
    content = publisher.files[ONE]
    (tmp_path / ONE).write_bytes(content[:-1] + b"?")
    report = fetch(tmp_path, stream_at(publisher))
    assert (report.came, (tmp_path / ONE).read_bytes()) == (1, content)


def test_a_list_that_cannot_be_had_ends_the_work(publisher: Publisher, tmp_path: Path) -> None:
    publisher.ill["masterfilelist.txt"] = ["404"]
    with pytest.raises(UpstreamError, match="answers 404"):
        fetch(tmp_path, stream_at(publisher))
    assert names(tmp_path) == []


@pytest.mark.parametrize("content", [b"<html>busy</html>", b"", b"150383 no list at all\n"])
def test_a_page_in_place_of_a_list_is_no_list(publisher: Publisher, tmp_path: Path, content: bytes) -> None:
    publisher.files["masterfilelist.txt"] = content
    with pytest.raises(UpstreamError):
        fetch(tmp_path, stream_at(publisher))
    assert not (tmp_path / FETCHED).exists()


def test_a_list_cut_short_is_not_believed(publisher: Publisher, tmp_path: Path) -> None:
    publisher.ill["masterfilelist.txt"] = ["truncated"] * 20
    with pytest.raises(UpstreamError, match="stopped after"):
        fetch(tmp_path, stream_at(publisher))


def test_lines_that_cannot_be_read_are_counted(publisher: Publisher, tmp_path: Path) -> None:
    lines = publisher.files["masterfilelist.txt"].split(b"\n")
    place = next(number for number, line in enumerate(lines) if ONE.encode() in line)
    lines[place] = lines[place].split(b" ", 2)[2]
    publisher.files["masterfilelist.txt"] = b"\n".join(lines)
    report = fetch(tmp_path, stream_at(publisher))
    assert (states(report), report.unread) == ([(f"{TEXT}143000", "unlisted")], 1)


def test_days_and_streams_are_held_against_the_catalogue(tmp_path: Path) -> None:
    with pytest.raises(MeasureError, match="is after"):
        plan_fetch(streams_of(["english"]), DAY, date(2019, 10, 23), tmp_path)
    with pytest.raises(MeasureError, match="begins on 2015-02-18") as caught:
        plan_fetch(streams_of(["english"]), date(2015, 2, 17), DAY, tmp_path)
    assert "--stream daily" in caught.value.fix
    assert plan_fetch(streams_of(["translated"]), date(2015, 2, 18), DAY, tmp_path).first.year == 2015


def test_the_catalogue_names_encrypted_addresses_of_one_publisher() -> None:
    hosts = ("https://data.gdeltproject.org/", "https://storage.googleapis.com/data.gdeltproject.org/")
    for stream in streams().values():
        assert all(mirror.startswith(hosts) and mirror.endswith("/") for mirror in stream.mirrors)
        assert stream.licence
        assert stream.citation
        assert 1 <= stream.connections <= 4
        assert stream.pause_milliseconds >= 100


def daily(publisher: Publisher, names_of_files: list[str]) -> None:
    publisher.files = {name: zipped(name[:8], name.encode()) for name in names_of_files}
    sizes = "".join(f"{len(content)} {name}\n" for name, content in publisher.files.items())
    md5s = "".join(
        f"{hashlib.md5(content, usedforsecurity=False).hexdigest()}  {name}\n"
        for name, content in publisher.files.items()
    )
    reduced = "GDELT.MASTERREDUCEDV2.1979-2013.zip\n"
    publisher.files |= {
        "filesizes": f"1195384117 {reduced}{sizes}".encode(),
        "md5sums": f"f6fcb7e955e35f93c9dae427c07b545d  {reduced}{md5s}".encode(),
    }


def test_daily_files_and_back_files_of_gdelt_1(publisher: Publisher, tmp_path: Path) -> None:
    daily(
        publisher,
        ["1979.zip", "2005.zip", "200601.zip", "201303.zip", "20130401.export.CSV.zip", "20130403.export.CSV.zip"],
    )
    stream = stream_at(publisher, name="daily")
    report = fetch(tmp_path, stream, first=date(2013, 3, 30), last=date(2013, 4, 4))
    assert names(tmp_path) == ["201303.zip", "20130401.export.CSV.zip", "20130403.export.CSV.zip"]
    assert states(report) == [("20130402", "unlisted"), ("20130404", "not-yet")]
    assert [day.complete for day in report.days] == [True, True, True, False, True, False]
    fetch(tmp_path, stream, first=date(2005, 12, 31), last=date(2006, 1, 1))
    assert names(tmp_path)[:2] == ["2005.zip", "200601.zip"]


def test_a_file_in_one_of_two_lists_only_is_not_listed(publisher: Publisher, tmp_path: Path) -> None:
    daily(publisher, ["20130401.export.CSV.zip", "20130402.export.CSV.zip"])
    publisher.files["md5sums"] = publisher.files["md5sums"].rsplit(b"\n", 2)[0] + b"\n"
    report = fetch(tmp_path, stream_at(publisher, name="daily"), first=date(2013, 4, 1), last=date(2013, 4, 2))
    assert (states(report), report.unread) == ([("20130402", "not-yet")], 1)


def test_mentions_are_a_stream_of_their_own(publisher: Publisher, tmp_path: Path) -> None:
    publisher.files |= {f"{stamp}.mentions.CSV.zip": b"mentions" for stamp in quarters(TEXT)}
    report = fetch(tmp_path, stream_at(publisher, name="english-mentions"))
    assert (report.came, names(tmp_path)[0]) == (96, f"{TEXT}000000.mentions.CSV.zip")
    assert [(day.stream, day.complete) for day in report.days] == [("english-mentions", True)]
    with pytest.raises(MeasureError, match="'daily' has no mentions"):
        streams_of(["daily"], mentions=True)


def test_names_of_files_tell_which_days_a_store_has_whole() -> None:
    english = [f"{stamp}.export.CSV.zip" for stamp in quarters(TEXT)]
    translated = [f"{stamp}.translation.export.CSV" for stamp in quarters("20150218")[91:]]
    found = days_of_files([*english, *english[:3], *translated, "20160728.export.CSV", "200601.zip", "events.tab"])
    assert [(day.stream, day.day, day.had, day.expected, day.complete) for day in found] == [
        ("daily", "2016-07-28", 1, 1, True),
        ("english", "2019-10-24", 96, 96, True),
        ("translated", "2015-02-18", 5, 5, True),
    ]
    mentions = [name.replace("export", "mentions") for name in english]
    assert [(day.stream, day.complete) for day in days_of_files(mentions)] == [("english-mentions", True)]
    (short,) = days_of_files(english[1:])
    assert (short.complete, short.missing) == (False, {"absent": 1})


def test_the_command_fetches_and_ingest_takes_the_folder_as_it_is(
    publisher: Publisher, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    publisher.files.clear()
    publisher.publish(TEXT, left_out=(f"{TEXT}143000",))
    english = stream_at(publisher)
    monkeypatch.setattr("kanae.workflow.event_fetch.streams", lambda: {"english": english})
    folder = tmp_path / "gdelt"
    words = ["events", "fetch", "--from", "2019-10-24", "--to", "2019-10-24", "--stream", "english"]
    done = CliRunner().invoke(command_line(), [*words, "--to-dir", str(folder), "--url", publisher.url])
    assert done.exit_code == 2, done.output
    assert json.loads(done.stdout) == [
        {
            "stream": "english",
            "day": "2019-10-24",
            "complete": False,
            "expected": 96,
            "had": 95,
            "missing": ["1 unlisted"],
        }
    ]
    assert "95 files came" in done.stderr
    assert "0 of 1 days are complete" in done.stderr
    checked = CliRunner().invoke(command_line(), ["events", "check", str(folder), "--format", "csv"])
    assert (checked.exit_code, checked.stdout.splitlines()[1]) == (2, "english,2019-10-24,false,96,95,1 unlisted")
    taken = CliRunner().invoke(command_line(), ["events", "ingest", str(folder), "--to", str(tmp_path / "store")])
    assert taken.exit_code == 0, taken.output
    assert "95 files: 285 rows, 190 kept" in taken.stderr
    stored = CliRunner().invoke(command_line(), ["events", "check", str(tmp_path / "store")])
    assert "0 of 1 days are complete; not so: english 2019-10-24 (95 of 96 files)" in stored.stderr


def test_progress_tells_the_rate_and_the_time_left() -> None:
    assert told(FetchNews("english: reading the list")) == "english: reading the list"
    assert told(FetchNews("english", 0, 96, 0, 0.0)) == "english: 0 of 96 files"
    news = FetchNews("english", 24, 96, 6_000_000, 3.0)
    assert told(news) == "english: 24 of 96 files, 2.0 MB a second, 9 seconds left"


def test_a_damaged_manifest_is_named(publisher: Publisher, tmp_path: Path) -> None:
    fetch(tmp_path, stream_at(publisher))
    (tmp_path / FETCHED).write_text('{"days": 3}')
    with pytest.raises(StorageError, match="no manifest of fetched files"):
        fetched_days(tmp_path)
