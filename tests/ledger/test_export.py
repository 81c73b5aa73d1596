"""The ledger written out in five formats, each read back."""

from __future__ import annotations

import csv
import errno
import hashlib
import json
import os
import re
import zipfile
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args
from xml.etree import ElementTree

import duckdb
import pytest
from pyarrow import parquet
from typer.testing import CliRunner

import kanae
from kanae.cli import command_line
from kanae.errors import StorageError
from kanae.ledger.tables import columns_of, flat_table, rows_of
from kanae.model.records import KINDS
from kanae.workflow.exports import ExportFormat, export_ledger

if TYPE_CHECKING:
    from collections.abc import Callable

    from kanae.ledger.book import Ledger

FORMATS: tuple[ExportFormat, ...] = get_args(ExportFormat)
FOLDERS: tuple[ExportFormat, ...] = ("csv", "parquet", "datapackage")
SAME_BYTES: tuple[ExportFormat, ...] = ("csv", "parquet", "datapackage", "xlsx")
FORMULA = '=HYPERLINK("https://example.org","x")'
ONE_ITEM = f"""\
- id: leader
  label: {{en: '{FORMULA}', ja: 首脳級, ko: 정상급}}
  definition: {{en: "+1 for leaders", ja: "@首脳", ko: 정상}}
  value: -0.5
  recorded: 2026-11-25
"""
SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


@pytest.fixture(scope="module")
def ledger() -> Ledger:
    return kanae.open_ledger()


@pytest.fixture(scope="module")
def exports(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("exports")
    for form in FORMATS:
        export_ledger(form, folder / form)
    return folder


@pytest.fixture(scope="module")
def sheets(exports: Path) -> dict[str, list[list[str]]]:
    return read_xlsx(exports / "xlsx")


@pytest.fixture
def formula_ledger(tmp_path: Path) -> Path:
    folder = tmp_path / "formula-ledger"
    (folder / "codelists").mkdir(parents=True)
    (folder / "codelists" / "levels.yml").write_text(ONE_ITEM, encoding="utf-8")
    return folder


@pytest.fixture
def place(tmp_path: Path) -> Path:
    folder = tmp_path / "place"
    folder.mkdir()
    return folder


def read_csv(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def read_xlsx(path: Path) -> dict[str, list[list[str]]]:
    """Return the texts of all cells by sheet, row and column; an empty cell is an empty text."""
    with zipfile.ZipFile(path) as book:
        shared = [
            "".join(text.text or "" for text in item.iter(f"{SHEET}t"))
            for item in ElementTree.fromstring(book.read("xl/sharedStrings.xml"))
        ]
        names = [
            sheet.attrib["name"] for sheet in ElementTree.fromstring(book.read("xl/workbook.xml")).iter(f"{SHEET}sheet")
        ]
        pages = [ElementTree.fromstring(book.read(f"xl/worksheets/sheet{n}.xml")) for n in range(1, len(names) + 1)]
    return {
        name: [cells_of(row, shared) for row in page.iter(f"{SHEET}row")]
        for name, page in zip(names, pages, strict=True)
    }


def cells_of(row: ElementTree.Element, shared: list[str]) -> list[str]:
    cells: list[str] = []
    for cell in row:
        letters = cell.attrib["r"].rstrip("0123456789")
        column = sum((ord(letter) - 64) * 26**power for power, letter in enumerate(reversed(letters)))
        cells.extend([""] * (column - 1 - len(cells)))
        value = cell.findtext(f"{SHEET}v") or ""
        cells.append(shared[int(value)] if cell.get("t") == "s" else value)
    return cells


def digests(path: Path) -> dict[str, str]:
    files = sorted(path.iterdir()) if path.is_dir() else [path]
    return {file.name: hashlib.sha256(file.read_bytes()).hexdigest() for file in files}


def full_disk(*_: Any) -> None:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def stop_at(table: str) -> Callable[[str], None]:
    def progress(step: str) -> None:
        if step == f"writing {table}":
            raise KeyboardInterrupt

    return progress


@pytest.mark.parametrize("name", KINDS)
def test_a_csv_file_has_the_columns_and_rows_of_its_kind(name: str, exports: Path, ledger: Ledger) -> None:
    rows = read_csv(exports / "csv" / f"{name}.csv")
    assert list(rows[0]) == [column.name for column in columns_of(name)]
    assert len(rows) == ledger.table(name).num_rows


def test_events_in_csv_say_days_members_and_whether_they_count(exports: Path, ledger: Ledger) -> None:
    rows = {row["event_id"]: row for row in read_csv(exports / "csv" / "events.csv")}
    lima = rows["2024-11-15-summit-lima"]
    assert (lima["date_first"], lima["date_last"], lima["kind"]) == ("2024-11-15", "2024-11-15", "summit")
    assert (lima["members"], lima["level"], lima["track"]) == ("JPN;KOR;USA", "leader", "general")
    assert {key: row["confirmed"] for key, row in rows.items()} == {
        event.id: "true" if event.confirmed else "false" for event in ledger.events
    }


@pytest.mark.parametrize("name", KINDS)
def test_parquet_gives_back_the_table(name: str, exports: Path, ledger: Ledger) -> None:
    assert parquet.read_table(exports / "parquet" / f"{name}.parquet").equals(ledger.table(name))


def test_duckdb_gives_back_every_table(exports: Path, ledger: Ledger) -> None:
    with duckdb.connect(str(exports / "duckdb"), read_only=True) as database:
        names = {name for (name,) in database.execute("SELECT table_name FROM information_schema.tables").fetchall()}
        read = {name: database.execute(f'SELECT * FROM "{name}"').fetchall() for name in names}
        days = database.execute("SELECT typeof(date_first), typeof(members), typeof(confirmed) FROM events").fetchone()
    assert read == {name: list(flat_table(ledger, name).rows) for name in KINDS}
    assert days == ("DATE", "VARCHAR[]", "BOOLEAN")


def test_a_spreadsheet_has_one_sheet_a_kind_with_all_rows(sheets: dict[str, list[list[str]]], ledger: Ledger) -> None:
    assert list(sheets) == list(KINDS)
    assert {name: rows[0] for name, rows in sheets.items()} == {
        name: [column.name for column in columns_of(name)] for name in KINDS
    }
    assert {name: len(rows) - 1 for name, rows in sheets.items()} == {
        name: ledger.table(name).num_rows for name in KINDS
    }


def test_a_spreadsheet_keeps_days_flags_and_lists(sheets: dict[str, list[list[str]]]) -> None:
    header, *rows = sheets["events"]
    lima = next(dict(zip(header, row, strict=False)) for row in rows if row[0] == "2024-11-15-summit-lima")
    assert lima["date_first"] == str((date(2024, 11, 15) - date(1899, 12, 30)).days)
    assert (lima["members"], lima["planned"]) == ("JPN;KOR;USA", "0")


def test_a_data_package_describes_its_files(exports: Path, ledger: Ledger) -> None:
    folder = exports / "datapackage"
    package = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    assert (package["name"], package["version"]) == ("kanae-ledger", ledger.digest)
    assert [licence["name"] for licence in package["licenses"]] == ["CC-BY-4.0"]
    assert [resource["name"] for resource in package["resources"]] == list(KINDS)
    for resource in package["resources"]:
        content = (folder / resource["path"]).read_bytes()
        assert (resource["bytes"], resource["hash"]) == (len(content), f"sha256:{hashlib.sha256(content).hexdigest()}")
        fields = resource["schema"]["fields"]
        assert [field["name"] for field in fields] == content.decode().partition("\n")[0].split(",")
        assert all(field["description"] for field in fields)
        assert resource["schema"]["missingValues"] == [""]


def test_the_types_of_a_data_package_fit_every_cell(exports: Path) -> None:
    fits = {
        "string": re.compile(r".*", re.DOTALL),
        "date": re.compile(r"\d{4}-\d\d-\d\d"),
        "integer": re.compile(r"-?\d+"),
        "number": re.compile(r"-?\d+(\.\d+)?(e[+-]?\d+)?"),
        "boolean": re.compile(r"true|false"),
    }
    folder = exports / "datapackage"
    for resource in json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))["resources"]:
        for row in read_csv(folder / resource["path"]):
            for field in resource["schema"]["fields"]:
                cell = row[field["name"]]
                assert (
                    fits[field["type"]].fullmatch(cell)
                    if cell
                    else field["name"] not in resource["schema"]["primaryKey"]
                )


def test_the_keys_of_a_data_package_hold(exports: Path) -> None:
    folder = exports / "datapackage"
    resources = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))["resources"]
    rows = {resource["name"]: read_csv(folder / resource["path"]) for resource in resources}
    meant = {}
    for resource in resources:
        name, schema = resource["name"], resource["schema"]
        keys = [tuple(row[part] for part in schema["primaryKey"]) for row in rows[name]]
        assert len(keys) == len(set(keys))
        for key in schema["foreignKeys"]:
            other = key["reference"]["resource"] or name
            meant[name, key["fields"]] = other
            known = {row[key["reference"]["fields"]] for row in rows[other]}
            assert {row[key["fields"]] for row in rows[name]} - {""} <= known
    assert meant["evidence", "commitment_id"] == "commitments"
    assert meant["events", "part_of_id"] == "events"
    assert ("searches", "about_ids") not in meant


def test_a_ledger_without_a_licence_is_given_none(formula_ledger: Path, place: Path) -> None:
    export_ledger("datapackage", place / "out", formula_ledger)
    assert "licenses" not in json.loads((place / "out" / "datapackage.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("form", ["csv", "datapackage"])
def test_a_formula_is_neutral_in_csv(form: ExportFormat, formula_ledger: Path, place: Path) -> None:
    export_ledger(form, place / "out", formula_ledger)
    (row,) = read_csv(place / "out" / "codelists.csv")
    assert (row["label_en"], row["definition_en"], row["definition_ja"]) == (f"'{FORMULA}", "'+1 for leaders", "'@首脳")
    assert row["value"] == "-0.5"


def test_a_formula_is_a_neutral_text_in_a_spreadsheet(formula_ledger: Path, place: Path) -> None:
    export_ledger("xlsx", place / "out.xlsx", formula_ledger)
    header, row = read_xlsx(place / "out.xlsx")["codelists"]
    assert dict(zip(header, row, strict=True))["label_en"] == f"'{FORMULA}"
    with zipfile.ZipFile(place / "out.xlsx") as book:
        assert b"<f>" not in b"".join(book.read(name) for name in book.namelist())


def test_parquet_keeps_a_text_as_it_is(formula_ledger: Path, place: Path) -> None:
    export_ledger("parquet", place / "out", formula_ledger)
    assert parquet.read_table(place / "out" / "codelists.parquet")["label_en"].to_pylist() == [FORMULA]


def test_a_text_too_long_for_a_cell_is_refused(formula_ledger: Path, place: Path) -> None:
    path = formula_ledger / "codelists" / "levels.yml"
    path.write_text(ONE_ITEM.replace("首脳級", "首" * 32_768), encoding="utf-8")
    with pytest.raises(StorageError, match="row 1 of 'codelists'"):
        export_ledger("xlsx", place / "out.xlsx", formula_ledger)
    assert list(place.iterdir()) == []


@pytest.mark.parametrize("form", SAME_BYTES)
def test_the_same_ledger_gives_the_same_bytes(form: ExportFormat, exports: Path, place: Path) -> None:
    export_ledger(form, place / "again")
    again = digests(place / "again")
    assert list(again.values()) == list(digests(exports / form).values())


@pytest.mark.parametrize("form", FORMATS)
def test_a_full_disk_leaves_nothing_behind(
    form: ExportFormat, formula_ledger: Path, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "fsync", full_disk)
    with pytest.raises(StorageError, match="No space left"):
        export_ledger(form, place / "out", formula_ledger)
    assert list(place.iterdir()) == []


@pytest.mark.parametrize("form", ["csv", "datapackage", "xlsx"])
def test_a_disk_that_takes_no_bytes_leaves_nothing_behind(
    form: ExportFormat, formula_ledger: Path, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Path, "write_bytes", full_disk)
    with pytest.raises(StorageError, match="No space left"):
        export_ledger(form, place / "out", formula_ledger)
    assert list(place.iterdir()) == []


@pytest.mark.parametrize("form", FORMATS)
def test_an_interrupt_leaves_nothing_behind(form: ExportFormat, formula_ledger: Path, place: Path) -> None:
    with pytest.raises(KeyboardInterrupt):
        export_ledger(form, place / "out", formula_ledger, stop_at("events"))
    assert list(place.iterdir()) == []


@pytest.mark.parametrize("form", FORMATS)
def test_an_interrupt_leaves_the_former_export(form: ExportFormat, formula_ledger: Path, place: Path) -> None:
    export_ledger(form, place / "out", formula_ledger)
    before = digests(place / "out")
    with pytest.raises(KeyboardInterrupt):
        export_ledger(form, place / "out", formula_ledger, stop_at("events"))
    assert digests(place / "out") == before
    assert [child.name for child in place.iterdir()] == ["out"]


def test_a_failure_of_the_last_rename_brings_the_former_export_back(
    formula_ledger: Path, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    export_ledger("csv", place / "out", formula_ledger)
    before = digests(place / "out")
    rename = Path.rename

    def fail_for_new_folders(path: Path, target: Path) -> Path:
        return rename(path, target) if path.suffix != ".part" else full_disk() or path

    monkeypatch.setattr(Path, "rename", fail_for_new_folders)
    with pytest.raises(StorageError):
        export_ledger("csv", place / "out", formula_ledger)
    assert digests(place / "out") == before
    assert [child.name for child in place.iterdir()] == ["out"]


@pytest.mark.parametrize("form", FORMATS)
def test_a_former_export_is_replaced(form: ExportFormat, formula_ledger: Path, place: Path) -> None:
    export_ledger(form, place / "out", formula_ledger)
    before = digests(place / "out")
    (formula_ledger / "codelists" / "tracks.yml").write_text(ONE_ITEM, encoding="utf-8")
    assert export_ledger(form, place / "out", formula_ledger).rows == 2
    assert digests(place / "out") != before
    assert [child.name for child in place.iterdir()] == ["out"]


@pytest.mark.parametrize("form", FOLDERS)
def test_a_folder_with_other_files_is_refused(form: ExportFormat, formula_ledger: Path, place: Path) -> None:
    (place / "thesis.docx").write_text("three years", encoding="utf-8")
    with pytest.raises(StorageError, match=r"holds 'thesis\.docx'"):
        export_ledger(form, place, formula_ledger)
    assert (place / "thesis.docx").read_text(encoding="utf-8") == "three years"


@pytest.mark.parametrize("form", FOLDERS)
def test_a_file_in_place_of_a_folder_is_refused(form: ExportFormat, formula_ledger: Path, place: Path) -> None:
    (place / "out").touch()
    with pytest.raises(StorageError, match="is a file"):
        export_ledger(form, place / "out", formula_ledger)


@pytest.mark.parametrize("form", ["duckdb", "xlsx"])
def test_a_folder_in_place_of_a_file_is_refused(form: ExportFormat, formula_ledger: Path, place: Path) -> None:
    with pytest.raises(StorageError, match="is a folder"):
        export_ledger(form, place, formula_ledger)


def test_the_folder_one_stands_in_is_refused(
    formula_ledger: Path, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(place)
    with pytest.raises(StorageError, match="the folder you are in"):
        export_ledger("csv", Path(), formula_ledger)


def test_the_command_says_how_much_it_wrote(formula_ledger: Path, place: Path) -> None:
    arguments = ["ledger", "export", "--format", "csv", "--out", str(place / "out"), "--ledger", str(formula_ledger)]
    done = CliRunner().invoke(command_line(), arguments)
    assert (done.exit_code, done.stdout) == (0, "")
    assert done.stderr.splitlines()[-1] == f"wrote {place / 'out'}: {len(KINDS)} tables, 1 rows"


def test_plain_rows_and_csv_cells_agree(exports: Path, ledger: Ledger) -> None:
    for shown, row in zip(read_csv(exports / "csv" / "evidence.csv"), rows_of(ledger, "evidence"), strict=True):
        assert shown["text_ja"] == row["text_ja"]
        assert shown["source_ids"] == ";".join(row["source_ids"])
