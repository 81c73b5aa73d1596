"""Lines of tab-separated rows, found and chosen on bytes: most rows of the world's news are dropped unparsed.

Tabs are kept as one bit a byte, 64 to a word, with a running count of them. How many columns a line has, and where one
of them begins, then follow from a few look-ups a line, and the bytes themselves are looked at only twice.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

_TAB, _NEWLINE, _CELL_BYTES = 9, 10, 4
_COUNTRY_COLUMNS = (7, 17)
"""Country codes of the two actors stand in the same columns of all of GDELT's layouts, counted from 0."""

_BITS = 64
_ONE, _THREE, _EIGHT, _BYTE = np.uint64(1), np.uint64(3), np.uint64(8), np.uint64(0xFF)
_ONES = np.uint64(0x0101_0101_0101_0101)
_BIT_OF_ORDER = np.array(
    [[0, *(bit for bit in range(8) if byte >> bit & 1), *[0] * (8 - byte.bit_count())] for byte in range(256)]
)
"""Byte and order, counted from 1 → the bit of that order."""


@dataclass(frozen=True, slots=True)
class Lines:
    """The lines of a block.

    Attributes:
        block: The bytes, each line with its end.
        first: Where each line begins.
        last: Where the next one does.
        widths: How many columns each has.
        before: How many tabs stand before each.
        tabs: One bit a byte, set where a tab stands, in words.
        running: How many tabs stand before each word, and in all.
    """

    block: bytes
    first: NDArray[np.int64]
    last: NDArray[np.int64]
    widths: NDArray[np.int64]
    before: NDArray[np.int64]
    tabs: NDArray[np.uint64]
    running: NDArray[np.int64]

    def text(self, line: int) -> bytes:
        """Return one line without its end."""
        return self.block[self.first[line] : self.last[line]].rstrip(b"\r\n")

    def joined(self, chosen: NDArray[np.bool_]) -> bytes:
        """Return the chosen lines, one after the other."""
        edges = np.flatnonzero(np.diff(chosen, prepend=False, append=False))
        begins, ends = self.first[edges[::2]].tolist(), self.last[edges[1::2] - 1].tolist()
        return b"".join([self.block[begin:end] for begin, end in zip(begins, ends, strict=True)])

    def cells(self, column: int, lines: NDArray[np.int64]) -> NDArray[np.uint32]:
        """Return the first four bytes of a column of some lines as numbers; the end of the block is in none.

        Args:
            column: The column, counted from 1: the first begins where its line does.
            lines: The lines, each of which has the column.
        """
        order = self.before[lines] + column
        word = np.searchsorted(self.running, order) - 1
        order -= self.running[word]
        tabs = self.tabs[word]
        upto = np.bitwise_count(tabs.view(np.uint8)).view("<u8") * _ONES  # a product that adds up the bytes before
        is_before = upto.view(np.uint8).reshape(-1, 8) < order[:, np.newaxis]
        shift = np.bitwise_count(is_before.view("<u8")[:, 0]).astype(np.uint64) << _THREE
        order -= ((upto << _EIGHT) >> shift & _BYTE).astype(np.int64)
        tab = (word << 6) + shift.astype(np.int64) + _BIT_OF_ORDER[(tabs >> shift & _BYTE).astype(np.int64), order]
        texts = np.ndarray(max(len(self.block) - _CELL_BYTES + 1, 0), "<u4", self.block, 0, (1,))  # one from each byte
        return np.asarray(texts[np.minimum(tab + 1, len(texts) - 1)])


def lines_of(block: bytes) -> Lines:
    r"""Find the lines of a block and count their columns.

    Args:
        block: Bytes that end with the end of a line.

    Examples:
        >>> lines_of(b"a\tb\nc\n").widths.tolist()
        [2, 1]
    """
    marks = np.frombuffer(block, np.uint8)
    last = np.flatnonzero(marks == _NEWLINE) + 1
    packed = np.packbits(marks == _TAB, bitorder="little")
    tabs = np.zeros(len(marks) // _BITS + 1, dtype="<u8")
    tabs.view(np.uint8)[: len(packed)] = packed
    running = np.concatenate(([0], np.cumsum(np.bitwise_count(tabs), dtype=np.int64)))
    edges = np.concatenate(([0], last))
    word, bit = edges // _BITS, (edges % _BITS).astype(np.uint64)
    before = running[word] + np.bitwise_count(tabs[word] & ((_ONE << bit) - _ONE))
    return Lines(block, edges[:-1], last, np.diff(before) + 1, before[:-1], tabs, running)


class Watcher:
    r"""Tells which lines are about watched countries, by the codes of the two actors.

    Args:
        codes: Country codes of three letters.
        pairs: Whether both actors must be watched, and differ.

    Examples:
        >>> row = b"\t" * 7 + b"JPN" + b"\t" * 10 + b"KOR" + b"\t" * 3 + b"\n"
        >>> Watcher(["KOR"]).watched(lines_of(row + row.replace(b"KOR", b"DEU"))).tolist()
        [True, False]
    """

    def __init__(self, codes: Iterable[str], *, pairs: bool = False) -> None:
        self.pairs = pairs
        self._cells = np.frombuffer(b"".join(f"{code}\t".encode() for code in codes), "<u4")

    def watched(self, lines: Lines) -> NDArray[np.bool_]:
        """Return which lines are kept; lines too short to have both codes, and a cell behind them, are not."""
        a_column, b_column = _COUNTRY_COLUMNS
        whole = np.flatnonzero(lines.widths > b_column + 1)
        a = lines.cells(a_column, whole)
        is_watched = self._are_watched(a)
        undecided = np.flatnonzero(is_watched == self.pairs)  # only there the second country matters
        b = lines.cells(b_column, whole[undecided])
        is_watched[undecided] = self._are_watched(b) & (a[undecided] != b)
        kept = np.zeros(len(lines.first), dtype=np.bool_)
        kept[whole] = is_watched
        return kept

    def _are_watched(self, cells: NDArray[np.uint32]) -> NDArray[np.bool_]:
        return np.asarray(np.any([cells == cell for cell in self._cells], axis=0))
