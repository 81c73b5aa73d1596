"""Ingests: what is kept and counted, which broken files are named, and what a second run changes."""

from __future__ import annotations

import gzip
import itertools
import os
import random
import subprocess
import sys
import zipfile
from datetime import date
from typing import TYPE_CHECKING

import pytest
from tests.events.conftest import WATCHED, contents, malformed, packed, row, rows, stored, take_in

from kanae.errors import MeasureError, StorageError, UpstreamError
from kanae.events.ingest import News, ingest, plan
from kanae.model.events import Watch
from kanae.store.locks import locked
from kanae.workflow.events import check_events

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Write = Callable[[str, bytes], Path]

A, B, C = "20191024143000.export.CSV", "20191024144500.export.CSV", "20191025000000.export.CSV"
TRANSLATED = "20191024143000.translation.export.CSV"


@pytest.mark.parametrize("ending", ["", ".zip", ".gz"])
def test_a_file_is_read_however_it_is_packed(tmp_path: Path, write: Write, ending: str) -> None:
    counts = take_in([write(A + ending, rows(9))], tmp_path / "store")[A + ending]
    assert (counts.rows, counts.kept, counts.dropped, counts.malformed, counts.state) == (9, 6, 3, 0, "read")
    found = stored(tmp_path / "store")
    assert [row["line"] for row in found] == [1, 2, 4, 5, 7, 8]
    assert {(row["source"], row["stream"], row["file"]) for row in found} == {("gdelt2", "english", A + ending)}


def test_rows_lie_by_month_of_the_event_day_and_not_of_the_found_day(tmp_path: Path, write: Write) -> None:
    content = row(event_id=1) + row(event_id=2, day="20181024") + row(event_id=3, day="20190924")
    take_in([write(A, content)], tmp_path / "store")
    months = sorted(path.name for path in (tmp_path / "store" / "events").iterdir())
    assert months == ["month=2018-10", "month=2019-09", "month=2019-10"]
    assert {row["found_day"] for row in stored(tmp_path / "store")} == {date(2019, 10, 24)}


def test_both_streams_and_both_versions_go_into_one_table(tmp_path: Path, write: Write) -> None:
    sources = [
        write(A + ".zip", row(event_id=1)),
        write(TRANSLATED + ".zip", row(event_id=2)),
        write("20130401.export.CSV.zip", row(58, event_id=3)),
        write("200601.csv", row(57, event_id=4)),
    ]
    take_in(sources, tmp_path / "store")
    found = {row["event_id"]: (row["source"], row["stream"], row["url"]) for row in stored(tmp_path / "store")}
    assert found == {
        "1": ("gdelt2", "english", "https://example.org/a"),
        "2": ("gdelt2", "translated", "https://example.org/a"),
        "3": ("gdelt1", None, "https://example.org/a"),
        "4": ("gdelt1", None, None),
    }


def test_pairs_are_two_different_watched_states(tmp_path: Path, write: Write) -> None:
    countries = [("JPN", "KOR"), ("JPN", "JPN"), ("JPN", ""), ("", "KOR"), ("USA", "DEU"), ("PRK", "USA")]
    content = b"".join(row(event_id=n, a_country=a, b_country=b) for n, (a, b) in enumerate(countries, 1))
    take_in([write(A, content)], tmp_path / "store", pairs=True)
    assert [row["event_id"] for row in stored(tmp_path / "store")] == ["1", "6"]


def test_an_iso_code_stands_for_the_code_that_files_use(tmp_path: Path, write: Write) -> None:
    take_in([write(A, row(a_country="ROM", b_country=""))], tmp_path / "store", states=["ROU"])
    assert [(row["a_country"], row["a_iso3"]) for row in stored(tmp_path / "store")] == [("ROM", "ROU")]


def test_bad_lines_go_to_the_side_file_and_the_rest_is_kept(tmp_path: Path, write: Write) -> None:
    lines = [
        row(event_id=1),
        row(58, event_id=2),
        row(event_id=3, geo_name="a\0b"),
        row(event_id=4).replace(b"Seoul", b"S\xe9oul"),
        row(event_id=5, geo_name="a\rb"),
        b"\n",
        row(event_id=6, day="20190230"),
        row(event_id=7, a_country="DEU", b_country="", day="20190230"),
        row(event_id=8, geo_name="서울 東京"),
    ]
    counts = take_in([write(A, b"".join(lines))], tmp_path / "store")[A]
    assert malformed(tmp_path / "store") == [
        (A, 2, "columns"),
        (A, 3, "nul"),
        (A, 4, "not-utf8"),
        (A, 5, "carriage-return"),
        (A, 6, "columns"),
        (A, 7, "event-day"),
    ]
    assert (counts.rows, counts.kept, counts.dropped, counts.malformed) == (9, 2, 1, 6)
    assert [row["geo_name"] for row in stored(tmp_path / "store")] == ["Seoul, South Korea", "서울 東京"]


def test_a_file_of_58_columns_among_those_of_61_is_read_as_what_it_is(tmp_path: Path, write: Write) -> None:
    sources = [write(A, rows(3)), write(B, b"".join(row(58, event_id=n) for n in (10, 11)))]
    counts = take_in(sources, tmp_path / "store")
    assert (counts[A].source, counts[B].source) == ("gdelt2", "gdelt1")
    assert (counts[B].kept, counts[B].malformed) == (2, 0)
    assert (counts[A].wants_a_look, counts[B].wants_a_look) == (False, True)
    assert counts[B].detail == "named like a file of GDELT 2.0, and has the columns of GDELT 1.0"


def test_a_file_that_a_spreadsheet_altered_is_named(tmp_path: Path, write: Write) -> None:
    altered = row(event_id=1, cameo="57", root="5") + row(event_id=2, cameo="190", root="19", goldstein="-10")
    counts = take_in([write(A, altered)], tmp_path / "store")[A]
    assert (counts.state, counts.kept, counts.malformed) == ("altered", 1, 1)


def test_broken_files_are_named_and_nothing_is_lost_from_the_rest(tmp_path: Path, write: Write) -> None:
    good = [write(A + ".zip", rows(300)), write(C + ".zip", rows(3, 1000))]
    whole = packed(tmp_path / "whole.zip", rows(30_000, 5000)).read_bytes()
    broken = bytearray(whole)
    broken[-1_000] ^= 255
    folder = good[0].parent
    (folder / "20191024150000.export.CSV.zip").write_bytes(bytes(broken))
    (folder / "20191024151500.export.CSV.zip").write_text("<html>503</html>", encoding="utf-8")
    (folder / "20191024153000.export.CSV.zip").write_bytes(b"")
    (folder / "20191024154500.export.CSV.zip").write_bytes(whole[: len(whole) // 2])
    with zipfile.ZipFile(folder / "20191024160000.export.CSV.zip", "w") as archive:
        archive.writestr("a.CSV", rows(2))
        archive.writestr("b.CSV", rows(2))
    (folder / "20191024161500.export.CSV").write_bytes(b"one\ttwo\n" * 5)
    (folder / "20191024163000.export.CSV.gz").write_bytes(gzip.compress(row(a_country="DEU", b_country="") * 400_000))
    (folder / "20191024164500.export.CSV.gz").write_bytes(gzip.compress(bytes(2 << 20)))
    (folder / "README.md").write_text("not of events", encoding="utf-8")
    counts = take_in([folder], tmp_path / "store")
    assert {name[8:14]: count.state for name, count in counts.items()} == {
        "143000": "read",
        "000000": "read",
        "150000": "corrupt",
        "151500": "web-page",
        "153000": "empty",
        "154500": "truncated",
        "160000": "members",
        "161500": "unknown-layout",
        "163000": "bomb",
        "164500": "no-lines",
    }
    assert all(count.rows == 0 for count in counts.values() if count.state != "read")
    take_in(good, tmp_path / "alone")
    assert stored(tmp_path / "store") == stored(tmp_path / "alone")


def test_a_file_that_breaks_late_gives_no_row(tmp_path: Path, write: Write) -> None:
    content = rows(12_000)
    raw = bytearray(packed(tmp_path / "whole.gz", content).read_bytes())
    raw[-6] ^= 1
    path = write(A, b"")
    path.with_name(A + ".gz").write_bytes(raw)
    first, last = write("20191024142900.export.CSV", rows(3, 80_000)), write(B, rows(3, 90_000))
    sources = [first, path.with_name(A + ".gz"), last]
    path.unlink()
    counts = take_in(sources, tmp_path / "store")
    assert (counts[A + ".gz"].state, counts[A + ".gz"].rows) == ("corrupt", 0)
    assert {row["file"] for row in stored(tmp_path / "store")} == {first.name, B}
    told: list[News] = []
    ingest(plan(sources), tmp_path / "again", Watch(WATCHED, pairs=False), 1, told.append)
    assert told[-1].bytes == sum(source.stat().st_size for source in sources), "each file counts once"


def test_a_file_that_was_downloaded_again_takes_the_place_of_the_broken_one(tmp_path: Path, write: Write) -> None:
    path = write(A + ".zip", rows(6))
    whole = path.read_bytes()
    path.write_bytes(whole[:-30])
    assert take_in([path], tmp_path / "store")[A + ".zip"].state == "truncated"
    path.write_bytes(whole)
    take_in([path], tmp_path / "store")
    report = check_events(tmp_path / "store")
    assert [(count.state, count.kept) for count in report.files] == [("read", 4)]


def test_another_file_of_the_same_name_is_refused_by_name(tmp_path: Path, write: Write) -> None:
    other = tmp_path / "other"
    other.mkdir()
    take_in([write("events.csv", rows(3))], tmp_path / "store")
    packed(other / "events.csv", rows(3, 50))
    take_in([other / "events.csv"], tmp_path / "store")
    report = check_events(tmp_path / "store")
    assert len(stored(tmp_path / "store")) == 2
    assert [(count.file, count.state) for count in report.failed] == [("events.csv", "other-content")]
    assert report.exit_code == 1


def test_an_id_counts_once_and_the_row_found_first_is_kept(tmp_path: Path, write: Write) -> None:
    first = row(event_id=5) + row(event_id=6) + row(event_id=5)
    second = row(event_id=6, day="20191023") + row(event_id=7)
    counts = take_in([write(A, first), write(B, second)], tmp_path / "store")
    assert (counts[A].kept, counts[A].dropped, counts[A].duplicates) == (2, 1, 1)
    assert (counts[B].kept, counts[B].dropped, counts[B].duplicates) == (1, 1, 1)
    kept = [(row["event_id"], row["file"], row["event_day"].day) for row in stored(tmp_path / "store")]
    assert kept == [("5", A, 24), ("6", A, 24), ("7", B, 24)]


@pytest.mark.parametrize("order", list(itertools.permutations(range(3))))
def test_an_id_with_another_event_day_is_counted_apart(tmp_path: Path, write: Write, order: tuple[int, ...]) -> None:
    sources = [
        write(A, row(event_id=5)),
        write(B, row(event_id=5) + row(event_id=5, day="20191023")),
        write(C, row(event_id=5, day="20191023") + row(event_id=5, day="20191022") + row(event_id=5, day="20191022")),
    ]
    for place in order:
        counts = take_in([sources[place]], tmp_path / "store")
    assert {name: (count.kept, count.duplicates, count.redated) for name, count in counts.items()} == {
        A: (1, 0, 0),
        B: (0, 2, 1),
        C: (0, 3, 1),
    }
    take_in(sources, tmp_path / "at-once")
    assert contents(tmp_path / "store") == contents(tmp_path / "at-once")


def test_an_id_counts_once_across_days(tmp_path: Path, write: Write) -> None:
    counts = take_in([write(A, rows(9)), write(C, rows(9, 5, day="20191025"))], tmp_path / "store")
    ids = [row["event_id"] for row in stored(tmp_path / "store")]
    assert sorted(ids, key=int) == ["1", "2", "4", "5", "6", "7", "8", "9", "11", "12"]
    assert (counts[C].kept, counts[C].dropped, counts[C].duplicates) == (4, 5, 2)
    assert counts[C].rows == counts[C].kept + counts[C].dropped + counts[C].malformed


def test_the_same_file_packed_twice_counts_once(tmp_path: Path, write: Write) -> None:
    counts = take_in([write(A, rows(9)), write(A + ".zip", rows(9))], tmp_path / "store")
    assert (counts[A].kept, counts[A + ".zip"].kept, counts[A + ".zip"].duplicates) == (6, 0, 6)


def test_a_second_run_reads_nothing_and_changes_nothing(tmp_path: Path, write: Write) -> None:
    sources = [write(A + ".zip", rows(9)), write(C + ".zip", rows(9, 100))]
    take_in(sources, tmp_path / "store")
    before = {name: (tmp_path / "store" / name).stat().st_mtime_ns for name in contents(tmp_path / "store")}
    take_in(sources, tmp_path / "store")
    after = {name: (tmp_path / "store" / name).stat().st_mtime_ns for name in contents(tmp_path / "store")}
    changed = {name for name in after if after[name] != before.get(name)}
    assert changed <= {"manifest.json"}


def test_a_folder_for_other_states_is_refused(tmp_path: Path, write: Write) -> None:
    path = write(A, rows(3))
    take_in([path], tmp_path / "store", states=["JPN"])
    with pytest.raises(StorageError, match="keeps the rows of 'JPN', and 'JPN,KOR' was asked for"):
        take_in([path], tmp_path / "store", states=["KOR", "JPN"])


def test_an_unknown_state_is_refused_before_anything_is_written(tmp_path: Path, write: Write) -> None:
    with pytest.raises(MeasureError, match="'ROK'"):
        take_in([write(A, rows(3))], tmp_path / "store", states=["ROK"])
    with pytest.raises(MeasureError, match="No state is watched"):
        take_in([write(A, rows(3))], tmp_path / "store", states=[])
    assert not (tmp_path / "store").exists()


def test_a_second_ingest_into_a_folder_is_refused(tmp_path: Path, write: Write) -> None:
    with locked(tmp_path / "store"), pytest.raises(StorageError, match="Another kanae is writing to"):
        take_in([write(A, rows(3))], tmp_path / "store")
    assert take_in([write(A, rows(3))], tmp_path / "store")[A].kept == 2


def test_a_damaged_batch_is_read_anew_when_its_files_are_named(tmp_path: Path, write: Write) -> None:
    first, second = write(A, rows(9)), write(C, rows(9, 100))
    take_in([first, second], tmp_path / "store")
    before = contents(tmp_path / "store")
    part = next(path for path in (tmp_path / "store" / "events").rglob("20191024-*"))
    part.write_bytes(b"")
    with pytest.raises(StorageError, match="The batch '20191024'") as caught:
        take_in([second], tmp_path / "store")
    assert A in caught.value.fix
    take_in([first], tmp_path / "store")
    assert contents(tmp_path / "store") == before


def test_a_part_that_no_manifest_names_is_compared_with_its_digest(tmp_path: Path, write: Write) -> None:
    first = write(A, rows(9))
    take_in([first], tmp_path / "store")
    before = contents(tmp_path / "store")
    (tmp_path / "store" / "manifest.json").unlink()
    part = next(path for path in (tmp_path / "store" / "events").rglob("20191024-*"))
    part.write_bytes(bytes(part.stat().st_size))
    take_in([first], tmp_path / "store")
    assert contents(tmp_path / "store") == before


def test_what_is_not_there_is_told_before_anything_is_read(tmp_path: Path) -> None:
    with pytest.raises(UpstreamError, match="There is no"):
        plan([tmp_path / "nothing"])
    with pytest.raises(UpstreamError, match="no file of events"):
        plan([tmp_path])


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root may open every folder")
def test_a_folder_that_may_not_be_opened_is_named(tmp_path: Path, write: Write) -> None:
    path = write(A, rows(3))
    closed = path.parent / "closed"
    closed.mkdir()
    closed.chmod(0)
    try:
        counts = take_in([path.parent], tmp_path / "store")
    finally:
        closed.chmod(0o755)
    assert (counts["closed"].state, counts[A].kept) == ("unreadable", 2)


def test_a_file_that_is_really_a_folder_is_named(tmp_path: Path, write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write(A, rows(3))
    closed = path.parent / "closed"
    closed.mkdir()

    def refuse(self: Path) -> object:
        if self.name == "closed":
            raise PermissionError(13, "Permission denied")
        return iterdir(self)

    iterdir = type(path).iterdir
    monkeypatch.setattr(type(path), "iterdir", refuse)
    counts = take_in([path.parent], tmp_path / "store")
    assert (counts["closed"].state, counts["closed"].detail) == ("unreadable", "cannot be opened: Permission denied")
    assert counts[A].kept == 2


FULL = """
import resource, sys
from pathlib import Path
from kanae.errors import StorageError
from kanae.events.ingest import ingest, plan
from kanae.model.events import Watch
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[3]), resource.RLIM_INFINITY))
try:
    ingest(plan([Path(sys.argv[1])]), Path(sys.argv[2]), Watch(("JPN",)), 1, lambda news: None)
except StorageError as error:
    print(error.what)
"""


def test_a_full_disk_is_told_and_what_was_done_stays(tmp_path: Path, write: Write) -> None:
    first = write(A, rows(3))
    urls = [row(event_id=n, url=f"https://example.org/{random.Random(n).random()}") for n in range(10, 9_000)]
    write(C, b"".join(urls))
    done = subprocess.run(
        [sys.executable, "-c", FULL, str(first.parent), str(tmp_path / "store"), "60000"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert "cannot be written:" in done.stdout
    assert "File too large" in done.stdout
    assert not list((tmp_path / "store").rglob("*.part"))
    counts = take_in([first.parent], tmp_path / "store", states=["JPN"])
    take_in([first.parent], tmp_path / "undisturbed", states=["JPN"])
    assert counts[C].kept == 8_990
    assert contents(tmp_path / "store") == contents(tmp_path / "undisturbed")
