"""A browser of this machine; without one the tests are skipped by name."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import sync_playwright

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
MAC = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
)


def program() -> str | None:
    found = os.environ.get("KANAE_CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)
    return found or next((path for path in MAC if os.path.exists(path)), None)  # noqa: PTH110  # a plain question


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = program()
    if path is None:
        pytest.skip("no Chromium or Chrome on this machine; install one, or name it in KANAE_CHROMIUM")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield started
        started.close()


@pytest.fixture(scope="session")
def briefs(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Briefs of the real ledger, written by the command itself."""
    folder = tmp_path_factory.mktemp("briefs")
    written = {lang: folder / f"brief.{lang}.html" for lang in ("en", "ja", "ko")}
    for lang, path in written.items():
        command = [sys.executable, "-m", "kanae", "brief", "--lang", lang, "--out", str(path)]
        subprocess.run(command, check=True, capture_output=True, env={**os.environ, "XDG_CACHE_HOME": str(folder)})
    return written
