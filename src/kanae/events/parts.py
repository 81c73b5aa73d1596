"""Rows into Parquet files by month, the same bytes however the rows arrive."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from kanae.events.coded import CODED, tidied
from kanae.events.rows import CODED_COLUMNS, WORK_SCHEMA

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

ROWS_IN_GROUP = 8_192
"""Rows written at once; memory holds at most this many for each month."""

_GROUPS_AT_LEAST = 4
"""Rows of a month are set apart when they are this part of a group: most are of a few months, and some of many."""


@dataclass(frozen=True, slots=True)
class Form:
    """How the rows of a table are written.

    Attributes:
        schema: Its columns, as rows are worked on.
        day: The column by whose month rows lie.
        in_dictionaries: Columns of which each text is written once.
        with_bounds: Columns whose lowest and highest value is written beside them.
    """

    schema: Any
    day: str
    in_dictionaries: tuple[str, ...]
    with_bounds: tuple[str, ...]


EVENT_FORM = Form(
    WORK_SCHEMA,
    "event_day",
    (*CODED_COLUMNS, "geo_name"),
    ("event_day", "found_day", "a_iso3", "b_iso3", "file"),
)


@dataclass(slots=True)
class _Month:
    """Rows of one month that wait to be written.

    Attributes:
        writer: What writes them.
        waiting: The rows.
        rows: How many wait.
        written: How many were written.
    """

    writer: Any
    waiting: deque[Any] = field(default_factory=deque)
    rows: int = 0
    written: int = 0

    def add(self, rows: Any) -> None:
        """Take rows, and write as many full groups as there are."""
        self.waiting.append(rows)
        self.rows += rows.num_rows
        while self.rows >= ROWS_IN_GROUP:
            self._write(ROWS_IN_GROUP)

    def close(self) -> int:
        """Write the rest and return the number of rows."""
        if self.rows:
            self._write(self.rows)
        self.writer.close()
        return self.written

    def _write(self, count: int) -> None:
        pieces, missing = [], count
        while missing:
            piece = self.waiting.popleft()
            pieces.append(piece.slice(0, missing))
            if piece.num_rows > missing:
                self.waiting.appendleft(piece.slice(missing))
            missing -= pieces[-1].num_rows
        # one batch a group, or its pages would begin where the pieces happen to end
        self.writer.write_batch(_tidied(_one_batch(pieces, pieces[0].schema)), row_group_size=count)
        self.rows -= count
        self.written += count


class Months:
    """Writes rows to one file a month in a folder.

    Args:
        folder: Where the files are written, named ``2019-10.parquet``.
        form: How rows are written.
    """

    def __init__(self, folder: Path, form: Form = EVENT_FORM) -> None:
        self.folder, self.form = folder, form
        self._months: dict[str, _Month] = {}
        self._waiting: list[Any] = []
        self._fresh = 0

    def add(self, rows: Any) -> None:
        """Take a record batch in the columns of the form; the rows of a month stay in the order they come in.

        Raises:
            OSError: When the disk does not take them.
        """
        self._waiting.append(rows)
        self._fresh += rows.num_rows
        if self._fresh >= ROWS_IN_GROUP:
            self._part(ROWS_IN_GROUP // _GROUPS_AT_LEAST)

    def close(self) -> dict[str, int]:
        """Write what waits and return the number of rows by month.

        Raises:
            OSError: When the disk does not take them.
        """
        self._part(1)
        return {name: self._months[name].close() for name in sorted(self._months)}

    def _part(self, least: int) -> None:
        """Give the rows that wait to their months; those of months that have few go on waiting."""
        rows = _one_batch(self._waiting, self.form.schema)
        self._waiting, self._fresh = [], 0
        months = np.asarray(rows.column(self.form.day)).astype("M8[M]")
        found, counts = np.unique(months, return_counts=True)
        if len(found) > 1:
            rows = rows.take(pa.array(np.argsort(months, kind="stable")))
        begin = 0
        for month, count in zip(found, counts.tolist(), strict=True):
            own = rows.slice(begin, count)
            begin += count
            if count < least:
                self._waiting.append(own)
            else:  # copied where it is a small part, as a slice keeps all the rows in memory
                self._month(str(month)).add(own if 2 * count > rows.num_rows else _one_batch([own], rows.schema))

    def _month(self, name: str) -> _Month:
        if name not in self._months:
            writer = pq.ParquetWriter(
                self.folder / f"{name}.parquet",
                self.form.schema,
                compression="zstd",
                use_dictionary=list(self.form.in_dictionaries),
                write_statistics=list(self.form.with_bounds),
                store_schema=False,  # read as plain texts
            )
            self._months[name] = _Month(writer)
        return self._months[name]


def _one_batch(batches: Sequence[Any], schema: Any) -> Any:
    """Return record batches as one that shares no rows with them."""
    if not batches:
        return pa.RecordBatch.from_pylist([], schema=schema)
    columns = [pa.concat_arrays([batch.column(place) for batch in batches]) for place in range(len(schema))]
    return pa.RecordBatch.from_arrays(columns, schema=schema)


def _tidied(rows: Any) -> Any:
    columns = [tidied(column) if column.type == CODED else column for column in rows.columns]
    return pa.RecordBatch.from_arrays(columns, schema=rows.schema)
