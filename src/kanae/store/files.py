"""Files written whole or not at all, and bytes known by their digest."""

from __future__ import annotations

import contextlib
import hashlib
import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from kanae.errors import StorageError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable


def write_whole(path: Path, content: bytes | str) -> None:
    """Write a file beside its place, force it to disk, and rename it into place.

    After a full disk, a read-only folder or an interrupt, the old file, or none, stands there; never half of one.

    Raises:
        StorageError: When the folder or the disk does not take it.
    """
    raw = content.encode() if isinstance(content, str) else content

    def write(beside: Path) -> None:
        beside.write_bytes(raw)

    write_beside(path, write)


def write_beside(path: Path, write: Callable[[Path], None]) -> None:
    """Let a function write a file beside its place, then rename it into place.

    Args:
        path: Where the file shall stand.
        write: Gets the path to write to.

    Raises:
        StorageError: When the folder or the disk does not take it.
    """
    beside: Path | None = None
    try:
        if path.is_dir():
            raise StorageError(f"'{path}' is a folder, and a file is to be written.", "Name a file in it.")
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor, name = tempfile.mkstemp(prefix=f".{path.name}.", suffix=".part", dir=path.parent)
        os.close(descriptor)
        beside = Path(name)
        write(beside)
        force_to_disk(beside)
        beside.replace(path)
        sync_folder(path.parent)
    except OSError as cause:
        raise unwritable(path, cause) from cause
    finally:
        if beside is not None:
            with contextlib.suppress(OSError):
                beside.unlink(missing_ok=True)


def unwritable(path: Path, cause: OSError) -> StorageError:
    """Return the error for a place that does not take what is written."""
    return StorageError(
        f"'{path}' cannot be written: {cause.strerror or cause}.",
        "Free space on the disk, or name a folder you may write to.",
    )


def force_to_disk(path: Path) -> None:
    """Wait until the disk holds all of a file, and let everyone read it.

    Raises:
        OSError: When the disk does not take it.
    """
    with path.open("rb+") as written:
        os.fsync(written.fileno())
    path.chmod(0o644)


def sync_folder(folder: Path) -> None:
    """Wait until the disk knows the names in a folder, where the system can wait for that."""
    with contextlib.suppress(OSError):  # some systems do not open folders
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def digest_of(files: Iterable[tuple[str, bytes]]) -> str:
    """Return the SHA-256 of named files, in the order given, as hexadecimal text.

    Examples:
        >>> digest_of([("a.yml", b"x")])[:12]
        '732d5ea5c534'
    """
    total = hashlib.sha256()
    for name, content in files:
        total.update(name.encode())
        total.update(b"\0")
        total.update(hashlib.sha256(content).digest())
    return total.hexdigest()
