"""Files of mentions of one batch read into Parquet files by month: kept are those of events that stand in the store."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from kanae.events.batch import MOST_LISTED, BatchResult, Fault
from kanae.events.files import faults_in
from kanae.events.layouts import GDELT2, MENTION_WIDTHS
from kanae.events.lines import lines_of
from kanae.events.mentions import MENTION_FORM, MENTION_SCHEMA, ids_of, keys_of, parse_mentions
from kanae.events.parts import Months
from kanae.events.row_faults import RowFault
from kanae.events.rows import as_work
from kanae.model.events import FileCount, FileState
from kanae.store.packed import SpoiledFileError, blocks_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from kanae.events.files import SourceFile
    from kanae.events.lines import Lines

_PARSED_AT_ONCE = 1 << 19
"""Bytes of kept lines parsed in one go: a mention takes a third of the bytes of an event, and as much memory."""

IDS = "mentions"
"""Under what a receipt has the lowest and highest id of an event that its files mention."""


def read_mentions(
    files: Sequence[SourceFile],
    taken: frozenset[str],
    known: NDArray[np.int64],
    folder: Path,
    tell: Callable[[int, int], None],
) -> BatchResult:
    """Read the files of a batch and write their rows to a folder.

    A file is read to its end once before any row of it is taken.

    Args:
        files: The files, in order.
        taken: Names of files that were read before; another file of that name is not read.
        known: Ids of the events in the store, rising.
        folder: An empty folder.
        tell: Is told the bytes and rows of each file once it was read.

    Raises:
        OSError: When the disk does not take the rows.
    """
    batch = _MentionBatch(known, Months(folder, MENTION_FORM))
    had = set(taken)
    counts: list[FileCount] = []
    for file in files:
        try:
            _refuse_spoiled(file, had)
            counts.append(batch.read(file))
            had.add(file.name)
        except SpoiledFileError as cause:
            counts.append(FileCount(file.name, file.size, file.md5, cause.state, cause.what))
        tell(file.size, counts[-1].rows)
    bounds = {IDS: batch.bounds} if batch.bounds else {}
    return BatchResult(tuple(counts), batch.months.close(), tuple(batch.malformed), (), bounds)


def _refuse_spoiled(file: SourceFile, had: set[str]) -> None:
    if file.spoiled:
        raise file.spoiled
    if file.name in had:
        raise SpoiledFileError(FileState.OTHER_CONTENT, "another file of this name was read")
    for place, block in enumerate(_blocks(file)):
        if place == 0:
            _refuse_other_layout(lines_of(block))


def _refuse_other_layout(lines: Lines) -> None:
    widths, counts = np.unique(lines.widths, return_counts=True)
    width = int(widths[np.argmax(counts)])
    if width not in MENTION_WIDTHS:
        raise SpoiledFileError(FileState.UNKNOWN_LAYOUT, f"most lines have {width} columns: no layout of mentions")


def _blocks(file: SourceFile) -> Iterator[bytes]:
    return (block if block.endswith(b"\n") else block + b"\n" for block in blocks_of(file.path))


@dataclass(slots=True)
class _MentionBatch:
    known: NDArray[np.int64]
    months: Months
    had: NDArray[np.int64] = field(default_factory=lambda: np.array([], np.int64))
    malformed: list[Fault] = field(default_factory=list)
    bounds: tuple[int, int] | None = None

    def read(self, file: SourceFile) -> FileCount:
        """Read a file, which is known to be whole, and count its rows."""
        counted: Counter[str] = Counter()
        faults: list[Fault] = []
        waiting: dict[int, list[tuple[bytes, NDArray[np.int64]]]] = {}
        size, line = 0, 1
        for block in _blocks(file):
            lines = lines_of(block)
            counted["rows"] += len(lines.widths)
            chosen, broken = self._chosen(lines)
            counted["malformed"] += len(broken)
            faults += [Fault(file.name, line + row, fault.value, _shown(lines.text(row))) for row, fault in broken]
            for width in np.unique(lines.widths[chosen]).tolist():
                only = chosen & (lines.widths == width)
                payload = lines.joined(only)
                waiting.setdefault(width, []).append((payload, line + np.flatnonzero(only)))
                size += len(payload)
            line += len(lines.widths)
            if size >= _PARSED_AT_ONCE:
                faults = _first(faults + self._take(file, waiting, counted))
                waiting, size = {}, 0
        self.malformed += _first(faults + self._take(file, waiting, counted))
        counts = {name: counted[name] for name in ("rows", "kept", "malformed", "duplicates")}
        dropped = counted["rows"] - counted["kept"] - counted["malformed"]
        state = FileState.READ if counted["rows"] else FileState.EMPTY
        source = GDELT2 if counted["rows"] else ""
        return FileCount(file.name, file.size, file.md5, state, "", source, dropped=dropped, **counts)

    def _chosen(self, lines: Lines) -> tuple[NDArray[np.bool_], list[tuple[int, RowFault]]]:
        """Return which lines mention an event of the store, and which cannot be read."""
        ids = ids_of(lines)
        broken = dict(faults_in(lines, MENTION_WIDTHS))
        broken |= {row: RowFault.NOT_A_NUMBER for row in np.flatnonzero(ids < 0).tolist() if row not in broken}
        read = np.ones(len(ids), np.bool_)
        read[list(broken)] = False
        if read.any():
            low, high = self.bounds or (np.iinfo(np.int64).max, -1)
            self.bounds = (min(low, int(ids[read].min())), max(high, int(ids[read].max())))
        return read & is_among(ids, self.known), sorted(broken.items())

    def _take(
        self,
        file: SourceFile,
        waiting: dict[int, list[tuple[bytes, NDArray[np.int64]]]],
        counted: Counter[str],
    ) -> list[Fault]:
        """Store rows that do not repeat a mention, and return those that cannot be read."""
        faults: list[Fault] = []
        tables = []
        for width, pieces in waiting.items():
            payload, lines = b"".join(piece for piece, _ in pieces), np.concatenate([numbers for _, numbers in pieces])
            parsed = parse_mentions(payload, width)
            counted["malformed"] += len(parsed.faults)
            texts = payload.split(b"\n") if parsed.faults else []
            faults += [
                Fault(file.name, int(lines[row]), fault.value, _shown(texts[row])) for row, fault in parsed.faults
            ]
            tables.append(_with_place(parsed.table, file, lines[parsed.good]))
        if not tables:
            return faults
        table = pa.concat_tables(tables).sort_by("line")
        repeated = self._repeated(keys_of(table))
        counted["kept"] += int((~repeated).sum())
        counted["duplicates"] += int(repeated.sum())
        for rows in table.filter(pa.array(~repeated)).combine_chunks().to_batches():
            self.months.add(as_work(rows, MENTION_FORM.schema))
        return faults

    def _repeated(self, keys: NDArray[np.int64]) -> NDArray[np.bool_]:
        """Return which mentions were there before, among these or those had so far, and have them all."""
        unique, first = np.unique(keys, return_index=True)
        is_first = np.zeros(len(keys), np.bool_)
        is_first[first] = True
        repeated = ~is_first | is_among(keys, self.had)
        self.had = np.sort(np.concatenate([self.had, unique[~is_among(unique, self.had)]]), kind="stable")
        return repeated


def is_among(ids: NDArray[np.int64], known: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Return which ids are among known ones, which rise.

    Examples:
        >>> is_among(np.array([7, 3, 9]), np.array([3, 5, 7])).tolist()
        [True, True, False]
    """
    if not len(known):
        return np.zeros(len(ids), np.bool_)
    return np.asarray(known[np.minimum(np.searchsorted(known, ids), len(known) - 1)] == ids)


def _with_place(table: pa.Table, file: SourceFile, lines: NDArray[np.int64]) -> pa.Table:
    columns = dict(zip(table.column_names, table.columns, strict=True))
    columns["stream"] = pa.repeat(file.stream, len(lines)) if file.stream else pa.nulls(len(lines), pa.string())
    columns["file"] = pa.repeat(file.name, len(lines))
    columns["line"] = pa.array(lines)
    return pa.table({name: columns[name] for name in MENTION_SCHEMA.names}).cast(MENTION_SCHEMA)


def _first(faults: list[Fault]) -> list[Fault]:
    """Return the faults that are written down; the others are only counted."""
    return sorted(faults, key=lambda fault: fault.line)[:MOST_LISTED]


def _shown(row: bytes) -> str:
    return row.rstrip(b"\r").decode("utf-8", errors="backslashreplace")
