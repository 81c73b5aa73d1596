"""Recorded votes: who chose what on which resolution, kept as one matrix so that all pairs can be compared at once."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import IntEnum, StrEnum
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import date

    from numpy.typing import NDArray

    from kanae.model.issues import Issue


class Choice(IntEnum):
    """What a state did on a resolution; the numbers are those of Voeten's files, 0 stands for «no row»."""

    UNRECORDED = 0
    YES = 1
    ABSTAIN = 2
    NO = 3
    ABSENT = 8
    NOT_MEMBER = 9


class Weights(StrEnum):
    """How far apart two votes are: by steps (yes-no is 2) or by steps squared (yes-no is 4)."""

    ABSOLUTE = "absolute"
    SQUARED = "squared"


class Absent(StrEnum):
    """What an absence counts as: nothing, or an abstention as in FPSIM."""

    MISSING = "missing"
    ABSTAIN = "abstain"


class By(StrEnum):
    """The periods to compare in: calendar years, or sessions of the Assembly."""

    YEAR = "year"
    SESSION = "session"


@dataclass(frozen=True, slots=True)
class Resolution:
    """One roll call.

    Attributes:
        id: The number the file gives it: ``rcid`` or the Digital Library's control number.
        session: Regular session; that of the date for special and emergency sessions; ``None`` when not known.
        year: Calendar year of the vote; from the date, else from the session; ``None`` when neither is known.
        date: Day of the vote, when the file has it.
        symbol: Symbol of the resolution, as the file writes it.
        title: What was voted on.
        item: Agenda item or subject; repeated resolutions share it.
        issues: Issue codes of the file, such as ``me``, ``nu``, ``di``, ``hr``, ``co``, ``ec``.
        important: Whether the State Department called the vote important; ``None`` when the file does not say.
    """

    id: str
    session: int | None
    year: int | None
    date: date | None = None
    symbol: str = ""
    title: str = ""
    item: str = ""
    issues: tuple[str, ...] = ()
    important: bool | None = None

    def period(self, by: By) -> int | None:
        """Return the year or session it belongs to."""
        return self.year if by is By.YEAR else self.session


@dataclass(frozen=True, slots=True)
class RollCalls:
    """Votes as a matrix with one row a resolution and one column a state.

    Attributes:
        states: Codes of the states, sorted.
        resolutions: The roll calls, in order of time.
        choices: Values of :class:`Choice`, resolutions by states.

    Examples:
        >>> calls = RollCalls(("JPN", "USA"), (Resolution("1", 74, 2019),), np.array([[1, 3]], dtype=np.int8))
        >>> calls.cast
        2
        >>> calls.of(["USA"]).choices.tolist()
        [[3]]
    """

    states: tuple[str, ...]
    resolutions: tuple[Resolution, ...]
    choices: NDArray[np.int8]

    @property
    def cast(self) -> int:
        """Number of votes cast: yes, no or abstain."""
        return int(is_cast(self.choices).sum())

    def of(self, states: Sequence[str]) -> RollCalls:
        """Return the columns of some states, in the order named; a state that is not here gets an empty column."""
        place = {state: column for column, state in enumerate(self.states)}
        choices = np.zeros((len(self.resolutions), len(states)), dtype=np.int8)
        for column, state in enumerate(states):
            if state in place:
                choices[:, column] = self.choices[:, place[state]]
        return replace(self, states=tuple(states), choices=choices)

    def rows(self, keep: NDArray[np.bool_]) -> RollCalls:
        """Return some of the resolutions."""
        kept = tuple(resolution for resolution, stays in zip(self.resolutions, keep, strict=True) if stays)
        return replace(self, resolutions=kept, choices=self.choices[keep])


@dataclass(frozen=True, slots=True)
class VoteFilter:
    """Which resolutions count.

    Attributes:
        issues: Issue codes, of which a resolution must have one; empty for all.
        important: Only votes the State Department called important.
        contested: Only votes on which the states that voted did not all choose the same.
        first: First year or session, inclusive.
        last: Last year or session, inclusive.
    """

    issues: Collection[str] = ()
    important: bool = False
    contested: bool = False
    first: int | None = None
    last: int | None = None


@dataclass(frozen=True, slots=True)
class VoteReading:
    """What was read from one or more files.

    Attributes:
        calls: The votes.
        issues: What was found wrong, each kind counted and with examples.
        layout: Name of the layout that was recognised.
        files: Names of the files, in the order read.
    """

    calls: RollCalls
    issues: tuple[Issue, ...]
    layout: str
    files: tuple[str, ...]


def is_cast(choices: NDArray[np.int8]) -> NDArray[np.bool_]:
    """Tell where a state voted yes, no or abstained.

    Examples:
        >>> is_cast(np.array([0, 1, 2, 3, 8, 9], dtype=np.int8)).tolist()
        [False, True, True, True, False, False]
    """
    return (choices >= Choice.YES) & (choices <= Choice.NO)
