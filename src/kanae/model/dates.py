"""Dates as precise as their source: a year, a month, a day, or a span of days."""

from __future__ import annotations

import calendar
import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, PlainSerializer, WithJsonSchema

_POINT = r"\d{4}(?:-\d{2}(?:-\d{2})?)?"
_PATTERN = rf"^{_POINT}(?:/{_POINT})?$"


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A date known to the year, the month or the day, or a span between two such dates.

    Attributes:
        text: The date as written, ``2024``, ``2024-06``, ``2024-06-27`` or ``2024-06-27/2024-06-29``.
        first: First day the date may mean.
        last: Last day the date may mean, inclusive.

    Examples:
        >>> PartialDate.parse("2024-02").last
        datetime.date(2024, 2, 29)
        >>> PartialDate.parse("2024-06-27/2024-06-29").first
        datetime.date(2024, 6, 27)
    """

    text: str
    first: date
    last: date

    @classmethod
    def parse(cls, text: str) -> PartialDate:
        """Read a date.

        Raises:
            ValueError: When the text is no date or the span runs backwards.
        """
        if not re.fullmatch(_PATTERN, text, re.ASCII):
            raise ValueError(_advice(text))
        head, _, tail = text.partition("/")
        try:
            first = _bounds(head)[0]
            last = _bounds(tail or head)[1]
        except ValueError as cause:
            raise ValueError(_advice(text)) from cause
        if last < first:
            message = f"'{text}' ends before it begins (write the earlier day first)"
            raise ValueError(message)
        return cls(text, first, last)

    @property
    def precision(self) -> Literal["day", "month", "year"]:
        """The precision of the first date written."""
        precisions: dict[int, Literal["day", "month", "year"]] = {4: "year", 7: "month", 10: "day"}
        return precisions[len(self.text.partition("/")[0])]

    def surely_before(self, other: PartialDate) -> bool:
        """Tell whether every day of this date precedes every day of the other."""
        return self.last < other.first

    def surely_by(self, day: date) -> bool:
        """Tell whether the whole of this date lies on or before a day.

        Examples:
            >>> PartialDate.parse("2024-06").surely_by(date(2024, 6, 15))
            False
        """
        return self.last <= day

    def __str__(self) -> str:
        """Return the date as written."""
        return self.text


def _bounds(text: str) -> tuple[date, date]:
    parts = [int(part) for part in text.split("-")]
    if len(parts) == 1:
        return date(parts[0], 1, 1), date(parts[0], 12, 31)
    if len(parts) == 2:
        year, month = parts
        return date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1])
    day = date(*parts)
    return day, day


def _advice(text: str) -> str:
    numbers = re.findall(r"\d+", unicodedata.normalize("NFKC", text))
    looks_like_a_date = 1 <= len(numbers) <= 3 and len(numbers[0]) == 4
    spelling = "-".join(number.zfill(2) for number in numbers) if looks_like_a_date else "YYYY-MM-DD"
    return (
        f"'{text}' is not a date (write {spelling})" if spelling != text else f"'{text}' is not a day of the calendar"
    )


@lru_cache(maxsize=4096)
def _parsed(text: str) -> PartialDate:
    """Read a date once; a ledger writes most of its days many times."""
    return PartialDate.parse(text)


def _read(value: Any) -> PartialDate:
    return value if isinstance(value, PartialDate) else _parsed(str(value))


def _read_day(value: Any) -> date:
    if isinstance(value, date):
        return value
    read = _parsed(str(value))
    if read.first != read.last:
        message = f"'{value}' is not one day (write YYYY-MM-DD)"
        raise ValueError(message)
    return read.first


DateField = Annotated[
    PartialDate,
    BeforeValidator(_read),
    PlainSerializer(str, return_type=str),
    WithJsonSchema({"type": "string", "pattern": _PATTERN}),
]
"""A :class:`PartialDate` as a field of a record."""

DayField = Annotated[
    date,
    BeforeValidator(_read_day),
    PlainSerializer(str, return_type=str),
    WithJsonSchema({"type": "string", "format": "date"}),
]
"""A single day as a field of a record."""
