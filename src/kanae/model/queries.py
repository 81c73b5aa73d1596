"""What a query over the tables of the ledger gives: one row, or the reason why it was refused."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from kanae.model.flat_tables import FlatTable

ROWS_KEPT = 2
"""Rows of an answer that are handed on: one is right, and a second tells that there are too many."""


@dataclass(frozen=True, slots=True)
class TableSet:
    """The tables that a query may ask, as they stand on one day.

    Attributes:
        as_of: The day, which queries call ``as_of()``.
        schemas: Tables by schema; those of ``main`` need no prefix.
    """

    as_of: date
    schemas: Mapping[str, tuple[FlatTable, ...]]


@dataclass(frozen=True, slots=True)
class Answered:
    """What a query gave.

    Attributes:
        columns: Names of the columns.
        rows: The first rows, two at most.
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]


@dataclass(frozen=True, slots=True)
class Refused:
    """Why a query was not run, or did not come to an end.

    Attributes:
        what: What was found.
        fix: One thing to do.
        line: Line of the query, counted from 1.
        word: Name that is not known; empty when that is not the fault.
        known: Names that could have been meant.
        spent: Whether it ran into a limit, so that its process is to be given up.
    """

    what: str
    fix: str
    line: int = 1
    word: str = ""
    known: tuple[str, ...] = ()
    spent: bool = False


Outcome = Answered | Refused
