"""Burden over time, with every definition kept apart: a value is compared only with its own indicator and unit.

SIPRI shares, national budgets and pledges count different things, and so do counts and headline numbers of troops;
nothing here adds them up or sets one against the other. A year without a record is unknown, never zero.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kanae.errors import MeasureError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from decimal import Decimal

YEARS = (1, 5, 10)
"""Spans of years over which changes are given."""

Key = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class BurdenValue:
    """One recorded value.

    Attributes:
        record_id: Id of the record.
        state: State it is about.
        indicator: What is measured, by whose definition.
        unit: Unit.
        year: Year it is for.
        value: Number.
    """

    record_id: str
    state: str
    indicator: str
    unit: str
    year: int
    value: Decimal


@dataclass(frozen=True, slots=True)
class BurdenRow:
    """A year of one definition, with its changes.

    Attributes:
        state: State it is about.
        indicator: What is measured, by whose definition.
        unit: Unit.
        year: Year.
        value: Number; ``None`` in a gap between two recorded years.
        changes: Change over 1, 5 and 10 years in the same unit; ``None`` where the earlier year is not recorded.
        record_ids: Record of the year, then those of the earlier years; in a gap the records on both sides of it.
    """

    state: str
    indicator: str
    unit: str
    year: int
    value: Decimal | None
    changes: Mapping[int, Decimal | None]
    record_ids: tuple[str, ...]


def burden_over_time(values: Iterable[BurdenValue]) -> tuple[BurdenRow, ...]:
    """List values by state, indicator, unit and year, with changes within each definition alone.

    Differences are exact decimals. A gap between two recorded years stands in the list with no value.

    Args:
        values: Recorded values, in any order.

    Raises:
        MeasureError: When one year of one definition is recorded twice.

    Examples:
        >>> from decimal import Decimal
        >>> shares = [("j23", 2023, "1.14"), ("j24", 2024, "1.37")]
        >>> rows = burden_over_time(BurdenValue(i, "JPN", "share", "percent", y, Decimal(v)) for i, y, v in shares)
        >>> rows[1].changes[1], rows[1].changes[5]
        (Decimal('0.23'), None)
    """
    series: dict[Key, dict[int, BurdenValue]] = {}
    for value in values:
        years = series.setdefault((value.state, value.indicator, value.unit), {})
        if value.year in years:
            raise MeasureError(
                f"'{value.record_id}' and '{years[value.year].record_id}' give the same year twice.",
                "Remove one of the two, or give it the unit of its own definition.",
            )
        years[value.year] = value
    return tuple(
        _row(key, years, year) for key, years in sorted(series.items()) for year in range(min(years), max(years) + 1)
    )


def _row(key: Key, years: Mapping[int, BurdenValue], year: int) -> BurdenRow:
    here = years.get(year)
    if here is None:
        sides = (max(y for y in years if y < year), min(y for y in years if y > year))
        ids = tuple(years[side].record_id for side in sides)
        return BurdenRow(*key, year, None, dict.fromkeys(YEARS), ids)
    earlier = {span: years.get(year - span) for span in YEARS}
    changes = {span: here.value - before.value if before else None for span, before in earlier.items()}
    compared = (before.record_id for before in earlier.values() if before)
    return BurdenRow(*key, year, here.value, changes, (here.record_id, *compared))
