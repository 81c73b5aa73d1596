"""The chapter on votes: from files to the page, in three languages, with every number led back to its roll calls."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest

from kanae.errors import MeasureError
from kanae.report.blocks import Entries, Paragraph, Picture, Section
from kanae.report.brief import compose_brief
from kanae.report.facts import facts_of
from kanae.report.html import Stationery, as_html
from kanae.report.rich import text_of
from kanae.store.location import read_package_text
from kanae.workflow.alignment import alignment_of
from kanae.workflow.answers import answer
from kanae.workflow.statuses import ask
from kanae.workflow.wording import words_of

if TYPE_CHECKING:
    from pathlib import Path

    from kanae.ledger.book import Ledger
    from kanae.model.alignment import Alignment
    from kanae.report.answers import Answers
    from kanae.report.blocks import Page

LANGUAGES = ("en", "ja", "ko")
MEMBERS = ("USA", "JPN", "KOR")
AS_OF = date(2026, 2, 28)


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Thirty roll calls in each of 2018 and 2019, three in 2026 by the day and one after it."""
    folder = tmp_path_factory.mktemp("votes")
    days = [f"{year}-12-{day:02}" for year in (2018, 2019) for day in range(1, 31)]
    days += ["2026-01-05", "2026-01-06", "2026-02-28", "2026-03-01"]
    lines = ["rcid,date,ccode,vote,descr,unres,nu"]
    for number, day in enumerate(days, start=1):
        chosen = {2: 3 if number % 3 == 0 else 1, 740: 1, 732: 2 if number % 5 == 0 else 1, 710: 3}
        lines += [
            f"{number},{day},{state},{choice},Resolution on matter {number},R/{number},{number % 2}"
            for state, choice in chosen.items()
        ]
    votes = folder / "votes.csv"
    votes.write_text("\n".join(lines) + "\n", encoding="utf-8")
    points = folder / "points.csv"
    rows = ["ccode,year,IdealPointFP,Q5%FP,Q95%FP"]
    rows += [f"{state},2024,{at},{at - 0.2:.1f},{at + 0.2:.1f}" for state, at in ((2, 2.5), (740, 1.0), (732, 0.8))]
    points.write_text("\n".join(rows) + "\n", encoding="utf-8")
    return [votes, points]


@pytest.fixture(scope="module")
def alignment(files: list[Path]) -> Alignment:
    found = alignment_of(MEMBERS, AS_OF, files)
    assert found is not None
    return found


@pytest.fixture(scope="module")
def with_votes(answers: Answers, alignment: Alignment) -> Answers:
    return replace(answers, alignment=alignment)


@pytest.fixture(scope="module")
def voting_pages(with_votes: Answers) -> dict[str, Page]:
    return {lang: compose_brief(words_of(lang), with_votes, "0") for lang in LANGUAGES}


def chapter(page: Page) -> Section:
    return next(section for section in page.sections if section.anchor == "votes")


def paragraphs(page: Page) -> list[str]:
    return [text_of(block.text) for block in chapter(page).blocks if isinstance(block, Paragraph)]


def test_the_chapter_speaks_of_the_last_year_with_enough_votes(alignment: Alignment) -> None:
    assert alignment.latest.year == 2019
    assert [row.n for row in alignment.years] == [30, 30, 3]


def test_votes_after_the_day_are_left_out(alignment: Alignment) -> None:
    assert alignment.years[-1].last == AS_OF


def test_measures_of_the_year_are_those_of_the_votes(alignment: Alignment) -> None:
    pairs = {(row.a, row.b): row for row in alignment.pairs_of(2019)}
    assert pairs["USA", "JPN"].agreement == pytest.approx(20 / 30)
    assert pairs["JPN", "KOR"].agreement == pytest.approx(27 / 30)
    assert pairs["USA", "KOR"].kappa is not None
    assert pairs["USA", "KOR"].low is not None
    assert all(row.low is None for row in alignment.pairs_of(2018))


def test_only_the_last_divergent_votes_are_named(alignment: Alignment) -> None:
    assert {row.resolution.year for row in alignment.divergent} == {2019}
    assert len(alignment.divergent) == 14


def test_distances_have_their_period_and_interval(alignment: Alignment) -> None:
    row = alignment.distances[0]
    assert (row.period, row.by, {row.a, row.b}) == (2024, "year", {"USA", "JPN"})
    assert row.distance == pytest.approx(1.5)
    assert row.low < row.distance < row.high


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_number_of_the_chapter_leads_to_records_of_the_page(voting_pages: dict[str, Page], lang: str) -> None:
    page = voting_pages[lang]
    pictures = [block.anchor for section in page.sections for block in section.blocks if isinstance(block, Picture)]
    texts = (read_package_text("report", "templates", f"page.{ending}") for ending in ("html", "css", "js"))
    empty = {f"{name}-{size}": "<svg></svg>" for name in pictures for size in ("wide", "narrow")}
    document = as_html(page, Stationery(*texts), empty)
    ids = re.findall(r' id="([^"]*)"', document)
    assert len(ids) == len(set(ids))
    assert set(re.findall(r'href="#([^"]*)"', document)) - set(ids) == set()
    lead = next(block for block in chapter(page).blocks if isinstance(block, Paragraph))
    assert sum(span.role == "figure" for span in lead.text) == 9


def test_points_of_the_picture_lead_to_years_of_the_page(voting_pages: dict[str, Page]) -> None:
    section = chapter(voting_pages["en"])
    anchors = {entry.anchor for block in section.blocks if isinstance(block, Entries) for entry in block.items}
    picture = next(block for block in section.blocks if isinstance(block, Picture))
    targets = set(re.findall(r'"url": "#([^"]*)"', json.dumps([picture.wide, picture.narrow])))
    assert targets
    assert targets <= anchors


def test_the_languages_show_the_same_numbers(voting_pages: dict[str, Page]) -> None:
    shown = {
        lang: [
            span.text
            for block in chapter(page).blocks
            if isinstance(block, Paragraph)
            for span in block.text
            if span.role == "figure"
        ]
        for lang, page in voting_pages.items()
    }
    assert sorted(shown["en"]) == sorted(shown["ja"]) == sorted(shown["ko"])


def test_no_english_is_left_in_the_chapter(voting_pages: dict[str, Page]) -> None:
    for lang in ("ja", "ko"):
        for block in chapter(voting_pages[lang]).blocks:
            riches = [block.text] if isinstance(block, Paragraph) else []
            if isinstance(block, Entries):
                riches = [rich for entry in block.items for rich in (entry.head, *entry.lines)]
            for rich in riches:
                own = "".join(span.text for span in rich if span.role not in ("address", "source", "command"))
                assert not re.search(r"[a-z]{3,} [a-z]{2,}", own), own


@pytest.mark.parametrize("lang", LANGUAGES)
def test_without_votes_the_chapter_says_how_to_get_them(answers: Answers, lang: str) -> None:
    said = paragraphs(compose_brief(words_of(lang), replace(answers, alignment=None), "0"))
    assert len(said) == 1
    assert "kanae votes fetch" in said[0]


def test_the_facts_hold_every_pair_and_divergent_vote(with_votes: Answers, alignment: Alignment) -> None:
    facts = json.loads(json.dumps(facts_of(with_votes, "0")))["votes"]
    assert len(facts["pairs"]) == len(alignment.pairs)
    assert facts["latest"] == 2019
    assert facts["divergent"][0]["choices"] == {"USA": "no", "JPN": "yes", "KOR": "yes"}
    assert all(row["record_ids"] for row in facts["pairs"])


def test_without_votes_the_facts_say_nothing_of_them(answers: Answers) -> None:
    assert facts_of(replace(answers, alignment=None), "0")["votes"] is None


def test_members_that_never_voted_are_an_error_and_no_empty_chapter(files: list[Path]) -> None:
    with pytest.raises(MeasureError, match="AUS, GBR"):
        alignment_of(("AUS", "GBR"), AS_OF, files)


def test_a_day_before_every_vote_is_an_error(files: list[Path]) -> None:
    with pytest.raises(MeasureError, match="no vote by 2001-01-01"):
        alignment_of(MEMBERS, date(2001, 1, 1), files)


def test_nothing_fetched_is_no_error(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert alignment_of(MEMBERS, AS_OF) is None


def test_fetched_files_are_used_and_cited(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, files: list[Path], answers: Answers
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    folder = tmp_path / "kanae" / "votes"
    folder.mkdir(parents=True)
    (folder / "ga_voting.csv").write_bytes(files[0].read_bytes())
    receipt = {"url": "u", "bytes": files[0].stat().st_size, "sha256": "ab" * 32, "etag": "", "fetched": "2026-02-10"}
    (folder / "ga_voting.csv.receipt.json").write_text(json.dumps(receipt), encoding="utf-8")
    found = alignment_of(MEMBERS, AS_OF)
    assert found is not None
    assert found.files[0].fetched == "2026-02-10"
    assert found.files[0].sha256 == "ab" * 32
    page = compose_brief(words_of("en"), replace(answers, alignment=found), "0")
    entries = [entry for block in chapter(page).blocks if isinstance(block, Entries) for entry in block.items]
    cited = next(entry for entry in entries if entry.anchor == "votes-file-1")
    assert "Dag Hammarskjöld Library" in text_of(cited.head)
    assert "10 Feb 2026" in "".join(text_of(line) for line in cited.lines)


def test_another_framework_compares_its_own_members(ledger: Ledger, files: list[Path]) -> None:
    found = alignment_of(("CHN", "JPN", "KOR"), AS_OF, files)
    page = compose_brief(words_of("ja"), replace(answer(ask(ledger, "chn-jpn-kor", as_of=AS_OF)), alignment=found), "0")
    assert "中国" in paragraphs(page)[0]
