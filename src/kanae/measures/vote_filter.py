"""Which resolutions count: by issue, importance, dissent and period."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from kanae.errors import MeasureError
from kanae.measures.vote_periods import is_unanimous

if TYPE_CHECKING:
    from kanae.model.votes import By, RollCalls, VoteFilter


def select(calls: RollCalls, wanted: VoteFilter, by: By) -> RollCalls:
    """Return the resolutions a filter lets through.

    Args:
        calls: The votes.
        wanted: The filter.
        by: Whether its bounds are years or sessions.

    Raises:
        MeasureError: When the file does not know what is asked for, or nothing is left.

    Examples:
        >>> from kanae.model.votes import By, Resolution, RollCalls, VoteFilter
        >>> rows = (Resolution("1", 74, 2019, issues=("nu",)), Resolution("2", 74, 2019))
        >>> calls = RollCalls(("JPN", "USA"), rows, np.array([[1, 3], [1, 1]], dtype=np.int8))
        >>> [row.id for row in select(calls, VoteFilter(issues=("nu",)), By.YEAR).resolutions]
        ['1']
    """
    keep = np.ones(len(calls.resolutions), dtype=bool)
    if wanted.issues:
        keep &= np.array([not set(wanted.issues).isdisjoint(row.issues) for row in calls.resolutions], dtype=bool)
        _require_issues(calls, wanted)
    if wanted.important:
        _require_importance(calls)
        keep &= np.array([row.important is True for row in calls.resolutions], dtype=bool)
    if wanted.contested:
        keep &= ~is_unanimous(calls.choices)
    if wanted.first is not None or wanted.last is not None:
        keep &= _within(calls, wanted, by)
    if not keep.any():
        raise MeasureError("No roll call is left by what was asked for.", f"Widen it: {_span(calls, by)}.")
    return calls.rows(keep)


def _require_issues(calls: RollCalls, wanted: VoteFilter) -> None:
    known = sorted({issue for row in calls.resolutions for issue in row.issues})
    unknown = sorted(set(wanted.issues) - set(known))
    if unknown:
        fix = f"Ask for one of {', '.join(known)}." if known else "Add a file that has issue codes, as unvotes has."
        raise MeasureError(f"No roll call has the issue code '{unknown[0]}'.", fix)


def _require_importance(calls: RollCalls) -> None:
    if all(row.important is None for row in calls.resolutions):
        raise MeasureError(
            "The file does not say which votes were important.", "Add roll calls with a column 'importantvote'."
        )


def _within(calls: RollCalls, wanted: VoteFilter, by: By) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    first = -np.inf if wanted.first is None else wanted.first
    last = np.inf if wanted.last is None else wanted.last
    periods = (row.period(by) for row in calls.resolutions)
    return np.array([period is not None and first <= period <= last for period in periods], dtype=bool)


def _span(calls: RollCalls, by: By) -> str:
    periods = [period for row in calls.resolutions if (period := row.period(by)) is not None]
    return f"the votes read run from {by} {min(periods)} to {max(periods)}" if periods else f"no vote has a {by}"
