"""Events counted by quarter or half-year, and the periods for which a count may be believed.

An event whose date spans two periods is counted in neither and named, so that none gets what may belong to another.
A period is covered only when the whole of it is: a quarter that is still running is shown and never compared.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Literal, get_args

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

By = Literal["half-year", "quarter"]
PERIODS: tuple[By, ...] = get_args(By)
MONTHS: dict[By, int] = {"half-year": 6, "quarter": 3}


@dataclass(frozen=True, slots=True)
class Period:
    """A quarter or a half-year.

    Attributes:
        name: Its name, ``2024-Q3`` or ``2024-H2``.
        first: First day.
        last: Last day, inclusive.
    """

    name: str
    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One event, as it is counted.

    Attributes:
        record_id: Id of the event.
        first: First day it may be of.
        last: Last day it may be of.
    """

    record_id: str
    first: date
    last: date


@dataclass(frozen=True, slots=True)
class CountSeries:
    """Events by period.

    Attributes:
        periods: The periods, without a gap.
        record_ids: Ids of the events of each period, oldest first.
        covered: Whether each period may be compared with others.
        undated_ids: Events whose date spans two periods; counted in none.
    """

    periods: tuple[Period, ...]
    record_ids: tuple[tuple[str, ...], ...]
    covered: tuple[bool, ...]
    undated_ids: tuple[str, ...]

    @property
    def counts(self) -> tuple[int, ...]:
        """How many events each period has."""
        return tuple(len(ids) for ids in self.record_ids)

    @property
    def span(self) -> CountSeries:
        """The covered periods alone, from the first to the last."""
        places = [place for place, covered in enumerate(self.covered) if covered]
        kept = slice(places[0], places[-1] + 1) if places else slice(0)
        return CountSeries(self.periods[kept], self.record_ids[kept], self.covered[kept], ())


def period_of(day: date, by: By) -> Period:
    """Return the period a day lies in.

    Examples:
        >>> period_of(date(2024, 7, 1), "quarter").name, period_of(date(2024, 7, 1), "half-year").name
        ('2024-Q3', '2024-H2')
    """
    months = MONTHS[by]
    number = (day.month - 1) // months
    first = date(day.year, number * months + 1, 1)
    after = date(day.year + 1, 1, 1) if first.month + months > 12 else date(day.year, first.month + months, 1)
    return Period(f"{day.year}-{'HQ'[by == 'quarter']}{number + 1}", first, after - timedelta(days=1))


def periods_between(first: date, last: date, by: By) -> tuple[Period, ...]:
    """Return every period from one day to another, empty ones too.

    Examples:
        >>> [period.name for period in periods_between(date(2023, 8, 18), date(2024, 7, 1), "half-year")]
        ['2023-H2', '2024-H1', '2024-H2']
    """
    found = [period_of(first, by)]
    while found[-1].last < last:
        found.append(period_of(found[-1].last + timedelta(days=1), by))
    return tuple(found)


def count_series(
    occurrences: Iterable[Occurrence], periods: Sequence[Period], *, covered: tuple[date, date] | None
) -> CountSeries:
    """Count events by period.

    Args:
        occurrences: The events, each once.
        periods: Periods to count in, in order and without a gap; events outside all of them are left out.
        covered: First and last day for which a count may be believed; ``None`` for none.

    Examples:
        >>> periods = periods_between(date(2024, 1, 1), date(2024, 12, 31), "half-year")
        >>> march = Occurrence("a", date(2024, 3, 1), date(2024, 3, 31))
        >>> that_year = Occurrence("b", date(2024, 1, 1), date(2024, 12, 31))
        >>> found = count_series([march, that_year], periods, covered=(date(2024, 1, 1), date(2024, 10, 31)))
        >>> found.counts, found.covered, found.undated_ids
        ((1, 0), (True, False), ('b',))
    """
    ids: list[list[str]] = [[] for _ in periods]
    undated: list[str] = []
    for event in sorted(occurrences, key=lambda event: (event.first, event.last, event.record_id)):
        if not periods or event.last < periods[0].first or event.first > periods[-1].last:
            continue
        home = next((place for place, period in enumerate(periods) if period.first <= event.first <= period.last), None)
        if home is None or event.last > periods[home].last:
            undated.append(event.record_id)
        else:
            ids[home].append(event.record_id)
    return CountSeries(
        tuple(periods),
        tuple(tuple(found) for found in ids),
        tuple(covered is not None and covered[0] <= period.first and period.last <= covered[1] for period in periods),
        tuple(undated),
    )


def emptiest(counts: Sequence[int], length: int) -> int:
    """Return where the run of so many periods with the fewest events begins; of equal ones the first.

    Examples:
        >>> emptiest([3, 0, 1, 0, 0, 2], 2)
        3
    """
    return min(range(len(counts) - length + 1), key=lambda place: sum(counts[place : place + length]))
