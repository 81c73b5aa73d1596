"""The manifest beside fetched files: what came, what is missing and why, and which days are whole."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from kanae.errors import StorageError
from kanae.events.coverage import days_of_slots
from kanae.events.layouts import FETCHED
from kanae.model.fetching import DayCoverage, FetchState, Slot
from kanae.store.files import write_whole
from kanae.store.row_files import by_rows, row_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class FetchedFile:
    """A file that stands in the folder as its list says.

    Attributes:
        stream: Id of the stream.
        file: Name.
        size: Bytes.
        md5: MD5, as listed and as found.
        url: Where it came from; empty when it stood there before it was first asked for.
    """

    stream: str
    file: str
    size: int
    md5: str
    url: str


@dataclass(frozen=True, slots=True)
class FetchedList:
    """A list that was used.

    Attributes:
        file: Name.
        url: Where it came from.
        bytes: Size.
        sha256: Digest.
        fetched: Day it came, YYYY-MM-DD.
        latest: Latest stamp it names.
        unread: Lines of it that cannot be read.
    """

    file: str
    url: str
    bytes: int
    sha256: str
    fetched: str
    latest: str
    unread: int


@dataclass(frozen=True, slots=True)
class FetchManifest:
    """All that was asked for in a folder so far.

    Attributes:
        lists: Lists, by name.
        days: How much of each day is there, by stream and day.
        missing: Slots without a file, by stream and stamp.
        files: Files, by stream and name.
    """

    lists: tuple[FetchedList, ...] = ()
    days: tuple[DayCoverage, ...] = ()
    missing: tuple[Slot, ...] = ()
    files: tuple[FetchedFile, ...] = ()

    def joined(
        self, lists: Iterable[FetchedList], slots: Iterable[Slot], files: Iterable[FetchedFile]
    ) -> FetchManifest:
        """Return the manifest with what a run found: its days and files take the place of older ones."""
        new = list(slots)
        covered = {(slot.stream, slot.day) for slot in new}
        urls = {(row.stream, row.file): row.url for row in self.files}
        found = [replace(row, url=row.url or urls.get((row.stream, row.file), "")) for row in files]
        missing = [slot for slot in self.missing if (slot.stream, slot.day) not in covered]
        missing += [slot for slot in new if slot.state != FetchState.HAD]
        return FetchManifest(
            _by_key({row.file: row for row in (*self.lists, *lists)}),
            _by_key({(row.stream, row.day): row for row in (*self.days, *days_of_slots(new))}),
            _by_key({(slot.stream, slot.stamp): slot for slot in missing}),
            _by_key({(row.stream, row.file): row for row in (*self.files, *found)}),
        )


def read_manifest(folder: Path) -> FetchManifest | None:
    """Read the manifest of a folder; ``None`` when nothing was fetched into it.

    Raises:
        StorageError: When it cannot be read.
    """
    path = folder / FETCHED
    if not path.is_file():
        return None
    try:
        read = json.loads(path.read_bytes())
        return FetchManifest(
            tuple(FetchedList(**row) for row in read["lists"]),
            tuple(DayCoverage(**_without(row, "complete")) for row in read["days"]),
            tuple(Slot(**row) for row in read["missing"]),
            tuple(FetchedFile(**row) for row in read["files"]),
        )
    except (OSError, ValueError, TypeError, KeyError) as cause:
        raise StorageError(
            f"'{path}' is no manifest of fetched files: {cause}.",
            "Remove it, and run the same 'kanae events fetch' again; files that are there are not fetched again.",
        ) from cause


def write_manifest(folder: Path, manifest: FetchManifest) -> None:
    """Write the manifest of a folder; the same content gives the same bytes.

    Raises:
        StorageError: When the disk does not take it.
    """
    content = {
        "lists": manifest.lists,
        "days": [{**row_of(row), "complete": row.complete} for row in manifest.days],
        "missing": manifest.missing,
        "files": manifest.files,
    }
    write_whole(folder / FETCHED, by_rows(content))


def _without(row: Mapping[str, Any], name: str) -> dict[str, Any]:
    return {key: value for key, value in row.items() if key != name}


def _by_key(rows: Mapping[Any, Any]) -> tuple[Any, ...]:
    return tuple(rows[key] for key in sorted(rows))
