"""Results of comparing votes: columns of equal length, one row a pair of states in a period."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from kanae.model.votes import Choice, Resolution


@dataclass(frozen=True, slots=True)
class Interval:
    """Bounds of each row from a bootstrap; NaN where the measure is undefined.

    Attributes:
        low: Lower bounds.
        high: Upper bounds.
    """

    low: NDArray[np.float64]
    high: NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Similarities:
    """How alike pairs of states voted; NaN means undefined, never zero.

    Attributes:
        n: Resolutions on which both count.
        agreement: 1 less the mean distance in steps over 2; 0 to 1.
        s: Signorino and Ritter's S, -1 to 1.
        pi: Scott's pi, at most 1; 0 is what chance with common habits gives.
        kappa: Cohen's weighted kappa, at most 1; 0 is what chance with each state's habits gives.
        expected_pi: Distance expected by chance in ``pi``.
        expected_kappa: Distance expected by chance in ``kappa``.
    """

    n: NDArray[np.float64]
    agreement: NDArray[np.float64]
    s: NDArray[np.float64]
    pi: NDArray[np.float64]
    kappa: NDArray[np.float64]
    expected_pi: NDArray[np.float64]
    expected_kappa: NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class SimilarityTable:
    """Similarities with one row a pair of states in a period.

    Attributes:
        states: Codes that ``a`` and ``b`` point into.
        period: Year or session of each row.
        a: Place of the first state in ``states``.
        b: Place of the second state.
        found: The measures.
        voeten_agreement: Agreement without resolutions on which all who voted chose alike.
        voeten_n: Resolutions behind ``voeten_agreement``.
        intervals: Bounds by name of the measure; empty without a bootstrap.
    """

    states: tuple[str, ...]
    period: NDArray[np.int64]
    a: NDArray[np.int64]
    b: NDArray[np.int64]
    found: Similarities
    voeten_agreement: NDArray[np.float64]
    voeten_n: NDArray[np.float64]
    intervals: dict[str, Interval] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class DivergentVote:
    """A resolution on which states chose differently.

    Attributes:
        resolution: The roll call.
        choices: Choice of each state, in the order asked.
        distance: Steps between the furthest two, 1 (with an abstention) or 2 (yes against no).
        yes: States that voted yes, of all members.
        abstain: States that abstained, of all members.
        no: States that voted no, of all members.
    """

    resolution: Resolution
    choices: tuple[Choice, ...]
    distance: int
    yes: int
    abstain: int
    no: int


@dataclass(frozen=True, slots=True)
class IdealPoints:
    """Positions of states on one line, with their uncertainty.

    Attributes:
        periods: Years or sessions, ascending.
        states: Codes of the states.
        point: Positions, periods by states; NaN where a state has none.
        low: Lower bounds of the 90 per cent interval.
        high: Upper bounds of the 90 per cent interval.
        by: ``year`` or ``session``.
        origin: ``published`` or ``estimated``.
        iterations: Rounds until the estimate stood still; 0 for published ones.
        converged: Whether it stood still before the rounds were used up.
    """

    periods: tuple[int, ...]
    states: tuple[str, ...]
    point: NDArray[np.float64]
    low: NDArray[np.float64]
    high: NDArray[np.float64]
    by: str
    origin: str
    iterations: int = 0
    converged: bool = True


@dataclass(frozen=True, slots=True)
class Distances:
    """Distances between ideal points, one row a pair of states in a period.

    Attributes:
        states: Codes that ``a`` and ``b`` point into.
        period: Year or session of each row.
        a: Place of the first state in ``states``.
        b: Place of the second state.
        distance: The distance, never negative.
        low: Lower bounds of the 90 per cent interval.
        high: Upper bounds of the 90 per cent interval.
    """

    states: tuple[str, ...]
    period: NDArray[np.int64]
    a: NDArray[np.int64]
    b: NDArray[np.int64]
    distance: NDArray[np.float64]
    low: NDArray[np.float64]
    high: NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Coincidence:
    """A row of the State Department's table of votes that coincide with the United States'.

    Attributes:
        state: Code of the state.
        same: Votes equal to those of the United States.
        opposite: Yes against no.
        partial: One of the two abstained.
        absent: Votes the state missed; ``None`` when the table does not say.
        coincidence: The share the report prints, 0 to 1; ``None`` when it prints none.

    Examples:
        >>> Coincidence("JPN", same=60, opposite=10, partial=30).agreement
        0.75
    """

    state: str
    same: int
    opposite: int
    partial: int
    absent: int | None = None
    coincidence: float | None = None

    @property
    def n(self) -> int:
        """Votes both cast."""
        return self.same + self.opposite + self.partial

    @property
    def agreement(self) -> float | None:
        """The share its counts give, which is (1 + S)/2 with absolute distances; ``None`` without votes."""
        return (self.same + self.partial / 2) / self.n if self.n else None

    @property
    def agreement_with_absences(self) -> float | None:
        """The share when each absence counts as half a vote; ``None`` when absences are not known."""
        if self.absent is None or not self.n + self.absent:
            return None
        return (self.same + (self.partial + self.absent) / 2) / (self.n + self.absent)
