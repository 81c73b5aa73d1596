"""How alike states vote: agreement, S, Scott's pi and Cohen's kappa for every pair of states at once.

Signorino & Ritter (1999), «Tau-b or not tau-b», International Studies Quarterly 43:115-144, for S; Häge (2011), «Choice
or circumstance?», Political Analysis 19(3):287-305, for pi and kappa; Bailey, Strezhnev & Voeten (2017), Journal of
Conflict Resolution 61(2):430-456, for dropping unanimous votes.
"""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING, Any

import numpy as np

from kanae.measures.vote_periods import CAST, is_unanimous, votes_by_period
from kanae.model.similarity import Similarities, SimilarityTable
from kanae.model.votes import Absent, Weights, is_cast

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from kanae.model.votes import By, RollCalls

STEPS = np.array([[0.0, 1.0, 2.0], [1.0, 0.0, 1.0], [2.0, 1.0, 0.0]])
"""Steps between yes, abstain and no."""


def measures_of(joint: NDArray[np.float64], weights: Weights) -> Similarities:
    """Compute the measures from joint counts.

    Args:
        joint: How often two states chose each pair of yes, abstain, no; the first two axes are 3 by 3.
        weights: How far apart two votes are in S, pi and kappa.

    Examples:
        >>> x, y = [1, 1, 1, 2, 3, 1, 1, 1, 1, 3], [1, 1, 2, 2, 3, 1, 1, 3, 1, 1]
        >>> joint = np.zeros((3, 3))
        >>> np.add.at(joint, (np.array(x) - 1, np.array(y) - 1), 1)
        >>> found = measures_of(joint, Weights.SQUARED)
        >>> round(float(found.s), 6), round(float(found.pi), 6), round(float(found.kappa), 6)
        (0.55, 0.305019, 0.307692)
    """
    distance = STEPS if weights is Weights.ABSOLUTE else STEPS**2
    n = joint.sum(axis=(0, 1))
    with np.errstate(divide="ignore", invalid="ignore"):
        seen = np.tensordot(distance, joint, axes=2) / n
        steps = seen if weights is Weights.ABSOLUTE else np.tensordot(STEPS, joint, axes=2) / n
        habits_a, habits_b = joint.sum(axis=1) / n, joint.sum(axis=0) / n
        pooled = (habits_a + habits_b) / 2
        expected_pi = (np.tensordot(distance, pooled, axes=1) * pooled).sum(axis=0)
        expected_kappa = (np.tensordot(distance, habits_a, axes=1) * habits_b).sum(axis=0)
        return Similarities(
            n=n,
            agreement=1 - steps / 2,
            s=1 - 2 * seen / distance.max(),
            pi=1 - seen / np.where(expected_pi > 0, expected_pi, np.nan),
            kappa=1 - seen / np.where(expected_kappa > 0, expected_kappa, np.nan),
            expected_pi=expected_pi,
            expected_kappa=expected_kappa,
        )


def joint_counts(choices: NDArray[np.int8], a: NDArray[np.int64], b: NDArray[np.int64]) -> NDArray[np.float64]:
    """Count how often pairs of states chose each pair of yes, abstain and no.

    Votes are laid out as bits and counted 64 at a time. A matrix product would do the same, but libraries spread small
    products over threads that wait for one another as soon as the machine has other work.

    Args:
        choices: Resolutions by states; only yes, abstain and no count.
        a: Columns of the first states.
        b: Columns of the second states.

    Returns:
        An array 3 by 3 by pairs.

    Examples:
        >>> votes = np.array([[1, 3], [1, 1]], dtype=np.int8)
        >>> joint_counts(votes, np.array([0]), np.array([1]))[:, :, 0].tolist()
        [[1.0, 0.0, 1.0], [0.0, 0.0, 0.0], [0.0, 0.0, 0.0]]
    """
    chosen = [_bits(choices == code) for code in CAST]
    joint = np.empty((3, 3, len(a)))
    for row, left in enumerate(chosen):
        for column, right in enumerate(chosen):
            joint[row, column] = _both(left, right, a, b)
    return joint


def _counts_and_steps(
    choices: NDArray[np.int8], a: NDArray[np.int64], b: NDArray[np.int64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Count the votes of both and the steps between them on unanimous resolutions.

    There are no steps, unless absences count as abstentions among states that otherwise voted alike.
    """
    cast = _bits(is_cast(choices))
    n = _both(cast, cast, a, b).astype(np.float64)
    if is_unanimous(choices).all():
        return n, np.zeros(len(a))
    return n, np.tensordot(STEPS, joint_counts(choices, a, b), axes=2)


def _bits(chosen: NDArray[np.bool_]) -> NDArray[np.uint64]:
    """Lay out the columns of an array of truths as words of 64 bits, one row a word."""
    words = -(-len(chosen) // 64)
    packed = np.zeros((words * 8, chosen.shape[1]), dtype=np.uint8)
    packed[: -(-len(chosen) // 8)] = np.packbits(chosen, axis=0)
    return np.ascontiguousarray(packed.T).view(np.uint64).T


def _both(
    left: NDArray[np.uint64], right: NDArray[np.uint64], a: NDArray[np.int64], b: NDArray[np.int64]
) -> NDArray[np.int64]:
    """Count the bits that are set in both words of each pair."""
    total = np.zeros(len(a), dtype=np.int64)
    for first, second in zip(left, right, strict=True):
        total += np.bitwise_count(first[a] & second[b])
    return total


def similarity(
    calls: RollCalls,
    by: By,
    *,
    weights: Weights = Weights.ABSOLUTE,
    absent: Absent = Absent.MISSING,
    states: Sequence[str] = (),
) -> SimilarityTable:
    """Compare every pair of states in every period.

    Raw agreement and S say little between states that usually vote yes: read them beside ``pi`` and ``kappa``, which
    take off what such habits give by chance. A pair that never varies has no ``pi`` or ``kappa``: they are NaN.

    Args:
        calls: The votes of all states; whether a vote is unanimous is judged on all of them.
        by: Years or sessions.
        weights: How far apart two votes are in S, pi and kappa.
        absent: Whether an absence is left out or counts as an abstention.
        states: States to compare, kept even where they did not vote (``n`` is 0); all that voted by default.

    Examples:
        >>> from kanae.model.votes import By, Resolution, RollCalls
        >>> votes = np.array([[1, 1, 3], [1, 2, 3], [1, 1, 1]], dtype=np.int8)
        >>> calls = RollCalls(("JPN", "KOR", "USA"), tuple(Resolution(str(i), 74, 2019) for i in range(3)), votes)
        >>> table = similarity(calls, By.YEAR, states=("JPN", "USA"))
        >>> table.found.n.tolist(), table.found.agreement.round(3).tolist(), table.voeten_agreement.tolist()
        ([3.0], [0.333], [0.0])
    """
    blocks = []
    for votes in votes_by_period(calls, by, absent=absent, states=states):
        a, b = votes.pairs()
        joint = joint_counts(votes.choices, a, b)
        n_alike, steps_alike = _counts_and_steps(votes.choices[~votes.contested], a, b)
        keep = np.arange(len(a)) if states else np.flatnonzero(joint.any(axis=(0, 1)))
        if len(keep) < len(a):
            joint, n_alike, steps_alike = joint[..., keep], n_alike[keep], steps_alike[keep]
        voeten_n = joint.sum(axis=(0, 1)) - n_alike
        steps = np.tensordot(STEPS, joint, axes=2) - steps_alike
        blocks.append(
            SimilarityTable(
                states=tuple(states) or calls.states,
                period=np.full(len(keep), votes.period),
                a=a[keep],
                b=b[keep],
                found=measures_of(joint, weights),
                voeten_agreement=1 - steps / np.where(voeten_n > 0, voeten_n, np.nan) / 2,
                voeten_n=voeten_n,
            )
        )
    return _joined(tuple(states) or calls.states, blocks)


def _joined(states: tuple[str, ...], blocks: list[SimilarityTable]) -> SimilarityTable:
    def column(name: str, kind: type = np.float64) -> NDArray[Any]:
        return np.concatenate([np.zeros(0, dtype=kind), *(getattr(block, name) for block in blocks)])

    measures = {
        field.name: np.concatenate([np.zeros(0), *(getattr(block.found, field.name) for block in blocks)])
        for field in fields(Similarities)
    }
    return SimilarityTable(
        states=states,
        period=column("period", np.int64),
        a=column("a", np.int64),
        b=column("b", np.int64),
        found=Similarities(**measures),
        voeten_agreement=column("voeten_agreement"),
        voeten_n=column("voeten_n"),
    )
