"""All answers of the brief, from the real ledger: they agree with each other."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest

from kanae.measures.change import changes
from kanae.model.status import Reading
from kanae.workflow.answers import answer
from kanae.workflow.briefs import whole_answer
from kanae.workflow.statuses import Question, ask, sensitivity_factor

if TYPE_CHECKING:
    from kanae.ledger.book import Ledger
    from kanae.report.answers import Answers

AS_OF = date(2026, 2, 28)


@pytest.fixture(scope="module")
def question(ledger: Ledger) -> Question:
    return ask(ledger, "camp-david", as_of=AS_OF)


@pytest.fixture(scope="module")
def answers(question: Question) -> Answers:
    return whole_answer(question, None, lambda _: None)


def test_the_year_before_is_the_same_day_of_the_year_before(ledger: Ledger, answers: Answers) -> None:
    assert answers.year_before == date(2025, 2, 28)
    leap = answer(ask(ledger, "camp-david", as_of=date(2024, 2, 29)))
    assert leap.year_before == date(2023, 2, 28)


def test_what_changed_is_the_difference_to_the_year_before(ledger: Ledger, answers: Answers) -> None:
    before = ask(ledger, "camp-david", as_of=date(2025, 2, 28)).statuses
    assert answers.changes == changes(before, answers.statuses)
    assert answers.changes


def test_where_the_readings_differ_is_the_difference_of_the_two(ledger: Ledger, answers: Answers) -> None:
    wide = ask(ledger, "camp-david", as_of=AS_OF, reading=Reading.WIDE)
    assert answers.differing == changes(answers.statuses, wide.statuses)
    assert answer(wide).other_statuses == answers.statuses


def test_the_sensitivity_is_the_difference_to_shorter_and_longer_limits(question: Question, answers: Answers) -> None:
    factor = sensitivity_factor(question.ledger)
    longer = question.statuses_on(AS_OF, thresholds=question.thresholds.scaled(1 + factor))
    assert answers.sensitivity.percent == 25
    assert answers.sensitivity.longer == changes(answers.statuses, longer)
    assert {change.direction for change in answers.sensitivity.longer} <= {0, 1}
    assert {change.direction for change in answers.sensitivity.shorter} <= {0, -1}


def test_nothing_shown_is_later_than_the_day(answers: Answers) -> None:
    assert [row.id for row in (*answers.evidence.values(), *answers.events.values()) if row.date.last > AS_OF] == []
    assert [row.id for row in answers.leaders if row.start.first > AS_OF] == []
    assert [row.series.id for row in answers.series if row.cadence.last is not None and row.cadence.last > AS_OF] == []


def test_nothing_planned_is_shown_as_held(answers: Answers) -> None:
    assert [row.id for row in answers.events.values() if row.planned] == []
    assert [row.id for row in answers.planned if not row.planned or row.date.last <= AS_OF] == []


def test_a_commitment_counts_once_as_words_and_an_event_once_as_an_act(answers: Answers) -> None:
    counts = answers.words_and_acts.counts
    named = [record_id for count in counts for record_id in count.record_ids]
    assert len(named) == len(set(named))
    made = set(answers.commitments)
    assert made <= {*named, *answers.words_and_acts.undated_ids}
    for count in counts:
        rows = [answers.evidence[record_id] for record_id in count.record_ids if record_id not in made]
        deeds = {row.event or (row.date.text, row.citations[0].source) for row in rows}
        assert count.n == len(deeds) + sum(record_id in made for record_id in count.record_ids)


@pytest.mark.parametrize(("confidence", "is_counted"), [("medium", True), ("low", False)])
def test_only_confirmed_evidence_is_among_words_and_acts(confidence: str, is_counted: bool, ledger: Ledger) -> None:
    rows = tuple(
        row.model_copy(update={"confidence": confidence}) if row.id == "f012" else row for row in ledger.evidence
    )
    other = answer(ask(replace(ledger, records={**ledger.records, "evidence": rows}), "camp-david", as_of=AS_OF))
    named = {record_id for count in other.words_and_acts.counts for record_id in count.record_ids}
    assert ("f012" in named) is is_counted
    assert ("f012" in other.statuses["cd-003"].evidence_ids) is is_counted


def test_meetings_of_a_series_are_confirmed_and_held(ledger: Ledger, answers: Answers) -> None:
    events = {row.id: row for row in ledger.events}
    for series in answers.series:
        rows = [events[record_id] for record_id in series.cadence.record_ids]
        assert [row.id for row in rows if row.planned or not row.confirmed or row.series != series.series.id] == []
        assert series.cadence.n == len(rows)
