"""Files of events to test with: rows written on the spot, and published samples where they are present."""

from __future__ import annotations

import gzip
import os
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow.dataset as ds
import pytest

from kanae.events.folder import EventFolder
from kanae.events.ingest import ingest, plan
from kanae.events.layouts import LAYOUTS
from kanae.model.events import FileCount, Watch

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from tests.events.publisher import Publisher

ROOT = Path(__file__).resolve().parents[2]
PUBLISHED = Path(os.environ.get("KANAE_EVENTS", ROOT.parent / "shared" / "data"))
"""Where copies of published files lie; they are not part of this repository."""

WATCHED = ("JPN", "KOR", "USA", "PRK", "CHN", "AUS", "PHL")
USUAL = {
    "event_id": "881990832",
    "day": "20191024",
    "a_country": "JPN",
    "a_sector": "GOV",
    "b_country": "KOR",
    "b_sector": "",
    "is_root_event": "1",
    "cameo": "057",
    "root": "05",
    "quad_given": "1",
    "goldstein": "8.0",
    "mentions": "10",
    "sources": "2",
    "articles": "10",
    "tone": "1.25",
    "geo_type": "4",
    "geo_name": "Seoul, South Korea",
    "geo_fips": "KS",
    "latitude": "37.5664",
    "longitude": "126.997",
    "added": "20191024143000",
    "url": "https://example.org/a",
}


def published(name: str) -> Path:
    """Return a published file, or skip the test by the name of the file that is absent."""
    path = PUBLISHED / name
    if not path.is_file():
        pytest.skip(f"published file '{name}' is absent; set KANAE_EVENTS to the folder that has it")
    return path


def row(width: int = 61, **given: object) -> bytes:
    """Return a line of GDELT, with its end."""
    values = {**USUAL, **({} if width == 61 else {"added": "20191024"}), **given}
    cells = [""] * width
    for meaning, place in LAYOUTS[width].places.items():
        cells[place] = str(values[meaning])
    return "\t".join(cells).encode() + b"\n"


def rows(count: int, first_id: int = 1, **given: object) -> bytes:
    """Return lines with ids one after the other; every third is not about a watched state."""
    return b"".join(
        row(event_id=first_id + place, **({"a_country": "DEU", "b_country": ""} if place % 3 == 2 else {}), **given)
        for place in range(count)
    )


MENTION = {
    "event_id": "881990832",
    "found_time": "20191024143000",
    "mention_time": "20191024143000",
    "kind": "1",
    "outlet": "example.org",
    "url": "https://example.org/a",
    "sentence": "3",
    "a_offset": "120",
    "b_offset": "-1",
    "action_offset": "140",
    "in_raw_text": "1",
    "confidence": "60",
    "length": "2500",
    "tone": "-1.25",
    "translation": "",
    "extras": "",
}
"""A mention of the usual event, with the columns of a published file in order."""


def mention(width: int = 16, **given: object) -> bytes:
    """Return a line of mentions, with its end."""
    return (
        "\t".join(str(value) for value in {**MENTION, **given}.values()).encode().rsplit(b"\t", 16 - width)[0] + b"\n"
    )


def packed(path: Path, content: bytes) -> Path:
    """Write a file packed as its name says."""
    if path.suffix == ".zip":
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr(path.stem, content)
    else:
        path.write_bytes(gzip.compress(content, mtime=0) if path.suffix == ".gz" else content)
    return path


@pytest.fixture
def publisher() -> Iterator[Publisher]:
    """A publisher on the loopback with a whole day of news in English."""
    from tests.events.publisher import publishing  # it writes its rows with this file

    with publishing() as found:
        found.publish("20191024")
        yield found


@pytest.fixture
def write(tmp_path: Path) -> Callable[[str, bytes], Path]:
    folder = tmp_path / "in"
    folder.mkdir()

    def write_file(name: str, content: bytes) -> Path:
        return packed(folder / name, content)

    return write_file


def take_in(
    sources: Sequence[Path], to: Path, *, states: Sequence[str] = WATCHED, pairs: bool = False, workers: int = 1
) -> dict[str, FileCount]:
    """Ingest files and return the counts of all files of the store, by name."""
    receipts, _ = ingest(plan(list(sources)), to, Watch(tuple(states), pairs), workers, lambda _: None)
    return {count.file: count for receipt in receipts for count in receipt.files}


def stored(store: Path, kind: str = "events") -> list[dict[str, Any]]:
    """Return the rows of a store, by file and line."""
    paths = sorted((store / kind).rglob("*.parquet"))
    if not paths:
        return []
    table = ds.dataset([str(path) for path in paths]).to_table()
    return sorted(table.to_pylist(), key=lambda found: (found["file"], found["line"]))


def contents(store: Path) -> dict[str, bytes]:
    """Return the bytes of all files of a store, by path."""
    return {
        path.relative_to(store).as_posix(): path.read_bytes() for path in sorted(store.rglob("*")) if path.is_file()
    }


def malformed(store: Path) -> list[tuple[str, int, str]]:
    """Return file, line and fault of the rows in the side files."""
    folder = EventFolder(store)
    listed = [fault for receipt in folder.receipts() for fault in folder.faults(receipt.malformed)]
    return [(fault["file"], fault["line"], fault["fault"]) for fault in listed]
