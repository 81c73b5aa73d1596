"""The brief from the real ledger: every number has records, every link leads somewhere, every page is whole."""

from __future__ import annotations

import html
import io
import json
import re
import zipfile
from collections import Counter
from datetime import date
from typing import TYPE_CHECKING

import pytest

from kanae.model.status import Reading
from kanae.report.blocks import Entries, Paragraph, Picture, Table
from kanae.report.brief import compose_brief
from kanae.report.docx import as_docx
from kanae.report.html import JOINER, Stationery, as_html
from kanae.report.markdown import as_markdown
from kanae.report.rich import text_of
from kanae.store.location import read_package_text
from kanae.workflow.answers import answer
from kanae.workflow.briefs import whole_answer
from kanae.workflow.statuses import ask
from kanae.workflow.wording import words_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kanae.ledger.book import Ledger
    from kanae.report.answers import Answers
    from kanae.report.blocks import Page
    from kanae.report.rich import Rich

LANGUAGES = ("en", "ja", "ko")


def stationery() -> Stationery:
    return Stationery(*(read_package_text("report", "templates", f"page.{ending}") for ending in ("html", "css", "js")))


def tables_of(page: Page) -> list[Table]:
    blocks = [block for section in page.sections for block in section.blocks]
    return [
        block.table if isinstance(block, Picture) else block for block in blocks if isinstance(block, Picture | Table)
    ]


def riches_of(page: Page) -> Iterator[Rich]:
    for section in page.sections:
        for block in section.blocks:
            if isinstance(block, Paragraph):
                yield block.text
            if isinstance(block, Entries):
                for entry in block.items:
                    yield entry.head
                    yield from entry.lines
    for table in tables_of(page):
        for row in table.rows:
            yield from row


@pytest.fixture(scope="session")
def documents(pages: dict[str, Page]) -> dict[str, str]:
    empty = {f"{name}-{size}": "<svg></svg>" for name in pictures(pages["en"]) for size in ("wide", "narrow")}
    return {lang: as_html(page, stationery(), empty) for lang, page in pages.items()}


def pictures(page: Page) -> list[str]:
    return [block.anchor for section in page.sections for block in section.blocks if isinstance(block, Picture)]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_link_within_the_page_leads_to_one_place(documents: dict[str, str], lang: str) -> None:
    ids = Counter(re.findall(r' id="([^"]*)"', documents[lang]))
    assert [name for name, n in ids.items() if n > 1] == []
    assert set(re.findall(r'href="#([^"]*)"', documents[lang])) - set(ids) == set()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_links_of_pictures_lead_to_records(pages: dict[str, Page], documents: dict[str, str], lang: str) -> None:
    ids = set(re.findall(r' id="([^"]*)"', documents[lang]))
    specifications = json.dumps(
        [(block.wide, block.narrow) for s in pages[lang].sections for block in s.blocks if isinstance(block, Picture)]
    )
    targets = set(re.findall(r'"url": "#([^"]*)"', specifications))
    assert len(targets) > 200
    assert targets - ids == set()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_page_asks_nothing_of_anybody(documents: dict[str, str], lang: str) -> None:
    text = documents[lang]
    assert re.findall(r"<(?:script|img|link|iframe|object|embed)[^>]* (?:src|href|data)=", text) == []
    assert "@import" not in text
    assert re.findall(r"url\((?!#)", text) == []
    assert "default-src &#39;none&#39;" in text or "default-src 'none'" in text
    outside = re.findall(r'href="([a-z]+:)', text)
    assert set(outside) <= {"http:", "https:"}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_number_of_a_sentence_leads_to_records_of_the_page(pages: dict[str, Page], lang: str) -> None:
    page = pages[lang]
    figures = {
        entry.anchor: entry
        for section in page.sections
        if section.anchor == "figures"
        for block in section.blocks
        if isinstance(block, Entries)
        for entry in block.items
    }
    spans = [span for rich in riches_of(page) for span in rich if span.role == "figure"]
    assert len(spans) > 100
    for span in spans:
        entry = figures[span.target.removeprefix("#")]
        assert any(part.role == "record" for part in entry.head), span


def test_the_answer_has_five_sentences_with_numbers(pages: dict[str, Page]) -> None:
    for page in pages.values():
        answer_section = page.sections[0]
        leads = [block for block in answer_section.blocks if isinstance(block, Paragraph) and block.role == "lead"]
        assert len(leads) == 5
        assert all(any(span.role == "figure" for span in block.text) for block in leads)


def test_the_standings_of_the_answer_add_up(pages: dict[str, Page]) -> None:
    first = next(block for block in pages["en"].sections[0].blocks if isinstance(block, Paragraph))
    numbers = [int(span.text) for span in first.text if span.role == "figure"]
    assert numbers[0] == sum(numbers[1:])


def test_the_languages_have_the_same_numbers_and_records(pages: dict[str, Page]) -> None:
    def shape(page: Page) -> list[tuple[str, str]]:
        return [
            (span.role, span.target)
            for rich in riches_of(page)
            for span in rich
            if span.role in ("figure", "record") and not span.target.startswith("#n")
        ]

    assert Counter(shape(pages["ja"])) == Counter(shape(pages["en"])) == Counter(shape(pages["ko"]))


@pytest.mark.parametrize("lang", ["ja", "ko"])
def test_no_english_sentence_is_left_over(pages: dict[str, Page], lang: str) -> None:
    for rich in riches_of(pages[lang]):
        own = "".join(
            span.text for span in rich if span.role not in ("source", "address", "record", "publisher", "command")
        )
        without_names = re.sub(r"[A-Z][\w&.,'’+/()-]*(?: (?:of|and|for|the|[A-Z(&][\w&.,'’+/()-]*))*", "", own)
        assert not re.search(r"[a-z]{3,} [a-z]{2,} [a-z]{2,}", without_names), own


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_page_stays_small(documents: dict[str, str], lang: str) -> None:
    assert len(documents[lang].encode()) < 2_400_000  # drawings add half a megabyte to a limit of three


def test_titles_of_sources_cannot_break_out_of_the_page(answers: Answers) -> None:
    page = compose_brief(words_of("en"), answers, "</title><script>alert(1)</script>")
    empty = {f"{name}-{size}": "" for name in pictures(page) for size in ("wide", "narrow")}
    assert "<script>alert" not in as_html(page, stationery(), empty)


def test_markdown_has_every_heading_and_every_link_within_leads_somewhere(pages: dict[str, Page]) -> None:
    text = as_markdown(pages["ko"])
    ids = set(re.findall(r'<a id="([^"]*)">', text))
    assert all(html.escape(section.title, quote=False) in text for section in pages["ko"].sections)
    assert (
        set(re.findall(r"\]\(<#([^>]*)>\)", text)) - ids - {table.anchor for table in tables_of(pages["ko"])} == set()
    )


def test_word_has_a_bookmark_for_every_link_within(pages: dict[str, Page]) -> None:
    with zipfile.ZipFile(io.BytesIO(as_docx(pages["ja"]))) as file:
        body = file.read("word/document.xml").decode()
    names = re.findall(r'<w:bookmarkStart [^>]*w:name="([^"]*)"', body)
    assert len(names) == len(set(names))
    assert set(re.findall(r'w:anchor="([^"]*)"', body)) <= set(names)
    assert "日米韓" in body


def test_equal_reports_are_equal_files(pages: dict[str, Page]) -> None:
    assert as_docx(pages["en"]) == as_docx(pages["en"])


def test_facts_hold_every_commitment_with_its_evidence(pages: dict[str, Page], answers: Answers) -> None:
    facts = json.loads(json.dumps(pages["en"].facts))
    assert len(facts["commitments"]) == len(answers.commitments)
    assert facts["as_of"] == "2026-02-28" == facts["covered_to"]
    for row in facts["commitments"]:
        assert row["evidence_ids"] or row["status"] in ("no-evidence-found", "superseded"), row
        assert row["source_ids"], row


def test_a_day_beyond_the_coverage_is_warned_of(ledger: Ledger) -> None:
    late = whole_answer(ask(ledger, "camp-david", as_of=date(2026, 6, 1)), None, lambda _: None)
    page = compose_brief(words_of("en"), late, "0")
    assert "93 days after" in text_of(page.warnings[0])


def test_the_day_of_knowledge_is_said(ledger: Ledger) -> None:
    day = date(2026, 11, 24)
    page = compose_brief(
        words_of("en"), whole_answer(ask(ledger, "camp-david", known_on=day), day, lambda _: None), "0"
    )
    assert any("24 Nov 2026" in text_of(warning) for warning in page.warnings)


def test_before_the_first_commitment_there_is_no_answer_and_no_crash(ledger: Ledger) -> None:
    early = answer(ask(ledger, "camp-david", as_of=date(2020, 1, 1)))
    for lang in LANGUAGES:
        page = compose_brief(words_of(lang), early, "0")
        assert len([b for b in page.sections[0].blocks if isinstance(b, Paragraph) and b.role == "lead"]) == 1


def test_the_wide_reading_says_whose_acts_it_counts(ledger: Ledger) -> None:
    wide = whole_answer(ask(ledger, "camp-david", reading=Reading.WIDE), None, lambda _: None)
    page = compose_brief(words_of("en"), wide, "0")
    assert "a wider group" in text_of(next(b for b in page.sections[0].blocks if isinstance(b, Paragraph)).text)


@pytest.mark.parametrize("framework", ["quad", "aukus", "jpn-kor", "jpn-phl-usa", "chn-jpn-kor"])
def test_any_other_framework_is_data(ledger: Ledger, framework: str) -> None:
    other = answer(ask(ledger, framework, as_of=date(2026, 2, 28)))
    for lang in LANGUAGES:
        page = compose_brief(words_of(lang), other, "0")
        assert page.sections[0].anchor == "answer"
        empty = {f"{name}-{size}": "" for name in pictures(page) for size in ("wide", "narrow")}
        text = as_html(page, stationery(), empty)
        assert set(re.findall(r'href="#([^"]*)"', text)) <= set(re.findall(r' id="([^"]*)"', text))


def test_a_line_breaks_where_an_editor_would_and_cells_hold_what_is_saved(documents: dict[str, str]) -> None:
    prose = re.findall(r"<p[ >].*?</p>|<figcaption>.*?</figcaption>", documents["ko"], re.DOTALL)
    held = [re.sub("<[^>]+>", "", part) for part in prose]
    assert sum(part.count(JOINER) for part in held) > 50
    assert [part for part in held if re.search("[)’”%][가-힣]", part)] == []
    cells = [cell for text in documents.values() for cell in re.findall(r"<t[dh][ >].*?</t[dh]>", text, re.DOTALL)]
    assert [cell for cell in cells if JOINER in cell] == []
    assert JOINER not in documents["en"]
