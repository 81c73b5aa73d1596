"""The gap and the measures of continuity on the real ledger and on the command line, with what must be shown."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from kanae.errors import MeasureError
from kanae.model.measure import plain_rows
from kanae.model.status import Status
from kanae.workflow.measures.say_do import promises_of
from kanae.workflow.measuring import MeasureOptions, measure_table
from kanae.workflow.statuses import Question, ask

if TYPE_CHECKING:
    from collections.abc import Callable

    from kanae.ledger.book import Ledger

TRUMP = "usa-president-2025-01-20"


@pytest.fixture(scope="module")
def question(ledger: Ledger) -> Question:
    return ask(ledger, "camp-david")


def rows_of(question: Question, name: str, **options: Any) -> list[dict[str, Any]]:
    return plain_rows(measure_table(question, name, MeasureOptions(**options)))


def test_the_columns_of_the_gap_are_those_that_were_agreed(run: Callable[..., Any]) -> None:
    ran = run("measure", "say-do", "--by", "pillar", "--format", "json")
    row = json.loads(ran.out)[0]
    assert list(row)[:6] == ["group", "n_due", "n_unknown", "gap_low", "gap_high", "mean_ambition"]
    assert (ran.code, row["by"]) == (0, "pillar")


def test_positions_are_no_promises_of_deeds(question: Question) -> None:
    positions = {row.id for row in question.commitments.values() if row.type == "policy-position"}
    assert positions
    assert positions.isdisjoint(row.commitment_id for row in promises_of(question, question.statuses))


def test_a_promise_is_unknown_where_no_evidence_was_found_and_nowhere_else(question: Question) -> None:
    for row in promises_of(question, question.statuses):
        status = question.statuses[row.commitment_id]
        assert (row.kept is None) is (status.status is Status.NO_EVIDENCE_FOUND)
        assert row.kept is None or row.kept == ((status.score or 0) + 1) / 2


@pytest.mark.parametrize("by", ["pillar", "field", "level", "document"])
def test_the_groups_of_promises_add_up_to_all(question: Question, by: str) -> None:
    whole = rows_of(question, "say-do", by="all")[0]
    groups = rows_of(question, "say-do", by=by)
    for column in ("n_due", "n_unknown", "n_not_due", "weight_sum"):
        assert sum(row[column] for row in groups) == pytest.approx(whole[column], abs=1e-9)


def test_each_member_has_one_leader_for_a_promise(question: Question) -> None:
    whole = rows_of(question, "say-do", by="all")[0]
    leaders = rows_of(question, "say-do", by="leader")
    for state in ("jpn", "kor", "usa"):
        ours = [row for row in leaders if row["group"].startswith(state)]
        assert sum(row["n_due"] for row in ours) == whole["n_due"]


def test_the_share_of_the_gap_can_be_followed_by_hand(question: Question) -> None:
    row = next(row for row in rows_of(question, "say-do", by="pillar") if row["group"] == "2")
    undone = weights = 0.0
    for commitment_id in row["record_ids"]:
        commitment, status = question.commitments[commitment_id], question.statuses[commitment_id]
        weight = max(commitment.specificity, 0.1) * max(float(commitment.ambition), 0.1)
        weights += weight
        undone += 0 if status.score is None else weight * (1 - (status.score + 1) / 2)
    assert row["gap_low"] == pytest.approx(undone / weights, abs=1e-9)


def test_an_unknown_grouping_names_the_nearest(question: Question) -> None:
    for name, by in (("say-do", "pilar"), ("continuity", "levels"), ("inheritance", "fields")):
        with pytest.raises(MeasureError, match=f"'{by}'") as raised:
            rows_of(question, name, by=by)
        assert by[:3] in raised.value.fix


def test_the_leaders_level_stopped_while_ministers_and_working_level_went_on_in_2025(question: Question) -> None:
    rows = {row["group"]: row for row in rows_of(question, "continuity", by="level") if row["change"] == TRUMP}
    leaders = rows["leader"]
    assert (leaders["n_seen_before"], leaders["n_seen_after"], leaders["n_after"]) == (1, 0, 0)
    assert rows["minister"]["n_seen_after"] >= 5
    assert rows["working"]["n_seen_after"] >= 3
    assert rows["minister"]["ratio_low"] < 1 < rows["minister"]["ratio_high"]
    state = {
        row["unit"]: row["state"] for row in rows_of(question, "inheritance", by="series") if row["change"] == TRUMP
    }
    assert (state["leaders"], state["foreign-ministers"], state["cyber-working-group"]) == (
        "stopped",
        "went-on",
        "went-on",
    )


def test_a_level_outside_its_coverage_has_a_reason_and_no_rate(question: Question) -> None:
    rows = rows_of(question, "continuity", by="level")
    uncovered = [row for row in rows if not row["parts"]]
    assert uncovered
    for row in uncovered:
        assert [row[column] for column in ("n_before", "n_after", "ratio", "ratio_low", "ratio_high")] == [None] * 5
        assert row["reason"] in ("rate-not-covered", "window-not-covered")


def test_exercises_before_2022_and_calls_are_in_no_rate(ledger: Ledger, question: Question) -> None:
    events = {row.id: row for row in ledger.events}
    for row in rows_of(question, "continuity", by="level"):
        named = [events[record_id] for record_id in row["record_ids"] if record_id in events]
        assert [event.id for event in named if event.kind == "phone-call"] == []
        if date.fromisoformat(row["date"]) < date(2022, 1, 1):
            assert "coverage-trilateral-exercises" not in row["parts"]


def test_every_pair_of_governments_names_its_days(question: Question) -> None:
    rows = rows_of(question, "governments")
    pair = [
        row
        for row in rows
        if (row["one"], row["other"]) == ("jpn-prime-minister-2025-10-21", "kor-president-2025-06-04")
    ]
    assert {row["days"] for row in pair if row["parts"]} == {131}
    for row in rows:
        assert (row["per_year"] is None) is bool(row["reason"])


def test_an_unrelated_commitment_changes_no_gap_but_its_own(ledger: Ledger, question: Question) -> None:
    other = next(row for row in ledger.commitments if row.field == "finance" and row.confirmed)
    stranger = other.model_copy(update={"id": "zz-001", "framework": "quad"})
    records = {**ledger.records, "commitments": (*ledger.commitments, stranger)}
    grown = ask(replace(ledger, records=records), "camp-david")
    assert rows_of(grown, "say-do") == rows_of(question, "say-do")


def test_an_event_after_the_day_changes_nothing(ledger: Ledger, question: Question) -> None:
    event = next(row for row in ledger.events if row.id == "2025-09-22-fm-newyork")
    later = event.model_copy(update={"id": "zz-later", "date": type(event.date).parse("2026-05-01")})
    grown = ask(replace(ledger, records={**ledger.records, "events": (*ledger.events, later)}), "camp-david")
    for name in ("continuity", "governments", "inheritance"):
        assert rows_of(grown, name) == rows_of(question, name)


def test_a_window_that_is_too_short_is_refused(run: Callable[..., Any]) -> None:
    ran = run("measure", "continuity", "--window-days", "30")
    assert ran.code == 1
    assert "'30'" in ran.err


def test_a_wider_window_sees_more(question: Question) -> None:
    year = rows_of(question, "continuity", by="level")
    two = rows_of(question, "continuity", by="level", window_days=730)
    assert sum(row["n_seen_before"] for row in two) > sum(row["n_seen_before"] for row in year)


def test_a_framework_without_commitments_or_coverage_gives_reasons_and_no_zero(ledger: Ledger) -> None:
    aukus = ask(ledger, "aukus", as_of=date(2026, 2, 28))
    whole = rows_of(aukus, "say-do", by="all")[0]
    assert (whole["gap_low"], whole["mean_ambition"], whole["reason"]) == (None, None, "none-due")
    for row in rows_of(aukus, "continuity", by="level"):
        assert (row["ratio"], row["reason"]) == (None, "rate-not-covered")


@pytest.mark.parametrize("name", ["say-do", "words-and-acts", "continuity", "governments", "inheritance"])
def test_every_measure_has_its_command(run: Callable[..., Any], name: str) -> None:
    ran = run("measure", name, "--format", "json")
    rows = json.loads(ran.out)
    assert (ran.code, list(rows[0])[-2:]) == (0, ["record_ids", "reason"])


def test_words_and_acts_are_those_of_the_brief(run: Callable[..., Any]) -> None:
    rows = json.loads(run("measure", "words-and-acts", "--format", "json").out)
    assert list(rows[0]) == ["half_year", "field", "kind", "n", "record_ids", "reason"]
    assert all(1 <= row["n"] <= len(row["record_ids"]) for row in rows)
