"""Panels counted the slow way, in plain Python from dictionaries; engines are compared with it."""

from __future__ import annotations

import math
from collections import defaultdict
from datetime import date, timedelta
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.parquet as pq

from kanae.events.folder import EventFolder
from kanae.events.receipts import Part, Receipt
from kanae.model.events import EVENT_COLUMNS, FileCount

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

WATCHED = ("AUS", "CHN", "JPN", "KOR", "PHL", "PRK", "USA")
_TYPES = {"string": pa.string(), "date32": pa.date32(), "int8": pa.int8(), "int16": pa.int16(), "int32": pa.int32()}
_TYPES |= {"bool": pa.bool_(), "double": pa.float64()}
_SCHEMA = pa.schema([(column.name, _TYPES[column.type]) for column in EVENT_COLUMNS])

Row = dict[str, Any]


def event(number: int, **given: Any) -> Row:
    """Return a row of the event table; what is not given is as in GDELT."""
    usual: Row = dict.fromkeys(_SCHEMA.names)
    usual |= {"source": "gdelt2", "stream": "english", "event_id": str(number), "event_day": date(2019, 10, 24)}
    usual |= {"a_iso3": "JPN", "b_iso3": "KOR", "root": "04", "quad_given": 1, "quad_cameo": 1, "goldstein_tenths": 10}
    usual |= {"sources": 1, "articles": 2, "geo_fips": "JA", "url": "https://example.org/a", "file": "a", "line": 1}
    return usual | given


def write_store(
    folder: Path, rows: Sequence[Row], files: Sequence[FileCount] = (), watch: str = ",".join(WATCHED), parts: int = 2
) -> Path:
    """Write rows as an event store."""
    (folder / "events").mkdir(parents=True)
    listed = []
    for number in range(parts):
        path = f"events/{number}.parquet"
        pq.write_table(pa.Table.from_pylist(list(rows[number::parts]), _SCHEMA), folder / path)
        listed.append(Part(path, len(rows[number::parts]), 0, ""))
    EventFolder(folder).write_manifest([Receipt("all", watch, tuple(files), tuple(listed), None, None, {})], watch)
    return folder


def panel_by_hand(
    rows: Iterable[Row],
    *,
    by: str = "month",
    quad: str = "given",
    directed: bool = False,
    states: Sequence[str] = WATCHED,
) -> list[Row]:
    """Return the columns that the engine and the measures must give, by period, pair and source."""
    cells: dict[tuple[str, str, str, str], list[Row]] = defaultdict(list)
    for row in {(row["source"], row["event_id"]): row for row in rows}.values():
        pair = (row["a_iso3"], row["b_iso3"])
        if pair[0] in states and pair[1] in states and pair[0] != pair[1]:
            a, b = pair if directed else sorted(pair)
            cells[period(row["event_day"], by), a, b, row["source"]].append(row)
    return [_cell(key, found, quad) for key, found in sorted(cells.items())]


def period(day: date, by: str) -> str:
    """Return the period of a day."""
    if by == "quarter":
        return f"{day.year}-Q{1 + (day.month - 1) // 3}"
    return day.isoformat()[: 7 if by == "month" else 10]


def co_events_by_hand(rows: Iterable[Row], states: Sequence[str]) -> dict[str, tuple[int, int]]:
    """Return by month how many reports of a day have rows between all three, and on how many days."""
    actors: dict[tuple[date, str], set[str]] = defaultdict(set)
    for row in rows:
        pair = {row["a_iso3"], row["b_iso3"]}
        if len(pair) == 2 and pair <= set(states) and row["url"]:
            actors[row["event_day"], row["url"]] |= pair
    found = [key for key, named in actors.items() if named == set(states)]
    months = {period(day, "month") for day, _ in found}
    return {
        month: (
            sum(period(day, "month") == month for day, _ in found),
            len({day for day, _ in found if period(day, "month") == month}),
        )
        for month in months
    }


def _cell(key: tuple[str, str, str, str], found: Sequence[Mapping[str, Any]], quad: str) -> Row:
    classes = [sum(row[f"quad_{quad}"] == number for row in found) for number in (1, 2, 3, 4)]
    values = [Fraction(row["goldstein_tenths"], 10) for row in found if row["goldstein_tenths"] is not None]
    verbal, material = classes[:2]
    known = any(classes)
    cooperation, conflict = sum(classes[:2]), sum(classes[2:])
    first, after = _bounds(key[0])
    return {
        "period": key[0],
        "a": key[1],
        "b": key[2],
        "source": key[3],
        "classes": classes if known else [None] * 4,
        "events": len(found),
        "articles": total(row["articles"] for row in found),
        "sources": total(row["sources"] for row in found),
        "goldstein_mean": float(sum(values) / len(values)) if values else None,
        "say_do": math.log((material + 0.5) / (verbal + 0.5)) if known else None,
        "say_do_variance": 1 / (material + 0.5) + 1 / (verbal + 0.5) if known else None,
        "quad": quad,
        "shares": [float(Fraction(one, sum(classes))) if known else None for one in classes],
        "net_cooperation": float(Fraction(cooperation - conflict, cooperation + conflict)) if known else None,
        "unclassed": sum(row[f"quad_{quad}"] is None for row in found),
        "few": (verbal < 5 or material < 5) if known else None,
        "days": (after - first).days,
        "reports": len({row["url"] for row in found if row["url"]}) or None,
        "stories": len(
            {(row["event_day"], *sorted((row["a_iso3"], row["b_iso3"])), row["root"], row["geo_fips"]) for row in found}
        ),
    }


def _bounds(name: str) -> tuple[date, date]:
    """Return the first day of a period and the first after it, by the length of its name."""
    if len(name) == len("2019-10-24"):
        day = date.fromisoformat(name)
        return day, day + timedelta(days=1)
    quarter = "Q" in name
    year, month = int(name[:4]), 3 * int(name[-1]) - 2 if quarter else int(name[5:])
    following = month + (3 if quarter else 1)
    return date(year, month, 1), date(year + (following > 12), (following - 1) % 12 + 1, 1)


def total(values: Iterable[int | None]) -> int | None:
    """Return the sum of what is known, ``None`` when nothing is."""
    known = [value for value in values if value is not None]
    return sum(known) if known else None
