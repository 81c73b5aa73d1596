"""Claims and their verdicts as rows: for lists, for programs, and why one stands where it stands."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kanae.ledger.placed import headline, source_ids_of
from kanae.report.claims import claim_entry, missing_of
from kanae.report.facts import source_row
from kanae.report.naming import Naming
from kanae.report.plain_text import as_text
from kanae.workflow.claims import check_claims
from kanae.workflow.wording import words_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kanae.ledger.book import Ledger
    from kanae.ledger.claims import Claims
    from kanae.model.claims import CheckedClaim
    from kanae.model.records import Language
    from kanae.report.words import Words
    from kanae.workflow.claims import ClaimsAsked, ClaimsChecked


def listed_rows(claims: Claims, lang: Language) -> list[dict[str, Any]]:
    """Return the claims with their place, before any is checked."""
    return [
        {
            "claim_id": claim.id,
            "publication_id": claim.publication,
            "section": claim.section,
            "paragraph": claim.paragraph,
            "type": claim.type,
            "checked_by": "query" if claim.check is not None and claim.not_checkable is None else "nothing",
            "not_checkable": claim.not_checkable,
            "expect": claim.expect,
            "text": claim.text.text(lang),
            "file": origin.file,
            "line": origin.line,
        }
        for claim, origin in claims.rows
    ]


def checked_rows(checked: ClaimsChecked, lang: Language) -> list[dict[str, Any]]:
    """Return the claims with their verdicts; that of a claim whose query does not run is ``None``."""
    words = words_of(lang)
    return [checked_row(row, checked.ledger, words) for row in checked.rows]


def checked_row(row: CheckedClaim, ledger: Ledger, words: Words) -> dict[str, Any]:
    """Return one claim with its verdict."""
    claim, what = row.claim, row.claim.figure or row.claim.indicator
    return {
        "claim_id": claim.id,
        "type": claim.type,
        "verdict": row.decision.verdict.value if row.decision else None,
        "figure": row.finding.figure if row.finding else None,
        "record_ids": list(row.record_ids),
        "missing": list(missing_of(words, row)),
        "as_of": row.as_of.isoformat(),
        "verdict_then": row.then.verdict.value if row.then else None,
        "then_on": row.then_on.isoformat() if row.then_on else None,
        "expect": claim.expect,
        "publication_id": claim.publication,
        "section": claim.section,
        "paragraph": claim.paragraph,
        "source_ids": list(_source_ids(ledger, row.record_ids)),
        "text": claim.text.text(words.lang),
        "figure_label": what.text(words.lang) if what else None,
    }


def _source_ids(ledger: Ledger, record_ids: Iterable[str]) -> Iterable[str]:
    records = (ledger.by_id[record_id] for record_id in record_ids if record_id in ledger.by_id)
    return dict.fromkeys(source_id for record in records for source_id in source_ids_of(record))


def why_claim_text(asked: ClaimsAsked, lang: Language) -> str:
    """Return why one claim has its verdict, for a person.

    Raises:
        LedgerError: When no claim has the id.
    """
    checked, row = _only(asked)
    words = words_of(lang)
    naming = Naming(checked.ledger, words)
    text = as_text(words, naming, claim_entry(words, naming, row))
    if row.claim.check is None:
        return text
    query = "\n".join(f"    {line}" for line in row.claim.check.rstrip().splitlines())
    return "\n".join((text, "", words.say("claims.check"), query))


def why_claim_facts(asked: ClaimsAsked, lang: Language) -> dict[str, Any]:
    """Return why one claim has its verdict, for a program.

    Raises:
        LedgerError: When no claim has the id.
    """
    checked, row = _only(asked)
    claim, facts = row.claim, checked_row(row, checked.ledger, words_of(lang))
    return facts | {
        "absence": claim.absence,
        "needs": [need.model_dump(mode="json") for need in claim.needs],
        "relied_on": list(row.decision.relied_on) if row.decision else [],
        "not_checkable": claim.not_checkable,
        "indicator": claim.indicator.text(lang) if claim.indicator else None,
        "first_check": claim.first_check,
        "differs": claim.differs.text(lang) if claim.differs else None,
        "check": claim.check,
        "records": [
            {"record_id": record_id, "text": headline(checked.ledger.by_id[record_id], lang)}
            for record_id in row.record_ids
        ],
        "sources": [source_row(checked.ledger, source_id) for source_id in facts["source_ids"]],
    }


def _only(asked: ClaimsAsked) -> tuple[ClaimsChecked, CheckedClaim]:
    checked = check_claims(asked)
    return checked, checked.rows[0]
