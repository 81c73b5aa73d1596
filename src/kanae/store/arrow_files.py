"""Arrow tables as CSV, JSON or Parquet."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pa_csv
import pyarrow.parquet as pq

from kanae.model.cells import inert
from kanae.store.files import write_beside

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

ROWS_AT_ONCE = 65_536


def write_parquet(path: Path, table: Any) -> None:
    """Write a table as Parquet, whole or not at all.

    Raises:
        StorageError: When the folder or the disk does not take it.
    """
    write_beside(path, lambda beside: pq.write_table(table, beside, compression="zstd"))


def csv_bytes(table: Any) -> bytes:
    r"""Return a table as CSV with a header; lists are joined by semicolons, and no cell begins a formula.

    Examples:
        >>> csv_bytes(pa.table({"state": ["JPN"], "pi": pa.array([None], pa.float64()), "issues": [["di", "nu"]]}))
        b'state,pi,issues\nJPN,,di;nu\n'
    """
    columns = [_flat(column) for column in table.columns]
    flat = pa.table(columns, names=table.column_names)
    written = io.BytesIO()
    written.write((",".join(table.column_names) + "\n").encode())
    try:
        pa_csv.write_csv(flat, written, pa_csv.WriteOptions(include_header=False, quoting_style="none"))
    except pa.ArrowInvalid:  # a cell holds a comma or a quotation mark; Arrow would then quote every text
        return _quoted(flat)
    return written.getvalue()


def _quoted(flat: Any) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(flat.column_names)
    writer.writerows(zip(*(column.to_pylist() for column in flat.columns), strict=True))
    return text.getvalue().encode()


def _flat(column: Any) -> Any:
    if pa.types.is_list(column.type):
        column = pc.binary_join(column, ";")
    if pa.types.is_dictionary(column.type):
        column = pc.cast(column, pa.string())
    if pa.types.is_boolean(column.type):
        return pc.if_else(column, "true", "false")
    if pa.types.is_string(column.type):
        distinct = column.unique()
        safe = pa.array([None if text is None else inert(text) for text in distinct.to_pylist()], pa.string())
        return pc.take(safe, pc.index_in(column, value_set=distinct))
    return column


def json_pieces(table: Any) -> Iterator[str]:
    r"""Yield a table as JSON, a list of objects, some rows at a time so that large ones need little memory.

    Examples:
        >>> print("".join(json_pieces(pa.table({"a": [1, 2]}))))
        [
         {"a": 1},
         {"a": 2}
        ]
    """
    yield "["
    separator = "\n "
    for batch in table.to_batches(max_chunksize=ROWS_AT_ONCE):
        for row in batch.to_pylist():
            yield separator + json.dumps(row, ensure_ascii=False, default=str)
            separator = ",\n "
    yield "\n]"
