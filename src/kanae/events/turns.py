"""Batches read by turns: of several processes at work on one store, each takes the next batch that none has taken."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from kanae.events.batch import read_batch
from kanae.events.files import SourceFile
from kanae.events.folder import DIFFERING, EVENTS, MALFORMED, MENTIONS, EventFolder
from kanae.events.mention_batch import read_mentions
from kanae.events.mention_store import number_known
from kanae.events.receipts import Receipt
from kanae.store.files import unwritable
from kanae.store.processes import serve

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from kanae.model.events import Watch


@dataclass(frozen=True, slots=True)
class Job:
    """What is to be read.

    Attributes:
        batches: Files by batch, in the order they are taken.
        done: Name and content of files that were read before.
        taken: Names of files that were read before; another file of that name is not read.
        store: Folder of the store, from which :meth:`EventFolder.tidy` took what was left there.
        watch: Which rows are kept.
        run: Name of this run, which no other has at the same time.
        known: Of mentions: the file of the ids of events that are in the store, rising.
    """

    batches: tuple[tuple[str, tuple[Path, ...]], ...]
    done: frozenset[tuple[str, str]]
    taken: frozenset[str]
    store: Path
    watch: Watch
    run: str
    known: Path | None = None


def take_turns(job: Job, note: Callable[[tuple[int, int]], None]) -> int:
    """Read batches until none is left.

    Args:
        job: What is to be read.
        note: Is told the bytes and rows of each file once it was read.

    Returns:
        How many batches with something new were read by this process.

    Raises:
        StorageError: When the disk does not take the rows.
    """
    # Arrow's own pools keep half as much memory again, and are no faster for this work
    pa.set_memory_pool(pa.system_memory_pool())
    return sum(_read(job, batch, paths, note) for batch, paths in job.batches)


def leave_no_turn(job: Job) -> None:
    """Take all batches that none has taken, so that processes end with those they read."""
    store = EventFolder(job.store)
    for batch, _ in job.batches:
        with contextlib.suppress(OSError):  # a disk that takes no folder takes no rows either
            store.take(batch, job.run)


def _read(job: Job, batch: str, paths: tuple[Path, ...], note: Callable[[tuple[int, int]], None]) -> bool:
    """Read one batch; ``False`` when another process has it, or nothing of it is new."""
    store = EventFolder(job.store)
    try:
        folder = store.take(batch, job.run)
        if folder is None:
            return False
        files = [SourceFile.at(path) for path in paths]
        fresh = list(
            {file.key: file for file in sorted(files, key=lambda file: file.key) if file.key not in job.done}.values()
        )
        note((sum(file.size for file in files if file.key in job.done), 0))
        if not fresh:
            return False

        def tell(size: int, rows: int) -> None:
            note((size, rows))

        if job.known is None:
            result, kind, known = read_batch(fresh, job.taken, job.watch, folder, tell), EVENTS, None
        else:
            ids = np.load(job.known, mmap_mode="r")
            result, kind = read_mentions(fresh, job.taken, ids, folder, tell), MENTIONS
            known = number_known(result.bounds, ids)
        parts = store.keep_parts(batch, folder, result.months, kind)
        malformed = store.keep_faults(MALFORMED, batch, folder, result.malformed)
        differing = store.keep_faults(DIFFERING, batch, folder, result.differing)
        watch = job.watch.as_text()
        store.write_receipt(
            Receipt(batch, watch, result.files, parts, malformed, differing, result.bounds, known, result.redated)
        )
    except OSError as cause:
        raise unwritable(job.store, cause) from cause
    return True


if __name__ == "__main__":
    serve(take_turns)
