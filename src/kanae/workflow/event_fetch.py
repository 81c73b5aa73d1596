"""Files of events brought from their publisher, with the lists that say which there are."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from kanae.errors import MeasureError
from kanae.events.coverage import days_of_names, days_of_slots
from kanae.events.fetch import FetchNews, FetchPlan, StreamRun, begin, fetch
from kanae.events.fetched import FetchManifest, read_manifest, write_manifest
from kanae.events.lists import streams
from kanae.model.fetching import FetchState
from kanae.store.location import cache_folder
from kanae.store.locks import locked
from kanae.store.manners import Manners

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from datetime import date
    from pathlib import Path

    from kanae.model.fetching import DayCoverage, EventStream, Slot

__all__ = ["FetchNews", "FetchPlan"]

USUAL_MANNERS = Manners(
    attempts=6,
    waits_when_refused=True,
    first_wait_seconds=1.0,
    longest_wait_seconds=300.0,
    timeout_seconds=30.0,
    fewest_bytes_a_second=500.0,
    same_host=True,
)
"""How a publisher of events is asked; connections and pauses stand in the catalogue."""

_SHOWN_DAYS = 5
_NOBODYS_FAULT = (FetchState.UNLISTED, FetchState.NOT_YET)


@dataclass(frozen=True, slots=True)
class FetchReport:
    """What was found of the days asked for.

    Attributes:
        folder: Where the files are.
        days: How much of each day is there.
        missing: Slots without a file.
        came: Files that came by this call.
        stood: Files that stood there already.
        bytes: Bytes that came.
        unread: Lines of the lists that cannot be read.
    """

    folder: Path
    days: tuple[DayCoverage, ...]
    missing: tuple[Slot, ...]
    came: int
    stood: int
    bytes: int
    unread: int

    @property
    def exit_code(self) -> int:
        """1 when a listed file did not come, 2 when the list names none for a slot, else 0."""
        if any(slot.state not in _NOBODYS_FAULT for slot in self.missing):
            return 1
        return 2 if self.missing or self.unread else 0

    @property
    def summary(self) -> str:
        """One line on all days."""
        whole = sum(day.complete for day in self.days)
        text = f"{self.came:,} files came ({self.bytes / 1e6:,.1f} MB), {self.stood:,} stood there already"
        text += f"; {whole:,} of {len(self.days):,} days are complete"
        if self.unread:
            text += f"; {self.unread:,} lines of the lists cannot be read"
        return text


def events_folder() -> Path:
    """Return the folder files are kept in when none is named."""
    return cache_folder() / "events"


def streams_of(names: Sequence[str], *, mentions: bool = False) -> tuple[EventStream, ...]:
    """Return streams of the catalogue.

    Args:
        names: Their ids.
        mentions: Whether the mentions of their events belong to them.

    Raises:
        MeasureError: When a stream has no mentions.

    Examples:
        >>> [stream.id for stream in streams_of(["english"], mentions=True)]
        ['english', 'english-mentions']
    """
    more = [f"{name}-mentions" for name in names] if mentions else []
    for name, needed in zip(names, more, strict=False):
        if needed not in streams():
            raise MeasureError(
                f"The stream '{name}' has no mentions.", "Leave --mentions out; GDELT 2.0 has them, from 2015-02-18."
            )
    return tuple(streams()[name] for name in (*names, *more))


def plan_fetch(
    chosen: tuple[EventStream, ...], first: date, last: date, folder: Path | None, url: str | None = None
) -> FetchPlan:
    """Say what is to be fetched.

    Args:
        chosen: The streams.
        first: First day.
        last: Last day.
        folder: Where to keep files; by default kanae's cache.
        url: Where files lie, in place of the mirrors of the catalogue.

    Raises:
        MeasureError: When the days are the wrong way round, or before a stream began.
    """
    if last < first:
        raise MeasureError(f"'{first}' is after '{last}'.", "Give the earlier day as --from.")
    for stream in chosen:
        if f"{first:%Y%m%d}" < stream.first[:8]:
            begins = f"{stream.first[:4]}-{stream.first[4:6]}-{stream.first[6:8]}"
            raise MeasureError(
                f"The stream '{stream.id}' begins on {begins}, after '{first}'.",
                f"Ask from {begins}, or for earlier years: --stream daily (GDELT 1.0, from 1979).",
            )
    return FetchPlan(chosen, first, last, folder or events_folder(), url)


def fetch_events(
    planned: FetchPlan, *, today: date, seed: int, tell: Callable[[FetchNews], None], manners: Manners = USUAL_MANNERS
) -> FetchReport:
    """Fetch the files of some days, and write down which are missing.

    Files that stand there with the size and the MD5 of the list are not asked for again.

    Args:
        planned: What is asked for.
        today: Today.
        seed: Makes the waits between attempts repeatable.
        tell: Is told now and then how far the work is.
        manners: What is held to towards the publisher, besides what the catalogue says.

    Raises:
        UpstreamError: When a list cannot be had.
        StorageError: When the disk does not take a file, or another fetch is at work there.
    """
    with locked(planned.folder):
        came = size = stood = 0
        runs: list[StreamRun] = []
        before = read_manifest(planned.folder) or FetchManifest()
        for stream in planned.streams:
            polite = replace(
                manners, connections=stream.connections, pause_seconds=stream.pause_milliseconds / 1000, seed=seed
            )
            run = begin(planned, stream, today, polite, tell)
            runs.append(run)
            stood += len(run.files)
            before = _take_down(planned.folder, before, run)
            try:
                fetch(planned, run, today, polite, tell)
            finally:
                before = _take_down(planned.folder, before, run)
            had = [outcome for outcome in run.outcomes.values() if outcome.state is FetchState.HAD]
            came += len(had)
            size += sum(outcome.sought.size for outcome in had)
        slots = [slot for run in runs for slot in run.settled()]
        missing = tuple(slot for slot in slots if slot.state != FetchState.HAD)
        unread = sum(run.listing.unread for run in runs)
        return FetchReport(planned.folder, tuple(days_of_slots(slots)), missing, came, stood, size, unread)


def fetched_days(folder: Path) -> tuple[DayCoverage, ...]:
    """Return how much of each day was fetched into a folder, as its manifest says; empty when it has none.

    Raises:
        StorageError: When the manifest cannot be read.
    """
    manifest = read_manifest(folder)
    return manifest.days if manifest else ()


def days_of_files(names: Iterable[str]) -> tuple[DayCoverage, ...]:
    """Return how much of each day files of GDELT make up, told by their names: for the files an event store read."""
    return tuple(days_of_names(names))


def days_told(days: Sequence[DayCoverage]) -> str:
    """Return one line on how many days are complete, with the first that are not.

    Examples:
        >>> days_told(days_of_files(["20160728.export.CSV", "20191024143000.export.CSV"]))
        '1 of 2 days are complete; not so: english 2019-10-24 (1 of 96 files)'
    """
    partial = [f"{day.stream} {day.day} ({day.had} of {day.expected} files)" for day in days if not day.complete]
    text = f"{len(days) - len(partial):,} of {len(days):,} days are complete"
    shown = ", ".join(partial[:_SHOWN_DAYS]) + (", …" if len(partial) > _SHOWN_DAYS else "")
    return f"{text}; not so: {shown}" if partial else text


def _take_down(folder: Path, before: FetchManifest, run: StreamRun) -> FetchManifest:
    manifest = before.joined(run.lists, run.settled(), run.files.values())
    write_manifest(folder, manifest)
    return manifest
