"""The resolutions on which states split, by name: analysts quote these, not the coefficient."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from kanae.errors import MeasureError
from kanae.measures.vote_periods import CAST
from kanae.model.similarity import DivergentVote
from kanae.model.votes import Choice, is_cast

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kanae.model.votes import RollCalls


def divergent_votes(calls: RollCalls, states: Sequence[str], *, opposed: bool = False) -> list[DivergentVote]:
    """List the resolutions on which at least two of the states chose differently, in order of time.

    A state that did not vote neither makes nor hides a split; its choice is listed as it is.

    Args:
        calls: The votes of all states.
        states: The states to compare, at least two.
        opposed: Only yes against no.

    Raises:
        MeasureError: When fewer than two states are named.

    Examples:
        >>> from kanae.model.votes import Resolution, RollCalls
        >>> rows = (Resolution("1", 74, 2019, title="Nuclear ban"), Resolution("2", 74, 2019))
        >>> calls = RollCalls(("JPN", "KOR", "USA"), rows, np.array([[2, 1, 3], [1, 1, 8]], dtype=np.int8))
        >>> [(vote.resolution.title, vote.distance, vote.yes) for vote in divergent_votes(calls, ["JPN", "USA"])]
        [('Nuclear ban', 1, 1)]
    """
    if len(states) < 2:
        raise MeasureError("Fewer than two states were named.", "Name two or more: --states JPN,KOR,USA")
    asked = calls.of(states).choices
    cast = is_cast(asked)
    highest = np.where(cast, asked, 0).max(axis=1, initial=0)
    lowest = np.where(cast, asked, Choice.NOT_MEMBER).min(axis=1, initial=Choice.NOT_MEMBER)
    steps = highest.astype(np.int64) - lowest
    totals = np.stack([(calls.choices == code).sum(axis=1) for code in CAST], axis=1)
    return [
        DivergentVote(
            resolution=calls.resolutions[row],
            choices=tuple(Choice(code) for code in asked[row]),
            distance=int(steps[row]),
            yes=int(totals[row, 0]),
            abstain=int(totals[row, 1]),
            no=int(totals[row, 2]),
        )
        for row in np.flatnonzero(steps >= (2 if opposed else 1))
    ]
