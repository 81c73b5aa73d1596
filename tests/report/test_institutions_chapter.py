"""The chapter on institutions: what it says in three languages, where its links lead, and what it must not claim."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest

from kanae.measures.institution_history import InstitutionHistory
from kanae.measures.instruments import InstrumentComparison
from kanae.report.blocks import Entries, Paragraph, Picture, Section, Table
from kanae.report.brief import compose_brief
from kanae.report.html import Stationery, as_html
from kanae.report.measured import Measured
from kanae.report.rich import text_of
from kanae.store.location import read_package_text
from kanae.workflow.answers import answer
from kanae.workflow.measures import institutionalisation, instruments
from kanae.workflow.measuring import MeasureOptions
from kanae.workflow.statuses import ask
from kanae.workflow.wording import words_of

if TYPE_CHECKING:
    from kanae.ledger.book import Ledger
    from kanae.report.answers import Answers
    from kanae.report.blocks import Page

LANGUAGES = ("en", "ja", "ko")


def measured_on(ledger: Ledger, framework: str, as_of: date) -> Measured:
    question = ask(ledger, framework, as_of=as_of)
    results = {
        "institutionalisation": institutionalisation.compute(question, MeasureOptions()),
        "instruments": instruments.compute(question, MeasureOptions()),
    }
    return Measured(results, {"instruments": instruments.table(question, results["instruments"])})


@pytest.fixture(scope="module")
def measured(ledger: Ledger) -> Measured:
    return measured_on(ledger, "camp-david", date(2026, 2, 28))


@pytest.fixture(scope="module")
def with_chapter(answers: Answers, measured: Measured) -> dict[str, Page]:
    told = replace(answers, measured=measured)
    return {lang: compose_brief(words_of(lang), told, "0") for lang in LANGUAGES}


def chapter(page: Page) -> Section:
    return next(section for section in page.sections if section.anchor == "institutionalisation")


def pictures(page: Page) -> list[Picture]:
    return [block for block in chapter(page).blocks if isinstance(block, Picture)]


def test_without_the_measure_there_is_no_chapter(answers: Answers) -> None:
    page = compose_brief(words_of("en"), replace(answers, measured=None), "0")
    assert "institutionalisation" not in {section.anchor for section in page.sections}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_each_picture_says_what_it_shows_and_that_it_is_not_strength(with_chapter: dict[str, Page], lang: str) -> None:
    blocks = chapter(with_chapter[lang]).blocks
    shown = [place for place, block in enumerate(blocks) if isinstance(block, Picture)]
    assert len(shown) == 3
    for place in shown:
        says = blocks[place + 1]
        assert isinstance(says, Paragraph)
        assert "Leeds & Anac 2005" in text_of(says.text)
    first = blocks[0]
    assert isinstance(first, Paragraph)
    assert "Leeds & Anac 2005" in text_of(first.text)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_link_of_the_page_leads_to_a_place_in_it(with_chapter: dict[str, Page], lang: str) -> None:
    assert broken_links(with_chapter[lang]) == set()


@pytest.mark.parametrize(
    ("framework", "as_of"),
    [("camp-david", date(2005, 6, 30)), ("jpn-kor", date(2026, 2, 28)), ("quad", date(2025, 12, 31))],
)
def test_links_hold_of_other_frameworks_and_days(ledger: Ledger, framework: str, as_of: date) -> None:
    told = replace(answer(ask(ledger, framework, as_of=as_of)), measured=measured_on(ledger, framework, as_of))
    page = compose_brief(words_of("en"), told, "0")
    assert chapter(page).blocks
    assert broken_links(page) == set()


def test_beyond_the_coverage_the_chapter_says_so_and_shows_no_score(ledger: Ledger) -> None:
    late = date(2026, 11, 26)
    told = replace(answer(ask(ledger, "camp-david", as_of=late)), measured=measured_on(ledger, "camp-david", late))
    (only,) = chapter(compose_brief(words_of("ko"), told, "0")).blocks
    assert isinstance(only, Paragraph)
    assert text_of(only.text) == words_of("ko").texts["reason.year-beyond-coverage"]


def broken_links(page: Page) -> set[str]:
    drawings = {f"{picture.anchor}-{size}": "" for picture in all_pictures(page) for size in ("wide", "narrow")}
    stationery = Stationery(
        read_package_text("report/templates/page.html"),
        read_package_text("report/templates/page.css"),
        read_package_text("report/templates/page.js"),
    )
    text = as_html(page, stationery, drawings)
    return set(re.findall(r'href="#([^"]*)"', text)) - set(re.findall(r' id="([^"]*)"', text))


def all_pictures(page: Page) -> list[Picture]:
    return [block for section in page.sections for block in section.blocks if isinstance(block, Picture)]


def test_the_languages_show_the_same_numbers(with_chapter: dict[str, Page]) -> None:
    def numbers(lang: str) -> list[str]:
        lines = (text_of(block.text) for block in chapter(with_chapter[lang]).blocks if isinstance(block, Paragraph))
        return sorted(re.findall(r"\d+(?:[.,]\d+)*", " ".join(lines)))

    assert numbers("ja") == numbers("ko")
    assert set(numbers("en")) <= set(numbers("ja"))


def test_a_mean_is_drawn_only_where_enough_items_are_known(with_chapter: dict[str, Page], measured: Measured) -> None:
    history = measured.of("institutionalisation", InstitutionHistory)
    assert history is not None
    fit = {
        (row.framework, side)
        for row in history.latest
        if row.scores is not None
        for side, score in (("design", row.scores.design), ("implementation", row.scores.implementation))
        if score.n_known >= history.mean_items
    }
    layers = pictures(with_chapter["en"])[0].wide["layer"]
    assert len(layers[1]["data"]["values"]) == len(fit)
    assert len(layers[0]["data"]["values"]) == 2 * len(history.latest)


def test_the_matrix_shows_every_core_type_of_every_framework_of_which_any_is_known(
    with_chapter: dict[str, Page], measured: Measured
) -> None:
    compared = measured.of("instruments", InstrumentComparison)
    assert compared is not None
    core = [row for row in compared.states if row.is_core]
    known = {row.framework for row in core if row.state is not None}
    matrix = pictures(with_chapter["ja"])[2]
    assert len(matrix.wide["layer"][0]["data"]["values"]) == 6 * len(known)
    assert len(matrix.table.rows) == len(core)


def test_the_table_of_years_holds_each_year_in_which_a_number_changed(with_chapter: dict[str, Page]) -> None:
    table = next(
        block
        for block in chapter(with_chapter["en"]).blocks
        if isinstance(block, Table) and block.anchor == "instrument-years"
    )
    years = [int(text_of(row[0])) for row in table.rows]
    assert years == sorted(years, reverse=True)
    assert {2016, 2022, 2023, 2026} <= set(years)


def test_the_records_compared_stand_on_the_page_with_their_sources(with_chapter: dict[str, Page]) -> None:
    page = with_chapter["ko"]
    records = next(section for section in page.sections if section.anchor == "records")
    entries = next(
        block
        for block in records.blocks
        if isinstance(block, Entries) and block.heading.startswith(words_of("ko").texts["records.compared"])
    )
    anchors = {entry.anchor for entry in entries.items}
    assert {"jpn-kor-gsomia-2016", "aus-jpn-raa-2022", "quad"} <= anchors
    cited = {
        span.target.removeprefix("#")
        for entry in entries.items
        for line in entry.lines
        for span in line
        if span.role == "source"
    }
    sources = next(section for section in page.sections if section.anchor == "sources")
    listed = {entry.anchor for block in sources.blocks if isinstance(block, Entries) for entry in block.items}
    assert cited
    assert cited <= listed
