"""Panels of events: what may be asked of an event store, and the rows that answer."""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields
from datetime import date
from enum import StrEnum
from typing import Any

YEAR, MONTH = 10_000, 100
"""Places of year and month in a day written as a whole number: 20191024."""
DECADE = 10
"""Place of the year in a quarter written as a whole number: 20194."""


class By(StrEnum):
    """Periods."""

    DAY = "day"
    MONTH = "month"
    QUARTER = "quarter"


class Quad(StrEnum):
    """Whose quad classes are counted; they differ in roots 09 and 14 and are never mixed."""

    GIVEN = "given"
    CAMEO = "cameo"


@dataclass(frozen=True, slots=True)
class PanelQuestion:
    """What a panel is asked for.

    Attributes:
        states: ISO 3166-1 alpha-3 codes; only rows between two different ones of them count.
        by: Period of the event day.
        quad: Scheme of the quad classes.
        directed: Whether a is the source and b the target; else a and b are in order of the alphabet.
        group: States taken together under one name; rows among them stand as the group with itself.
        stream: Stream of GDELT 2.0; empty for both.
        first: First event day; ``None`` for no bound.
        last: Last event day, inclusive; ``None`` for no bound.
        stories: Whether reports and stories are counted too, which reads the addresses and takes longer.

    Examples:
        >>> PanelQuestion(("JPN", "KOR", "USA"), group=("JPN", "USA")).group_name
        'JPN+USA'
    """

    states: tuple[str, ...]
    by: By = By.MONTH
    quad: Quad = Quad.GIVEN
    directed: bool = False
    group: tuple[str, ...] = ()
    stream: str = ""
    first: date | None = None
    last: date | None = None
    stories: bool = False

    @property
    def group_name(self) -> str:
        """The name the group stands under."""
        return "+".join(self.group)


@dataclass(frozen=True, slots=True)
class PanelRow:
    """What a pair of states did to each other in a period, as the news has it.

    Attributes:
        period: Period of the event day: `2019-10-24`, `2019-10` or `2019-Q4`.
        a: First state by the alphabet, or the source when directed; the name of a group when one was named.
        b: Second state, or the target.
        verbal_cooperation: Events of class 1; empty where no row has a class.
        material_cooperation: Events of class 2.
        verbal_conflict: Events of class 3.
        material_conflict: Events of class 4.
        events: Event ids, each counted once.
        articles: Articles in the first 15 minutes (in GDELT 1.0 the first day); empty where the provider counts none.
        goldstein_mean: Mean Goldstein value, -10 to 10; the sum is not offered.
        say_do: log((material + 1/2) / (verbal + 1/2)) of cooperation: above 0 more deeds than words.
        say_do_variance: 1 / (material + 1/2) + 1 / (verbal + 1/2); 4 where there was neither.
        source: Who coded the rows; sources are never added to each other.
        quad: Scheme of the classes: `given` or `cameo`.
        verbal_cooperation_share: Share of the classed events, 0 to 1.
        material_cooperation_share: The same for class 2.
        verbal_conflict_share: The same for class 3.
        material_conflict_share: The same for class 4.
        net_cooperation: (cooperation - conflict) / (cooperation + conflict), -1 to 1.
        unclassed: Events without a class in this scheme.
        sources: Sources in the first 15 minutes, added up.
        reports: Different addresses of reports; empty when not asked for or not known.
        stories: Different (day, pair, root, country of the place); empty when not asked for.
        days: Days of the period.
        days_with_file: Those of which the store has a file; empty where file names tell no day.
        complete: Whether all files of all days were read; an incomplete period is no quiet one.
        few: Whether words or deeds of cooperation are fewer than 5, so that `say_do` says little.
    """

    period: str
    a: str
    b: str
    verbal_cooperation: int | None
    material_cooperation: int | None
    verbal_conflict: int | None
    material_conflict: int | None
    events: int
    articles: int | None
    goldstein_mean: float | None
    say_do: float | None
    say_do_variance: float | None
    source: str
    quad: str
    verbal_cooperation_share: float | None
    material_cooperation_share: float | None
    verbal_conflict_share: float | None
    material_conflict_share: float | None
    net_cooperation: float | None
    unclassed: int
    sources: int | None
    reports: int | None
    stories: int | None
    days: int
    days_with_file: int | None
    complete: bool | None
    few: bool | None

    def as_row(self) -> dict[str, Any]:
        """Return the row with the columns in order."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class TrilateralRow:
    """How often three states stood in one report together.

    Attributes:
        period: Period of the event day.
        states: The three, joined by commas.
        co_events: Reports of a day whose rows name all three, each once; empty where no row has an address.
        co_event_days: Event days with at least one.
        events: Event ids between two of the three.
        with_verbal_cooperation: Co-events with a row of class 1; one co-event may have rows of several classes.
        with_material_cooperation: The same for class 2.
        with_verbal_conflict: The same for class 3.
        with_material_conflict: The same for class 4.
        without_address: Event ids between two of the three of which no report is known.
        source: Who coded the rows.
        quad: Scheme of the classes.
        days: Days of the period.
        days_with_file: Those of which the store has a file; empty where file names tell no day.
        complete: Whether all files of all days were read.
    """

    period: str
    states: str
    co_events: int | None
    co_event_days: int | None
    events: int
    with_verbal_cooperation: int | None
    with_material_cooperation: int | None
    with_verbal_conflict: int | None
    with_material_conflict: int | None
    without_address: int
    source: str
    quad: str
    days: int
    days_with_file: int | None
    complete: bool | None

    def as_row(self) -> dict[str, Any]:
        """Return the row with the columns in order."""
        return asdict(self)


PANEL_COLUMNS = tuple(field.name for field in fields(PanelRow))
TRILATERAL_COLUMNS = tuple(field.name for field in fields(TrilateralRow))


def period_name(by: By, number: int) -> str:
    """Return a period as it is shown.

    Args:
        by: Kind of period.
        number: The period as the engines write it: 20191024, 201910 or 20194.

    Examples:
        >>> period_name(By.DAY, 20191024), period_name(By.MONTH, 201910), period_name(By.QUARTER, 20194)
        ('2019-10-24', '2019-10', '2019-Q4')
    """
    if by is By.QUARTER:
        return f"{number // DECADE:04d}-Q{number % DECADE}"
    if by is By.MONTH:
        return f"{number // MONTH:04d}-{number % MONTH:02d}"
    return f"{number // YEAR:04d}-{number // MONTH % MONTH:02d}-{number % MONTH:02d}"


def bounds_of(by: By, number: int) -> tuple[date, date]:
    """Return the first day of a period, and the first day after it.

    Examples:
        >>> [str(day) for day in bounds_of(By.QUARTER, 20194)]
        ['2019-10-01', '2020-01-01']
    """
    if by is By.DAY:
        day = date(number // YEAR, number // MONTH % MONTH, number % MONTH)
        return day, date.fromordinal(day.toordinal() + 1)
    year, place = divmod(number, DECADE if by is By.QUARTER else MONTH)
    length = 3 if by is By.QUARTER else 1
    first = length * (place - 1)
    after = first + length
    return date(year, first + 1, 1), date(year + after // 12, after % 12 + 1, 1)
