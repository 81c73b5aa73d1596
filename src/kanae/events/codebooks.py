"""The published codebooks that ship with kanae: event codes, and countries by the codes that files use.

They check rows and fill in what a source does not give. A row's own value is never replaced by theirs.
"""

from __future__ import annotations

import csv
import hashlib
import io
from dataclasses import dataclass
from functools import cache

from kanae.errors import LedgerError, MeasureError
from kanae.store.location import read_package_text


@dataclass(frozen=True, slots=True)
class EventCode:
    """A code of CAMEO.

    Attributes:
        code: The code, with its leading zero.
        root: Its first two digits.
        goldstein_gdelt: Goldstein value in tenths, as GDELT publishes it; ``None`` when it does not.
        goldstein_icews: The same in ICEWS, which differs in four codes.
        quad_gdelt: Quad class in GDELT's rows, where 09 is material cooperation and 14 verbal conflict.
        quad_cameo: Quad class in the tradition of CAMEO, where 09 is verbal and 14 material conflict.
        plover: Type in PLOVER; ``None`` for 01 and 02, which have none.
    """

    code: str
    root: str
    goldstein_gdelt: int | None
    goldstein_icews: int | None
    quad_gdelt: int
    quad_cameo: int
    plover: str | None


@dataclass(frozen=True, slots=True)
class Country:
    """A country or region as files of events name it.

    Attributes:
        cameo: Code in CAMEO, which is that of ISO 3166 but for a few; ``None`` when it has none.
        iso3: ISO 3166-1 alpha-3; ``None`` for regions, and for areas that belong to no country.
        fips: FIPS 10-4, which GDELT's places use.
        cow: Correlates of War numbers.
        name: Name in English.
    """

    cameo: str | None
    iso3: str | None
    fips: str | None
    cow: tuple[int, ...]
    name: str


@cache
def event_codes() -> dict[str, EventCode]:
    """Return the event codes.

    Examples:
        >>> code = event_codes()["057"]
        >>> code.goldstein_gdelt, code.quad_gdelt, code.plover
        (80, 1, 'SUPPORT')
        >>> [(event_codes()[root].quad_gdelt, event_codes()[root].quad_cameo) for root in ("09", "14")]
        [(2, 3), (3, 4)]
    """
    return {
        row["code"]: EventCode(
            row["code"],
            row["root"],
            _whole(row["goldstein_gdelt"]),
            _whole(row["goldstein_icews"]),
            int(row["quad_gdelt"]),
            int(row["quad_cameo"]),
            row["plover"] or None,
        )
        for row in read_table("cameo")
    }


@cache
def countries() -> tuple[Country, ...]:
    """Return the countries and regions.

    Examples:
        >>> next(row for row in countries() if row.iso3 == "KOR").fips
        'KS'
    """
    return tuple(
        Country(
            row["cameo"] or None,
            row["iso3"] or None,
            row["fips"] or None,
            tuple(int(number) for number in row["cow"].split(";") if number),
            row["name"],
        )
        for row in read_table("countries")
    )


@cache
def iso3_by_cameo() -> dict[str, str | None]:
    """Return the ISO code of every CAMEO country code; ``None`` for regions."""
    return {row.cameo: row.iso3 for row in countries() if row.cameo}


@cache
def iso3_by_fips() -> dict[str, str | None]:
    """Return the ISO code of every FIPS code; ``None`` for areas that belong to no country."""
    return {row.fips: row.iso3 for row in countries() if row.fips}


@cache
def iso3_by_icews_name() -> dict[str, str | None]:
    """Return the ISO code of every country name ICEWS uses."""
    return {row["name"]: row["iso3"] for row in read_table("icews-countries")}


def cameo_codes_of(states: tuple[str, ...]) -> tuple[str, ...]:
    """Return the CAMEO codes that mean some states.

    Raises:
        MeasureError: When a state is not known by its ISO code, or none is named.

    Examples:
        >>> cameo_codes_of(("KOR", "ROU"))
        ('KOR', 'ROM')
    """
    if not states:
        raise MeasureError("No state is watched.", "Name some: --watch JPN,KOR,USA.")
    known = {code: iso3 for code, iso3 in iso3_by_cameo().items() if iso3}
    for state in states:
        if state not in known.values():
            raise MeasureError(f"'{state}' is no state that event files name.", "Write ISO codes: JPN,KOR,USA.")
    return tuple(code for state in states for code, iso3 in known.items() if iso3 == state)


def read_table(name: str) -> list[dict[str, str]]:
    """Return the rows of a packaged table.

    Raises:
        LedgerError: When it is not the table that was packaged.
    """
    text = read_package_text("events", "tables", f"{name}.csv")
    expected = {row["id"]: row["sha256"] for row in origins()}[name]
    if hashlib.sha256(text.encode()).hexdigest() != expected:
        raise LedgerError(f"The codebook '{name}.csv' is not the one that was packaged.", "Install kanae again.")
    return _rows(text)


@cache
def origins() -> tuple[dict[str, str], ...]:
    """Return where each packaged table comes from, with its digest."""
    return tuple(_rows(read_package_text("events", "tables", "origins.csv")))


def _rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def _whole(text: str) -> int | None:
    return int(text) if text else None
