"""Files of events fetched over the loopback: whole days, days with gaps, and servers that misbehave."""

from __future__ import annotations

import hashlib
import json
import signal
import subprocess
import sys
import threading
import time
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest
from tests.events.publisher import publishing, quarters, stream_at, zipped
from typer.testing import CliRunner

from kanae.cli import app
from kanae.cli.event_fetch import told
from kanae.errors import MeasureError, StorageError, UpstreamError
from kanae.events.fetched import FETCHED, read_manifest
from kanae.events.lists import streams
from kanae.store.files import write_whole
from kanae.store.locks import locked
from kanae.workflow.event_fetch import (
    USUAL_MANNERS,
    FetchNews,
    FetchReport,
    days_of_files,
    fetch_events,
    fetched_days,
    plan_fetch,
    streams_of,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.events.publisher import Publisher

    from kanae.model.fetching import EventStream

DAY = date(2019, 10, 24)
TEXT = "20191024"
ONE = "20191024143000.export.CSV.zip"
QUICK = replace(USUAL_MANNERS, first_wait_seconds=0.001, longest_wait_seconds=2.0, timeout_seconds=0.3)


@pytest.fixture
def publisher() -> Iterator[Publisher]:
    with publishing() as found:
        found.publish(TEXT)
        yield found


def fetch(
    folder: Path, *chosen: EventStream, first: date = DAY, last: date = DAY, on: date = date(2019, 10, 26)
) -> FetchReport:
    planned = plan_fetch(chosen, first, last, folder)
    return fetch_events(planned, today=on, seed=1, tell=lambda _: None, manners=QUICK)


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir() if not path.name.startswith(".") and path.name != FETCHED)


def left_over(folder: Path) -> list[str]:
    return sorted(
        path.name for path in folder.iterdir() if path.name.startswith(".") and path.name not in {".lists", ".lock"}
    )


def states(report: FetchReport) -> list[tuple[str, str]]:
    return [(slot.stamp, slot.state) for slot in report.missing]


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


@pytest.mark.parametrize("illness", ["429", "503", "truncated", "reset", "silent", "dripping"])
def test_a_server_that_stumbles_is_asked_again(publisher: Publisher, tmp_path: Path, illness: str) -> None:
    publisher.ill[ONE] = [illness]
    report = fetch(tmp_path, stream_at(publisher))
    assert (report.exit_code, publisher.asked.count(ONE)) == (0, 2)
    assert (tmp_path / ONE).read_bytes() == publisher.files[ONE]
    assert left_over(tmp_path) == []


@pytest.mark.parametrize(
    ("illness", "state", "times"),
    [
        ("404", "not-found", 1),
        ("403", "refused", 1),
        ("503", "refused", QUICK.attempts),
        ("altered", "other-digest", 1),
        ("longer", "other-size", 1),
        ("page", "web-page", 1),
        ("page-as-zip", "web-page", 1),
        ("reset", "unreachable", QUICK.attempts),
    ],
)
def test_a_file_that_does_not_come_as_listed_is_missing(
    publisher: Publisher, tmp_path: Path, illness: str, state: str, times: int
) -> None:
    publisher.ill[ONE] = [illness] * 20
    report = fetch(tmp_path, stream_at(publisher))
    assert (states(report), report.exit_code) == ([(f"{TEXT}143000", state)], 1)
    assert report.missing[0].detail
    assert publisher.asked.count(ONE) == times
    assert ONE not in names(tmp_path)
    assert left_over(tmp_path) == []
    publisher.ill.clear()
    assert fetch(tmp_path, stream_at(publisher)).came == 1


def test_a_file_shorter_than_listed_is_not_kept(publisher: Publisher, tmp_path: Path) -> None:
    publisher.files[ONE] = publisher.files[ONE][:-5]
    assert states(fetch(tmp_path, stream_at(publisher))) == [(f"{TEXT}143000", "other-size")]
    assert left_over(tmp_path) == []


def test_a_transfer_that_keeps_stopping_is_taken_up_by_the_next_run(publisher: Publisher, tmp_path: Path) -> None:
    publisher.ill[ONE] = ["truncated"] * QUICK.attempts
    assert states(fetch(tmp_path, stream_at(publisher))) == [(f"{TEXT}143000", "stopped")]
    (part,) = tmp_path.glob(f".{ONE}.part")
    here = part.stat().st_size
    assert fetch(tmp_path, stream_at(publisher)).exit_code == 0
    assert publisher.ranges[ONE][-1] == f"bytes={here}-"
    assert (tmp_path / ONE).read_bytes() == publisher.files[ONE]


def test_a_part_of_a_file_that_grew_is_not_kept(publisher: Publisher, tmp_path: Path) -> None:
    publisher.ill[ONE] = ["truncated"] * QUICK.attempts
    fetch(tmp_path, stream_at(publisher))
    assert left_over(tmp_path) == [f".{ONE}.part", f".{ONE}.part.mark"]
    publisher.files[ONE] += b"more"
    assert states(fetch(tmp_path, stream_at(publisher))) == [(f"{TEXT}143000", "other-size")]
    assert left_over(tmp_path) == []


def test_a_spoiled_file_on_the_disk_is_fetched_again(publisher: Publisher, tmp_path: Path) -> None:
    fetch(tmp_path, stream_at(publisher))
    content = publisher.files[ONE]
    (tmp_path / ONE).write_bytes(content[:-1] + b"?")
    report = fetch(tmp_path, stream_at(publisher))
    assert (report.came, (tmp_path / ONE).read_bytes()) == (1, content)


def test_everybody_waits_as_long_as_the_server_asks(publisher: Publisher, tmp_path: Path) -> None:
    publisher.ill[ONE] = ["429"]
    publisher.retry_after = "1"
    assert fetch(tmp_path, stream_at(publisher)).exit_code == 0
    refused = publisher.begun[publisher.asked.index(ONE)]
    in_flight = stream_at(publisher).connections - 1
    later = sorted(moment - refused for moment in publisher.begun if moment > refused)
    assert later[in_flight] >= 0.95


def test_a_server_that_asks_for_too_long_a_wait_is_left_alone(publisher: Publisher, tmp_path: Path) -> None:
    publisher.ill = {name: ["429"] for name in publisher.files if name.endswith(".zip")}
    publisher.retry_after = "3600"
    report = fetch(tmp_path, stream_at(publisher))
    found = [state for _, state in states(report)]
    assert report.exit_code == 1
    assert "asks to wait 3,600 seconds" in report.missing[0].detail
    assert set(found) == {"refused", "not-asked"}
    assert found.count("refused") <= 2 + stream_at(publisher).connections
    assert fetched_days(tmp_path)[0].complete is False


def test_no_more_connections_than_allowed(publisher: Publisher, tmp_path: Path) -> None:
    publisher.hold = 0.02
    fetch(tmp_path, stream_at(publisher).model_copy(update={"connections": 3}))
    assert publisher.most_at_once == 3


def test_between_two_requests_there_is_a_pause(publisher: Publisher, tmp_path: Path) -> None:
    fetch(tmp_path, stream_at(publisher).model_copy(update={"pause_milliseconds": 15}))
    begun = sorted(publisher.begun[1:])
    assert len(begun) == 96
    assert begun[-1] - begun[0] >= 0.95 * 0.015 * 95


def test_a_redirection_to_another_host_is_refused_and_one_to_the_same_followed(
    publisher: Publisher, tmp_path: Path
) -> None:
    publisher.elsewhere = f"http://localhost:{publisher.port}/stolen/"
    publisher.ill = {ONE: ["elsewhere"], f"{TEXT}000000.export.CSV.zip": ["here"]}
    report = fetch(tmp_path, stream_at(publisher))
    assert states(report) == [(f"{TEXT}143000", "refused")]
    assert "another host" in report.missing[0].detail
    assert publisher.asked.count(ONE) == 1


def test_the_next_mirror_has_what_the_first_has_not(publisher: Publisher, tmp_path: Path) -> None:
    with publishing() as second:
        second.files = publisher.files
        publisher.ill = {ONE: ["altered"], f"{TEXT}000000.export.CSV.zip": ["404"]}
        assert fetch(tmp_path, stream_at(publisher, second)).exit_code == 0
        assert sorted(second.asked) == [f"{TEXT}000000.export.CSV.zip", ONE]
        found = {row.file: row.url for row in read_manifest(tmp_path).files}  # type: ignore[union-attr]
        assert found[ONE] == second.url + ONE


def test_a_mirror_that_never_answers_is_given_up_for_this_run(publisher: Publisher, tmp_path: Path) -> None:
    with publishing() as first:
        first.files = {"masterfilelist.txt": publisher.files["masterfilelist.txt"]}
        first.ill = {name: ["403"] * 9 for name in publisher.files if name.endswith(".zip")}
        first.files |= dict.fromkeys(first.ill, b"")
        assert fetch(tmp_path, stream_at(first, publisher)).exit_code == 0
        assert len(first.asked) <= 1 + 2 + stream_at(first).connections


@pytest.mark.parametrize("illness", ["truncated", "reset", "503", "elsewhere"])
def test_a_server_that_gives_nothing_is_not_asked_for_everything(
    publisher: Publisher, tmp_path: Path, illness: str
) -> None:
    publisher.elsewhere = f"http://localhost:{publisher.port}/"
    publisher.ill = {name: [illness] * 20 for name in publisher.files if name.endswith(".zip")}
    report = fetch(tmp_path, stream_at(publisher))
    asked = {name for name in publisher.asked if name.endswith(".zip")}
    assert 3 <= len(asked) <= 2 + stream_at(publisher).connections
    assert len(report.missing) == 96
    assert sum(state == "not-asked" for _, state in states(report)) == 96 - len(asked)


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


def test_an_interrupt_leaves_nothing_half_and_the_next_run_goes_on(publisher: Publisher, tmp_path: Path) -> None:
    def interrupt(news: FetchNews) -> None:
        if news.files >= 20:
            raise KeyboardInterrupt

    planned = plan_fetch((stream_at(publisher),), DAY, DAY, tmp_path)
    with pytest.raises(KeyboardInterrupt):
        fetch_events(planned, today=DAY, seed=1, tell=interrupt, manners=QUICK)
    assert all((tmp_path / name).read_bytes() == publisher.files[name] for name in names(tmp_path))
    (day,) = fetched_days(tmp_path)
    assert (day.complete, day.had >= 20, day.missing["not-asked"]) == (False, True, 96 - day.had)
    report = fetch(tmp_path, stream_at(publisher))
    assert (report.exit_code, report.came + report.stood) == (0, 96)


FETCH = """
import sys
from datetime import date
from pathlib import Path
from kanae.workflow.event_fetch import fetch_events, plan_fetch, streams_of

(stream,) = streams_of(["english"])
stream = stream.model_copy(update={"mirrors": (sys.argv[1],), "pause_milliseconds": 20, "fewest_bytes": 1})
planned = plan_fetch((stream,), date(2019, 10, 24), date(2019, 10, 24), Path(sys.argv[2]))
fetch_events(planned, today=date(2019, 10, 24), seed=1, tell=lambda news: print(news.files, flush=True))
"""


@pytest.mark.parametrize("sent", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_a_process_that_is_ended_leaves_only_whole_files(publisher: Publisher, tmp_path: Path, sent: int) -> None:
    publisher.ill = {name: ["dripping"] for name in list(publisher.files)[20:30] if name.endswith(".zip")}
    with subprocess.Popen(
        [sys.executable, "-c", FETCH, publisher.url, str(tmp_path)], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    ) as process:
        assert process.stdout is not None
        for line in process.stdout:
            if int(line) >= 12:
                break
        process.send_signal(sent)
        ended = time.monotonic()
        process.wait(timeout=20)
        assert time.monotonic() - ended < 5
    assert 12 <= len(names(tmp_path)) < 96
    assert all((tmp_path / name).read_bytes() == publisher.files[name] for name in names(tmp_path))
    assert fetched_days(tmp_path)[0].complete is False
    report = fetch(tmp_path, stream_at(publisher))
    assert (report.exit_code, len(names(tmp_path))) == (0, 96)


def test_a_full_disk_ends_the_work_with_its_name(
    publisher: Publisher, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(path: Path, content: bytes | str) -> None:
        if ".zip" in path.name:
            raise StorageError(f"'{path}' cannot be written: No space left on device.", "Free space.")
        write_whole(path, content)

    monkeypatch.setattr("kanae.store.transfer.write_whole", full)
    with pytest.raises(StorageError, match="No space left"):
        fetch(tmp_path, stream_at(publisher))
    assert fetched_days(tmp_path)[0].had == 0


def test_two_fetches_into_one_folder_do_not_mix(publisher: Publisher, tmp_path: Path) -> None:
    with locked(tmp_path), pytest.raises(StorageError, match="Another kanae"):
        fetch(tmp_path, stream_at(publisher))


def test_no_thread_is_left(publisher: Publisher, tmp_path: Path) -> None:
    before = threading.active_count()
    fetch(tmp_path, stream_at(publisher))
    assert not [thread for thread in threading.enumerate()[before:] if thread.name.endswith("(work)")]


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


def test_names_of_files_tell_which_days_a_store_has_whole() -> None:
    english = [f"{stamp}.export.CSV.zip" for stamp in quarters(TEXT)]
    translated = [f"{stamp}.translation.export.CSV" for stamp in quarters("20150218")[91:]]
    found = days_of_files([*english, *english[:3], *translated, "20160728.export.CSV", "200601.zip", "events.tab"])
    assert [(day.stream, day.day, day.had, day.expected, day.complete) for day in found] == [
        ("daily", "2016-07-28", 1, 1, True),
        ("english", "2019-10-24", 96, 96, True),
        ("translated", "2015-02-18", 5, 5, True),
    ]
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
    done = CliRunner().invoke(app, [*words, "--to-dir", str(folder), "--url", publisher.url])
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
    checked = CliRunner().invoke(app, ["events", "check", str(folder), "--format", "csv"])
    assert (checked.exit_code, checked.stdout.splitlines()[1]) == (2, "english,2019-10-24,false,96,95,1 unlisted")
    taken = CliRunner().invoke(app, ["events", "ingest", str(folder), "--to", str(tmp_path / "store")])
    assert taken.exit_code == 0, taken.output
    assert "95 files: 285 rows, 190 kept" in taken.stderr
    stored = CliRunner().invoke(app, ["events", "check", str(tmp_path / "store")])
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
