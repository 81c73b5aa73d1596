"""`kanae commitments` and `kanae why`: results on stdout, talk on stderr, the same rows in every format."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from kanae.ledger.book import Ledger

AS_OF = ("--as-of", "2026-02-28")
PROMISED = ("commitment_id", "pillar", "field", "type", "status", "score", "since", "evidence_ids", "source_ids")


def test_a_pipe_gets_json_with_the_keys_promised(run: Callable[..., Any], ledger: Ledger) -> None:
    ran = run("commitments", *AS_OF)
    rows = json.loads(ran.out)
    assert ran.code == 0
    assert len(rows) == len(ledger.commitments)
    assert [row["commitment_id"] for row in rows if not set(PROMISED) <= set(row)] == []
    assert ran.err == f"{len(rows)} commitments\n"


def test_json_holds_numbers_lists_and_days(run: Callable[..., Any]) -> None:
    rows = {row["commitment_id"]: row for row in json.loads(run("commitments", *AS_OF, "--format", "json").out)}
    lapsed = rows["cd-001"]
    assert {key: lapsed[key] for key in PROMISED[:-1]} == {
        "commitment_id": "cd-001",
        "pillar": "2",
        "field": "consultation",
        "type": "recurring-meeting",
        "status": "lapsed",
        "score": -1,
        "since": "2025-10-28",
        "evidence_ids": ["f002", "f003"],
    }
    assert rows["br-006"]["score"] is None


def test_csv_has_the_same_rows(run: Callable[..., Any]) -> None:
    chosen = ("commitments", *AS_OF, "--status", "late")
    as_json = json.loads(run(*chosen, "--format", "json").out)
    as_csv = list(csv.DictReader(io.StringIO(run(*chosen, "--format", "csv").out)))
    assert [row["commitment_id"] for row in as_csv] == [row["commitment_id"] for row in as_json]
    assert list(as_csv[0]) == list(as_json[0])
    assert [row["evidence_ids"].split(";") for row in as_csv] == [row["evidence_ids"] for row in as_json]


def test_a_table_has_a_heading_and_a_line_a_commitment(run: Callable[..., Any]) -> None:
    ran = run("commitments", *AS_OF, "--status", "overdue", "--format", "table")
    lines = ran.out.splitlines()
    assert lines[0].split() == ["commitment_id", "status_label", "score", "since", "field_label", "text"]
    assert [line.split()[0] for line in lines[1:]] == ["cd-010"]
    assert ran.err == "1 commitments\n"


@pytest.mark.parametrize(("lang", "label"), [("en", "overdue"), ("ja", "期限超過"), ("ko", "기한 초과")])
def test_labels_are_in_the_language_asked_for(lang: str, label: str, run: Callable[..., Any]) -> None:
    rows = json.loads(run("commitments", *AS_OF, "--status", "overdue", "--lang", lang, "--format", "json").out)
    assert {(row["status"], row["status_label"]) for row in rows} == {("overdue", label)}


def test_filters_narrow_together_and_widen_when_repeated(run: Callable[..., Any]) -> None:
    rows = json.loads(run("commitments", *AS_OF).out)
    asked = ("--status", "late", "--status", "kept", "--pillar", "2", "--field", "defense", "--field", "consultation")
    found = json.loads(run("commitments", *AS_OF, *asked).out)
    expected = [
        row["commitment_id"]
        for row in rows
        if row["status"] in ("late", "kept") and row["pillar"] == "2" and row["field"] in ("defense", "consultation")
    ]
    assert expected
    assert [row["commitment_id"] for row in found] == expected


def test_a_status_nobody_has_gives_an_empty_list(run: Callable[..., Any]) -> None:
    ran = run("commitments", *AS_OF, "--status", "superseded")
    assert (ran.code, json.loads(ran.out), ran.err) == (0, [], "0 commitments\n")


@pytest.mark.parametrize(
    ("arguments", "what", "fix"),
    [
        (("--status", "lat"), "'lat' is not among the statuses", "Did you mean 'late'?"),
        (("--pillar", "9"), "'9' is not among the pillars", "Choose one of: "),
        (("--field", "defence"), "'defence' is not among the fields", "'defense'"),
        (("--framework", "camp-davit"), "no framework 'camp-davit'", "camp-david"),
        (("--as-of", "2026-02-30"), "'2026-02-30' is not a day", "YYYY-MM-DD"),
        (("--known-on", "soon"), "'soon' is not a day", "YYYY-MM-DD"),
        (("--as-of", "20260228"), "'20260228' is not written as a day", "2026-02-28"),
        (("--known-on", "2020-01-01"), "held no record yet", "--known-on"),
        (("--ledger", "/none/such"), "no ledger folder '/none/such'", "--ledger"),
    ],
)
def test_a_wrong_option_answers_1_with_the_nearest_names_and_no_result(
    arguments: tuple[str, str], what: str, fix: str, run: Callable[..., Any]
) -> None:
    ran = run("commitments", *arguments)
    assert (ran.code, ran.out) == (1, "")
    said = ran.err.splitlines()
    assert len(said) == 2
    assert what in said[0]
    assert said[0].startswith("error: ")
    assert fix in said[1]
    assert said[1].startswith("  fix: ")


def test_why_prints_rule_evidence_sources_and_the_day_of_the_last_change(run: Callable[..., Any]) -> None:
    ran = run("why", "cd-003", *AS_OF)
    assert (ran.code, ran.err) == (0, "")
    lines = ran.out.splitlines()
    assert lines[0].startswith("cd-003")
    assert lines[1].strip() == "late"
    assert "580 days" in ran.out
    assert "28 Oct 2025" in ran.out
    for evidence_id in ("f010", "f011", "f012"):
        assert [line for line in lines if line.strip().startswith(f"- {evidence_id} ")]
    assert "miragenews-06164c" in ran.out.partition("Sources")[2]


def test_why_says_where_it_was_looked_for(run: Callable[..., Any]) -> None:
    assert "Looked for on 23 Nov 2026" in run("why", "cd-003", *AS_OF).out


def test_why_in_json_holds_the_row_of_the_list_and_all_behind_it(run: Callable[..., Any]) -> None:
    row = next(
        row
        for row in json.loads(run("commitments", *AS_OF, "--status", "late").out)
        if row["commitment_id"] == "cd-003"
    )
    why = json.loads(run("why", "cd-003", *AS_OF, "--format", "json").out)
    assert {key: why[key] for key in PROMISED} == {key: row[key] for key in PROMISED}
    assert [evidence["evidence_id"] for evidence in why["evidence"]] == ["f010", "f011", "f012"]
    assert {source["source_id"] for source in why["sources"]} == set(row["source_ids"])


def test_the_reading_decides_what_counts(run: Callable[..., Any]) -> None:
    strict, wide = (
        json.loads(run("why", "cd-008", *AS_OF, "--format", "json", "--reading", reading).out)
        for reading in ("strict", "wide")
    )
    assert (strict["status"], wide["status"]) == ("dormant", "operating")
    assert [row["counted"] for row in wide["evidence"]] == [True, True]
    assert [row["counted"] for row in strict["evidence"]] == [True, False]


@pytest.mark.parametrize(
    ("arguments", "what", "fix"),
    [
        (("cd-999",), "no commitment or claim 'cd-999'", "Did you mean 'cd-0"),
        (("f-001",), "no commitment or claim 'f-001'", "Did you mean 'vf-001'"),
        (("cd-001", "--as-of", "2010-01-01"), "'cd-001' has no status", "--as-of"),
    ],
)
def test_why_of_what_has_no_status_answers_1(
    arguments: tuple[str, ...], what: str, fix: str, run: Callable[..., Any]
) -> None:
    ran = run("why", *arguments)
    assert (ran.code, ran.out) == (1, "")
    assert what in ran.err
    assert fix in ran.err.partition("  fix: ")[2]


@pytest.mark.parametrize("command", ["commitments", "why"])
def test_an_interrupt_answers_130_without_a_result(
    command: str, run: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("kanae.workflow.statuses.open_folder", interrupted)
    ran = run(*({"commitments": ("commitments",), "why": ("why", "cd-001")}[command]))
    assert (ran.code, ran.out) == (130, "")
    assert ran.err == "interrupted; nothing half-written was left\n"
