"""Which rows repeat an event that was read before: an id counts once, and the row found first is kept."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

_NOTHING = np.array([], dtype=np.int64)


@dataclass(slots=True)
class Seen:
    """The events of a provider that were read, in the order they were read.

    Attributes:
        keys: What tells events apart, in pieces.
        days: The event days they had.
        highest: The highest key.

    Examples:
        >>> seen = Seen()
        >>> [part.tolist() for part in seen.repeats(np.array([3, 5, 3]), np.array([1, 1, 2]))]
        [[False, False, True], [False, False, True]]
    """

    keys: list[NDArray[np.int64]] = field(default_factory=list)
    days: list[NDArray[np.int64]] = field(default_factory=list)
    highest: int = np.iinfo(np.int64).min

    def repeats(self, keys: NDArray[np.int64], days: NDArray[np.int64]) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
        """Add events; return which of them were there before, and which of these had another day then."""
        rising = len(keys) == 0 or (keys[0] > self.highest and bool((keys[1:] > keys[:-1]).all()))
        repeated = np.zeros(len(keys), dtype=np.bool_) if rising else self._repeated(keys)
        redated = np.zeros(len(keys), dtype=np.bool_)
        self.keys.append(keys[~repeated])
        self.days.append(days[~repeated])
        if len(keys):
            self.highest = max(self.highest, int(keys.max()))
        if repeated.any():
            redated[repeated] = self._first_days(keys[repeated]) != days[repeated]
        return repeated, redated

    def _repeated(self, keys: NDArray[np.int64]) -> NDArray[np.bool_]:
        first = np.zeros(len(keys), dtype=np.bool_)
        first[np.unique(keys, return_index=True)[1]] = True
        return ~first | np.isin(keys, np.concatenate([_NOTHING, *self.keys]))

    def _first_days(self, keys: NDArray[np.int64]) -> NDArray[np.int64]:
        known = np.concatenate(self.keys)
        order = np.argsort(known)
        found: NDArray[np.int64] = np.concatenate(self.days)[order][np.searchsorted(known, keys, sorter=order)]
        return found


def keys_of_texts(texts: Iterable[str]) -> NDArray[np.int64]:
    """Return a number for each text; two texts share one less than once in a million tables of a million rows.

    Examples:
        >>> len(set(keys_of_texts(["32889836 2018-06-01", "32889836 2018-06-02"]).tolist()))
        2
    """
    digests = b"".join(hashlib.blake2b(text.encode(), digest_size=8).digest() for text in texts)
    return np.frombuffer(digests, dtype="<i8").astype(np.int64)
