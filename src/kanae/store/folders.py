"""Folders written whole or not at all."""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from kanae.errors import StorageError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable


def write_folder_beside(path: Path, fill: Callable[[Path], None]) -> None:
    """Let a function fill a folder beside its place, then rename it into place.

    After a full disk, a read-only folder or an interrupt nothing stands there, or the empty folder that stood before.

    Args:
        path: Where the folder shall stand; an empty folder there is replaced.
        fill: Gets the empty folder to write to.

    Raises:
        StorageError: When something stands there already, or the disk does not take it.
    """
    refuse_occupied(path)
    beside: Path | None = None
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        beside = Path(tempfile.mkdtemp(prefix=f".{path.name}.", suffix=".part", dir=path.parent))
        fill(beside)
        beside.chmod(0o755)
        if path.is_dir():
            path.rmdir()
        beside.replace(path)
    except OSError as cause:
        raise StorageError(
            f"'{path}' cannot be written: {cause.strerror or cause}.",
            "Free space on the disk, or name a folder you may write to.",
        ) from cause
    finally:
        if beside is not None:
            shutil.rmtree(beside, ignore_errors=True)


def refuse_occupied(path: Path) -> None:
    """Refuse a path where a file or a folder with something in it stands already.

    Raises:
        StorageError: When something stands there, or cannot be looked at.
    """
    try:
        is_occupied = path.is_symlink() or (path.exists() and (not path.is_dir() or any(path.iterdir())))
    except OSError as cause:
        raise StorageError(
            f"'{path}' cannot be looked at: {cause.strerror or cause}.", "Name a folder you may write to."
        ) from cause
    if is_occupied:
        raise StorageError(f"'{path}' is there already and is not an empty folder.", "Name a new folder.")


def copy_files(names: Iterable[str], source: Path, target: Path) -> None:
    """Copy files by their names within a folder; the copies may be written to and are forced to disk.

    Raises:
        OSError: When one cannot be read or written.
    """
    for name in names:
        copy = target / name
        copy.parent.mkdir(parents=True, exist_ok=True)
        with (source / name).open("rb") as read, copy.open("wb") as written:
            shutil.copyfileobj(read, written)
            written.flush()
            with contextlib.suppress(OSError):  # some file systems do not sync
                os.fsync(written.fileno())
