"""Who does what in which contingency: one cell for every state and contingency, the empty ones with their reason.

A cell holds what was promised, agreed, asked for, done and declined, oldest first. It is not a score: an ally's request
is not the state's consent, and a cell without a record says whether anybody looked.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date


@dataclass(frozen=True, slots=True)
class RoleFound:
    """One recorded role.

    Attributes:
        record_id: Id of the record.
        state: State whose role it is.
        contingency: Contingency it is for.
        basis: What it rests on.
        first: First day it may date from.
        last: Last day it may date from.
    """

    record_id: str
    state: str
    contingency: str
    basis: str
    first: date
    last: date


@dataclass(frozen=True, slots=True)
class RoleSearch:
    """A look for roles that found none or no newer one.

    Attributes:
        record_id: Id of the search.
        states: States meant.
        contingency: Contingency meant.
    """

    record_id: str
    states: tuple[str, ...]
    contingency: str


@dataclass(frozen=True, slots=True)
class RoleCell:
    """The roles of one state in one contingency.

    Attributes:
        state: State.
        contingency: Contingency.
        roles: Roles by the day, oldest first.
        search_ids: Searches for roles of the cell.
        reason: ``no-role-found`` when it was looked for, ``role-not-looked-for`` when not; empty when there is a role.
    """

    state: str
    contingency: str
    roles: tuple[RoleFound, ...]
    search_ids: tuple[str, ...]
    reason: str


def role_cells(
    roles: Iterable[RoleFound],
    searches: Sequence[RoleSearch],
    *,
    states: Sequence[str],
    contingencies: Sequence[str],
    as_of: date,
) -> tuple[RoleCell, ...]:
    """Return a cell for every state in every contingency.

    Args:
        roles: Confirmed roles, in any order; those that may be later than the day are left out.
        searches: Searches for roles.
        states: States, in the order of the table.
        contingencies: Contingencies, in the order of the table.
        as_of: The day.

    Examples:
        >>> from datetime import date
        >>> day = date(2026, 2, 28)
        >>> cell = role_cells([], [], states=["JPN"], contingencies=["sea-lanes"], as_of=day)[0]
        >>> cell.reason
        'role-not-looked-for'
    """
    known = sorted((role for role in roles if role.last <= as_of), key=lambda role: (role.first, role.record_id))
    return tuple(_cell(state, contingency, known, searches) for contingency in contingencies for state in states)


def _cell(state: str, contingency: str, roles: Sequence[RoleFound], searches: Sequence[RoleSearch]) -> RoleCell:
    here = tuple(role for role in roles if (role.state, role.contingency) == (state, contingency))
    looked = tuple(
        search.record_id for search in searches if search.contingency == contingency and state in search.states
    )
    reason = "" if here else "no-role-found" if looked else "role-not-looked-for"
    return RoleCell(state, contingency, here, looked, reason)
