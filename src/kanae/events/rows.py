"""Lines of GDELT that are kept, parsed in one go and brought into the columns of the event table."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.csv as pa_csv

from kanae.events.codebooks import event_codes, iso3_by_cameo, iso3_by_fips
from kanae.events.coded import CODED, Coded, repeated
from kanae.events.row_faults import CHECKED, RowFault, by_run, days_of, faults_of, numbers
from kanae.events.row_faults import tenths as tenths_of
from kanae.model.events import EVENT_COLUMNS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from kanae.events.layouts import Layout

_MOSTLY_DIFFER = ("event_id", "geo_name", "url")
SCHEMA = pa.schema([(column.name, pa.type_for_alias(column.type)) for column in EVENT_COLUMNS])
"""Columns of the event table, as a store is read."""
CODED_COLUMNS = [field.name for field in SCHEMA if field.type == pa.string() and field.name not in _MOSTLY_DIFFER]
WORK_SCHEMA = pa.schema([field.with_type(CODED) if field.name in CODED_COLUMNS else field for field in SCHEMA])
"""The same as rows are worked on: texts that repeat are held once."""
_BLOCK = 1 << 19
"""Bytes that Arrow cuts into cells before it reads the cells, which then still lie near."""
_WITHOUT_PLACE = pa.schema([field for field in WORK_SCHEMA if field.name not in ("stream", "file", "line")])
_TYPES = {
    "event_id": pa.int64(),
    "day": pa.int32(),
    "a_country": CODED,
    "a_sector": CODED,
    "b_country": CODED,
    "b_sector": CODED,
    "is_root_event": pa.int8(),
    "cameo": CODED,
    "root": CODED,
    "quad_given": pa.int8(),
    "goldstein": pa.float64(),
    "mentions": pa.int32(),
    "sources": pa.int32(),
    "articles": pa.int32(),
    "tone": pa.float64(),
    "geo_type": pa.int8(),
    "geo_name": pa.string(),
    "geo_fips": CODED,
    "latitude": pa.float64(),
    "longitude": pa.float64(),
    "added": pa.int64(),
    "url": pa.string(),
}


@dataclass(frozen=True, slots=True)
class Parsed:
    """Rows parsed and brought into the columns of the event table.

    Attributes:
        table: The good rows, a record batch without ``stream``, ``file`` and ``line``.
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
    fault = faults_of(raw)
    good = fault < 0
    if not good.all():
        raw = raw.filter(pa.array(good))
    found = [(place, RowFault.NOT_A_NUMBER) for place in broken]
    found += [(int(numbered[row]), CHECKED[fault[row]]) for row in np.flatnonzero(~good)]
    return _normal(raw, layout, numbered[good], tuple(sorted(found)))


def _raw(payload: bytes, layout: Layout) -> Any:
    """Return the columns that are needed with their types, or ``None`` when a cell does not have its type."""
    names = [f"c{place}" for place in range(layout.width)]
    by_name = {names[place]: _TYPES[meaning] for meaning, place in layout.places.items()}
    try:
        table = pa_csv.read_csv(
            pa.BufferReader(payload),
            read_options=pa_csv.ReadOptions(column_names=names, use_threads=False, block_size=_BLOCK),
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
    batches = table.rename_columns(list(layout.places)).combine_chunks().to_batches()
    return batches[0] if batches else _no_rows(layout)


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
    return pa.record_batch({meaning: pa.array([], _TYPES[meaning]) for meaning in layout.places})


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
_AS_GIVEN = (
    *("quad_given", "mentions", "sources", "articles", "tone"),
    *("geo_type", "geo_name", "latitude", "longitude"),
)


def _normal(raw: Any, layout: Layout, good: NDArray[np.int64], faults: tuple[tuple[int, RowFault], ...]) -> Parsed:
    goldstein, quad, quad_cameo, plover = _published()
    coded = {field.name: Coded(raw.column(field.name)) for field in raw.schema if field.type == CODED}
    cameo, root, place, a, b = (coded[name] for name in ("cameo", "root", "geo_fips", "a_country", "b_country"))
    tenths = np.rint(tenths_of(raw)).astype(np.int16)
    no_tenths = np.asarray(raw.column("goldstein").is_null())
    quads = numbers(raw, "quad_given")
    expected, expected_quad = cameo.numbers(goldstein, _UNKNOWN), root.numbers(quad, _UNKNOWN)
    by_tradition = root.numbers(quad_cameo, _UNKNOWN)
    rows = raw.num_rows
    columns = {
        "source": repeated([layout.source], np.zeros(rows, np.int64)),
        "event_id": raw.column("event_id").cast(pa.string()),
        "event_day": pa.array(by_run(numbers(raw, "day").astype(np.int64), days_of)),
        "found_day": pa.array(by_run(numbers(raw, "added"), days_of)),
        "a_iso3": a.meaning(iso3_by_cameo()),
        "b_iso3": b.meaning(iso3_by_cameo()),
        "plover": cameo.meaning(plover),
        "quad_cameo": pa.array(by_tradition.astype(np.int8), mask=by_tradition == _UNKNOWN),
        "goldstein_tenths": pa.array(tenths, mask=no_tenths),
        "is_root_event": pa.array(numbers(raw, "is_root_event") != 0),
        "geo_iso3": place.meaning(iso3_by_fips()),
        "url": raw.column("url") if "url" in layout.places else pa.nulls(rows, pa.string()),
        **{name: column.as_given() for name, column in coded.items()},
        **{name: raw.column(name) for name in _AS_GIVEN},
    }
    differing = ((expected != tenths) & (expected != _UNKNOWN) & ~no_tenths) | (
        (expected_quad != quads) & (expected_quad != _UNKNOWN)
    )
    unknown = cameo.is_unknown(goldstein) | a.is_unknown(iso3_by_cameo()) | b.is_unknown(iso3_by_cameo())
    keys = numbers(raw, "event_id").astype(np.int64)
    return Parsed(without_place(columns), keys, good, faults, differing, unknown)


def without_place(columns: Mapping[str, Any]) -> Any:
    """Return rows in the columns of the event table but ``stream``, ``file`` and ``line``."""
    return pa.RecordBatch.from_arrays([columns[name] for name in _WITHOUT_PLACE.names], schema=_WITHOUT_PLACE)


def with_place(rows: Any, streams: Any, files: Any, lines: Any) -> Any:
    """Return rows with the columns ``stream``, ``file`` and ``line``."""
    columns = {
        **dict(zip(rows.schema.names, rows.columns, strict=True)),
        "stream": streams,
        "file": files,
        "line": lines,
    }
    return pa.RecordBatch.from_arrays([columns[name] for name in WORK_SCHEMA.names], schema=WORK_SCHEMA)


def as_work(rows: Any, schema: Any = WORK_SCHEMA) -> Any:
    """Return a record batch as a store is read in the columns rows are worked on."""
    columns = [
        rows.column(field.name).dictionary_encode() if field.type == CODED else rows.column(field.name)
        for field in schema
    ]
    return pa.RecordBatch.from_arrays(columns, schema=schema)
