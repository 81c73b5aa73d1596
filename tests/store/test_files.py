"""Files written whole or not at all: a full disk, a read-only folder, an interrupt in the middle."""

from __future__ import annotations

import errno
import os
from typing import TYPE_CHECKING, Never

import pytest

from kanae.errors import StorageError
from kanae.store.files import digest_of, write_beside, write_whole

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def failing_with(error: BaseException) -> Callable[..., Never]:
    def fail(*_: object, **__: object) -> Never:
        raise error

    return fail


FULL = OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
READ_ONLY = OSError(errno.EROFS, os.strerror(errno.EROFS))
STEPS = ["tempfile.mkstemp", "pathlib.Path.write_bytes", "os.fsync", "pathlib.Path.replace"]
"""All that touches the disk, in the order it is done."""


def names_in(folder: Path) -> list[str]:
    return [path.name for path in folder.iterdir()]


@pytest.fixture
def old(tmp_path: Path) -> Path:
    path = tmp_path / "brief.html"
    path.write_text("old", encoding="utf-8")
    return path


@pytest.mark.parametrize("content", ["new 日米韓", "new 日米韓".encode()])
def test_a_file_is_replaced_by_the_new_one(content: str | bytes, old: Path) -> None:
    write_whole(old, content)
    assert old.read_text(encoding="utf-8") == "new 日米韓"
    assert names_in(old.parent) == ["brief.html"]


def test_folders_on_the_way_are_made(tmp_path: Path) -> None:
    write_whole(tmp_path / "a/b/brief.html", "x")
    assert (tmp_path / "a/b/brief.html").read_text(encoding="utf-8") == "x"


def test_others_may_read_what_was_written(tmp_path: Path) -> None:
    write_whole(tmp_path / "brief.html", "x")
    assert (tmp_path / "brief.html").stat().st_mode & 0o777 == 0o644


@pytest.mark.parametrize("error", [FULL, READ_ONLY], ids=["full", "read-only"])
@pytest.mark.parametrize("step", STEPS)
def test_when_the_disk_refuses_the_old_file_stays_whole(
    step: str, error: OSError, old: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as broken:
        broken.setattr(step, failing_with(error))
        with pytest.raises(StorageError) as raised:
            write_whole(old, "new")
    assert str(old) in raised.value.what
    assert error.strerror in raised.value.what
    assert raised.value.fix
    assert raised.value.__cause__ is error
    assert old.read_text(encoding="utf-8") == "old"
    assert names_in(old.parent) == ["brief.html"]


@pytest.mark.parametrize("step", STEPS)
def test_an_interrupt_leaves_the_old_file_and_nothing_beside_it(
    step: str, old: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as broken:
        broken.setattr(step, failing_with(KeyboardInterrupt()))
        with pytest.raises(KeyboardInterrupt):
            write_whole(old, "new")
    assert old.read_text(encoding="utf-8") == "old"
    assert names_in(old.parent) == ["brief.html"]


def test_an_interrupt_after_half_a_file_leaves_none(tmp_path: Path) -> None:
    def half(beside: Path) -> None:
        beside.write_bytes(b"half")
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_beside(tmp_path / "brief.html", half)
    assert names_in(tmp_path) == []


def test_a_file_in_the_way_of_a_folder_is_an_error_with_a_fix(old: Path) -> None:
    with pytest.raises(StorageError, match="cannot be written") as raised:
        write_whole(old / "brief.html", "new")
    assert raised.value.fix
    assert old.read_text(encoding="utf-8") == "old"


def test_a_folder_in_the_place_of_the_file_is_an_error_and_nothing_is_left(tmp_path: Path) -> None:
    (tmp_path / "brief.html").mkdir()
    with pytest.raises(StorageError):
        write_whole(tmp_path / "brief.html", "new")
    assert names_in(tmp_path) == ["brief.html"]


def test_a_folder_that_cannot_be_forced_to_disk_is_no_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("os.open", failing_with(READ_ONLY))
    monkeypatch.setattr("tempfile.mkstemp", lambda **_: (os.dup(1), str(tmp_path / "beside")))
    write_whole(tmp_path / "brief.html", "new")
    assert (tmp_path / "brief.html").read_bytes() == b"new"


def test_the_digest_depends_on_names_contents_and_order() -> None:
    files = [("a.yml", b"x"), ("b.yml", b"y")]
    digests = {
        digest_of(files),
        digest_of(files[::-1]),
        digest_of([("a.yml", b"y"), ("b.yml", b"x")]),
        digest_of([("a.yml", b"xb.yml"), ("", b"y")]),
        digest_of([]),
    }
    assert len(digests) == 5
    assert digest_of(iter(files)) == digest_of(files)
