"""The real files: read completely, counted as a plain full reading counts them, equal to it row by row."""

from __future__ import annotations

import csv
import gzip
import io
import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from tests.events.conftest import WATCHED, published, stored, take_in

from kanae.events.codebooks import event_codes, iso3_by_icews_name
from kanae.events.layouts import LAYOUTS
from kanae.events.lines import lines_of
from kanae.events.rows import parse

GOLDEN = json.loads((Path(__file__).parent / "published-counts.json").read_text(encoding="utf-8"))
RAW = [name for name in GOLDEN if name.startswith("gdelt_raw")]
ICEWS = "icews/icews_sample_raw_columns.csv.gz"


def cells_of(path: Path) -> list[list[str]]:
    with gzip.open(path, "rt", encoding="utf-8", newline="\n") as file:
        return list(csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


@pytest.mark.parametrize("name", GOLDEN)
@pytest.mark.parametrize("pairs", [False, True])
def test_counts_are_the_golden_ones(tmp_path: Path, name: str, pairs: bool) -> None:
    (count,) = take_in([published(name)], tmp_path / "store", pairs=pairs).values()
    expected = GOLDEN[name]
    assert (count.rows, count.malformed, count.duplicates) == (expected["rows"], 0, 0)
    assert count.kept == expected["pairs" if pairs else "kept"]
    assert (count.disagreements, count.unknown_codes) == (0, expected["unknown_codes"][pairs])
    assert count.rows == count.kept + count.dropped + count.malformed
    assert len(stored(tmp_path / "store")) == count.kept


@pytest.mark.parametrize("name", RAW)
@pytest.mark.parametrize("pairs", [False, True])
def test_kept_rows_equal_a_plain_full_reading(tmp_path: Path, name: str, pairs: bool) -> None:
    path = published(name)
    take_in([path], tmp_path / "store", pairs=pairs)
    found = {row["line"]: row for row in stored(tmp_path / "store")}
    expected: dict[int, dict[str, Any]] = {}
    for line, cells in enumerate(cells_of(path), 1):
        a, b = cells[7] in WATCHED, cells[17] in WATCHED
        if (a and b and cells[7] != cells[17]) if pairs else (a or b):
            expected[line] = {meaning: cells[place] for meaning, place in LAYOUTS[len(cells)].places.items()}
    assert set(found) == set(expected)
    for line, theirs in expected.items():
        ours = found[line]
        for column in ("event_id", "a_country", "a_sector", "b_country", "b_sector", "cameo", "root"):
            assert (ours[column] or "") == theirs[column], (line, column)
        for column in ("geo_fips", "geo_name", "url"):
            assert (ours[column] or "") == theirs.get(column, ""), (line, column)
        for column in ("quad_given", "mentions", "sources", "articles", "tone", "geo_type", "latitude", "longitude"):
            given = theirs[column]
            assert ours[column] == (float(given) if given else None), (line, column)
        assert ours["goldstein_tenths"] == round(float(theirs["goldstein"]) * 10)
        assert ours["event_day"] == date.fromisoformat(theirs["day"])
        assert ours["found_day"] == date.fromisoformat(theirs["added"][:8])
        assert ours["a_iso3"] == (theirs["a_country"] if theirs["a_country"] in WATCHED else ours["a_iso3"])


@pytest.mark.parametrize("name", RAW)
def test_the_published_goldstein_values_and_quad_classes_are_those_of_every_row(name: str) -> None:
    block = gzip.decompress(published(name).read_bytes())
    lines = lines_of(block)
    seen = 0
    for width in set(lines.widths.tolist()):
        chosen = lines.widths == width
        parsed = parse(lines.joined(chosen), int(chosen.sum()), LAYOUTS[width])
        assert (parsed.faults, int(parsed.differing.sum())) == ((), 0)
        for row in parsed.table.select(["cameo", "goldstein_tenths", "quad_given"]).to_pylist():
            code = event_codes()[row["cameo"]]
            assert (row["goldstein_tenths"], row["quad_given"]) == (code.goldstein_gdelt, code.quad_gdelt)
        seen += parsed.table.num_rows
    assert seen == GOLDEN[name]["rows"]


def test_icews_rows_equal_a_plain_reading(tmp_path: Path) -> None:
    path = published(ICEWS)
    take_in([path], tmp_path / "store")
    found = {row["event_id"]: row for row in stored(tmp_path / "store")}
    names = iso3_by_icews_name()
    kept = 0
    for theirs in csv.DictReader(io.StringIO(gzip.decompress(path.read_bytes()).decode())):
        sides = [names.get(theirs["source_country"]), names.get(theirs["target_country"])]
        if not set(sides) & set(WATCHED):
            assert theirs["event_id"] not in found
            continue
        kept += 1
        ours = found[theirs["event_id"]]
        assert [ours["a_iso3"], ours["b_iso3"]] == sides
        assert (ours["cameo"], ours["goldstein_tenths"]) == (
            theirs["cameo_code"],
            round(float(theirs["intensity"]) * 10),
        )
        assert ours["event_day"] == date.fromisoformat(theirs["event_date"])
        assert ours["goldstein_tenths"] == event_codes()[ours["cameo"]].goldstein_icews
    assert kept == len(found) == GOLDEN[ICEWS]["kept"]


def test_quadruples_of_icews_are_named_as_no_layout_of_events(tmp_path: Path) -> None:
    name = "icews_2014_valid.tsv.gz"
    assert take_in([published(f"icews/{name}")], tmp_path / "store")[name].state == "unknown-layout"
