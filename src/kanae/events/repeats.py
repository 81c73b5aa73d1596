"""Which rows repeat an event that was read before: an id counts once, and the row found first is kept."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from numpy.typing import NDArray

_NOTHING = np.array([], dtype=np.int64)


@dataclass(slots=True)
class Seen:
    """The events of a source that were read.

    Attributes:
        keys: What tells events apart, in pieces.
        days: Their event days, in the same pieces; none where days are not asked for.
        highest: The highest key.
        given: Keys and days of rows that were found to give an event another day.

    Examples:
        >>> seen = Seen()
        >>> seen.repeats(np.array([3, 5, 3])).tolist(), seen.repeats(np.array([4, 5])).tolist()
        ([False, False, True], [False, True])
    """

    keys: list[NDArray[np.int64]] = field(default_factory=list)
    days: list[NDArray[Any]] = field(default_factory=list)
    highest: int = np.iinfo(np.int64).min
    given: set[tuple[int, str]] = field(default_factory=set)

    def repeats(self, keys: NDArray[np.int64], days: NDArray[Any] | None = None) -> NDArray[np.bool_]:
        """Add events, and return which of them were there before."""
        rising = keys[0] > self.highest and bool((keys[1:] > keys[:-1]).all())
        repeated = np.zeros(len(keys), dtype=np.bool_) if rising else self._repeated(keys)
        self.keys.append(keys[~repeated])
        if days is not None:
            self.days.append(days[~repeated])
        self.highest = max(self.highest, int(keys.max()))
        return repeated

    def redated(self, keys: NDArray[np.int64], days: NDArray[Any], repeated: NDArray[np.bool_]) -> NDArray[np.int64]:
        """Return which of the rows that repeat an event give it a day that no row before gave it.

        Args:
            keys: What was added last.
            days: Their event days.
            repeated: Which of them were there before.
        """
        places = np.flatnonzero(repeated)
        if not len(places):
            return places
        known, known_days = np.concatenate(self.keys), np.concatenate(self.days)
        same = np.isin(known, keys[places])
        given = self.given | set(_pairs(known[same], known_days[same]))
        found = []
        for place, pair in zip(places.tolist(), _pairs(keys[places], days[places]), strict=True):
            if pair not in given:
                given.add(pair)
                self.given.add(pair)
                found.append(place)
        return np.array(found, np.int64)

    def _repeated(self, keys: NDArray[np.int64]) -> NDArray[np.bool_]:
        first = np.zeros(len(keys), dtype=np.bool_)
        first[np.unique(keys, return_index=True)[1]] = True
        return ~first | np.isin(keys, np.concatenate([_NOTHING, *self.keys]))


def _pairs(keys: NDArray[np.int64], days: NDArray[Any]) -> Iterator[tuple[int, str]]:
    return zip(keys.tolist(), days.astype(str).tolist(), strict=True)


def keys_of_texts(texts: Iterable[str]) -> NDArray[np.int64]:
    """Return a number for each text; two texts share one less than once in a million tables of a million rows.

    Examples:
        >>> len(set(keys_of_texts(["32889836 2018-06-01", "32889836 2018-06-02"]).tolist()))
        2
    """
    digests = b"".join(hashlib.blake2b(text.encode(), digest_size=8).digest() for text in texts)
    return np.frombuffer(digests, dtype="<i8").astype(np.int64)
