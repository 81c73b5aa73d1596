"""A ledger of a few records, written anew for each test, and a way to run commands on it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from typer.testing import CliRunner

from kanae.cli import command_line

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

FILES = {
    "codelists/levels.yml": """
- id: leader
  label: {en: Leaders, ja: 首脳, ko: 정상}
  definition: {en: Heads of state and government., ja: 国家元首と政府首脳。, ko: 국가원수와 정부수반.}
  recorded: 2024-01-01
""",
    "sources/official.yml": """
- id: mofa-1
  publisher: Ministry of Foreign Affairs of Japan
  publisher_kind: official
  title: 日米韓首脳会合（概要）
  language: ja
  date: 2024-11-15
  url: https://www.example.org/lima.html
  accessed: 2024-11-20
  access: live
  recorded: 2024-11-20
""",
    "documents/documents.yml": """
- id: camp-david
  date: 2023-08-18
  title: {en: The Spirit of Camp David, ja: キャンプ・デービッドの精神, ko: 캠프 데이비드 정신}
  kind: joint-statement
  issuers: [JPN, KOR, USA]
  citations:
    - {source: mofa-1, paragraph: 3}
  confidence: high
  recorded: 2024-01-01
""",
    "events/2024.yml": """
- id: lima-summit
  date: 2024-11-15
  kind: summit
  level: leader
  track: general
  members: [JPN, KOR, USA]
  title: {en: Summit in Lima, ja: リマでの日米韓首脳会合, ko: 리마 한미일 정상회의}
  citations:
    - {source: mofa-1}
  confidence: high
  recorded: 2024-11-20
  corrections:
    - {field: date, old: 2024-11, reason: The page names the day., on: 2024-12-01}
- id: climate-talks
  date: 2024-02
  kind: working-level
  level: leader
  track: general
  members: [JPN, USA]
  title: {en: Talks on climate, ja: 気候に関する協議, ko: 기후 협의}
  confidence: low
  recorded: 2024-11-20
""",
    "evidence/2024.yml": """
- id: f1
  commitment: cd-1
  date: 2024-11-15
  event: lima-summit
  text: {en: The three leaders met in Lima., ja: 三首脳がリマで会合した。, ko: 세 정상이 리마에서 만났다.}
  effect: act
  acted_by: all-members
  citations:
    - {source: mofa-1}
  confidence: high
  recorded: 2024-11-21
""",
}


def write_files(folder: Path, files: Mapping[str, str]) -> Path:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def small(tmp_path: Path) -> Path:
    return write_files(tmp_path / "small", FILES)


@pytest.fixture
def changed(tmp_path: Path) -> Callable[..., Path]:
    """Return a function that writes the small ledger with a text of one file replaced."""

    def write(file: str, old: str, new: str) -> Path:
        assert old in FILES[file]
        return write_files(tmp_path / "changed", FILES | {file: FILES[file].replace(old, new)})

    return write


@pytest.fixture
def printed() -> Callable[..., str]:
    """Return a function that runs a command of the ledger and gives what it prints."""

    def run(*words: object) -> str:
        done = CliRunner().invoke(command_line(), ["ledger", *map(str, words)], catch_exceptions=False)
        assert done.exit_code == 0
        return done.stdout

    return run


@pytest.fixture
def rows(printed: Callable[..., str]) -> Callable[..., Any]:
    """Return a function that runs a command of the ledger and reads the JSON it prints."""

    def run(*words: object) -> Any:
        return json.loads(printed(*words, "--format", "json"))

    return run
