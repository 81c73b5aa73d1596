"""Columns of texts that repeat: each text once, and for each row which of them it has."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

CODED = pa.dictionary(pa.int32(), pa.string())
"""Type of such a column."""


class Coded:
    """A column of texts that repeat.

    Args:
        column: An Arrow array of the type ``CODED``.

    Examples:
        >>> column = Coded(pa.array(["KS", None, "JA", "KS"]).dictionary_encode())
        >>> column.texts, column.places.tolist(), column.meaning({"KS": "KOR"}).to_pylist()
        (['KS', 'JA'], [0, -1, 1, 0], ['KOR', None, None, 'KOR'])
    """

    def __init__(self, column: Any) -> None:
        self.texts: list[str | None] = column.dictionary.to_pylist()
        """The texts."""
        indices = column.indices
        self.places: NDArray[np.int32] = np.asarray(indices.fill_null(-1) if indices.null_count else indices)
        """Which of them each row has; -1 for none."""

    def meaning(self, of: Mapping[str, str | None]) -> Any:
        """Return what the texts stand for as a column of the same type; none for a text that is not known."""
        return repeated([of.get(str(text)) for text in self.texts], self.places)

    def numbers(self, of: Mapping[str, int | None], unknown: int) -> NDArray[np.int64]:
        """Return the numbers the texts stand for, and one number for those that stand for none."""
        found = [of.get(str(text)) for text in self.texts]
        return np.array([unknown if number is None else number for number in (*found, None)])[self.places]

    def is_unknown(self, known: Mapping[str, Any]) -> NDArray[np.bool_]:
        """Return which texts are not among the known ones; none is not unknown."""
        return np.array([*(text not in known for text in self.texts), False])[self.places]


def repeated(texts: Sequence[str | None], places: NDArray[Any]) -> Any:
    """Return a column from its texts and which of them each row has; -1 for none."""
    known = [text for text in texts if text is not None]
    if len(known) < len(texts):  # Arrow joins no columns that hold "none" among their texts
        numbers = np.cumsum([text is not None for text in texts]) - 1
        places = np.array([*np.where([text is None for text in texts], -1, numbers), -1])[places]
    indices = pa.array(places.astype(np.int32, copy=False), mask=places < 0)
    return pa.DictionaryArray.from_arrays(indices, pa.array(known, pa.string()))


def tidied(column: Any) -> Any:
    """Return a column whose texts are sorted and all in use: the same for the same rows, however they came together.

    Examples:
        >>> column = tidied(pa.array(["c", "b", None, "a"]).dictionary_encode().slice(1))
        >>> column.to_pylist(), column.dictionary.to_pylist()
        (['b', None, 'a'], ['a', 'b'])
    """
    coded = Coded(column)
    is_used = np.zeros(len(coded.texts) + 1, dtype=np.bool_)
    is_used[coded.places] = True  # the last is for none
    used = zip(coded.texts, is_used.tolist(), strict=False)
    texts = sorted({text for text, has_row in used if has_row and text is not None})
    place: dict[str | None, int] = {text: number for number, text in enumerate(texts)}
    return repeated(texts, np.array([*(place.get(text, -1) for text in coded.texts), -1])[coded.places])
