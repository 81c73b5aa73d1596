"""Lines of tab-separated rows, found and chosen on bytes: most rows of the world's news are dropped unparsed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

_TAB, _NEWLINE, _LETTERS, _CODE_LETTERS = 9, 10, 26, 3
_WIDEST = 1024
"""Columns looked through for the end of the first line."""

_COUNTRY_COLUMNS = (7, 17)
"""Country codes of the two actors stand in the same columns of all of GDELT's layouts, counted from 0."""


@dataclass(frozen=True, slots=True)
class Lines:
    """The lines of a block.

    Attributes:
        block: The bytes, each line with its end.
        first: Where each line begins.
        last: Where the next one does.
        widths: How many columns each has.
        tabs: Where the tabs and ends of lines stand.
        lead: Place in ``tabs`` of the first mark of each line.
    """

    block: bytes
    first: NDArray[np.int64]
    last: NDArray[np.int64]
    widths: NDArray[np.int64]
    tabs: NDArray[np.int64]
    lead: NDArray[np.int64]

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
    tabs = np.flatnonzero((marks - np.uint8(_TAB)) <= _NEWLINE - _TAB)
    ends = _ends(marks, tabs)
    lead = np.concatenate(([0], ends[:-1] + 1))
    last = tabs[ends] + 1
    return Lines(block, np.concatenate(([0], last[:-1])), last, ends - lead + 1, tabs, lead)


def _ends(marks: NDArray[np.uint8], tabs: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return which of the tabs and ends of lines are ends; quick when all lines have as many columns as the first."""
    first = int(np.argmax(marks[tabs[:_WIDEST]] == _NEWLINE))
    even = np.arange(first, len(tabs), first + 1)
    lines = int(np.count_nonzero(marks == _NEWLINE))
    if len(even) == lines and bool((marks[tabs[even]] == _NEWLINE).all()):
        return even
    return np.flatnonzero(marks[tabs] == _NEWLINE)


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
        self.known = np.zeros(_LETTERS**_CODE_LETTERS + 1, dtype=np.bool_)
        for code in codes:
            self.known[_number(code)] = True

    def watched(self, lines: Lines) -> NDArray[np.bool_]:
        """Return which lines are kept; lines too short to have both codes are not."""
        long_enough = np.flatnonzero(lines.widths > max(_COUNTRY_COLUMNS) + 1)
        a, b = (self._codes(lines, long_enough, column) for column in _COUNTRY_COLUMNS)
        kept = self.known[a] & self.known[b] & (a != b) if self.pairs else self.known[a] | self.known[b]
        chosen = np.zeros(len(lines.widths), dtype=np.bool_)
        chosen[long_enough] = kept
        return chosen

    @staticmethod
    def _codes(lines: Lines, rows: NDArray[np.int64], column: int) -> NDArray[np.int64]:
        """Return the codes of a column as numbers; what is not three capital letters gets a number of its own."""
        mark = lines.lead[rows] + column
        begin, end = lines.tabs[mark - 1] + 1, lines.tabs[mark]
        block = np.frombuffer(lines.block, np.uint8)
        begin = np.minimum(begin, len(block) - _CODE_LETTERS)
        is_code = end - begin == _CODE_LETTERS
        number = np.zeros(len(rows), dtype=np.int64)
        for place in range(_CODE_LETTERS):
            letter = block[begin + place].astype(np.int64) - ord("A")
            is_code &= (letter >= 0) & (letter < _LETTERS)
            number = number * _LETTERS + letter
        return np.where(is_code, number, _LETTERS**_CODE_LETTERS)


def _number(code: str) -> int:
    number = 0
    for letter in code.encode():
        number = number * _LETTERS + letter - ord("A")
    return number
