"""Votes of any layout as three columns of equal length: roll call, state, choice."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from kanae.model.issues import IssueCode
from kanae.model.votes import Choice
from kanae.votes.codelists import spellings
from kanae.votes.layouts import STATE_MEANINGS, Layout, Shape
from kanae.votes.states import Scheme, state_book
from kanae.votes.tally import Tally, counted_noun

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from kanae.store.foreign_tables import CodedColumn

UNKNOWN = -1


@dataclass(frozen=True, slots=True)
class LongVotes:
    """Votes, one element each.

    Attributes:
        file: Name of the file.
        roll_calls: Numbers of the roll calls.
        states: Codes of the states.
        roll_call: Place in ``roll_calls``.
        state: Place in ``states``.
        choice: Values of :class:`Choice`.
    """

    file: str
    roll_calls: tuple[str, ...]
    states: tuple[str, ...]
    roll_call: NDArray[np.int64]
    state: NDArray[np.int64]
    choice: NDArray[np.int8]


def columns_about_votes(layout: Layout) -> list[str]:
    """Return the columns of a file that tell who chose what."""
    states = [column for meaning in STATE_MEANINGS for column in layout.meanings.get(meaning, ())]
    key = list(layout.meanings.get("roll_call", ())[:1])
    if layout.choices:
        return list(dict.fromkeys([*key, *states, *layout.choices]))
    return list(dict.fromkeys([*key, *states, layout.meanings["vote"][0]]))


def read_votes_of(layout: Layout, cells: Mapping[str, CodedColumn], tally: Tally) -> LongVotes:
    """Read the votes of a file; those with an unknown state or choice are counted in the tally and left out."""
    match layout.shape:
        case Shape.WIDE_BY_ROLL_CALL:
            votes = _from_rows_of_roll_calls(layout, cells, tally)
        case Shape.WIDE_BY_STATE:
            votes = _from_rows_of_states(layout, cells, tally)
        case _:
            votes = _from_rows_of_votes(layout, cells, tally)
    known = (votes.roll_call >= 0) & (votes.state >= 0) & (votes.choice != UNKNOWN)
    return LongVotes(
        votes.file, votes.roll_calls, votes.states, votes.roll_call[known], votes.state[known], votes.choice[known]
    )


def states_of(
    layout: Layout, cells: Mapping[str, CodedColumn], tally: Tally
) -> tuple[tuple[str, ...], NDArray[np.int64]]:
    """Return the codes of the states of a file, and the place among them of each row; -1 for an unknown state.

    Each way of writing is asked in turn, the surest first; a row two ways of which mean different states is reported.
    """
    columns = list(dict.fromkeys(column for meaning in STATE_MEANINGS for column in layout.meanings.get(meaning, ())))
    book = state_book()
    schemes = {column: book.scheme_of(cells[column].values) for column in columns}
    columns.sort(key=lambda column: list(Scheme).index(schemes[column]))
    combined = np.zeros(len(cells[columns[0]].codes), dtype=np.int64)
    for column in columns:
        combined = combined * (len(cells[column].values) + 1) + cells[column].codes + 1
    _, rows, place = np.unique(combined, return_index=True, return_inverse=True)
    codes: list[str | None] = []
    unknown, disputed = [], []
    for row in rows:
        written = [(cells[column].text(int(row)), schemes[column]) for column in columns]
        found = [code for text, scheme in written if (code := book.find(text, scheme)) is not None]
        shown = " / ".join(text for text, _ in written if text)
        codes.append(found[0] if found else None)
        if not found:
            unknown.append(shown or "(empty)")
        elif len(set(found)) > 1:
            disputed.append(f"{shown} (read as {found[0]})")
    _report_states(layout.table.name, unknown, disputed, tally)
    states = tuple(sorted({code for code in codes if code is not None}))
    order = {code: number for number, code in enumerate(states)}
    return states, np.array([UNKNOWN if code is None else order[code] for code in codes], dtype=np.int64)[place]


def _report_states(file: str, unknown: list[str], disputed: list[str], tally: Tally) -> None:
    if unknown:
        message = f"{counted_noun(len(unknown), 'state')} kanae does not know; their votes are left out"
        tally.add(file, IssueCode.UNKNOWN_STATE, message, unknown, "Mend the spelling, or write the ISO code.")
    if disputed:
        message = f"{counted_noun(len(disputed), 'state')} have a number, code and name that do not agree"
        tally.add(file, IssueCode.STATE_CONTRADICTS, message, disputed, "See which of them is right.")


def choices_of(layout: Layout, column: CodedColumn, tally: Tally, where: str = "") -> NDArray[np.int8]:
    """Return the choice of each row; -1 where it is unknown."""
    known = {name: int(code) for code, names in spellings("choices").items() for name in names}
    values = [known.get(value.strip().casefold(), UNKNOWN) for value in column.values]
    empty = Choice.ABSENT if layout.is_digital_library else Choice.UNRECORDED
    lookup = np.array([*values, empty], dtype=np.int8)  # code -1, an empty cell, takes the last
    choice: NDArray[np.int8] = lookup[column.codes]
    strange = choice == UNKNOWN
    if strange.any():
        examples = [f"'{column.values[code]}'" for code in np.unique(column.codes[strange])]
        line = (layout.table.first_line or 0) + (int(strange.argmax()) if layout.table.first_line else 0)
        message = (
            f"{counted_noun(int(strange.sum()), 'vote')}{where} have a choice kanae does not know; they are left out"
        )
        fix = "Write yes, abstain, no, absent, or 1, 2, 3, 8, 9."
        tally.add(layout.table.name, IssueCode.UNKNOWN_CHOICE, message, examples, fix, line=line)
    return choice


def _from_rows_of_votes(layout: Layout, cells: Mapping[str, CodedColumn], tally: Tally) -> LongVotes:
    keys = cells[layout.meanings["roll_call"][0]]
    states, state = states_of(layout, cells, tally)
    choice = choices_of(layout, cells[layout.meanings["vote"][0]], tally)
    return LongVotes(layout.table.name, keys.values, states, keys.codes, state, choice)


def _from_rows_of_roll_calls(layout: Layout, cells: Mapping[str, CodedColumn], tally: Tally) -> LongVotes:
    keys = cells[layout.meanings["roll_call"][0]]
    states = tuple(sorted(set(layout.choices.values())))
    columns = [choices_of(layout, cells[column], tally, f" of {code}") for column, code in layout.choices.items()]
    places = [states.index(code) for code in layout.choices.values()]
    return LongVotes(
        file=layout.table.name,
        roll_calls=keys.values,
        states=states,
        roll_call=np.tile(keys.codes, len(columns)),
        state=np.repeat(places, len(keys.codes)),
        choice=np.concatenate(columns),
    )


def _from_rows_of_states(layout: Layout, cells: Mapping[str, CodedColumn], tally: Tally) -> LongVotes:
    states, state = states_of(layout, cells, tally)
    columns = [choices_of(layout, cells[column], tally, f" on {number}") for column, number in layout.choices.items()]
    return LongVotes(
        file=layout.table.name,
        roll_calls=tuple(layout.choices.values()),
        states=states,
        roll_call=np.repeat(np.arange(len(columns)), len(state)),
        state=np.tile(state, len(columns)),
        choice=np.concatenate(columns),
    )
