"""What every measure hands on: a table whose rows name the records behind them, with units, coverage and caveats."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

Value = str | int | float | bool | date | tuple[str, ...] | None
"""What a cell may hold; ``None`` is not known or does not apply, and the row says why."""

SIGNIFICANT_DIGITS = 10
"""Digits of a number that are handed on; the last ones of a float differ between machines."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a measure.

    Attributes:
        name: Its name, in snake case.
        unit: What it counts in: ``id``, ``code``, ``date``, ``days``, ``count``, ``share``, ``ratio`` and so on.
        about: One sentence on what it holds.
        low: Smallest value there can be; ``None`` when there is no such limit.
        high: Largest value there can be.
    """

    name: str
    unit: str
    about: str
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class MeasureRow:
    """One row of a measure.

    Attributes:
        values: Value by column.
        record_ids: Ids of the records behind the row.
        reason: Key of the sentence that says why a value is ``None``; empty when none is.
    """

    values: Mapping[str, Value]
    record_ids: tuple[str, ...] = ()
    reason: str = ""


@dataclass(frozen=True, slots=True)
class MeasureTable:
    """A measure of one framework on one day, as plain rows.

    Attributes:
        measure: Name of the measure.
        framework: Id of the framework.
        as_of: Day it is for.
        columns: Its columns, in order.
        rows: Its rows, in order.
        coverage: Ids of the coverage records that bound it.
        caveats: Keys of the sentences a reader must know beside the numbers.
        parameters: Everything that was chosen rather than recorded: thresholds, seeds, numbers of draws.
    """

    measure: str
    framework: str
    as_of: date
    columns: tuple[Column, ...]
    rows: tuple[MeasureRow, ...]
    coverage: tuple[str, ...] = ()
    caveats: tuple[str, ...] = ()
    parameters: Mapping[str, str | int | float] = field(default_factory=dict[str, Any])


def plain_rows(table: MeasureTable) -> list[dict[str, Any]]:
    """Return the rows as plain values: the columns in order, then the ids of the records and the reason.

    Examples:
        >>> columns = (Column("n", "count", "How many.", low=0),)
        >>> table = MeasureTable("m", "quad", date(2026, 2, 28), columns, (MeasureRow({"n": 2}, ("e1", "e2")),))
        >>> plain_rows(table)
        [{'n': 2, 'record_ids': ['e1', 'e2'], 'reason': None}]
    """
    return [
        {column.name: plain_value(row.values[column.name]) for column in table.columns}
        | {"record_ids": list(row.record_ids), "reason": row.reason or None}
        for row in table.rows
    ]


def plain_value(value: Value) -> Any:
    """Return a value as JSON can hold it; numbers keep the digits that are the same on every machine.

    Examples:
        >>> plain_value(0.1 + 0.2), plain_value(date(2026, 2, 28)), plain_value(("a", "b"))
        (0.3, '2026-02-28', ['a', 'b'])
    """
    if isinstance(value, float):
        return float(f"{value:.{SIGNIFICANT_DIGITS}g}")
    if isinstance(value, date):
        return value.isoformat()
    return list(value) if isinstance(value, tuple) else value
