"""A sound ledger of a few rows beside the real vocabulary, made anew for each test, to be broken in one place."""

from __future__ import annotations

import shutil
import sys
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import pytest

from kanae.cli import main
from kanae.store.location import find_ledger

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

SOUND = {
    "sources/made.yml": """\
- id: made-gazette
  publisher: Made Gazette
  publisher_kind: press
  language: en
  date: 2024-01-02
  url: https://example.org/gazette
  accessed: 2026-11-01
  access: live
  recorded: 2026-11-02
""",
    "documents/made.yml": """\
- id: made-statement
  date: 2023-08-18
  title: {en: Joint statement, ja: 共同声明, ko: 공동성명}
  kind: joint-statement
  issuers: [JPN, KOR, USA]
  citations:
    - {source: made-gazette, paragraph: 1}
  confidence: high
  recorded: 2026-11-02
""",
    "commitments/2023.yml": """\
- id: made-001
  framework: camp-david
  document: made-statement
  text:
    en: Meet every year.
    ja: 毎年会合を開く
    ko: 매년 회의 개최
  pillar: 1
  field: defense
  level: leader
  type: recurring-meeting
  cadence: annual
  measurable: yes
  ambition: 1
  novelty: new
  full_text: yes
  citations:
    - {source: made-gazette, paragraph: 2}
  confidence: high
  recorded: 2026-11-02
- id: made-002
  framework: camp-david
  document: made-statement
  text:
    en: Study the matter.
    ja: この件を検討する
    ko: 이 사안을 검토
  pillar: 1
  field: defense
  level: working
  type: one-off-deliverable
  measurable: yes
  ambition: 0.5
  novelty: new
  full_text: no
  citations:
    - {source: made-gazette, paragraph: 3}
  confidence: medium
  recorded: 2026-11-02
""",
    "events/2024.yml": """\
- id: made-meeting
  date: 2024-06-01/2024-06-02
  kind: summit
  level: leader
  track: foreign
  members: [JPN, KOR, USA]
  title: {en: First meeting, ja: 第1回会合, ko: 제1차 회의}
  citations:
    - {source: made-gazette}
  confidence: high
  recorded: 2026-11-02
""",
    "evidence/2024.yml": """\
- id: made-f1
  commitment: made-001
  date: 2024-06-01
  event: made-meeting
  text: {en: They met., ja: 会合を開いた, ko: 회의를 열었다}
  effect: begun
  acted_by: all
  actors: [JPN, KOR, USA]
  citations:
    - {source: made-gazette}
  confidence: high
  recorded: 2026-11-02
""",
    "searches/2026.yml": """\
- id: made-s1
  question: {en: A study, ja: 検討の成果, ko: 검토 결과}
  about: [made-002]
  searched_on: 2026-11-01
  places: [stored-pages]
  languages: [en]
  result: {en: Not found, ja: 確認できず, ko: 확인되지 않음}
  recorded: 2026-11-02
""",
    "coverage/coverage.yml": """\
- id: made-coverage
  label: {en: Meetings, ja: 会合, ko: 회의}
  framework: camp-david
  kinds: [events]
  start: 2023
  end: 2026-02
  completeness: good
  remark: {en: Made., ja: 架空, ko: 가공}
  decides: yes
  recorded: 2026-11-02
""",
}

TODAY = date(2026, 12, 1)


@dataclass(frozen=True, slots=True)
class Ran:
    """What a command answered.

    Attributes:
        code: Its exit code.
        out: Its standard output.
        err: Its standard error.
    """

    code: int
    out: str
    err: str


@pytest.fixture
def today() -> date:
    """The day of the check; the clock of the machine is asked by no test."""
    return TODAY


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A sound ledger."""
    made = tmp_path / "ledger"
    for vocabulary in ("codelists", "frameworks"):
        shutil.copytree(find_ledger() / vocabulary, made / vocabulary)
    for file, text in SOUND.items():
        path = made / file
        path.parent.mkdir(parents=True)
        path.write_text(text, encoding="utf-8")
    return made


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Callable[..., Ran]:
    """Run the command line as a process would, with the day of the tests."""
    monkeypatch.setattr("kanae.workflow.ledgers.today", lambda: TODAY)

    def run_kanae(*arguments: str) -> Ran:
        monkeypatch.setattr(sys, "argv", ["kanae", *arguments])
        with pytest.raises(SystemExit) as ended:
            main()
        said = capsys.readouterr()
        code = ended.value.code
        return Ran(code if isinstance(code, int) else 0, said.out, said.err)

    return run_kanae
