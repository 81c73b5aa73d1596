"""A kind of record as a flat table, before anything is written: columns, rows, and what refers to what."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table.

    Attributes:
        name: Name, singular snake_case.
        type: ``text``, ``date``, ``list``, ``whole``, ``number`` or ``flag``.
        describes: What it holds, from the docstring of its kind.
        refers_to: Table whose ids it holds; ``None`` unless each cell is one id of one known table.
    """

    name: str
    type: str
    describes: str
    refers_to: str | None = None


@dataclass(frozen=True, slots=True)
class FlatTable:
    """All records of one kind as rows of plain values.

    Attributes:
        name: Name of the table, such as ``events``.
        describes: What a row is, in one sentence.
        columns: The columns.
        key: Names of the columns that tell rows apart; the last is the id that other tables refer to.
        rows: The rows, each with one value a column: text, number, flag, date, list of text or ``None``.
    """

    name: str
    describes: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]
