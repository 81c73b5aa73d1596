"""Burden: from the recorded values to one row a year and definition."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kanae.measures.burden import YEARS, BurdenRow, BurdenValue, burden_over_time
from kanae.model.measure import Column, MeasureRow, MeasureTable
from kanae.model.records import Source
from kanae.workflow.measuring import Measure, MeasureOptions

if TYPE_CHECKING:
    from kanae.model.measure import Value
    from kanae.model.records import Burden
    from kanae.workflow.statuses import Question

COLUMNS = (
    Column("state", "code", "State the value is about."),
    Column("indicator", "code", "What is measured, by whose definition."),
    Column("year", "year", "Year the value is for."),
    Column("value", "number", "Value in its unit."),
    Column("unit", "code", "Unit; values are compared only within one indicator and unit."),
    Column("definition", "text", "Name of the indicator, which says whose definition it is."),
    Column("change_1", "number", "Change from the year before, in the same unit."),
    Column("change_5", "number", "Change from five years before, in the same unit."),
    Column("change_10", "number", "Change from ten years before, in the same unit."),
)


def compute(question: Question, options: MeasureOptions) -> tuple[BurdenRow, ...]:
    """List the burden of the members, or of the states asked for."""
    states = options.states or question.framework.members
    for state in states:
        question.ledger.item("states", state)
    rows = (row for row in question.ledger.burden if row.state in states and row.confirmed)
    return burden_over_time(_value(row) for row in rows if is_known(question, row))


def is_known(question: Question, row: Burden) -> bool:
    """Tell whether a value was known on the day: its year was over, or a source that it cites had appeared."""
    if row.period.surely_by(question.as_of):
        return True
    sources = (question.ledger.by_id.get(citation.source) for citation in row.citations)
    return any(
        isinstance(source, Source) and source.date is not None and source.date.surely_by(question.as_of)
        for source in sources
    )


def table(question: Question, found: tuple[BurdenRow, ...]) -> MeasureTable:
    """Return the burden as rows."""
    return MeasureTable(
        measure="burden",
        framework=question.framework.id,
        as_of=question.as_of,
        columns=COLUMNS,
        rows=tuple(_row(question, row) for row in found),
        coverage=tuple(row.id for row in question.ledger.coverage if "burden" in row.kinds),
        caveats=("burden-definitions", "burden-rotation"),
    )


def _value(row: Burden) -> BurdenValue:
    return BurdenValue(row.id, row.state, row.indicator, row.unit, row.period.first.year, row.value)


def _row(question: Question, row: BurdenRow) -> MeasureRow:
    reason = ""
    if row.value is None:
        reason = "burden-gap"
    elif None in row.changes.values():
        reason = "burden-no-earlier-year"
    values: dict[str, Value] = {
        "state": row.state,
        "indicator": row.indicator,
        "year": row.year,
        "value": None if row.value is None else float(row.value),
        "unit": row.unit,
        "definition": question.ledger.label("indicators", row.indicator, "en"),
    }
    for span in YEARS:
        change = row.changes[span]
        values[f"change_{span}"] = None if change is None else float(change)
    return MeasureRow(values, row.record_ids, reason)


MEASURE = Measure(COLUMNS, compute, table)
