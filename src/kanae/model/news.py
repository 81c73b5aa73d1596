"""Counts of machine-coded events by day, as measures take them: no row of a file, no folder, no engine."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

Parties = tuple[str, ...]
"""States that take part, by ISO 3166-1 alpha-3 in alphabetical order: two for a pair, more for all of a framework."""


@dataclass(frozen=True, slots=True)
class DayCount:
    """Events of one kind of two states on one day.

    Attributes:
        source: Who coded them: ``gdelt1``, ``gdelt2``, ``icews`` or ``polecat``.
        stream: Stream of GDELT 2.0; empty elsewhere.
        day: Day they are said to have happened.
        parties: The two states, whichever acted.
        code: CAMEO code; the PLOVER type where there is none.
        events: How many, 1 or more; each id once.
    """

    source: str
    stream: str
    day: date
    parties: Parties
    code: str
    events: int


@dataclass(frozen=True, slots=True)
class News:
    """What the validation needs of an event store, for the members of one framework.

    Attributes:
        members: The states, in alphabetical order.
        counts: Counts between two of them.
        whole: Days whose files are all there, by source and stream; the empty stream stands for all that the store has.
            A source whose files do not tell their days by name has none.
        rows: Rows seen by source and the day they were found, those that were dropped too.
        digest: First letters of the digest of the store's manifest.
    """

    members: Parties
    counts: tuple[DayCount, ...]
    whole: Mapping[str, Mapping[str, frozenset[date]]]
    rows: Mapping[str, Mapping[date, int]]
    digest: str


@dataclass(frozen=True, slots=True)
class NewsPeriod:
    """What the news of a period has on some states.

    Attributes:
        name: Its name: ``2019-08`` or ``2019-Q3``.
        first: First day.
        last: Last day, inclusive.
        quads: Events of verbal and material cooperation, verbal and material conflict; of three states the reports
            that name all of them, which may be of several classes.
        events: Events, or reports that name all.
        whole_share: Share of its days whose files are all there, 0 to 1.
        rows_seen: Rows seen that were found in it, those that were dropped too; ``None`` when files do not tell.
    """

    name: str
    first: date
    last: date
    quads: tuple[int, int, int, int]
    events: int
    whole_share: float
    rows_seen: int | None


@dataclass(frozen=True, slots=True)
class NewsSeries:
    """The periods of some states in one source, without a gap; a period without rows has zeros.

    Attributes:
        source: Who coded the events.
        parties: The states.
        periods: From the first to the last with a whole day, in order.
        addressed: Whether it could be counted at all: reports of three states need addresses, which some files lack.
    """

    source: str
    parties: Parties
    periods: tuple[NewsPeriod, ...]
    addressed: bool = True
