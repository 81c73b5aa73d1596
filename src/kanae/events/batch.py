"""Files of one batch, such as those of a day, read one after the other into Parquet files by month."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa

from kanae.events.codebooks import cameo_codes_of
from kanae.events.files import KeptLines, SourceFile, read_file
from kanae.events.layouts import GDELT2
from kanae.events.lines import Watcher
from kanae.events.parts import Months
from kanae.events.repeats import Seen
from kanae.events.row_faults import RowFault
from kanae.events.rows import SCHEMA, Parsed, parse
from kanae.model.events import FileCount, FileState
from kanae.store.packed import SpoiledFileError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from kanae.model.events import Watch

PARSED_AT_ONCE = 3 << 18
"""Bytes of kept lines parsed in one go; a parse of few lines takes as long as one of a thousand."""

MOST_LISTED = 10_000
"""Malformed rows of a file that are written down; the others are only counted."""

DIFFERS, UNKNOWN_CODE = "differs", "unknown-code"


@dataclass(frozen=True, slots=True)
class Fault:
    """A row that cannot be read, or that differs from the codebooks.

    Attributes:
        file: Its file.
        line: Its line, counted from 1.
        fault: What is the matter.
        found: The row, or what differs.
    """

    file: str
    line: int
    fault: str
    found: str


@dataclass(frozen=True, slots=True)
class BatchResult:
    """What became of a batch.

    Attributes:
        files: Counts of each file.
        months: Number of rows by month.
        malformed: Rows that cannot be read.
        differing: Rows that differ from the codebooks.
        bounds: Lowest and highest key by source.
    """

    files: tuple[FileCount, ...]
    months: dict[str, int]
    malformed: tuple[Fault, ...]
    differing: tuple[Fault, ...]
    bounds: dict[str, tuple[int, int]]


def read_batch(
    files: Sequence[SourceFile], taken: frozenset[str], watch: Watch, folder: Path, tell: Callable[[int, int], None]
) -> BatchResult:
    """Read the files of a batch and write their rows to a folder.

    A file that turns out to be broken after some of its rows were taken makes the batch begin anew without it.

    Args:
        files: The files, in order.
        taken: Names of files that were read before; another file of that name is not read.
        watch: Which rows are kept.
        folder: An empty folder.
        tell: Is told the bytes and rows of each file once it was read.

    Raises:
        OSError: When the disk does not take the rows.
    """
    spoiled: dict[tuple[str, str], SpoiledFileError] = {}
    while True:
        reader = _BatchReader(files, taken, watch, folder, spoiled)
        if reader.read(tell):
            return reader.result()


@dataclass(slots=True)
class _Waiting:
    """Kept lines of one layout that wait to be parsed.

    Attributes:
        pieces: The lines, with file and line numbers.
        size: Their bytes.
    """

    pieces: list[tuple[int, KeptLines]] = field(default_factory=list)
    size: int = 0


class _BatchReader:
    def __init__(
        self,
        files: Sequence[SourceFile],
        taken: frozenset[str],
        watch: Watch,
        folder: Path,
        spoiled: dict[tuple[str, str], SpoiledFileError],
    ) -> None:
        self.files, self.watch, self.spoiled = files, watch, spoiled
        self.watcher = Watcher(cameo_codes_of(watch.states), pairs=watch.pairs)
        self.taken = set(taken)
        self.months = Months(folder)
        self.waiting = _Waiting()
        self.seen: dict[str, Seen] = {}
        self.lowest: dict[str, int] = {}
        self.counts = [FileCount(file.name, file.size, file.sha256) for file in files]
        self.malformed: list[list[Fault]] = [[] for _ in files]
        self.differing: list[list[Fault]] = [[] for _ in files]

    def read(self, tell: Callable[[int, int], None]) -> bool:
        """Read all files; ``False`` when a file was found to be broken after rows of it were taken."""
        for place, file in enumerate(self.files):
            known = file.spoiled or self.spoiled.get((file.name, file.sha256))
            if known is None and file.name in self.taken:
                known = SpoiledFileError(FileState.OTHER_CONTENT, "another file of this name was read")
            if known is None:
                try:
                    self._read_one(place, file)
                except SpoiledFileError as cause:
                    self.spoiled[file.name, file.sha256] = known = cause
                    if self.counts[place].rows:
                        self.months.close()
                        return False
            if known is None:
                self.taken.add(file.name)
            else:
                self.counts[place] = replace(self.counts[place], state=known.state, detail=known.what)
            tell(file.size, self.counts[place].rows)
        self._parse()
        self.written = self.months.close()
        return True

    def result(self) -> BatchResult:
        """Return what became of the batch."""
        bounds = {source: (self.lowest[source], seen.highest) for source, seen in self.seen.items()}
        return BatchResult(
            tuple(_settled(count) for count in self.counts),
            self.written,
            tuple(fault for faults in self.malformed for fault in sorted(faults, key=lambda fault: fault.line)),
            tuple(fault for faults in self.differing for fault in sorted(faults, key=lambda fault: fault.line)),
            bounds,
        )

    def _read_one(self, place: int, file: SourceFile) -> None:
        for piece in read_file(file.path, self.watch, self.watcher):
            self._count(place, rows=piece.rows, dropped=piece.dropped)
            self.counts[place] = replace(self.counts[place], source=piece.source)
            self._note_malformed(place, piece.faults)
            if piece.parsed is not None:
                self._parse()
                lines = piece.first_line + piece.parsed.good
                self._take(piece.parsed, piece.source, np.full(len(lines), place), lines)
            for kept in piece.kept:
                self._wait(place, kept)
        if not self.counts[place].rows and self.counts[place].state == FileState.READ:
            self.counts[place] = replace(self.counts[place], state=FileState.EMPTY)

    def _wait(self, place: int, kept: KeptLines) -> None:
        others = self.waiting.pieces and self.waiting.pieces[0][1].layout is not kept.layout
        if others or self.waiting.size >= PARSED_AT_ONCE:
            self._parse()
        self.waiting.pieces.append((place, kept))
        self.waiting.size += len(kept.payload)

    def _parse(self) -> None:
        if not self.waiting.pieces:
            return
        pieces, self.waiting = self.waiting.pieces, _Waiting()
        files = np.concatenate([np.full(len(kept.lines), place) for place, kept in pieces])
        lines = np.concatenate([kept.lines for _, kept in pieces])
        payload = b"".join([kept.payload for _, kept in pieces])
        parsed = parse(payload, len(lines), pieces[0][1].layout)
        texts = payload.split(b"\n") if parsed.faults else []
        for row, fault in parsed.faults:
            self._note_malformed(int(files[row]), [(int(lines[row]), fault, texts[row])])
        self._take(parsed, pieces[0][1].layout.source, files[parsed.good], lines[parsed.good])

    def _take(self, parsed: Parsed, source: str, files: NDArray[np.int64], lines: NDArray[np.int64]) -> None:
        """Store rows that do not repeat an event, and count them file by file."""
        if not len(lines):
            return
        lowest = int(parsed.keys.min())
        self.lowest[source] = min(lowest, self.lowest.get(source, lowest))
        repeated = self.seen.setdefault(source, Seen()).repeats(parsed.keys)
        fresh = ~repeated
        for place in np.unique(files):
            own = files == place
            self._count(
                int(place),
                kept=int((own & fresh).sum()),
                dropped=int((own & repeated).sum()),
                duplicates=int((own & repeated).sum()),
                disagreements=int((own & fresh & parsed.differing).sum()),
                unknown_codes=int((own & fresh & parsed.unknown).sum()),
            )
        self._note_differing(parsed, fresh & (parsed.differing | parsed.unknown), files, lines)
        table = self._with_place(parsed.table, source, files, lines)
        self.months.add(table if fresh.all() else table.filter(pa.array(fresh)))

    def _with_place(self, table: Any, source: str, files: NDArray[np.int64], lines: NDArray[np.int64]) -> Any:
        names = pa.array([file.name for file in self.files]).take(pa.array(files))
        known = [file.stream if source == GDELT2 else None for file in self.files]
        streams = pa.array(known, pa.string()).take(pa.array(files))
        columns = dict(zip(table.column_names, table.columns, strict=True))
        columns.update(stream=streams, file=names, line=pa.array(lines.astype(np.int32)))
        return pa.table({name: columns[name] for name in SCHEMA.names}).cast(SCHEMA)

    def _count(self, place: int, **more: int) -> None:
        count = self.counts[place]
        self.counts[place] = replace(count, **{name: getattr(count, name) + number for name, number in more.items()})

    def _note_malformed(self, place: int, faults: Sequence[tuple[int, RowFault, bytes]]) -> None:
        self._count(place, malformed=len(faults))
        if any(fault is RowFault.LOST_ZERO for _, fault, _ in faults):
            self.counts[place] = replace(self.counts[place], state=FileState.ALTERED)
        room = MOST_LISTED - len(self.malformed[place])
        name = self.files[place].name
        self.malformed[place] += [
            Fault(name, line, fault.value, row.decode("utf-8", errors="backslashreplace"))
            for line, fault, row in faults[: max(room, 0)]
        ]

    def _note_differing(
        self, parsed: Parsed, chosen: NDArray[np.bool_], files: NDArray[np.int64], lines: NDArray[np.int64]
    ) -> None:
        for row in np.flatnonzero(chosen):
            faults = self.differing[int(files[row])]
            if len(faults) < MOST_LISTED:
                values = parsed.table.slice(int(row), 1).to_pylist()[0]
                shown = ("cameo", "goldstein_tenths", "quad_given", "a_country", "b_country")
                fault = DIFFERS if parsed.differing[row] else UNKNOWN_CODE
                found = " ".join(f"{name}={values[name]}" for name in shown)
                faults.append(Fault(self.files[int(files[row])].name, int(lines[row]), fault, found))


def _settled(count: FileCount) -> FileCount:
    """Return the counts of a file; one that failed has none, as nothing of it was stored."""
    if not FileState(count.state).failed:
        return count
    return FileCount(count.file, count.size, count.sha256, count.state, count.detail)
