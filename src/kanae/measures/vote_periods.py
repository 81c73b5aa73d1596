"""Votes cut into years or sessions, with what counts in each: absences, unanimous votes, the pairs to compare."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from kanae.model.votes import Absent, Choice, is_cast

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from kanae.model.votes import By, Resolution, RollCalls

CAST = (Choice.YES, Choice.ABSTAIN, Choice.NO)


@dataclass(frozen=True, slots=True)
class PeriodVotes:
    """The votes of one year or session.

    Attributes:
        period: The year or session.
        resolutions: Its resolutions.
        choices: Choices as they count, resolutions by states.
        contested: Where not all who voted chose alike.
        columns: States to compare.
    """

    period: int
    resolutions: tuple[Resolution, ...]
    choices: NDArray[np.int8]
    contested: NDArray[np.bool_]
    columns: NDArray[np.int64]

    def pairs(self) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Return the columns of the first and the second state of every pair."""
        first, second = np.triu_indices(len(self.columns), k=1)
        return self.columns[first], self.columns[second]


def votes_by_period(calls: RollCalls, by: By, *, absent: Absent, states: Sequence[str] = ()) -> Iterator[PeriodVotes]:
    """Yield the votes of each period, in order; resolutions without one are left out.

    Args:
        calls: The votes of all states.
        by: Years or sessions.
        absent: What an absence counts as.
        states: States to compare, whether they voted or not; by default all that voted in the period.

    Examples:
        >>> from kanae.model.votes import By, Resolution, RollCalls
        >>> calls = RollCalls(("JPN", "USA"), (Resolution("1", 74, 2019),), np.array([[1, 3]], dtype=np.int8))
        >>> found = votes_by_period(calls, By.YEAR, absent=Absent.MISSING)
        >>> [(votes.period, votes.contested.tolist()) for votes in found]
        [(2019, [True])]
    """
    asked = calls.of(states) if states else calls
    found = (row.period(by) for row in calls.resolutions)
    periods = np.array([-1 if period is None else period for period in found], dtype=np.int64)
    for period in np.unique(periods[periods >= 0]):
        rows = np.flatnonzero(periods == period)
        choices = counted(asked.choices[rows], absent)
        yield PeriodVotes(
            period=int(period),
            resolutions=tuple(calls.resolutions[row] for row in rows),
            choices=choices,
            contested=~is_unanimous(calls.choices[rows]),
            columns=np.arange(len(states)) if states else np.flatnonzero(is_cast(choices).any(axis=0)),
        )


def counted(choices: NDArray[np.int8], absent: Absent) -> NDArray[np.int8]:
    """Return the choices of one period as they count.

    With :attr:`Absent.ABSTAIN` each resolution counts for every state that voted at least once in the period, as in
    FPSIM: a file that leaves absences out cannot tell them from the weeks before a state joined. A state that a file
    calls no member stays uncounted.

    Examples:
        >>> counted(np.array([[1, 0], [8, 0]], dtype=np.int8), Absent.ABSTAIN).tolist()
        [[1, 0], [2, 0]]
    """
    if absent is Absent.MISSING:
        return choices
    here = is_cast(choices).any(axis=0)
    missing = (choices == Choice.ABSENT) | (choices == Choice.UNRECORDED)
    return np.where(missing & here, np.int8(Choice.ABSTAIN), choices)


def is_unanimous(choices: NDArray[np.int8]) -> NDArray[np.bool_]:
    """Tell on which resolutions all states that voted chose the same; absences do not matter.

    Examples:
        >>> is_unanimous(np.array([[1, 1, 8], [1, 2, 1]], dtype=np.int8)).tolist()
        [True, False]
    """
    chosen = np.stack([(choices == code).any(axis=1) for code in CAST])
    unanimous: NDArray[np.bool_] = chosen.sum(axis=0) <= 1
    return unanimous
