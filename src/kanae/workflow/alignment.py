"""How close the members of a framework voted by the day of a brief."""

from __future__ import annotations

import hashlib
from datetime import date
from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np

from kanae.errors import MeasureError, StorageError
from kanae.measures.divergence import divergent_votes
from kanae.measures.ideal_distance import distances
from kanae.measures.similarity import similarity
from kanae.measures.vote_bootstrap import with_intervals
from kanae.model.alignment import Alignment, DistanceOfPair, PairOfYear, VoteFile, YearOfVotes
from kanae.model.votes import Absent, By, Weights
from kanae.store.web import receipt_of
from kanae.votes.catalogue import fetched
from kanae.votes.layouts import Shape
from kanae.votes.published_points import read_points
from kanae.votes.read import VOTE_SHAPES, read_layouts, votes_from

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from kanae.model.similarity import IdealPoints, SimilarityTable
    from kanae.model.votes import Resolution, RollCalls

FEWEST_VOTES = 20
"""A year with fewer roll calls, such as one that has only begun, is not the year the chapter speaks of."""

DRAWS = 1000
SEED = 1
FIRST_YEAR = 1945


def alignment_of(members: Sequence[str], as_of: date, files: Sequence[Path] = ()) -> Alignment | None:
    """Compare the votes of a framework's members.

    Args:
        members: Codes of the members.
        as_of: Votes after this day are left out.
        files: Files of votes, and of ideal points; by default the fetched ones.

    Returns:
        The comparison; ``None`` when no file is named and none was fetched.

    Raises:
        UpstreamError: When a file cannot be read.
        MeasureError: When fewer than two members voted by the day.
    """
    paths = list(files) or [path for role, (_, path) in fetched().items() if role in ("votes", "ideal-points")]
    layouts = read_layouts(paths)
    about_votes = [layout for layout in layouts if layout.shape not in (Shape.IDEAL_POINTS, Shape.COINCIDENCE)]
    if not any(layout.shape in VOTE_SHAPES for layout in about_votes):
        if files:
            raise MeasureError(f"There are no votes in '{files[0]}'.", "Name a file that says who voted how.")
        return None
    calls = _by_day(votes_from(about_votes).calls, as_of)
    states = tuple(state for state in members if state in calls.states)
    if len(states) < 2:
        raise MeasureError(
            f"Fewer than two of {', '.join(members)} voted by {as_of} in these files.",
            "Name files that hold their votes, or a later day with --as-of.",
        )
    years = _years(calls.resolutions)
    latest = next((year for year in reversed(years) if year.n >= FEWEST_VOTES), years[-1])
    of_latest = calls.rows(np.array([row.year == latest.year for row in calls.resolutions], dtype=np.bool_))
    points = next((read_points(layout).points for layout in layouts if layout.shape is Shape.IDEAL_POINTS), None)
    return Alignment(
        states=states,
        years=years,
        pairs=_pairs(calls, of_latest, states, latest.year),
        latest=latest,
        divergent=tuple(divergent_votes(of_latest, states)),
        distances=() if points is None else _distances(points, states, as_of),
        files=tuple(
            _file(number, path, holds_points=layout.shape is Shape.IDEAL_POINTS)
            for number, (path, layout) in enumerate(zip(paths, layouts, strict=True), start=1)
        ),
    )


def _by_day(calls: RollCalls, as_of: date) -> RollCalls:
    days = (_day(row) for row in calls.resolutions)
    known = np.array([day is not None and day <= as_of for day in days], dtype=np.bool_)
    if not known.any():
        raise MeasureError(f"These files hold no vote by {as_of}.", "Name a later day with --as-of.")
    return calls.rows(known)


def _day(row: Resolution) -> date | None:
    """Return the day a vote was surely cast by."""
    if row.date is not None or row.year is None:
        return row.date
    return date(row.year, 12, 31)


def _years(rows: Sequence[Resolution]) -> tuple[YearOfVotes, ...]:
    by_year: dict[int, list[Resolution]] = {}
    for row in rows:
        if row.year is not None:
            by_year.setdefault(row.year, []).append(row)
    return tuple(_year(year, by_year[year]) for year in sorted(by_year))


def _year(year: int, rows: Sequence[Resolution]) -> YearOfVotes:
    days = [row.date for row in rows if row.date is not None]
    return YearOfVotes(year, len(rows), min(days, default=None), max(days, default=None))


def _pairs(calls: RollCalls, of_latest: RollCalls, states: Sequence[str], latest: int) -> tuple[PairOfYear, ...]:
    bounds = _bounds(of_latest, states)
    table = similarity(calls, By.YEAR, states=states)
    return tuple(_pair(table, row, bounds if table.period[row] == latest else {}) for row in range(len(table.period)))


def _bounds(calls: RollCalls, states: Sequence[str]) -> dict[tuple[str, str], tuple[float, float]]:
    """Return the interval of kappa of each pair in one year; drawing is too slow for every year."""
    weights, absent = Weights.ABSOLUTE, Absent.MISSING
    table = with_intervals(
        similarity(calls, By.YEAR, weights=weights, absent=absent, states=states),
        calls,
        By.YEAR,
        weights=weights,
        absent=absent,
        draws=DRAWS,
        seed=SEED,
    )
    kappa = table.intervals["kappa"]
    bounds = zip(kappa.low.tolist(), kappa.high.tolist(), strict=True)
    pairs = ((table.states[a], table.states[b]) for a, b in zip(table.a, table.b, strict=True))
    return dict(zip(pairs, bounds, strict=True))


def _pair(table: SimilarityTable, row: int, bounds: dict[tuple[str, str], tuple[float, float]]) -> PairOfYear:
    a, b = table.states[table.a[row]], table.states[table.b[row]]
    low, high = bounds.get((a, b), (np.nan, np.nan))
    found = table.found
    measures = (found.agreement, found.s, found.pi, found.kappa)
    agreement, s, pi, kappa = (_known(float(values[row])) for values in measures)
    return PairOfYear(
        int(table.period[row]), a, b, int(found.n[row]), agreement, s, pi, kappa, _known(low), _known(high)
    )


def _known(value: float) -> float | None:
    return None if np.isnan(value) else value


def _distances(points: IdealPoints, states: Sequence[str], as_of: date) -> tuple[DistanceOfPair, ...]:
    last_year = as_of.year - (0 if points.by == By.YEAR else FIRST_YEAR)
    found = distances(points, states)
    periods = [int(period) for period in found.period if period <= last_year]
    if not periods:
        return ()
    here = np.flatnonzero(found.period == max(periods))
    order = {pair: number for number, pair in enumerate(combinations(states, 2))}
    rows = [
        DistanceOfPair(
            max(periods),
            points.by,
            found.states[found.a[row]],
            found.states[found.b[row]],
            float(found.distance[row]),
            float(found.low[row]),
            float(found.high[row]),
        )
        for row in here
    ]
    return tuple(sorted(rows, key=lambda row: order[row.a, row.b]))


def _file(number: int, path: Path, *, holds_points: bool) -> VoteFile:
    about = next((row for row, here in fetched().values() if here == path), None)
    receipt = receipt_of(path)
    is_as_fetched = receipt is not None and path.stat().st_size == receipt.bytes
    digest = receipt.sha256 if receipt is not None and is_as_fetched else _digest(path)
    if about is None:
        return VoteFile(f"votes-file-{number}", path.name, digest, holds_points)
    return VoteFile(
        id=f"votes-file-{number}",
        name=path.name,
        sha256=digest,
        holds_points=holds_points,
        citation=about.citation,
        licence=about.licence,
        page=about.page,
        fetched=receipt.fetched if receipt else "",
    )


def _digest(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as cause:
        raise StorageError(f"'{path}' cannot be read: {cause.strerror}.", "See whether you may read it.") from cause
