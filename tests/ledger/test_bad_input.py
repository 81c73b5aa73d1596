"""Bad input, one fault a row: each is named by its code, its file and its line, with one thing to do about it."""

from __future__ import annotations

import tracemalloc
from typing import TYPE_CHECKING, Any

import pytest

from kanae.errors import LedgerError
from kanae.ledger.check import check_folder
from kanae.ledger.load import open_folder, read_folder
from kanae.model.issues import Severity
from kanae.store.yaml_files import LARGEST_FILE

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date
    from pathlib import Path

    from kanae.model.issues import Issue

COMMITMENTS, EVENTS, EVIDENCE, SOURCES = (
    "commitments/2023.yml",
    "events/2024.yml",
    "evidence/2024.yml",
    "sources/made.yml",
)
DOCUMENTS, COVERAGE = "documents/made.yml", "coverage/coverage.yml"

BOMB = "- id: bomb\n  a: &a [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"  {chr(98 + n)}: &{chr(98 + n)} [{', '.join(['*' + chr(97 + n)] * 9)}]\n" for n in range(20)
)


def replace(folder: Path, file: str, old: str, new: str) -> None:
    path = folder / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def line_of(folder: Path, file: str, text: str) -> int:
    whole = (folder / file).read_text(encoding="utf-8")
    return whole.count("\n", 0, whole.index(text)) + 1


def faults(folder: Path, today: date) -> list[tuple[str, str, int]]:
    return [(issue.code.value, issue.file, issue.line) for issue in check_folder(folder, today)[1]]


def test_a_sound_ledger_has_no_issue(folder: Path, today: date) -> None:
    reading, issues = check_folder(folder, today)
    assert issues == []
    assert [row.id for row in reading.ledger().commitments] == ["made-001", "made-002"]


ONE_LINE = [
    # what is wrong, file, text that is replaced, by what, code, part of the line that is named, part of the message
    ("a wrong date", EVENTS, "date: 2024-06-01/2024-06-02", "date: 2024/06/01", "K203", "2024/06/01", "is not a date"),
    ("no day", EVENTS, "date: 2024-06-01/2024-06-02", "date: 2024-02-30", "K203", "2024-02-30", "2024-02-30"),
    ("a span backwards", EVENTS, "2024-06-01/2024-06-02", "2024-06-02/2024-06-01", "K203", "date: ", "ends before"),
    ("a date in words", SOURCES, "date: 2024-01-02", "date: 2 January 2024", "K203", "2 January", "2 January 2024"),
    ("a year for a day", SOURCES, "accessed: 2026-11-01", "accessed: 2026", "K203", "accessed", "not one day"),
    ("a folded date", SOURCES, "date: 2024-01-02", "date: |\n    2024-01-02", "K203", "date: |", "2024-01-02"),
    ("an unknown key", EVENTS, "track:", "trcak:", "K201", "trcak", "trcak"),
    ("an unknown key within", COMMITMENTS, "paragraph: 2", "page: 2", "K201", "page: 2", "citations.0.page"),
    ("a merge key", EVENTS, "track: foreign", "track: foreign\n  <<: {level: leader}", "K201", "<<", "<<"),
    ("a repeated key", EVENTS, "level: leader", "level: leader\n  level: working", "K104", "level: working", "level"),
    ("a missing key", EVENTS, "  kind: summit\n", "", "K202", "- id: made-meeting", "kind"),
    ("an empty value", EVENTS, "kind: summit", "kind:", "K202", "kind:", "kind"),
    ("a missing language", EVENTS, ", ko: 제1차 회의", "", "K202", "title", "title.ko"),
    ("no publisher", SOURCES, "  publisher: Made Gazette\n", "", "K202", "- id: made-gazette", "publisher"),
    ("an empty publisher", SOURCES, "publisher: Made Gazette", "publisher: ''", "K203", "publisher: ''", "publisher"),
    (
        "an id of another kind",
        EVENTS,
        "- id: made-meeting",
        "- id: made-gazette",
        "K204",
        "- id: made-gazette",
        "made-gazette",
    ),
    (
        "a reference to nothing",
        COMMITMENTS,
        "document: made-statement",
        "document: made-statment",
        "K206",
        "statment",
        "statment",
    ),
    (
        "a source that is not there",
        EVENTS,
        "source: made-gazette",
        "source: none-such",
        "K206",
        "none-such",
        "none-such",
    ),
    (
        "a reference to another kind",
        EVIDENCE,
        "event: made-meeting",
        "event: made-001",
        "K206",
        "event: made-001",
        "made-001",
    ),
    (
        "a successor of itself",
        COMMITMENTS,
        "full_text: yes",
        "superseded_by: made-001\n  full_text: yes",
        "K212",
        "superseded_by",
        "itself",
    ),
    ("an unknown code", EVENTS, "kind: summit", "kind: sumit", "K205", "kind: sumit", "sumit"),
    ("a code in capitals", EVENTS, "track: foreign", "track: Foreign", "K205", "track: Foreign", "Foreign"),
    (
        "evidence before the commitment",
        EVIDENCE,
        "date: 2024-06-01",
        "date: 2023-08-17",
        "K208",
        "2023-08-17",
        "2023-08-18",
    ),
    (
        "a confirmed fact without a source",
        EVIDENCE,
        "  citations:\n    - {source: made-gazette}\n",
        "",
        "K207",
        "confidence",
        "made-f1",
    ),
    (
        "a record of tomorrow",
        EVENTS,
        "recorded: 2026-11-02",
        "recorded: 2026-12-02",
        "K210",
        "2026-12-02",
        "2026-12-02",
    ),
    ("an event to come", EVENTS, "date: 2024-06-01/2024-06-02", "date: 2027-01-01", "K211", "2027-01-01", "2027-01-01"),
    ("an end before the beginning", COVERAGE, "end: 2026-02", "end: 2022", "K209", "end: 2022", "2022"),
    ("a number that is none", COMMITMENTS, "paragraph: 2", "paragraph: two", "K203", "paragraph: two", "two"),
    ("neither yes nor no", COMMITMENTS, "full_text: yes", "full_text: maybe", "K203", "full_text: maybe", "maybe"),
    ("a text for a list", EVENTS, "members: [JPN, KOR, USA]", "members: JPN", "K203", "members", "JPN"),
    ("a list for a text", EVENTS, "track: foreign", "track: [foreign]", "K203", "track", "list"),
    ("an address that is none", SOURCES, "url: https://", "url: gopher://", "K203", "url", "gopher"),
    (
        "a wrong correction",
        SOURCES,
        "recorded: 2026-11-02",
        "recorded: 2026-11-02\n  corrections: [{field: colour, old: red, reason: x, on: 2026-11-03}]",
        "K213",
        "corrections",
        "colour",
    ),
    ("a tab", EVENTS, "  kind: summit", "\tkind: summit", "K102", "kind: summit", "tab"),
    ("a bracket left open", EVENTS, "[JPN, KOR, USA]", "[JPN, KOR, USA", "K102", "title:", "YAML"),
    ("a control character", EVENTS, "kind: summit", "kind: sum\x07mit", "K102", "sum\x07mit", "control"),
    ("an anchor", EVENTS, "kind: summit", "kind: &kind summit", "K103", "&kind", "anchor"),
    ("a tag", EVENTS, "kind: summit", "kind: !!python/name:os.system summit", "K103", "!!python", "tag"),
    ("a tagged record", EVENTS, "- id: made-meeting", "- !record\n  id: made-meeting", "K103", "!record", "tag"),
    ("a second list", COMMITMENTS, "- id: made-002", "---\n- id: made-002", "K105", "---", "second document"),
    ("a record in wrong letters", EVENTS, "ja: 第1回会合", "ja: 제1차 회의", "K306", "title", "Korean"),
]


@pytest.mark.parametrize(
    ("file", "old", "new", "code", "named", "said"),
    [row[1:] for row in ONE_LINE],
    ids=[row[0] for row in ONE_LINE],
)
def test_a_fault_is_named_with_its_place(
    file: str, old: str, new: str, code: str, named: str, said: str, folder: Path, today: date
) -> None:
    replace(folder, file, old, new)
    found = check_folder(folder, today)[1]
    issue = next(issue for issue in found if issue.code == code)
    assert issue.file == file
    assert issue.line == line_of(folder, file, named)
    assert said in issue.message
    assert issue.fix


@pytest.mark.parametrize("second", ["events/2025.yml", "events/2024-again.yml"])
def test_a_repeated_id_is_reported_where_it_stands_second(second: str, folder: Path, today: date) -> None:
    text = (folder / EVENTS).read_text(encoding="utf-8")
    firsts = sorted([second, EVENTS])
    (folder / second).write_text(f"# the first line is a remark\n{text}", encoding="utf-8")
    found = [issue for issue in check_folder(folder, today)[1] if issue.code == "K204"]
    assert [issue.file for issue in found] == firsts[1:]
    assert f"{firsts[0]}:" in found[0].message


def test_a_repeated_id_in_one_file_names_both_lines(folder: Path, today: date) -> None:
    replace(folder, COMMITMENTS, "- id: made-002", "- id: made-001")
    issue = next(issue for issue in check_folder(folder, today)[1] if issue.code == "K204")
    assert (issue.file, issue.line) == (COMMITMENTS, 21)
    assert issue.message == "the id 'made-001' stands at commitments/2023.yml:1 already"


WHOLE_FILE: list[tuple[str, bytes, str, int, str]] = [
    # what is wrong, content, code, line, part of the message
    ("a binary file", b"\x89PNG\r\n\x1a\n\xff\xfe\xfd", "K101", 1, "UTF-8"),
    ("UTF-16", "- id: x\n".encode("utf-16"), "K101", 1, "UTF-16"),
    ("UTF-16 of the other order", b"\xfe\xff" + "- id: x\n".encode("utf-16-be"), "K101", 1, "UTF-16"),
    ("UTF-16 without its mark", "- id: x\n".encode("utf-16-le"), "K101", 1, "NUL"),
    ("Shift JIS", "- id: x\n  title: 共同声明\n".encode("shift_jis"), "K101", 2, "UTF-8"),
    ("a NUL byte", b"- id: x\n  kind: a\0b\n", "K101", 2, "NUL"),
    ("an alias bomb", BOMB.encode(), "K103", 2, "alias"),
    ("a deep nest", b"- id: " + b"{a: " * 5000, "K102", 1, "nested"),
    ("a deeper nest of lists", b"- id: " + b"[" * 50_000, "K102", 1, "nesting"),
    ("a mapping for a list", b"id: x\nkind: summit\n", "K105", 1, "not a list"),
    ("a word for a list", b"nothing\n", "K105", 1, "not a list"),
    ("a list of words", b"- one\n- two\n", "K105", 1, "not a list"),
    ("a list of lists", b"- - id: x\n", "K105", 1, "not a list"),
    ("an empty file", b"", "K105", 1, "empty"),
    ("a file of remarks", b"# nothing here yet\n", "K105", 1, "empty"),
    ("tabs", b"- id: x\n\tkind: y\n", "K102", 2, "tab"),
    ("more than is read", b"#" * (LARGEST_FILE + 1), "K106", 0, "bytes"),
]


@pytest.mark.parametrize(
    ("content", "code", "line", "said"), [row[1:] for row in WHOLE_FILE], ids=[row[0] for row in WHOLE_FILE]
)
def test_a_file_that_cannot_be_read_is_named(
    content: bytes, code: str, line: int, said: str, folder: Path, today: date
) -> None:
    (folder / "events/2030.yml").write_bytes(content)
    found = [issue for issue in check_folder(folder, today)[1] if issue.file == "events/2030.yml"]
    assert [(issue.code, issue.line) for issue in found] == [(code, line)]
    assert said in found[0].message
    assert found[0].fix


def test_fifty_megabytes_are_refused_without_being_read(folder: Path, today: date) -> None:
    with (folder / "events/2030.yml").open("wb") as huge:
        huge.write(b"- id: x\n")
        huge.truncate(50 * 1024 * 1024)
    tracemalloc.start()
    try:
        found = faults(folder, today)
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert found == [("K106", "events/2030.yml", 0)]
    assert most < 48 * 1024 * 1024


@pytest.mark.parametrize(
    ("file", "code", "said"),
    [
        ("event/2030.yml", "K107", "event"),
        ("2030.yml", "K107", "2030.yml"),
        ("events/2030.yaml", "K108", ".yml"),
        ("events/2030.YML", "K108", ".yml"),
    ],
)
def test_a_file_in_a_wrong_place_is_named(file: str, code: str, said: str, folder: Path, today: date) -> None:
    (folder / file).parent.mkdir(exist_ok=True)
    (folder / file).write_text("- id: x\n", encoding="utf-8")
    issues = check_folder(folder, today)[1]
    assert [(issue.code, issue.file, issue.line) for issue in issues] == [(code, file, 0)]
    assert said in issues[0].message
    assert issues[0].fix


def test_a_folder_named_like_a_file_is_named(folder: Path, today: date) -> None:
    (folder / "events/2030.yml").mkdir()
    assert faults(folder, today) == [("K101", "events/2030.yml", 0)]


def test_a_link_to_nothing_is_named(folder: Path, today: date) -> None:
    (folder / "events/2030.yml").symlink_to(folder / "nowhere.yml")
    assert faults(folder, today) == [("K101", "events/2030.yml", 0)]


def test_a_hidden_file_of_an_editor_is_not_read(folder: Path, today: date) -> None:
    (folder / "events/.2024.yml.swp.yml").write_bytes(b"\0")
    assert faults(folder, today) == []


def test_a_mark_of_order_and_windows_line_ends_are_no_fault(folder: Path, today: date) -> None:
    text = (folder / EVENTS).read_text(encoding="utf-8")
    (folder / EVENTS).write_bytes(b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode())
    assert faults(folder, today) == []


def test_text_stays_text(folder: Path, today: date) -> None:
    replace(folder, EVENTS, "en: First meeting", "en: no")
    reading, issues = check_folder(folder, today)
    assert issues == []
    assert reading.ledger().events[0].title.en == "no"


def test_all_faults_are_reported_at_once(folder: Path, today: date) -> None:
    broken = {row[0]: row for row in ONE_LINE}
    together = (
        "a wrong date",
        "a missing language",
        "no publisher",
        "an unknown code",
        "evidence before the commitment",
    )
    for name in (*together, "a reference to nothing"):
        _, file, old, new, *_ = broken[name]
        replace(folder, file, old, new)
    replace(folder, DOCUMENTS, "recorded: 2026-11-02", "recorded: 2026-12-02\n  colour: red")
    for number, (_, content, *_) in enumerate(WHOLE_FILE):
        (folder / f"events/{2030 + number}.yml").write_bytes(content)
    issues = check_folder(folder, today)[1]
    codes = {issue.code.value for issue in issues}
    assert codes >= {"K101", "K102", "K103", "K105", "K106", "K201", "K202", "K203", "K206"}
    assert {issue.file for issue in issues} >= {f"events/{2030 + number}.yml" for number in range(len(WHOLE_FILE))}
    assert issues == sorted(issues)
    assert len(issues) == len(set(issues))


def test_two_faults_of_one_record_are_both_reported(folder: Path, today: date) -> None:
    replace(folder, EVENTS, "track: foreign", "trcak: foreign\n  format: telepathy\n  planned: perhaps")
    found = {(issue.code.value, issue.message.split(":")[0]) for issue in check_folder(folder, today)[1]}
    assert found >= {("K201", "unknown key 'trcak'"), ("K202", "'track' is missing"), ("K203", "planned")}


def test_a_fault_says_the_nearest_spelling(folder: Path, today: date) -> None:
    replace(folder, EVENTS, "kind: summit", "kind: sumit")
    assert check_folder(folder, today)[1][0].fix == "Did you mean 'summit'?"


def test_a_commitment_nobody_looked_for_is_a_warning(folder: Path, today: date) -> None:
    replace(folder, "searches/2026.yml", "about: [made-002]", "about: [made-001]")
    issues = check_folder(folder, today)[1]
    assert [(issue.code, issue.code.severity) for issue in issues] == [("K301", Severity.WARNING)]


def test_a_ledger_with_a_fault_is_not_opened(folder: Path) -> None:
    replace(folder, EVENTS, "track:", "trcak:")
    with pytest.raises(LedgerError, match=r"and 1 more.*events/2024\.yml") as raised:
        open_folder(folder)
    assert "kanae ledger check" in raised.value.fix


def test_a_folder_without_records_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("nothing", encoding="utf-8")
    with pytest.raises(LedgerError, match="holds no records"):
        read_folder(tmp_path)


def breaks(folder: Path, warning_only: bool) -> None:
    if warning_only:
        replace(folder, "searches/2026.yml", "about: [made-002]", "about: [made-001]")
    else:
        replace(folder, EVENTS, "kind: summit", "kind: sumit")


def test_the_command_answers_0_for_a_sound_ledger(folder: Path, run: Callable[..., Any]) -> None:
    ran = run("ledger", "check", str(folder))
    assert (ran.code, ran.out) == (0, "")
    assert "0 errors, 0 warnings" in ran.err


def test_the_command_answers_1_for_errors_and_prints_place_and_fix(folder: Path, run: Callable[..., Any]) -> None:
    breaks(folder, warning_only=False)
    ran = run("ledger", "check", str(folder))
    assert ran.code == 1
    assert ran.out.splitlines() == [
        "events/2024.yml:3 K205 error: kind: 'sumit' is not among the event-kinds",
        "  fix: Did you mean 'summit'?",
    ]
    assert "1 errors, 0 warnings" in ran.err


def test_the_command_answers_2_for_warnings_only(folder: Path, run: Callable[..., Any]) -> None:
    breaks(folder, warning_only=True)
    ran = run("ledger", "check", str(folder))
    assert ran.code == 2
    assert "commitments/2023.yml:21 K301 warning" in ran.out


def test_an_error_beside_a_warning_answers_1(folder: Path, run: Callable[..., Any]) -> None:
    breaks(folder, warning_only=True)
    breaks(folder, warning_only=False)
    assert run("ledger", "check", str(folder)).code == 1


def test_a_folder_that_is_not_there_answers_1_and_says_what_to_do(tmp_path: Path, run: Callable[..., Any]) -> None:
    ran = run("ledger", "check", str(tmp_path / "none"))
    assert (ran.code, ran.out) == (1, "")
    assert "There is no ledger folder" in ran.err
    assert "fix: Name an existing folder" in ran.err


def test_an_interrupt_answers_130_and_says_so(
    folder: Path, run: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(*_: object) -> list[Issue]:
        raise KeyboardInterrupt

    monkeypatch.setattr("kanae.workflow.ledgers.check_folder", interrupted)
    ran = run("ledger", "check", str(folder))
    assert (ran.code, ran.out) == (130, "")
    assert "interrupted" in ran.err
