"""Rows into Parquet files by month of the event day, the same bytes however the rows arrive."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from kanae.events.rows import SCHEMA

if TYPE_CHECKING:
    from pathlib import Path

ROWS_IN_GROUP = 8_192
"""Rows written at once; memory holds at most this many for each month."""

_NEARLY_ALL_DIFFER = ("event_id", "url")
_WITH_BOUNDS = ("event_day", "found_day", "a_iso3", "b_iso3", "file")
_CODED = [field.name for field in SCHEMA if field.type == pa.string() and field.name not in _NEARLY_ALL_DIFFER]


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

    def add(self, table: Any) -> None:
        """Take rows, and write as many full groups as there are."""
        self.waiting.append(table)
        self.rows += table.num_rows
        while self.rows >= ROWS_IN_GROUP:
            self._write(ROWS_IN_GROUP)

    def close(self) -> int:
        """Write the rest and return the number of rows."""
        if self.rows:
            self._write(self.rows)
        self.writer.close()
        return self.written

    def _write(self, rows: int) -> None:
        pieces, missing = [], rows
        while missing:
            piece = self.waiting.popleft()
            pieces.append(piece.slice(0, missing))
            if piece.num_rows > missing:
                self.waiting.appendleft(piece.slice(missing))
            missing -= pieces[-1].num_rows
        # one chunk a column, or the pages would begin where the pieces happen to end
        self.writer.write_table(pa.concat_tables(pieces).combine_chunks())
        self.rows -= rows
        self.written += rows


class Months:
    """Writes rows to one file a month in a folder.

    Args:
        folder: Where the files are written, named ``2019-10.parquet``.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._months: dict[str, _Month] = {}

    def add(self, table: Any) -> None:
        """Take rows; those of a month stay in the order they come in.

        Raises:
            OSError: When the disk does not take them.
        """
        if not table.num_rows:
            return
        months = np.asarray(table.column("event_day")).astype("M8[M]")
        found = np.unique(months)
        for month in found:  # copied, as a slice that waits would keep the whole table in memory
            rows = table if len(found) == 1 else table.take(pa.array(np.flatnonzero(months == month)))
            self._month(str(month)).add(rows)

    def close(self) -> dict[str, int]:
        """Write what waits and return the number of rows by month.

        Raises:
            OSError: When the disk does not take them.
        """
        return {name: self._months[name].close() for name in sorted(self._months)}

    def path(self, month: str) -> Path:
        """Return the file of a month."""
        return self.folder / f"{month}.parquet"

    def _month(self, name: str) -> _Month:
        if name not in self._months:
            writer = pq.ParquetWriter(
                self.path(name),
                SCHEMA,
                compression="zstd",
                use_dictionary=_CODED,
                write_statistics=list(_WITH_BOUNDS),
            )
            self._months[name] = _Month(writer)
        return self._months[name]
