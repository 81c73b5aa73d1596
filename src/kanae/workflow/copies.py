"""Working copies of a ledger."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kanae.errors import LedgerError
from kanae.ledger.load import read_folder
from kanae.model.records import KINDS
from kanae.store.folders import copy_files, write_folder_beside
from kanae.store.location import find_ledger

if TYPE_CHECKING:
    from pathlib import Path

    from kanae.ledger.load import Progress


@dataclass(frozen=True, slots=True)
class Copied:
    """A working copy that was made.

    Attributes:
        folder: Where it stands.
        files: How many files it has.
        records: How many records it holds.
    """

    folder: Path
    files: int
    records: int

    @property
    def summary(self) -> str:
        """One line with the numbers."""
        return f"{self.folder}: {self.files} files, {self.records} records"


def copy_ledger(target: Path, source: Path | None = None, progress: Progress | None = None) -> Copied:
    """Copy a ledger to a new folder: the folders of records, and the licence and changes beside them.

    A ledger with faults may be copied, so that it can be mended there.

    Args:
        target: The new folder; an empty one is filled.
        source: Folder of the ledger; ``None`` for the default.
        progress: Told the name of each file as it is read.

    Raises:
        LedgerError: When there is no ledger to copy, or the copy would lie in it.
        StorageError: When something stands there already, or the disk does not take it.
    """
    ledger = find_ledger(source)
    if ledger.resolve() in (target.resolve(), *target.resolve().parents):
        raise LedgerError(f"'{target}' lies in the ledger '{ledger}'.", "Name a folder outside of it.")
    reading = read_folder(ledger, progress)
    names = _names(ledger)

    def fill(folder: Path) -> None:
        copy_files(names, ledger, folder)

    write_folder_beside(target, fill)
    return Copied(target, len(names), sum(1 for _ in reading.all_rows()))


def _names(ledger: Path) -> list[str]:
    files = (path.relative_to(ledger) for path in ledger.rglob("*") if path.is_file())
    kept = (file for file in files if len(file.parts) == 1 or file.parts[0] in KINDS)
    return sorted(file.as_posix() for file in kept if not any(part.startswith(".") for part in file.parts))
