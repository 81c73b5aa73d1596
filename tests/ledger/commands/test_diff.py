"""What differs between two ledgers, or since a day."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from kanae.errors import KanaeError, LedgerError
from kanae.store.location import find_ledger

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Changed = Callable[[str, str, str], Path]
    Printed = Callable[..., str]
    Rows = Callable[..., Any]

EVENTS = "events/2024.yml"
TALKS = """- id: climate-talks
  date: 2024-02
  kind: working-level
  level: leader
  track: general
  members: [JPN, USA]
  title: {en: Talks on climate, ja: 気候に関する協議, ko: 기후 협의}
  confidence: low
  recorded: 2024-11-20
"""


def brief(rows: list[dict[str, Any]]) -> list[tuple[Any, ...]]:
    return [(row["change"], row["record_id"], row["field"], row["before"], row["after"]) for row in rows]


def test_a_ledger_does_not_differ_from_itself(small: Path, rows: Rows) -> None:
    assert rows("diff", small, small) == []
    assert rows("diff", find_ledger(), find_ledger()) == []


def test_a_changed_field_stands_with_both_values(small: Path, changed: Changed, rows: Rows) -> None:
    found = rows("diff", small, changed(EVENTS, "気候に関する協議", "気候変動協議"))
    assert found == [
        {
            "change": "changed",
            "kind": "events",
            "record_id": "climate-talks",
            "field": "title.ja",
            "before": "気候に関する協議",
            "after": "気候変動協議",
            "on": None,
            "reason": None,
            "source_ids": [],
        }
    ]


def test_added_and_removed_are_each_others_mirror(small: Path, changed: Changed, rows: Rows) -> None:
    other = changed(EVENTS, TALKS, "")
    assert brief(rows("diff", small, other)) == [("removed", "climate-talks", None, "Talks on climate", None)]
    assert brief(rows("diff", other, small, "--lang", "ko")) == [("added", "climate-talks", None, None, "기후 협의")]


def test_a_key_that_came_has_no_value_before(small: Path, changed: Changed, rows: Rows) -> None:
    found = rows("diff", small, changed(EVENTS, "  members: [JPN, USA]\n", "  members: [JPN, USA]\n  venue: tokyo\n"))
    assert brief(found) == [("changed", "climate-talks", "venue", None, "tokyo")]


def test_a_citation_added_is_one_change(small: Path, changed: Changed, rows: Rows) -> None:
    found = rows("diff", small, changed("documents/documents.yml", "paragraph: 3", "paragraph: 4"))
    assert brief(found) == [("changed", "camp-david", "citations", ["mofa-1 para 3"], ["mofa-1 para 4"])]
    assert found[0]["source_ids"] == ["mofa-1"]


def test_a_change_with_a_correction_tells_its_day_and_reason(small: Path, changed: Changed, rows: Rows) -> None:
    correction = "  corrections:\n    - {field: date, old: 2024-02, reason: The page names the day., on: 2024-12-02}\n"
    mended = TALKS.replace("date: 2024-02\n", "date: 2024-02-05\n") + correction
    found = rows("diff", small, changed(EVENTS, TALKS, mended))
    assert brief(found) == [("corrected", "climate-talks", "date", "2024-02", "2024-02-05")]
    assert (found[0]["on"], found[0]["reason"]) == ("2024-12-02", "The page names the day.")


def test_a_correction_of_a_list_is_told_once_and_not_again(small: Path, changed: Changed, rows: Rows) -> None:
    correction = (
        "  corrections:\n    - {field: members, old: [JPN, KOR], reason: The page names them., on: 2024-12-02}\n"
    )
    other = changed(EVENTS, TALKS, TALKS + correction)
    assert brief(rows("diff", small, other)) == [
        ("corrected", "climate-talks", "members", ["JPN", "KOR"], ["JPN", "USA"])
    ]
    assert rows("diff", other, other) == []


def test_a_code_of_a_codelist_is_named_with_its_list(small: Path, changed: Changed, rows: Rows) -> None:
    found = rows("diff", small, changed("codelists/levels.yml", "ko: 정상}", "ko: 정상급}"))
    assert brief(found) == [("changed", "levels:leader", "label.ko", "정상", "정상급")]


def test_the_order_of_records_is_no_difference(small: Path, changed: Changed, rows: Rows) -> None:
    other = changed(EVENTS, TALKS, "")
    text = (other / EVENTS).read_text(encoding="utf-8")
    (other / EVENTS).write_text(TALKS + text, encoding="utf-8")
    assert rows("diff", small, other) == []


def test_since_a_day_what_was_recorded_and_corrected_after_it_is_listed(small: Path, rows: Rows) -> None:
    assert brief(rows("diff", "--since", "2024-11-20", small)) == [
        ("corrected", "lima-summit", "date", "2024-11", "2024-11-15"),
        ("added", "f1", None, None, "The three leaders met in Lima."),
    ]
    assert rows("diff", small, "--since", "2024-12-01") == []


def test_since_a_day_before_all_records_every_record_is_added_once(small: Path, rows: Rows) -> None:
    found = rows("diff", "--since", "2000-01-01", small)
    assert [(row["change"], row["record_id"]) for row in found] == [
        ("added", "levels:leader"),
        ("added", "mofa-1"),
        ("added", "camp-david"),
        ("added", "climate-talks"),
        ("added", "lima-summit"),
        ("added", "f1"),
    ]


def test_the_shipped_ledger_is_compared_by_default(rows: Rows) -> None:
    assert {row["change"] for row in rows("diff", "--since", "2026-11-23")} >= {"added", "corrected"}


@pytest.mark.parametrize("words", [(), ("one",), ("one", "two", "--since", "2024-01-01")])
def test_what_to_compare_must_be_said(words: tuple[str, ...], printed: Printed) -> None:
    with pytest.raises(KanaeError, match="not said what to compare"):
        printed("diff", *words)


def test_a_wrong_day_is_an_error_with_the_spelling(printed: Printed) -> None:
    with pytest.raises(KanaeError, match=r"'yesterday' is not a day[^$]*YYYY-MM-DD"):
        printed("diff", "--since", "yesterday")


def test_a_folder_that_is_not_there_is_an_error(small: Path, printed: Printed) -> None:
    with pytest.raises(LedgerError, match="no ledger folder"):
        printed("diff", small, small / "nowhere")


def test_a_correction_that_cannot_be_undone_is_an_error_with_its_place(changed: Changed, printed: Printed) -> None:
    other = changed(EVENTS, "{field: date, old: 2024-11,", "{field: date, old: once,")
    with pytest.raises(LedgerError, match=r"'lima-summit' cannot be undone \(events/2024\.yml:2\)"):
        printed("diff", "--since", "2024-11-20", other)


def test_a_table_and_csv_are_printed_too(small: Path, printed: Printed) -> None:
    table = printed("diff", "--since", "2024-11-20", small, "--format", "table")
    assert table.splitlines()[1].split() == ["corrected", "events", "lima-summit", "date", "2024-11", "2024-11-15"]
    comma = printed("diff", "--since", "2024-11-20", small, "--format", "csv")
    assert comma.splitlines()[0] == "change,kind,record_id,field,before,after,on,reason,source_ids"
