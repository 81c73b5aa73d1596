"""Institutionalisation: two scores a framework and year, on paper and in practice, with ranges and ranks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kanae.errors import MeasureError
from kanae.measures.institution_history import InstitutionHistory, InstitutionYear, institution_history
from kanae.measures.rank_intervals import Draws
from kanae.model.measure import Column, MeasureRow, MeasureTable
from kanae.workflow.compared import coverage_of, frameworks_compared
from kanae.workflow.institutions import institution_of, limit
from kanae.workflow.measuring import Measure, MeasureOptions

if TYPE_CHECKING:
    from kanae.measures.institutionalisation import Institutionalisation, Score
    from kanae.workflow.statuses import Question

COLUMNS = (
    Column("framework", "id", "Framework."),
    Column("year", "year", "Year; the score is that of its last day, or of the day asked about."),
    Column("design_low", "score", "Least the score of design can be.", low=0, high=1),
    Column("design", "score", "Mean of the known items of design.", low=0, high=1),
    Column("design_high", "score", "Most the score of design can be.", low=0, high=1),
    Column("implementation_low", "score", "Least the score of implementation can be.", low=0, high=1),
    Column("implementation", "score", "Mean of the known items of implementation.", low=0, high=1),
    Column("implementation_high", "score", "Most the score of implementation can be.", low=0, high=1),
    Column("difference_low", "score", "Least the difference can be.", low=-1, high=1),
    Column("difference", "score", "Design less implementation.", low=-1, high=1),
    Column("difference_high", "score", "Most the difference can be.", low=-1, high=1),
    Column("rank_low", "rank", "Best rank over both scores among those compared, under random weights.", low=1),
    Column("rank_high", "rank", "Worst rank, likewise.", low=1),
    Column("n_known", "count", "Items known, of both scores.", low=0, high=14),
    Column("n_items", "count", "Items there are, of both scores.", low=14, high=14),
)

KINDS = ("events", "instruments", "commitments", "evidence")
"""Kinds of record the items rest on."""

CAVEATS = ("institution-not-strength", "institution-known-by-proof", "institution-lists-uneven")


def compute(question: Question, options: MeasureOptions) -> InstitutionHistory:
    """Score the framework and those it is compared with, year by year.

    Raises:
        LedgerError: When there is no framework to compare with of that name.
        MeasureError: When it is compared with itself, or nothing is on record of a framework that was named.
    """
    ledger = question.ledger
    frameworks = frameworks_compared(question, options.compare)
    institutions = [institution_of(ledger, row) for row in frameworks]
    for row in institutions:
        first = row.first_day()
        named = row.framework == question.framework.id or row.framework in options.compare
        if named and (first is None or first > question.as_of):
            raise MeasureError(
                f"Nothing is on record of '{row.framework}' by {question.as_of}.",
                "Name a framework with instruments or meetings, or a later day with --as-of.",
            )
    coverage = {row.id: coverage_of(ledger, row, KINDS) for row in frameworks}
    return institution_history(
        institutions,
        as_of=question.as_of,
        known_to={name: max(row.end.last for row in rows) for name, rows in coverage.items() if rows},
        draws=Draws(int(limit(ledger, "rank-draws")), int(limit(ledger, "rank-seed")), limit(ledger, "rank-percent")),
        mean_items=int(limit(ledger, "mean-items")),
        coverage_ids=tuple(sorted({row.id for rows in coverage.values() for row in rows})),
    )


def table(question: Question, found: InstitutionHistory) -> MeasureTable:
    """Return the scores as rows."""
    limits = question.ledger.codelists["institution-limits"].values()
    return MeasureTable(
        measure="institutionalisation",
        framework=question.framework.id,
        as_of=question.as_of,
        columns=COLUMNS,
        rows=tuple(_row(row, found.mean_items) for row in found.rows),
        coverage=found.coverage_ids,
        caveats=CAVEATS,
        parameters={item.id: float(item.value or 0) for item in limits},
    )


def _row(found: InstitutionYear, mean_items: int) -> MeasureRow:
    if found.scores is None:
        empty = dict.fromkeys((column.name for column in COLUMNS), None)
        values = {**empty, "framework": found.framework, "year": found.year}
        return MeasureRow(values, (found.framework,), "year-beyond-coverage")
    scores = found.scores
    both = scores.difference
    return MeasureRow(
        {
            "framework": found.framework,
            "year": found.year,
            **_range("design", scores.design),
            **_range("implementation", scores.implementation),
            **_range("difference", both),
            "rank_low": found.rank.low if found.rank else None,
            "rank_high": found.rank.high if found.rank else None,
            "n_known": both.n_known,
            "n_items": both.n_items,
        },
        scores.record_ids,
        _reason(found, scores, mean_items),
    )


def _range(name: str, score: Score) -> dict[str, float | None]:
    return {f"{name}_low": score.low, name: score.value, f"{name}_high": score.high}


def _reason(found: InstitutionYear, scores: Institutionalisation, mean_items: int) -> str:
    """Say why a value is not known, else that a mean rests on too few of the items."""
    known = min(scores.design.n_known, scores.implementation.n_known)
    if known == 0:
        return "institution-nothing-known"
    if found.rank is None:
        return "institution-not-compared"
    return "institution-few-known" if known < mean_items else ""


MEASURE = Measure(COLUMNS, compute, table)
