"""Lines of GDELT that are kept, parsed in one go and brought into the columns of the event table."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pa_csv

from kanae.events.codebooks import event_codes, iso3_by_cameo, iso3_by_fips
from kanae.model.events import EVENT_COLUMNS

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from numpy.typing import NDArray

    from kanae.events.layouts import Layout

SCHEMA = pa.schema([(column.name, pa.type_for_alias(column.type)) for column in EVENT_COLUMNS])

_CODED = pa.dictionary(pa.int32(), pa.string())
_TYPES = {
    "event_id": pa.int64(),
    "day": pa.int32(),
    "a_country": _CODED,
    "a_sector": _CODED,
    "b_country": _CODED,
    "b_sector": _CODED,
    "is_root_event": pa.int8(),
    "cameo": _CODED,
    "base": _CODED,
    "root": _CODED,
    "quad_given": pa.int8(),
    "goldstein": pa.float64(),
    "mentions": pa.int32(),
    "sources": pa.int32(),
    "articles": pa.int32(),
    "tone": pa.float64(),
    "geo_type": pa.int8(),
    "geo_name": pa.string(),
    "geo_fips": _CODED,
    "latitude": pa.float64(),
    "longitude": pa.float64(),
    "added": pa.int64(),
    "url": pa.string(),
}
_MAY_BE_EMPTY = {
    *("a_country", "a_sector", "b_country", "b_sector", "goldstein", "tone", "geo_type"),
    *("geo_name", "geo_fips", "latitude", "longitude", "url"),
}
_CLOCK = 1_000_000
_FIRST_YEAR, _LAST_YEAR = 1900, 2100
_EXACT = 1e-9


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
}
"""Fault of a row → what it means."""


@dataclass(frozen=True, slots=True)
class Parsed:
    """Rows parsed and brought into the columns of the event table.

    Attributes:
        table: The good rows, without ``stream``, ``file`` and ``line``.
        keys: What tells events apart, one number a row.
        good: Which of the lines they are.
        faults: The other lines and what is the matter with them.
        differing: Rows whose Goldstein value or quad class is not the published one.
        unknown: Rows with a CAMEO code or country no codebook has.
    """

    table: Any
    keys: NDArray[np.int64]
    good: NDArray[np.int64]
    faults: tuple[tuple[int, RowFault], ...]
    differing: NDArray[np.bool_]
    unknown: NDArray[np.bool_]


def parse(payload: bytes, count: int, layout: Layout) -> Parsed:
    """Parse lines of one layout that have its number of columns.

    Args:
        payload: The lines, each with its end.
        count: How many they are.
        layout: Where the columns stand.
    """
    raw, numbered = _raw(payload, layout), np.arange(count)
    broken: list[int] = []
    if raw is None or raw.num_rows != count:
        lines = payload.split(b"\n")[:count]
        lines = [line + b"\n" for line in lines]
        broken = _broken(lines, 0, layout)
        numbered = np.delete(numbered, broken)
        raw = _raw(b"".join([lines[place] for place in numbered]), layout) if len(numbered) else _no_rows(layout)
    fault = _faults(raw)
    good = fault < 0
    if not good.all():
        raw = raw.filter(pa.array(good)).combine_chunks()
    found = [(place, RowFault.NOT_A_NUMBER) for place in broken]
    found += [(int(numbered[row]), _CHECKED[fault[row]]) for row in np.flatnonzero(~good)]
    return _normal(raw, layout, numbered[good], tuple(sorted(found)))


def _raw(payload: bytes, layout: Layout) -> Any:
    """Return the columns that are needed with their types, or ``None`` when a cell does not have its type."""
    names = [f"c{place}" for place in range(layout.width)]
    by_name = {names[place]: _TYPES[meaning] for meaning, place in layout.places.items()}
    try:
        table = pa_csv.read_csv(
            pa.BufferReader(payload),
            read_options=pa_csv.ReadOptions(column_names=names, use_threads=False, block_size=len(payload) + 1),
            parse_options=pa_csv.ParseOptions(delimiter="\t", quote_char=False, ignore_empty_lines=False),
            convert_options=pa_csv.ConvertOptions(
                include_columns=list(by_name),
                column_types=by_name,
                null_values=[""],
                strings_can_be_null=True,
                check_utf8=False,  # the lines were checked
            ),
        )
    except pa.ArrowInvalid:
        return None
    return table.rename_columns(list(layout.places)).combine_chunks()


def _broken(lines: Sequence[bytes], first: int, layout: Layout) -> list[int]:
    """Return the lines that cannot be parsed, by halves: whether a line can be parsed never depends on others."""
    raw = _raw(b"".join(lines), layout)
    if raw is not None and raw.num_rows == len(lines):
        return []
    if len(lines) == 1:
        return [first]
    half = len(lines) // 2
    return [*_broken(lines[:half], first, layout), *_broken(lines[half:], first + half, layout)]


def _no_rows(layout: Layout) -> Any:
    return pa.table({meaning: pa.array([], _TYPES[meaning]) for meaning in layout.places})


def _faults(raw: Any) -> NDArray[np.int64]:
    """Return the place in ``_CHECKED`` of the first fault of each row, -1 for none."""
    fault = np.full(raw.num_rows, -1, dtype=np.int64)
    for place, is_at_fault in reversed(list(enumerate(_CHECKS.values()))):
        fault[is_at_fault(raw)] = place
    return fault


def _numbers(raw: Any, name: str) -> NDArray[Any]:
    """Return a column as numpy; empty cells become 0."""
    column = raw.column(name)
    return np.asarray(column.fill_null(0) if column.null_count else column)


def _is_missing(raw: Any) -> NDArray[np.bool_]:
    missing = np.zeros(raw.num_rows, dtype=np.bool_)
    for name in raw.column_names:
        if name not in _MAY_BE_EMPTY and raw.column(name).null_count:
            missing |= np.asarray(raw.column(name).is_null())
    return missing


def _lost_a_zero(raw: Any) -> NDArray[np.bool_]:
    roots, codes = _coded(raw, "root")
    short = np.array([root is not None and len(root) == 1 and root.isdigit() for root in roots] + [False])
    return short[codes]


def _is_no_day(days: NDArray[np.int64]) -> NDArray[np.bool_]:
    years, months, day = days // 10_000, days // 100 % 100, days % 100
    wrong = (years < _FIRST_YEAR) | (years > _LAST_YEAR) | (months < 1) | (months > 12) | (day < 1)
    return wrong | (day > _month_lengths(np.where(wrong, _FIRST_YEAR * 100 + 1, days // 100)))


def _month_lengths(months: NDArray[np.int64]) -> NDArray[np.int64]:
    begin = _months_since_1970(months)
    return ((begin + 1).astype("M8[D]") - begin.astype("M8[D]")).astype(np.int64)


def _months_since_1970(months: NDArray[np.int64]) -> NDArray[np.datetime64]:
    return ((months // 100 - 1970) * 12 + months % 100 - 1).astype("M8[M]")


def _days(written: NDArray[np.int64]) -> NDArray[np.datetime64]:
    return _months_since_1970(written // 100).astype("M8[D]") + (written % 100 - 1)


def _added(raw: Any) -> NDArray[np.int64]:
    """Return the day a row was added; GDELT 2.0 writes the time behind it."""
    added = _numbers(raw, "added").astype(np.int64)
    return np.where(added >= _LAST_YEAR * 10_000 + 10_000, added // _CLOCK, added)


def _tenths(raw: Any) -> NDArray[np.float64]:
    return _numbers(raw, "goldstein") * 10


def _is_no_goldstein(raw: Any) -> NDArray[np.bool_]:
    tenths = _tenths(raw)
    return ~((np.abs(tenths - np.rint(tenths)) < _EXACT) & (np.abs(tenths) <= 100))


def _is_below_zero(raw: Any) -> NDArray[np.bool_]:
    return np.logical_or.reduce([_numbers(raw, name) < 0 for name in ("mentions", "sources", "articles")])


def _is_off_the_globe(raw: Any) -> NDArray[np.bool_]:
    within = (np.abs(_numbers(raw, "latitude")) <= 90) & (np.abs(_numbers(raw, "longitude")) <= 180)
    return ~within | ~np.isfinite(_numbers(raw, "tone"))


_CHECKS: Mapping[RowFault, Callable[[Any], NDArray[np.bool_]]] = {
    RowFault.MISSING: _is_missing,
    RowFault.LOST_ZERO: _lost_a_zero,
    RowFault.EVENT_DAY: lambda raw: _is_no_day(_numbers(raw, "day").astype(np.int64)),
    RowFault.FOUND_DAY: lambda raw: _is_no_day(_added(raw)),
    RowFault.QUAD_CLASS: lambda raw: (_numbers(raw, "quad_given") - 1).astype(np.uint8) > 3,
    RowFault.GOLDSTEIN: _is_no_goldstein,
    RowFault.COUNT: _is_below_zero,
    RowFault.PLACE: _is_off_the_globe,
}
_CHECKED = tuple(_CHECKS)


def _coded(raw: Any, name: str) -> tuple[list[str | None], NDArray[np.int64]]:
    """Return the distinct values of a column and where each row's stands among them; -1 for empty cells."""
    column = raw.column(name)
    column = column.chunk(0) if column.num_chunks else pa.array([], _CODED)
    indices = column.indices
    codes = np.asarray(indices.fill_null(-1) if indices.null_count else indices)
    return column.dictionary.to_pylist(), codes


class _Mapped:
    """A column of codes and what the codes stand for."""

    def __init__(self, raw: Any, name: str) -> None:
        self.values, self.codes = _coded(raw, name)

    def text(self, meanings: Mapping[str, str | None] | None = None) -> Any:
        """Return the codes as text, or what they stand for."""
        values = self.values if meanings is None else [meanings.get(str(value)) for value in self.values]
        return pc.take(pa.array([*values, None], pa.string()), pa.array(self._places()))

    def numbers(self, meanings: Mapping[str, int | None], unknown: int) -> NDArray[np.int64]:
        """Return numbers the codes stand for; one number for those that stand for none."""
        found = [meanings.get(str(value)) for value in self.values]
        return np.array([unknown if number is None else number for number in (*found, None)])[self.codes]

    def is_unknown(self, known: Mapping[str, Any]) -> NDArray[np.bool_]:
        """Return which codes are not among the known ones; an empty cell is not unknown."""
        return np.array([*(value not in known for value in self.values), False])[self.codes]

    def _places(self) -> NDArray[np.int64]:
        return np.where(self.codes < 0, len(self.values), self.codes)


@cache
def _published() -> tuple[dict[str, int | None], dict[str, int | None], dict[str, int | None], dict[str, str | None]]:
    codes = event_codes()
    return (
        {code: row.goldstein_gdelt for code, row in codes.items()},
        {code: row.quad_gdelt for code, row in codes.items()},
        {code: row.quad_cameo for code, row in codes.items()},
        {code: row.plover for code, row in codes.items()},
    )


_UNKNOWN = 127


def _normal(
    raw: Any, layout: Layout, good: NDArray[np.int64], faults: tuple[tuple[int, RowFault], ...]
) -> Parsed:
    goldstein, quad, quad_cameo, plover = _published()
    cameo, root = _Mapped(raw, "cameo"), _Mapped(raw, "root")
    a, b, place = _Mapped(raw, "a_country"), _Mapped(raw, "b_country"), _Mapped(raw, "geo_fips")
    tenths = np.rint(_tenths(raw)).astype(np.int16)
    no_tenths = np.asarray(raw.column("goldstein").is_null())
    quads = _numbers(raw, "quad_given")
    expected, expected_quad = cameo.numbers(goldstein, _UNKNOWN), root.numbers(quad, _UNKNOWN)
    by_tradition = root.numbers(quad_cameo, _UNKNOWN)
    ids = _numbers(raw, "event_id").astype(np.int64)
    rows = raw.num_rows
    columns = {
        "source": pa.repeat(layout.source, rows),
        "event_id": raw.column("event_id").cast(pa.string()),
        "event_day": pa.array(_days(_numbers(raw, "day").astype(np.int64))),
        "found_day": pa.array(_days(_added(raw))),
        "a_country": a.text(),
        "a_iso3": a.text(iso3_by_cameo()),
        "a_sector": _Mapped(raw, "a_sector").text(),
        "b_country": b.text(),
        "b_iso3": b.text(iso3_by_cameo()),
        "b_sector": _Mapped(raw, "b_sector").text(),
        "cameo": cameo.text(),
        "root": root.text(),
        "plover": cameo.text(plover),
        "quad_given": raw.column("quad_given"),
        "quad_cameo": pa.array(by_tradition.astype(np.int8), mask=by_tradition == _UNKNOWN),
        "goldstein_tenths": pa.array(tenths, mask=no_tenths),
        "is_root_event": pa.array(_numbers(raw, "is_root_event") != 0),
        **{name: raw.column(name) for name in ("mentions", "sources", "articles", "tone", "geo_type")},
        "geo_fips": place.text(),
        "geo_iso3": place.text(iso3_by_fips()),
        **{name: raw.column(name) for name in ("geo_name", "latitude", "longitude")},
        "url": raw.column("url") if "url" in layout.places else pa.nulls(rows, pa.string()),
    }
    differing = ((expected != tenths) & (expected != _UNKNOWN) & ~no_tenths) | (
        (expected_quad != quads) & (expected_quad != _UNKNOWN)
    )
    unknown = cameo.is_unknown(goldstein) | a.is_unknown(iso3_by_cameo()) | b.is_unknown(iso3_by_cameo())
    return Parsed(pa.table(columns), ids, good, faults, differing, unknown)
