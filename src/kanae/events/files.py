"""One file of events, told by its columns and cut into rows that are kept, dropped and malformed."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING

import numpy as np

from kanae.events.headed import Header, header_of, parse_headed
from kanae.events.layouts import LAYOUTS, MENTION_WIDTHS, WIDTHS, Layout, stream_of
from kanae.events.lines import Lines, lines_of
from kanae.events.row_faults import RowFault
from kanae.model.events import FileState
from kanae.store.packed import SpoiledFileError, blocks_of, size_and_digest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from kanae.events.lines import Watcher
    from kanae.events.rows import Parsed
    from kanae.model.events import Watch


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file that is to be read.

    Attributes:
        path: Where it is.
        size: Its bytes.
        md5: Their MD5, which tells contents apart; empty when it cannot be read.
        spoiled: Why it cannot be read; ``None`` when it seems it can.
    """

    path: Path
    size: int
    md5: str
    spoiled: SpoiledFileError | None = None

    @classmethod
    def at(cls, path: Path) -> SourceFile:
        """Look at a file, or at a folder that cannot be opened."""
        try:
            if path.is_dir():
                list(path.iterdir())
            return cls(path, *size_and_digest(path))
        except SpoiledFileError as cause:
            return cls(path, 0, "", cause)
        except OSError as cause:
            return cls(path, 0, "", SpoiledFileError(FileState.UNREADABLE, f"cannot be opened: {cause.strerror}"))

    @property
    def name(self) -> str:
        """Its name as found."""
        return self.path.name

    @property
    def stream(self) -> str | None:
        """The stream of GDELT 2.0 its name tells; ``None`` for other files."""
        return stream_of(self.name)

    @property
    def key(self) -> tuple[str, str]:
        """What tells files apart and puts them in order: name and content."""
        return self.name, self.md5


@dataclass(frozen=True, slots=True)
class KeptLines:
    """Lines of one layout that are kept.

    Attributes:
        payload: The lines, each with its end.
        lines: Their numbers in the file, counted from 1.
        layout: Where the columns stand.
    """

    payload: bytes
    lines: NDArray[np.int64]
    layout: Layout


@dataclass(frozen=True, slots=True)
class Piece:
    """Some rows of a file, one after the other.

    Attributes:
        source: Who coded them.
        rows: How many there are.
        dropped: How many are not about a watched state.
        first_line: Line of the first row.
        faults: Line, fault and bytes of those that cannot be read.
        kept: Those that are kept, when they are still to be parsed.
        parsed: Those that are kept, when they are parsed.
    """

    source: str
    rows: int
    dropped: int
    first_line: int
    faults: list[tuple[int, RowFault, bytes]]
    kept: tuple[KeptLines, ...] = ()
    parsed: Parsed | None = None


def read_file(path: Path, watch: Watch, watcher: Watcher) -> Iterator[Piece]:
    """Read a file of events, told by its header or by its number of columns.

    Args:
        path: The file.
        watch: Which rows are kept.
        watcher: The same for lines of GDELT.

    Raises:
        SpoiledFileError: When it cannot be read to its end; pieces yielded before are then not to be believed.
    """
    blocks = (block if block.endswith(b"\n") else block + b"\n" for block in blocks_of(path))
    first = next(blocks, b"")
    if not first:
        return
    header = header_of(first[: first.find(b"\n")])
    if header is not None:
        yield from _headed_pieces(first, blocks, header, watch)
        return
    yield from _gdelt_pieces(first, blocks, watcher)


def _source_of(lines: Lines) -> str:
    """Tell GDELT's layouts by the number of columns most lines have."""
    counts = np.bincount(lines.widths)
    width = len(counts) - 1 - int(np.argmax(counts[::-1]))
    if width in LAYOUTS:
        return LAYOUTS[width].source
    what = "mentions, whose files are named like .mentions.CSV" if width in MENTION_WIDTHS else "no layout of events"
    raise SpoiledFileError(FileState.UNKNOWN_LAYOUT, f"most lines have {width} columns: {what}")


def _gdelt_pieces(first: bytes, blocks: Iterator[bytes], watcher: Watcher) -> Iterator[Piece]:
    line, source = 1, None
    for block in chain([first], blocks):
        lines = lines_of(block)
        source = source or _source_of(lines)
        faults = faults_in(lines, WIDTHS[source])
        chosen = watcher.watched(lines)
        for place, _ in faults:
            chosen[place] = False
        kept = tuple(_by_layout(lines, chosen, line))
        rows, taken = len(lines.widths), int(chosen.sum())
        told = [(line + place, fault, lines.text(place)) for place, fault in faults]
        yield Piece(source, rows, rows - taken - len(faults), line, told, kept)
        line += rows


def _by_layout(lines: Lines, chosen: NDArray[np.bool_], first_line: int) -> Iterator[KeptLines]:
    """Yield the chosen lines, in runs of one layout."""
    places = np.flatnonzero(chosen)
    if not len(places):
        return
    runs = [places] if lines.even else np.split(places, np.flatnonzero(np.diff(lines.widths[places])) + 1)
    for run in runs:
        only = chosen
        if len(runs) > 1:
            only = np.zeros_like(chosen)
            only[run] = True
        yield KeptLines(lines.joined(only), first_line + run, LAYOUTS[int(lines.widths[run[0]])])


def faults_in(lines: Lines, allowed_widths: Sequence[int]) -> list[tuple[int, RowFault]]:
    """Return the lines that cannot be read, each with its first fault."""
    found: dict[int, RowFault] = {}
    if not lines.even or lines.widths[:1].tolist()[0] not in allowed_widths:
        found = dict.fromkeys(np.flatnonzero(~np.isin(lines.widths, allowed_widths)).tolist(), RowFault.COLUMNS)
    for fault, is_at_fault in _BYTES.items():
        if is_at_fault(lines.block):
            at_fault = [place for place in range(len(lines.widths)) if is_at_fault(lines.text(place))]
            found.update({place: fault for place in at_fault if place not in found})
    return sorted(found.items())


def _is_not_utf8(text: bytes) -> bool:
    if text.isascii():
        return False
    try:
        text.decode()
    except UnicodeDecodeError:
        return True
    return False


_BYTES: Mapping[RowFault, Callable[[bytes], bool]] = {
    RowFault.NUL: lambda text: b"\0" in text,
    RowFault.NOT_UTF8: _is_not_utf8,
    RowFault.CARRIAGE_RETURN: lambda text: b"\r" in text and text.count(b"\r") != text.count(b"\r\n"),
}


def _headed_pieces(first: bytes, blocks: Iterator[bytes], header: Header, watch: Watch) -> Iterator[Piece]:
    line = 2
    for block in chain([first[first.find(b"\n") + 1 :]], blocks):
        rows = block.splitlines()
        broken = [place for place, row in enumerate(rows) if b"\0" in row or _is_not_utf8(row)]
        told = [
            (line + place, RowFault.NUL if b"\0" in rows[place] else RowFault.NOT_UTF8, rows[place]) for place in broken
        ]
        texts = ["" if place in set(broken) else row.decode() for place, row in enumerate(rows)]
        parsed, dropped = parse_headed(texts, header, watch)
        told += [(line + place, fault, rows[place]) for place, fault in parsed.faults if place not in set(broken)]
        yield Piece(header.source, len(rows), dropped, line, told, parsed=parsed)
        line += len(rows)
