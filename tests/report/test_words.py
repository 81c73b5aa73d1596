"""The three files of words say the same things, and nothing that nobody asks for."""

from __future__ import annotations

import re
import string
from datetime import date
from pathlib import Path

import pytest

import kanae
from kanae.errors import KanaeError, MeasureError
from kanae.model.dates import PartialDate
from kanae.report.rich import Figure, count_of, text_of
from kanae.workflow.wording import words_of

LANGUAGES = ("en", "ja", "ko")
SOURCE = Path(kanae.__file__).parent
NAMES_KEPT_IN_LATIN = {
    *("kanae", "MIT", "CC", "BY", "CSV", "S", "p", "SIPRI", "GDP", "DMDC", "WGS", "Natural", "Earth", "km"),
    *("Leeds", "Anac"),
    *("GDELT", "ICEWS", "POLECAT", "CAMEO"),
    *("geocoder", "reverse", "natural", "earth"),  # the package with the outlines
}


def places(text: str) -> set[str]:
    return {place for _, place, _, _ in string.Formatter().parse(text) if place is not None}


def test_the_languages_have_the_same_sentences() -> None:
    assert {frozenset(words_of(lang).texts) for lang in LANGUAGES} == {frozenset(words_of("en").texts)}


@pytest.mark.parametrize("key", words_of("en").texts)
def test_a_sentence_has_the_same_places_in_every_language(key: str) -> None:
    assert {lang: places(words_of(lang).texts[key]) for lang in LANGUAGES} == dict.fromkeys(
        LANGUAGES, places(words_of("en").texts[key])
    )


@pytest.mark.parametrize("lang", ["ja", "ko"])
def test_no_english_is_left_over(lang: str) -> None:
    for key, text in words_of(lang).texts.items():
        without_places = re.sub(r"\{[^}]*\}", "", text)
        assert set(re.findall(r"[A-Za-z]+", without_places)) <= NAMES_KEPT_IN_LATIN, key


def test_japanese_uses_its_own_brackets_and_colons() -> None:
    for key, text in words_of("ja").texts.items():
        assert not re.search(r"[():]", re.sub(r"\{[^}]*\}", "", text)), key


def test_every_sentence_is_said_somewhere() -> None:
    code = "\n".join(path.read_text(encoding="utf-8") for path in SOURCE.rglob("*.py"))
    said = set(re.findall(r'"([a-z0-9.\-]+)"', code))
    beginnings = tuple(set(re.findall(r'f"([a-z0-9\-]+\.[a-z0-9.\-]*)\{', code)))
    assert [key for key in words_of("en").texts if key not in said and not key.startswith(beginnings)] == []


def test_a_missing_sentence_or_value_is_named() -> None:
    words = words_of("en")
    with pytest.raises(KanaeError, match=r"no sentence 'no\.such'"):
        words.say("no.such")
    with pytest.raises(KanaeError, match=r"no value for 'n'"):
        words.say("records.sources")


@pytest.mark.parametrize(
    ("lang", "day", "month", "span"),
    [
        ("en", "18 Aug 2023", "Aug 2023", "19 Aug 2024 – 29 Aug 2024"),
        ("ja", "2023年8月18日", "2023年8月", "2024年8月19日～2024年8月29日"),
        ("ko", "2023년 8월 18일", "2023년 8월", "2024년 8월 19일~2024년 8월 29일"),
    ],
)
def test_dates_are_written_as_precisely_as_known(lang: str, day: str, month: str, span: str) -> None:
    words = words_of(lang)
    assert words.day(date(2023, 8, 18)) == day
    assert words.date(PartialDate.parse("2023-08-18")) == day
    assert words.date(PartialDate.parse("2023-08")) == month
    assert words.date(PartialDate.parse("2024-08-19/2024-08-29")) == span


def test_a_number_is_a_link_to_its_records_and_equal_numbers_share_one() -> None:
    words = words_of("en")
    first = words.figure(count_of(["a", "b"]))
    assert (first.text, first.target) == ("2", "#n1")
    assert words.figure(count_of(["c", "d"])).target == "#n2"
    assert words.figure(count_of(["a", "b"])).target == "#n1"


def test_a_number_without_records_is_refused() -> None:
    with pytest.raises(MeasureError, match="no record behind it"):
        Figure(3, ())


def test_what_is_not_known_is_said_and_not_zero() -> None:
    span = words_of("en").figure(Figure(None, ()))
    assert (span.text, span.target) == ("not known", "")


def test_a_sentence_keeps_its_links() -> None:
    words = words_of("ja")
    rich = words.rich("records.sources", n=count_of(["a"]))
    assert text_of(rich) == "このページが引用する出典は1件である。"
    assert [span.target for span in rich if span.target] == ["#n1"]
