"""Kanae 鼎: does action follow words? A sourced record of security cooperation between a few states."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import os

    from kanae.ledger.book import Ledger
    from kanae.workflow.votes import Votes

__version__ = "0.1.0"

__all__ = ["__version__", "open_ledger", "open_votes"]


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


def open_votes(*files: str | os.PathLike[str]) -> Votes:
    r"""Read votes of the United Nations General Assembly.

    Args:
        files: One joined table, or votes and roll calls; by default what ``kanae votes fetch`` brought.

    Raises:
        UpstreamError: When a file is malformed, there are no votes in it, or nothing was fetched.

    Examples:
        >>> import pathlib, tempfile
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     path = pathlib.Path(folder, "votes.csv")
        ...     _ = path.write_text("rcid,session,JPN,KOR,USA\n1,79,1,1,3\n2,79,1,2,1\n")
        ...     votes = open_votes(path)
        >>> votes.similarity(["JPN", "USA"]).to_pylist()[0]["agreement"]
        0.5
    """
    from pathlib import Path

    from kanae.workflow.votes import open_votes as read

    return read([Path(file) for file in files])
