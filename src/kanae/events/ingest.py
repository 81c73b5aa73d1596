"""Files of events into a store: batches read by one or more processes, then events that repeat taken out."""

from __future__ import annotations

import os
import re
from collections import Counter
from dataclasses import dataclass
from functools import partial
from itertools import chain, islice, repeat
from typing import TYPE_CHECKING

from kanae.errors import StorageError, UpstreamError
from kanae.events.codebooks import cameo_codes_of
from kanae.events.folder import EventFolder
from kanae.events.layouts import FETCHED, batch_of
from kanae.events.mention_store import take_mentions
from kanae.events.merge import settle
from kanae.events.readers import READERS
from kanae.events.turns import Job, leave_no_turn, take_turns
from kanae.model.events import FileState, is_named_like_mentions
from kanae.store.files import unwritable
from kanae.store.locks import locked
from kanae.store.packed import plain_name
from kanae.store.processes import Beside, NoAnswerError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from pathlib import Path

    from kanae.events.receipts import Receipt
    from kanae.model.events import Watch

    Batches = tuple[tuple[str, tuple[Path, ...]], ...]

_NAMED_LIKE_EVENTS = re.compile(r"\.(csv|tsv|tab|txt)$|^[0-9]{4}([0-9]{2})?$", re.IGNORECASE)
"""Endings of files of events, and the years and months GDELT 1.0 names its files after."""

_SECONDS_BETWEEN_NEWS = 0.5


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be read.

    Attributes:
        batches: Files of events by batch, in order.
        mentions: Files of mentions in the same way.
        ignored: Files in folders that are not named like files of events, and not written by kanae.
        size: Bytes of all files.
    """

    batches: Batches
    mentions: Batches
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
            if path.name == FETCHED:
                continue
            if path.is_dir() or _NAMED_LIKE_EVENTS.search(plain_name(path.name)):
                found.add(path.resolve())
            else:
                ignored.append(path)
    if not found:
        raise UpstreamError("There is no file of events in what was named.", "Name files that end in .CSV.zip or .tab.")
    mentions = {path for path in found if is_named_like_mentions(path.name)}
    size = sum(_size(path) for path in found)
    return Plan(_batches(found - mentions), _batches(mentions, ".mentions"), tuple(ignored), size)


def _batches(found: Iterable[Path], ending: str = "") -> Batches:
    batches: dict[str, list[Path]] = {}
    for path in sorted(found):
        batches.setdefault(batch_of(plain_name(path.name)) + ending, []).append(path)
    return tuple((batch, tuple(paths)) for batch, paths in sorted(batches.items()))


def ingest(
    planned: Plan, to: Path, watch: Watch, workers: int, tell: Callable[[News], None], ready: Iterable[Beside] = ()
) -> tuple[list[Receipt], int]:
    """Read files into a store, or go on where an earlier run stopped.

    Args:
        planned: What is to be read.
        to: The folder of the store.
        watch: Which rows are kept; the same in all runs into one folder.
        workers: How many processes read.
        tell: Is told now and then how far the work is.
        ready: Processes of :mod:`kanae.events.readers` that run already; others are started where they are too few.

    Returns:
        The receipts of the store, and how many batches were read now.

    Raises:
        StorageError: When the disk does not take the rows, or another ingest is at work there.
        MeasureError: When a watched state is not known.
    """
    cameo_codes_of(watch.states)
    beside = chain(ready, map(Beside, repeat(READERS)))
    with locked(to):
        store = EventFolder(to)
        known = _sound(store, planned)
        _refuse_other_watch(known, watch, to)
        told = [News(0, 0), News(0, 0)]

        def note(place: int, news: News) -> None:
            told[place] = news
            tell(News(told[0].bytes + told[1].bytes, told[0].rows + told[1].rows))

        def read_mentions_of(known_ids: Path, had: Sequence[Receipt]) -> int:
            return _together(_job(planned.mentions, had, to, watch, known_ids), workers, beside, partial(note, 1))

        read = _together(_job(planned.batches, known, to, watch), workers, beside, partial(note, 0))
        events = settle(store, [receipt for receipt in store.tidy() if receipt.known is None], watch)
        mentions, outdated, more = take_mentions(store, planned.mentions, watch, read_mentions_of)
        receipts = sorted([*events, *mentions], key=lambda receipt: receipt.name)
        try:
            before = {receipt.name: receipt for receipt in known}
            store.wait_for_disk([receipt for receipt in receipts if before.get(receipt.name) != receipt])
        except OSError as cause:
            raise unwritable(to, cause) from cause
        store.write_manifest(receipts, watch.as_text(), outdated)
        store.tidy()
        return receipts, read + more


def _job(batches: Batches, receipts: Iterable[Receipt], to: Path, watch: Watch, known: Path | None = None) -> Job:
    counts = [count for receipt in receipts for count in receipt.files]
    done = frozenset(count.key for count in counts)
    taken = frozenset(count.file for count in counts if not FileState(count.state).failed)
    largest_first = sorted(batches, key=lambda batch: -sum(_size(path) for path in batch[1]))
    return Job(tuple(largest_first), done, taken, to, watch, f"run-{os.getpid()}", known)


def _sound(store: EventFolder, planned: Plan) -> list[Receipt]:
    """Return the receipts that count; a batch that was damaged is forgotten when it can be read anew."""
    try:
        known = store.tidy()
        damaged = store.damaged(known)
    except OSError as cause:
        raise unwritable(store.path, cause) from cause
    named = {path.name for _, paths in (*planned.batches, *planned.mentions) for path in paths}
    for receipt in damaged:
        missing = [count.file for count in receipt.files if count.file not in named]
        if missing:
            raise StorageError(
                f"The batch '{receipt.batch}' in '{store.path}' is damaged.",
                f"Name its files again, so that it can be read anew: {', '.join(missing[:5])}",
            )
    store.forget(damaged)
    return [receipt for receipt in known if receipt not in damaged]


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


def _together(job: Job, workers: int, beside: Iterator[Beside], tell: Callable[[News], None]) -> int:
    """Read batches with some processes, of which this is one; return how many batches were read."""
    done: Counter[str] = Counter()

    def note(news: tuple[int, int]) -> None:
        done.update(bytes=news[0], rows=news[1])

    def note_and_tell(news: tuple[int, int]) -> None:
        note(news)
        tell(News(done["bytes"], done["rows"]))

    helpers = list(islice(beside, max(min(workers, len(job.batches)) - 1, 0)))
    for helper in helpers:
        helper.give(job, note)
    try:
        read = take_turns(job, note_and_tell)
        for helper in helpers:
            while not helper.is_done(_SECONDS_BETWEEN_NEWS):
                tell(News(done["bytes"], done["rows"]))
        return read + sum(int(helper.answer()) for helper in helpers)
    except NoAnswerError as cause:
        raise StorageError(
            "A process that was reading files ended without an answer, perhaps for want of memory.",
            "Run the same command again, with fewer --workers; it goes on where it stopped.",
        ) from cause
    finally:
        leave_no_turn(job)
        for helper in helpers:
            helper.wait()
