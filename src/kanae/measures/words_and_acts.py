"""Words beside acts, per half-year: how much was promised or said again, and how much was done.

One act that answers five commitments is one act. Acts of month or year precision that may fall into two half-years
are counted in neither and reported, so that no half-year gets what may belong to another.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

Kind = Literal["words", "acts"]


@dataclass(frozen=True, slots=True)
class Deed:
    """One row of evidence or one promise, as it is counted.

    Attributes:
        record_id: Id of the record.
        deed_id: What makes two rows the same deed: the event, or the day and the source.
        kind: Words or acts.
        field: Field of cooperation.
        first: First day it may be of.
        last: Last day it may be of.
    """

    record_id: str
    deed_id: str
    kind: Kind
    field: str
    first: date
    last: date


@dataclass(frozen=True, slots=True)
class HalfYearCount:
    """Distinct words or acts of one half-year in one field.

    Attributes:
        half_year: Half-year, as ``2024-H1``.
        field: Field of cooperation.
        kind: Words or acts.
        n: Distinct words or acts.
        record_ids: Records behind them.
    """

    half_year: str
    field: str
    kind: Kind
    n: int
    record_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class WordsAndActs:
    """Words beside acts over time.

    Attributes:
        counts: Counts, by half-year, field and kind; a combination without a record is absent.
        undated_ids: Records whose date spans two half-years.
    """

    counts: tuple[HalfYearCount, ...]
    undated_ids: tuple[str, ...]


def half_year_of(day: date) -> str:
    """Return the half-year a day lies in.

    Examples:
        >>> from datetime import date
        >>> half_year_of(date(2024, 7, 1))
        '2024-H2'
    """
    return f"{day.year}-H{1 if day.month <= 6 else 2}"


def half_years_between(first: date, last: date) -> tuple[str, ...]:
    """Return every half-year from one day to another, so that empty ones are shown too.

    Examples:
        >>> from datetime import date
        >>> half_years_between(date(2023, 8, 18), date(2024, 7, 1))
        ('2023-H2', '2024-H1', '2024-H2')
    """
    numbers = range(first.year * 2 + (first.month > 6), last.year * 2 + (last.month > 6) + 1)
    return tuple(f"{number // 2}-H{number % 2 + 1}" for number in numbers)


def words_and_acts(deeds: Iterable[Deed], *, as_of: date) -> WordsAndActs:
    """Count distinct words and acts per half-year and field.

    Args:
        deeds: Promises, repetitions and acts, in any order.
        as_of: Nothing that may be later is counted.

    Examples:
        >>> from datetime import date
        >>> day = date(2024, 6, 27)
        >>> twice = [Deed(f"f{number}", "freedom-edge", "acts", "defense", day, day) for number in (1, 2)]
        >>> words_and_acts(twice, as_of=date(2026, 2, 28)).counts[0].n
        1
    """
    groups: dict[tuple[str, str, Kind], dict[str, list[str]]] = {}
    undated: list[str] = []
    for deed in deeds:
        if deed.last > as_of:
            continue
        half_year = half_year_of(deed.first)
        if half_year != half_year_of(deed.last):
            undated.append(deed.record_id)
            continue
        same = groups.setdefault((half_year, deed.field, deed.kind), {})
        same.setdefault(deed.deed_id, []).append(deed.record_id)
    counts = (
        HalfYearCount(half_year, field, kind, len(same), _sorted_ids(same.values()))
        for (half_year, field, kind), same in sorted(groups.items())
    )
    return WordsAndActs(tuple(counts), tuple(sorted(undated)))


def _sorted_ids(groups: Iterable[Sequence[str]]) -> tuple[str, ...]:
    return tuple(sorted(record_id for group in groups for record_id in group))
