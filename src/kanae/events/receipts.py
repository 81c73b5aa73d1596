"""Receipts of an event store: what became of the files of each batch, and which files of rows it put there."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from kanae.errors import StorageError
from kanae.model.events import FileCount, FileState, Redated

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

NAME_LETTERS = 12
"""Letters of a digest in the name of a file."""

_REPLACED = [state for state in FileState if state.failed and state is not FileState.OTHER_CONTENT]


@dataclass(frozen=True, slots=True)
class Part:
    """A file of rows.

    Attributes:
        path: Its path within the store.
        rows: Its rows.
        size: Its bytes.
        sha256: Their SHA-256.
    """

    path: str
    rows: int
    size: int
    sha256: str

    @property
    def month(self) -> str:
        """The month its events happened in, or its mentions were found in."""
        return self.path.split("/")[1].removeprefix("month=")


@dataclass(frozen=True, slots=True)
class Receipt:
    """What became of the files of a batch.

    Attributes:
        batch: The batch.
        watch: Which rows were kept.
        files: Counts of each file, in order.
        parts: The files of rows.
        malformed: The side file of rows that cannot be read; ``None`` when there are none.
        differing: The side file of rows that differ from the codebooks.
        bounds: Lowest and highest key by source; of mentions, the lowest and highest id of an event.
        known: Of mentions: how many events of the store had an id within these bounds when they were read; ``None``
            for a batch of events.
        redated: Rows that were dropped and give their event another day; what they are may change with other batches.
    """

    batch: str
    watch: str
    files: tuple[FileCount, ...]
    parts: tuple[Part, ...]
    malformed: Part | None
    differing: Part | None
    bounds: dict[str, tuple[int, int]]
    known: int | None = None
    redated: tuple[Redated, ...] = ()

    @property
    def name(self) -> str:
        """Its name, from its batch and its files."""
        listed = "\n".join(f"{count.file} {count.md5}" for count in self.files)
        return f"{self.batch}~{hashlib.sha256(listed.encode()).hexdigest()[:NAME_LETTERS]}"

    @property
    def keys(self) -> frozenset[tuple[str, str]]:
        """Name and content of its files."""
        return frozenset(count.key for count in self.files)

    def written(self) -> Iterable[Part]:
        """Return all files it names."""
        return (part for part in (*self.parts, self.malformed, self.differing) if part is not None)


def read_receipt(path: Path) -> Receipt:
    """Read a receipt.

    Raises:
        StorageError: When it cannot be read, or another version of kanae wrote it.
    """
    try:
        read = json.loads(path.read_bytes())
        receipt = Receipt(**read)
        return replace(
            receipt,
            files=_counts(read["files"], path.parent.parent),
            parts=tuple(Part(**part) for part in read["parts"]),
            malformed=Part(**read["malformed"]) if read["malformed"] else None,
            differing=Part(**read["differing"]) if read["differing"] else None,
            bounds={source: (low, high) for source, (low, high) in read["bounds"].items()},
            redated=tuple(Redated(**row) for row in read.get("redated", ())),
        )
    except (OSError, ValueError, TypeError, KeyError) as cause:
        raise StorageError(
            f"'{path}' is no receipt of an event store: {cause}.",
            "Remove it, and run the same 'kanae events ingest' again.",
        ) from cause


def files_of(receipts: Iterable[Receipt]) -> list[FileCount]:
    """Return the counts of all files, by batch and order.

    A file that failed is left out where another of the same name did not: it was downloaded again.
    """
    listed = [count for receipt in receipts for count in receipt.files]
    good = {count.file for count in listed if not FileState(count.state).failed}
    return [count for count in listed if count.file not in good or count.state not in _REPLACED]


def by_batch(receipts: Iterable[Receipt]) -> dict[str, list[Receipt]]:
    """Return receipts by their batch."""
    found: dict[str, list[Receipt]] = {}
    for receipt in receipts:
        found.setdefault(receipt.batch, []).append(receipt)
    return found


def another_version(store: Path) -> StorageError:
    """Return the error on a store that has other names in its receipts or its manifest."""
    return StorageError(
        f"Another version of kanae made the event store in '{store}'.",
        "Make it anew in a new folder: kanae events ingest FILE --to FOLDER",
    )


def _counts(rows: Iterable[Mapping[str, Any]], store: Path) -> tuple[FileCount, ...]:
    try:
        return tuple(FileCount(**row) for row in rows)
    except TypeError as cause:
        raise another_version(store) from cause
