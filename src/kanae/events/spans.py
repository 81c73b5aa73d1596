"""Files of events summed up by the days their names tell.

Each process that reads events holds what is imported here: no catalogue of streams, no records.
"""

from __future__ import annotations

import calendar
import re
from collections import Counter
from datetime import date, timedelta
from typing import TYPE_CHECKING

from kanae.events.layouts import GDELT2, stream_of
from kanae.model.events import FileSpan, FileState

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kanae.model.events import FileCount

_STAMP = re.compile(r"(?:events\.)?(?:(\d{8})(?:\d{6})?(?!\d)|(\d{6}|\d{4})(?=\.|$))", re.IGNORECASE)
"""Stamp a name begins with; names of ICEWS have a word before it."""
_QUARTER_HOUR = re.compile(r"\d{8}([01]\d|2[0-3])(00|15|30|45)00")
"""Stamps for which GDELT 2.0 has a file."""


def spans_of(files: Iterable[FileCount]) -> list[FileSpan]:
    """Sum up files of events by source, stream and the days their names tell; those that failed count for nothing.

    Examples:
        >>> from kanae.model.events import FileCount
        >>> spans_of([FileCount("20190822.export.CSV.zip", 1, "", source="gdelt1", rows=50)])
        [FileSpan(source='gdelt1', stream='', first='2019-08-22', last='2019-08-22', files=1, rows=50)]
    """
    stamps: dict[tuple[str, str, str, str], set[str]] = {}
    rows: Counter[tuple[str, str, str, str]] = Counter()
    for count in files:
        if count.source and not count.holds_mentions and not FileState(count.state).failed:
            first, last = days_in_name(count.file) or ("", "")
            span = (count.source, stream_of(count.file) or "", str(first), str(last))
            stamps.setdefault(span, set()).add(stamp_of(count.file))
            rows[span] += count.rows
    return [FileSpan(*span, _had(*span[:3], stamps[span]), rows[span]) for span in sorted(stamps)]


def _had(source: str, stream: str, day: str, stamps: set[str]) -> int:
    if source == GDELT2 and stream and day:
        return sum(_QUARTER_HOUR.fullmatch(stamp) is not None for stamp in stamps)
    return len(stamps)


def days_in_name(name: str) -> tuple[date, date] | None:
    """Return the first and last day of a file, by the day, month or year its name begins with; else ``None``.

    Examples:
        >>> [str(day) for day in days_in_name("20191024143000.export.CSV.zip")]
        ['2019-10-24', '2019-10-24']
        >>> [str(day) for day in days_in_name("events.2018.20200427084805.tab")]
        ['2018-01-01', '2018-12-31']
        >>> str(days_in_name("201202.zip")[1]), days_in_name("a.2018.csv")
        ('2012-02-29', None)
    """
    found = _STAMP.match(name)
    if found is None:
        return None
    day, longer = found.groups()
    try:
        if day:
            only = date(int(day[:4]), int(day[4:6]), int(day[6:]))
            return only, only
        first = date(int(longer[:4]), int(longer[4:] or 1), 1)
    except ValueError:
        return None
    is_month = len(longer) > len("2018")
    length = calendar.monthrange(first.year, first.month)[1] if is_month else 365 + calendar.isleap(first.year)
    return first, first + timedelta(length - 1)


def stamp_of(name: str) -> str:
    """Return the stamp of a file of GDELT: its name up to the first point."""
    return name.split(".", maxsplit=1)[0]
