"""The lists that ship with the readers: states, seats, and how files write columns and choices."""

from __future__ import annotations

from functools import cache
from typing import TypeVar

from kanae.errors import LedgerError
from kanae.model.records import Part
from kanae.model.states import Seat, Spelling, VotingState
from kanae.store.location import read_package_text
from kanae.store.yaml_files import parse_mappings

PartT = TypeVar("PartT", bound=Part)


@cache
def states() -> tuple[VotingState, ...]:
    """Return the states, by code.

    Examples:
        >>> next(state for state in states() if state.id == "KOR").names[0]
        'South Korea'
    """
    return read_list("states", VotingState)


@cache
def seats() -> tuple[Seat, ...]:
    """Return the seats that changed hands.

    Examples:
        >>> seats()[0].means
        'TWN'
    """
    return read_list("seats", Seat)


@cache
def spellings(name: str) -> dict[str, tuple[str, ...]]:
    """Return meanings and their spellings.

    Args:
        name: ``columns``, ``choices``, ``issue-codes`` or ``usual-states``.

    Examples:
        >>> spellings("columns")["important"][0]
        'importantvote'
    """
    return {row.id: row.names for row in read_list(name, Spelling)}


def read_list(name: str, kind: type[PartT]) -> tuple[PartT, ...]:
    """Read one of the lists.

    Raises:
        LedgerError: When the list is not what it should be.
    """
    file = f"{name}.yml"
    records, issues = parse_mappings(read_package_text("votes", file), file)
    if issues:
        raise LedgerError(f"A list of kanae has a fault: {issues[0]}", "Install kanae again.")
    return tuple(kind.model_validate(record.values) for record in records)
