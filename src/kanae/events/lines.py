"""Lines of tab-separated rows, found and chosen on bytes: most rows of the world's news are dropped unparsed.

Tabs are kept as one bit a byte, 64 to a word. Counting the columns of a line and finding one of them are then a few
operations on words for all lines at once, and the bytes themselves are looked at only twice.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

_TAB, _NEWLINE, _LETTERS, _CODE_LETTERS = 9, 10, 26, 3
_BITS, _WINDOWS = 64, 3
_ONE = np.uint64(1)
_COUNTRY_COLUMNS = (7, 17)
"""Country codes of the two actors stand in the same columns of all of GDELT's layouts, counted from 0."""

_NO_CODE: int = _LETTERS**_CODE_LETTERS
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
        tabs: One bit a byte, set where a tab stands.
    """

    block: bytes
    first: NDArray[np.int64]
    last: NDArray[np.int64]
    widths: NDArray[np.int64]
    tabs: NDArray[np.uint64]

    def text(self, line: int) -> bytes:
        """Return one line without its end."""
        return self.block[self.first[line] : self.last[line]].rstrip(b"\r\n")

    def joined(self, chosen: NDArray[np.bool_]) -> bytes:
        """Return the chosen lines, one after the other."""
        edges = np.flatnonzero(np.diff(chosen, prepend=False, append=False))
        begins, ends = self.first[edges[::2]].tolist(), self.last[edges[1::2] - 1].tolist()
        return b"".join([self.block[begin:end] for begin, end in zip(begins, ends, strict=True)])


def lines_of(block: bytes) -> Lines:
    r"""Find the lines of a block and count their columns.

    Args:
        block: Bytes that end with the end of a line.

    Examples:
        >>> lines_of(b"a\tb\nc\n").widths.tolist()
        [2, 1]
    """
    marks = np.frombuffer(block, np.uint8)
    tabs, ends = _bits(marks == _TAB), _places(_bits(marks == _NEWLINE))
    last = ends + 1
    first = np.concatenate(([0], last[:-1]))
    before = _count_before(tabs, np.append(first, len(block)))
    return Lines(block, first, last, np.diff(before) + 1, tabs)


def _bits(marks: NDArray[np.bool_]) -> NDArray[np.uint64]:
    """Return marks as bits, the first of a word being its lowest, with empty words behind the last."""
    packed = np.packbits(marks, bitorder="little")
    words = np.zeros(len(packed) // 8 + 1 + _WINDOWS + 1, dtype="<u8")
    words.view(np.uint8)[: len(packed)] = packed
    return words.astype(np.uint64, copy=False)


def _lowest(words: NDArray[np.uint64]) -> NDArray[np.int64]:
    """Return the place of the lowest bit of each word; 64 for a word without one."""
    return np.bitwise_count(~words & (words - _ONE)).astype(np.int64)


def _places(words: NDArray[np.uint64]) -> NDArray[np.int64]:
    """Return where bits are set."""
    where = np.flatnonzero(words)
    left, found = words[where], []
    while len(where):
        found.append(where * _BITS + _lowest(left))
        left = left & (left - _ONE)
        more = left != 0
        where, left = where[more], left[more]
    return np.sort(np.concatenate(found)) if found else np.array([], dtype=np.int64)


def _count_before(words: NDArray[np.uint64], places: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return how many bits are set before some places."""
    total = np.concatenate(([0], np.cumsum(np.bitwise_count(words), dtype=np.int64)))
    word, bit = places // _BITS, (places % _BITS).astype(np.uint64)
    return np.asarray(total[word] + np.bitwise_count(words[word] & ((_ONE << bit) - _ONE)))


class Watcher:
    r"""Tells which lines are about watched countries, by the codes of the two actors.

    Args:
        codes: Country codes of three capital letters.
        pairs: Whether both actors must be watched, and differ.

    Examples:
        >>> row = b"\t" * 7 + b"JPN" + b"\t" * 10 + b"KOR" + b"\t" * 3 + b"\n"
        >>> Watcher(["KOR"]).watched(lines_of(row + row.replace(b"KOR", b"DEU"))).tolist()
        [True, False]
    """

    def __init__(self, codes: Iterable[str], *, pairs: bool = False) -> None:
        self.pairs = pairs
        self.known = np.zeros(_NO_CODE + 1, dtype=np.bool_)
        for code in codes:
            self.known[_number(code.encode())] = True

    def watched(self, lines: Lines) -> NDArray[np.bool_]:
        """Return which lines are kept; lines too short to have both codes are not."""
        a, b = codes_of(lines, _COUNTRY_COLUMNS)
        kept = self.known[a] & self.known[b] & (a != b) if self.pairs else self.known[a] | self.known[b]
        return np.asarray(kept & (lines.widths > max(_COUNTRY_COLUMNS) + 1))


def codes_of(lines: Lines, columns: Iterable[int]) -> list[NDArray[np.int64]]:
    """Return columns of country codes as numbers; what is not three capital letters gets a number of its own."""
    windows = _windows(lines.tabs, lines.first)
    counts = np.cumsum(np.bitwise_count(windows), axis=0, dtype=np.uint8)
    return [_codes_in(lines, column, windows, counts) for column in columns]


def _codes_in(lines: Lines, column: int, windows: NDArray[np.uint8], counts: NDArray[np.uint8]) -> NDArray[np.int64]:
    """Return a column of codes, which begins behind as many tabs as its number says.

    Args:
        lines: The lines.
        column: The column, counted from 0.
        windows: The first tabs of each line, one bit a byte, in bytes.
        counts: How many there are up to each byte of the windows.
    """
    number = np.full(len(lines.first), _NO_CODE)
    has_it, is_near = lines.widths > column, counts[-1] >= column
    rows = np.flatnonzero(has_it & is_near)
    byte = np.asarray(np.sum(counts[:, rows] < column, axis=0), np.int64)
    order = column - np.where(byte == 0, 0, counts[byte - 1, rows].astype(np.int64))
    tab = byte * 8 + _BIT_OF_ORDER[windows[byte, rows], order]
    number[rows] = _codes_at(lines.block, lines.first[rows] + tab + 1)
    for row in np.flatnonzero(has_it & ~is_near).tolist():  # cells before it are unusually long
        number[row] = _number(lines.text(row).split(b"\t")[column])
    return number


def _windows(words: NDArray[np.uint64], places: NDArray[np.int64]) -> NDArray[np.uint8]:
    """Return the bits from some places on, a column of bytes a place."""
    word, bit = places // _BITS, (places % _BITS).astype(np.uint64)
    parts = [words[word + step] for step in range(_WINDOWS + 1)]
    back, over = (np.uint64(_BITS) - bit) % np.uint64(_BITS), bit != 0
    found = np.empty((len(places), _WINDOWS), dtype="<u8")
    for step in range(_WINDOWS):
        found[:, step] = (parts[step] >> bit) | ((parts[step + 1] << back) * over)
    return np.ascontiguousarray(found.view(np.uint8).T)


def _codes_at(block: bytes, begin: NDArray[np.int64]) -> NDArray[np.int64]:
    marks = np.frombuffer(block, np.uint8)
    begin = np.minimum(begin, max(len(marks) - _CODE_LETTERS - 1, 0))
    end = marks[np.minimum(begin + _CODE_LETTERS, len(marks) - 1)]
    is_code = (end == _TAB) | (end == _NEWLINE)
    number = np.zeros(len(begin), dtype=np.int64)
    for place in range(_CODE_LETTERS):
        letter = marks[np.minimum(begin + place, len(marks) - 1)] - np.uint8(ord("A"))  # below "A" it is large
        is_code &= letter < _LETTERS
        number = number * _LETTERS + letter
    return np.where(is_code, number, _NO_CODE)


def _number(code: bytes) -> int:
    if len(code) != _CODE_LETTERS or not code.isalpha() or not code.isupper():
        return _NO_CODE
    number: int = 0
    for letter in code:
        number = number * _LETTERS + letter - ord("A")
    return number
