"""Rows into Parquet files by month, the same bytes however the rows arrive."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from kanae.events.coded import CODED, Book
from kanae.events.rows import CODED_COLUMNS, WORK_SCHEMA

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

ROWS_IN_GROUP = 16_384
"""Rows written at once; memory holds at most this many for each month."""

_LEVEL = -3
"""Level of zstd, one of the quick ones: a file is a fifth larger than at level 1, and written in a tenth less time."""

_PARTED_AT_ONCE, _APART = 8_192, 2_048
"""Rows that wait are given to their months when they are so many, those of a month when they are: most are of a few
months, and some of many."""


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
    (*CODED_COLUMNS, "geo_name", "url"),
    ("event_day", "found_day", "file"),
)


@dataclass(slots=True)
class _Month:
    """Rows of one month that wait to be written.

    Attributes:
        writer: What writes them.
        books: The texts of the columns of which rows have numbers.
        waiting: The rows.
        rows: How many wait.
        written: How many were written.
    """

    writer: Any
    books: Mapping[str, Book]
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
        self.writer.write_batch(_with_texts(_one_batch(pieces), self.books), row_group_size=count)
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
        self._books = {field.name: Book() for field in form.schema if field.type == CODED}
        self._waiting: list[Any] = []
        self._fresh = 0

    def add(self, rows: Any) -> None:
        """Take a record batch in the columns of the form; the rows of a month stay in the order they come in.

        Raises:
            OSError: When the disk does not take them.
        """
        if not rows.num_rows:
            return
        self._waiting.append(_with_numbers(rows, self._books))
        self._fresh += rows.num_rows
        if self._fresh >= _PARTED_AT_ONCE:
            self._part(_APART)

    def close(self) -> dict[str, int]:
        """Write what waits and return the number of rows by month.

        Raises:
            OSError: When the disk does not take them.
        """
        if self._waiting:
            self._part(1)
        return {name: self._months[name].close() for name in sorted(self._months)}

    def _part(self, least: int) -> None:
        """Give the rows that wait to their months; those of months that have few go on waiting."""
        rows = _one_batch(self._waiting)
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
                self._month(str(month)).add(own if 2 * count > rows.num_rows else _one_batch([own]))

    def _month(self, name: str) -> _Month:
        if name not in self._months:
            writer = pq.ParquetWriter(
                self.folder / f"{name}.parquet",
                self.form.schema,
                compression="zstd",
                compression_level=_LEVEL,
                use_dictionary=list(self.form.in_dictionaries),
                column_encoding={
                    field.name: "DELTA_BINARY_PACKED" for field in self.form.schema if pa.types.is_integer(field.type)
                },
                write_statistics=list(self.form.with_bounds),
                write_batch_size=ROWS_IN_GROUP,
                store_schema=False,  # read as plain texts
            )
            self._months[name] = _Month(writer, self._books)
        return self._months[name]


def _one_batch(batches: Sequence[Any]) -> Any:
    """Return record batches as one that shares no rows with them."""
    columns = [pa.concat_arrays(columns) for columns in zip(*(batch.columns for batch in batches), strict=True)]
    return pa.RecordBatch.from_arrays(columns, schema=batches[0].schema)


def _with_numbers(rows: Any, books: Mapping[str, Book]) -> Any:
    """Return rows with a number in place of each text that repeats."""
    return pa.record_batch(
        {name: books[name].numbers(column) if name in books else column for name, column in _columns(rows)}
    )


def _with_texts(rows: Any, books: Mapping[str, Book]) -> Any:
    """Return rows with their texts in place of the numbers."""
    return pa.record_batch(
        {name: books[name].column(column) if name in books else column for name, column in _columns(rows)}
    )


def _columns(rows: Any) -> Iterator[tuple[str, Any]]:
    return zip(rows.schema.names, rows.columns, strict=True)
