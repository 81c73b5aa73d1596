"""Files of ICEWS and POLECAT: tables with a header, read row by row, as they are small beside GDELT's."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from kanae.events.codebooks import event_codes, iso3_by_cameo, iso3_by_icews_name
from kanae.events.repeats import keys_of_texts
from kanae.events.row_faults import RowFault
from kanae.events.rows import WORK_SCHEMA, Parsed, without_place

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kanae.model.events import Watch

ICEWS, POLECAT = "icews", "polecat"

_ICEWS_NEEDS = {"event_id", "event_date", "source_country", "target_country", "cameo_code", "intensity"}
_POLECAT_NEEDS = {"event_id", "event_date", "event_type", "actor_country", "recipient_country", "quad_code"}
_POLECAT_WIDTH = 40
_POLECAT_EXCESS = "headline"
_QUADS = MappingProxyType(
    {
        ("verbal", "cooperation"): 1,
        ("material", "cooperation"): 2,
        ("verbal", "conflict"): 3,
        ("material", "conflict"): 4,
    }
)
_EMPTY = ("", "None", "NULL", "NA")
_IN_EVERY_HEADER = b"event"
_DAY_LETTERS = 10
_MOST_TENTHS = 100

Row = dict[str, "str | None"]
Values = dict[str, "str | int | float | date | None"]


class _FaultyRowError(Exception):
    """A row that cannot be read, with its fault."""

    def __init__(self, fault: RowFault) -> None:
        super().__init__(fault)
        self.fault = fault


@dataclass(frozen=True, slots=True)
class Header:
    """The header of a file.

    Attributes:
        source: Who coded the events.
        names: Its columns in small letters with ``_`` for spaces.
        delimiter: What stands between cells.
    """

    source: str
    names: tuple[str, ...]
    delimiter: str

    def cells(self, lines: Sequence[str]) -> Iterator[list[str]]:
        """Split lines into cells; only tables with commas have quotation marks around cells."""
        for line in lines:
            if self.delimiter == "\t":
                yield line.split("\t")
            else:
                yield next(csv.reader([line]), [])


def header_of(line: bytes) -> Header | None:
    r"""Tell by its first line whether a file is one of ICEWS or POLECAT.

    Examples:
        >>> header_of(b"Event ID\tEvent Date\tSource Country\tCAMEO Code\tIntensity\tTarget Country").source
        'icews'
    """
    if _IN_EVERY_HEADER not in line.lower():  # as in all files of GDELT
        return None
    text = line.decode("utf-8", errors="replace").removeprefix("\ufeff").rstrip("\r\n")
    delimiter = "\t" if "\t" in text else ","
    names = tuple(cell.strip().lower().replace(" ", "_") for cell in next(csv.reader([text], delimiter=delimiter), []))
    if set(names) >= _ICEWS_NEEDS:
        return Header(ICEWS, names, delimiter)
    if set(names) >= _POLECAT_NEEDS:
        if _POLECAT_EXCESS in names:  # some published files have more names than columns
            names = tuple(name for name in names if name != _POLECAT_EXCESS)[:_POLECAT_WIDTH]
        return Header(POLECAT, names, delimiter)
    return None


def parse_headed(lines: Sequence[str], header: Header, watch: Watch) -> tuple[Parsed, int]:
    """Read rows of ICEWS or POLECAT.

    Args:
        lines: The rows, without the ends of lines.
        header: The header of their file.
        watch: Which rows are kept.

    Returns:
        The rows that are kept, and how many were not.
    """
    values_of = _icews if header.source == ICEWS else _polecat
    rows: list[Values] = []
    good: list[int] = []
    faults: list[tuple[int, RowFault]] = []
    for place, cells in enumerate(header.cells(lines)):
        try:
            values = values_of(_named(cells, header))
        except _FaultyRowError as cause:
            faults.append((place, cause.fault))
            continue
        if is_watched(values["a_iso3"], values["b_iso3"], watch):
            rows.append({**values, "source": header.source})
            good.append(place)
    return _parsed(rows, good, faults), len(lines) - len(good) - len(faults)


def is_watched(a: object, b: object, watch: Watch) -> bool:
    """Tell whether an event of two actors is kept.

    Examples:
        >>> from kanae.model.events import Watch
        >>> is_watched("JPN", None, Watch(("JPN",))), is_watched("JPN", "JPN", Watch(("JPN",), pairs=True))
        (True, False)
    """
    if watch.pairs:
        return a in watch.states and b in watch.states and a != b
    return a in watch.states or b in watch.states


def _parsed(rows: list[Values], good: list[int], faults: list[tuple[int, RowFault]]) -> Parsed:
    columns = {field.name: pa.array([row.get(field.name) for row in rows], field.type) for field in WORK_SCHEMA}
    codes = event_codes()
    differing = [
        row["goldstein_tenths"] is not None
        and str(row["cameo"]) in codes
        and codes[str(row["cameo"])].goldstein_icews not in (None, row["goldstein_tenths"])
        for row in rows
    ]
    unknown = [
        any(row[f"{side}_country"] and not row[f"{side}_iso3"] for side in "ab")
        or (row["cameo"] is not None and row["cameo"] not in codes)
        for row in rows
    ]
    keys = keys_of_texts(f"{row['event_id']} {row['event_day']}" for row in rows)
    return Parsed(
        without_place(columns),
        keys,
        np.array(good, np.int64),
        tuple(faults),
        np.array(differing, np.bool_),
        np.array(unknown, np.bool_),
    )


def _named(cells: list[str], header: Header) -> Row:
    surplus = cells[len(header.names) :]
    if len(cells) < len(header.names) or any(surplus):
        raise _FaultyRowError(RowFault.COLUMNS)
    return {name: None if cell in _EMPTY else cell for name, cell in zip(header.names, cells, strict=False)}


def _icews(row: Row) -> Values:
    names, code = iso3_by_icews_name(), _required(row, "cameo_code")
    known = event_codes().get(code)
    if ("0" + code) in event_codes() and (known is None or known.root == code):
        raise _FaultyRowError(RowFault.LOST_ZERO)
    return {
        **_of_all(row),
        "a_country": row["source_country"],
        "a_iso3": names.get(row["source_country"] or ""),
        "a_sector": row.get("source_sectors"),
        "b_country": row["target_country"],
        "b_iso3": names.get(row["target_country"] or ""),
        "b_sector": row.get("target_sectors"),
        "cameo": code,
        "root": code[:2],
        "plover": known.plover if known else None,
        "quad_cameo": known.quad_cameo if known else None,
        "goldstein_tenths": _tenths(row["intensity"]),
    }


def _polecat(row: Row) -> Values:
    known = {iso3 for iso3 in iso3_by_cameo().values() if iso3}
    a, b, published = row["actor_country"], row["recipient_country"], row.get("publication_date")
    return {
        **_of_all(row),
        "found_day": _day(published, RowFault.FOUND_DAY) if published else None,
        "a_country": a,
        "a_iso3": a if a in known else None,
        "a_sector": row.get("primary_actor_sector"),
        "b_country": b,
        "b_iso3": b if b in known else None,
        "b_sector": row.get("primary_recipient_sector"),
        "cameo": None,
        "plover": _required(row, "event_type"),
        "quad_given": _quad(_required(row, "quad_code")),
        "goldstein_tenths": None,
    }


def _of_all(row: Row) -> Values:
    latitude, longitude = _degrees(row.get("latitude"), 90), _degrees(row.get("longitude"), 180)
    place = (row.get(name) for name in ("city", "district", "province", "country"))
    return {
        "event_id": _required(row, "event_id"),
        "event_day": _day(_required(row, "event_date"), RowFault.EVENT_DAY),
        "geo_name": ", ".join(part for part in place if part) or None,
        "geo_iso3": iso3_by_icews_name().get(row.get("country") or ""),
        "latitude": latitude,
        "longitude": longitude,
    }


def _required(row: Row, name: str) -> str:
    value = row[name]
    if not value:
        raise _FaultyRowError(RowFault.MISSING)
    return value


def _day(text: str, fault: RowFault) -> date:
    try:
        return date.fromisoformat(text[:_DAY_LETTERS])
    except ValueError as cause:
        raise _FaultyRowError(fault) from cause


def _tenths(text: str | None) -> int | None:
    if text is None:
        return None
    tenths = _number(text) * 10
    if abs(tenths) > _MOST_TENTHS or abs(tenths - round(tenths)) > 1e-9:
        raise _FaultyRowError(RowFault.GOLDSTEIN)
    return round(tenths)


def _degrees(text: str | None, most: int) -> float | None:
    if text is None:
        return None
    number = _number(text)
    if not abs(number) <= most:
        raise _FaultyRowError(RowFault.PLACE)
    return number


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError as cause:
        raise _FaultyRowError(RowFault.NOT_A_NUMBER) from cause


def _quad(text: str) -> int:
    folded = text.lower()
    for (manner, kind), number in _QUADS.items():
        if (manner in folded and kind in folded) or folded.strip() == str(number):
            return number
    raise _FaultyRowError(RowFault.QUAD_CLASS)
