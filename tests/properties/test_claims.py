"""What must hold for claims on any ledger: strangers change nothing, and nothing beyond the day is ever seen."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kanae.ledger.book import Ledger
from kanae.ledger.claims import Claims, claims_of
from kanae.ledger.load import read_sound
from kanae.model.records import Event, Evidence, Instrument, Leader, Record, Search
from kanae.store.location import find_ledger
from kanae.store.queries import QueryRunner
from kanae.workflow.claims import ClaimsAsked, check_read_claims

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kanae.model.claims import CheckedClaim

few = settings(deadline=None, max_examples=2, derandomize=True)

Outcomes = dict[str, tuple[object, ...]]
"""Verdict, figure, records and earlier verdict by claim."""

STRANGERS = ("BRA", "CAN", "DEU", "FRA", "ITA", "NZL", "SGP", "THA", "VNM")
LABELS = {"en": "Unrelated", "ja": "無関係", "ko": "무관"}
FIRST = date(1993, 1, 1)
STRANGE_RECORDS = 400


@pytest.fixture(scope="module")
def claims() -> Claims:
    return claims_of(read_sound(find_ledger()))


@pytest.fixture(scope="module")
def real(claims: Claims) -> Ledger:
    return claims.reading.ledger()


@pytest.fixture(scope="module")
def runner() -> Iterator[QueryRunner]:
    with QueryRunner() as made:
        yield made


@pytest.fixture(scope="module")
def baseline(claims: Claims, real: Ledger, runner: QueryRunner) -> Outcomes:
    return outcomes(claims, real, runner)


def outcomes(claims: Claims, ledger: Ledger, runner: QueryRunner, **asked: Any) -> Outcomes:
    def outcome(row: CheckedClaim) -> tuple[object, ...]:
        assert row.fault == "", row.fault
        assert row.decision is not None
        figure = row.finding.figure if row.finding else None
        return row.decision.verdict, figure, row.record_ids, row.then.verdict if row.then else None

    rows = check_read_claims(claims, ledger, ClaimsAsked(**asked), runner).rows
    return {row.claim.id: outcome(row) for row in rows}


def common(number: int, confidence: str) -> dict[str, Any]:
    return {
        "id": f"unrelated-{number}",
        "confidence": confidence,
        "citations": [{"source": "made-source"}],
        "recorded": "2026-11-01",
    }


def unrelated_record(chance: random.Random, number: int) -> Record:
    """Make a record about states, commitments and frameworks that no claim speaks of."""
    day = FIRST + timedelta(days=chance.randrange(12000))
    members = sorted(chance.sample(STRANGERS, chance.randint(2, 4)))
    row = common(number, chance.choice(["high", "medium", "low"]))
    kind = chance.choice(["event", "instrument", "leader", "evidence", "search"])
    if kind == "event":
        level = chance.choice(["leader", "minister", "military"])
        track = chance.choice(["general", "foreign", "defense", "youth"])
        what = chance.choice(["summit", "ministerial", "exercise", "programme", "setback"])
        more = {"kind": what, "level": level, "track": track, "planned": chance.random() < 0.5, "title": LABELS}
        return Event.model_validate(row | more | {"date": day.isoformat(), "members": members})
    if kind == "instrument":
        types = ["mutual-defense-treaty", "acsa", "secretariat", "two-plus-two-ministers"]
        more = {"type": chance.choice(types), "state": "in-force", "title": LABELS, "members": members}
        return Instrument.model_validate(row | more | {"signed": day.isoformat(), "in_force": day.isoformat()})
    if kind == "leader":
        more = {"state": members[0], "name": LABELS, "start": day.isoformat(), "office": "president"}
        return Leader.model_validate(row | more | {"party": "other", "orientation": "centrist"})
    if kind == "evidence":
        more = {"commitment": "unrelated-commitment", "date": day.isoformat(), "text": LABELS, "effect": "begun"}
        return Evidence.model_validate(row | more | {"acted_by": "all", "actors": members})
    del row["confidence"], row["citations"]
    more = {"question": LABELS, "searched_on": day.isoformat(), "places": ["stored-pages"], "languages": ["en"]}
    return Search.model_validate(row | more | {"result": LABELS})


FOLDERS: dict[type[Record], str] = {
    Event: "events",
    Instrument: "instruments",
    Leader: "leaders",
    Evidence: "evidence",
    Search: "searches",
}


def joined(ledger: Ledger, more: tuple[Record, ...]) -> Ledger:
    records = dict(ledger.records)
    for row in more:
        folder = FOLDERS[type(row)]
        records[folder] = tuple(sorted((*records[folder], row), key=lambda record: record.id))
    return Ledger(records, ledger.codelists, ledger.digest)


def test_unrelated_records_change_no_verdict_no_figure_and_no_record(
    claims: Claims, real: Ledger, runner: QueryRunner, baseline: Outcomes
) -> None:
    chance = random.Random(20261126)  # the same strangers on every machine
    more = tuple(unrelated_record(chance, number) for number in range(STRANGE_RECORDS))
    assert {type(record) for record in more} == set(FOLDERS)
    assert outcomes(claims, joined(real, more), runner) == baseline


@few
@given(days=st.integers(0, 1500))
def test_what_comes_after_the_day_changes_no_verdict(
    days: int, claims: Claims, real: Ledger, runner: QueryRunner
) -> None:
    day = date(2026, 2, 28) - timedelta(days=days)
    past = {name: tuple(row for row in rows if not _came_after(row, day)) for name, rows in real.records.items()}
    then = Ledger(past, real.codelists, real.digest)
    assert outcomes(claims, then, runner, as_of=day) == outcomes(claims, real, runner, as_of=day)


def _came_after(row: Record, day: date) -> bool:
    if isinstance(row, Event) and row.planned:
        return False
    return isinstance(row, Event | Evidence) and row.date.last > day


def test_the_order_of_claims_changes_no_verdict(
    claims: Claims, real: Ledger, runner: QueryRunner, baseline: Outcomes
) -> None:
    assert outcomes(replace(claims, rows=claims.rows[::-1]), real, runner) == baseline
