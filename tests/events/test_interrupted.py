"""An ingest that is killed at any moment goes on where it stopped, and ends with the bytes of an undisturbed one."""

from __future__ import annotations

import random
import shutil
import signal
import subprocess
import sys
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from tests.events.conftest import contents, mention, packed, rows, take_in

from kanae.errors import StorageError
from kanae.events import ingest
from kanae.events.folder import EventFolder
from kanae.store.processes import Beside

if TYPE_CHECKING:
    from collections.abc import Callable

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
    """Files of two days, the last of which repeats ids of the first, and mentions of one of them."""
    made = tmp_path_factory.mktemp("in")
    for place in range(4):
        day = 24 + place // 2
        late = rows(40, 9_000 + place * 50, day="20181024") if day == 25 else b""
        content = rows(200, 1 + place % 3 * 150, day=f"201910{day}") + late
        packed(made / f"201910{day}{place % 2:02d}0000.export.CSV.zip", content)
    told = b"".join(mention(event_id=known, sentence=known % 7) for known in range(1, 1_000, 3))
    packed(made / "20191024000000.mentions.CSV.zip", told)
    return made


BATCHES = 3
"""Days of events and of mentions in these files."""


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


@pytest.mark.parametrize("writes", [1, 2, 3, 4, 6, 8, 10, 11])
def test_killed_before_a_file_is_put_in_its_place(
    folder: Path, undisturbed: dict[str, bytes], tmp_path: Path, writes: int
) -> None:
    with started(folder, tmp_path / "store", writes) as child:
        assert child.wait() == -signal.SIGKILL
    take_in([folder], tmp_path / "store")
    assert contents(tmp_path / "store") == undisturbed


PATTERNS = (
    ".work/*-merged/*",
    "receipts/*",
    "receipts/*.mentions~*",
    ".work/known/*",
    ".manifest.json.*",
    "manifest.json",
)
"""Paths that appear while batches are brought together, and while the manifest is written."""


@dataclass(frozen=True, slots=True)
class Kill:
    """When an ingest is killed.

    Attributes:
        seconds: After how long at the latest.
        pattern: Path at whose appearance it is killed before; empty for none.
    """

    seconds: float
    pattern: str = ""


class Killer:
    """Ingests the same folder again and again, and kills it when it is told to."""

    def __init__(self, folder: Path, workers: int) -> None:
        command = [sys.executable, str(Path(__file__).with_name("killing.py")), str(folder), str(workers)]
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def __enter__(self) -> Killer:
        return self

    def __exit__(self, *_: object) -> None:
        self.process.communicate()

    def ingest(self, store: Path, kill: Kill) -> tuple[str, float]:
        """Return how an ingest ended, and after how many seconds."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        print(store, kill.seconds, kill.pattern, sep="\t", file=self.process.stdin, flush=True)
        ended, seconds = self.process.stdout.readline().split("\t")
        return ended, float(seconds)


def moment(draw: random.Random, seconds: float) -> Kill:
    """Return a random moment of an ingest that takes so long undisturbed; two of three are near its end."""
    kind = draw.randrange(3)
    if kind == 2:
        return Kill(10 * seconds, draw.choice(PATTERNS))
    return Kill(draw.uniform(0.6 * kind, 1) * seconds)


STAGES = {"nothing is read", "some is read", "all is read"}
"""How far an ingest came when it was killed: all of these are to be met."""


@pytest.mark.parametrize(("workers", "kills"), [(1, 50), (2, 25)])
def test_killed_at_50_random_moments(
    folder: Path, undisturbed: dict[str, bytes], tmp_path: Path, workers: int, kills: int
) -> None:
    draw, found, hit = random.Random(workers), Counter[str](), Counter[str]()
    with Killer(folder, workers) as killer:
        usual = min(killer.ingest(tmp_path / f"usual{place}", Kill(60))[1] for place in range(2))
        while (found["SIGKILL"] < kills or not hit.keys() >= STAGES) and found.total() < 4 * kills:
            store, tried = tmp_path / f"store{found.total()}", (moment(draw, usual), moment(draw, usual))
            for kill in tried:  # the second ingest goes on where the first stopped, and is killed too
                ended, seconds = killer.ingest(store, kill)
                usual = min(usual, seconds) if ended == "0" else usual  # it may have been a busy moment
                found[ended] += 1
                hit.update([stage(store)] if ended == "SIGKILL" else [])
            take_in([folder], store)
            assert contents(store) == undisturbed, f"killed at {tried}"
            shutil.rmtree(store, ignore_errors=True)  # a process that reads may live on for a moment
    assert found["SIGKILL"] >= kills, f"{found}: too few met a running ingest"
    assert found.keys() <= {"SIGKILL", "0"}
    assert hit.keys() >= STAGES, hit


def stage(store: Path) -> str:
    """Return how far an ingest came."""
    read = len(list(store.glob("receipts/*.json")))
    if read < BATCHES:
        return "some is read" if read else "nothing is read"
    return "manifest stands" if (store / "manifest.json").exists() else "all is read"


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


def test_what_a_run_that_was_killed_takes_late_is_not_taken_from_the_next(tmp_path: Path) -> None:
    store = EventFolder(tmp_path)
    assert store.take("20191024", "run-1") is not None
    assert store.take("20191024", "run-1") is None
    assert store.take("20191024", "run-2") is not None


def test_a_process_beside_that_gives_no_answer_is_told_and_its_batches_are_read_at_the_next_run(
    folder: Path, undisturbed: dict[str, bytes], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Killed(Beside):
        def __init__(self, module: str) -> None:
            super().__init__("kanae.no_such_module")

        def give(self, job: Job, note: Callable[[object], None]) -> None:
            EventFolder(job.store).take(job.batches[0][0], job.run)
            super().give(job, note)

    monkeypatch.setattr(ingest, "Beside", Killed)
    with pytest.raises(StorageError, match="ended without an answer"):
        take_in([folder], tmp_path / "store", workers=2)
    monkeypatch.undo()
    take_in([folder], tmp_path / "store")
    assert contents(tmp_path / "store") == undisturbed
