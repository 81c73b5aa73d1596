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
    """A column of texts that repeat; rows without a text have the text ``None``.

    Args:
        column: An Arrow array of the type ``CODED``.

    Examples:
        >>> column = Coded(pa.array(["KS", None, "JA", "KS"]).dictionary_encode())
        >>> column.texts, column.places.tolist(), column.meaning({"KS": "KOR"}).to_pylist()
        (['KS', 'JA', None], [0, 2, 1, 0], ['KOR', None, None, 'KOR'])
    """

    def __init__(self, column: Any) -> None:
        self.texts: list[str | None] = column.dictionary.to_pylist()
        """The texts."""
        indices = column.indices
        if indices.null_count:
            indices = indices.fill_null(len(self.texts))
            self.texts.append(None)
        self.places: NDArray[np.int32] = np.asarray(indices)
        """Which of them each row has."""

    def as_given(self) -> Any:
        """Return the column again, those rows that had no text with the text ``None``."""
        return repeated(self.texts, self.places)

    def meaning(self, of: Mapping[str, str | None]) -> Any:
        """Return what the texts stand for as a column of the same type; none for a text that is not known."""
        return repeated([of.get(str(text)) for text in self.texts], self.places)

    def numbers(self, of: Mapping[str, int | None], unknown: int) -> NDArray[np.int64]:
        """Return the numbers the texts stand for, and one number for those that stand for none."""
        found = [of.get(str(text)) for text in self.texts]
        return self._of_rows([unknown if number is None else number for number in found], np.int64)

    def is_unknown(self, known: Mapping[str, Any]) -> NDArray[np.bool_]:
        """Return which texts are not among the known ones; none is not unknown."""
        return self._of_rows([text is not None and text not in known for text in self.texts], np.bool_)

    def _of_rows(self, of_texts: Sequence[Any], kind: type[Any]) -> NDArray[Any]:
        return np.array(of_texts, kind)[self.places]


def repeated(texts: Sequence[str | None], places: NDArray[Any]) -> Any:
    """Return a column from its texts, ``None`` perhaps among them, and which of them each row has."""
    # no mask: rows without a text are looked up like others, and told by their text
    return _of_texts(pa.array(places.astype(np.int32, copy=False)), texts)


class Book:
    """The texts of a column of many rows, each with a number that stays the same.

    Examples:
        >>> book = Book()
        >>> first, second = (book.numbers(pa.array(texts).dictionary_encode()) for texts in (["c", None], ["a", "c"]))
        >>> first.to_pylist(), second.to_pylist()
        ([0, 1], [2, 0])
        >>> column = book.column(pa.concat_arrays([second, first]))
        >>> column.to_pylist(), column.dictionary.to_pylist()
        (['a', 'c', 'c', None], ['a', 'c'])
    """

    def __init__(self) -> None:
        self._texts: list[str | None] = []
        self._numbers: dict[str | None, int] = {}

    def numbers(self, column: Any) -> Any:
        """Return the numbers of the texts of a column, as an Arrow array that is quickly taken apart and joined."""
        coded = Coded(column)
        fresh = [text for text in dict.fromkeys(coded.texts) if text not in self._numbers]
        self._numbers.update(zip(fresh, range(len(self._texts), len(self._texts) + len(fresh)), strict=True))
        self._texts += fresh
        return pa.array(_looked_up([self._numbers[text] for text in coded.texts], coded.places))

    def column(self, numbers: Any) -> Any:
        """Return a column from numbers, its texts sorted and all in use: the same for the same rows, whoever read them.

        Rows without a text have none of the texts, as Parquet wants it.
        """
        numbers = np.asarray(numbers).astype(np.intp)
        used = np.flatnonzero(np.bincount(numbers)).tolist()
        texts = sorted(text for number in used if (text := self._texts[number]) is not None)
        place = np.full(len(self._texts), -1, np.int32)
        place[[self._numbers[text] for text in texts]] = np.arange(len(texts))
        places = place[numbers]
        mask = places < 0 if len(texts) < len(used) else None
        return _of_texts(pa.array(places, mask=mask), texts)


def _looked_up(of_each: Sequence[int], places: NDArray[Any]) -> NDArray[np.int32]:
    return np.asarray(np.array(of_each, np.int32)[places.astype(np.intp)])  # twice as fast as by numbers of 32 bits


def _of_texts(places: Any, texts: Sequence[str | None]) -> Any:
    # every place is that of a text, so that Arrow need not look whether it is
    return pa.DictionaryArray.from_arrays(places, pa.array(texts, pa.string()), safe=False)
