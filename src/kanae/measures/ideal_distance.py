"""How far apart states stand on the line of ideal points, with the uncertainty of both."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from kanae.model.similarity import Distances

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kanae.model.similarity import IdealPoints


def distances(points: IdealPoints, states: Sequence[str]) -> Distances:
    """Return the distance of every pair of some states in every period in which both have a position.

    The interval takes the two positions as independent and each of its interval's halves as normal, as no published
    file tells how positions vary together: it is a little too wide for states whose votes move together. It ends at 0.

    Args:
        points: The positions.
        states: The states.

    Examples:
        >>> from kanae.model.similarity import IdealPoints
        >>> one = np.array([[0.0, 1.0]])
        >>> points = IdealPoints((2019,), ("JPN", "USA"), one, one - 0.3, one + 0.4, "year", "published")
        >>> found = distances(points, ["USA", "JPN"])
        >>> found.distance.tolist(), found.low.round(3).tolist(), found.high.round(3).tolist()
        ([1.0], [0.5], [1.5])
    """
    there = [points.states.index(state) for state in states if state in points.states]
    first, second = np.triu_indices(len(there), k=1)
    columns = np.array(there, dtype=np.int64)
    a, b = columns[first], columns[second]
    up = points.high - points.point
    down = points.point - points.low
    apart = points.point[:, a] - points.point[:, b]
    nearer = np.where(apart > 0, np.hypot(down[:, a], up[:, b]), np.hypot(up[:, a], down[:, b]))
    further = np.where(apart > 0, np.hypot(up[:, a], down[:, b]), np.hypot(down[:, a], up[:, b]))
    period, pair = np.nonzero(~np.isnan(apart))
    distance = np.abs(apart)[period, pair]
    return Distances(
        states=points.states,
        period=np.array(points.periods, dtype=np.int64)[period],
        a=a[pair],
        b=b[pair],
        distance=distance,
        low=np.maximum(distance - nearer[period, pair], 0),
        high=distance + further[period, pair],
    )
