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
    """The events of a source that were read.

    Attributes:
        keys: What tells events apart, in pieces.
        highest: The highest key.

    Examples:
        >>> seen = Seen()
        >>> seen.repeats(np.array([3, 5, 3])).tolist(), seen.repeats(np.array([4, 5])).tolist()
        ([False, False, True], [False, True])
    """

    keys: list[NDArray[np.int64]] = field(default_factory=list)
    highest: int = np.iinfo(np.int64).min

    def repeats(self, keys: NDArray[np.int64]) -> NDArray[np.bool_]:
        """Add events, and return which of them were there before."""
        rising = keys[0] > self.highest and bool((keys[1:] > keys[:-1]).all())
        repeated = np.zeros(len(keys), dtype=np.bool_) if rising else self._repeated(keys)
        self.keys.append(keys[~repeated])
        self.highest = max(self.highest, int(keys.max()))
        return repeated

    def _repeated(self, keys: NDArray[np.int64]) -> NDArray[np.bool_]:
        first = np.zeros(len(keys), dtype=np.bool_)
        first[np.unique(keys, return_index=True)[1]] = True
        return ~first | np.isin(keys, np.concatenate([_NOTHING, *self.keys]))


def keys_of_texts(texts: Iterable[str]) -> NDArray[np.int64]:
    """Return a number for each text; two texts share one less than once in a million tables of a million rows.

    Examples:
        >>> len(set(keys_of_texts(["32889836 2018-06-01", "32889836 2018-06-02"]).tolist()))
        2
    """
    digests = b"".join(hashlib.blake2b(text.encode(), digest_size=8).digest() for text in texts)
    return np.frombuffer(digests, dtype="<i8").astype(np.int64)
