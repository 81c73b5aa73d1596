"""How close the members of a framework voted, as plain values that a report can show."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

    from kanae.model.similarity import DivergentVote


@dataclass(frozen=True, slots=True)
class PairOfYear:
    """Two states in one year; a measure that is undefined is ``None``.

    Attributes:
        year: Calendar year.
        a: Code of the first state.
        b: Code of the second state.
        n: Resolutions on which both voted.
        agreement: Share of agreement, 0 to 1.
        s: Signorino and Ritter's S, -1 to 1.
        pi: Scott's pi.
        kappa: Cohen's weighted kappa.
        low: Lower bound of the 95 per cent interval of kappa; ``None`` when none was computed.
        high: Upper bound of it.
    """

    year: int
    a: str
    b: str
    n: int
    agreement: float | None
    s: float | None
    pi: float | None
    kappa: float | None
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class YearOfVotes:
    """The roll calls of one year.

    Attributes:
        year: Calendar year.
        n: Roll calls.
        first: Day of the first; ``None`` when days are not known.
        last: Day of the last.
    """

    year: int
    n: int
    first: date | None
    last: date | None

    @property
    def id(self) -> str:
        """Id of the year among the records of a page.

        Examples:
            >>> YearOfVotes(2019, 95, None, None).id
            'votes-2019'
        """
        return f"votes-{self.year}"


@dataclass(frozen=True, slots=True)
class DistanceOfPair:
    """How far apart two states stand on the line of ideal points.

    Attributes:
        period: Year or session, the last of the file.
        by: ``year`` or ``session``.
        a: Code of the first state.
        b: Code of the second state.
        distance: The distance.
        low: Lower bound of the 90 per cent interval.
        high: Upper bound of it.
    """

    period: int
    by: str
    a: str
    b: str
    distance: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class VoteFile:
    """A file the chapter rests on.

    Attributes:
        id: Id of the file among the records of a page.
        name: Name of the file.
        sha256: Digest of its content.
        holds_points: Whether it holds ideal points, else votes or what is known of them.
        citation: How to cite it; empty for a file kanae did not fetch.
        licence: Its licence; empty likewise.
        page: Page that describes it; empty likewise.
        fetched: Day it was fetched, YYYY-MM-DD; empty likewise.
    """

    id: str
    name: str
    sha256: str
    holds_points: bool = False
    citation: str = ""
    licence: str = ""
    page: str = ""
    fetched: str = ""


@dataclass(frozen=True, slots=True)
class Alignment:
    """How close the members of a framework voted.

    Attributes:
        states: Members that vote in these files.
        years: The years, ascending.
        pairs: Every pair in every year.
        latest: The last year with enough votes to speak of.
        divergent: Votes of that year on which the members split.
        distances: Distances of ideal points; empty when no such file is here.
        files: The files.
    """

    states: tuple[str, ...]
    years: tuple[YearOfVotes, ...]
    pairs: tuple[PairOfYear, ...]
    latest: YearOfVotes
    divergent: tuple[DivergentVote, ...]
    distances: tuple[DistanceOfPair, ...]
    files: tuple[VoteFile, ...]

    def pairs_of(self, year: int) -> tuple[PairOfYear, ...]:
        """Return the pairs of one year."""
        return tuple(row for row in self.pairs if row.year == year)
