"""Flat tables as Arrow tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pyarrow as pa

    from kanae.model.flat_tables import FlatTable


def as_arrow(table: FlatTable) -> pa.Table:
    """Return a flat table in Arrow, each column with its type.

    Examples:
        >>> from kanae.model.flat_tables import Column, FlatTable
        >>> columns = (Column("event_id", "text", "Id."), Column("members", "list", "States."))
        >>> as_arrow(FlatTable("events", "", columns, ("event_id",), (("e1", ["JPN"]),))).to_pylist()
        [{'event_id': 'e1', 'members': ['JPN']}]
    """
    import pyarrow as pa

    types = {
        "text": pa.string(),
        "date": pa.date32(),
        "list": pa.list_(pa.string()),
        "whole": pa.int64(),
        "number": pa.float64(),
        "flag": pa.bool_(),
    }
    schema = pa.schema([(column.name, types[column.type]) for column in table.columns])
    arrays = [pa.array([row[place] for row in table.rows], type=field.type) for place, field in enumerate(schema)]
    return pa.Table.from_arrays(arrays, schema=schema)
