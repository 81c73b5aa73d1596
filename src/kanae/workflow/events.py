"""Event stores: files of the world's news taken in, and what became of each of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kanae.errors import StorageError
from kanae.events.folder import STALE, EventFolder
from kanae.events.ingest import News, Plan, ingest, plan
from kanae.events.layouts import GDELT1, GDELT2
from kanae.events.receipts import files_of
from kanae.model.events import FileState

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from pathlib import Path

    from kanae.events.receipts import Receipt
    from kanae.model.events import FileCount, Watch
    from kanae.store.processes import Beside

__all__ = ["News", "Plan", "plan"]


@dataclass(frozen=True, slots=True)
class EventReport:
    """What an event store holds.

    Attributes:
        files: Counts of each file, by batch and name.
        months: Months its events happened in, in order.
        read_now: Batches that were read by this call.
        stale: Files of mentions that were read before some of the events they may mention.
        faults: What is wrong with the store itself, each a sentence.
    """

    files: tuple[FileCount, ...]
    months: tuple[str, ...]
    read_now: int = 0
    stale: tuple[str, ...] = ()
    faults: tuple[str, ...] = ()

    @property
    def failed(self) -> tuple[FileCount, ...]:
        """Files of which nothing was stored though they may hold rows."""
        return tuple(count for count in self.files if FileState(count.state).failed)

    @property
    def of_gdelt(self) -> tuple[str, ...]:
        """Names of files that did not fail and whose names tell a quarter of an hour or a day of GDELT."""
        return tuple(
            count.file for count in self.files if count.source in _SOURCES and not FileState(count.state).failed
        )

    @property
    def exit_code(self) -> int:
        """1 when a file failed or the store is damaged, 2 when something wants a look, else 0."""
        if self.failed or self.faults:
            return 1
        return 2 if self.stale or any(count.wants_a_look for count in self.files) else 0

    @property
    def summary(self) -> str:
        """One line on all files."""
        span = f"; months {self.months[0]} to {self.months[-1]}" if self.months else ""
        mentions = [count for count in self.files if count.holds_mentions]
        if not mentions:
            return _told(self.files) + span
        events = [count for count in self.files if not count.holds_mentions]
        return f"events, {_told(events)}{span}\nmentions, {_told(mentions)}"


_SOURCES = ("", GDELT1, GDELT2)
"""An empty file has no source, and covers its time all the same."""
_TOLD = ("rows", "kept", "dropped", "malformed", "duplicates")


def _told(files: Sequence[FileCount]) -> str:
    total = {name: sum(getattr(count, name) for count in files) for name in _TOLD}
    listed = ", ".join(f"{number:,} {name}" for name, number in total.items())
    failed = sum(FileState(count.state).failed for count in files)
    told = f", {failed:,} of them failed" if failed else ""
    return f"{len(files):,} {'file' if len(files) == 1 else 'files'}{told}: {listed}"


def ingest_events(
    planned: Plan, to: Path, watch: Watch, workers: int, tell: Callable[[News], None], ready: Iterable[Beside] = ()
) -> EventReport:
    """Read files into a store; see :func:`kanae.events.ingest.ingest`.

    Raises:
        StorageError: When the disk does not take the rows, or another ingest is at work there.
        MeasureError: When a watched state is not known.
    """
    receipts, read_now = ingest(planned, to, watch, workers, tell, ready)
    return EventReport(tuple(files_of(receipts)), _months(receipts), read_now, _stale(EventFolder(to)))


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
    faults = [*_damaged(store, receipts), *_unfinished(store)]
    return EventReport(tuple(files_of(receipts)), _months(receipts), stale=_stale(store), faults=tuple(faults))


def _stale(store: EventFolder) -> tuple[str, ...]:
    return tuple((store.manifest() or {}).get(STALE, ()))


def _months(receipts: Sequence[Receipt]) -> tuple[str, ...]:
    return tuple(sorted({part.month for receipt in receipts if receipt.known is None for part in receipt.parts}))


def _damaged(store: EventFolder, receipts: Sequence[Receipt]) -> list[str]:
    return [
        f"'{part.path}' is not as it was written; remove it, and ingest the files of '{receipt.batch}' again"
        for receipt in receipts
        for part in receipt.written()
        if not store.is_whole(part)
    ]


def _unfinished(store: EventFolder) -> list[str]:
    manifest = store.manifest()
    if manifest is None or manifest.get("receipts") != store.receipts_digest():
        return ["an ingest was interrupted; run it again, and it goes on where it stopped"]
    return []
