"""The files of one stream, as its lists name them: looked at on the disk, and asked for when they are not there."""

from __future__ import annotations

import time
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from kanae.errors import UpstreamError
from kanae.events.fetched import FetchedFile, FetchedList
from kanae.events.lists import read_lists, refuse_no_list
from kanae.events.slots import slots_of
from kanae.model.fetching import FetchState
from kanae.store.manners import Asking
from kanae.store.many import Outcome, Sought, fetch_many
from kanae.store.transfer import NotFetchedError, Wanted
from kanae.store.web import fetch_file, is_as_listed, receipt_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date
    from pathlib import Path

    from kanae.events.lists import Listing
    from kanae.model.fetching import EventStream, Slot
    from kanae.store.manners import Manners
    from kanae.store.web import Receipt

LISTS = ".lists"
"""Folder of the lists, beside the files; ``kanae events ingest`` does not look into it."""


@dataclass(frozen=True, slots=True)
class FetchNews:
    """How far a fetch is.

    Attributes:
        text: What is being done, when no files are fetched yet.
        files: Files that are settled.
        all_files: Files that were to be fetched.
        bytes: Bytes that came.
        seconds: Since the first was asked for.
    """

    text: str
    files: int = 0
    all_files: int = 0
    bytes: int = 0
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class FetchPlan:
    """What is asked for.

    Attributes:
        streams: The streams.
        first: First day.
        last: Last day.
        folder: Where files are kept.
        url: Where files lie, in place of the mirrors of the catalogue; ``None`` for these.
    """

    streams: tuple[EventStream, ...]
    first: date
    last: date
    folder: Path
    url: str | None = None

    def addresses(self, stream: EventStream, name: str) -> tuple[str, ...]:
        """Return the addresses of a file, in the order they are asked."""
        mirrors = stream.mirrors if self.url is None else (self.url,)
        return tuple(f"{mirror.rstrip('/')}/{name}" for mirror in mirrors)


@dataclass(slots=True)
class StreamRun:
    """One stream being fetched.

    Attributes:
        stream: The stream.
        lists: Its lists, as they were used.
        slots: The places in time that are asked for.
        listing: What the lists name.
        files: Files that stand there as listed, by name.
        outcomes: What became of those that were asked for, by name.
    """

    stream: EventStream
    lists: list[FetchedList]
    slots: list[Slot]
    listing: Listing
    files: dict[str, FetchedFile] = field(default_factory=dict)
    outcomes: dict[str, Outcome] = field(default_factory=dict)

    def settled(self) -> list[Slot]:
        """Return the slots with what became of their files."""
        return [self._settled(slot) for slot in self.slots]

    def _settled(self, slot: Slot) -> Slot:
        if slot.file in self.files:
            return replace(slot, state=str(FetchState.HAD))
        outcome = self.outcomes.get(slot.file)
        return slot if outcome is None else replace(slot, state=str(outcome.state), detail=outcome.detail)


def begin(
    planned: FetchPlan, stream: EventStream, today: date, manners: Manners, tell: Callable[[FetchNews], None]
) -> StreamRun:
    """Look at the list and at what stands there; a list of an earlier day is asked for again when something is missing.

    Raises:
        UpstreamError: When a list cannot be had.
    """
    run = _read(planned, stream, tell)
    if run is not None and not _needs_new_lists(run, today):
        return run
    for name in stream.lists:
        _fetch_list(planned, stream, name, today, Asking(manners), tell)
    run = _read(planned, stream, tell)
    if run is None:
        raise UpstreamError(f"The lists of '{stream.id}' are gone.", "Run the same command again.")
    return run


def _needs_new_lists(run: StreamRun, today: date) -> bool:
    states = {slot.state for slot in run.settled()}
    if FetchState.NOT_YET in states:
        return True
    return states != {FetchState.HAD} and any(row.fetched != today.isoformat() for row in run.lists)


def _read(planned: FetchPlan, stream: EventStream, tell: Callable[[FetchNews], None]) -> StreamRun | None:
    paths = tuple(planned.folder / LISTS / name for name in stream.lists)
    receipts = [receipt_of(path) for path in paths]
    if not all(path.is_file() for path in paths) or None in receipts:
        return None
    tell(FetchNews(f"{stream.id}: reading the list"))
    listing = read_lists(stream, paths, f"{planned.first:%Y%m%d}", f"{planned.last:%Y%m%d}")
    slots = slots_of(stream, listing, planned.first, planned.last)
    run = StreamRun(stream, [_listed(receipt, listing) for receipt in receipts if receipt], slots, listing)
    tell(FetchNews(f"{stream.id}: looking at the files that are there"))
    wanted = {slot.file for slot in slots}
    for row in listing.files.values():
        if row.name in wanted and is_as_listed(planned.folder / row.name, row.size, row.md5):
            run.files[row.name] = FetchedFile(stream.id, row.name, row.size, row.md5, "")
    return run


def _listed(receipt: Receipt, listing: Listing) -> FetchedList:
    name = receipt.url.rsplit("/", 1)[-1]
    return FetchedList(
        name, receipt.url, receipt.bytes, receipt.sha256, receipt.fetched, listing.latest, listing.unread
    )


def _fetch_list(
    planned: FetchPlan,
    stream: EventStream,
    name: str,
    today: date,
    asking: Asking,
    tell: Callable[[FetchNews], None],
) -> None:
    failed: UpstreamError | None = None
    for url in planned.addresses(stream, name):
        wanted = Wanted(url, planned.folder / LISTS / name, None, stream.fewest_bytes, stream.most_bytes)
        try:
            fetch_file(
                wanted,
                fetched=today.isoformat(),
                progress=lambda text: tell(FetchNews(text)),
                check=refuse_no_list,
                asking=asking,
            )
        except NotFetchedError as cause:
            failed = failed or cause
            continue
        return
    if failed is not None:
        raise failed


def fetch(planned: FetchPlan, run: StreamRun, today: date, manners: Manners, tell: Callable[[FetchNews], None]) -> None:
    """Ask for the files that do not stand there, and take down in the run what became of each.

    Raises:
        StorageError: When the disk does not take one.
    """
    wanted = {slot.file for slot in run.slots if slot.file and slot.file not in run.files}
    sought = [
        Sought(planned.folder / row.name, row.size, row.md5, planned.addresses(run.stream, row.name))
        for _, row in sorted(run.listing.files.items())
        if row.name in wanted
    ]
    begun = time.monotonic()
    came = 0

    def note(outcome: Outcome | None) -> None:
        nonlocal came
        if outcome is not None:
            row = outcome.sought
            run.outcomes[row.path.name] = outcome
            if outcome.state is FetchState.HAD:
                came += row.size
                run.files[row.path.name] = FetchedFile(run.stream.id, row.path.name, row.size, row.md5, outcome.url)
        seconds = time.monotonic() - begun
        tell(FetchNews(run.stream.id, len(run.outcomes), len(sought), came, seconds))

    fetch_many(sought, Asking(manners), today.isoformat(), note)
