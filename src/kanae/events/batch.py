"""Files of one batch, such as those of a day, read one after the other into Parquet files by month."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa

from kanae.events.codebooks import cameo_codes_of
from kanae.events.coded import repeated
from kanae.events.files import KeptLines, Piece, SourceFile, read_file
from kanae.events.layouts import GDELT1, GDELT2, stream_of
from kanae.events.lines import Watcher
from kanae.events.parts import Months
from kanae.events.repeats import Seen
from kanae.events.row_faults import RowFault
from kanae.events.rows import Parsed, parse, with_place
from kanae.model.events import FileCount, FileState, Redated
from kanae.store.packed import SpoiledFileError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from kanae.model.events import Watch

PARSED_AT_ONCE = 3 << 20
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
        redated: Rows that were dropped and give their event another day.
    """

    files: tuple[FileCount, ...]
    months: dict[str, int]
    malformed: tuple[Fault, ...]
    differing: tuple[Fault, ...]
    bounds: dict[str, tuple[int, int]]
    redated: tuple[Redated, ...] = ()


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
        tell: Is told the bytes and rows of each file once it was read, and not again when the batch begins anew.

    Raises:
        OSError: When the disk does not take the rows.
    """
    spoiled: dict[tuple[str, str], SpoiledFileError] = {}
    told: set[tuple[str, str]] = set()

    def tell_once(file: SourceFile, rows: int) -> None:
        if file.key not in told:
            told.add(file.key)
            tell(file.size, rows)

    while True:
        reader = _BatchReader(files, taken, watch, folder, spoiled)
        if reader.read(tell_once):
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
        self.names, self.streams = [file.name for file in files], [file.stream for file in files]
        self.watcher = Watcher(cameo_codes_of(watch.states), pairs=watch.pairs)
        self.taken = taken
        self.months = Months(folder)
        self.waiting = _Waiting()
        self.seen: dict[str, Seen] = {}
        self.lowest: dict[str, int] = {}
        self.counts = [FileCount(file.name, file.size, file.md5) for file in files]
        self.numbers: list[Counter[str]] = [Counter() for _ in files]
        self.malformed: list[list[Fault]] = [[] for _ in files]
        self.differing: list[list[Fault]] = [[] for _ in files]
        self.redated: list[Redated] = []

    def read(self, tell: Callable[[SourceFile, int], None]) -> bool:
        """Read all files; ``False`` when a file was found to be broken after rows of it were taken."""
        for place, found in self._pieces():
            file, numbers = self.files[place], self.numbers[place]
            if isinstance(found, Piece):
                self._read_piece(place, found)
                continue
            if found is not None:
                self.counts[place] = replace(self.counts[place], state=found.state, detail=found.what)
                if numbers["rows"]:
                    self.spoiled[file.key] = found
                    self.months.close()
                    return False
            elif not numbers["rows"]:
                self.counts[place] = replace(self.counts[place], state=FileState.EMPTY)
            tell(file, numbers["rows"])
        self._parse()
        self.written = self.months.close()
        return True

    def _pieces(self) -> Iterator[tuple[int, Piece | SpoiledFileError | None]]:
        """Yield the pieces of each file, and behind them what is the matter with it, or ``None``."""
        taken = set(self.taken)
        for place, file in enumerate(self.files):
            known = file.spoiled or self.spoiled.get(file.key)
            if known is None and file.name in taken:
                known = SpoiledFileError(FileState.OTHER_CONTENT, "another file of this name was read")
            if known is None:
                try:
                    for piece in read_file(file.path, self.watch, self.watcher):
                        yield place, piece
                    taken.add(file.name)
                except SpoiledFileError as cause:
                    known = cause
            yield place, known

    def result(self) -> BatchResult:
        """Return what became of the batch."""
        bounds = {source: (self.lowest[source], seen.highest) for source, seen in self.seen.items()}
        return BatchResult(
            tuple(_settled(count, numbers) for count, numbers in zip(self.counts, self.numbers, strict=True)),
            self.written,
            tuple(fault for faults in self.malformed for fault in sorted(faults, key=lambda fault: fault.line)),
            tuple(fault for faults in self.differing for fault in sorted(faults, key=lambda fault: fault.line)),
            bounds,
            tuple(sorted(self.redated)),
        )

    def _read_piece(self, place: int, piece: Piece) -> None:
        self.numbers[place].update(rows=piece.rows, dropped=piece.dropped)
        self.counts[place] = replace(self.counts[place], source=piece.source)
        self._note_malformed(place, piece.faults)
        if piece.parsed is not None:
            self._parse()
            lines = piece.first_line + piece.parsed.good
            self._take(piece.parsed, piece.source, np.full(len(lines), place), lines)
        for kept in piece.kept:
            self._wait(place, kept)

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
        payload, layout = b"".join([kept.payload for _, kept in pieces]), pieces[0][1].layout
        del pieces  # or memory held the lines twice
        parsed = parse(payload, len(lines), layout)
        texts = payload.split(b"\n") if parsed.faults else []
        for row, fault in parsed.faults:
            self._note_malformed(int(files[row]), [(int(lines[row]), fault, texts[row])])
        self._take(parsed, layout.source, files[parsed.good], lines[parsed.good])

    def _take(self, parsed: Parsed, source: str, files: NDArray[np.int64], lines: NDArray[np.int64]) -> None:
        """Store rows that do not repeat an event, and count them file by file."""
        if not len(lines):
            return
        lowest = int(parsed.keys.min())
        self.lowest[source] = min(lowest, self.lowest.get(source, lowest))
        days, seen = np.asarray(parsed.table.column("event_day")), self.seen.setdefault(source, Seen())
        repeats = seen.repeats(parsed.keys, days)
        redated = seen.redated(parsed.keys, days, repeats)
        fresh = ~repeats
        differing, unknown = fresh & parsed.differing, fresh & parsed.unknown
        self._count_rows(files[fresh], "kept")
        self._count_rows(files[repeats], "dropped", "duplicates")
        self._count_rows(files[redated], "redated")
        self.redated += [
            Redated(self.files[int(files[row])].name, int(lines[row]), source, int(parsed.keys[row]), str(days[row]))
            for row in redated.tolist()
        ]
        self._count_rows(files[differing], "disagreements")
        self._count_rows(files[unknown], "unknown_codes")
        self._note_differing(parsed, differing | unknown, files, lines)
        streams = repeated(self.streams if source == GDELT2 else [None] * len(self.files), files)
        rows = with_place(parsed.table, streams, repeated(self.names, files), pa.array(lines.astype(np.int32)))
        self.months.add(rows.filter(pa.array(fresh)) if len(fresh) > fresh.sum() else rows)

    def _count_rows(self, files: NDArray[np.int64], *names: str) -> None:
        """Count rows for each file they stand in."""
        for place, count in enumerate(np.bincount(files).tolist()):
            if count:
                self.numbers[place].update(dict.fromkeys(names, count))

    def _note_malformed(self, place: int, faults: Sequence[tuple[int, RowFault, bytes]]) -> None:
        self.numbers[place].update(malformed=len(faults))
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


def _settled(count: FileCount, numbers: Counter[str]) -> FileCount:
    """Return the counts of a file; one that failed has none, as nothing of it was stored."""
    told: dict[str, Any] = dict(numbers)
    if count.state == FileState.ALTERED:
        told["detail"] = "leading zeros are gone from codes, as a spreadsheet takes them"
    elif count.source == GDELT1 and stream_of(count.file):
        told["detail"] = "named like a file of GDELT 2.0, and has the columns of GDELT 1.0"
    return count if FileState(count.state).failed else replace(count, **told)
