"""The chapter on events in the news: from a made store to the page, in three languages."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
from tests.events.conftest import packed, row, rows, take_in
from tests.events.made_store import MEMBERS, made_store

from kanae.report.blocks import Paragraph, Picture, Section, Table
from kanae.report.brief import compose_brief
from kanae.report.charts.events import NOTE_SIZE, NewsRow, NewsSpan, balance_chart, shares_chart
from kanae.report.charts.frame import width_of
from kanae.report.html import Stationery, as_html
from kanae.report.rich import text_of
from kanae.store.location import read_package_text
from kanae.workflow.event_chapter import news_answer
from kanae.workflow.event_signs import occasions_of
from kanae.workflow.statuses import ask
from kanae.workflow.wording import words_of

if TYPE_CHECKING:
    from pathlib import Path

    from kanae.ledger.book import Ledger
    from kanae.report.answers import Answers
    from kanae.report.blocks import Page
    from kanae.report.news import NewsAnswer

LANGUAGES = ("en", "ja", "ko")
GONE = frozenset(date(2022, 6, 1) + timedelta(days=number) for number in range(12))


@pytest.fixture(scope="module")
def news(ledger: Ledger, tmp_path_factory: pytest.TempPathFactory) -> NewsAnswer:
    question = ask(ledger, "camp-david")
    met = {row.first for row in occasions_of(question, "meeting", MEMBERS) if row.exact}
    folder = made_store(tmp_path_factory.mktemp("news"), date(2022, 1, 1), 485, met=met, missing=GONE)
    return news_answer(question, folder)


@pytest.fixture(scope="module")
def news_pages(answers: Answers, news: NewsAnswer) -> dict[str, Page]:
    return {lang: compose_brief(words_of(lang), replace(answers, news=news), "0") for lang in LANGUAGES}


@pytest.fixture(scope="module")
def long_news(ledger: Ledger, tmp_path_factory: pytest.TempPathFactory) -> NewsAnswer:
    """Five years with a report now and then, and nothing else."""
    question = ask(ledger, "camp-david")
    met = {row.first for row in occasions_of(question, "meeting", MEMBERS)[::6] if row.exact}
    folder = made_store(tmp_path_factory.mktemp("long"), date(2018, 1, 1), 1826, met=met, quiet=True)
    return news_answer(question, folder)


def chapter(page: Page) -> Section:
    return next(section for section in page.sections if section.anchor == "events")


def pictures(page: Page) -> list[Picture]:
    return [block for block in chapter(page).blocks if isinstance(block, Picture)]


def test_without_a_store_there_is_no_chapter(pages: dict[str, Page]) -> None:
    assert [page for page in pages.values() if any(section.anchor == "events" for section in page.sections)] == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_recall_and_precision_stand_beside_every_chart(lang: str, news_pages: dict[str, Page]) -> None:
    blocks = chapter(news_pages[lang]).blocks
    places = [place for place, block in enumerate(blocks) if isinstance(block, Picture)]
    assert len(places) == 2
    for place in places:
        meetings, exercises = (text_of(block.text) for block in blocks[place + 1 : place + 3])  # type: ignore[union-attr]
        assert "100" in meetings  # every made meeting is found
        assert words_of(lang).texts["events.called.attention"] in exercises  # type: ignore[operator]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_link_of_the_chapter_leads_somewhere(lang: str, news_pages: dict[str, Page]) -> None:
    texts = (read_package_text("report", "templates", f"page.{ending}") for ending in ("html", "css", "js"))
    page = news_pages[lang]
    drawings = {
        f"{block.anchor}-{size}": ""
        for section in page.sections
        for block in section.blocks
        if isinstance(block, Picture)
        for size in ("wide", "narrow")
    }
    html = as_html(page, Stationery(*texts), drawings)
    anchors = set(re.findall(r'id="([^"]+)"', html))
    assert set(re.findall(r'href="#([^"]+)"', html)) - anchors == set()


def test_a_month_with_missing_files_has_no_value_in_the_rows(news_pages: dict[str, Page]) -> None:
    for picture in pictures(news_pages["en"]):
        june = [row for row in picture.table.rows if text_of(row[0]) == "Jun 2022"]
        assert len(june) == 4
        assert {text_of(cell) for row in june for cell in row[2:-1]} == {"not known"}
        assert {text_of(row[-1]) for row in june} == {"60%"}


def test_the_validation_is_a_table_of_every_pair_and_all(news_pages: dict[str, Page], news: NewsAnswer) -> None:
    tables = {block.anchor: block for block in chapter(news_pages["en"]).blocks if isinstance(block, Table)}
    assert len(tables["events-validation"].rows) == 8
    joint = news.validation.of("gdelt1", MEMBERS, "meeting")
    assert joint is not None
    row = tables["events-validation"].rows[3]
    assert text_of(row[2]) == f"{len(joint.recall.found)} of {len(joint.recall.tested)}"


def test_fewer_than_24_months_are_not_enough_and_the_page_says_so(news_pages: dict[str, Page]) -> None:
    texts = [text_of(block.text) for block in chapter(news_pages["en"]).blocks if isinstance(block, Paragraph)]
    assert any("No change was looked for" in text for text in texts)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_store_without_a_whole_day_draws_nothing(lang: str, answers: Answers, ledger: Ledger, tmp_path: Path) -> None:
    take_in([packed(tmp_path / "20191024143000.export.CSV.gz", rows(9))], tmp_path / "store")
    answer = replace(answers, news=news_answer(ask(ledger, "camp-david"), tmp_path / "store"))
    page = compose_brief(words_of(lang), answer, "0")  # type: ignore[arg-type]
    assert pictures(page) == []
    (read,) = [block for block in chapter(page).blocks if isinstance(block, Table)]
    assert [text_of(cell) for cell in read.rows[0][2:7]] == ["6", "0", "0", "0", "6"]
    texts = [text_of(block.text) for block in chapter(page).blocks if isinstance(block, Paragraph)]
    assert len(texts) == 3
    assert "713" in texts[1]
    assert texts[2] == words_of(lang).texts["events.streams.english"]


def test_a_source_without_rows_is_never_shown_before_one_with_rows(ledger: Ledger, tmp_path: Path) -> None:
    empty = row(58, a_country="DEU", b_country="", event_id="1")
    files = [
        packed(tmp_path / "20160728.export.CSV.gz", empty),
        packed(tmp_path / "20191024143000.export.CSV.gz", rows(9)),
    ]
    take_in(files, tmp_path / "store")
    answer = news_answer(ask(ledger, "camp-david"), tmp_path / "store")
    assert (answer.source, answer.others, answer.streams) == ("gdelt2", ("gdelt1",), ("english",))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_row_says_of_meetings_and_of_exercises_what_it_may_be_called(
    lang: str, answers: Answers, long_news: NewsAnswer
) -> None:
    drawn = pictures(compose_brief(words_of(lang), replace(answers, news=long_news), "0"))[0]  # type: ignore[arg-type]
    said = words_of(lang).texts
    for chart, lines in ((drawn.wide, 4), (drawn.narrow, 8)):
        notes = [text for text in texts_of(chart) if said["events.called.attention"] in text]  # type: ignore[operator]
        assert len(notes) == lines
        assert max(width_of(text, NOTE_SIZE) for text in notes) <= (700 if lines == 4 else 310)


def texts_of(chart: dict[str, object]) -> list[str]:
    parts = [part for layer in chart["layer"] for part in layer.get("layer", [layer])]  # type: ignore[attr-defined]
    return [value["text"] for part in parts if part["mark"]["type"] == "text" for value in part["data"]["values"]]


def spans(*, whole: bool) -> list[NewsSpan]:
    days = [(date(2022, month, 1), date(2022, month, 28)) for month in (1, 2, 3)]
    return [
        NewsSpan(*pair, whole or place != 1, False, (0.2, 0.5, 0.2, 0.1), (-0.9, -1.5, -0.3), "t")
        for place, pair in enumerate(days)
    ]


@pytest.mark.parametrize("draw", [shares_chart, balance_chart])
@pytest.mark.parametrize("wide", [True, False])
def test_a_period_that_is_not_whole_is_hatched_and_has_no_mark(draw: object, wide: bool) -> None:
    def marks(chart: dict[str, object], kind: str) -> int:
        found = 0
        for layer in chart["layer"]:  # type: ignore[attr-defined]
            for part in layer.get("layer", [layer]):
                if part["mark"]["type"] == kind and "x" in part["encoding"]:
                    found += len(part["data"]["values"])
        return found

    full = draw([NewsRow("a", ("b",), spans(whole=True))], wide=wide)  # type: ignore[operator]
    torn = draw([NewsRow("a", ("b",), spans(whole=False))], wide=wide)  # type: ignore[operator]
    assert (marks(full, "rule"), marks(torn, "rule")) == (0, 3)
    assert marks(torn, "rect") * 3 == marks(full, "rect") * 2
