"""The page of claims in a real browser: nothing cut, wide or on a phone."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser

LANGUAGES = ("en", "ja", "ko")

_CUT = """() => [...document.querySelectorAll("#summary > .scroll")]
  .filter((box) => box.scrollWidth > box.clientWidth + 1 || box.scrollHeight > box.clientHeight + 1)
  .map((box) => box.getAttribute("aria-label"))"""

_OUTSIDE = """() => [...document.querySelectorAll("figure svg")].filter((svg) => svg.getBoundingClientRect().width)
  .flatMap((svg) => [...svg.querySelectorAll("text")].filter((text) => {
    const [frame, box] = [svg.getBoundingClientRect(), text.getBoundingClientRect()];
    return box.width && (box.left < frame.left - 1 || box.right > frame.right + 1);
  }).map((text) => text.textContent))"""


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Pages of the claims of the real ledger, written by the command itself."""
    folder = tmp_path_factory.mktemp("claims")
    written = {lang: folder / f"claims.{lang}.html" for lang in LANGUAGES}
    for lang, path in written.items():
        command = [sys.executable, "-m", "kanae", "claims", "check", "--lang", lang, "--out", str(path)]
        subprocess.run(command, check=True, capture_output=True, env={**os.environ, "XDG_CACHE_HOME": str(folder)})
    return written


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("lang", LANGUAGES)
def test_tables_and_labels_are_whole(browser: Browser, pages: dict[str, Path], lang: str, width: int) -> None:
    context = browser.new_context(viewport={"width": width, "height": 844})
    page = context.new_page()
    page.goto(pages[lang].as_uri())
    page.evaluate("document.querySelectorAll('details').forEach((details) => { details.open = true; })")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.evaluate(_OUTSIDE) == []
    assert page.evaluate(_CUT) == []
    context.close()
