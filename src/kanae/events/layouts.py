"""Layouts of GDELT's event files, which have no header: told by the number of columns, and where columns stand."""

from __future__ import annotations

import re
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

GDELT1, GDELT2 = "gdelt1", "gdelt2"
FETCHED = "fetched.json"
"""What a folder of fetched files says of itself: written by kanae, and no file of events."""
MENTION_WIDTHS = (14, 16)
"""Columns of mentions: the first files end before the two on translation."""

_FIELDS_OF_ALL = {
    "event_id": 0,
    "day": 1,
    "a_country": 7,
    "a_sector": 12,
    "b_country": 17,
    "b_sector": 22,
    "is_root_event": 25,
    "cameo": 26,
    "root": 28,
    "quad_given": 29,
    "goldstein": 30,
    "mentions": 31,
    "sources": 32,
    "articles": 33,
    "tone": 34,
}
_GDELT1_FIELDS = {
    **_FIELDS_OF_ALL,
    "geo_type": 49,
    "geo_name": 50,
    "geo_fips": 51,
    "latitude": 53,
    "longitude": 54,
    "added": 56,
}
_GDELT2_FIELDS = {
    **_FIELDS_OF_ALL,
    "geo_type": 51,
    "geo_name": 52,
    "geo_fips": 53,
    "latitude": 56,
    "longitude": 57,
    "added": 59,
    "url": 60,
}


@dataclass(frozen=True, slots=True)
class Layout:
    """Where the columns of a layout stand.

    Attributes:
        source: Who coded the events.
        width: Number of columns.
        places: Place of each column by what it means, counted from 0.
    """

    source: str
    width: int
    places: Mapping[str, int]


LAYOUTS = MappingProxyType(
    {
        57: Layout(GDELT1, 57, _GDELT1_FIELDS),
        58: Layout(GDELT1, 58, {**_GDELT1_FIELDS, "url": 57}),
        61: Layout(GDELT2, 61, _GDELT2_FIELDS),
    }
)
"""Number of columns → layout; 57 is the back file of GDELT 1.0, 58 its daily file, 61 GDELT 2.0."""

WIDTHS = MappingProxyType({GDELT1: (57, 58), GDELT2: (61,)})
"""Source → numbers of columns its rows may have."""


def stream_of(name: str) -> str | None:
    """Return which of the two streams of GDELT 2.0 a file belongs to, by its name.

    Examples:
        >>> stream_of("20191024143000.translation.export.CSV"), stream_of("20130401.export.CSV")
        ('translated', None)
    """
    if not re.match(r"\d{14}\.", name):
        return None
    return "translated" if ".translation." in name.lower() else "english"


def batch_of(name: str) -> str:
    """Return the batch of a file: the day, month or year its name begins with, else the name itself.

    Files of one batch are read together, whoever reads them and in whatever order they were named.

    Examples:
        >>> batch_of("20191024143000.translation.export.CSV"), batch_of("200601.csv"), batch_of("events.tab")
        ('20191024', '200601', 'events.tab')
    """
    stamp = re.match(r"(\d{8}|\d{6}|\d{4})(?!\d)|(\d{8})\d{6}(?!\d)", name)
    if stamp is None:
        return re.sub(r"[^\w.-]+", "-", name)
    return stamp[1] or stamp[2]
