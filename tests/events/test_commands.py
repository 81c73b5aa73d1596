"""The commands on events, as someone types them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from tests.events.conftest import contents, row, rows
from typer.testing import CliRunner

from kanae.cli import command_line
from kanae.cli.events import told
from kanae.cli.options import Format
from kanae.cli.output import print_rows
from kanae.errors import KanaeError, StorageError
from kanae.workflow.events import News

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from click.testing import Result

    Write = Callable[[str, bytes], Path]

A, B = "20191024143000.export.CSV.zip", "20191024144500.export.CSV.zip"
CONTRACT = {"file", "rows", "kept", "dropped", "malformed", "duplicates", "redated", "size", "md5", "state"}


def kanae(*words: str | Path) -> Result:
    return CliRunner().invoke(command_line(), [str(word) for word in words])


def test_check_tells_each_file_with_the_columns_of_the_contract(tmp_path: Path, write: Write) -> None:
    write(A, rows(9))
    folder = write(B, rows(4, 100)).parent
    done = kanae("events", "ingest", folder, "--to", tmp_path / "store")
    assert (done.exit_code, done.stdout) == (0, "")
    assert "2 files: 13 rows, 9 kept, 4 dropped, 0 malformed, 0 duplicates; months 2019-10 to 2019-10" in done.stderr
    checked = kanae("events", "check", tmp_path / "store", "--format", "json")
    assert checked.exit_code == 0
    listed = json.loads(checked.stdout)
    assert set(listed[0]) >= CONTRACT
    assert [(row["file"], row["rows"], row["kept"], row["state"]) for row in listed] == [
        (A, 9, 6, "read"),
        (B, 4, 3, "read"),
    ]


def test_more_processes_than_there_is_to_read_give_the_same_store(tmp_path: Path, write: Write) -> None:
    write(A, rows(9))
    folder = write("20191025144500.export.CSV.zip", rows(4, 100)).parent
    for workers in (1, 4):
        done = kanae("events", "ingest", folder, "--to", tmp_path / f"store{workers}", "--workers", str(workers))
        assert done.exit_code == 0, done.output
    assert contents(tmp_path / "store1") == contents(tmp_path / "store4")


def test_files_that_want_a_look_are_printed_at_once(tmp_path: Path, write: Write) -> None:
    write(A, rows(9))
    write(B, row() + b"short\n")
    done = kanae("events", "ingest", tmp_path / "in", "--to", tmp_path / "store", "--format", "json")
    assert done.exit_code == 2
    assert [row["file"] for row in json.loads(done.stdout)] == [B]


def test_a_broken_file_ends_with_1_and_other_files_are_ignored_by_name(tmp_path: Path, write: Write) -> None:
    folder = write(A, rows(9)).parent
    (folder / B).write_bytes(b"PK broken")
    (folder / "md5sums").write_bytes(b"")
    (folder / "fetched.json").write_bytes(b"{}")
    done = kanae("events", "ingest", folder, "--to", tmp_path / "store", "--watch", "KOR", "--pairs")
    assert done.exit_code == 1
    assert "ignored, as not named like files of events: md5sums\n" in done.stderr
    assert "put good ones in their place, and run the same command again" in done.stderr
    assert "2 files, 1 of them failed: 9 rows" in done.stderr
    assert [row["state"] for row in json.loads(done.stdout)] == ["truncated"]


def test_a_damaged_part_is_found_and_made_anew_as_advised(tmp_path: Path, write: Write) -> None:
    words = ("events", "ingest", write(A, rows(9)), "--to", tmp_path / "store")
    kanae(*words)
    before = contents(tmp_path / "store")
    (part,) = (tmp_path / "store" / "events").rglob("*.parquet")
    part.write_bytes(part.read_bytes()[:-1] + b"?")
    checked = kanae("events", "check", tmp_path / "store")
    assert checked.exit_code == 1
    assert f"{part.name}' is not as it was written; remove it, and ingest the files of '20191024'" in checked.stderr
    part.unlink()
    assert kanae("events", "check", tmp_path / "store").exit_code == 1
    kanae(*words)
    assert kanae("events", "check", tmp_path / "store").exit_code == 0
    assert contents(tmp_path / "store") == before


def test_panels_and_validation_read_the_manifest_and_no_receipt(tmp_path: Path, write: Write) -> None:
    files = [write(A.replace("20191024", day), rows(9)) for day in ("20191024", "20191025")]
    kanae("events", "ingest", *files, "--to", tmp_path / "store")
    commands = (("panel", tmp_path / "store", "--by", "day", "--format", "csv"), ("validate", tmp_path / "store"))
    before = [kanae("events", *words).stdout for words in commands]
    spans = json.loads((tmp_path / "store" / "manifest.json").read_bytes())["spans"]
    assert [(span["first"], span["last"], span["files"], span["rows"]) for span in spans] == [
        ("2019-10-24", "2019-10-24", 1, 9),
        ("2019-10-25", "2019-10-25", 1, 9),
    ]
    for receipt in (tmp_path / "store" / "receipts").iterdir():
        receipt.write_text("{}", encoding="utf-8")
    assert [kanae("events", *words).stdout for words in commands] == before
    assert ",1,1,false," in before[0]


def test_long_lists_are_printed_as_one_list(capsys: pytest.CaptureFixture[str]) -> None:
    listed = [{"file": f"{number}.csv", "rows": number} for number in range(2_500)]
    print_rows(listed, Format.JSON)
    assert capsys.readouterr().out == json.dumps(listed, indent=2) + "\n"


def test_an_interrupted_ingest_is_told(tmp_path: Path, write: Write) -> None:
    kanae("events", "ingest", write(A, rows(9)), "--to", tmp_path / "store")
    (tmp_path / "store" / "manifest.json").unlink()
    checked = kanae("events", "check", tmp_path / "store")
    assert (checked.exit_code, "an ingest was interrupted" in checked.stderr) == (1, True)


def test_a_receipt_that_was_changed_is_an_error(tmp_path: Path, write: Write) -> None:
    kanae("events", "ingest", write(A, rows(9)), "--to", tmp_path / "store")
    (receipt,) = (tmp_path / "store" / "receipts").iterdir()
    receipt.write_text("{}", encoding="utf-8")
    found = kanae("events", "check", tmp_path / "store").exception
    assert isinstance(found, StorageError)
    assert "is no receipt of an event store" in found.what


def test_a_store_of_another_version_is_told_by_every_command(tmp_path: Path, write: Write) -> None:
    store = tmp_path / "store"
    file = write(A, rows(9))
    kanae("events", "ingest", file, "--to", store)
    for path in (*(store / "receipts").iterdir(), store / "manifest.json"):
        text = path.read_text(encoding="utf-8").replace('"md5"', '"sha256"').replace('"spans"', '"files"')
        path.write_text(text, encoding="utf-8")
    for words in (("check", store), ("panel", store), ("validate", store), ("ingest", file, "--to", store)):
        found = kanae("events", *words).exception
        assert isinstance(found, StorageError)
        assert "Another version of kanae made the event store" in found.what


def test_a_manifest_that_cannot_be_read_is_not_called_missing(tmp_path: Path, write: Write) -> None:
    words = ("events", "ingest", write(A, rows(9)), "--to", tmp_path / "store")
    kanae(*words)
    manifest = tmp_path / "store" / "manifest.json"
    before = manifest.read_bytes()
    manifest.write_bytes(before[:40])
    for command in ("panel", "validate"):
        found = kanae("events", command, tmp_path / "store").exception
        assert isinstance(found, StorageError)
        assert "cannot be read as the manifest" in found.what
    kanae(*words)
    assert manifest.read_bytes() == before


def test_a_folder_without_a_store_is_told(tmp_path: Path) -> None:
    found = kanae("events", "check", tmp_path).exception
    assert isinstance(found, KanaeError)
    assert "There is no event store" in found.what


@pytest.mark.parametrize(("read", "left"), [(0, "0 seconds left"), (25, "30 seconds left"), (100, "0 seconds left")])
def test_progress_tells_the_rate_and_the_time_left(read: int, left: str) -> None:
    text = told(News(read * 1_000_000, 5_000), 100_000_000, 10.0)
    assert text == f"{read}% of 100 MB read, 500 rows a second, {left}"
