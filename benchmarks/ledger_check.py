"""Check a made ledger of 100,000 records and hold the time and memory against the limits.

Run it from the root of the repository::

    python benchmarks/ledger_check.py [RECORDS]

The peer is PyYAML's ``CSafeLoader`` in a process of its own, which loads the same files plainly: no lines, no types,
no references. The share of the limits must stay below 1.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import resource
    from collections.abc import Callable, Iterator

RECORDS = 100_000
RECORDS_A_FILE = 500
SECONDS_ALLOWED = 60.0
MEGABYTES_ALLOWED = 1000.0

_PEER = """
import pathlib, sys, yaml
files = sorted(pathlib.Path(sys.argv[1]).rglob("*.yml"))
kept = [yaml.load(path.read_bytes(), Loader=yaml.CSafeLoader) for path in files]
print(sum(map(len, kept)))
"""

_CODELISTS = {
    "states": ("JPN", "KOR", "USA"),
    "languages": ("en", "ja", "ko"),
    "publisher-kinds": ("official",),
    "confidence": ("high", "medium", "low"),
    "document-kinds": ("joint-statement",),
    "pillars": ("security",),
    "fields": ("exercises",),
    "levels": ("leaders", "ministers"),
    "commitment-types": ("deliverable",),
    "measurable": ("yes",),
    "ambition": ("1",),
    "novelty": ("new",),
    "event-kinds": ("meeting",),
    "tracks": ("security",),
    "effects": ("act",),
    "actor-scopes": ("all-members",),
}


@dataclass(frozen=True, slots=True)
class Measured:
    """One finished process.

    Attributes:
        seconds: Wall-clock time.
        megabytes: Largest resident memory.
        exit_code: What the process answered.
        last_line: The last line it said.
    """

    seconds: float
    megabytes: float
    exit_code: int
    last_line: str


def main() -> int:
    """Make the ledger, check it, load it with the peer, and print the figures."""
    wanted = int(sys.argv[1]) if len(sys.argv) > 1 else RECORDS
    with tempfile.TemporaryDirectory(prefix="kanae-bench-") as name:
        folder = Path(name)
        made = make_ledger(folder, wanted)
        checked = measure([sys.executable, "-m", "kanae", "ledger", "check", name])
        peer = measure([sys.executable, "-c", _PEER, name])
    share = wanted / RECORDS
    report = {
        "records": made,
        "seconds": round(checked.seconds, 1),
        "of_time_allowed": round(checked.seconds / (SECONDS_ALLOWED * share), 3),
        "megabytes": round(checked.megabytes),
        "of_memory_allowed": round(checked.megabytes / MEGABYTES_ALLOWED, 3),
        "peer": "yaml.CSafeLoader, plain load",
        "peer_seconds": round(peer.seconds, 1),
        "times_the_peer": round(checked.seconds / peer.seconds, 2),
        "peer_megabytes": round(peer.megabytes),
        "exit_code": checked.exit_code,
        "said": checked.last_line,
    }
    print(json.dumps(report, indent=2))
    inside = checked.seconds <= SECONDS_ALLOWED and checked.megabytes <= MEGABYTES_ALLOWED
    return 0 if inside and checked.exit_code == 0 else 1


def measure(command: list[str]) -> Measured:
    """Run a command to its end and measure it as a whole process."""
    start = time.perf_counter()
    with tempfile.TemporaryFile("w+", encoding="utf-8") as said:
        process = subprocess.Popen(command, stdout=said, stderr=subprocess.STDOUT)
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        said.seek(0)
        lines = said.read().strip().splitlines()
    return Measured(seconds, _megabytes(usage), process.returncode, lines[-1] if lines else "")


def _megabytes(usage: resource.struct_rusage) -> float:
    unit = 1 if sys.platform == "darwin" else 1024
    return usage.ru_maxrss * unit / 1_000_000


def make_ledger(folder: Path, records: int) -> int:
    """Write a faultless ledger of about as many records as asked for, and return how many there are."""
    made = 0
    for name, codes in _CODELISTS.items():
        made += _write(folder / "codelists" / f"{name}.yml", (_item(code) for code in codes))
    made += _write(folder / "frameworks" / "all.yml", iter((_FRAMEWORK,)))
    left = records - made
    commitments = 0.07
    evidence = partial(_evidence, commitments=round(left * commitments))
    shares: dict[str, tuple[float, Callable[[int], str]]] = {
        "sources": (0.4, _source),
        "documents": (0.02, _document),
        "commitments": (commitments, _commitment),
        "events": (0.36, _event),
        "evidence": (0.15, evidence),
    }
    for kind, (share, text_of) in shares.items():
        count = round(left * share)
        for part, first in enumerate(range(0, count, RECORDS_A_FILE)):
            numbers = range(first, min(first + RECORDS_A_FILE, count))
            made += _write(folder / kind / f"part-{part:03}.yml", map(text_of, numbers))
    return made


def _write(path: Path, texts: Iterator[str]) -> int:
    path.parent.mkdir(parents=True, exist_ok=True)
    written = list(texts)
    path.write_text("".join(written), encoding="utf-8")
    return len(written)


def _day(number: int) -> str:
    return f"{1994 + number % 30}-{number % 12 + 1:02}-{number % 28 + 1:02}"


def _item(code: str) -> str:
    return f"""- id: {code}
  label: {{en: "{code}", ja: 項目, ko: 항목}}
  definition: {{en: "The item {code}.", ja: 項目の定義。, ko: 항목의 정의.}}
  recorded: 2026-11-25
"""


_FRAMEWORK = """- id: trio
  label: {en: Three states, ja: 三か国, ko: 삼국}
  adjective: {en: trilateral, ja: 日米韓, ko: 한미일}
  members: [JPN, KOR, USA]
  recorded: 2026-11-25
"""


def _source(number: int) -> str:
    return f"""- id: src-{number}
  publisher: Ministry of Foreign Affairs
  publisher_kind: official
  title: 日米韓外相会合(結果){number}
  language: ja
  date: {_day(number)}
  url: https://www.example.org/page/{number}.html
  accessed: 2026-11-20
  access: stored-copy
  recorded: 2026-11-25
"""


def _citation(number: int) -> str:
    return f"""  citations:
    - {{source: src-{number}, paragraph: 4}}
    - source: src-{number + 1}
  confidence: high
  recorded: 2026-11-25
"""


def _document(number: int) -> str:
    return f"""- id: doc-{number}
  date: 1993-08-18
  title: {{en: "Joint statement {number}", ja: 共同声明{number}, ko: 공동성명 {number}}}
  kind: joint-statement
  issuers: [JPN, KOR, USA]
  languages: [en, ja, ko]
{_citation(number)}"""


def _commitment(number: int) -> str:
    return f"""- id: cm-{number}
  framework: trio
  document: doc-{number % 20}
  text:
    en: "The three states undertake to hold exercise number {number} each year, in several domains."
    ja: 三か国は第{number}回の共同訓練を毎年、複数領域で行うことを約束する。
    ko: 세 나라는 제{number}차 연합훈련을 해마다 여러 영역에서 실시하기로 약속한다.
  pillar: security
  field: exercises
  level: leaders
  type: deliverable
  measurable: yes
  ambition: 1
  novelty: new
  full_text: yes
{_citation(number)}"""


def _event(number: int) -> str:
    return f"""- id: ev-{number}
  date: {_day(number)}
  kind: meeting
  level: ministers
  track: security
  members: [JPN, KOR, USA]
  title: {{en: "Meeting of foreign ministers {number}", ja: 日米韓外相会合{number}, ko: 한미일 외교장관 회의 {number}}}
  outcome:
    en: "The ministers confirmed that they share information on launches in real time."
    ja: 三外相は、発射情報をリアルタイムで共有していることを確認した。
    ko: 세 장관은 발사 정보를 실시간으로 공유하고 있음을 확인하였다.
{_citation(number)}"""


def _evidence(number: int, commitments: int) -> str:
    """Spread the evidence over all commitments, so that none of them wants a search."""
    return f"""- id: evd-{number}
  commitment: cm-{number % commitments}
  date: {_day(number)}
  event: ev-{number}
  text: {{en: "Exercise {number} took place.", ja: 第{number}回訓練が行われた。, ko: 제{number}차 훈련이 실시되었다.}}
  effect: act
  acted_by: all-members
  actors: [JPN, KOR, USA]
  fit: close
{_citation(number)}"""


if __name__ == "__main__":
    raise SystemExit(main())
