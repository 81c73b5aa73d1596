"""Phases of a count series: runs of few and of many events, filtered and smoothed by a hidden Markov chain.

Each period is scaled to its likeliest phase and then to sum to 1, so that neither 10,000 periods nor tiny probabilities
underflow; only the scales are added up as logarithms.
More phases always fit better. Two are accepted only when series *without* phases, which vary as much and lean on the
past as much, seldom gain as much (parametric bootstrap); three only when the Bayesian criterion prefers them too; and
none that would last less than four periods on average.

James Hamilton, «A new approach to the economic analysis of nonstationary time series and the business cycle»,
Econometrica 57 (1989), 357-384.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy.special import gammaln, xlogy

from kanae.measures.change_points import FEWEST_PERIODS, LEVEL, SEED
from kanae.measures.steady_counts import LEAST_EXCESS, drifting, living_on, share_gaining, steady_fit

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

MOST_PHASES = 3
SHORTEST_PHASE = 4
"""Periods a phase must last on average."""

DRAWS = 99
EXCESSES = (LEAST_EXCESS, 0.1, 0.3, 0.8)
"""Values of 1/r that are tried; the best is taken."""

ROUNDS, QUICK_ROUNDS = 60, 15
QUICK_EXCESSES = (LEAST_EXCESS, 0.25, 1.0)
"""The series and those it is compared with are fitted alike, and quickly; what is shown is fitted with care."""

FIRST_STAY = 0.9
SPREADS = {1: (1.0,), 2: (0.5, 1.5), 3: (0.4, 1.0, 1.8)}
"""Rates a fit begins with, as multiples of the mean."""

IMPOSSIBLE = 1e-300
"""What a probability of zero is taken for, as it has no logarithm."""

STAYED, MOVED = 2.0, 0.5
"""Transitions taken as seen beforehand, so that a phase never visited does not divide by zero."""


@dataclass(frozen=True, slots=True)
class Chain:
    """A hidden Markov chain of phases, from the calmest to the busiest.

    Attributes:
        rates: Events a period in each phase.
        excess: 1/r of the negative binomial, the same in all phases.
        start: Probability of each phase in the first period.
        moves: Probability to pass from a phase (row) to another (column).
    """

    rates: Floats
    excess: float
    start: Floats
    moves: Floats


@dataclass(frozen=True, slots=True)
class Phases:
    """The phases found in one series.

    Attributes:
        n: Periods looked at.
        p_value: Share of series without phases that gain as much from two; ``None`` when it was not looked for.
        found: Whether phases are found; ``None`` when they were not looked for.
        reason: Why not: ``too-few-periods``, ``no-events`` or ``no-phases-found``.
        rates: Events a period in each phase, the calmest first.
        probability: Probability of each phase in each period, given the whole series; periods by phases.
    """

    n: int
    p_value: float | None
    found: bool | None
    reason: str
    rates: tuple[float, ...] = ()
    probability: tuple[tuple[float, ...], ...] = ()


def phases(counts: Sequence[int], *, draws: int = DRAWS, seed: int = SEED) -> Phases:
    """Look for phases in a series of counts.

    Args:
        counts: Count of each period, in order, all of them covered.
        draws: Series without phases to compare with.
        seed: Makes the draws repeatable.

    Examples:
        >>> found = phases(([1, 0, 2, 1, 1, 0, 1, 2] + [9, 11, 10, 9, 12, 10, 9, 11]) * 3)
        >>> found.found, [round(rate) for rate in found.rates], round(found.probability[0][0], 3)
        (True, [1, 10], 1.0)
        >>> phases([1, 2, 3]).reason
        'too-few-periods'
    """
    series = np.asarray(counts, dtype=np.int64)
    n = len(series)
    if n < FEWEST_PERIODS:
        return Phases(n, None, None, "too-few-periods")
    if not series.any():
        return Phases(n, None, None, "no-events")
    p_value = _p_value(series, draws, seed)
    chain = _chosen(series) if p_value <= LEVEL else None
    if chain is None:
        return Phases(n, p_value, found=False, reason="no-phases-found")
    probability = tuple(tuple(row) for row in smooth(series, chain).tolist())
    return Phases(n, p_value, found=True, reason="", rates=tuple(chain.rates.tolist()), probability=probability)


def filtered(counts: NDArray[np.int64], chain: Chain) -> tuple[Floats, float]:
    """Return the probability of each phase in each period, given the series so far, and the log likelihood.

    Examples:
        >>> chain = Chain(np.array([1.0, 9.0]), 0.001, np.array([0.5, 0.5]), np.array([[0.9, 0.1], [0.1, 0.9]]))
        >>> now, _ = filtered(np.array([1, 0, 10, 9]), chain)
        >>> now.argmax(axis=1).tolist()
        [0, 0, 1, 1]
    """
    forward, total = _forward(*_one_series(counts, chain))
    return forward[:, :, 0], float(total[0])


def smooth(counts: NDArray[np.int64], chain: Chain) -> Floats:
    """Return the probability of each phase in each period, given the whole series; periods by phases."""
    seen, start, moves = _one_series(counts, chain)
    forward, _ = _forward(seen, start, moves)
    return np.asarray(_backward(forward, moves)[0][:, :, 0])


def fit_chain(counts: NDArray[np.int64], states: int) -> tuple[Chain, float]:
    """Fit a chain with so many phases; return it with its log likelihood."""
    rates, start, moves, totals = _fit_many(np.tile(counts, (len(EXCESSES), 1)), np.array(EXCESSES), states, ROUNDS)
    best = int(totals.argmax())
    order = rates[:, best].argsort()
    chain = Chain(rates[order, best], EXCESSES[best], start[order, best], moves[:, :, best][np.ix_(order, order)])
    return chain, float(totals[best])


def gains_of_two(counts: NDArray[np.int64]) -> Floats:
    """Return how much log likelihood each of many series (rows) gains from two phases, by a quick fit."""
    tried = len(QUICK_EXCESSES)
    series, excess = np.repeat(counts, tried, axis=0), np.tile(np.array(QUICK_EXCESSES), len(counts))
    two, one = (_fit_many(series, excess, states, QUICK_ROUNDS)[3].reshape(-1, tried).max(axis=1) for states in (2, 1))
    return np.asarray(two - one)


def _p_value(series: NDArray[np.int64], draws: int, seed: int) -> float:
    """Return the share of series without phases that gain as much: the larger of those of the two laws."""
    steady, random = steady_fit(series), np.random.default_rng(seed)
    drawn = [law(steady, n=len(series), draws=draws, random=random) for law in (living_on, drifting)]
    gained = gains_of_two(np.concatenate([series[np.newaxis], *drawn]))
    return share_gaining(gained[0], gained[1:].reshape(len(drawn), draws))


def _chosen(counts: NDArray[np.int64]) -> Chain | None:
    """Return the chain the Bayesian criterion prefers among those whose phases last; ``None`` for one phase."""
    fits = {states: fit_chain(counts, states) for states in range(1, MOST_PHASES + 1)}

    def criterion(states: int) -> float:
        return (states + 1 + states * (states - 1)) * float(np.log(len(counts))) - 2 * fits[states][1]

    def lasts(states: int) -> bool:
        return states == 1 or float((1 / (1 - np.diag(fits[states][0].moves))).min()) >= SHORTEST_PHASE

    best = min(filter(lasts, fits), key=criterion)
    return fits[best][0] if best > 1 else None


def _fit_many(
    counts: NDArray[np.int64], excess: Floats, states: int, rounds: int
) -> tuple[Floats, Floats, Floats, Floats]:
    """Fit a chain to each of many series, each with its own excess, by expectation and maximisation.

    Returns:
        Rates (phases, series), start (the same), moves (phases, phases, series), log likelihood (series).
    """
    many, n = counts.shape
    series = counts.T[:, np.newaxis].astype(np.float64)
    rates = np.maximum(counts.mean(axis=1), 1 / n) * np.array(SPREADS[states])[:, np.newaxis]
    prior = np.full((states, states, 1), MOVED) + np.eye(states)[:, :, np.newaxis] * (STAYED - MOVED)
    moves = np.full((states, states, many), (1 - FIRST_STAY) / max(states - 1, 1))
    moves[range(states), range(states)] = FIRST_STAY if states > 1 else 1.0
    start = np.full((states, many), 1 / states)
    constant = _constant(series, excess)
    for _ in range(rounds if states > 1 else 1):
        forward, _ = _forward(_log_chance(series, rates, excess, constant), start, moves)
        weight, passed = _backward(forward, moves)
        rates = np.maximum((weight * series).sum(axis=0) / (weight.sum(axis=0) + 1e-9), 1e-3)
        moves = passed + prior
        moves /= moves.sum(axis=1, keepdims=True)
        start = (weight[0] + 1 / states) / 2
    _, totals = _forward(_log_chance(series, rates, excess, constant), start, moves)
    return rates, start, moves, totals


def _one_series(counts: NDArray[np.int64], chain: Chain) -> tuple[Floats, Floats, Floats]:
    series, excess = counts[:, np.newaxis, np.newaxis].astype(np.float64), np.array([chain.excess])
    seen = _log_chance(series, chain.rates[:, np.newaxis], excess, _constant(series, excess))
    start, moves = (np.maximum(chances, IMPOSSIBLE) for chances in (chain.start, chain.moves))
    return seen, start[:, np.newaxis], moves[:, :, np.newaxis]


def _constant(series: Floats, excess: Floats) -> Floats:
    return np.asarray(gammaln(series + 1 / excess) - gammaln(1 / excess) - gammaln(series + 1))


def _log_chance(series: Floats, rates: Floats, excess: Floats, constant: Floats) -> Floats:
    """Return the log probability of each count in each phase; periods, phases, series."""
    of_one = rates * excess / (1 + rates * excess)
    return np.asarray(constant + xlogy(series, of_one) - np.log1p(rates * excess) / excess)


def _forward(seen: Floats, start: Floats, moves: Floats) -> tuple[Floats, Floats]:
    """Filter; return the probabilities of the phases (periods, phases, series) and the log likelihood (series).

    Args:
        seen: Log probability of each count in each phase.
        start: Probability of each phase in the first period.
        moves: Probability to pass from a phase to another.
    """
    likeliest = seen.max(axis=1)
    chances = np.exp(seen - likeliest[:, np.newaxis])
    forward, scales = np.empty_like(seen), np.empty_like(likeliest)
    before = start
    for period, chance in enumerate(chances):
        joint = before * chance
        scales[period] = joint.sum(axis=0)
        forward[period] = joint / scales[period]
        before = (forward[period][:, np.newaxis] * moves).sum(axis=0)
    return forward, (np.log(scales) + likeliest).sum(axis=0)


def _backward(forward: Floats, moves: Floats) -> tuple[Floats, Floats]:
    """Smooth; return the probabilities of the phases and how often each passage is expected."""
    smoothed, passed = forward.copy(), np.zeros(np.broadcast_shapes(moves.shape, (1, 1, forward.shape[2])))
    for period in range(len(forward) - 2, -1, -1):
        joint = forward[period][:, np.newaxis] * moves
        pair = joint * (smoothed[period + 1] / joint.sum(axis=0))
        smoothed[period] = pair.sum(axis=1)
        passed += pair
    return smoothed, passed
