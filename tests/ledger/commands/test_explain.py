"""What the issue codes mean, asked on the command line."""

from __future__ import annotations

import json
import re

import pytest
from typer.testing import CliRunner

from kanae.cli import command_line
from kanae.errors import KanaeError
from kanae.model.issues import IssueCode
from kanae.workflow.explanations import explanation_rows
from kanae.workflow.wording import issue_words_of

LANGUAGES = ("en", "ja", "ko")
NAMES = {f"{code}.{part}" for code in IssueCode for part in ("title", "means", "example", "fix")}
HANGUL = re.compile("[가-힣]")
KANA = re.compile("[ぁ-んァ-ヶ]")
CODE_IN_A_TEXT = re.compile(r"「[^」]*」|'[^']*'|[a-z]+/\S*|https?://\S+")


def run(*words: str) -> str:
    done = CliRunner().invoke(command_line(), ["explain", *words], catch_exceptions=False)
    assert done.exit_code == 0
    return done.stdout


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_code_has_its_four_texts_and_no_other_has(lang: str) -> None:
    told = {key for key in issue_words_of(lang) if re.match(r"K\d", key)}
    assert told == NAMES


def test_the_languages_have_the_same_keys_in_the_same_order() -> None:
    assert {tuple(issue_words_of(lang)) for lang in LANGUAGES} == {tuple(issue_words_of("en"))}


@pytest.mark.parametrize(("lang", "letters"), [("ja", KANA), ("ko", HANGUL)])
def test_what_a_code_means_stands_in_its_language(lang: str, letters: re.Pattern[str]) -> None:
    texts = issue_words_of(lang)
    assert [key for key in NAMES if key.endswith(("means", "fix", "title")) and not letters.search(texts[key])] == []


def test_japanese_uses_its_own_punctuation() -> None:
    plain = {key: CODE_IN_A_TEXT.sub("", text) for key, text in issue_words_of("ja").items()}
    plain = {key: re.sub(r"\{[a-z]+\}", "", text) for key, text in plain.items()}
    assert [key for key, text in plain.items() if re.search(r"[():,]", text)] == []


def test_a_code_is_explained_with_an_example_and_a_fix() -> None:
    assert run("K203").splitlines()[0] == "K203 error: A wrong value"
    assert "\nExample: 'date: 2023/08'" in run("K203")
    assert run("K301", "--lang", "ko").splitlines()[0] == "K301 경고: 아무도 찾아보지 않음"
    assert "\n直し方：" in run("K203", "--lang", "ja")


def test_small_letters_name_a_code_too() -> None:
    assert run("k203") == run("K203")


def test_without_a_code_all_are_listed() -> None:
    rows = json.loads(run())
    assert [row["code"] for row in rows] == list(IssueCode)
    assert run("--format", "table").splitlines()[1].split()[:2] == ["K101", "error"]


def test_a_program_may_ask_for_one_code_as_json() -> None:
    rows = json.loads(run("K308", "--format", "json"))
    assert [(row["code"], row["severity"]) for row in rows] == [("K308", "warning")]
    assert rows == [row for row in explanation_rows("en") if row["code"] == "K308"]


def test_an_unknown_code_is_an_error_with_the_nearest() -> None:
    with pytest.raises(KanaeError, match=r"no issue code 'K20'.*\n.*Did you mean 'K2") as caught:
        run("K20")
    assert caught.value.exit_code == 1
