"""Roles: for each contingency, what every member does, promises, is asked for and declines, with dated sources."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kanae.model.records import Role
from kanae.report.blocks import Paragraph, Section, Table
from kanae.report.naming import Naming
from kanae.report.rich import Rich, Span, plain

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kanae.measures.roles import RoleCell
    from kanae.report.answers import Answers
    from kanae.report.words import Words


def roles_section(words: Words, answers: Answers) -> Section:
    """Return the chapter: one table a contingency; without a role, nothing."""
    title = words.say("roles.title")
    cells: Sequence[RoleCell] = (answers.measured.of("roles", tuple) if answers.measured else None) or ()
    if not any(cell.roles for cell in cells):
        return Section("roles", title, ())
    contingencies = dict.fromkeys(cell.contingency for cell in cells)
    tables = [
        _table(words, answers, name, [cell for cell in cells if cell.contingency == name]) for name in contingencies
    ]
    lead, note = Paragraph(words.rich("roles.lead")), Paragraph(words.rich("roles.note"), "note")
    return Section("roles", title, (lead, *tables, note))


def shown_roles(answers: Answers) -> tuple[Role, ...]:
    """Return the roles the chapter shows, so that their sources are listed."""
    cells: Sequence[RoleCell] = (answers.measured.of("roles", tuple) if answers.measured else None) or ()
    shown = {role.record_id for cell in cells for role in cell.roles}
    return tuple(row for row in answers.ledger.roles if row.id in shown)


def _table(words: Words, answers: Answers, contingency: str, cells: Sequence[RoleCell]) -> Table:
    naming = Naming(answers.ledger, words)
    header = tuple(words.say(f"column.{name}") for name in ("country", "date", "basis", "role", "sources"))
    rows = tuple(row for cell in cells for row in _rows(words, naming, cell))
    return Table(f"roles-{contingency}", naming.code("contingencies", contingency), header, rows)


def _rows(words: Words, naming: Naming, cell: RoleCell) -> Iterator[tuple[Rich, ...]]:
    state = plain(naming.code("states", cell.state))
    if not cell.roles:
        yield (state, plain(""), plain(""), plain(words.say(f"reason.{cell.reason}")), plain(""))
    for role in cell.roles:
        record = naming.ledger.by_id.get(role.record_id)
        if isinstance(record, Role):
            yield (
                (Span("", f"@{record.id}", "anchor"), *state),
                plain(words.date(record.date)),
                plain(naming.code("role-bases", record.basis)),
                plain(naming.text(record.text)),
                naming.citations(record.citations),
            )
