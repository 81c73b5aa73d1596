"""The items behind the scores of institutionalisation, one row a framework, block and side."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kanae.measures.institutionalisation import Block, Item, Side
from kanae.model.measure import Column, MeasureRow, MeasureTable
from kanae.workflow.measures import institutionalisation
from kanae.workflow.measuring import Measure

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kanae.measures.institution_history import InstitutionHistory, InstitutionYear
    from kanae.workflow.statuses import Question

COLUMNS = (
    Column("framework", "id", "Framework."),
    Column("block", "code", "What the item is about."),
    Column("side", "code", "Design, what is written down; implementation, what was seen."),
    Column("value", "score", "0, 0.5 or 1; empty when not known.", low=0, high=1),
    Column("low", "score", "Least it can be worth by the records.", low=0, high=1),
    Column("high", "score", "Most it can be worth.", low=0, high=1),
    Column("rule", "code", "What the item asks; the same of every framework."),
)

RULES = {
    (Block.REGULARITY, Side.DESIGN): "rhythm-stated",
    (Block.LEVELS, Side.DESIGN): "levels-named",
    (Block.ORGANISATION, Side.DESIGN): "body-agreed",
    (Block.LEGALISATION, Side.DESIGN): "most-binding-form",
    (Block.MILITARY, Side.DESIGN): "military-kinds-agreed",
    (Block.SCOPE, Side.DESIGN): "domains-named",
    (Block.AUTONOMY, Side.DESIGN): "agenda-below-leaders",
    (Block.REGULARITY, Side.IMPLEMENTATION): "due-meetings-held",
    (Block.LEVELS, Side.IMPLEMENTATION): "levels-that-met",
    (Block.ORGANISATION, Side.IMPLEMENTATION): "acts-of-the-body",
    (Block.LEGALISATION, Side.IMPLEMENTATION): "renewed-or-cited",
    (Block.MILITARY, Side.IMPLEMENTATION): "military-kinds-seen",
    (Block.SCOPE, Side.IMPLEMENTATION): "domains-with-acts",
    (Block.AUTONOMY, Side.IMPLEMENTATION): "met-without-leaders",
}
"""Name of the rule of each item; ``docs/explanation/measures/institutionalisation.md`` states them."""


def table(question: Question, found: InstitutionHistory) -> MeasureTable:
    """Return the items of each framework on the day as rows."""
    return MeasureTable(
        measure="institution-items",
        framework=question.framework.id,
        as_of=question.as_of,
        columns=COLUMNS,
        rows=tuple(row for latest in found.latest for row in _rows(latest)),
        coverage=found.coverage_ids,
        caveats=institutionalisation.CAVEATS,
    )


def _rows(latest: InstitutionYear) -> Iterator[MeasureRow]:
    if latest.scores is not None:
        yield from (_row(latest.framework, item) for item in latest.scores.items)
        return
    for (block, side), rule in RULES.items():
        values = {**dict.fromkeys(("value", "low", "high"), None), "framework": latest.framework}
        values |= {"block": block.value, "side": side.value, "rule": rule}
        yield MeasureRow(
            {column.name: values[column.name] for column in COLUMNS}, (latest.framework,), "year-beyond-coverage"
        )


def _row(framework: str, item: Item) -> MeasureRow:
    values = {
        "framework": framework,
        "block": item.block.value,
        "side": item.side.value,
        "value": item.value,
        "low": item.low,
        "high": item.high,
        "rule": RULES[item.block, item.side],
    }
    return MeasureRow(values, item.record_ids, item.reason)


MEASURE = Measure(COLUMNS, institutionalisation.compute, table, in_brief=False)
