"""Folders written whole or not at all."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from kanae.errors import StorageError
from kanae.store.files import force_to_disk, sync_folder, unwritable

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable


def write_folder_beside(path: Path, write: Callable[[Path], None], names: Collection[str] = ()) -> None:
    """Let a function fill a folder beside its place, then rename it into place.

    A folder that stands there is replaced only when it holds nothing but files of these names, as an earlier run
    left them. After a full disk or an interrupt the old folder, or none, stands there; never half of one.

    Args:
        path: Where the folder shall stand.
        write: Gets the folder to fill.
        names: Names of all files it writes; without them only an empty folder is replaced.

    Raises:
        StorageError: When something else stands there, or the disk does not take it.
    """
    place = path.resolve()
    beside: Path | None = None
    try:
        _check_place(path, place, names)
        place.parent.mkdir(parents=True, exist_ok=True)
        beside = Path(tempfile.mkdtemp(prefix=f".{place.name}.", suffix=".part", dir=place.parent))
        write(beside)
        for written in beside.rglob("*"):
            if written.is_file():
                force_to_disk(written)
            else:
                sync_folder(written)
        sync_folder(beside)
        beside.chmod(0o755)
        _put_in_place(beside, place)
        sync_folder(place.parent)
    except OSError as cause:
        raise unwritable(path, cause) from cause
    finally:
        if beside is not None:
            shutil.rmtree(beside, ignore_errors=True)


def copy_files(names: Iterable[str], source: Path, target: Path) -> None:
    """Copy files by their names within a folder; the copies may be written to.

    Raises:
        OSError: When one cannot be read or written.
    """
    for name in names:
        copy = target / name
        copy.parent.mkdir(parents=True, exist_ok=True)
        with (source / name).open("rb") as read, copy.open("wb") as written:
            shutil.copyfileobj(read, written)


def _check_place(path: Path, place: Path, names: Collection[str]) -> None:
    if not place.exists():
        return
    if not place.is_dir():
        raise StorageError(f"'{path}' is there already and is a file.", "Name a new folder.")
    if place == Path.cwd():
        raise StorageError(f"'{path}' is the folder you are in.", "Name a new folder in it, such as 'tables'.")
    strangers = sorted(child.name for child in place.iterdir() if child.name not in names or not child.is_file())
    if strangers and not names:
        raise StorageError(f"'{path}' is there already and is not an empty folder.", "Name a new folder.")
    if strangers:
        raise StorageError(
            f"The folder '{path}' holds '{strangers[0]}', which this does not write; it would be lost.",
            "Name a new or an empty folder.",
        )


def _put_in_place(beside: Path, place: Path) -> None:
    if not place.exists():
        beside.rename(place)
        return
    old = beside.with_suffix(".old")
    try:
        place.rename(old)
        beside.rename(place)
    except BaseException:
        if old.exists() and not place.exists():
            old.rename(place)
        raise
    shutil.rmtree(old, ignore_errors=True)
