"""The page of claims and the chapter of the brief: whole in three languages, every number with records."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest

from kanae.ledger.claims import claims_of
from kanae.ledger.load import read_sound
from kanae.model.claims import CheckedClaim, Decision, Verdict
from kanae.model.records import Source
from kanae.report.blocks import Entries, Entry, Page, Paragraph, Picture, Section, Table
from kanae.report.brief import compose_brief
from kanae.report.claim_groups import publications_of
from kanae.report.claims import figure_of, has_changed, verdict_of
from kanae.report.claims_page import compose_claims_page
from kanae.report.html import Stationery, as_html
from kanae.report.rich import text_of
from kanae.store.location import find_ledger, read_package_text
from kanae.store.queries import QueryRunner
from kanae.workflow.claims import ClaimsAsked, ClaimsChecked, check_read_claims
from kanae.workflow.wording import words_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kanae.model.records import Language
    from kanae.report.answers import Answers
    from kanae.report.rich import Rich

LANGUAGES: tuple[Language, ...] = ("en", "ja", "ko")
CHAPTER_BYTES = 120_000


@pytest.fixture(scope="module")
def checked() -> ClaimsChecked:
    claims = claims_of(read_sound(find_ledger()))
    with QueryRunner() as runner:
        return check_read_claims(claims, claims.reading.ledger(), ClaimsAsked(), runner)


@pytest.fixture(scope="module")
def of_claims(checked: ClaimsChecked) -> dict[str, Page]:
    return {lang: page_of(checked, checked.rows, lang) for lang in LANGUAGES}


@pytest.fixture(scope="module")
def own(checked: ClaimsChecked) -> tuple[CheckedClaim, ...]:
    return tuple(row for row in checked.rows if row.claim.framework == "camp-david")


@pytest.fixture(scope="module")
def briefs(answers: Answers, own: tuple[CheckedClaim, ...]) -> dict[str, Page]:
    told = replace(answers, claims=own)
    return {lang: compose_brief(words_of(lang), told, "0") for lang in LANGUAGES}


def page_of(checked: ClaimsChecked, rows: tuple[CheckedClaim, ...], lang: Language) -> Page:
    return compose_claims_page(words_of(lang), checked.ledger, rows, "0", None)


def document(page: Page) -> str:
    texts = (read_package_text("report", "templates", f"page.{ending}") for ending in ("html", "css", "js"))
    blocks = [block for section in page.sections for block in section.blocks if isinstance(block, Picture)]
    empty = {f"{picture.anchor}-{size}": "<svg></svg>" for picture in blocks for size in ("wide", "narrow")}
    return as_html(page, Stationery(*texts), empty)


def section_named(page: Page, anchor: str) -> Section:
    return next(section for section in page.sections if section.anchor == anchor)


def claim_entries(page: Page) -> dict[str, Entry]:
    return {
        entry.anchor: entry
        for section in page.sections
        if section.anchor.startswith("claims-")
        for block in section.blocks
        if isinstance(block, Entries)
        for entry in block.items
    }


def lines_of(section: Section) -> Iterator[Rich]:
    for block in section.blocks:
        match block:
            case Paragraph():
                yield block.text
            case Entries():
                for entry in block.items:
                    yield entry.head
                    yield from entry.lines
            case Table():
                for row in block.rows:
                    yield from row
            case Picture():
                for row in block.table.rows:
                    yield from row
            case _:
                continue


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_link_leads_to_one_place(of_claims: dict[str, Page], briefs: dict[str, Page], lang: str) -> None:
    for page in (of_claims[lang], briefs[lang]):
        text = document(page)
        ids = Counter(re.findall(r' id="([^"]*)"', text))
        assert [name for name, n in ids.items() if n > 1] == []
        assert set(re.findall(r'href="#([^"]*)"', text)) - set(ids) == set()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_claim_stands_in_its_section_with_its_verdict_in_words(
    of_claims: dict[str, Page], checked: ClaimsChecked, lang: Language
) -> None:
    entries = claim_entries(of_claims[lang])
    assert set(entries) == {row.claim.id for row in checked.rows}
    for row in checked.rows:
        entry = entries[row.claim.id]
        assert entry.badge == checked.ledger.label("verdicts", verdict_of(row), lang)
        assert text_of(entry.head).startswith(row.claim.text.text(lang))
        anchors = {span.target.removeprefix("#") for line in entry.lines for span in line}
        assert set(row.record_ids) <= anchors


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_figure_is_named_and_its_days_are_written_as_the_language_writes_them(
    of_claims: dict[str, Page], checked: ClaimsChecked, lang: Language
) -> None:
    entries = claim_entries(of_claims[lang])
    found = [row for row in checked.rows if row.finding is not None and row.finding.figure is not None]
    assert len(found) > 100
    for row in found:
        entry, name = entries[row.claim.id], row.claim.figure or row.claim.indicator
        assert name is not None, row.claim.id
        shown = [text_of(line) for line in entry.lines]
        assert any(name.text(lang) in line for line in shown), row.claim.id
        figure = next(line for line in shown if line.startswith(figure_of(words_of(lang), row)))
        assert not re.search(r"\d{4}-\d\d", figure), row.claim.id
        assert text_of(entry.head) == row.claim.text.text(lang)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_name_of_a_figure_stands_in_brackets_and_has_none_itself(checked: ClaimsChecked, lang: Language) -> None:
    names = {row.claim.id: row.claim.figure.text(lang) for row in checked.rows if row.claim.figure is not None}
    assert [claim_id for claim_id, name in names.items() if re.search(r"[()（）]", name)] == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_role_says_whose_it_is(of_claims: dict[str, Page], checked: ClaimsChecked, lang: Language) -> None:
    lines = [text_of(line) for line in claim_entries(of_claims[lang])["sakata-2026-c087"].lines]
    for state in ("JPN", "KOR"):
        name = checked.ledger.label("states", state, lang)
        assert any(re.search(rf"\d\S* {name}[:：]", line) for line in lines), state


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_figure_has_records_beside_it(of_claims: dict[str, Page], checked: ClaimsChecked, lang: Language) -> None:
    entries = claim_entries(of_claims[lang])
    records = set(checked.ledger.by_id)
    for row in checked.rows:
        if row.finding is not None and row.finding.figure is not None:
            targets = {span.target.removeprefix("#") for line in entries[row.claim.id].lines for span in line}
            assert targets & records, row.claim.id


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_summary_counts_each_claim_of_a_publication_once(
    of_claims: dict[str, Page], checked: ClaimsChecked, lang: str
) -> None:
    pictures = [block for block in section_named(of_claims[lang], "summary").blocks if isinstance(block, Picture)]
    for picture, rows in zip(pictures, publications_of(checked.rows).values(), strict=True):
        numbers = [[int(text_of(cell)) for cell in row[1:]] for row in picture.table.rows]
        assert all(sum(row[:-1]) == row[-1] for row in numbers)
        assert sum(row[-1] for row in numbers) == len(rows)
        found = Counter(verdict_of(row) for row in rows)
        assert sorted(sum(column) for column in list(zip(*numbers, strict=True))[:-1]) == sorted(found.values())
        for specification in (picture.wide, picture.narrow):
            bars = specification["layer"][0]["data"]["values"]
            assert sum(bar["last"] - bar["first"] for bar in bars) == len(rows)


@pytest.mark.parametrize("lang", ["ja", "ko"])
def test_no_english_sentence_is_left_over(of_claims: dict[str, Page], briefs: dict[str, Page], lang: str) -> None:
    named = ("source", "address", "record", "publisher", "command")
    sections = [row for row in of_claims[lang].sections if row.anchor != "sources"]
    for section in (*sections, section_named(briefs[lang], "claims")):
        for rich in lines_of(section):
            own = "".join(span.text for span in rich if span.role not in named)
            without_names = re.sub(r"[A-Z][\w&.,'’+/()-]*(?: (?:of|and|for|the|[A-Z(&][\w&.,'’+/()-]*))*", "", own)
            assert not re.search(r"[a-z]{3,} [a-z]{2,} [a-z]{2,}", without_names), own


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_chapter_is_small_and_names_what_does_not_stand(
    briefs: dict[str, Page], answers: Answers, own: tuple[CheckedClaim, ...], lang: str
) -> None:
    chapter = section_named(briefs[lang], "claims")
    lists = [block for block in chapter.blocks if isinstance(block, Entries)]
    apart = {row.claim.id for row in own if verdict_of(row) in ("partly", "refuted") or has_changed(row)}
    assert {entry.anchor for entry in lists[0].items} == apart
    assert lists[0].open
    assert all(entry.lines for entry in lists[0].items)
    assert {entry.anchor for entry in lists[1].items} == {row.claim.id for row in own} - apart
    assert not lists[1].open
    bare = compose_brief(words_of(briefs[lang].lang), replace(answers, claims=()), "0")  # type: ignore[arg-type]
    assert len(document(briefs[lang]).encode()) - len(document(bare).encode()) < CHAPTER_BYTES


def test_without_claims_there_is_no_chapter(answers: Answers) -> None:
    page = compose_brief(words_of("en"), replace(answers, claims=()), "0")
    assert "claims" not in {section.anchor for section in page.sections}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_verdict_that_changed_since_the_publication_is_told_with_both_days(
    checked: ClaimsChecked, lang: Language
) -> None:
    row = next(row for row in checked.rows if verdict_of(row) == Verdict.CONFIRMED)
    changed = replace(row, then_on=date(2026, 1, 15), then=Decision(Verdict.REFUTED))
    page = page_of(checked, (changed,), lang)
    tables = [block for block in section_named(page, "summary").blocks if isinstance(block, Table)]
    cells = [text_of(cell) for cell in tables[0].rows[0]]
    words = words_of(lang)
    assert tables[0].caption == words.say("claims.changed")
    assert cells[1] == f"{checked.ledger.label('verdicts', 'refuted', lang)} {words.day(date(2026, 1, 15))}"
    assert cells[2] == f"{checked.ledger.label('verdicts', 'confirmed', lang)} {words.day(row.as_of)}"
    same = replace(row, then_on=date(2026, 1, 15), then=row.decision)
    shown = section_named(page_of(checked, (same,), lang), "summary").blocks
    assert not any(isinstance(block, Table) for block in shown)


def test_a_query_that_does_not_run_is_counted_apart_and_says_what_is_wrong(checked: ClaimsChecked) -> None:
    first, second = checked.rows[:2]
    broken = CheckedClaim(first.claim, first.as_of, None, fault="there is no column 'dat'")
    page = page_of(checked, (broken, second), "en")
    assert claim_entries(page)[first.claim.id].badge == "does not run"
    assert any("'dat'" in text_of(line) for line in claim_entries(page)[first.claim.id].lines)
    lead = next(block for block in section_named(page, "summary").blocks if isinstance(block, Paragraph))
    assert "The queries of 1 do not run" in text_of(lead.text)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_several_publications_have_a_part_each_and_one_has_its_name_as_title(
    of_claims: dict[str, Page], checked: ClaimsChecked, lang: Language
) -> None:
    by_publication = publications_of(checked.rows)
    assert len(by_publication) > 1
    page = of_claims[lang]
    listed = section_named(page, "publications").blocks[0]
    assert isinstance(listed, Entries)
    assert {entry.anchor for entry in listed.items} == set(by_publication)
    assert len(page.footer) == 1 + len(by_publication)
    publication, rows = next(iter(by_publication.items()))
    source = checked.ledger.get(publication)
    assert isinstance(source, Source)
    assert source.title is not None
    assert source.title in page_of(checked, rows, lang).title
    assert source.title not in page.title
