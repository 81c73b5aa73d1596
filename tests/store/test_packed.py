"""Files in zip and gzip, whole and broken in every way that was seen."""

from __future__ import annotations

import gzip
import zipfile
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kanae.model.events import FileState
from kanae.store import packed
from kanae.store.packed import SpoiledFileError, blocks_of

if TYPE_CHECKING:
    from pathlib import Path

LINES = b"".join(b"%d\tsome row\n" % place for place in range(200_000))


def zipped(path: Path, *contents: bytes, method: int = zipfile.ZIP_DEFLATED) -> Path:
    with zipfile.ZipFile(path, "w", method) as archive:
        for place, content in enumerate(contents):
            archive.writestr(f"{place}.CSV", content)
    return path


def state_of(path: Path) -> FileState:
    with pytest.raises(SpoiledFileError) as caught:
        list(blocks_of(path))
    return caught.value.state


@pytest.mark.parametrize("method", [zipfile.ZIP_DEFLATED, zipfile.ZIP_STORED])
def test_a_zip_file_comes_in_whole_lines(tmp_path: Path, method: int) -> None:
    blocks = list(blocks_of(zipped(tmp_path / "a.zip", LINES, method=method)))
    assert b"".join(blocks) == LINES
    assert len(blocks) > 2
    assert all(block.endswith(b"\n") for block in blocks)


def test_gzip_of_several_members_is_read_to_its_end(tmp_path: Path) -> None:
    path = tmp_path / "a.gz"
    path.write_bytes(gzip.compress(LINES) + gzip.compress(b"more\n") + b"\0" * 16)
    assert b"".join(blocks_of(path)) == LINES + b"more\n"


def test_what_is_packed_is_told_by_content_and_not_by_name(tmp_path: Path) -> None:
    assert b"".join(blocks_of(zipped(tmp_path / "a.CSV", b"row\n"))) == b"row\n"


@settings(deadline=None, max_examples=40)
@given(content=st.binary(max_size=300), size=st.integers(1, 40))
def test_no_byte_is_lost_wherever_blocks_end(
    tmp_path_factory: pytest.TempPathFactory, content: bytes, size: int
) -> None:
    folder = tmp_path_factory.mktemp("blocks")
    path = folder / "a.gz"
    path.write_bytes(gzip.compress(content))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(packed, "BLOCK", size)
        assert b"".join(blocks_of(path)) == content


def test_two_members_are_named(tmp_path: Path) -> None:
    path = zipped(tmp_path / "a.zip", b"a\n", b"b\n")
    with pytest.raises(SpoiledFileError, match=r"holds 2 files: 0\.CSV, 1\.CSV"):
        list(blocks_of(path))
    assert state_of(path) is FileState.MEMBERS


def test_a_changed_byte_is_found(tmp_path: Path) -> None:
    path = zipped(tmp_path / "a.zip", LINES, method=zipfile.ZIP_STORED)
    raw = bytearray(path.read_bytes())
    raw[1000] ^= 1
    path.write_bytes(raw)
    assert state_of(path) is FileState.CORRUPT
    path = zipped(tmp_path / "b.zip", LINES)
    raw = bytearray(path.read_bytes())
    raw[len(raw) // 2] ^= 255
    path.write_bytes(raw)
    assert state_of(path) is FileState.CORRUPT


@pytest.mark.parametrize("said", [1, len(LINES) - 1, len(LINES) + 1, 1 << 25])
def test_a_zip_file_that_says_another_size_than_it_has_is_found(tmp_path: Path, said: int) -> None:
    path = zipped(tmp_path / "a.zip", LINES)
    raw = path.read_bytes()
    size = len(LINES).to_bytes(4, "little")
    head, place, rest = raw.rpartition(size)
    assert place == size
    path.write_bytes(head + said.to_bytes(4, "little") + rest)
    assert state_of(path) is FileState.CORRUPT


@settings(deadline=None, max_examples=40)
@given(content=st.binary(max_size=300), size=st.integers(1, 40))
def test_no_byte_of_a_zip_file_is_lost_wherever_blocks_end(
    tmp_path_factory: pytest.TempPathFactory, content: bytes, size: int
) -> None:
    path = zipped(tmp_path_factory.mktemp("blocks") / "a.zip", content)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(packed, "BLOCK", size)
        assert b"".join(blocks_of(path)) == content


def test_a_wrong_check_sum_in_gzip_is_found(tmp_path: Path) -> None:
    raw = bytearray(gzip.compress(LINES))
    raw[-8] ^= 1
    path = tmp_path / "a.gz"
    path.write_bytes(raw)
    assert state_of(path) is FileState.CORRUPT


def test_files_that_end_too_early_are_told(tmp_path: Path) -> None:
    for name, whole in (("a.gz", gzip.compress(LINES)), ("a.zip", zipped(tmp_path / "w.zip", LINES).read_bytes())):
        path = tmp_path / name
        path.write_bytes(whole[: len(whole) // 2])
        assert state_of(path) is FileState.TRUNCATED


def test_a_gigabyte_of_zeros_is_not_unpacked(tmp_path: Path) -> None:
    raw = gzip.compress(bytes(1 << 20)) * 1024
    path = tmp_path / "a.gz"
    path.write_bytes(raw)
    assert len(raw) < 2_000_000
    assert state_of(path) is FileState.NO_LINES


def test_many_empty_lines_are_a_bomb_in_gzip_and_in_zip(tmp_path: Path) -> None:
    assert packed.ALWAYS_ALLOWED < 65 << 20
    ends = b"\n" * (65 << 20)
    path = tmp_path / "a.gz"
    path.write_bytes(gzip.compress(ends))
    assert state_of(path) is FileState.BOMB
    assert state_of(zipped(tmp_path / "a.zip", ends)) is FileState.BOMB


@pytest.mark.parametrize("name", ["a.zip", "a.gz", "a.CSV"])
def test_a_web_page_is_no_file_of_events(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_text("\n<!DOCTYPE html><html>404 Not Found</html>", encoding="utf-8")
    assert state_of(path) is FileState.WEB_PAGE


def test_other_bytes_named_zip_are_told(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    path.write_bytes(b"Rar!....")
    assert state_of(path) is FileState.NOT_PACKED


def test_a_folder_in_place_of_a_file_cannot_be_read(tmp_path: Path) -> None:
    assert state_of(tmp_path) is FileState.UNREADABLE


def test_an_empty_file_has_no_blocks(tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_bytes(b"")
    assert list(blocks_of(tmp_path / "a.zip")) == []
    assert list(blocks_of(zipped(tmp_path / "b.zip", b""))) == []
