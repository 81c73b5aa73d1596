"""Counts of machine-coded events by day, as measures take them: no row of a file, no folder, no engine."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

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
        quad: Quad class in the tradition of CAMEO, 1 to 4; ``None`` when it is not known.
        events: How many, 1 or more; each id once.
    """

    source: str
    stream: str
    day: date
    parties: Parties
    code: str
    quad: int | None
    events: int


@dataclass(frozen=True, slots=True)
class JointReport:
    """Reports of one day that name all states of a framework together, each address once.

    Attributes:
        source: Who coded them.
        stream: Stream of GDELT 2.0; empty elsewhere.
        day: Day of the events.
        quad: Quad class of an event between two of them that the report was coded with.
        reports: How many.
    """

    source: str
    stream: str
    day: date
    quad: int
    reports: int


@dataclass(frozen=True, slots=True)
class Taken:
    """What files of one source brought to a store.

    Attributes:
        source: Who coded them.
        days: Days whose files are all there, by stream; an absent stream has no entry.
        rows: Rows seen by day, those that were dropped too; only days of which files tell by name.
    """

    source: str
    days: Mapping[str, frozenset[date]]
    rows: Mapping[date, int] = field(default_factory=dict[date, int])

    @property
    def all_days(self) -> frozenset[date]:
        """Days whose files are there in every stream the store has."""
        streams = list(self.days.values())
        return frozenset.intersection(*streams) if streams else frozenset()


@dataclass(frozen=True, slots=True)
class News:
    """What measures need of an event store, for the members of one framework.

    Attributes:
        members: The states, in alphabetical order.
        counts: Counts between two of them.
        joint: Reports that name all of them; none for a framework of two.
        taken: What the files brought, by source.
        digest: First letters of the digest of the store's manifest.
    """

    members: Parties
    counts: tuple[DayCount, ...]
    joint: tuple[JointReport, ...]
    taken: Mapping[str, Taken]
    digest: str
