"""Cells that hold numbers, and what is wrong with those that do not."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from kanae.model.issues import IssueCode
from kanae.votes.tally import Tally, counted_noun

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from kanae.store.foreign_tables import CodedColumn

_EMPTY = ("", "NA", ".", "NaN", "nan")


def numbers_in(column: CodedColumn, name: str, file: str, tally: Tally) -> NDArray[np.float64]:
    """Return the numbers of a column; NaN for an empty cell, and for one that is no number, which is reported.

    Examples:
        >>> from kanae.store.foreign_tables import CodedColumn
        >>> tally = Tally()
        >>> numbers_in(CodedColumn(("1.5", "x"), np.array([0, 1, -1])), "n", "f.csv", tally).tolist()
        [1.5, nan, nan]
        >>> tally.issues[0].message
        "1 cell of column 'n' is not a number: 'x'"
    """
    wrong: list[str] = []
    values = [*(_number(value, wrong) for value in column.values), np.nan]
    if wrong:
        cells = int(np.isin(column.codes, [column.values.index(value) for value in wrong]).sum())
        verb = "is not a number" if cells == 1 else "are not numbers"
        message = f"{counted_noun(cells, 'cell')} of column '{name}' {verb}"
        tally.add(file, IssueCode.NOT_A_NUMBER, message, (f"'{value}'" for value in wrong), "Mend the file.")
    return np.array(values)[column.codes]


def _number(text: str, wrong: list[str]) -> float:
    if text in _EMPTY:
        return np.nan
    try:
        number = float(text)
    except ValueError:
        wrong.append(text)
        return np.nan
    return number if np.isfinite(number) else np.nan
