"""An ingest that is killed at any moment goes on where it stopped, and ends with the bytes of an undisturbed one."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest
from tests.events.conftest import contents, packed, rows, take_in

from kanae.errors import StorageError
from kanae.events import ingest
from kanae.events.folder import EventFolder
from kanae.store.processes import Beside

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from kanae.events.turns import Job

INGEST = """
import os, signal, sys
from pathlib import Path
from kanae.events.ingest import ingest, plan
from kanae.model.events import Watch

waiting = int(sys.argv[3])
replace = os.replace

def counted(*names, **more):
    global waiting
    waiting -= 1
    if waiting == 0:
        os.kill(os.getpid(), signal.SIGKILL)
    replace(*names, **more)

if __name__ == "__main__":
    os.replace = counted
    states = ("JPN", "KOR", "USA", "PRK", "CHN", "AUS", "PHL")
    print("ready", flush=True)
    ingest(plan([Path(sys.argv[1])]), Path(sys.argv[2]), Watch(states), int(sys.argv[4]), lambda news: None)
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Files of four days, the last of which repeat ids of the first."""
    made = tmp_path_factory.mktemp("in")
    for place in range(8):
        day = 24 + place // 2
        content = rows(700, 1 + place % 7 * 500, day=f"201910{day}") + rows(40, 9_000 + place * 50, day="20181024")
        packed(made / f"201910{day}{place % 2:02d}0000.export.CSV.zip", content)
    return made


@pytest.fixture(scope="module")
def undisturbed(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    store = tmp_path_factory.mktemp("undisturbed")
    take_in([folder], store)
    return contents(store)


def started(folder: Path, store: Path, writes: int = 0, workers: int = 1) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-c", INGEST, str(folder), str(store), str(writes), str(workers)]
    child = subprocess.Popen(command, stdout=subprocess.PIPE)
    assert child.stdout is not None
    assert child.stdout.readline() == b"ready\n"
    return child


@pytest.mark.parametrize("writes", [1, 2, 3, 5, 8, 11, 13, 17])
def test_killed_before_a_file_is_put_in_its_place(
    folder: Path, undisturbed: dict[str, bytes], tmp_path: Path, writes: int
) -> None:
    with started(folder, tmp_path / "store", writes) as child:
        assert child.wait() == -signal.SIGKILL
    take_in([folder], tmp_path / "store")
    assert contents(tmp_path / "store") == undisturbed


@pytest.mark.parametrize("seed", range(4))
def test_killed_at_a_random_moment_again_and_again(
    folder: Path, undisturbed: dict[str, bytes], tmp_path: Path, seed: int
) -> None:
    draw = random.Random(seed)
    for _ in range(2):
        with started(folder, tmp_path / "store") as child:
            time.sleep(draw.random() * 0.4)
            child.kill()
    take_in([folder], tmp_path / "store")
    assert contents(tmp_path / "store") == undisturbed


def test_processes_that_read_end_with_the_one_that_asked(
    folder: Path, undisturbed: dict[str, bytes], tmp_path: Path
) -> None:
    script = tmp_path / "ingest.py"
    script.write_text(INGEST, encoding="utf-8")
    command = [sys.executable, str(script), str(folder), str(tmp_path / "store"), "0", "2"]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as child:
        assert child.stdout is not None
        child.stdout.readline()
        while not list((tmp_path / "store").glob(".work/*")):
            time.sleep(0.01)
        child.kill()
        assert child.stdout.read() == b""  # ends when the last process that may write to it has ended
    take_in([folder], tmp_path / "store")
    assert contents(tmp_path / "store") == undisturbed


def test_a_process_beside_that_gives_no_answer_is_told_and_its_batches_are_read_at_the_next_run(
    folder: Path, undisturbed: dict[str, bytes], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Killed(Beside):
        def __init__(self, module: str, job: Job, note: Callable[[object], None]) -> None:
            EventFolder(job.store).take(job.batches[0][0])
            super().__init__("kanae.no_such_module", job, note)

    monkeypatch.setattr(ingest, "Beside", Killed)
    with pytest.raises(StorageError, match="ended without an answer"):
        take_in([folder], tmp_path / "store", workers=2)
    monkeypatch.undo()
    take_in([folder], tmp_path / "store")
    assert contents(tmp_path / "store") == undisturbed
