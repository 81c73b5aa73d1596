"""Words and acts: from promises and evidence to distinct deeds per half-year and field."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kanae.measures.words_and_acts import WordsAndActs, words_and_acts
from kanae.model.measure import Column, MeasureRow, MeasureTable
from kanae.workflow.deeds import deeds_of
from kanae.workflow.measuring import Measure, MeasureOptions

if TYPE_CHECKING:
    from kanae.workflow.statuses import Question

COLUMNS = (
    Column("half_year", "code", "Half-year, such as 2024-H1; one without a record has no row."),
    Column("field", "code", "Field of cooperation."),
    Column("kind", "code", "Words (promises and repetitions) or acts."),
    Column("n", "count", "Distinct words or acts; one act that answers five promises is one.", low=1),
)


def compute(question: Question, options: MeasureOptions) -> WordsAndActs:
    """Count the words and acts of the framework's commitments."""
    return words_and_acts(deeds_of(question), as_of=question.as_of)


def table(question: Question, found: WordsAndActs) -> MeasureTable:
    """Return the counts as rows."""
    return MeasureTable(
        measure="words-and-acts",
        framework=question.framework.id,
        as_of=question.as_of,
        columns=COLUMNS,
        rows=tuple(
            MeasureRow(
                {"half_year": row.half_year, "field": row.field, "kind": row.kind, "n": row.n},
                row.record_ids,
            )
            for row in found.counts
        ),
        caveats=("words-and-acts-records", *(("words-and-acts-undated",) if found.undated_ids else ())),
        parameters={"reading": question.reading.value, "undated_ids": ";".join(found.undated_ids)},
    )


MEASURE = Measure(COLUMNS, compute, table, in_brief=False)
