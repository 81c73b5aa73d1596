"""Kanae 鼎: does action follow words? A sourced record of security cooperation between a few states."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import os

    from kanae.ledger.book import Ledger

__version__ = "0.1.0"

__all__ = ["__version__", "open_ledger"]


def open_ledger(path: str | os.PathLike[str] | None = None) -> Ledger:
    """Open a ledger for reading.

    Args:
        path: Folder of the ledger; by default ``KANAE_LEDGER``, else the ledger shipped with kanae.

    Raises:
        LedgerError: When there is no ledger, or it has a fault.

    Examples:
        >>> ledger = open_ledger()
        >>> ledger.get("cd-001").text.en
        'The three leaders undertake to hold a summit no less than once a year.'
        >>> ledger.table("events").column_names[:3]
        ['event_id', 'date_first', 'date_last']
    """
    from kanae.ledger.load import open_folder
    from kanae.store.location import find_ledger

    return open_folder(find_ledger(path))
