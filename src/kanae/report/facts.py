"""What a brief says, as plain data for programs: the same numbers with the same records, and no words."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from kanae.model.measure import plain_rows
from kanae.report.news import news_facts

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kanae.ledger.book import Ledger
    from kanae.measures.change import Change
    from kanae.model.alignment import Alignment
    from kanae.model.claims import CheckedClaim
    from kanae.model.records import Citation, Evidence, Language, Search
    from kanae.model.status import StatusOn
    from kanae.report.answers import Answers, SeriesAnswer
    from kanae.report.measured import Measured


def facts_of(answers: Answers, version: str) -> dict[str, Any]:
    """Return the facts of a brief; every number has the ids of its records beside it."""
    return {
        "kanae_version": version,
        "ledger_digest": answers.ledger.digest,
        "framework": answers.framework.id,
        "as_of": answers.as_of.isoformat(),
        "covered_to": answers.covered_to.isoformat() if answers.covered_to else None,
        "known_on": answers.known_on.isoformat() if answers.known_on else None,
        "reading": answers.reading.value,
        "commitments": [commitment_row(answers, status) for status in answers.statuses.values()],
        "series": [_series_row(row) for row in answers.series],
        "changes": {"since": answers.year_before.isoformat(), "rows": _change_rows(answers.changes)},
        "readings_differ": _change_rows(answers.differing),
        "sensitivity": {
            "percent": answers.sensitivity.percent,
            "shorter": _change_rows(answers.sensitivity.shorter),
            "longer": _change_rows(answers.sensitivity.longer),
        },
        "words_and_acts": [
            {
                "half_year": row.half_year,
                "field": row.field,
                "kind": row.kind,
                "n": row.n,
                "record_ids": list(row.record_ids),
            }
            for row in answers.words_and_acts.counts
        ],
        "votes": None if answers.alignment is None else _alignment(answers.alignment),
        "claims": [_claim_row(row) for row in answers.claims],
        "measures": {} if answers.measured is None else _measures(answers.measured),
        **({} if answers.news is None else {"news": news_facts(answers.news)}),
    }


def commitment_row(answers: Answers, status: StatusOn) -> dict[str, Any]:
    """Return one commitment with its status, as lists of commitments print it."""
    commitment = answers.commitments[status.commitment_id]
    evidence = [answers.evidence[row] for row in status.evidence_ids]
    return {
        "commitment_id": commitment.id,
        "pillar": commitment.pillar,
        "field": commitment.field,
        "level": commitment.level,
        "type": commitment.type,
        "status": status.status.value,
        "score": status.score,
        "ladder": status.ladder,
        "since": status.since.isoformat(),
        "reason": status.reason,
        "document_id": commitment.document,
        "evidence_ids": list(status.evidence_ids),
        "decisive_ids": list(status.decisive_ids),
        "uncounted_ids": list(status.uncounted_ids),
        "search_ids": [search.id for search in answers.searches.get(commitment.id, ())],
        "source_ids": source_ids(citation for fact in (commitment, *evidence) for citation in fact.citations),
    }


def evidence_row(row: Evidence, lang: Language, *, counted: bool) -> dict[str, Any]:
    """Return a piece of evidence; ``counted`` tells whether the status rests on it."""
    return {
        "evidence_id": row.id,
        "event_id": row.event,
        "date_first": row.date.first.isoformat(),
        "date_last": row.date.last.isoformat(),
        "effect": row.effect,
        "acted_by": row.acted_by,
        "fit": row.fit,
        "confidence": row.confidence,
        "counted": counted,
        "text": row.text.text(lang),
        "source_ids": source_ids(row.citations),
    }


def search_row(row: Search, lang: Language) -> dict[str, Any]:
    """Return a search: when, where, for what, and what came of it."""
    return {
        "search_id": row.id,
        "searched_on": row.searched_on.isoformat(),
        "places": list(row.places),
        "languages": list(row.languages),
        "question": row.question.text(lang),
        "result": row.result.text(lang),
    }


def source_row(ledger: Ledger, source_id: str) -> dict[str, Any]:
    """Return a source with its address."""
    source = ledger.get(source_id)
    return {
        "source_id": source_id,
        "publisher": getattr(source, "publisher", None),
        "title": getattr(source, "title", None),
        "url": getattr(source, "url", None),
        "archived_url": getattr(source, "archived_url", None),
    }


def source_ids(citations: Iterable[Citation]) -> list[str]:
    """Return the ids of the sources, each once, in the order cited."""
    return list(dict.fromkeys(citation.source for citation in citations))


def _series_row(row: SeriesAnswer) -> dict[str, Any]:
    cadence = row.cadence
    return {
        "series_id": row.series.id,
        "level": row.series.level,
        "track": row.series.track,
        "n": cadence.n,
        "last": cadence.last.isoformat() if cadence.last else None,
        "rhythm_days": cadence.rhythm_days,
        "is_stated": cadence.is_stated,
        "expected": cadence.expected.isoformat() if cadence.expected else None,
        "overdue_ratio": cadence.overdue_ratio,
        "state": cadence.punctuality.value,
        "event_ids": list(cadence.record_ids),
        "search_ids": [search.id for search in row.searches],
    }


def _change_rows(changes: Iterable[Change]) -> list[dict[str, Any]]:
    return [
        {
            "commitment_id": change.commitment_id,
            "before": change.before.value if change.before else None,
            "after": change.after.value,
            "direction": change.direction,
        }
        for change in changes
    ]


def _alignment(alignment: Alignment) -> dict[str, Any]:
    return {
        "latest": alignment.latest.year,
        "pairs": [asdict(row) | {"record_ids": [f"votes-{row.year}"]} for row in alignment.pairs],
        "divergent": [
            {
                "roll_call": row.resolution.id,
                "date": row.resolution.date.isoformat() if row.resolution.date else None,
                "resolution": row.resolution.symbol or None,
                "title": row.resolution.title or None,
                "issues": list(row.resolution.issues),
                "distance": row.distance,
                "choices": {
                    state: choice.name.lower() for state, choice in zip(alignment.states, row.choices, strict=True)
                },
            }
            for row in alignment.divergent
        ],
        "distances": [asdict(row) for row in alignment.distances],
        "files": [asdict(row) for row in alignment.files],
    }


def _claim_row(row: CheckedClaim) -> dict[str, Any]:
    return {
        "claim_id": row.claim.id,
        "type": row.claim.type,
        "verdict": row.decision.verdict.value if row.decision else None,
        "figure": row.finding.figure if row.finding else None,
        "record_ids": list(row.record_ids),
        "then_on": row.then_on.isoformat() if row.then_on else None,
        "verdict_then": row.then.verdict.value if row.then else None,
    }


def _measures(measured: Measured) -> dict[str, list[dict[str, Any]]]:
    return {name: plain_rows(table) for name, table in measured.tables.items()}
