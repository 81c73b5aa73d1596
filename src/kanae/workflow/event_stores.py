"""What a panel needs of an event store: its files of rows, whom it watches, and the days it has files of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kanae.errors import StorageError
from kanae.events.coverage import coverage_of
from kanae.events.folder import EventFolder, counts_in

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from kanae.events.coverage import Coverage


@dataclass(frozen=True, slots=True)
class EventStore:
    """What a panel needs of an event store.

    Attributes:
        parts: Files of rows.
        states: States whose rows were kept.
        coverage: Days with files by source and stream; see :func:`kanae.events.coverage.coverage_of`.
    """

    parts: tuple[Path, ...]
    states: tuple[str, ...]
    coverage: Mapping[str, Coverage | None]


def open_store(folder: Path, stream: str = "") -> EventStore:
    """Return what a panel needs of a store: its parts, whom it watches, and the days of its files.

    Only what the manifest names counts: an ingest that is at work or was interrupted has not written it yet.

    Raises:
        StorageError: When there is no store, its first ingest did not end, or another version of kanae made it.
    """
    manifest = EventFolder(folder).manifest()
    if manifest is None:
        raise StorageError(
            f"There is no finished event store in '{folder}'.", f"Make one: kanae events ingest FILE --to {folder}"
        )
    return EventStore(
        tuple(folder / part["path"] for part in manifest["parts"]),
        tuple(manifest["watch"].removesuffix(" pairs").split(",")),
        coverage_of(counts_in(manifest["files"], folder), stream),
    )
