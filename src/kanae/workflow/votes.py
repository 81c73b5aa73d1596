"""Questions about votes: how alike states vote, on what they split, where they stand, and whether a file is sound."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from kanae.errors import MeasureError, UpstreamError
from kanae.measures.divergence import divergent_votes
from kanae.measures.ideal_distance import distances
from kanae.measures.similarity import similarity
from kanae.measures.vote_bootstrap import with_intervals
from kanae.measures.vote_filter import select
from kanae.model.votes import Absent, By, VoteFilter, Weights
from kanae.votes.catalogue import fetched
from kanae.votes.codelists import spellings
from kanae.votes.layouts import Shape
from kanae.votes.published_points import Series, read_points
from kanae.votes.read import read_layouts, votes_from
from kanae.votes.states import state_book
from kanae.votes.tables import distance_table, divergent_table, points_table, similarity_table

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from kanae.model.issues import Issue
    from kanae.model.similarity import IdealPoints, SimilarityTable
    from kanae.model.votes import RollCalls, VoteReading
    from kanae.votes.layouts import Layout

ALL = "all"
NOTHING_FETCHED = "No vote data was fetched yet, and no file is named."
FETCH_FIRST = "Run 'kanae votes fetch', or name files."
NO_FILTER = VoteFilter()


@dataclass(frozen=True, slots=True)
class Comparison:
    """How votes are compared.

    Attributes:
        by: Years or sessions.
        weights: How far apart two votes are in S, pi and kappa.
        absent: What an absence counts as.
        where: Which resolutions count.
        draws: Bootstrap draws; 0 for no intervals.
        seed: Makes the draws repeatable.
    """

    by: By = By.YEAR
    weights: Weights = Weights.ABSOLUTE
    absent: Absent = Absent.MISSING
    where: VoteFilter = NO_FILTER
    draws: int = 0
    seed: int = 1


DEFAULT = Comparison()


@dataclass(frozen=True)
class Votes:
    """Votes read from files, to be asked.

    Attributes:
        reading: What was read, with what was found wrong.
    """

    reading: VoteReading

    @property
    def calls(self) -> RollCalls:
        """The votes as a matrix, resolutions by states."""
        return self.reading.calls

    @property
    def issues(self) -> tuple[Issue, ...]:
        """What was found wrong with the files."""
        return self.reading.issues

    def similarity(self, states: Sequence[str] = (), how: Comparison = DEFAULT, *, expected: bool = False) -> Any:
        r"""Compare every pair of states in every period; returns an Arrow table.

        Args:
            states: States by ISO code or name; all by default.
            how: How to compare.
            expected: Whether to add what chance alone would give.

        Raises:
            MeasureError: When a state is unknown, or no resolution is left.

        Examples:
            >>> import tempfile
            >>> from pathlib import Path
            >>> with tempfile.TemporaryDirectory() as folder:
            ...     path = Path(folder, "votes.csv")
            ...     _ = path.write_text("rcid,session,ccode,vote\n1,74,2,3\n1,74,740,1\n2,74,2,1\n2,74,740,1\n")
            ...     votes = open_votes([path])
            >>> votes.similarity(["Japan", "USA"]).select(["period", "a", "b", "n", "agreement"]).to_pylist()
            [{'period': 2019, 'a': 'JPN', 'b': 'USA', 'n': 2, 'agreement': 0.5}]
        """
        return similarity_table(self.compare(states, how), expected=expected)

    def compare(self, states: Sequence[str] = (), how: Comparison = DEFAULT) -> SimilarityTable:
        """Compare as :meth:`similarity` does, and return numpy columns."""
        codes = self._present(states)
        calls = select(self.calls, how.where, how.by)
        found = similarity(calls, how.by, weights=how.weights, absent=how.absent, states=codes)
        if not how.draws:
            return found
        return with_intervals(
            found, calls, how.by, weights=how.weights, absent=how.absent, draws=how.draws, seed=how.seed
        )

    def divergent(
        self, states: Sequence[str], where: VoteFilter = NO_FILTER, by: By = By.YEAR, *, opposed: bool = False
    ) -> Any:
        """List the resolutions on which states split, with who chose what; returns an Arrow table.

        Args:
            states: Two or more states.
            where: Which resolutions count.
            by: Whether the bounds of the filter are years or sessions.
            opposed: Only yes against no.

        Raises:
            MeasureError: When a state is unknown, or fewer than two are named.
        """
        codes = self._present(states)
        return divergent_table(divergent_votes(select(self.calls, where, by), codes, opposed=opposed), codes)

    def _present(self, states: Sequence[str]) -> tuple[str, ...]:
        """Return codes of states that cast a vote in the files; a row of nothing but gaps would mislead."""
        codes = codes_of(states)
        for code in codes:
            if code not in self.calls.states:
                raise MeasureError(f"'{code}' cast no vote in these files.", "Name files that hold its votes.")
        return codes

    def ideal_points(self, by: By = By.YEAR, where: VoteFilter = NO_FILTER, anchors: Sequence[str] = ()) -> IdealPoints:
        """Estimate where all states stand; takes half a minute for thirty years.

        Args:
            by: Years or sessions.
            where: Which resolutions count.
            anchors: Two states that stand far apart, the upper one first.

        Raises:
            MeasureError: When an anchor never voted, or nothing was contested.
        """
        from kanae.measures.ideal_points import Settings, ideal_points

        return ideal_points(select(self.calls, where, by), by, Settings(anchors=anchors_of(anchors)))


@dataclass(frozen=True, slots=True)
class Placed:
    """Ideal points and what was found wrong with their file.

    Attributes:
        points: The positions.
        issues: What was found wrong.
        remarks: What a reader should know of how they were made, as keys of sentences.
    """

    points: IdealPoints
    issues: tuple[Issue, ...]
    remarks: tuple[str, ...] = field(default=())

    def table(self, states: Sequence[str] = ()) -> Any:
        """Return the positions as an Arrow table."""
        return points_table(self.points, self._present(states))

    def distances(self, states: Sequence[str]) -> Any:
        """Return the distances of every pair of some states as an Arrow table."""
        return distance_table(distances(self.points, self._present(states) or self.points.states))

    def _present(self, states: Sequence[str]) -> tuple[str, ...]:
        codes = codes_of(states)
        for code in codes:
            if code not in self.points.states:
                raise MeasureError(f"'{code}' has no ideal point in these files.", "Name files that have it.")
        return codes


def open_votes(files: Sequence[Path] = ()) -> Votes:
    """Read votes.

    Args:
        files: One joined table, or votes and roll calls; by default what ``kanae votes fetch`` brought.

    Raises:
        UpstreamError: When a file is malformed, there are no votes in it, or nothing was fetched.
    """
    return Votes(votes_from(_layouts(files, "votes")))


def place_states(
    files: Sequence[Path],
    *,
    by: By | None = None,
    series: Series | None = None,
    where: VoteFilter = NO_FILTER,
    anchors: Sequence[str] = (),
    estimate: bool = False,
) -> Placed:
    """Return ideal points: published ones when the files hold them, else estimated from votes.

    Args:
        files: A file of ideal points, or votes; by default what was fetched.
        by: Years or sessions; by default as the file was made, and years for an estimate.
        series: Series of a published file.
        where: Which resolutions an estimate takes, and which periods are returned.
        anchors: Two states that fix the direction of an estimate.
        estimate: Whether to estimate even when published points are there.

    Raises:
        UpstreamError: When a file is malformed, or nothing was fetched.
        MeasureError: When the question cannot be answered from the file.
    """
    layouts = _layouts(files, "votes" if estimate else "ideal-points")
    published = [layout for layout in layouts if layout.shape is Shape.IDEAL_POINTS]
    if published and not estimate:
        reading = read_points(published[0], by, series)
        remarks = ("votes.say.shifted",) if reading.shifted else ()
        return Placed(_within(reading.points, where), reading.issues, remarks)
    if series is not None:
        raise MeasureError(f"There is no series '{series}' without a file of ideal points.", "Name such a file.")
    votes = Votes(votes_from([layout for layout in layouts if layout.shape is not Shape.IDEAL_POINTS]))
    points = votes.ideal_points(by or By.YEAR, where, anchors)
    return Placed(points, votes.issues, () if points.converged else ("votes.not-converged",))


def codes_of(states: Sequence[str]) -> tuple[str, ...]:
    """Return codes of states someone named; empty for all.

    Raises:
        MeasureError: When a state is unknown or stands twice.

    Examples:
        >>> codes_of(["jpn", "Republic of Korea"]), codes_of(["all"])
        (('JPN', 'KOR'), ())
    """
    named = [state.strip() for state in states if state.strip()]
    if any(state.casefold() == ALL for state in named):
        return ()
    codes = tuple(state_book().asked(state) for state in named)
    for place, code in enumerate(codes):
        if code in codes[:place]:
            raise MeasureError(f"The state '{code}' is named twice.", "Name each state once.")
    return codes


def usual_states() -> tuple[str, ...]:
    """Return the states that are compared when none is named."""
    return spellings("usual-states")["shown"]


def anchors_of(anchors: Sequence[str]) -> tuple[str, str]:
    """Return the two states that fix the direction of ideal points.

    Raises:
        MeasureError: When not two are named.
    """
    codes = codes_of(anchors or spellings("usual-states")["anchors"])
    if len(codes) != 2:
        raise MeasureError(f"'{','.join(anchors)}' are not two anchors.", "Name two: --anchors USA,CUB")
    return codes[0], codes[1]


def _layouts(files: Sequence[Path], role: str) -> list[Layout]:
    if files:
        return read_layouts(files)
    here = fetched()
    for name in (role, f"older-{role}", "votes"):
        if name in here:
            return read_layouts([here[name][1]])
    raise UpstreamError(
        "No vote data was fetched yet, and no file is named.", "Run 'kanae votes fetch', or name files."
    )


def _within(points: IdealPoints, where: VoteFilter) -> IdealPoints:
    from dataclasses import replace

    first, last = where.first, where.last
    keep = [
        place
        for place, period in enumerate(points.periods)
        if (first is None or period >= first) and (last is None or period <= last)
    ]
    if not keep:
        span = f"{points.periods[0]} to {points.periods[-1]}"
        raise MeasureError("The file has no ideal point in the periods asked for.", f"It has {points.by} {span}.")
    return replace(
        points,
        periods=tuple(points.periods[place] for place in keep),
        point=points.point[keep],
        low=points.low[keep],
        high=points.high[keep],
    )
