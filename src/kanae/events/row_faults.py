"""What makes a row of GDELT unreadable, tested on whole columns at once."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Any

import numpy as np

from kanae.events.coded import Coded

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from numpy.typing import NDArray

MAY_BE_EMPTY = {
    *("a_country", "a_sector", "b_country", "b_sector", "goldstein", "tone", "geo_type"),
    *("geo_name", "geo_fips", "latitude", "longitude", "url"),
}
_CLOCK = 1_000_000
_FIRST_YEAR, _LAST_YEAR, _LAST_DAY = 1900, 2100, 21001231
_EXACT, _MOST_TENTHS = 1e-9, 100


class RowFault(StrEnum):
    """Why a row cannot be read."""

    COLUMNS = "columns"
    NUL = "nul"
    NOT_UTF8 = "not-utf8"
    CARRIAGE_RETURN = "carriage-return"
    NOT_A_NUMBER = "not-a-number"
    MISSING = "missing"
    LOST_ZERO = "lost-zero"
    EVENT_DAY = "event-day"
    FOUND_DAY = "found-day"
    QUAD_CLASS = "quad-class"
    GOLDSTEIN = "goldstein"
    COUNT = "count"
    PLACE = "place"
    MENTION_TIME = "mention-time"
    MENTION_KIND = "mention-kind"
    CONFIDENCE = "confidence"


FAULTS: Mapping[RowFault, str] = {
    RowFault.COLUMNS: "Another number of columns than the file's layout has.",
    RowFault.NUL: "A byte of zero stands in it.",
    RowFault.NOT_UTF8: "It is not UTF-8.",
    RowFault.CARRIAGE_RETURN: "A carriage return stands inside it.",
    RowFault.NOT_A_NUMBER: "A column of numbers holds something else, or a number too large.",
    RowFault.MISSING: "A column that is never empty is empty.",
    RowFault.LOST_ZERO: "A spreadsheet took the leading zero from its code.",
    RowFault.EVENT_DAY: "Its event day is no day.",
    RowFault.FOUND_DAY: "The day it was added is no day.",
    RowFault.QUAD_CLASS: "Its quad class is not 1 to 4.",
    RowFault.GOLDSTEIN: "Its Goldstein value is no number of tenths from -10 to 10.",
    RowFault.COUNT: "A count is below zero.",
    RowFault.PLACE: "Its degrees lie beyond the globe.",
    RowFault.MENTION_TIME: "The time of a mention, or of its event, is no time.",
    RowFault.MENTION_KIND: "A kind of mention that the codebook does not have.",
    RowFault.CONFIDENCE: "A confidence that is not 0 to 100 per cent.",
}
"""Fault of a row → what it means."""


def faults_of(raw: Any) -> NDArray[np.int64]:
    """Return the place in ``CHECKED`` of the first fault of each row, -1 for none."""
    fault = np.full(raw.num_rows, -1, dtype=np.int64)
    for place, is_at_fault in reversed(list(enumerate(_CHECKS.values()))):
        fault[is_at_fault(raw)] = place
    return fault


def numbers(raw: Any, name: str) -> NDArray[Any]:
    """Return a column as numpy; empty cells become 0."""
    column = raw.column(name)
    return np.asarray(column.fill_null(0) if column.null_count else column)


def by_run(values: NDArray[Any], of: Callable[[NDArray[Any]], NDArray[Any]]) -> NDArray[Any]:
    """Return what a function says of values, which is asked once for those alike that follow one another.

    Examples:
        >>> by_run(np.array([3, 3, 5, 3]), np.square).tolist()
        [9, 9, 25, 9]
    """
    is_first = np.ones(len(values), np.bool_)
    is_first[1:] = values[1:] != values[:-1]
    begins = np.flatnonzero(is_first)
    return np.repeat(of(values[begins]), np.diff(begins, append=len(values)))


def _is_missing(raw: Any) -> NDArray[np.bool_]:
    missing = np.zeros(raw.num_rows, dtype=np.bool_)
    for name in raw.column_names:
        if name not in MAY_BE_EMPTY and raw.column(name).null_count:
            missing |= np.asarray(raw.column(name).is_null())
    return missing


def _lost_a_zero(raw: Any) -> NDArray[np.bool_]:
    roots = Coded(raw.column("root"))
    short = [text is not None and len(text) == 1 and text.isdigit() for text in roots.texts]
    return np.array(short, np.bool_)[roots.places]


def _is_no_day(days: NDArray[np.int64]) -> NDArray[np.bool_]:
    years, months, day = days // 10_000, days // 100 % 100, days % 100
    wrong = (years < _FIRST_YEAR) | (years > _LAST_YEAR) | (months < 1) | (months > 12) | (day < 1)
    months = np.where(wrong, _FIRST_YEAR * 100 + 1, days // 100)
    return wrong | np.asarray(day > _month_lengths(months), np.bool_)


def _month_lengths(months: NDArray[np.int64]) -> NDArray[np.int64]:
    begin = _months_since_1970(months)
    return np.asarray((begin + 1).astype("M8[D]") - begin.astype("M8[D]"), "m8[D]").astype(np.int64)


def _months_since_1970(months: NDArray[np.int64]) -> NDArray[Any]:
    return np.asarray((months // 100 - 1970) * 12 + months % 100 - 1).astype("M8[M]")


def days_of(written: NDArray[np.int64]) -> NDArray[Any]:
    """Return days written as YYYYMMDD, or with a time behind it as GDELT 2.0 does, as numpy's days.

    Examples:
        >>> days_of(np.array([20160229, 20160301_001500])).tolist()
        [datetime.date(2016, 2, 29), datetime.date(2016, 3, 1)]
    """
    written = _without_time(written)
    return _months_since_1970(written // 100).astype("M8[D]") + (written % 100 - 1)


def _without_time(written: NDArray[np.int64]) -> NDArray[np.int64]:
    return np.where(written > _LAST_DAY, written // _CLOCK, written)


def tenths(raw: Any) -> NDArray[np.float64]:
    """Return Goldstein values in tenths; empty cells become 0."""
    return np.asarray(numbers(raw, "goldstein") * 10)


def _is_no_goldstein(raw: Any) -> NDArray[np.bool_]:
    found = tenths(raw)
    return np.asarray((np.abs(found - np.rint(found)) >= _EXACT) | (np.abs(found) > _MOST_TENTHS) | np.isnan(found))


def _is_below_zero(raw: Any) -> NDArray[np.bool_]:
    return np.asarray(np.any([numbers(raw, name) < 0 for name in ("mentions", "sources", "articles")], axis=0))


def _is_off_the_globe(raw: Any) -> NDArray[np.bool_]:
    within = (np.abs(numbers(raw, "latitude")) <= 90) & (np.abs(numbers(raw, "longitude")) <= 180)
    return np.asarray(~within | ~np.isfinite(numbers(raw, "tone")))


_CHECKS: Mapping[RowFault, Callable[[Any], NDArray[np.bool_]]] = {
    RowFault.MISSING: _is_missing,
    RowFault.LOST_ZERO: _lost_a_zero,
    RowFault.EVENT_DAY: lambda raw: by_run(numbers(raw, "day").astype(np.int64), _is_no_day),
    RowFault.FOUND_DAY: lambda raw: by_run(numbers(raw, "added"), lambda written: _is_no_day(_without_time(written))),
    RowFault.QUAD_CLASS: lambda raw: (numbers(raw, "quad_given") - 1).astype(np.uint8) > 3,
    RowFault.GOLDSTEIN: _is_no_goldstein,
    RowFault.COUNT: _is_below_zero,
    RowFault.PLACE: _is_off_the_globe,
}
CHECKED = tuple(_CHECKS)
"""The faults that are told from values, in the order they are looked for."""
