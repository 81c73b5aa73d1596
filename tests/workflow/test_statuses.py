"""The statuses of the real ledger, some of them worked out by hand."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest

from kanae.errors import LedgerError, MeasureError
from kanae.model.records import Commitment, Coverage, Item
from kanae.model.status import Reading, Status
from kanae.workflow.statuses import Query, Question, ask, ask_query, scale_of, sensitivity_factor, thresholds_of

if TYPE_CHECKING:
    from pathlib import Path

    from kanae.ledger.book import Ledger

AS_OF = date(2026, 2, 28)


@pytest.fixture(scope="module")
def question(ledger: Ledger) -> Question:
    return ask(ledger, "camp-david", as_of=AS_OF)


def test_every_commitment_has_a_status(question: Question) -> None:
    assert set(question.statuses) == set(question.commitments)
    assert len(question.statuses) >= 225


def test_every_confirmed_row_up_to_the_day_is_counted_or_left_out_by_name(question: Question, ledger: Ledger) -> None:
    named = [row for status in question.statuses.values() for row in (*status.evidence_ids, *status.uncounted_ids)]
    rows = [
        row.id
        for row in ledger.evidence
        if row.confirmed and row.date.last <= AS_OF and row.commitment in question.commitments
    ]
    assert sorted(named) == sorted(rows)


def test_statuses_follow_the_type_of_the_commitment(question: Question, ledger: Ledger) -> None:
    always = {"words-only", "no-evidence-found", "contradicted", "superseded"}
    allowed = {
        "position": {"held", "silent"},
        "recurring": {"kept", "late", "lapsed", "not-begun", "ended"},
        "body": {"announced", "established", "operating", "dormant", "ended"},
        "deliverable": {"pending", "delivered", "overdue", "dropped"},
    }
    for commitment_id, status in question.statuses.items():
        rule = ledger.item("commitment-types", question.commitments[commitment_id].type).group or ""
        assert status.status in allowed[rule] | always, commitment_id


def test_what_has_no_score_was_not_found(question: Question) -> None:
    statuses = Counter(status.status for status in question.statuses.values())
    without = [status for status in question.statuses.values() if status.score is None]
    assert len(without) == statuses[Status.NO_EVIDENCE_FOUND] + statuses[Status.SUPERSEDED]
    assert sum(statuses.values()) == len(question.commitments)


HAND_CHECKED = [
    # commitment, status, reason, since, score, facts that decide it
    # Lima on 15 Nov 2024 was the only summit; a source of 28 Oct 2025 says that none followed.
    ("cd-001", "lapsed", "recurring-lapsed-said", date(2025, 10, 28), -1, {"day": date(2025, 10, 28)}),
    # The foreign ministers met on 29 Oct 2025: 2 + 30 + 31 + 31 + 28 = 122 days, 122 / 365 = 0.33.
    ("cd-002", "kept", "recurring-kept", date(2023, 11, 14), 1, {"days": 122, "cadence": 365, "ratio": 0.33}),
    # The defence ministers met on 28 Jul 2024: 580 days, 1.59 years; late from day 457, 28 Oct 2025.
    ("cd-003", "late", "recurring-late", date(2025, 10, 28), 0, {"days": 580, "ratio": 1.59, "limit": 2}),
    # The finance ministers' first meeting was all that was promised.
    ("cd-005", "delivered", "deliverable-delivered", date(2024, 4, 17), 1, {"day": date(2024, 4, 17)}),
    # Begun on 29 Oct 2023 for a deadline of October 2023, and not called delivered.
    ("cd-010", "overdue", "deliverable-overdue", date(2023, 11, 1), 0, {"deadline": date(2023, 10, 31)}),
    # Said again on 11 Dec 2024; one member left the regional body on 7 Jan 2026.
    ("cd-012", "contradicted", "contradicted", date(2026, 1, 7), -1, {"day": date(2026, 1, 7)}),
    # The working group met four times, last on 27 Aug 2025: 185 days.
    ("cd-018", "operating", "body-operating", date(2024, 3, 29), 1, {"days": 185, "limit": 548}),
    # One dialogue on 8 Nov 2023: 843 days; silent from day 731, 8 Nov 2025.
    ("cd-025", "silent", "position-silent", date(2025, 11, 8), 0, {"days": 843, "limit": 730}),
    # Last judged on 5 Jun 2024: 633 days; dormant from day 549, 6 Dec 2025.
    ("cd-028", "dormant", "body-dormant", date(2025, 12, 6), 0, {"days": 633, "limit": 548}),
    # The lenders met once, no deadline is named.
    ("cd-051", "pending", "deliverable-pending", date(2024, 3, 6), 0, {"day": date(2024, 3, 6)}),
    # Agreed again to look for it, nothing done.
    ("es-002", "words-only", "words-only", date(2024, 6, 5), -1, {"day": date(2024, 6, 5)}),
    # The secretariat met in Seoul on 20 Nov 2024: 465 days, and no further act.
    ("li-001", "established", "body-established", date(2024, 11, 20), 1, {"days": 465, "limit": 548}),
    # Only a wider group acted, and only in part.
    ("br-006", "no-evidence-found", "no-evidence-found", date(2025, 4, 3), None, {}),
    # The security advisers met on 25 Oct 2024: 491 days.
    ("an-001", "held", "position-held", date(2024, 10, 25), 1, {"days": 491, "limit": 730}),
]


@pytest.mark.parametrize(
    ("commitment_id", "status", "reason", "since", "score", "facts"), HAND_CHECKED, ids=[row[0] for row in HAND_CHECKED]
)
def test_a_status_worked_out_by_hand(
    commitment_id: str,
    status: str,
    reason: str,
    since: date,
    score: int | None,
    facts: dict[str, object],
    question: Question,
) -> None:
    found = question.statuses[commitment_id]
    assert (found.status, found.reason, found.since, found.score) == (status, reason, since, score)
    assert facts.items() <= dict(found.facts).items()


def test_the_wide_reading_counts_what_a_wider_group_did(question: Question) -> None:
    wide = question.statuses_on(AS_OF, reading=Reading.WIDE)
    assert question.statuses["br-006"].evidence_ids == ()
    assert wide["br-006"].evidence_ids == ("f197",)
    assert (wide["cd-008"].status, question.statuses["cd-008"].status) == ("operating", "dormant")


def test_on_the_day_of_camp_david_only_the_meeting_in_seattle_had_been_held(question: Question) -> None:
    that_day = question.statuses_on(date(2023, 8, 18))
    made = [row.id for row in question.commitments.values() if row.document == "spirit-camp-david-2023"]
    assert len(made) > 40
    found = [row for row in made if that_day[row].status is not Status.NO_EVIDENCE_FOUND]
    assert found == ["cd-043"]
    assert that_day["cd-043"].evidence_ids == ("f070",)


def test_before_the_first_document_there_is_no_status(question: Question) -> None:
    assert question.statuses_on(date(2010, 1, 1)) == {}


def test_the_day_is_by_default_the_day_covered_to(ledger: Ledger) -> None:
    assert ask(ledger, "camp-david").as_of == ledger.covered_to("camp-david")


def test_the_limits_and_scores_come_from_the_codelists(ledger: Ledger) -> None:
    doubled = {
        code: item.model_copy(update={"value": item.value * 2 if item.value else None})
        for code, item in ledger.codelists["thresholds"].items()
    }
    other = replace(ledger, codelists={**ledger.codelists, "thresholds": doubled})
    assert thresholds_of(other).position_days == 2 * thresholds_of(ledger).position_days
    assert sensitivity_factor(other) == 2 * sensitivity_factor(ledger)
    assert scale_of(other) == scale_of(ledger)


def test_a_threshold_without_a_value_is_an_error(ledger: Ledger) -> None:
    empty: dict[str, Item] = {
        code: item.model_copy(update={"value": None}) for code, item in ledger.codelists["thresholds"].items()
    }
    with pytest.raises(LedgerError, match="position-days"):
        thresholds_of(replace(ledger, codelists={**ledger.codelists, "thresholds": empty}))


def test_an_unknown_framework_is_an_error_that_names_those_there_are(ledger: Ledger) -> None:
    with pytest.raises(LedgerError, match="'camp-davit'") as raised:
        ask(ledger, "camp-davit")
    assert "camp-david" in raised.value.fix


def test_a_framework_without_coverage_needs_a_day(ledger: Ledger) -> None:
    with pytest.raises(LedgerError, match="aukus") as raised:
        ask(ledger, "aukus")
    assert "--as-of" in raised.value.fix
    assert ask(ledger, "aukus", as_of=AS_OF).statuses == {}


def test_a_day_before_the_first_record_is_an_error_that_names_the_first(ledger: Ledger) -> None:
    first = min(row.recorded for row in (*ledger.events, *ledger.commitments))
    with pytest.raises(MeasureError, match="'2020-01-01'") as raised:
        ask(ledger, "camp-david", known_on=date(2020, 1, 1))
    assert str(first) in raised.value.fix


def test_an_empty_ledger_answers_nothing_on_any_day_of_knowledge(ledger: Ledger) -> None:
    empty = replace(ledger, records={**ledger.records, "events": (), "commitments": ()})
    assert ask(empty, "camp-david", as_of=AS_OF, known_on=date(2026, 12, 1)).statuses == {}


def test_coverage_recorded_later_is_not_known_earlier(ledger: Ledger) -> None:
    later = Coverage.model_validate(
        {
            "id": "later",
            "label": {"en": "x", "ja": "x", "ko": "x"},
            "framework": "camp-david",
            "kinds": ["events"],
            "start": "2023",
            "end": "2026-01",
            "completeness": "good",
            "remark": {"en": "x", "ja": "x", "ko": "x"},
            "decides": "yes",
            "recorded": "2030-01-01",
        }
    )
    more = replace(ledger, records={**ledger.records, "coverage": (*ledger.coverage, later)})
    assert ask(more, "camp-david").as_of == date(2026, 1, 31)
    assert ask(more, "camp-david", known_on=date(2029, 12, 31)).as_of == ledger.covered_to("camp-david")


@pytest.mark.parametrize(("confidence", "status"), [("high", "superseded"), ("low", "lapsed")])
def test_only_a_confirmed_successor_supersedes(confidence: str, status: str, ledger: Ledger) -> None:
    replaced = {
        "cd-001": ledger.by_id["cd-001"].model_copy(update={"superseded_by": "li-001"}),
        "li-001": ledger.by_id["li-001"].model_copy(update={"confidence": confidence}),
    }
    rows = tuple(replaced.get(row.id, row) for row in ledger.commitments)
    other = replace(ledger, records={**ledger.records, "commitments": rows})
    assert isinstance(other.by_id["cd-001"], Commitment)
    assert ask(other, "camp-david", as_of=AS_OF).statuses["cd-001"].status == status


def test_a_query_opens_the_folder_it_names(tmp_path: Path) -> None:
    with pytest.raises(LedgerError, match="holds no records"):
        ask_query(Query("camp-david", tmp_path))
