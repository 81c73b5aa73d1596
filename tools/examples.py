"""The examples of the documentation, as ``tests/docs`` runs them."""

from __future__ import annotations

import re
import shlex
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parents[1]
PAGES = (*sorted(ROOT.glob("README*.md")), ROOT / "DEVELOPERS.md", *sorted((ROOT / "docs").rglob("*.md")))

_BLOCK = re.compile(r"^```(?P<language>\w+)\n(?P<text>.*?)^```$", re.DOTALL | re.MULTILINE)
_EXIT_CODE = re.compile(r"# exit code (?P<code>\d+)$")


@dataclass(frozen=True, slots=True)
class Command:
    """A line ``$ kanae …`` of a ``console`` block.

    Attributes:
        words: The arguments of kanae.
        exit_code: Code it must end with; 0 unless the line ends in ``# exit code 1``.
        output: Lines shown below it, which must come in this order; ``...`` stands for any others.
    """

    words: tuple[str, ...]
    exit_code: int
    output: tuple[str, ...]


def blocks(page: Path, language: str) -> tuple[str, ...]:
    """Return the texts of the fenced blocks of one language."""
    found = _BLOCK.finditer(page.read_text(encoding="utf-8"))
    return tuple(block["text"] for block in found if block["language"] == language)


def commands(page: Path) -> tuple[Command, ...]:
    """Return the commands of a page's ``console`` blocks, in order."""
    return tuple(command for block in blocks(page, "console") for command in _commands_of(block))


def name_of(page: Path) -> str:
    """Return a page's path as the tests show it."""
    return page.relative_to(ROOT).as_posix()


def _commands_of(block: str) -> Iterator[Command]:
    for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
        first, *rest = part.splitlines()
        program, *words = shlex.split(first, comments=True)
        if program != "kanae":
            raise ValueError(f"only kanae is run in console blocks; write '{program}' in an sh block")
        code = _EXIT_CODE.search(first)
        output = tuple(line.strip() for line in rest if line.strip() not in ("", "..."))
        yield Command(tuple(words), int(code["code"]) if code else 0, output)
