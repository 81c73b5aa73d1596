"""Results about votes as Arrow tables; what is undefined is null, never zero."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa

from kanae.model.votes import Choice

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from kanae.model.similarity import Distances, DivergentVote, IdealPoints, SimilarityTable

MEASURES = ("agreement", "voeten_agreement", "s", "pi", "kappa")


def similarity_table(found: SimilarityTable, *, expected: bool = False) -> Any:
    """Return similarities, one row a pair of states in a period.

    Args:
        found: The similarities.
        expected: Whether to add how many votes are behind Voeten's agreement and what chance alone would give.
    """
    measures = {"voeten_agreement": found.voeten_agreement}
    measures |= {name: getattr(found.found, name) for name in MEASURES if name != "voeten_agreement"}
    columns = {
        "period": pa.array(found.period, pa.int32()),
        "a": _codes(found.states, found.a),
        "b": _codes(found.states, found.b),
        "n": _whole(found.found.n),
        **{name: _numbers(measures[name]) for name in MEASURES},
    }
    if expected:
        columns |= {
            "voeten_n": _whole(found.voeten_n),
            "expected_pi": _numbers(found.found.expected_pi),
            "expected_kappa": _numbers(found.found.expected_kappa),
        }
    for name, interval in found.intervals.items():
        columns |= {f"{name}_low": _numbers(interval.low), f"{name}_high": _numbers(interval.high)}
    return pa.table(columns)


def points_table(points: IdealPoints, states: Sequence[str] = ()) -> Any:
    """Return ideal points, one row a state in a period in which it has one.

    Args:
        points: The positions.
        states: States to return, all by default.
    """
    wanted = [points.states.index(state) for state in states if state in points.states]
    columns = np.array(wanted if states else range(len(points.states)), dtype=np.int64)
    period, place = np.nonzero(~np.isnan(points.point[:, columns]))
    state = columns[place]
    return pa.table(
        {
            "period": pa.array(np.array(points.periods, dtype=np.int32)[period], pa.int32()),
            "state": _codes(points.states, state),
            "ideal_point": _numbers(points.point[period, state]),
            "low": _numbers(points.low[period, state]),
            "high": _numbers(points.high[period, state]),
        }
    )


def distance_table(found: Distances) -> Any:
    """Return distances between ideal points, one row a pair of states in a period."""
    return pa.table(
        {
            "period": pa.array(found.period, pa.int32()),
            "a": _codes(found.states, found.a),
            "b": _codes(found.states, found.b),
            "distance": _numbers(found.distance),
            "low": _numbers(found.low),
            "high": _numbers(found.high),
        }
    )


def divergent_table(votes: Sequence[DivergentVote], states: Sequence[str]) -> Any:
    """Return divergent votes, one row a resolution, with one column a state."""
    about: list[tuple[str, list[Any], Any]] = [
        ("date", [vote.resolution.date for vote in votes], pa.date32()),
        ("session", [vote.resolution.session for vote in votes], pa.int32()),
        ("roll_call", [vote.resolution.id for vote in votes], pa.string()),
        ("resolution", [vote.resolution.symbol or None for vote in votes], pa.string()),
        ("title", [vote.resolution.title or None for vote in votes], pa.string()),
        ("issues", [list(vote.resolution.issues) for vote in votes], pa.list_(pa.string())),
        ("important", [vote.resolution.important for vote in votes], pa.bool_()),
        ("distance", [vote.distance for vote in votes], pa.int8()),
    ]
    chosen: list[tuple[str, list[Any], Any]] = [
        (state, [choice_word(vote.choices[place]) for vote in votes], pa.string()) for place, state in enumerate(states)
    ]
    totals: list[tuple[str, list[Any], Any]] = [
        (name, [getattr(vote, name) for vote in votes], pa.int32()) for name in ("yes", "abstain", "no")
    ]
    return pa.table({name: pa.array(values, kind) for name, values, kind in (*about, *chosen, *totals)})


def choice_word(choice: Choice) -> str | None:
    """Return a choice as a word; ``None`` when nothing was recorded.

    Examples:
        >>> choice_word(Choice.ABSTAIN), choice_word(Choice.UNRECORDED)
        ('abstain', None)
    """
    return None if choice is Choice.UNRECORDED else choice.name.lower().replace("_", "-")


def _codes(states: Sequence[str], place: NDArray[np.int64]) -> Any:
    return pa.DictionaryArray.from_arrays(pa.array(place, pa.int32()), pa.array(list(states), pa.string()))


def _numbers(values: NDArray[np.float64]) -> Any:
    return pa.array(values, pa.float64(), mask=np.isnan(values))


def _whole(values: NDArray[np.float64]) -> Any:
    return pa.array(values.astype(np.int64), pa.int64())
