"""The chapter on rise and fall: what it says when a change is found and when none is, and where its links lead."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from kanae.measures.change_points import ChangePoint
from kanae.measures.cycle import Changes
from kanae.measures.dated_turns import HeldAgainst
from kanae.report.blocks import Paragraph, Picture, Section, Table
from kanae.report.brief import compose_brief
from kanae.report.html import Stationery, as_html
from kanae.report.measured import Measured
from kanae.report.rich import text_of
from kanae.report.sections.cycle import cycle_section
from kanae.store.location import read_package_text
from kanae.workflow.measures import change_points, cycle
from kanae.workflow.measuring import MeasureOptions
from kanae.workflow.statuses import ask
from kanae.workflow.wording import words_of

if TYPE_CHECKING:
    from kanae.ledger.book import Ledger
    from kanae.report.answers import Answers

LANGUAGES = ("en", "ja", "ko")


@pytest.fixture(scope="module")
def measured(ledger: Ledger) -> Measured:
    question = ask(ledger, "camp-david")
    return Measured(
        {
            "change-points": change_points.compute(question, MeasureOptions()),
            "cycle": cycle.compute(question, MeasureOptions()),
        }
    )


@pytest.fixture(scope="module")
def with_cycle(answers: Answers, measured: Measured) -> Answers:
    return replace(answers, measured=measured)


def without_changes(found: Changes) -> Changes:
    """Return the same series with every change taken for none."""
    none = [
        replace(
            row,
            change=ChangePoint(row.change.n, 0.4, found=False, reason="no-change-found"),
            held=tuple(HeldAgainst(held.record_id, held.could_be_found) for held in row.held),
        )
        if row.change.found
        else row
        for row in found.series
    ]
    return replace(found, series=tuple(none))


def sentences(section: Section) -> str:
    return " ".join(text_of(block.text) for block in section.blocks if isinstance(block, Paragraph))


def table_of(section: Section, anchor: str) -> Table:
    return next(block for block in section.blocks if isinstance(block, Table) and block.anchor == anchor)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_link_of_the_chapter_leads_to_a_place_of_the_page(with_cycle: Answers, lang: str) -> None:
    stationery = Stationery(*(read_package_text(f"report/templates/page.{end}") for end in ("html", "css", "js")))
    page = compose_brief(words_of(lang), with_cycle, "0")
    pictures = [block for section in page.sections for block in section.blocks if isinstance(block, Picture)]
    drawings = {f"{picture.anchor}-{size}": "" for picture in pictures for size in ("wide", "narrow")}
    document = as_html(page, stationery, drawings)
    anchors = set(re.findall(r'\bid="([^"]+)"', document))
    chapter = document[document.index('id="cycle"') : document.index('id="cycle-turns"')]
    links = set(re.findall(r'href="#([^"]+)"', chapter))
    assert links
    assert links <= anchors


def test_when_no_change_is_found_the_chapter_says_so(with_cycle: Answers, measured: Measured) -> None:
    none = without_changes(measured.results["change-points"])
    said = replace(with_cycle, measured=Measured({**measured.results, "change-points": none}))
    text = {lang: sentences(cycle_section(words_of(lang), said)) for lang in LANGUAGES}
    assert "No change found" in text["en"]
    assert "変化は見つからなかった" in text["ja"]
    assert "변화는 발견되지 않았다" in text["ko"]


def test_a_change_comes_with_a_range_and_what_many_tests_make_of_it(with_cycle: Answers, measured: Measured) -> None:
    found = [row for row in measured.results["change-points"].series if row.range is not None]
    section = cycle_section(words_of("en"), with_cycle)
    assert sentences(section).count("The new rate began between") == len(found)
    if found:
        assert "Holm" in sentences(section)


def test_the_table_has_a_row_for_every_series_and_the_turns_one_for_every_benchmark(
    with_cycle: Answers, measured: Measured, ledger: Ledger
) -> None:
    section = cycle_section(words_of("ko"), with_cycle)
    assert len(table_of(section, "cycle-changes").rows) == len(measured.results["change-points"].series)
    assert len(table_of(section, "cycle-turns").rows) == len(ledger.benchmarks)


def test_the_rows_behind_the_picture_add_up_to_the_counts(with_cycle: Answers, measured: Measured) -> None:
    section = cycle_section(words_of("en"), with_cycle)
    picture = next(block for block in section.blocks if isinstance(block, Picture))
    shown = {name: place for place, name in enumerate(picture.table.header)}
    setbacks = next(
        row.counted for row in measured.results["change-points"].half_years if row.counted.kind == "friction"
    )
    column = [int(text_of(row[shown["Setbacks"]])) for row in picture.table.rows]
    assert column == list(setbacks.counts.counts)
    assert sum(column) > 5


def test_no_bar_of_the_picture_lies_beyond_its_period(with_cycle: Answers, measured: Measured) -> None:
    picture = next(block for block in cycle_section(words_of("en"), with_cycle).blocks if isinstance(block, Picture))
    last = measured.results["change-points"].half_years[0].counted.counts.periods[-1].last.isoformat()
    bars = [value for layer in picture.wide["layer"] for value in layer["data"]["values"] if "n" in value]
    assert bars
    assert max(bar["end"] for bar in bars) <= last


def test_a_framework_without_series_has_no_chapter(with_cycle: Answers) -> None:
    nothing = replace(with_cycle, measured=Measured({"change-points": Changes("quarter", (), ())}))
    assert cycle_section(words_of("en"), nothing).blocks == ()
