"""Pages of a small part of the real record, kept to be read: a change of words or numbers shows as a difference.

``make golden`` writes them anew.
"""

from __future__ import annotations

import json
import os
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import kanae
from kanae.ledger.book import Ledger, RecordT
from kanae.model.records import Fact
from kanae.report.blocks import Picture
from kanae.report.brief import compose_brief
from kanae.report.drawing import svg_of
from kanae.report.html import Stationery, as_html
from kanae.report.markdown import as_markdown
from kanae.store.location import read_package_text
from kanae.workflow.briefs import whole_answer
from kanae.workflow.statuses import ask
from kanae.workflow.wording import words_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kanae.report.answers import Answers
    from kanae.report.blocks import Page

HERE = Path(__file__).parent
CHOSEN = (
    *("an-004", "an-002", "br-002", "br-006", "cb-001", "cd-001", "cd-007", "cd-008"),
    *("cd-010", "cd-037", "cd-043", "cd-048", "cd-051", "dm-001", "es-002", "tc-001"),
)
"""One commitment of every status there is, and of every pillar."""

FIRST = date(2023, 1, 1)
"""Events before this day are left out, for pages that can be read."""


def part_of(whole: Ledger) -> Ledger:
    """Return the ledger of the chosen commitments and all that is about them."""
    evidence = [row for row in whole.evidence if row.commitment in CHOSEN]
    series = [row for row in whole.series if row.commitment in CHOSEN]
    met = {row.id for row in series}
    named = {row.event for row in evidence}
    named |= {row.id for row in whole.events if row.series in met and row.date.first >= FIRST}
    commitments = [row for row in whole.commitments if row.id in CHOSEN]
    documents = {row.document for row in commitments}
    kept = {
        "commitments": commitments,
        "evidence": evidence,
        "series": series,
        "events": [_without_others(row, met) for row in whole.events if row.id in named],
        "documents": [row for row in whole.documents if row.id in documents],
        "frameworks": [
            row.model_copy(update={"comparators": row.comparators[:1]}) if row.comparators else row
            for row in whole.frameworks
        ],
        "burden": [row for row in whole.burden if row.period.first >= FIRST],
        "coverage": [_without_others(row, met) for row in whole.coverage],
        "instruments": [_without_others(row, met) for row in whole.instruments],
        "searches": [row for row in whole.searches if set(row.about) & {*CHOSEN, *met}],
    }
    cited = {
        citation.source for rows in kept.values() for row in rows if isinstance(row, Fact) for citation in row.citations
    }
    kept["sources"] = [row for row in whole.sources if row.id in cited]
    return Ledger(
        {**whole.records, **{name: tuple(rows) for name, rows in kept.items()}}, whole.codelists, "golden" * 4
    )


def _without_others(row: RecordT, kept: set[str]) -> RecordT:
    """Return a record that names no series but those kept."""
    named = getattr(row, "series", None)
    if isinstance(named, tuple):
        return row.model_copy(update={"series": tuple(name for name in named if name in kept)})
    return row if named is None or named in kept else row.model_copy(update={"series": None})


@pytest.fixture(scope="session")
def answers() -> Answers:
    question = ask(part_of(kanae.open_ledger()), "camp-david", as_of=date(2026, 2, 28))
    return replace(whole_answer(question, None, lambda _: None), land=())


def differences(name: str, text: str) -> Iterator[str]:
    """Compare a text with the golden one, line by line; write it instead when asked to."""
    path = HERE / name
    if os.environ.get("KANAE_GOLDEN") == "write":
        path.write_text(text, encoding="utf-8")
    golden = path.read_text(encoding="utf-8") if path.exists() else ""
    old, new = golden.splitlines(), text.splitlines()
    for number in range(max(len(old), len(new))):
        before = old[number] if number < len(old) else "(nothing)"
        after = new[number] if number < len(new) else "(nothing)"
        if before != after:
            yield f"{name}:{number + 1}\n  golden: {before[:300]}\n  now:    {after[:300]}"


def pictures(page: Page) -> list[Picture]:
    return [block for section in page.sections for block in section.blocks if isinstance(block, Picture)]


@pytest.mark.parametrize("lang", ["en", "ja", "ko"])
def test_words_and_numbers_of_the_page(answers: Answers, lang: str) -> None:
    page = compose_brief(words_of(lang), answers, "0")
    assert list(differences(f"brief.{lang}.md", as_markdown(page))) == []


def test_facts_of_the_page(answers: Answers) -> None:
    page = compose_brief(words_of("en"), answers, "0")
    own = {name: facts for name, facts in page.facts.items() if name != "measures"}  # those have tests of their own
    text = json.dumps(own, ensure_ascii=False, indent=1) + "\n"
    assert list(differences("brief.json", text)) == []


def test_what_the_pictures_draw(answers: Answers) -> None:
    page = compose_brief(words_of("ko"), answers, "0")
    drawn = {picture.anchor: {"wide": picture.wide, "narrow": picture.narrow} for picture in pictures(page)}
    text = json.dumps(drawn, ensure_ascii=False, separators=(",", ":"), sort_keys=True).replace("},", "},\n") + "\n"
    assert list(differences("pictures.json", text)) == []


def test_the_setting_of_the_page(answers: Answers) -> None:
    page = compose_brief(words_of("ja"), answers, "0")
    short = replace(page, sections=page.sections[:3])
    empty = {f"{picture.anchor}-{size}": "<svg></svg>" for picture in pictures(page) for size in ("wide", "narrow")}
    template = read_package_text("report", "templates", "page.html")
    assert list(differences("brief.ja.html", as_html(short, Stationery(template, "", ""), empty))) == []


def test_the_chosen_commitments_have_every_status_there_is(answers: Answers) -> None:
    whole = ask(kanae.open_ledger(), "camp-david", as_of=date(2026, 2, 28))
    assert {row.status for row in answers.statuses.values()} == {row.status for row in whole.statuses.values()}


def test_a_drawing_is_the_same_whatever_fonts_there_are(answers: Answers) -> None:
    picture = pictures(compose_brief(words_of("ja"), answers, "0"))[1]
    svg = svg_of(json.dumps(picture.wide))
    assert 'width="940"' in svg
    assert svg == svg_of(json.dumps(picture.wide))
