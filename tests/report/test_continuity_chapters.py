"""The chapters on the gap and on continuity: the same in three languages, every number followed, nothing unsaid."""

from __future__ import annotations

import itertools
from collections import Counter
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest

from kanae.measures.say_do import SayDo
from kanae.report.blocks import Paragraph, Picture, Section, Table
from kanae.report.charts.frame import width_of
from kanae.report.charts.rectangles import Rectangle
from kanae.report.measured import Measured
from kanae.report.rich import Rich, text_of
from kanae.report.sections.continuity import continuity_section
from kanae.report.sections.say_do import say_do_section
from kanae.workflow.answers import answer
from kanae.workflow.measuring import MeasureOptions, measure_named
from kanae.workflow.statuses import ask
from kanae.workflow.wording import words_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kanae.ledger.book import Ledger
    from kanae.model.records import Language
    from kanae.report.answers import Answers
    from kanae.report.words import Words

LANGUAGES: tuple[Language, ...] = ("en", "ja", "ko")
NAMES = ("cadence", "say-do", "continuity", "governments", "inheritance")


def with_measures(ledger: Ledger, framework: str) -> Answers:
    question = ask(ledger, framework, as_of=date(2026, 2, 28))
    results = {name: measure_named(name).compute(question, MeasureOptions()) for name in NAMES}
    return replace(answer(question), series=results["cadence"], measured=Measured(results))


@pytest.fixture(scope="module")
def measured_answers(ledger: Ledger) -> Answers:
    return with_measures(ledger, "camp-david")


@pytest.fixture(scope="module")
def told(measured_answers: Answers) -> dict[Language, tuple[Words, Section, Section]]:
    found = {}
    for lang in LANGUAGES:
        words = words_of(lang)
        found[lang] = (words, say_do_section(words, measured_answers), continuity_section(words, measured_answers))
    return found


def riches(section: Section) -> Iterator[Rich]:
    for block in section.blocks:
        if isinstance(block, Paragraph):
            yield block.text
        table = block.table if isinstance(block, Picture) else block
        if isinstance(table, Table):
            for row in table.rows:
                yield from row


def values_shown(words: Words, section: Section) -> Counter[tuple[str, tuple[str, ...]]]:
    spans = [span for rich in riches(section) for span in rich if span.role == "figure"]
    records = list(words.figures)
    return Counter((span.text, records[int(span.target.removeprefix("#n")) - 1]) for span in spans)


def test_the_languages_show_the_same_numbers_with_the_same_records(
    told: dict[Language, tuple[Words, Section, Section]],
) -> None:
    for place in (1, 2):
        shown = {lang: values_shown(told[lang][0], told[lang][place]) for lang in LANGUAGES}  # type: ignore[arg-type]
        assert sum(shown["en"].values()) > 50
        assert shown["en"] == shown["ja"] == shown["ko"]


def test_every_record_behind_a_number_has_its_place_on_the_page(
    told: dict[Language, tuple[Words, Section, Section]], measured_answers: Answers
) -> None:
    here = {
        *measured_answers.commitments,
        *measured_answers.evidence,
        *measured_answers.events,
        measured_answers.framework.id,
        *(row.series.id for row in measured_answers.series),
    }
    assert [record for records in told["en"][0].figures for record in records if record not in here] == []


def test_the_width_of_what_is_unknown_is_the_headline(told: dict[Language, tuple[Words, Section, Section]]) -> None:
    _, section, _ = told["en"]
    lead = section.blocks[0]
    assert isinstance(lead, Paragraph)
    assert "promises of which nothing was found" in text_of(lead.text)


def test_mean_ambition_and_number_stand_beside_every_bar(
    told: dict[Language, tuple[Words, Section, Section]], measured_answers: Answers
) -> None:
    picture = next(block for block in told["en"][1].blocks if isinstance(block, Picture))
    labels = [row["text"] for layer in picture.wide["layer"] for row in layer["data"]["values"] if "text" in row]
    beside = [label for label in labels if " · n " in label]
    assert measured_answers.measured is not None
    found = measured_answers.measured.of("say-do", SayDo)
    assert found is not None
    shown = [row for by in ("all", "pillar", "field") for row in found.grouped(by) if row.gap.gap_low is not None]
    assert len(beside) == len(shown)
    assert all("ambition" in label for label in beside)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_stop_of_the_leaders_and_the_ministers_that_went_on_are_told(
    told: dict[Language, tuple[Words, Section, Section]], lang: Language
) -> None:
    lead = told[lang][2].blocks[0]
    assert isinstance(lead, Paragraph)
    numbers = [span.text for span in lead.text if span.role == "figure"]
    assert numbers[:2] == ["1", "0"]
    assert int(numbers[3]) >= 5


@pytest.mark.parametrize("size", ["wide", "narrow"])
@pytest.mark.parametrize("lang", LANGUAGES)
def test_names_of_leaders_keep_clear_of_the_line_at_one_and_of_each_other(
    told: dict[Language, tuple[Words, Section, Section]], lang: Language, size: str
) -> None:
    picture = next(block for block in told[lang][2].blocks if isinstance(block, Picture))
    layers = getattr(picture, size)["layer"]
    upright = [layer for layer in layers if layer["mark"]["type"] == "rule" and "y2" in layer["encoding"]]
    lines = [row for layer in upright for row in layer["data"]["values"]]
    named = [
        Rectangle(0, row["middle"] - 7, width_of(row["text"]), row["middle"] + 7)
        for layer in layers
        if layer["mark"]["type"] == "text" and layer["mark"]["x"] < -8
        for row in layer["data"]["values"]
    ]
    assert len(named) > len({(line["top"], line["bottom"]) for line in lines}) > 1
    assert [line for line in lines for name in named if line["top"] < name.bottom and name.top < line["bottom"]] == []
    assert not any(one.meets(other) for one, other in itertools.combinations(named, 2))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_cause_is_claimed(told: dict[Language, tuple[Words, Section, Section]], lang: Language) -> None:
    text = " ".join(text_of(rich) for rich in riches(told[lang][2]))
    denied = {"en": "no row shows a cause", "ja": "原因を示すものではない", "ko": "원인을 보여 주지 않는다"}
    assert denied[lang] in text


@pytest.mark.parametrize("lang", LANGUAGES)
def test_without_measures_the_chapters_are_empty(ledger: Ledger, lang: Language) -> None:
    bare = answer(ask(ledger, "camp-david"))
    assert say_do_section(words_of(lang), bare).blocks == ()
    assert continuity_section(words_of(lang), bare).blocks == ()


@pytest.mark.parametrize(("framework", "blocks"), [("jpn-kor", 6), ("quad", 4), ("gbr-ita-jpn", 1)])
def test_a_framework_with_less_on_record_is_told_without_a_share(ledger: Ledger, framework: str, blocks: int) -> None:
    answers = with_measures(ledger, framework)
    for lang in LANGUAGES:
        assert say_do_section(words_of(lang), answers).blocks == ()
        assert len(continuity_section(words_of(lang), answers).blocks) >= blocks
