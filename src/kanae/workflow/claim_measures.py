"""Measures as tables that a claim may ask: computed only when a query names one."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, Any

from kanae.model.flat_tables import Column, FlatTable
from kanae.workflow.measuring import MeasureOptions, measure_named, measure_names, measure_table
from kanae.workflow.statuses import ask

if TYPE_CHECKING:
    from kanae.ledger.book import Ledger
    from kanae.model.measure import Column as MeasureColumn

_NAMED = re.compile(r"\bmeasure_([a-z0-9_]+)\b", re.IGNORECASE)
_TYPES: dict[type, str] = {bool: "flag", int: "whole", float: "number", date: "date", tuple: "list", str: "text"}
_OF_UNIT = {"id": "text", "code": "text", "text": "text", "date": "date", "count": "whole"}


def measures_named(sql: str) -> tuple[str, ...]:
    """Return the measures that a query names, each once; names that no measure has are left to DuckDB.

    Examples:
        >>> measures_named("SELECT n FROM measure_cadence JOIN measure_no_such USING (series)")
        ('cadence',)
    """
    names = dict.fromkeys(found.lower().replace("_", "-") for found in _NAMED.findall(sql))
    return tuple(name for name in names if name in measure_names())


def measure_flat_table(ledger: Ledger, framework: str, day: date | None, name: str) -> FlatTable:
    """Return one measure as a table, named ``measure_`` and its name.

    Args:
        ledger: The ledger, as known on the day of knowledge.
        framework: Framework it is computed for.
        day: Day it is computed for; ``None`` for a table without rows.
        name: Name of the measure.

    Raises:
        MeasureError: When the measure has no answer to the question.
    """
    shown = measure_named(name).columns
    rows: list[tuple[Any, ...]] = []
    if day is not None:
        table = measure_table(ask(ledger, framework, as_of=day), name, MeasureOptions())
        shown = table.columns
        rows = [
            (*(row.values[column.name] for column in shown), list(row.record_ids), row.reason) for row in table.rows
        ]
    columns = [
        Column(column.name, _type_of(column, [row[place] for row in rows]), column.about)
        for place, column in enumerate(shown)
    ]
    columns += [
        Column("record_ids", "list", "Records behind the row."),
        Column("reason", "text", "Why something is not known."),
    ]
    plain = tuple(tuple(list(value) if isinstance(value, tuple) else value for value in row) for row in rows)
    return FlatTable(f"measure_{name.replace('-', '_')}", "", tuple(columns), (), plain)


def _type_of(column: MeasureColumn, values: list[Any]) -> str:
    kinds = {type(value) for value in values if value is not None}
    if kinds == {int, float}:
        return "number"
    if len(kinds) == 1:
        return _TYPES[kinds.pop()]
    return _OF_UNIT.get(column.unit, "number")
