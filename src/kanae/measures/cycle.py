"""What is found in the count series of a framework: phases, changes, and dated turns beside them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from kanae.measures.dated_turns import range_of

if TYPE_CHECKING:
    from datetime import date

    from kanae.measures.change_points import ChangePoint
    from kanae.measures.count_series import By, CountSeries, Period
    from kanae.measures.dated_turns import HeldAgainst
    from kanae.measures.phases import Phases

Kind = Literal["part", "cooperation", "friction"]
"""A part of the record whose coverage is known; all meetings and acts; all setbacks."""


@dataclass(frozen=True, slots=True)
class Counted:
    """A series of counts and what it rests on.

    Attributes:
        series_id: Id of the coverage record of a part, else ``cooperation`` or ``friction``.
        kind: What is counted.
        counts: Events by period, from the first event of the framework to the day.
        looked_at: Ids of the coverage and series records, or of the framework, that stand behind a count of zero.
        coverage_ids: Coverage records that say from when to when a count may be believed.
    """

    series_id: str
    kind: Kind
    counts: CountSeries
    looked_at: tuple[str, ...]
    coverage_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SeriesPhases:
    """The phases of one series.

    Attributes:
        counted: The series.
        phases: Its phases, in its covered span; ``None`` when it has none.
    """

    counted: Counted
    phases: Phases | None


@dataclass(frozen=True, slots=True)
class Cycle:
    """The phases of all series of a framework.

    Attributes:
        by: Quarters or half-years.
        series: The series.
    """

    by: By
    series: tuple[SeriesPhases, ...]


@dataclass(frozen=True, slots=True)
class SeriesChange:
    """The change of one series.

    Attributes:
        counted: The series.
        change: What was found in its covered span.
        held: The dated turns beside it.
        p_adjusted: The p-value when all series of the framework are taken into account; ``None`` when not tested.
    """

    counted: Counted
    change: ChangePoint
    held: tuple[HeldAgainst, ...]
    p_adjusted: float | None = None

    @property
    def periods(self) -> tuple[Period, ...]:
        """The covered periods."""
        return self.counted.counts.span.periods

    @property
    def event_ids(self) -> tuple[str, ...]:
        """The events of the covered periods."""
        return tuple(event for ids in self.counted.counts.span.record_ids for event in ids)

    @property
    def range(self) -> tuple[date, date] | None:
        """First and last day on which the new rate may have begun; ``None`` when no change is found."""
        return range_of(self.change, self.periods)


@dataclass(frozen=True, slots=True)
class Changes:
    """The changes of all series of a framework.

    Attributes:
        by: Quarters or half-years.
        series: The series.
        half_years: The same series tested by half-year, as the picture shows them.
    """

    by: By
    series: tuple[SeriesChange, ...]
    half_years: tuple[SeriesChange, ...]
