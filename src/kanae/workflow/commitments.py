"""Lists of commitments, and why each stands where it stands."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from kanae.errors import LedgerError
from kanae.ledger.nearest import nearest
from kanae.report.entries import commitment_entry
from kanae.report.facts import commitment_row, evidence_row, search_row, source_ids, source_row
from kanae.report.naming import Naming
from kanae.report.plain_text import as_text
from kanae.workflow.answers import answer
from kanae.workflow.statuses import ask_query
from kanae.workflow.wording import words_of

if TYPE_CHECKING:
    from collections.abc import Container, Sequence

    from kanae.ledger.book import Ledger
    from kanae.model.records import Language
    from kanae.workflow.claims import ClaimsAsked
    from kanae.workflow.statuses import Query


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which commitments are asked for; an empty choice takes all.

    Attributes:
        statuses: Statuses.
        pillars: Pillars.
        fields: Fields.
    """

    statuses: Sequence[str] = ()
    pillars: Sequence[str] = ()
    fields: Sequence[str] = ()


def commitment_rows(query: Query, wanted: Wanted, lang: Language) -> list[dict[str, Any]]:
    """Return the commitments asked for with their status.

    Raises:
        LedgerError: When a status, pillar or field is not in its codelist.
    """
    question = ask_query(query)
    for codelist, chosen in (("statuses", wanted.statuses), ("pillars", wanted.pillars), ("fields", wanted.fields)):
        _check_codes(question.ledger, codelist, chosen)
    answers = answer(question, query.known_on)
    naming = Naming(answers.ledger, words_of(lang))
    rows = []
    for status in answers.statuses.values():
        row = commitment_row(answers, status)
        if all(
            not chosen or row[key] in chosen
            for key, chosen in (("status", wanted.statuses), ("pillar", wanted.pillars), ("field", wanted.fields))
        ):
            row["status_label"] = naming.code("statuses", row["status"])
            row["field_label"] = naming.code("fields", row["field"])
            row["text"] = naming.text(answers.commitments[status.commitment_id].text)
            rows.append(row)
    return rows


def why_text(query: Query, commitment_id: str, lang: Language) -> str:
    """Return why a commitment has its status, or a claim its verdict, for a person.

    Raises:
        LedgerError: When no commitment or claim has the id, or the commitment was made after the day.
    """
    question = ask_query(query)
    if _is_claim(question.ledger, commitment_id):
        from kanae.workflow.claim_rows import why_claim_text

        return why_claim_text(_claim_asked(query, commitment_id), lang)
    answers = answer(question, query.known_on)
    _check_commitment(answers.ledger, commitment_id, answers.statuses)
    words = words_of(lang)
    entry = commitment_entry(words, answers, commitment_id)
    return as_text(words, Naming(answers.ledger, words), entry)


def why_facts(query: Query, commitment_id: str, lang: Language) -> dict[str, Any]:
    """Return why a commitment has its status, or a claim its verdict, for a program.

    Raises:
        LedgerError: When no commitment or claim has the id, or the commitment was made after the day.
    """
    question = ask_query(query)
    if _is_claim(question.ledger, commitment_id):
        from kanae.workflow.claim_rows import why_claim_facts

        return why_claim_facts(_claim_asked(query, commitment_id), lang)
    answers = answer(question, query.known_on)
    _check_commitment(answers.ledger, commitment_id, answers.statuses)
    commitment = answers.commitments[commitment_id]
    status = answers.statuses[commitment_id]
    evidence = [row for row in answers.evidence.values() if row.commitment == commitment_id]
    searches = answers.searches.get(commitment_id, ())
    cited = source_ids(citation for fact in (commitment, *evidence) for citation in fact.citations)
    return {
        **commitment_row(answers, status),
        "text": commitment.text.text(lang),
        "facts": {key: str(value) for key, value in status.facts.items()},
        "evidence": [evidence_row(row, lang, counted=row.id in status.evidence_ids) for row in evidence],
        "searches": [search_row(row, lang) for row in searches],
        "sources": [source_row(answers.ledger, source_id) for source_id in cited],
    }


def _is_claim(ledger: Ledger, record_id: str) -> bool:
    return any(claim.id == record_id for claim in ledger.claims)


def _claim_asked(query: Query, claim_id: str) -> ClaimsAsked:
    from kanae.workflow.claims import ClaimsAsked

    return ClaimsAsked(None, query.ledger, query.as_of, query.known_on, only=claim_id)


def _check_codes(ledger: Ledger, codelist: str, chosen: Sequence[str]) -> None:
    known = ledger.codelists[codelist]
    for code in chosen:
        if code not in known:
            raise LedgerError(f"'{code}' is not among the {codelist}.", nearest(code, known))


def _check_commitment(ledger: Ledger, commitment_id: str, statuses: Container[str]) -> None:
    made = {row.id for row in ledger.commitments}
    if commitment_id not in made:
        known = made | {row.id for row in ledger.claims}
        raise LedgerError(f"There is no commitment or claim '{commitment_id}'.", nearest(commitment_id, known))
    if commitment_id not in statuses:
        raise LedgerError(
            f"The commitment '{commitment_id}' has no status: it is of another framework or was made later.",
            "Name its framework with --framework, or a later day with --as-of.",
        )
