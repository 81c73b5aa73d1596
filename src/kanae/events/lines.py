"""Lines of tab-separated rows, found and chosen on bytes: most rows of the world's news are dropped unparsed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

_TAB, _NEWLINE, _LETTERS = 9, 10, 26
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
    ends = np.flatnonzero(marks[tabs] == _NEWLINE)
    lead = np.concatenate(([0], ends[:-1] + 1))
    last = tabs[ends] + 1
    return Lines(block, np.concatenate(([0], last[:-1])), last, ends - lead + 1, tabs, lead)


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
        self.known = np.zeros(_LETTERS**3 + 1, dtype=np.bool_)
        for code in codes:
            self.known[_number(*code.encode())] = True

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
        """Return the codes of a column as numbers; what is no code of three capital letters gets a number of its own."""
        mark = lines.lead[rows] + column
        begin, end = lines.tabs[mark - 1] + 1, lines.tabs[mark]
        block = np.frombuffer(lines.block, np.uint8)
        begin = np.minimum(begin, len(block) - 3)
        letters = [block[begin + place].astype(np.int64) for place in range(3)]
        is_code = end - begin == len(letters)
        for letter in letters:
            is_code &= (letter >= ord("A")) & (letter <= ord("Z"))
        return np.where(is_code, _number(*letters), _LETTERS**3)


def _number(first: int, second: int, third: int) -> int:
    base = ord("A")
    return ((first - base) * _LETTERS + second - base) * _LETTERS + third - base
