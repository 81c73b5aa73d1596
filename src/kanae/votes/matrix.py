"""Votes in three columns and their roll calls into one matrix: doubles, seats that changed hands, gaps."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import numpy as np

from kanae.errors import UpstreamError
from kanae.model.issues import IssueCode
from kanae.model.votes import By, Choice, Resolution, RollCalls, is_cast
from kanae.votes.codelists import seats
from kanae.votes.tally import Tally, counted_noun

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from kanae.model.states import Seat
    from kanae.votes.long_form import LongVotes


def matrix_of(
    parts: Sequence[LongVotes], known: Mapping[str, Resolution], tally: Tally, *, may_repeat: bool
) -> RollCalls:
    """Join the votes of one or more files.

    Args:
        parts: The votes.
        known: Roll calls by number.
        tally: Takes what is wrong.
        may_repeat: Whether equal votes may stand several times, as they do in a table joined with issue codes.

    Raises:
        UpstreamError: When no vote was cast.
    """
    named = list(dict.fromkeys(key for part in parts for key in _used(part)))
    lost = [key for key in named if key not in known]
    if lost and known:
        message = f"{counted_noun(len(lost), 'roll call')} have votes but no row that tells their date"
        tally.add(parts[0].file, IssueCode.VOTE_WITHOUT_ROLL_CALL, message, lost, "Add the file with the roll calls.")
    if not known:
        fix = "Name the file with the roll calls too: kanae votes similarity VOTES ROLL_CALLS"
        raise UpstreamError(f"'{parts[0].file}' has votes but no dates or sessions.", fix)
    resolutions = sorted((known[key] for key in named if key in known), key=_in_time)
    states = sorted({state for part in parts for state in part.states} | {seat.means for seat in seats()})
    choices = _fill(parts, resolutions, states, tally=tally, may_repeat=may_repeat)
    _change_seats(choices, resolutions, states, tally=tally, file=parts[0].file)
    voted = is_cast(choices)
    if not voted.any():
        raise UpstreamError(f"'{parts[0].file}' has no vote kanae can read.", "See its faults: kanae votes check FILE")
    here = np.flatnonzero(voted.sum(axis=0))
    calls = RollCalls(tuple(states[column] for column in here), tuple(resolutions), choices[:, here])
    _report_gaps(calls, parts[0].file, tally)
    return calls


def _used(part: LongVotes) -> list[str]:
    return [part.roll_calls[place] for place in np.unique(part.roll_call)]


def _in_time(row: Resolution) -> tuple[int, date, int, str]:
    number = int(row.id) if row.id.isdigit() else 0
    return (row.year or 0, row.date or date(row.year or 1, 12, 31), number, row.id)


def _fill(
    parts: Sequence[LongVotes],
    resolutions: Sequence[Resolution],
    states: Sequence[str],
    *,
    tally: Tally,
    may_repeat: bool,
) -> NDArray[np.int8]:
    row_of = {row.id: number for number, row in enumerate(resolutions)}
    column_of = {state: number for number, state in enumerate(states)}
    rows, columns, chosen = [], [], []
    for part in parts:
        rows.append(np.array([row_of.get(key, -1) for key in part.roll_calls], dtype=np.int64)[part.roll_call])
        columns.append(np.array([column_of[state] for state in part.states], dtype=np.int64)[part.state])
        chosen.append(part.choice)
    row, column, choice = np.concatenate(rows), np.concatenate(columns), np.concatenate(chosen)
    kept = row >= 0
    place, choice = row[kept] * len(states) + column[kept], choice[kept]
    flat = np.zeros(len(resolutions) * len(states), dtype=np.int8)
    flat[place] = choice
    doubled = np.bincount(place, minlength=len(flat)) > 1
    if doubled.any():
        conflicting = np.zeros(len(flat), dtype=bool)
        conflicting[place[choice != flat[place]]] = True
        flat[conflicting] = Choice.UNRECORDED
        _report_doubles(
            parts[0].file, doubled & ~conflicting & (not may_repeat), conflicting, resolutions, states, tally
        )
    return flat.reshape(len(resolutions), len(states))


def _report_doubles(
    file: str,
    repeated: NDArray[np.bool_],
    conflicting: NDArray[np.bool_],
    resolutions: Sequence[Resolution],
    states: Sequence[str],
    tally: Tally,
) -> None:
    def named(places: NDArray[np.bool_]) -> list[str]:
        rows, columns = np.divmod(np.flatnonzero(places), len(states))
        return [f"{states[column]} on {resolutions[row].id}" for row, column in zip(rows, columns, strict=True)]

    if repeated.any():
        message = f"{counted_noun(int(repeated.sum()), 'vote')} stand more than once; each counts once"
        tally.add(file, IssueCode.REPEATED_VOTE, message, named(repeated), "Remove the doubles.")
    if conflicting.any():
        message = (
            f"{counted_noun(int(conflicting.sum()), 'vote')} stand more than once with different choices; none counts"
        )
        tally.add(file, IssueCode.CONFLICTING_VOTES, message, named(conflicting), "Look up which is right.")


def _change_seats(
    choices: NDArray[np.int8], resolutions: Sequence[Resolution], states: Sequence[str], *, tally: Tally, file: str
) -> None:
    days = np.array([_day(row) for row in resolutions], dtype="datetime64[D]")
    place = {state: number for number, state in enumerate(states)}
    before = choices.copy()
    for seat in seats():
        if seat.code not in place:
            continue
        source, target = place[seat.code], place[seat.means]
        moved = _within(days, seat) & (before[:, source] != Choice.UNRECORDED)
        free = moved & (before[:, target] == Choice.UNRECORDED)
        choices[free, target] = before[free, source]
        choices[moved, source] = Choice.UNRECORDED
        voted = int((moved & is_cast(before[:, source])).sum())
        if voted:
            message = f"{counted_noun(voted, 'vote')} of {seat.code} count for {seat.means}: {seat.why.rstrip('.')}"
            tally.add(file, IssueCode.SEAT_CHANGED, message, (), "Nothing; the rule stands in votes/seats.yml.")


def _day(row: Resolution) -> date:
    """Return the day of a roll call; without one, the first of November, when the Assembly sits."""
    return row.date or date(row.year or 1, 11, 1)


def _within(days: NDArray[np.datetime64], seat: Seat) -> NDArray[np.bool_]:
    within = np.ones(len(days), dtype=bool)
    if seat.first is not None:
        within &= days >= np.datetime64(seat.first)
    if seat.last is not None:
        within &= days <= np.datetime64(seat.last)
    return within


def _report_gaps(calls: RollCalls, file: str, tally: Tally) -> None:
    years = {row.year for row in calls.resolutions if row.period(By.YEAR) is not None}
    present = sorted(year for year in years if year is not None)
    gaps = sorted(set(range(present[0], present[-1])) - set(present)) if present else []
    if gaps:
        message = f"{counted_noun(len(gaps), 'year')} between the first and the last have no vote"
        fix = "Nothing if the Assembly did not vote, as in 1964; else the file is not whole."
        tally.add(file, IssueCode.PERIOD_WITHOUT_VOTES, message, map(str, gaps), fix)
