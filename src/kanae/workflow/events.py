"""Event stores: files of the world's news taken in, and what became of each of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kanae.errors import StorageError
from kanae.events.folder import EventFolder, files_of
from kanae.events.ingest import News, Plan, ingest, plan
from kanae.model.events import FileState

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from kanae.events.folder import Receipt
    from kanae.model.events import FileCount, Watch

__all__ = ["News", "Plan", "plan"]


@dataclass(frozen=True, slots=True)
class EventReport:
    """What an event store holds.

    Attributes:
        files: Counts of each file, by batch and name.
        months: Months its events happened in, in order.
        read_now: Batches that were read by this call.
        faults: What is wrong with the store itself, each a sentence.
    """

    files: tuple[FileCount, ...]
    months: tuple[str, ...]
    read_now: int = 0
    faults: tuple[str, ...] = ()

    @property
    def failed(self) -> tuple[FileCount, ...]:
        """Files of which nothing was stored though they may hold rows."""
        return tuple(count for count in self.files if FileState(count.state).failed)

    @property
    def exit_code(self) -> int:
        """1 when a file failed or the store is damaged, 2 when something wants a look, else 0."""
        if self.failed or self.faults:
            return 1
        return 2 if any(count.wants_a_look for count in self.files) else 0

    @property
    def summary(self) -> str:
        """One line on all files."""
        total = {name: sum(getattr(count, name) for count in self.files) for name in _TOLD}
        told = ", ".join(f"{number:,} {name}" for name, number in total.items())
        span = f"; months {self.months[0]} to {self.months[-1]}" if self.months else ""
        return f"{len(self.files):,} files: {told}{span}"


_TOLD = ("rows", "kept", "dropped", "malformed", "duplicates")


def ingest_events(planned: Plan, to: Path, watch: Watch, workers: int, tell: Callable[[News], None]) -> EventReport:
    """Read files into a store; see :func:`kanae.events.ingest.ingest`.

    Raises:
        StorageError: When the disk does not take the rows, or another ingest is at work there.
        MeasureError: When a watched state is not known.
    """
    receipts, read_now = ingest(planned, to, watch, workers, tell)
    return EventReport(tuple(files_of(receipts)), _months(receipts), read_now)


def check_events(folder: Path) -> EventReport:
    """Tell what became of each file of a store, and whether the store is as it was written.

    Raises:
        StorageError: When there is no store.
    """
    store = EventFolder(folder)
    receipts = store.receipts() if folder.is_dir() else []
    if not receipts:
        raise StorageError(
            f"There is no event store in '{folder}'.", f"Make one: kanae events ingest FILE --to {folder}"
        )
    faults = [*_damaged(store, receipts), *_unfinished(store, receipts)]
    return EventReport(tuple(files_of(receipts)), _months(receipts), faults=tuple(faults))


def _months(receipts: Sequence[Receipt]) -> tuple[str, ...]:
    return tuple(sorted({part.month for receipt in receipts for part in receipt.parts}))


def _damaged(store: EventFolder, receipts: Sequence[Receipt]) -> list[str]:
    return [
        f"'{part.path}' is not as it was written; ingest the files of '{receipt.batch}' again"
        for receipt in receipts
        for part in receipt.written()
        if not store.is_whole(part)
    ]


def _unfinished(store: EventFolder, receipts: Sequence[Receipt]) -> list[str]:
    manifest = store.manifest()
    listed = [count.as_row() for count in files_of(receipts)]
    if manifest is None or manifest.get("files") != listed:
        return ["an ingest was interrupted; run it again, and it goes on where it stopped"]
    return []
