"""The documentation as it is built: whole, and asking nothing of any other machine."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from examples import ROOT

if TYPE_CHECKING:
    from pathlib import Path

_LOADS = re.compile(r"<(?:script|link|img|iframe)\b[^>]*\b(?:src|href)=\"?((?:https?:)?//[^\">\s]+)")
_LOADS_IN_STYLE = re.compile(r"(?:url\(|@import\s)[\"']?((?:https?:)?//[^\"')]+)")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site")
    subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "--site-dir", str(folder)],
        cwd=ROOT,
        env=os.environ | {"NO_MKDOCS_2_WARNING": "1", "PYTHONUTF8": "1"},
        check=True,
    )
    return folder


def test_no_page_loads_anything_from_elsewhere(site: Path) -> None:
    pages = {path: _LOADS.findall(path.read_text(encoding="utf-8")) for path in site.rglob("*.html")}
    styles = {path: _LOADS_IN_STYLE.findall(path.read_text(encoding="utf-8")) for path in site.rglob("*.css")}
    assert len(pages) > 15
    assert {path.name: found for path, found in (pages | styles).items() if found} == {}


def test_every_generated_page_is_there(site: Path) -> None:
    names = {path.stem for path in (site / "reference").glob("*.html")}
    assert {"commands", "python", "columns", "codelists", "issues", "settings", "glossary"} <= names


def test_the_python_page_shows_the_docstrings(site: Path) -> None:
    text = (site / "reference" / "python.html").read_text(encoding="utf-8")
    assert "Open a ledger for reading" in text
    assert ":::" not in text


@pytest.mark.parametrize("lang", ["ja", "ko"])
def test_a_page_says_which_language_it_is_in(site: Path, lang: str) -> None:
    assert f'<html lang="{lang}"' in (site / lang / "index.html").read_text(encoding="utf-8")
