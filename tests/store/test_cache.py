"""Texts kept for the next time; a cache that fails is never an error."""

from __future__ import annotations

import errno
from typing import TYPE_CHECKING, Never

import pytest

from kanae.store.cache import remembered
from kanae.store.location import cache_folder

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(autouse=True)
def shelves(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    return tmp_path / "kanae"


class Maker:
    """Makes a text and counts how often."""

    def __init__(self) -> None:
        self.times = 0

    def __call__(self) -> str:
        self.times += 1
        return f"日米韓 {self.times}"


def test_a_text_is_made_once_for_a_key() -> None:
    make = Maker()
    assert [remembered("drawings", "key", make) for _ in range(3)] == ["日米韓 1"] * 3
    assert make.times == 1


def test_another_key_or_shelf_is_another_text() -> None:
    make = Maker()
    texts = [remembered("drawings", "a", make), remembered("drawings", "b", make), remembered("pages", "a", make)]
    assert texts == ["日米韓 1", "日米韓 2", "日米韓 3"]


def test_the_texts_lie_in_the_folder_for_caches(shelves: Path) -> None:
    remembered("drawings", "../../etc", Maker())
    assert cache_folder() == shelves
    assert [path.parent for path in shelves.rglob("*") if path.is_file()] == [shelves / "drawings"]


def test_a_damaged_text_is_made_again(shelves: Path) -> None:
    make = Maker()
    remembered("drawings", "key", make)
    next(path for path in shelves.rglob("*") if path.is_file()).write_bytes(b"\xff\xfe")
    assert remembered("drawings", "key", make) == "日米韓 2"
    assert remembered("drawings", "key", make) == "日米韓 2"


def test_a_cache_that_cannot_be_written_is_no_error(monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> Never:
        raise OSError(errno.ENOSPC, "full")

    monkeypatch.setattr("pathlib.Path.write_bytes", full)
    make = Maker()
    assert [remembered("drawings", "key", make) for _ in range(2)] == ["日米韓 1", "日米韓 2"]


def test_a_file_in_the_way_of_the_cache_is_no_error(shelves: Path) -> None:
    shelves.write_text("in the way", encoding="utf-8")
    assert remembered("drawings", "key", Maker()) == "日米韓 1"
