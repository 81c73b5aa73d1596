"""One record, whole."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

import kanae
from kanae.errors import LedgerError
from kanae.ledger.links import names_in
from kanae.ledger.values import corrected, values_of
from kanae.model.records import Series

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Printed = Callable[..., str]
    Rows = Callable[..., Any]


def test_a_record_is_shown_with_its_place_fields_sources_and_corrections(small: Path, printed: Printed) -> None:
    assert printed("show", "lima-summit", "--ledger", small) == (
        """lima-summit  events  events/2024.yml:2
  date: 2024-11-15
  kind: summit
  level: leader – Leaders
  track: general
  members: JPN; KOR; USA
  planned: no
  title: Summit in Lima
  confidence: high
  recorded: 2024-11-20
  citations:
    mofa-1  Ministry of Foreign Affairs of Japan: 日米韓首脳会合（概要）
      https://www.example.org/lima.html
  referred_by: 1
    f1  evidence/2024.yml:5  event  The three leaders met in Lima.
  corrections:
    2024-12-01  date: 2024-11 → 2024-11-15
      The page names the day.
"""
    )


def test_texts_are_shown_in_the_language_asked_for(small: Path, printed: Printed) -> None:
    text = printed("show", "f1", "--lang", "ja", "--ledger", small)
    assert "  text: 三首脳がリマで会合した。\n" in text
    assert "  event: lima-summit – リマでの日米韓首脳会合\n" in text


def test_json_has_all_languages_and_the_same_facts(small: Path, rows: Rows) -> None:
    facts = rows("show", "lima-summit", "--ledger", small)
    assert facts["fields"]["title"]["ko"] == "리마 한미일 정상회의"
    assert facts["source_ids"] == ["mofa-1"]
    assert facts["citations"][0]["publisher"] == "Ministry of Foreign Affairs of Japan"
    assert [(row["record_id"], row["field"]) for row in facts["referred_by"]] == [("f1", "event")]
    assert facts["corrections"] == [
        {
            "on": "2024-12-01",
            "field": "date",
            "old": "2024-11",
            "new": "2024-11-15",
            "reason": "The page names the day.",
        }
    ]


def test_a_source_is_shown_with_the_records_that_cite_it(small: Path, rows: Rows) -> None:
    cited = rows("show", "mofa-1", "--ledger", small)["referred_by"]
    assert [row["record_id"] for row in cited] == ["camp-david", "lima-summit", "f1"]
    assert cited[0]["field"] == "citations.0.source"


def test_a_code_is_shown_with_the_records_that_use_it(small: Path, rows: Rows) -> None:
    facts = rows("show", "levels:leader", "--lang", "ko", "--ledger", small)
    assert facts["text"] == "정상"
    assert [row["record_id"] for row in facts["referred_by"]] == ["lima-summit", "climate-talks"]


def test_of_very_many_referring_records_the_text_shows_the_first(printed: Printed) -> None:
    lines = printed("show", "states:JPN").splitlines()
    assert lines[-1].startswith("    … --format json: ")
    assert len(lines) < 50


def test_an_unknown_id_is_an_error_with_the_nearest(small: Path, printed: Printed) -> None:
    with pytest.raises(LedgerError, match=r"no record 'lima-sumit'[^$]*Did you mean 'lima-summit'"):
        printed("show", "lima-sumit", "--ledger", small)


def test_a_field_corrected_twice_led_from_value_to_value() -> None:
    label = {"en": "Third", "ja": "三", "ko": "삼"}
    first = {"field": "label.en", "old": "First", "reason": "Misread.", "on": "2024-01-02"}
    second = {"field": "label.en", "old": "Second", "reason": "Misread again.", "on": "2024-01-03"}
    record = Series.model_validate(
        {
            "id": "s",
            "label": label,
            "framework": "f",
            "kind": "meeting",
            "level": "leader",
            "track": "general",
            "recorded": "2024-01-01",
            "corrections": [first, second],
        }
    )
    assert [(row.correction.old, row.new) for row in corrected(record)] == [("First", "Second"), ("Second", "Third")]


def test_every_record_of_the_shipped_ledger_has_values_and_names() -> None:
    ledger = kanae.open_ledger()
    records = [record for rows in ledger.records.values() for record in rows]
    assert [record.id for record in records if "recorded" not in values_of(record)] == []
    assert all(names_in(ledger, event, "ja")["kind"] for event in ledger.events)
