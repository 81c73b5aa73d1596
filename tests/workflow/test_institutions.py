"""Institutionalisation and instruments of the real ledger: against a table made by hand, and what must be refused."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from kanae.errors import LedgerError, MeasureError
from kanae.ledger.book import Ledger
from kanae.measures.institution_history import scores_on
from kanae.model.measure import plain_rows
from kanae.model.records import Coverage, Event, Instrument
from kanae.workflow.institutions import institution_of
from kanae.workflow.measures import institutionalisation
from kanae.workflow.measures.institution_items import RULES
from kanae.workflow.measuring import MeasureOptions, measure_table
from kanae.workflow.statuses import ask

if TYPE_CHECKING:
    from collections.abc import Callable

    from kanae.model.records import Record

NOTES = Path(__file__).resolve().parents[3] / "shared" / "facts" / "comparators_NOTES.md"
PAIRS = {"AUS;JPN": "aus-jpn", "GBR;JPN": "gbr-jpn", "JPN;PHL": "jpn-phl", "JPN;KOR": "jpn-kor"}
DAYS = {"end 2010": date(2010, 12, 31), "end 2016": date(2016, 12, 31), "end 2023": date(2023, 12, 31)}
DAYS |= {"31 Mar 2026": date(2026, 3, 31)}
AS_OF = date(2026, 2, 28)
KEYS = [
    "framework",
    "year",
    "design_low",
    "design",
    "design_high",
    "implementation_low",
    "implementation",
    "implementation_high",
]


def rows_of(ledger: Ledger, name: str, framework: str = "camp-david", **asked: Any) -> list[dict[str, Any]]:
    compare = asked.pop("compare", ())
    return plain_rows(measure_table(ask(ledger, framework, **asked), name, MeasureOptions(compare=compare)))


def changed(ledger: Ledger, kind: str, change: Callable[[tuple[Record, ...]], tuple[Record, ...]]) -> Ledger:
    return Ledger({**ledger.records, kind: change(ledger.records[kind])}, ledger.codelists, ledger.digest)


def hand_table() -> dict[tuple[str, date], tuple[int, int]]:
    """Core types in force, and signed alone, by pair and day, from the founders' notes."""
    lines = [line for line in NOTES.read_text(encoding="utf-8").splitlines() if line.startswith("|")]
    header = [cell.strip() for cell in lines[0].strip("|").split("|")]
    table = {}
    for line in lines[2:]:
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        for name, cell in zip(header[1:], cells[1:], strict=True):
            signed = re.search(r"\+(\d+) S", cell)
            count = re.match(r"\d+", cell)
            assert count is not None
            table[PAIRS[cells[0]], DAYS[name]] = (int(count[0]), int(signed[1]) if signed else 0)
    return table


@pytest.mark.skipif(not NOTES.exists(), reason="the founders' notes on the comparators are not here")
def test_core_types_in_force_are_those_of_the_table_made_by_hand(ledger: Ledger) -> None:
    found = {}
    for day in DAYS.values():
        rows = rows_of(ledger, "instrument-years", "jpn-kor", as_of=day)
        found |= {(row["framework"], day): (row["in_force"], row["signed"]) for row in rows if row["year"] == day.year}
    by_hand = hand_table()
    assert len(by_hand) == 16
    assert {key for key in by_hand if key not in found} == {
        ("jpn-phl", DAYS["end 2010"]),
        ("gbr-jpn", DAYS["end 2010"]),
    }
    differing = {key: (value, by_hand[key]) for key, value in found.items() if value[0] != by_hand[key][0]}
    assert differing == {}
    assert found["jpn-phl", DAYS["31 Mar 2026"]] == by_hand["jpn-phl", DAYS["31 Mar 2026"]] == (3, 1)


def test_the_keys_of_the_issue_come_first(run: Callable[..., Any]) -> None:
    ran = run("measure", "institutionalisation", "--compare", "jpn-kor,quad", "--format", "json")
    rows = json.loads(ran.out)
    assert list(rows[0])[:8] == KEYS
    assert {row["framework"] for row in rows} == {"camp-david", "jpn-kor", "quad"}
    assert rows[0]["year"] == 1994
    assert "strength" in ran.err


def test_the_items_of_every_framework_are_asked_by_the_same_rules(ledger: Ledger) -> None:
    rows = rows_of(ledger, "institution-items")
    frameworks = {row["framework"] for row in rows}
    assert len(frameworks) == 12
    for name in frameworks:
        here = [row for row in rows if row["framework"] == name]
        assert {(row["block"], row["side"]): row["rule"] for row in here} == {
            (block.value, side.value): rule for (block, side), rule in RULES.items()
        }


def test_scores_lie_within_their_ranges_and_unknown_ones_have_a_reason(ledger: Ledger) -> None:
    for row in rows_of(ledger, "institutionalisation"):
        for name in ("design", "implementation", "difference"):
            low, value, high = row[f"{name}_low"], row[name], row[f"{name}_high"]
            assert low <= high
            assert row["reason"] if value is None else low - 1e-9 <= value <= high + 1e-9
        if row["rank_low"] is None:
            assert row["reason"]
        else:
            assert 1 <= row["rank_low"] <= row["rank_high"] <= 12


def test_the_items_of_a_score_are_its_mean(ledger: Ledger) -> None:
    items = [row for row in rows_of(ledger, "institution-items") if row["framework"] == "camp-david"]
    score = next(
        row
        for row in rows_of(ledger, "institutionalisation")
        if (row["framework"], row["year"]) == ("camp-david", 2026)
    )
    for side in ("design", "implementation"):
        here = [row for row in items if row["side"] == side]
        assert score[f"{side}_low"] == pytest.approx(sum(row["low"] for row in here) / 7, abs=1e-9)
        assert score[f"{side}_high"] == pytest.approx(sum(row["high"] for row in here) / 7, abs=1e-9)
        known = [row["value"] for row in here if row["value"] is not None]
        assert score[side] == pytest.approx(sum(known) / len(known), abs=1e-9)


def test_the_arrangement_on_information_of_the_three_is_no_agreement(ledger: Ledger) -> None:
    """It binds nobody in law, so the most binding form of the three is a memorandum."""
    rows = rows_of(ledger, "institution-items")
    found = next(row for row in rows if (row["framework"], row["rule"]) == ("camp-david", "most-binding-form"))
    assert found["value"] == 0.5
    assert "jpn-kor-usa-tisa-2014" in found["record_ids"]
    pair = next(row for row in rows if (row["framework"], row["rule"]) == ("jpn-kor", "most-binding-form"))
    assert (pair["value"], pair["record_ids"]) == (1, ["jpn-kor-gsomia-2016"])


def test_without_coverage_what_was_not_seen_is_not_known_and_never_zero(ledger: Ledger) -> None:
    bare = changed(
        ledger,
        "coverage",
        lambda rows: tuple(
            row.model_copy(update={"completeness": "landmarks"}) for row in rows if isinstance(row, Coverage)
        ),
    )
    known, unknown = (
        {(row["block"], row["side"]): row for row in rows_of(there, "institution-items", as_of=AS_OF)}
        for there in (ledger, bare)
    )
    for key, row in unknown.items():
        assert row["low"] <= known[key]["low"]
        assert row["high"] >= known[key]["high"]
        assert row["value"] in (None, 1) or row["block"] == "organisation"  # only a recorded lack settles less than 1


def test_a_record_of_others_changes_nothing(ledger: Ledger) -> None:
    stranger = next(row for row in ledger.events if isinstance(row, Event) and row.members == ("AUS", "JPN"))
    other = stranger.model_copy(update={"id": "2026-01-10-stranger", "members": ("KOR", "PHL"), "series": None})
    treaty = next(row for row in ledger.instruments if isinstance(row, Instrument) and row.id == "kor-phl-mlsa-2009")
    more = changed(ledger, "events", lambda rows: (*rows, other))
    more = changed(more, "instruments", lambda rows: (*rows, treaty.model_copy(update={"id": "kor-phl-another"})))
    for name in ("institutionalisation", "institution-items", "instruments", "instrument-years"):
        assert rows_of(more, name) == rows_of(ledger, name)


def test_an_event_after_the_day_is_not_seen(ledger: Ledger) -> None:
    day = date(2024, 6, 30)
    early = changed(
        ledger, "events", lambda rows: tuple(row for row in rows if isinstance(row, Event) and row.date.last <= day)
    )
    assert rows_of(early, "institution-items", as_of=day) == rows_of(ledger, "institution-items", as_of=day)


def test_leaders_stopped_meeting_and_lower_levels_went_on(ledger: Ledger) -> None:
    """After November 2024 leaders did not meet; ministers did, and the levels below: that is autonomy."""
    question = ask(ledger, "camp-david")
    items = {
        (item.block.value, item.side.value): item
        for item in scores_on(institution_of(ledger, question.framework), AS_OF).items
    }
    autonomy, levels = items["autonomy", "implementation"], items["levels", "implementation"]
    assert autonomy.value == 1
    events = {row.id: row for row in ledger.events}
    assert {events[record].level for record in autonomy.record_ids} == {"minister"}
    assert all(events[record].date.first > date(2024, 11, 15) for record in autonomy.record_ids)
    assert levels.value == 1


@pytest.mark.parametrize("name", ["institutionalisation", "institution-items", "instruments", "instrument-years"])
def test_what_cannot_be_compared_is_refused(ledger: Ledger, name: str) -> None:
    question = ask(ledger, "camp-david")
    with pytest.raises(LedgerError, match="no framework 'squad'"):
        measure_table(question, name, MeasureOptions(compare=("squad",)))
    with pytest.raises(MeasureError, match="compared with itself"):
        measure_table(question, name, MeasureOptions(compare=("quad", "camp-david")))
    bare = changed(ledger, "instruments", lambda rows: tuple(row for row in rows if "quad" not in row.id))
    bare = changed(bare, "events", lambda rows: tuple(row for row in rows if "quad" not in row.id))
    with pytest.raises(MeasureError, match="on record of 'quad'"):
        measure_table(ask(bare, "camp-david"), name, MeasureOptions(compare=("quad",)))
    assert measure_table(ask(bare, "camp-david"), name, MeasureOptions()).rows  # not asked for by name: left as unknown


def test_the_command_line_names_what_to_do(run: Callable[..., Any]) -> None:
    ran = run("measure", "institution-items", "--compare", "camp-david")
    assert ran.code == 1
    assert "cannot be compared with itself" in ran.err
    assert "fix:" in ran.err


def test_before_anything_is_on_record_there_is_no_score(ledger: Ledger) -> None:
    with pytest.raises(MeasureError, match="Nothing is on record of 'camp-david' by 1990-01-01"):
        rows_of(ledger, "institutionalisation", as_of=date(1990, 1, 1))


def test_beyond_the_coverage_there_is_no_score_but_a_reason(ledger: Ledger) -> None:
    rows = rows_of(ledger, "institutionalisation", as_of=date(2026, 11, 26))
    last = [row for row in rows if row["year"] == 2026]
    assert {row["reason"] for row in last} == {"year-beyond-coverage"}
    assert {row[key] for row in last for key in KEYS[2:]} == {None}
    states = rows_of(ledger, "instruments", as_of=date(2026, 11, 26))
    assert {(row["state"], row["reason"]) for row in states} == {(None, "year-beyond-coverage")}


def test_a_limit_without_a_value_is_a_fault_of_the_ledger(ledger: Ledger) -> None:
    limits = dict(ledger.codelists["institution-limits"])
    limits["seen-days"] = limits["seen-days"].model_copy(update={"value": None})
    broken = Ledger(ledger.records, {**ledger.codelists, "institution-limits": limits}, ledger.digest)
    with pytest.raises(LedgerError, match="'seen-days' has no value"):
        rows_of(broken, "institutionalisation")


def test_the_same_seed_gives_the_same_ranks_and_another_hardly_others(ledger: Ledger) -> None:
    question = ask(ledger, "camp-david")
    found = institutionalisation.compute(question, MeasureOptions())
    assert found == institutionalisation.compute(question, MeasureOptions())
    limits = dict(ledger.codelists["institution-limits"])
    limits["rank-seed"] = limits["rank-seed"].model_copy(update={"value": 4})
    other = Ledger(ledger.records, {**ledger.codelists, "institution-limits": limits}, ledger.digest)
    again = institutionalisation.compute(replace(question, ledger=other), MeasureOptions())
    for one, two in zip(found.rows, again.rows, strict=True):
        assert (one.rank is None) == (two.rank is None)
        if one.rank is not None and two.rank is not None:
            assert abs(one.rank.low - two.rank.low) <= 1
            assert abs(one.rank.high - two.rank.high) <= 1
