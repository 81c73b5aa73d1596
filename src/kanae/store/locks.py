"""One writer for a folder: a lock the system takes away when the program ends, however it ends."""

from __future__ import annotations

import contextlib
import fcntl
import os
from typing import TYPE_CHECKING

from kanae.errors import StorageError
from kanae.store.files import unwritable

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

LOCK = ".lock"


@contextlib.contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Keep other writers out of a folder, which is made when it is not there.

    The file stays behind, empty: only the system's lock on it counts, and that ends with the process.

    Raises:
        StorageError: When another writer is at work, or the folder cannot be written.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(folder / LOCK, os.O_RDWR | os.O_CREAT, 0o644)
    except OSError as cause:
        raise unwritable(folder, cause) from cause
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as cause:
            raise StorageError(
                f"Another kanae is writing to '{folder}'.",
                "Wait until it is done, or name another folder.",
            ) from cause
        yield
    finally:
        os.close(descriptor)
