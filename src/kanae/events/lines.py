"""Lines of tab-separated rows, found and chosen on bytes: most rows of the world's news are dropped unparsed.

Tabs are kept as one bit a byte, 64 to a word, with a running count of them. How many columns a line has, and where one
of them begins, then follow from a few look-ups a line, and the bytes themselves are looked at only twice.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

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

_NEAR = 1 << 18
"""Bytes looked through at once, so that they and what is found of them stay near the processor."""

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
        even: Whether all have as many columns.
    """

    block: bytes
    first: NDArray[np.int64]
    last: NDArray[np.int64]
    widths: NDArray[np.int64]
    before: NDArray[np.int64]
    tabs: NDArray[np.uint64]
    running: NDArray[np.int64]
    even: bool

    def text(self, line: int) -> bytes:
        """Return one line without its end."""
        return self.block[self.first[line] : self.last[line]].rstrip(b"\r\n")

    def joined(self, chosen: NDArray[np.bool_]) -> bytes:
        """Return the chosen lines, one after the other."""
        around = np.zeros(len(chosen) + 2, np.bool_)
        around[1:-1] = chosen
        edges = np.flatnonzero(around[1:] != around[:-1])
        begins, ends = self.first[edges[::2]].tolist(), self.last[edges[1::2] - 1].tolist()
        view = memoryview(self.block)
        return b"".join([view[begin:end] for begin, end in zip(begins, ends, strict=True)])

    def cells(self, columns: Sequence[int], lines: NDArray[np.int64] | slice) -> NDArray[np.uint32]:
        """Return the first four bytes of columns of some lines as numbers; the end of the block is in none.

        Args:
            columns: The columns, counted from 1: the first begins where its line does.
            lines: The lines, each of which has the columns.

        Returns:
            A row for each column.
        """
        order = (np.array(columns)[:, None] + self.before[lines]).ravel()  # all at once: a call costs more than a line
        word = self._word_of(order, np.tile(self.first[lines] >> _BITS_LOG, len(columns)))
        rank = (order - self.running[word]).view(np.uint64)
        tabs = self.tabs[word]
        upto = np.bitwise_count(tabs.view(np.uint8)).view("<u8") * _ONES  # a product that adds up the bytes before
        is_before = ((rank - _ONE) * _ONES | _HIGH) - upto & _HIGH  # the highest bit of each byte with less than rank
        shift = np.bitwise_count(is_before).astype(np.uint64) << _THREE
        rank -= (upto << _EIGHT) >> shift & _BYTE
        byte = tabs >> shift & _BYTE
        bit = _BIT_OF_ORDER[(byte * np.uint64(_ORDERS) + rank).view(np.int64)]
        found = self._bytes_at((word << _BITS_LOG) + shift.view(np.int64) + bit + 1)
        return found.reshape(len(columns), -1)

    def _word_of(self, order: NDArray[np.int64], word: NDArray[np.int64]) -> NDArray[np.int64]:
        """Return the word in which a tab stands, counted from 1, from a word that is not behind it."""
        for _ in range(_WORDS_TRIED):
            word += self.running[word + 1] < order
        late = np.flatnonzero(self.running[word + 1] < order)
        if len(late):
            word[late] = np.searchsorted(self.running, order[late]) - 1
        return word

    def _bytes_at(self, places: NDArray[np.int64]) -> NDArray[np.uint32]:
        room = len(self.block) - _CELL_BYTES + 1
        if room <= 0:
            return np.zeros(len(places), np.uint32)
        return np.ndarray((room,), "<u4", self.block, strides=(1,))[np.minimum(places, room - 1)]


def lines_of(block: bytes) -> Lines:
    r"""Find the lines of a block and count their columns.

    Args:
        block: Bytes that end with the end of a line.

    Examples:
        >>> lines_of(b"a\tb\nc\n").widths.tolist()
        [2, 1]
    """
    marks = np.frombuffer(block, np.uint8)
    tabs, ends = _bits(marks, _TAB, _NEWLINE)
    last = _places_of(ends) + 1
    running = np.zeros(len(tabs) + 1, np.int64)
    np.cumsum(np.bitwise_count(tabs).astype(np.int64), out=running[1:])
    edges = np.concatenate(([0], last))
    word, bit = edges >> _BITS_LOG, (edges & _BITS - 1).view(np.uint64)
    before = running[word] + np.bitwise_count(tabs[word] & ((_ONE << bit) - _ONE))
    widths = before[1:] - before[:-1] + 1
    return Lines(block, edges[:-1], last, widths, before[:-1], tabs, running, bool((widths == widths[:1]).all()))


def _bits(marks: NDArray[np.uint8], *sought: int) -> list[NDArray[np.uint64]]:
    """Return for each byte that is sought one bit for each byte, in words of which the last has room left."""
    found = [np.zeros(len(marks) // _BITS + 1, dtype="<u8") for _ in sought]
    for begin in range(0, len(marks), _NEAR):
        some = marks[begin : begin + _NEAR]
        for byte, words in zip(sought, found, strict=True):
            packed = np.packbits(some == byte, bitorder="little")
            words.view(np.uint8)[begin >> 3 : (begin >> 3) + len(packed)] = packed
    return found


def _places_of(bits: NDArray[np.uint64]) -> NDArray[np.int64]:
    """Return the places of all bits."""
    word = np.flatnonzero(bits != 0)
    found, places = bits[word], []
    while len(word):  # once for each bit a word has, which is one as long as no line is short
        places.append((word << _BITS_LOG) + np.bitwise_count((found & -found) - _ONE))
        found &= found - _ONE
        left = found != 0
        word, found = word[left], found[left]
    return places[0] if len(places) == 1 else np.sort(np.concatenate([np.array([], np.int64), *places]))


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
        fewest = max(_COUNTRY_COLUMNS) + 2
        is_whole = lines.widths >= fewest
        whole = slice(None) if lines.even and is_whole[:1].all() else np.flatnonzero(is_whole)
        a, b = lines.cells(_COUNTRY_COLUMNS, whole)
        a_watched, b_watched = self._are_watched(a), self._are_watched(b)
        is_whole[whole] = a_watched & b_watched & (a != b) if self.pairs else a_watched | b_watched
        return is_whole

    def _are_watched(self, cells: NDArray[np.uint32]) -> NDArray[np.bool_]:
        return np.asarray(np.logical_or.reduce(self._cells[:, None] == cells, axis=0))
