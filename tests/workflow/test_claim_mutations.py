"""Every decided claim rests on its records: without them, one after the other, its verdict does not stand."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from kanae.ledger.book import Ledger
from kanae.ledger.claims import Claims, claims_of
from kanae.ledger.load import read_sound
from kanae.model.claims import CheckedClaim, Verdict
from kanae.model.queries import Refused
from kanae.model.records import Labels, Place
from kanae.store.location import find_ledger
from kanae.store.queries import QueryRunner
from kanae.workflow.claim_desk import desk_for
from kanae.workflow.claim_tables import ClaimTables
from kanae.workflow.claims import ClaimsAsked, check_read_claims

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from kanae.model.records import Record

DECIDED = (Verdict.CONFIRMED, Verdict.PARTLY, Verdict.REFUTED)
ON_ONE_RECORD = 0.75
"""Share of the decided claims whose verdict turns on a single record; the others count many."""

TRIED = 8
"""Records of a claim that are deleted one at a time."""


@pytest.fixture(scope="module")
def claims() -> Claims:
    return claims_of(read_sound(find_ledger()))


@pytest.fixture(scope="module")
def runner() -> Iterator[QueryRunner]:
    with QueryRunner() as made:
        yield made


@pytest.fixture(scope="module")
def decided(claims: Claims, runner: QueryRunner) -> tuple[CheckedClaim, ...]:
    rows = check_read_claims(claims, claims.reading.ledger(), ClaimsAsked(), runner).rows
    return tuple(row for row in rows if row.decision is not None and row.decision.verdict in DECIDED)


def without(ledger: Ledger, gone: Collection[str]) -> Ledger:
    """Return the ledger without records; a place that names one of them as the end of a line no longer does."""

    def kept(record: Record) -> Record:
        if isinstance(record, Place) and set(record.lines) & set(gone):
            return record.model_copy(update={"lines": tuple(line for line in record.lines if line not in gone)})
        return record

    records = {
        name: rows if name == "codelists" else tuple(kept(row) for row in rows if row.id not in gone)
        for name, rows in ledger.records.items()
    }
    return Ledger(records, ledger.codelists, ledger.digest)


def turns(row: CheckedClaim, ledger: Ledger, gone: Collection[str], runner: QueryRunner) -> bool:
    """Tell whether a claim has another verdict without some records."""
    mutant = without(ledger, gone)
    after = desk_for([row.claim], ClaimTables(mutant, runner)).decide_on(row.claim, row.as_of)
    assert not isinstance(after, Refused), (row.claim.id, after)
    assert row.decision is not None
    assert after.decision is not None
    return after.decision.verdict is not row.decision.verdict


def named_by(row: CheckedClaim) -> list[str]:
    """Return the coverage and the searches a claim relies on, of which one may do for the other."""
    return [name for need in row.claim.needs for name in (need.coverage, need.search) if name]


def test_each_decided_verdict_falls_with_its_records(
    claims: Claims, decided: tuple[CheckedClaim, ...], runner: QueryRunner
) -> None:
    """Records are deleted one at a time; where many are counted and none turns the verdict, all of them."""
    ledger = claims.reading.ledger()
    on_one = {
        row.claim.id
        for row in decided
        if any(turns(row, ledger, (record_id,), runner) for record_id in row.record_ids[:TRIED])
    }
    on_none = [
        row.claim.id
        for row in decided
        if row.claim.id not in on_one and not turns(row, ledger, (*row.record_ids, *named_by(row)), runner)
    ]
    assert on_none == []
    assert len(on_one) >= ON_ONE_RECORD * len(decided)


def reworded(ledger: Ledger, lang: str) -> Ledger:
    """Return the ledger with every title, outcome and text of one language written as something else."""

    def other(record: Record) -> Record:
        texts = {name: getattr(record, name, None) for name in ("title", "outcome", "text")}
        changed = {
            name: text.model_copy(update={lang: "-"}) for name, text in texts.items() if isinstance(text, Labels)
        }
        return record.model_copy(update=changed) if changed else record

    records = {
        name: rows if name in ("codelists", "claims") else tuple(other(row) for row in rows)
        for name, rows in ledger.records.items()
    }
    return Ledger(records, ledger.codelists, ledger.digest)


@pytest.mark.parametrize("lang", ["en", "ja", "ko"])
def test_no_verdict_hangs_on_the_words_of_one_language(
    claims: Claims, decided: tuple[CheckedClaim, ...], runner: QueryRunner, lang: str
) -> None:
    rows = check_read_claims(claims, reworded(claims.reading.ledger(), lang), ClaimsAsked(), runner).rows
    after = {row.claim.id: row.decision and row.decision.verdict for row in rows}
    turned = [row.claim.id for row in decided if row.decision and row.decision.verdict is not after[row.claim.id]]
    assert turned == []
