"""Every example of the documentation runs on the real ledger and says what the page says."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from examples import PAGES, blocks, commands, name_of

if TYPE_CHECKING:
    from pathlib import Path


def pages_with(language: str) -> list[object]:
    return [pytest.param(page, id=name_of(page)) for page in PAGES if page.exists() and blocks(page, language)]


def run(arguments: list[str], folder: Path) -> subprocess.CompletedProcess[str]:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("KANAE_")}
    environment |= {"PYTHONUTF8": "1", "XDG_CACHE_HOME": str(folder / ".cache"), "COLUMNS": "100"}
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=folder,
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("page", pages_with("python"))
def test_python_of_a_page_runs_from_top_to_bottom(page: Path, tmp_path: Path) -> None:
    done = run(["-c", "\n".join(blocks(page, "python"))], tmp_path)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("page", pages_with("console"))
def test_commands_of_a_page_run_from_top_to_bottom(page: Path, tmp_path: Path) -> None:
    for command in commands(page):
        shown = "kanae " + " ".join(command.words)
        done = run(["-m", "kanae", *command.words], tmp_path)
        assert done.returncode == command.exit_code, f"{shown}\n{done.stdout}{done.stderr}"
        printed = iter(line.strip() for line in (done.stdout + done.stderr).splitlines())
        for line in command.output:
            assert line in printed, f"{shown}\ndoes not print, or not in this order: {line}\n{done.stdout}{done.stderr}"
