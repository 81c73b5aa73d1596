"""How long the main jobs take on the shipped ledger, whole processes: check, brief, all measures.

The first run of each is not counted: it writes byte code and fills the caches, as on a reader's machine.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from statistics import median

RUNS = 5


@dataclass(frozen=True, slots=True)
class Job:
    """A command and the time it may take.

    Attributes:
        arguments: What follows ``kanae``.
        limit_seconds: Longest median time allowed.
    """

    arguments: tuple[str, ...]
    limit_seconds: float


def jobs(folder: Path) -> tuple[Job, ...]:
    """Return the commands that are measured; pages are written to a folder."""
    briefs = (
        Job(("brief", "--lang", lang, "--out", str(folder / f"brief.{lang}.html")), 6.0) for lang in ("en", "ja", "ko")
    )
    measures = Job(("measure", "all", "--out", str(folder / "measures")), 10.0)
    return (Job(("ledger", "check"), 2.0), measures, *briefs)


def seconds(job: Job) -> float:
    """Return how long one run takes."""
    begun = time.perf_counter()
    command = [sys.executable, "-m", "kanae", *job.arguments]
    subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=True)
    return time.perf_counter() - begun


def main() -> int:
    """Measure, print, and return 1 when a limit is passed."""
    is_slow = False
    with tempfile.TemporaryDirectory() as folder:
        for job in jobs(Path(folder)):
            seconds(job)
            taken = median(seconds(job) for _ in range(RUNS))
            name = " ".join(("kanae", *job.arguments[: 3 if "--lang" in job.arguments else 2]))
            share = taken / job.limit_seconds
            print(f"{name}: {taken:.2f} s of at most {job.limit_seconds:.0f} s, ratio {share:.2f}", flush=True)
            is_slow |= share > 1
    return int(is_slow)


if __name__ == "__main__":
    sys.exit(main())
