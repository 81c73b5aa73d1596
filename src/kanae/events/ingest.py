"""Files of events into a store: batches read by one or more processes, then events that repeat taken out."""

from __future__ import annotations

import multiprocessing
import os
import re
import signal
import threading
from concurrent.futures import FIRST_COMPLETED, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from kanae.errors import StorageError, UpstreamError
from kanae.events.batch import read_batch
from kanae.events.codebooks import cameo_codes_of
from kanae.events.files import SourceFile
from kanae.events.folder import DIFFERING, MALFORMED, EventFolder, Receipt
from kanae.events.layouts import batch_of
from kanae.events.merge import settle
from kanae.model.events import FileState
from kanae.store.files import unwritable
from kanae.store.locks import locked
from kanae.store.packed import plain_name

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from pathlib import Path

    from kanae.model.events import Watch

_NAMED_LIKE_EVENTS = re.compile(r"\.(csv|tsv|tab|txt)$|^[0-9]{4}([0-9]{2})?$", re.IGNORECASE)
"""Endings of files of events, and the years and months GDELT 1.0 names its files after."""

_SECONDS_BETWEEN_NEWS = 0.5
_LOST_PARENT = 1


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be read.

    Attributes:
        batches: Files by batch, in order.
        ignored: Files in folders that are not named like files of events.
        size: Bytes of all files.
    """

    batches: tuple[tuple[str, tuple[Path, ...]], ...]
    ignored: tuple[Path, ...]
    size: int


@dataclass(frozen=True, slots=True)
class News:
    """How far an ingest is.

    Attributes:
        bytes: Bytes of the files that were read.
        rows: Their rows.
    """

    bytes: int
    rows: int


@dataclass(frozen=True, slots=True)
class _Task:
    batch: str
    paths: tuple[Path, ...]
    done: frozenset[tuple[str, str]]
    taken: frozenset[str]
    store: Path
    watch: Watch


def plan(sources: Sequence[Path]) -> Plan:
    """Tell what is to be read from files and folders, and sort it.

    Raises:
        UpstreamError: When something named is not there, or there is no file.
    """
    found: set[Path] = set()
    ignored: list[Path] = []
    for source in sources:
        if not source.exists():
            raise UpstreamError(f"There is no '{source}'.", "Name files of events, or a folder of them.")
        if not source.is_dir():
            found.add(source.resolve())
            continue
        for path in _files_in(source):
            if path.is_dir() or _NAMED_LIKE_EVENTS.search(plain_name(path.name)):
                found.add(path.resolve())
            else:
                ignored.append(path)
    if not found:
        raise UpstreamError("There is no file of events in what was named.", "Name files that end in .CSV.zip or .tab.")
    batches: dict[str, list[Path]] = {}
    for path in sorted(found):
        batches.setdefault(batch_of(plain_name(path.name)), []).append(path)
    size = sum(_size(path) for path in found)
    return Plan(tuple((batch, tuple(paths)) for batch, paths in sorted(batches.items())), tuple(ignored), size)


def ingest(
    planned: Plan, to: Path, watch: Watch, workers: int, tell: Callable[[News], None]
) -> tuple[list[Receipt], int]:
    """Read files into a store, or go on where an earlier run stopped.

    Args:
        planned: What is to be read.
        to: The folder of the store.
        watch: Which rows are kept; the same in all runs into one folder.
        workers: How many processes read.
        tell: Is told now and then how far the work is.

    Returns:
        The receipts of the store, and how many batches were read now.

    Raises:
        StorageError: When the disk does not take the rows, or another ingest is at work there.
        MeasureError: When a watched state is not known.
    """
    cameo_codes_of(watch.states)
    _give_memory_back()
    with locked(to):
        store = EventFolder(to)
        known = _sound(store, planned)
        _refuse_other_watch(known, watch, to)
        counts = [count for receipt in known for count in receipt.files]
        done = frozenset(count.key for count in counts)
        taken = frozenset(count.file for count in counts if not FileState(count.state).failed)
        largest_first = sorted(planned.batches, key=lambda batch: -sum(_size(path) for path in batch[1]))
        tasks = [_Task(batch, paths, done, taken, to, watch) for batch, paths in largest_first]
        read = _alone(tasks, tell) if workers == 1 or len(tasks) == 1 else _together(tasks, workers, tell)
        receipts = settle(store, store.tidy(), watch)
        try:
            store.wait_for_disk([receipt for receipt in receipts if receipt not in known])
        except OSError as cause:
            raise unwritable(to, cause) from cause
        store.write_manifest(receipts, watch.as_text())
        store.tidy()
        return receipts, read


def _sound(store: EventFolder, planned: Plan) -> list[Receipt]:
    """Return the receipts that count; a batch that was damaged is forgotten when it can be read anew."""
    try:
        known = store.tidy()
        damaged = store.damaged(known)
    except OSError as cause:
        raise unwritable(store.path, cause) from cause
    named = {path.name for _, paths in planned.batches for path in paths}
    for receipt in damaged:
        missing = [count.file for count in receipt.files if count.file not in named]
        if missing:
            raise StorageError(
                f"The batch '{receipt.batch}' in '{store.path}' is damaged.",
                f"Name its files again, so that it can be read anew: {', '.join(missing[:5])}",
            )
    store.forget(damaged)
    return [receipt for receipt in known if receipt not in damaged]


def _give_memory_back() -> None:
    """Let Arrow use the system's memory: its own pools keep half as much again, and are no faster for this work."""
    pa.set_memory_pool(pa.system_memory_pool())


def _refuse_other_watch(known: Iterable[Receipt], watch: Watch, to: Path) -> None:
    for receipt in known:
        if receipt.watch != watch.as_text():
            raise StorageError(
                f"'{to}' keeps the rows of '{receipt.watch}', and '{watch.as_text()}' was asked for.",
                "Ask for the same states, or name another folder with --to.",
            )


def _files_in(folder: Path) -> list[Path]:
    """Return all files in a folder; those in a folder that may not be opened stand for themselves as that folder."""
    files: list[Path] = []
    try:
        children = sorted(folder.iterdir())
    except OSError:
        return [folder]
    for child in children:
        if child.name.startswith("."):
            continue
        files += _files_in(child) if child.is_dir() else [child]
    return files


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0


def _read(task: _Task, tell: Callable[[int, int], None]) -> bool:
    """Read one batch; ``False`` when nothing of it is new."""
    files = [SourceFile.at(path) for path in task.paths]
    fresh = list(
        {file.key: file for file in sorted(files, key=lambda file: file.key) if file.key not in task.done}.values()
    )
    tell(sum(file.size for file in files if file.key in task.done), 0)
    if not fresh:
        return False
    store = EventFolder(task.store)
    try:
        folder = store.work(f"{task.batch}-{os.getpid()}")
        result = read_batch(fresh, task.taken, task.watch, folder, tell)
        parts = store.keep_parts(task.batch, folder, result.months)
        malformed = store.keep_faults(MALFORMED, task.batch, folder, result.malformed)
        differing = store.keep_faults(DIFFERING, task.batch, folder, result.differing)
        watch = task.watch.as_text()
        store.write_receipt(Receipt(task.batch, watch, result.files, parts, malformed, differing, result.bounds))
    except OSError as cause:
        raise unwritable(task.store, cause) from cause
    return True


def _alone(tasks: Sequence[_Task], tell: Callable[[News], None]) -> int:
    done = [0, 0]

    def note(size: int, rows: int) -> None:
        done[0] += size
        done[1] += rows
        tell(News(*done))

    return sum(_read(task, note) for task in tasks)


_counters: Any = None
"""In a process that reads: two numbers it shares with the one that asked, bytes and rows."""


def _begin(counters: Any) -> None:
    """Make a process ready to read; it ends when the one that asked does, even when that one is killed."""
    global _counters  # noqa: PLW0603  # what a process is given when it begins has no other place
    _counters = counters
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the one that asked is interrupted, and lets batches end
    _give_memory_back()
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(_LOST_PARENT)


def _read_and_count(task: _Task) -> bool:
    def note(size: int, rows: int) -> None:
        with _counters.get_lock():
            _counters[0] += size
            _counters[1] += rows

    return _read(task, note)


def _together(tasks: Sequence[_Task], workers: int, tell: Callable[[News], None]) -> int:
    context = multiprocessing.get_context("spawn")
    counters = context.Array("q", 2)
    with ProcessPoolExecutor(min(workers, len(tasks)), context, _begin, (counters,)) as pool:
        waiting = {pool.submit(_read_and_count, task) for task in tasks}
        read = 0
        try:
            while waiting:
                done, waiting = wait(waiting, _SECONDS_BETWEEN_NEWS, FIRST_COMPLETED)
                read += sum(future.result() for future in done)
                tell(News(counters[0], counters[1]))
        except BrokenProcessPool as cause:
            raise StorageError(
                "A process that was reading files was ended from outside, perhaps for want of memory.",
                "Run the same command again, with fewer --workers; it goes on where it stopped.",
            ) from cause
        finally:
            for future in waiting:
                future.cancel()
    return read
