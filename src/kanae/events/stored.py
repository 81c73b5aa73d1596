"""A finished event store as its readers see it: its files of rows, whom it watches, and the days it has files of."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kanae.errors import StorageError
from kanae.events.folder import MANIFEST
from kanae.events.receipts import another_version
from kanae.model.events import FileSpan

if TYPE_CHECKING:
    from pathlib import Path

_DIGEST_LETTERS = 12


@dataclass(frozen=True, slots=True)
class EventStore:
    """What readers need of an event store.

    Attributes:
        parts: Files of rows.
        states: States whose rows were kept.
        spans: Which days it has files of; see :func:`kanae.events.coverage.coverage_of`.
        digest: First letters of the digest of its manifest.
    """

    parts: tuple[Path, ...]
    states: tuple[str, ...]
    spans: tuple[FileSpan, ...]
    digest: str


def open_store(folder: Path) -> EventStore:
    """Read the manifest of a store; its receipts, which tell of every single file, are not looked at.

    Only what the manifest names counts: an ingest that is at work or was interrupted has not written it yet.

    Raises:
        StorageError: When there is no store, its first ingest did not end, its manifest cannot be read, or another
            version of kanae made it.
    """
    path = folder / MANIFEST
    try:
        written = path.read_bytes()
        manifest = json.loads(written)
    except (FileNotFoundError, NotADirectoryError):
        raise StorageError(
            f"There is no finished event store in '{folder}'.", f"Make one: kanae events ingest FILE --to {folder}"
        ) from None
    except (OSError, ValueError) as cause:
        raise StorageError(
            f"'{path}' cannot be read as the manifest of an event store: {cause}.",
            "Let it be read, or remove it; the same 'kanae events ingest' writes it again.",
        ) from cause
    try:
        return EventStore(
            tuple(folder / part["path"] for part in manifest["parts"]),
            tuple(manifest["watch"].removesuffix(" pairs").split(",")),
            tuple(FileSpan(**row) for row in manifest["spans"]),
            hashlib.sha256(written).hexdigest()[:_DIGEST_LETTERS],
        )
    except (TypeError, KeyError) as cause:
        raise another_version(folder) from cause
