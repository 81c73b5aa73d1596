"""YAML read strictly: text stays text, keys stand once, each value knows its line."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from kanae.errors import LedgerError
from kanae.store.yaml_files import DEEPEST_NESTING, LARGEST_FILE, parse_mappings, parse_texts, read_mappings

if TYPE_CHECKING:
    from pathlib import Path


def values_of(text: str) -> list[dict[str, Any]]:
    records, issues = parse_mappings(text, "x.yml")
    assert issues == []
    return [record.values for record in records]


@pytest.mark.parametrize(
    "written", ["no", "yes", "on", "true", "0555", "1e3", "2023-08", "2023-08-18", "12:30", ".5", "~x"]
)
def test_text_stays_text(written: str) -> None:
    assert values_of(f"- value: {written}\n") == [{"value": written}]


@pytest.mark.parametrize("written", ["", " ", " # a remark"])
def test_nothing_written_is_none(written: str) -> None:
    assert values_of(f"- value:{written}\n") == [{"value": None}]


@pytest.mark.parametrize("written", ["null", "~", "None"])
def test_words_for_nothing_are_words(written: str) -> None:
    assert values_of(f"- value: {written}\n") == [{"value": written}]


@pytest.mark.parametrize(
    ("written", "read"), [("''", ""), ('""', ""), ("'no'", "no"), ('"a\\nb"', "a\nb"), ("'it''s'", "it's")]
)
def test_quoted_text_is_text_even_when_empty(written: str, read: str) -> None:
    assert values_of(f"- value: {written}\n") == [{"value": read}]


def test_lists_and_mappings_nest() -> None:
    text = "- id: a\n  title: {ja: 日, ko: 한}\n  places: [x, {y: z}]\n  rows:\n    - {k: v}\n"
    assert values_of(text) == [
        {"id": "a", "title": {"ja": "日", "ko": "한"}, "places": ["x", {"y": "z"}], "rows": [{"k": "v"}]}
    ]


def test_an_empty_list_holds_no_records() -> None:
    assert values_of("[]\n") == []


def test_each_value_knows_its_line() -> None:
    text = "# remark\n- id: a\n  title:\n    ja: 日\n    ko: 한\n  rows:\n    - k: v\n\n- id: b\n"
    records, _ = parse_mappings(text, "x.yml")
    assert [(record.file, record.line) for record in records] == [("x.yml", 2), ("x.yml", 9)]
    assert records[0].lines == {"id": 2, "title": 3, "title.ja": 4, "title.ko": 5, "rows": 6, "rows.0.k": 7}


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("- {a: 1, a: 2}\n", 1),
        ("- a: 1\n  b: 2\n  a: 3\n", 3),
        ("- x: {a: 1,\n     a: 2}\n", 2),
        ("- 'a': 1\n  a: 2\n", 2),
    ],
)
def test_a_key_that_stands_twice_is_refused(text: str, line: int) -> None:
    records, issues = parse_mappings(text, "x.yml")
    assert [(issue.code, issue.line) for issue in issues] == [("K104", line)]
    assert len(records) == 1


def test_the_first_of_two_equal_keys_counts() -> None:
    records, _ = parse_mappings("- a: 1\n  a: 2\n", "x.yml")
    assert records[0].values == {"a": "1"}


@pytest.mark.parametrize(
    "text",
    [
        "- &x {id: a}\n",
        "- id: &x a\n",
        "- id: a\n  &x key: b\n",
        "- id: *x\n",
        "- *x\n",
        "&x\n- id: a\n",
        "- rows: [&x a]\n",
        "- rows: &x [a]\n",
        "- id: !!str a\n",
        "- !record {id: a}\n",
        "!list\n- id: a\n",
        "- rows: [!x a]\n",
        "- rows: !x {a: b}\n",
        "- !x key: a\n",
    ],
)
def test_anchors_aliases_and_tags_are_refused(text: str) -> None:
    _, issues = parse_mappings(text, "x.yml")
    assert issues[0].code == "K103"


@pytest.mark.parametrize("text", ["- id: a\n  ? {b: c}\n  : d\n", "- id: a\n  [b, c]: d\n"])
def test_a_key_that_is_no_word_is_refused(text: str) -> None:
    _, issues = parse_mappings(text, "x.yml")
    assert [(issue.code, issue.line) for issue in issues] == [("K102", 2)]


def test_a_list_within_a_list_is_refused() -> None:
    _, issues = parse_mappings("- rows: [[a]]\n", "x.yml")
    assert [issue.code for issue in issues] == ["K102"]


@pytest.mark.parametrize(("levels", "codes"), [(DEEPEST_NESTING, []), (DEEPEST_NESTING + 1, ["K102"])])
def test_nesting_has_a_limit(levels: int, codes: list[str]) -> None:
    text = f"- {'{a: ' * levels}x{'}' * levels}\n"
    assert [issue.code for issue in parse_mappings(text, "x.yml")[1]] == codes


def test_records_before_a_fault_are_kept() -> None:
    records, issues = parse_mappings("- id: a\n- id: b\n- id: &c c\n", "x.yml")
    assert [record.values["id"] for record in records] == ["a", "b"]
    assert [issue.line for issue in issues] == [3]


@pytest.mark.parametrize(("size", "codes"), [(LARGEST_FILE, []), (LARGEST_FILE + 1, ["K106"])])
def test_a_file_has_a_largest_size(size: int, codes: list[str], tmp_path: Path) -> None:
    head = b"- id: x\n#"
    (tmp_path / "x.yml").write_bytes(head + b" " * (size - len(head)))
    assert [issue.code for issue in read_mappings(tmp_path / "x.yml", "x.yml").issues] == codes


def test_a_file_that_is_not_there_is_an_issue_not_a_crash(tmp_path: Path) -> None:
    read = read_mappings(tmp_path / "none.yml", "none.yml")
    assert [(issue.code, issue.file, issue.line) for issue in read.issues] == [("K101", "none.yml", 0)]
    assert (read.records, read.content) == ([], b"")


def test_letters_taken_apart_are_a_warning_with_their_line(tmp_path: Path) -> None:
    (tmp_path / "x.yml").write_text("- id: a\n  ko: \u1112\u1161\u11ab\n", encoding="utf-8")
    read = read_mappings(tmp_path / "x.yml", "x.yml")
    assert [(issue.code, issue.line) for issue in read.issues] == [("K308", 2)]
    assert read.records[0].values["ko"] == "\u1112\u1161\u11ab"


def test_a_mark_of_byte_order_is_skipped(tmp_path: Path) -> None:
    (tmp_path / "x.yml").write_bytes(b"\xef\xbb\xbf- id: a\n")
    assert [record.values for record in read_mappings(tmp_path / "x.yml", "x.yml").records] == [{"id": "a"}]


@pytest.mark.parametrize("text", ["", "a: 1\na: 2\n", "- a\n", "a: [b]\n", "a:\n", "a: &x b\n"])
def test_texts_that_are_no_mapping_of_texts_are_an_error(text: str) -> None:
    with pytest.raises(LedgerError) as raised:
        parse_texts(text, "en.yml")
    assert "en.yml" in raised.value.what
    assert raised.value.fix
