"""Spellings that are near to a word nobody knows: the «did you mean» of every message."""

from __future__ import annotations

import bisect
import difflib
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

_COMPARED = 400
_LISTED = 40
_SUGGESTED = 1000


class Spellings:
    """Known words, sorted once, that many unknown words are compared with.

    Among very many words only the neighbours in the alphabet are compared, and after a thousand suggestions none is
    looked for any more, so that a ledger full of faults is still checked in the time of a clean one.

    Args:
        known: The words.

    Examples:
        >>> Spellings(["levels", "tracks"]).fix("levles")
        "Did you mean 'levels'?"
    """

    def __init__(self, known: Iterable[str]) -> None:
        self.known = frozenset(known)
        self._suggested = 0

    def __contains__(self, word: str) -> bool:
        return word in self.known

    @cached_property
    def _sorted(self) -> list[str]:
        return sorted(self.known)

    def fix(self, word: str) -> str:
        """Return what to do about an unknown word: the nearest spellings, all of them, or a search."""
        self._suggested += 1
        close = difflib.get_close_matches(word, self._neighbours(word), n=3) if self._suggested <= _SUGGESTED else ()
        if close:
            return "Did you mean " + " or ".join(f"'{choice}'" for choice in close) + "?"
        if not self.known:
            return "Enter it first; there is none yet."
        if len(self.known) <= _LISTED:
            return f"Choose one of: {', '.join(self._sorted)}."
        return f"Look for it: kanae ledger find '{word}'"

    def _neighbours(self, word: str) -> list[str]:
        if len(self._sorted) <= _COMPARED:
            return self._sorted
        place = bisect.bisect_left(self._sorted, word)
        return self._sorted[max(0, place - _COMPARED // 2) : place + _COMPARED // 2]


def nearest(word: str, known: Iterable[str]) -> str:
    """Return a fix that names the spellings nearest to a word.

    Examples:
        >>> nearest("levles", ["levels", "tracks"])
        "Did you mean 'levels'?"
        >>> nearest("x", ["levels", "tracks"])
        'Choose one of: levels, tracks.'
    """
    return Spellings(known).fix(word)
