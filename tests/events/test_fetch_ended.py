"""A fetch that is ended, by hand, by the system or by the disk, leaves only whole files."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest
from tests.events.fetching import DAY, QUICK, fetch, names
from tests.events.publisher import stream_at

from kanae.errors import StorageError
from kanae.store.files import write_whole
from kanae.store.locks import locked
from kanae.workflow.event_fetch import FetchNews, fetch_events, fetched_days, plan_fetch

if TYPE_CHECKING:
    from pathlib import Path

    from tests.events.publisher import Publisher


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
import signal
import sys
from datetime import date
from pathlib import Path
from kanae.workflow.event_fetch import fetch_events, plan_fetch, streams_of

signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell starts what runs in the background without it
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
