"""The catalogue of files that can be fetched, where they are kept, and whether one is what it should be."""

from __future__ import annotations

import difflib
from functools import cache
from typing import TYPE_CHECKING

from kanae.errors import MeasureError, UpstreamError
from kanae.model.catalogue import Dataset
from kanae.model.issues import IssueCode
from kanae.store.location import cache_folder
from kanae.votes.codelists import read_list

if TYPE_CHECKING:
    from pathlib import Path

    from kanae.votes.tally import Tally


@cache
def catalogue() -> tuple[Dataset, ...]:
    """Return the files that can be fetched.

    Examples:
        >>> [dataset.id for dataset in catalogue()]
        ['general-assembly', 'ideal-points', 'ideal-points-2020']
    """
    return read_list("catalogue", Dataset)


def dataset(name: str) -> Dataset:
    """Return a file of the catalogue.

    Raises:
        MeasureError: When there is none of that name.
    """
    known = {row.id: row for row in catalogue()}
    if name not in known:
        near = difflib.get_close_matches(name, known, n=1) or list(known)
        raise MeasureError(f"'{name}' is not in the catalogue of votes.", f"Ask for {' or '.join(near)}.")
    return known[name]


def votes_folder() -> Path:
    """Return the folder of fetched files."""
    return cache_folder() / "votes"


def fetched(folder: Path | None = None) -> dict[str, tuple[Dataset, Path]]:
    """Return what was fetched, by role.

    Args:
        folder: Where to look; by default the folder ``kanae votes fetch`` writes to.
    """
    base = folder or votes_folder()
    return {row.role: (row, base / row.file) for row in catalogue() if (base / row.file).is_file()}


def has_fetched_votes() -> bool:
    """Tell whether votes were fetched."""
    return "votes" in fetched()


def inspect(path: Path, expected: Dataset, tally: Tally) -> int:
    """Look at the content of a fetched file and return its number of rows.

    Args:
        path: The file.
        expected: What it should be.
        tally: Takes a number of rows that is larger than expected.

    Raises:
        UpstreamError: When it is no table, lacks a column or has too few rows.
    """
    from kanae.store.foreign_tables import open_table

    table = open_table(path)
    missing = [column for column in expected.columns if column not in table.columns]
    if missing:
        fix = f"See whether {expected.page} changed its layout."
        raise UpstreamError(f"'{expected.url}' has no column '{missing[0]}'; it was not kept.", fix)
    column = expected.columns[0]
    rows = len(table.read([column])[column].codes)
    if rows < expected.fewest_rows:
        message = (
            f"'{expected.url}' has {rows:,} rows, fewer than the {expected.fewest_rows:,} expected; it was not kept."
        )
        raise UpstreamError(message, f"See whether {expected.page} still offers the whole file.")
    if rows > expected.most_rows:
        message = f"has {rows:,} rows, more than the {expected.most_rows:,} expected"
        tally.add(expected.file, IssueCode.MORE_THAN_EXPECTED, message, (), "See whether rows stand in it twice.")
    return rows
