"""A working copy of the ledger: whole, writable, and never over something else."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from kanae.errors import LedgerError, StorageError
from kanae.ledger.load import read_folder
from kanae.store import folders
from kanae.store.location import find_ledger
from kanae.workflow.copies import copy_ledger

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Printed = Callable[..., str]


def names_in(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*"))


def test_the_copy_is_the_same_ledger(tmp_path: Path, printed: Printed) -> None:
    copy = tmp_path / "mine"
    assert printed("new", copy) == f"{copy}\n"
    assert read_folder(copy).digest == read_folder(find_ledger()).digest
    assert (copy / "LICENSE").is_file()


def test_another_ledger_may_be_copied(small: Path, tmp_path: Path, printed: Printed) -> None:
    printed("new", tmp_path / "mine", "--ledger", small)
    assert names_in(tmp_path / "mine") == names_in(small)


def test_only_what_belongs_to_a_ledger_is_copied(small: Path, tmp_path: Path) -> None:
    for name in (".git/config", "events/.draft.yml", "drafts/long.yml", "events/note.txt"):
        (small / name).parent.mkdir(exist_ok=True)
        (small / name).write_text("x", encoding="utf-8")
    copy_ledger(tmp_path / "mine", small)
    assert {"events/2024.yml", "events/note.txt"} <= set(names_in(tmp_path / "mine"))
    assert not {".git", "events/.draft.yml", "drafts"} & set(names_in(tmp_path / "mine"))


def test_a_copy_of_a_read_only_ledger_can_be_written_to(small: Path, tmp_path: Path) -> None:
    (small / "events" / "2024.yml").chmod(0o444)
    copy_ledger(tmp_path / "mine", small)
    assert (tmp_path / "mine" / "events" / "2024.yml").stat().st_mode & 0o200


def test_an_empty_folder_is_filled(small: Path, tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    assert copy_ledger(tmp_path / "mine", small).records == 6


def test_folders_on_the_way_are_made(small: Path, tmp_path: Path) -> None:
    copy_ledger(tmp_path / "a" / "b" / "mine", small)
    assert names_in(tmp_path / "a" / "b") == ["mine", *(f"mine/{name}" for name in names_in(small))]


def test_a_folder_with_something_in_it_is_refused_and_untouched(small: Path, tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "thesis.txt").write_text("years of work", encoding="utf-8")
    with pytest.raises(StorageError, match="is there already and is not an empty folder"):
        copy_ledger(tmp_path / "mine", small)
    assert names_in(tmp_path / "mine") == ["thesis.txt"]


def test_a_file_is_refused(small: Path, tmp_path: Path) -> None:
    (tmp_path / "mine").write_text("x", encoding="utf-8")
    with pytest.raises(StorageError, match="is there already"):
        copy_ledger(tmp_path / "mine", small)


def test_a_copy_within_the_ledger_is_refused(small: Path) -> None:
    with pytest.raises(LedgerError, match="lies in the ledger"):
        copy_ledger(small / "copy", small)


def test_a_folder_without_records_is_no_ledger(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(LedgerError, match="holds no records"):
        copy_ledger(tmp_path / "mine", tmp_path / "empty")


@pytest.mark.parametrize("failure", [OSError(28, "No space left on device"), KeyboardInterrupt()])
def test_nothing_half_written_is_left(
    small: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, failure: BaseException
) -> None:
    def fail(*_: object) -> None:
        raise failure

    monkeypatch.setattr(folders.shutil, "copyfileobj", fail)
    with pytest.raises((StorageError, KeyboardInterrupt)):
        copy_ledger(tmp_path / "mine", small)
    assert [path.name for path in tmp_path.iterdir()] == ["small"]
