"""Claims and their verdicts as rows: for lists, for programs, and why one stands where it stands."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kanae.ledger.placed import headline, source_ids_of
from kanae.model.claims import CheckedClaim, Gap, Verdict
from kanae.workflow.wording import words_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kanae.ledger.book import Ledger
    from kanae.ledger.claims import Claims
    from kanae.model.claims import Decision, Finding
    from kanae.model.records import Claim, Language
    from kanae.report.words import Words
    from kanae.workflow.claims import ClaimsChecked


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
    claim = row.claim
    return {
        "claim_id": claim.id,
        "type": claim.type,
        "verdict": row.decision.verdict.value if row.decision else None,
        "figure": row.finding.figure if row.finding else None,
        "record_ids": list(row.record_ids),
        "missing": list(missing_of(row, words)),
        "as_of": row.as_of.isoformat(),
        "verdict_then": row.then.verdict.value if row.then else None,
        "then_on": row.then_on.isoformat() if row.then_on else None,
        "expect": claim.expect,
        "publication_id": claim.publication,
        "section": claim.section,
        "paragraph": claim.paragraph,
        "source_ids": list(_source_ids(ledger, row.record_ids)),
        "text": claim.text.text(words.lang),
    }


def missing_of(row: CheckedClaim, words: Words) -> tuple[str, ...]:
    """Return in words what a verdict would need that is not there; empty when nothing is missing."""
    if row.fault:
        return (row.fault,)
    if row.decision is None or row.decision.verdict is not Verdict.UNDETERMINED:
        return ()
    return tuple(_missing(row.claim, row.finding, row.decision, words))


def _missing(claim: Claim, finding: Finding | None, decision: Decision, words: Words) -> Iterable[str]:
    said = finding.missing if finding else ()
    gaps = tuple(gap_text(gap, words) for gap in decision.gaps)
    lacks = (claim.lacks.text(words.lang),) if claim.lacks is not None and not gaps else ()
    return (*said, *gaps, *lacks) or (words.say("claims.gap.silent"),)


def gap_text(gap: Gap, words: Words) -> str:
    """Return in words why a check cannot rely on what it names."""
    days = {name: day for name, day in (("day", gap.day), ("given", gap.given)) if day is not None}
    return words.say(f"claims.gap.{gap.reason}", record=gap.record_id, **days)


def _source_ids(ledger: Ledger, record_ids: Iterable[str]) -> Iterable[str]:
    records = (ledger.by_id[record_id] for record_id in record_ids if record_id in ledger.by_id)
    return dict.fromkeys(source_id for record in records for source_id in source_ids_of(record))


def record_lines(ledger: Ledger, record_ids: Iterable[str], lang: Language) -> list[tuple[str, str]]:
    """Return each record with the line that stands for it."""
    return [(record_id, headline(ledger.by_id[record_id], lang)) for record_id in record_ids]
