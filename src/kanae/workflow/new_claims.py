"""Files in which a claim is begun."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kanae.errors import LedgerError, StorageError
from kanae.store.clock import today
from kanae.store.files import write_whole
from kanae.store.location import read_package_text

if TYPE_CHECKING:
    from pathlib import Path


def write_new_claim(path: Path) -> Path:
    """Write a file with a claim to fill in, named after the file.

    Raises:
        LedgerError: When the name of the file is no id.
        StorageError: When something stands there already, or the disk does not take it.
    """
    if path.suffix != ".yml" or not re.fullmatch(r"[a-z0-9][a-z0-9.\-]*", path.stem):
        raise LedgerError(
            f"'{path.name}' is not named after a claim.", "Write small letters, digits and '-': my-essay-c001.yml"
        )
    if path.exists():
        raise StorageError(f"'{path}' is there already.", "Name a new file.")
    text = read_package_text("report", "templates", "claim.yml")
    write_whole(path, text.replace("CLAIM-ID", path.stem).replace("TODAY", today().isoformat()))
    return path
