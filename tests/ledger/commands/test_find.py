"""Looking for records by words of three languages."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING, Any

import pytest

from kanae.errors import LedgerError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Rows = Callable[..., Any]


@pytest.fixture
def found(small: Path, rows: Rows) -> Callable[..., list[str]]:
    def find(*words: str) -> list[str]:
        return [row["record_id"] for row in rows("find", *words, "--ledger", small)]

    return find


def test_a_row_says_what_when_where_from_and_in_which_line(small: Path, rows: Rows) -> None:
    assert rows("find", "Lima", "--kind", "events", "--lang", "ko", "--ledger", small) == [
        {
            "record_id": "lima-summit",
            "kind": "events",
            "date": "2024-11-15",
            "text": "리마 한미일 정상회의",
            "source_ids": ["mofa-1"],
            "file": "events/2024.yml",
            "line": 2,
        }
    ]


@pytest.mark.parametrize("word", ["リマ", "ﾘﾏ", "리마", "lima", "ＬＩＭＡ", unicodedata.normalize("NFD", "리마")])
def test_a_word_of_any_language_and_spelling_is_found(found: Callable[..., list[str]], word: str) -> None:
    assert found(word, "--kind", "events", "--kind", "evidence") == ["lima-summit", "f1"]


def test_all_words_must_stand_in_the_record(found: Callable[..., list[str]]) -> None:
    assert found("lima", "leaders") == ["f1"]
    assert found("lima", "climate") == []


def test_words_may_stand_in_different_languages(found: Callable[..., list[str]]) -> None:
    assert found("Summit", "首脳会合", "정상회의") == ["lima-summit"]


def test_a_phrase_is_one_word(found: Callable[..., list[str]]) -> None:
    assert found("spirit of  camp") == ["camp-david"]
    assert found("camp of spirit") == []


def test_a_latin_word_is_found_from_its_beginning(found: Callable[..., list[str]]) -> None:
    assert found("clim") == ["climate-talks"]
    assert "climate-talks" not in found("lima")


def test_a_source_is_found_by_publisher_title_and_address(found: Callable[..., list[str]]) -> None:
    assert found("ministry of foreign") == found("概要") == found("example.org") == ["mofa-1"]


def test_an_item_of_a_codelist_is_named_with_its_list(found: Callable[..., list[str]]) -> None:
    assert found("leader", "--kind", "codelists") == ["levels:leader"]


def test_nothing_found_is_an_empty_list(small: Path, printed: Callable[..., str], rows: Rows) -> None:
    assert rows("find", "nowhere", "--ledger", small) == []
    assert printed("find", "nowhere", "--format", "table", "--ledger", small) == "no rows\n"


def test_a_table_and_csv_are_printed_too(small: Path, printed: Callable[..., str]) -> None:
    table = printed("find", "climate", "--format", "table", "--ledger", small)
    assert table.splitlines()[1].split() == ["climate-talks", "events", "2024-02", "Talks", "on", "climate"]
    comma = printed("find", "climate", "--format", "csv", "--ledger", small)
    assert comma.splitlines()[0] == "record_id,kind,date,text,source_ids,file,line"


def test_an_unknown_kind_is_an_error_with_the_nearest(small: Path, printed: Callable[..., str]) -> None:
    with pytest.raises(LedgerError, match=r"'event' is no kind of record[^$]*Did you mean 'events'"):
        printed("find", "lima", "--kind", "event", "--ledger", small)


def test_an_empty_word_finds_nothing_and_says_so(small: Path, printed: Callable[..., str]) -> None:
    with pytest.raises(LedgerError, match="no word to look for"):
        printed("find", " ", "--ledger", small)


def test_the_shipped_ledger_is_searched_by_default(rows: Rows) -> None:
    assert {row["kind"] for row in rows("find", "リマ", "--kind", "documents")} == {"documents"}
