"""Published ideal points: the layouts of Bailey, Strezhnev and Voeten's files of 2020 and of 2025.

The file of 2020 has one series by session with quantiles ``Q5%`` to ``Q95%``. Files of 2025 have up to three series by
calendar year: ``fp`` of votes on final passage, ``all`` of all votes, and ``legacy``, made by session as before.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

import numpy as np

from kanae.errors import MeasureError, UpstreamError
from kanae.model.issues import IssueCode
from kanae.model.similarity import IdealPoints
from kanae.model.votes import By
from kanae.votes.layouts import STATE_MEANINGS, Layout
from kanae.votes.long_form import states_of
from kanae.votes.numbers import numbers_in
from kanae.votes.resolutions import FIRST_YEAR
from kanae.votes.tally import Tally, counted_noun

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from kanae.model.issues import Issue


class Series(StrEnum):
    """Series of published ideal points."""

    FP = "fp"
    ALL = "all"
    LEGACY = "legacy"


@dataclass(frozen=True, slots=True)
class PointsReading:
    """What was read from a file of ideal points.

    Attributes:
        points: The positions.
        issues: What was found wrong.
        series: The series read; ``None`` when the file has one without a name.
        file: Name of the file.
        shifted: Whether sessions were turned into the years they opened in, or back.
    """

    points: IdealPoints
    issues: tuple[Issue, ...]
    series: Series | None
    file: str
    shifted: bool = False


def read_points(layout: Layout, by: By | None = None, series: Series | None = None) -> PointsReading:
    """Read a file of published ideal points.

    Args:
        layout: The file and its columns.
        by: Years or sessions; by default whichever the file was made by. A session then counts as the year it opened.
        series: Which series; by default ``fp`` when the file has several.

    Raises:
        UpstreamError: When the file has neither year nor session, or no number.
        MeasureError: When the file lacks the series.
    """
    tally = Tally(list(layout.table.issues))
    chosen = _choose(layout, series)
    point, low, high = _columns(layout, chosen)
    period_column, period_kind = _period(layout, by, chosen)
    states = [column for meaning in STATE_MEANINGS for column in layout.meanings.get(meaning, ())]
    wanted = [period_column, point, *states, *(column for column in (low, high) if column)]
    cells = layout.table.read(list(dict.fromkeys(wanted)))

    def read(column: str) -> NDArray[np.float64]:
        return numbers_in(cells[column], column, layout.table.name, tally)

    names, state = states_of(layout, cells, tally)
    periods = read(period_column) + _shift(period_kind, by or period_kind)
    values = [read(point), *(read(column) if column else np.full(len(state), np.nan) for column in (low, high))]
    keep = (state >= 0) & ~np.isnan(values[0]) & ~np.isnan(periods)
    if not keep.any():
        raise UpstreamError(f"'{layout.table.name}' has no ideal point kanae can read.", "Download the file again.")
    table = _tables(periods[keep].astype(np.int64), state[keep], [value[keep] for value in values], names)
    _report_doubles(layout.table.name, periods[keep], state[keep], names, tally)
    times, (points, lows, highs) = table
    found = IdealPoints(times, names, points, lows, highs, by=by or period_kind, origin="published")
    return PointsReading(found, tuple(tally.issues), chosen, layout.table.name, by not in (None, period_kind))


def _choose(layout: Layout, series: Series | None) -> Series | None:
    there = [name for name in Series if _named(layout, f"idealpoint{name}")]
    if series is not None and series not in there:
        known = f"It has {', '.join(there)}: --series {there[0]}" if there else "It has one series: leave --series out."
        raise MeasureError(f"'{layout.table.name}' has no series '{series}'.", known)
    return series or (there[0] if there else None)


def _columns(layout: Layout, series: Series | None) -> tuple[str, str, str]:
    ending = series or ""
    point, low, high = (_named(layout, f"{name}{ending}") for name in ("idealpoint", "q5", "q95"))
    return point, low, high


def _named(layout: Layout, plain: str) -> str:
    """Return the column of a name without signs and case, as ``Q5%FP`` and ``Q5.FP`` are one; empty when none is."""
    for column in layout.table.columns:
        if "".join(mark for mark in column if mark.isalnum()).lower() == plain:
            return column
    return ""


def _period(layout: Layout, by: By | None, series: Series | None) -> tuple[str, By]:
    there = {kind: layout.meanings[kind][0] for kind in By if kind in layout.meanings}
    if not there:
        raise UpstreamError(f"'{layout.table.name}' has neither year nor session.", "Download the file again.")
    usual = By.SESSION if series in (None, Series.LEGACY) else By.YEAR
    kind = next(kind for kind in (by, usual, *By) if kind in there)
    return there[kind], kind


def _shift(of_file: By, asked: By) -> int:
    """Return what turns a session into the year it opened in, or back."""
    if of_file is asked:
        return 0
    return FIRST_YEAR if asked is By.YEAR else -FIRST_YEAR


def _tables(
    periods: NDArray[np.int64], state: NDArray[np.int64], values: list[NDArray[np.float64]], names: tuple[str, ...]
) -> tuple[tuple[int, ...], list[NDArray[np.float64]]]:
    times, row = np.unique(periods, return_inverse=True)
    tables = []
    for value in values:
        table = np.full((len(times), len(names)), np.nan)
        table[row, state] = value
        tables.append(table)
    return tuple(int(time) for time in times), tables


def _report_doubles(
    file: str, periods: NDArray[np.float64], state: NDArray[np.int64], names: tuple[str, ...], tally: Tally
) -> None:
    pairs, counts = np.unique(np.stack([periods, state]), axis=1, return_counts=True)
    doubled = [f"{names[int(place)]} in {int(period)}" for period, place in pairs.T[counts > 1]]
    if doubled:
        message = f"{counted_noun(len(doubled), 'ideal point')} stand more than once; the last counts"
        tally.add(file, IssueCode.REPEATED_VOTE, message, doubled, "Remove the doubles.")
