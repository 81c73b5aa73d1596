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

_BITS, _BITS_LOG, _ORDERS = 64, 6, 9
_ONE, _THREE, _EIGHT, _BYTE = np.uint64(1), np.uint64(3), np.uint64(8), np.uint64(0xFF)
_ONES, _HIGH = np.uint64(0x0101_0101_0101_0101), np.uint64(0x8080_8080_8080_8080)
_BIT_OF_ORDER = np.array(
    [[0, *(bit for bit in range(8) if byte >> bit & 1), *[0] * (8 - byte.bit_count())] for byte in range(256)], np.int64
).ravel()
"""Byte and order, counted from 1, as one number → the bit of that order."""

_WORDS_TRIED = 2
"""Words behind that in which a line begins that are tried for a column before it is searched for among all."""


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
        view = memoryview(self.block)
        return b"".join([view[begin:end] for begin, end in zip(begins, ends, strict=True)])

    def cells(self, column: int, lines: NDArray[np.int64]) -> NDArray[np.uint32]:
        """Return the first four bytes of a column of some lines as numbers; the end of the block is in none.

        Args:
            column: The column, counted from 1: the first begins where its line does.
            lines: The lines, each of which has the column.
        """
        order = self.before[lines] + column
        word = self._word_of(order, self.first[lines] >> _BITS_LOG)
        rank = (order - self.running[word]).view(np.uint64)
        tabs = self.tabs[word]
        upto = np.bitwise_count(tabs.view(np.uint8)).view("<u8") * _ONES  # a product that adds up the bytes before
        is_before = ((rank - _ONE) * _ONES | _HIGH) - upto & _HIGH  # the highest bit of each byte with less than rank
        shift = np.bitwise_count(is_before).astype(np.uint64) << _THREE
        rank -= (upto << _EIGHT) >> shift & _BYTE
        byte = tabs >> shift & _BYTE
        bit = _BIT_OF_ORDER[(byte * np.uint64(_ORDERS) + rank).view(np.int64)]
        return self._bytes_at((word << _BITS_LOG) + shift.view(np.int64) + bit + 1)

    def _word_of(self, order: NDArray[np.int64], word: NDArray[np.int64]) -> NDArray[np.int64]:
        """Return the word in which a tab stands, counted from 1, from a word that is not behind it."""
        for _ in range(_WORDS_TRIED):
            word += self.running[word + 1] < order
        late = np.flatnonzero(self.running[word + 1] < order)
        if len(late):
            word[late] = np.searchsorted(self.running, order[late]) - 1
        return word

    def _bytes_at(self, places: NDArray[np.int64]) -> NDArray[np.uint32]:
        marks = np.frombuffer(self.block, np.uint8)
        places = np.clip(places, 0, max(len(marks) - _CELL_BYTES, 0))
        found = np.zeros(len(places), np.uint32)
        for byte in range(min(_CELL_BYTES, len(marks))):
            found |= marks[places + byte].astype(np.uint32) << np.uint32(8 * byte)
        return found


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
    running = np.zeros(len(tabs) + 1, np.int64)
    np.cumsum(np.bitwise_count(tabs).astype(np.int64), out=running[1:])
    edges = np.concatenate(([0], last))
    word, bit = edges >> _BITS_LOG, (edges & _BITS - 1).view(np.uint64)
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
        found = np.zeros(len(cells), np.bool_)
        for cell in self._cells:
            found |= cells == cell
        return found
