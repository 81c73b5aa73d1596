"""Ingests that are killed: one process has everything imported, and forks one that ingests as often as it is asked to.

Run with a folder of files and a number of workers. Each line it reads names a store, the seconds after which the
ingest is killed, and a pattern of paths in the store at whose appearance it is killed before; it answers with how the
ingest ended and after how many seconds.
"""

from __future__ import annotations

import os
import signal
import sys
import time
from contextlib import suppress
from pathlib import Path

from kanae.events.ingest import ingest, plan
from kanae.model.events import Watch

STATES = ("JPN", "KOR", "USA", "PRK", "CHN", "AUS", "PHL")


def main(folder: Path, workers: int) -> None:
    """Answer lines until there are no more."""
    for line in sys.stdin:
        store, seconds, pattern = line.rstrip("\n").split("\t")
        begun = time.monotonic()
        child = os.fork()
        if not child:
            ingest(plan([folder]), Path(store), Watch(STATES), workers, lambda news: None)
            os._exit(0)
        status = killed(child, begun + float(seconds), Path(store), pattern)
        print(f"{signal.Signals(-status).name if status < 0 else status}\t{time.monotonic() - begun}", flush=True)


def killed(child: int, moment: float, store: Path, pattern: str) -> int:
    """Kill a process at a moment, or when a path appears; return how it ended."""
    while True:
        ended, status = os.waitpid(child, os.WNOHANG)
        if ended:
            return os.waitstatus_to_exitcode(status)
        if time.monotonic() >= moment or (pattern and any(store.glob(pattern))):
            break
        time.sleep(0.002)
    with suppress(ProcessLookupError):
        os.kill(child, signal.SIGKILL)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
