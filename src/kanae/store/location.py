"""Where the ledger and kanae's own files lie on this machine."""

from __future__ import annotations

import os
from pathlib import Path

from kanae.errors import LedgerError

ENVIRONMENT_VARIABLE = "KANAE_LEDGER"

_PACKAGE = Path(__file__).resolve().parents[1]
_SHIPPED = _PACKAGE / "shipped_ledger"
_CHECKOUT = _PACKAGE.parents[1] / "ledger"


def find_ledger(path: str | os.PathLike[str] | None = None) -> Path:
    """Return the folder of the ledger: the one named, else ``KANAE_LEDGER``, else the one shipped with kanae.

    Raises:
        LedgerError: When there is no such folder.
    """
    named = path if path is not None else os.environ.get(ENVIRONMENT_VARIABLE)
    if named is None:
        return _SHIPPED if _SHIPPED.is_dir() else _CHECKOUT
    folder = Path(named)
    if not folder.is_dir():
        raise LedgerError(
            f"There is no ledger folder '{folder}'.",
            f"Name an existing folder with --ledger or {ENVIRONMENT_VARIABLE}, or make one: kanae ledger new PATH",
        )
    return folder


def cache_folder() -> Path:
    """Return the folder for files that can be made again, following the XDG base directories."""
    base = os.environ.get("XDG_CACHE_HOME")
    return (Path(base) if base else Path.home() / ".cache") / "kanae"


def read_package_text(*parts: str) -> str:
    """Return a text file that ships inside the package, such as ``report/words/en.yml``."""
    return _PACKAGE.joinpath(*parts).read_text(encoding="utf-8")
