"""Files of events fetched from servers that refuse, stop, dawdle, lead elsewhere or give something else."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import pytest
from tests.events.fetching import ONE, QUICK, TEXT, fetch, left_over, names, states
from tests.events.publisher import publishing, stream_at

from kanae.events.fetched import read_manifest
from kanae.workflow.event_fetch import fetched_days

if TYPE_CHECKING:
    from pathlib import Path

    from tests.events.publisher import Publisher


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


def test_no_thread_is_left(publisher: Publisher, tmp_path: Path) -> None:
    fetch(tmp_path, stream_at(publisher))
    assert [thread.name for thread in threading.enumerate() if thread.name.endswith("(work)")] == []
