"""Where states stand on one line, estimated from their votes: a dynamic ordinal item response model by EM.

Each vote is a latent leaning ``z = a + b * position + s * noise``: yes below 0, abstain between 0 and 1, no above 1.
``a``, ``b`` and ``s`` belong to the resolution; a state's position walks from period to period. The steps are those of
Imai, Lo & Olmsted (2016), «Fast Estimation of Ideal Points with Massive Data», American Political Science Review
110(4):631-656, for ordinal votes and for positions that move, taken together; the model is that of Bailey, Strezhnev &
Voeten (2017).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from kanae.errors import MeasureError
from kanae.measures.normal_tails import FURTHEST, density, share_between
from kanae.measures.vote_periods import CAST, is_unanimous
from kanae.measures.walks import Walk, smooth
from kanae.model.similarity import IdealPoints
from kanae.model.votes import is_cast

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from kanae.model.votes import By, RollCalls

NINETY_PER_CENT = 1.6448536269514722
"""Standard errors on each side of a 90 per cent interval, which is what the published files give."""


@dataclass(frozen=True, slots=True)
class Settings:
    """How to estimate.

    Attributes:
        anchors: Two states that stand far apart: on average the first lies above the second. They fix the direction;
            middle and unit follow from giving all positions mean 0 and variance 1.
        step: Variance of a state's walk from one period to the next, in those units, between 0 and 1.
        item_variance: Prior variance of a resolution's ``a`` and ``b``.
        tolerance: The estimate stands still when no position moves further than this in a round.
        most_rounds: Rounds after which to stop all the same.
    """

    anchors: tuple[str, str]
    step: float = 0.05
    item_variance: float = 25.0
    tolerance: float = 0.003
    most_rounds: int = 300


@dataclass(slots=True)
class _Items:
    """What belongs to each resolution."""

    a: NDArray[np.float64]
    b: NDArray[np.float64]
    s: NDArray[np.float64]
    three: NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class _Votes:
    """The votes cast, one element each."""

    item: NDArray[np.int64]
    cell: NDArray[np.int64]
    low: NDArray[np.float64]
    high: NDArray[np.float64]
    items: int
    periods: int
    states: int

    def by_item(self, values: NDArray[np.float64]) -> NDArray[np.float64]:
        sums: NDArray[np.float64] = np.bincount(self.item, weights=values, minlength=self.items).astype(np.float64)
        return sums

    def by_cell(self, values: NDArray[np.float64]) -> NDArray[np.float64]:
        flat = np.bincount(self.cell, weights=values, minlength=self.periods * self.states).astype(np.float64)
        return flat.reshape(self.periods, self.states)


def ideal_points(calls: RollCalls, by: By, settings: Settings) -> IdealPoints:
    """Estimate the position of every state in every period it voted in.

    The standard errors behind the intervals take the resolutions as known: they are a little too small, most so in
    periods with few votes. Positions say who stands near whom; the line has no meaning of its own.

    Args:
        calls: The votes; unanimous ones say nothing and are left out.
        by: Years or sessions.
        settings: How to estimate.

    Raises:
        MeasureError: When an anchor never voted, or nothing was contested.

    Examples:
        >>> from kanae.model.votes import By, Resolution, RollCalls
        >>> votes = np.array([[1, 1, 3]] * 6 + [[1, 3, 3]] * 6 + [[3, 2, 1]] * 6, dtype=np.int8)
        >>> calls = RollCalls(("CUB", "JPN", "USA"), tuple(Resolution(str(i), 74, 2019) for i in range(18)), votes)
        >>> found = ideal_points(calls, By.YEAR, Settings(anchors=("USA", "CUB")))
        >>> found.states, bool(found.point[0, 0] < found.point[0, 1] < found.point[0, 2])
        (('CUB', 'JPN', 'USA'), True)
    """
    placed = np.array([row.period(by) is not None for row in calls.resolutions], dtype=bool)
    used = calls.rows(placed & ~is_unanimous(calls.choices)) if placed.any() else calls
    voted = np.flatnonzero(is_cast(used.choices).sum(axis=0))
    used = used.of([used.states[column] for column in voted])
    _require_anchors(used, settings)
    periods = sorted({period for row in used.resolutions if (period := row.period(by)) is not None})
    votes, items = _prepare(used, by, periods)
    seen = votes.by_cell(np.ones(len(votes.item))) > 0
    walk = Walk(first=seen.argmax(axis=0), step=settings.step)
    start = np.tile(_start(used), (votes.periods, 1))
    positions, rounds, converged = _estimate(votes, items, start, seen=seen, walk=walk, settings=settings)
    error = np.sqrt(smooth(*_known(votes, items, positions), walk)[1])
    upright = _direction(used.states, np.where(seen, positions, np.nan), settings.anchors)
    point = np.where(seen, upright * positions, np.nan)
    return IdealPoints(
        periods=tuple(periods),
        states=used.states,
        point=point,
        low=point - NINETY_PER_CENT * error,
        high=point + NINETY_PER_CENT * error,
        by=by,
        origin="estimated",
        iterations=rounds,
        converged=converged,
    )


def _require_anchors(calls: RollCalls, settings: Settings) -> None:
    if not calls.resolutions or not calls.states:
        raise MeasureError("No vote is contested, so no position can be told.", "Read more sessions or fewer filters.")
    for anchor in settings.anchors:
        if anchor not in calls.states:
            raise MeasureError(
                f"The anchor '{anchor}' cast no contested vote.",
                f"Name two states that stand far apart: --anchors {calls.states[-1]},{calls.states[0]}",
            )


def _direction(states: tuple[str, ...], point: NDArray[np.float64], anchors: tuple[str, str]) -> int:
    above, below = (np.nanmean(point[:, states.index(anchor)]) for anchor in anchors)
    return 1 if above >= below else -1


def _prepare(calls: RollCalls, by: By, periods: list[int]) -> tuple[_Votes, _Items]:
    chosen = np.stack([(calls.choices == code).sum(axis=1) for code in CAST], axis=1)
    three: NDArray[np.bool_] = (chosen > 0).sum(axis=1) == len(CAST)
    place = {period: number for number, period in enumerate(periods)}
    times = np.array([place[period] for row in calls.resolutions if (period := row.period(by)) is not None])
    item, state = np.nonzero(is_cast(calls.choices))
    choice = calls.choices[item, state].astype(np.int64) - 1
    lowest = (chosen > 0).argmax(axis=1)
    above = choice > lowest[item]
    low = np.where(above, np.where(three[item] & (choice == 2), 1.0, 0.0), -np.inf)
    high = np.where(above, np.where(three[item] & (choice == 1), 1.0, np.inf), 0.0)
    votes = _Votes(
        item, times[item] * len(calls.states) + state, low, high, len(chosen), len(periods), len(calls.states)
    )
    zeros = np.zeros(len(chosen))
    return votes, _Items(a=zeros, b=zeros, s=np.ones(len(chosen)), three=three)


def _start(calls: RollCalls) -> NDArray[np.float64]:
    """Begin with the first principal component of the votes, each less the mean of its resolution."""
    cast = is_cast(calls.choices)
    mean = np.where(cast, calls.choices, 0).sum(axis=1) / np.maximum(cast.sum(axis=1), 1)
    centred = np.where(cast, calls.choices - mean[:, None], 0.0)
    component: NDArray[np.float64] = np.linalg.eigh(centred.T @ centred)[1][:, -1]
    centred_component: NDArray[np.float64] = component - component.mean()
    return centred_component / max(float(component.std()), 1e-9)


def _estimate(
    votes: _Votes,
    items: _Items,
    positions: NDArray[np.float64],
    *,
    seen: NDArray[np.bool_],
    walk: Walk,
    settings: Settings,
) -> tuple[NDArray[np.float64], int, bool]:
    uncertain = np.zeros_like(positions)
    for number in range(1, settings.most_rounds + 1):
        leaning, spread = _leanings(votes, items, positions)
        _update_items(votes, items, settings, leaning, spread, positions, uncertain)
        moved, uncertain = smooth(*_pull(votes, items, leaning), walk)
        moved, uncertain = _standardise(items, moved, uncertain, seen)
        furthest = float(np.abs(moved - positions)[seen].max())
        positions = moved
        if furthest < settings.tolerance:
            return positions, number, True
    return positions, settings.most_rounds, False


def _standardise(
    items: _Items, positions: NDArray[np.float64], uncertain: NDArray[np.float64], seen: NDArray[np.bool_]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Give all positions mean 0 and variance 1, and undo it in the resolutions: no vote becomes more likely."""
    middle, unit = float(positions[seen].mean()), float(positions[seen].std()) or 1.0
    items.a += items.b * middle
    items.b *= unit
    return (positions - middle) / unit, uncertain / unit**2


def _standardised(
    votes: _Votes, items: _Items, positions: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    mean = items.a[votes.item] + items.b[votes.item] * positions.ravel()[votes.cell]
    spread = items.s[votes.item]
    low = np.clip((votes.low - mean) / spread, -FURTHEST, FURTHEST)
    high = np.clip((votes.high - mean) / spread, -FURTHEST, FURTHEST)
    return mean, low, high


def _leanings(
    votes: _Votes, items: _Items, positions: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return mean and variance of the latent leaning behind each vote: the E step."""
    mean, low, high = _standardised(votes, items, positions)
    share, at_low, at_high = share_between(low, high), density(low), density(high)
    shift = (at_low - at_high) / share
    narrowed = 1 + (low * at_low - high * at_high) / share - shift**2
    spread = items.s[votes.item]
    return mean + spread * shift, np.maximum(narrowed, 0) * spread**2


def _update_items(
    votes: _Votes,
    items: _Items,
    settings: Settings,
    leaning: NDArray[np.float64],
    spread: NDArray[np.float64],
    positions: NDArray[np.float64],
    uncertain: NDArray[np.float64],
) -> None:
    """Regress the leanings of each resolution on the positions: the M step of ``a``, ``b`` and ``s``."""
    at, unsure = positions.ravel()[votes.cell], uncertain.ravel()[votes.cell]
    n = votes.by_item(np.ones(len(at)))
    ridge = items.s**2 / settings.item_variance
    sum_at, sum_square = votes.by_item(at), votes.by_item(at * at + unsure)
    sum_z, sum_cross = votes.by_item(leaning), votes.by_item(leaning * at)
    determinant = (n + ridge) * (sum_square + ridge) - sum_at**2
    items.a = ((sum_square + ridge) * sum_z - sum_at * sum_cross) / determinant
    items.b = ((n + ridge) * sum_cross - sum_at * sum_z) / determinant
    slope = items.b[votes.item]
    left = leaning - items.a[votes.item] - slope * at
    variance = votes.by_item(left**2 + spread + slope**2 * unsure) / n
    items.s = np.where(items.three, np.sqrt(variance), 1.0)


def _pull(
    votes: _Votes, items: _Items, leaning: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return how much the votes of each state in each period say of its position, and where they pull it."""
    weight = (items.b / items.s**2)[votes.item]
    return votes.by_cell(weight * items.b[votes.item]), votes.by_cell(weight * (leaning - items.a[votes.item]))


def _known(
    votes: _Votes, items: _Items, positions: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the observed information of the votes themselves; the leanings of the E step would say too much."""
    _, low, high = _standardised(votes, items, positions)
    share, at_low, at_high = share_between(low, high), density(low), density(high)
    bend = ((at_low - at_high) / share) ** 2 + (high * at_high - low * at_low) / share
    precision = votes.by_cell(bend * ((items.b / items.s) ** 2)[votes.item])
    return precision, precision * positions
