"""What the rules of institutionalisation look at: arrangements, acts and series of one framework, as plain values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

LEADER = "leader"
"""Level whose meetings the autonomy of the lower levels is held against."""


@dataclass(frozen=True, slots=True)
class Arrangement:
    """Something agreed: an instrument, or a commitment that names a meeting, a body or an exercise.

    Attributes:
        record_id: Id of the record.
        agreed: Last day it may have been agreed on; in use from then.
        in_force: Last day it may have entered into force on; ``None`` when it has not or that is not known.
        ended: First day it may have ended on; ``None`` when it goes on.
        type: Type of instrument; empty for a commitment.
        bindingness: What its legal form is worth, 0, 0.5 or 1; ``None`` when it has none.
        level: Level of government it names.
        cadence_days: Rhythm it states.
        series: Series it founds.
        provisions: What it provides for.
        domains: Domains of cooperation it names.
    """

    record_id: str
    agreed: date
    in_force: date | None = None
    ended: date | None = None
    type: str = ""
    bindingness: float | None = None
    level: str | None = None
    cadence_days: float | None = None
    series: str | None = None
    provisions: frozenset[str] = frozenset()
    domains: frozenset[str] = frozenset()

    def in_use(self, day: date) -> bool:
        """Tell whether it was agreed by a day and had not ended."""
        return self.agreed <= day and (self.ended is None or self.ended > day)


@dataclass(frozen=True, slots=True)
class Act:
    """Something that took place between all members.

    Attributes:
        record_id: Id of the event or the evidence.
        first: First day it may have been on.
        last: Last day it may have been on.
        level: Level of those who met; ``None`` when it was no meeting.
        series: Series it belongs to.
        provision: What it puts into practice: an exercise, data sharing, a secretariat.
        domain: Domain of cooperation.
        cites: Whether it only says an earlier promise again.
    """

    record_id: str
    first: date
    last: date
    level: str | None = None
    series: str | None = None
    provision: str | None = None
    domain: str | None = None
    cites: bool = False

    def within(self, start: date, day: date) -> bool:
        """Tell whether it surely lies after one day and not after another."""
        return self.first > start and self.last <= day


@dataclass(frozen=True, slots=True)
class Line:
    """A series of the framework.

    Attributes:
        series: Id of the series.
        level: Level of those who meet; ``None`` when it is no level of government.
        covered: Periods over which its meetings were gathered so well that a gap is a gap.
    """

    series: str
    level: str | None
    covered: tuple[tuple[date, date], ...] = ()

    def is_covered(self, start: date, day: date) -> bool:
        """Tell whether one period covers all days from one to another.

        Examples:
            >>> Line("leaders", "leader", ((date(2014, 1, 1), date(2026, 2, 28)),)).is_covered(
            ...     date(2023, 2, 28), date(2026, 2, 28)
            ... )
            True
        """
        return any(first <= start and day <= last for first, last in self.covered)


@dataclass(frozen=True, slots=True)
class Limits:
    """From which count an item is worth one half and one, and over which time practice is looked for.

    Attributes:
        seen_days: Levels, military acts and domains count when seen within so many days.
        due_days: Due meetings are counted over so many days.
        renewal_days: Renewal and citing are looked for over so many days.
        quiet_days: A spell of so many days without a leaders' meeting is a test of autonomy.
        body_days: A secretariat counts as at work for so many days after an act.
        regular_half: Share of due meetings for one half.
        regular_full: Share of due meetings for one.
        levels_half: Levels for one half.
        levels_full: Levels for one.
        military_half: Military kinds for one half.
        military_full: Military kinds for one.
        domains_half: Domains for one half.
        domains_full: Domains for one.
    """

    seen_days: int
    due_days: int
    renewal_days: int
    quiet_days: int
    body_days: int
    regular_half: float
    regular_full: float
    levels_half: int
    levels_full: int
    military_half: int
    military_full: int
    domains_half: int
    domains_full: int


@dataclass(frozen=True, slots=True)
class Institution:
    """All that is on record of one framework.

    Attributes:
        framework: Id of the framework.
        arrangements: What was agreed.
        acts: What took place.
        lines: Its series.
        lacks: Records by what they say there is not: a type of instrument or a provision.
        binding_covered: Periods over which agreements binding in law were gathered so well that none means none.
        levels: Levels of government, the highest first.
        high_levels: Those of leaders and ministers.
        military: Provisions that are military.
        bodies: What a provision for a body is worth as an organisation.
        limits: The limits of the rules.
    """

    framework: str
    arrangements: tuple[Arrangement, ...]
    acts: tuple[Act, ...]
    lines: tuple[Line, ...]
    lacks: tuple[tuple[str, str], ...]
    binding_covered: tuple[tuple[date, date], ...]
    levels: tuple[str, ...]
    high_levels: frozenset[str]
    military: frozenset[str]
    bodies: tuple[tuple[str, float], ...]
    limits: Limits

    def in_use(self, day: date) -> tuple[Arrangement, ...]:
        """Return what was agreed by a day and had not ended."""
        return tuple(row for row in self.arrangements if row.in_use(day))

    def acts_since(self, days: int, day: date) -> tuple[Act, ...]:
        """Return the acts of the last so many days, without those that only say a promise again."""
        start = day - timedelta(days=days)
        return tuple(row for row in self.acts if not row.cites and row.within(start, day))

    def first_day(self) -> date | None:
        """Return the first day anything is on record; ``None`` when nothing is."""
        days = [row.agreed for row in self.arrangements] + [row.last for row in self.acts]
        return min(days, default=None)


def ids_of(rows: Iterable[Arrangement | Act]) -> tuple[str, ...]:
    """Return the ids of records, each once, in the order of the alphabet."""
    return tuple(sorted({row.record_id for row in rows}))


def first_of_each(rows: Iterable[Arrangement], keys: Callable[[Arrangement], Iterable[str]]) -> tuple[str, ...]:
    """Return the ids of the arrangements that named each key first: what proves that it is named.

    Examples:
        >>> rows = [Arrangement(name, date(year, 1, 1), level="leader") for name, year in (("b", 2024), ("a", 2023))]
        >>> first_of_each(rows, lambda row: [row.level])
        ('a',)
    """
    found: dict[str, str] = {}
    for row in sorted(rows, key=lambda row: (row.agreed, row.record_id)):
        for key in keys(row):
            found.setdefault(key, row.record_id)
    return tuple(sorted(set(found.values())))


def last_of_each(rows: Iterable[Act], key: Callable[[Act], str | None]) -> tuple[str, ...]:
    """Return the ids of the latest act of each key: what proves that it was seen.

    Examples:
        >>> days = [date(2024, 1, 1), date(2025, 1, 1)]
        >>> last_of_each([Act(f"e{day.year}", day, day, level="leader") for day in days], lambda act: act.level)
        ('e2025',)
    """
    found = {key(row): row.record_id for row in sorted(rows, key=lambda row: (row.last, row.record_id))}
    return tuple(sorted(set(found.values())))


def spells_without(days: Iterable[date], start: date, end: date) -> Iterator[tuple[date, date]]:
    """Yield the spells between two days in which none of the days lies, ends included as given.

    Examples:
        >>> list(spells_without([date(2024, 11, 15)], date(2023, 2, 28), date(2026, 2, 28)))[-1]
        (datetime.date(2024, 11, 15), datetime.date(2026, 2, 28))
    """
    before = start
    for day in sorted(day for day in days if start < day < end):
        yield before, day
        before = day
    yield before, end
