"""Roles: from the recorded roles and searches to a cell for every state and contingency."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kanae.measures.roles import RoleCell, RoleFound, RoleSearch, role_cells
from kanae.model.measure import Column, MeasureRow, MeasureTable
from kanae.model.records import Role
from kanae.workflow.measuring import Measure, MeasureOptions

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kanae.model.measure import Value
    from kanae.workflow.statuses import Question

COLUMNS = (
    Column("state", "code", "State whose role it is."),
    Column("contingency", "code", "Contingency the role is for."),
    Column("role", "text", "What the state does, promises, is asked to do or declines to do; a paraphrase."),
    Column("basis", "code", "What the role rests on."),
    Column("date", "date", "Day, month or year of the text, statement or act."),
)


def compute(question: Question, options: MeasureOptions) -> tuple[RoleCell, ...]:
    """Gather the roles of the members, or of the states asked for."""
    ledger = question.ledger
    states = options.states or question.framework.members
    for state in states:
        ledger.item("states", state)
    return role_cells(
        [
            RoleFound(row.id, row.state, row.contingency, row.basis, row.date.first, row.date.last)
            for row in ledger.roles
            if row.confirmed
        ],
        [RoleSearch(row.id, row.members, row.contingency) for row in ledger.searches if row.contingency is not None],
        states=states,
        contingencies=tuple(ledger.codelists.get("contingencies", {})),
        as_of=question.as_of,
    )


def table(question: Question, found: tuple[RoleCell, ...]) -> MeasureTable:
    """Return the roles as rows; a cell without a role is a row with the reason."""
    return MeasureTable(
        measure="roles",
        framework=question.framework.id,
        as_of=question.as_of,
        columns=COLUMNS,
        rows=tuple(row for cell in found for row in _rows(question, cell)),
        coverage=tuple(row.id for row in question.ledger.coverage if "roles" in row.kinds),
        caveats=("roles-not-consent",),
    )


def _rows(question: Question, cell: RoleCell) -> Iterator[MeasureRow]:
    place: dict[str, Value] = {"state": cell.state, "contingency": cell.contingency}
    if not cell.roles:
        looked = cell.search_ids or (question.framework.id,)
        yield MeasureRow(place | {"role": None, "basis": None, "date": None}, looked, cell.reason)
    for role in cell.roles:
        record = question.ledger.get(role.record_id)
        if isinstance(record, Role):
            found: dict[str, Value] = {"role": record.text.en, "basis": role.basis, "date": str(record.date)}
            yield MeasureRow(place | found, (role.record_id,))


MEASURE = Measure(COLUMNS, compute, table)
