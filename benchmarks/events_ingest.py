"""How long an ingest of events takes, as a multiple of one core that only inflates the same bytes, and of pandas.

Two ingests are measured: of the rows of a watched state, 37 of 100, and with ``--pairs``, of those between two of them,
4.5 of 100. Whole processes, started in turn so that all meet the same machine; the medians of the ratios within a round
are compared with the limits. Inflating is done by zlib as Python ships it, one file after the other,
with the check sums. pandas is asked for all columns of each file, as clients of GDELT do. With them all as text no
value changes; that is what the limits are held against. gdeltPyR takes three codes as text and lets pandas guess the
rest, which is quicker with pandas 3 and is shown beside it. pandas is needed for this benchmark alone, and reads only
the first of the files, scaled up. Memory is the private one of each process that reads, with the first of the files and
with all; the libraries it maps are shared.

``python benchmarks/events_ingest.py [FILES [ROUNDS [KILLS]]]``: number of files of 15 minutes (4,000 are six weeks of
one stream), rounds, and how often an ingest is killed at a random moment before it may end.
"""

from __future__ import annotations

import filecmp
import os
import random
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tools"))

from event_files import write_files  # noqa: E402  # beside the other tools

FILES, ROUNDS, KILLS = 4_000, 3, 50
FIRST = 400
ONE, TWO = 2.3, 1.25
PANDAS_ONE, PANDAS_TWO = 5.0, 10.0
MEGABYTES = 100.0
KEPT = {"rows of a state": (), "rows of a pair": ("--pairs",)}

INFLATE = """
import sys, zipfile
from pathlib import Path
for path in sorted(Path(sys.argv[1]).iterdir()):
    with zipfile.ZipFile(path) as archive:
        archive.read(archive.infolist()[0])
"""
PANDAS = """
import sys
from pathlib import Path
import pandas
for path in sorted(Path(sys.argv[1]).iterdir()):
    pandas.read_csv(path, sep="\\t", header=None, compression="zip", dtype=KINDS)
"""
AS_TEXT, AS_GUESSED = "str", "{26: str, 27: str, 28: str}"


def started(*words: str) -> subprocess.Popen[bytes]:
    """Start a Python process."""
    return subprocess.Popen([sys.executable, *words], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


@dataclass(frozen=True, slots=True)
class Spent:
    """What a process took.

    Attributes:
        wall: Seconds that went by.
        cores: Seconds that cores worked for it and its children, which a busy machine changes less.
    """

    wall: float
    cores: float


def spent(*words: str) -> Spent:
    """Run a Python process and return what it took."""
    begun = time.perf_counter()
    child = started(*words)
    _, status, usage = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode not in (0, 2):
        raise SystemExit(f"python {' '.join(words)} ended with {child.returncode}")
    return Spent(time.perf_counter() - begun, usage.ru_utime + usage.ru_stime)


def ingest(files: Path, store: Path, workers: int, *more: str) -> tuple[str, ...]:
    """Return the words of an ingest."""
    return ("-m", "kanae", "events", "ingest", str(files), "--to", str(store), "--workers", str(workers), *more)


def private_megabytes(process: int) -> float:
    """Return the private memory of the process or of the largest of its children."""
    found = []
    for each in (process, *children(process)):
        try:
            lines = Path(f"/proc/{each}/status").read_text(encoding="utf-8").splitlines()
        except OSError:
            continue
        found += [int(line.split()[1]) / 1e3 for line in lines if line.startswith("RssAnon")]
    return max(found, default=0.0)


def children(process: int) -> list[int]:
    """Return the children of a process."""
    try:
        text = Path(f"/proc/{process}/task/{process}/children").read_text(encoding="utf-8")
    except OSError:
        return []
    return [int(number) for number in text.split()]


def memory(files: Path, store: Path, workers: int, *more: str) -> float:
    """Return the most private memory that one process of an ingest has."""
    most = 0.0
    with started(*ingest(files, store, workers, *more)) as child:
        while child.poll() is None:
            most = max(most, private_megabytes(child.pid))
            time.sleep(0.02)
    return most


def same(one: Path, other: Path) -> bool:
    """Tell whether two folders hold the same files with the same bytes."""
    names = [{path.relative_to(root) for path in root.rglob("*") if path.is_file()} for root in (one, other)]
    return names[0] == names[1] and all(filecmp.cmp(one / name, other / name, shallow=False) for name in names[0])


def survives(files: Path, store: Path, undisturbed: Path, kills: int) -> bool:
    """Kill an ingest at random moments, then let it end, and compare the bytes."""
    draw = random.Random(1)
    for _ in range(kills):
        with started(*ingest(files, store, 1)) as child:
            time.sleep(0.3 + draw.random() * 1.5)
            child.send_signal(signal.SIGKILL)
    spent(*ingest(files, store, 1))
    return same(store, undisturbed)


@dataclass(frozen=True, slots=True)
class Round:
    """What one round took, in seconds: inflating, one process, two processes, and pandas scaled up to all files.

    Attributes:
        guessed: pandas as well, guessing what most columns hold.
    """

    inflating: Spent
    one: Spent
    two: Spent
    pandas: float
    guessed: float


def round_of(files: Path, first: Path, base: Path, number: int, more: tuple[str, ...]) -> Round:
    """Run each once, into folders of their own."""
    share = size_of(files) / size_of(first)
    inflating = spent("-c", INFLATE, str(files))
    one = spent(*ingest(files, base / f"one{number}", 1, *more))
    two = spent(*ingest(files, base / f"two{number}", 2, *more))
    pandas, guessed = (
        spent("-c", PANDAS.replace("KINDS", kinds), str(first)).wall - spent("-c", "import pandas").wall
        for kinds in (AS_TEXT, AS_GUESSED)
    )
    named = {"inflating": inflating, "one": one, "two": two}
    told = (f"{name} {took.wall:.1f} s ({took.cores:.1f} s of cores)" for name, took in named.items())
    print(f"round {number + 1}: {', '.join(told)}; load {os.getloadavg()[0]:.1f}", flush=True)
    return Round(inflating, one, two, pandas * share, guessed * share)


def size_of(folder: Path) -> int:
    """Return the bytes of the files in a folder."""
    return sum(path.stat().st_size for path in folder.iterdir())


def told(found: list[tuple[str, float, bool, str]]) -> bool:
    """Print what was found, and tell whether every limit is kept."""
    for name, value, kept, limit in found:
        print(f"  {name}: {value:.2f}, {limit}{'' if kept else '  <- beyond'}")
    return all(kept for _, _, kept, _ in found)


def measured(files: Path, first: Path, base: Path, rounds: int, more: tuple[str, ...]) -> bool:
    """Measure ingests that keep some rows, print, and tell whether every limit is kept."""
    took = [round_of(files, first, base, number, more) for number in range(rounds)]
    others = [base / f"{name}{number}" for number in range(rounds) for name in ("one", "two")]
    equal = all(same(base / "one0", other) for other in others)
    most = {
        f"private megabytes, {'all' if some is files else 'first'} files, {workers} at work": memory(
            some, base / f"memory-{some.name}-{workers}", workers, *more
        )
        for some in (first, files)
        for workers in (1, 2)
    }
    one = median(each.one.wall / each.inflating.wall for each in took)
    two = median(each.two.wall / each.inflating.wall for each in took)
    one_pandas = median(each.pandas / each.one.wall for each in took)
    two_pandas = median(each.pandas / each.two.wall for each in took)
    guessed = median(each.guessed / each.one.wall for each in took)
    print(f"  pandas that guesses what most columns hold, times one process: {guessed:.2f}")
    cores = [median(getattr(each, name).cores / each.inflating.cores for each in took) for name in ("one", "two")]
    print(f"  cores at work, times inflating: {cores[0]:.2f} for one process, {cores[1]:.2f} for two together")
    kept = told(
        [
            ("one process, times inflating", one, one <= ONE, f"at most {ONE}"),
            ("two processes, times inflating", two, two <= TWO, f"at most {TWO}"),
            ("pandas, times one process", one_pandas, one_pandas >= PANDAS_ONE, f"at least {PANDAS_ONE}"),
            ("pandas, times two processes", two_pandas, two_pandas >= PANDAS_TWO, f"at least {PANDAS_TWO}"),
            *((name, value, value <= MEGABYTES, f"at most {MEGABYTES:.0f}") for name, value in most.items()),
        ]
    )
    print(f"  all runs the same bytes: {'yes' if equal else 'no  <- beyond'}", flush=True)
    return kept and equal


def main(count: int = FILES, rounds: int = ROUNDS, kills: int = KILLS) -> int:
    """Measure, print, and return 1 when a limit is passed."""
    with TemporaryDirectory() as folder:
        base = Path(folder)
        files = base / "files"
        files.mkdir()
        size = write_files(files, count)
        first = base / "first"
        first.mkdir()
        for path in sorted(files.iterdir())[:FIRST]:
            (first / path.name).hardlink_to(path)
        print(f"{count} files, {size / 1e6:,.0f} MB unpacked", flush=True)
        kept = []
        for place, (name, more) in enumerate(KEPT.items()):
            print(name, flush=True)
            kept.append(measured(files, first, base / str(place), rounds, more))
        killed = survives(files, base / "killed", base / "0" / "one0", kills) if kills else True
        print(f"killed {kills} times, then the same bytes: {'yes' if killed else 'no  <- beyond'}")
    return int(not (killed and all(kept)))


if __name__ == "__main__":
    os.environ.setdefault("PYTHONPATH", str(ROOT / "src"))
    sys.exit(main(*(int(word) for word in sys.argv[1:])))
