"""`kanae brief --out`: the file is written whole or not at all."""

from __future__ import annotations

import errno
import json
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

BRIEF = ("brief", "--as-of", "2026-02-28", "--format", "json", "--out")


@pytest.fixture
def old(tmp_path: Path) -> Path:
    path = tmp_path / "brief.json"
    path.write_text("old", encoding="utf-8")
    return path


def test_a_brief_is_written_to_its_file_and_only_talk_is_printed(old: Path, run: Callable[..., Any]) -> None:
    ran = run(*BRIEF, str(old))
    assert (ran.code, ran.out) == (0, "")
    assert f"wrote {old}" in ran.err
    assert json.loads(old.read_text(encoding="utf-8"))


@pytest.mark.parametrize(("number", "said"), [(errno.ENOSPC, "full"), (errno.EROFS, "read-only")])
def test_a_disk_that_refuses_answers_1_and_leaves_the_old_brief(
    number: int, said: str, old: Path, run: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise OSError(number, said)

    monkeypatch.setattr("os.fsync", refuse)
    ran = run(*BRIEF, str(old))
    assert (ran.code, ran.out) == (1, "")
    assert ran.err.splitlines() == [
        f"error: '{old}' cannot be written: {said}.",
        "  fix: Free space on the disk, or name a folder you may write to.",
    ]
    assert old.read_text(encoding="utf-8") == "old"
    assert list(old.parent.iterdir()) == [old]


def test_an_interrupt_while_writing_answers_130_and_leaves_the_old_brief(
    old: Path, run: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("os.fsync", interrupted)
    ran = run(*BRIEF, str(old))
    assert (ran.code, ran.out) == (130, "")
    assert ran.err == "interrupted; nothing half-written was left\n"
    assert old.read_text(encoding="utf-8") == "old"
    assert list(old.parent.iterdir()) == [old]


def test_a_name_without_a_format_is_an_error_before_anything_is_computed(
    tmp_path: Path, run: Callable[..., Any]
) -> None:
    ran = run("brief", "--out", str(tmp_path / "brief.pdf"))
    assert (ran.code, ran.out) == (1, "")
    assert "--format html, md, docx or json" in ran.err
    assert list(tmp_path.iterdir()) == []
