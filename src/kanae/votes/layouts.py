"""What a file of votes is, told by the names of its columns."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from kanae.errors import UpstreamError
from kanae.votes.codelists import spellings
from kanae.votes.states import Scheme, state_book

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kanae.store.foreign_tables import ForeignTable

FEWEST_WIDE_COLUMNS = 2
STATE_MEANINGS = ("state_cow", "state_name", "state_iso3", "state_iso2", "state_cow_code")

_ROLL_CALL_COLUMN = re.compile(r"^(?:rcid|roll_?call|rc|vote|v|x)?[_. ]?(\d+)$", re.IGNORECASE)
_STATE_PREFIX = re.compile(r"^(?:ccode|vote|cow|v|x)[_. ]?(?=\d+$)", re.IGNORECASE)


class Shape(StrEnum):
    """Shapes of files about votes."""

    VOTES = "votes"
    JOINED = "votes and roll calls in one table"
    WIDE_BY_ROLL_CALL = "one row a roll call, one column a state"
    WIDE_BY_STATE = "one row a state, one column a roll call"
    ROLL_CALLS = "roll calls"
    ISSUES = "issues"
    IDEAL_POINTS = "ideal points"
    COINCIDENCE = "coincidence with the United States"


@dataclass(frozen=True, slots=True)
class Layout:
    """A file and what its columns mean.

    Attributes:
        table: The file.
        shape: Its shape.
        meanings: Columns by meaning, the preferred one first.
        choices: In a wide table, the state or the roll call by column.
        scheme: How a wide table writes states in its header.
    """

    table: ForeignTable
    shape: Shape
    meanings: Mapping[str, tuple[str, ...]]
    choices: Mapping[str, str]
    scheme: Scheme = Scheme.ISO3

    @property
    def is_digital_library(self) -> bool:
        """Whether it is an export of the UN Digital Library, in which an empty cell is an absence."""
        return any(column.lower().startswith("ms_vote") for column in self.meanings.get("vote", ()))


def recognise(table: ForeignTable) -> Layout:
    """Tell what a file is.

    Raises:
        UpstreamError: When its columns are none that kanae knows.
    """
    meanings = _meanings(table.columns)
    has_state = any(meaning in meanings for meaning in STATE_MEANINGS)
    timed = any(meaning in meanings for meaning in ("date", "session", "year"))
    if any(column.lower().startswith("idealpoint") for column in table.columns) and has_state:
        return Layout(table, Shape.IDEAL_POINTS, meanings, {})
    if {"same", "opposite", "partial"} <= set(meanings) and has_state:
        return Layout(table, Shape.COINCIDENCE, meanings, {})
    if {"roll_call", "vote"} <= set(meanings) and has_state:
        return Layout(table, Shape.JOINED if timed else Shape.VOTES, meanings, {})
    wide = _wide(table, meanings, has_state=has_state)
    if wide is not None:
        return wide
    if "roll_call" in meanings and timed:
        return Layout(table, Shape.ROLL_CALLS, meanings, {})
    if {"roll_call", "issue"} <= set(meanings):
        return Layout(table, Shape.ISSUES, meanings, {})
    raise UpstreamError(
        f"'{table.name}' has columns kanae does not know: {', '.join(table.columns[:8])}.",
        "Give it columns such as rcid, country, vote, or see docs/how-to/votes.md for the layouts.",
    )


def _meanings(columns: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
    by_name = {column.strip().lower().replace(" ", "_"): column for column in columns}
    found = {
        meaning: tuple(by_name[name] for name in names if name in by_name)
        for meaning, names in spellings("columns").items()
    }
    return {meaning: names for meaning, names in found.items() if names}


def _wide(table: ForeignTable, meanings: Mapping[str, tuple[str, ...]], *, has_state: bool) -> Layout | None:
    taken = {column for names in meanings.values() for column in names} | set(spellings("issue-codes"))
    free = [column for column in table.columns if column not in taken]
    if has_state:
        numbered = {column: match[1] for column in free if (match := _ROLL_CALL_COLUMN.match(column.strip()))}
        if len(numbered) >= FEWEST_WIDE_COLUMNS:
            return Layout(table, Shape.WIDE_BY_STATE, meanings, numbered)
        return None
    if "roll_call" not in meanings:
        return None
    written = {column: _STATE_PREFIX.sub("", column.strip()) for column in free}
    book = state_book()
    scheme = book.scheme_of(written.values())
    named = {column: code for column, text in written.items() if (code := book.find(text, scheme)) is not None}
    if len(named) >= FEWEST_WIDE_COLUMNS:
        return Layout(table, Shape.WIDE_BY_ROLL_CALL, meanings, named, scheme)
    return None
