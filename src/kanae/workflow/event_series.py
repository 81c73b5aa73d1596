"""Series of an event store by period: the panels of pairs and of all members, filled where nothing was reported.

A panel has no row for a period without events. Where the files of the period are there, that is a zero; where they are
not, nothing is known, and ``whole_share`` says so.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from itertools import combinations
from typing import TYPE_CHECKING

from kanae.model.news import NewsPeriod, NewsSeries
from kanae.model.panels import By, PanelQuestion, Quad, bounds_of, period_name
from kanae.workflow.event_panels import Engine, panel, trilateral

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date
    from pathlib import Path

    from kanae.model.news import News, Parties
    from kanae.model.panels import PanelRow, TrilateralRow

_THREE = 3
Quads = tuple[int, int, int, int]
_Key = tuple[str, "Parties", str]


@dataclass(frozen=True, slots=True)
class NewsCounts:
    """What the panels of the members count.

    Attributes:
        by: Length of the periods.
        until: Last day that counts.
        found: Events by quad class and in all, by source, states and period; ``None`` where reports have no address, so
            that those of all three cannot be told.
    """

    by: By
    until: date
    found: Mapping[_Key, tuple[Quads, int] | None]

    def by_quarter(self) -> NewsCounts:
        """Sum up months, so that the rows of a store are read once for both."""
        found: dict[_Key, tuple[Quads, int] | None] = {}
        for (source, parties, month), counts in self.found.items():
            quarter = source, parties, f"{month[:4]}-Q{(int(month[5:]) + 2) // 3}"
            found[quarter] = _both(found.get(quarter), counts)
        return NewsCounts(By.QUARTER, self.until, found)


def news_counts(folder: Path, news: News, by: By, until: date) -> NewsCounts:
    """Count the events of every pair of members, and of all three, by source and period.

    Quad classes are those of the tradition of CAMEO, the same for every source.

    Args:
        folder: Folder of the store.
        news: What the store holds on the members.
        by: Length of the periods.
        until: Last day that counts.

    Raises:
        MeasureError: When the store does not keep all rows of a member.
    """
    question = PanelQuestion(news.members, by, Quad.CAMEO, last=until)
    found: dict[_Key, tuple[Quads, int] | None] = {
        (row.source, (row.a, row.b), row.period): _pair(row) for row in panel(folder, question, Engine())
    }
    if len(news.members) == _THREE:
        for row in trilateral(folder, question, Engine()):
            found[row.source, news.members, row.period] = _all_three(row)
    return NewsCounts(by, until, found)


def news_series(news: News, counts: NewsCounts) -> tuple[NewsSeries, ...]:
    """Return the series of every pair of members, and of all three, by source.

    Args:
        news: What the store holds on the members.
        counts: Their counts.
    """
    groups: list[Parties] = [*combinations(news.members, 2)]
    if len(news.members) == _THREE:
        groups.append(news.members)
    unaddressed = {source for (source, _, _), found in counts.found.items() if found is None}
    return tuple(
        NewsSeries(
            source,
            parties,
            tuple(_periods(news, source, parties, counts)),
            addressed=len(parties) < _THREE or source not in unaddressed,
        )
        for source in news.whole
        for parties in groups
    )


def _pair(row: PanelRow) -> tuple[Quads, int]:
    return (
        row.verbal_cooperation or 0,
        row.material_cooperation or 0,
        row.verbal_conflict or 0,
        row.material_conflict or 0,
    ), row.events


def _all_three(row: TrilateralRow) -> tuple[Quads, int] | None:
    if row.co_events is None:
        return None
    return (
        row.with_verbal_cooperation or 0,
        row.with_material_cooperation or 0,
        row.with_verbal_conflict or 0,
        row.with_material_conflict or 0,
    ), row.co_events


def _both(one: tuple[Quads, int] | None, other: tuple[Quads, int] | None) -> tuple[Quads, int] | None:
    if one is None or other is None:
        return one or other
    a, b, c, d = (first + second for first, second in zip(one[0], other[0], strict=True))
    return (a, b, c, d), one[1] + other[1]


def _periods(
    news: News,
    source: str,
    parties: Parties,
    counts: NewsCounts,
) -> Iterator[NewsPeriod]:
    by = counts.by
    whole = {day for day in news.whole[source].get("", ()) if day <= counts.until}
    seen = news.rows.get(source, {})
    day = min(whole, default=None)
    while day is not None and day <= max(whole):
        number = _number(by, day)
        first, after = bounds_of(by, number)
        days = [first + timedelta(days=place) for place in range((after - first).days)]
        name = period_name(by, number)
        quads, events = counts.found.get((source, parties, name)) or ((0, 0, 0, 0), 0)
        found = [seen[one] for one in days if one in seen]
        yield NewsPeriod(
            name,
            first,
            days[-1],
            quads,
            events,
            sum(one in whole for one in days) / len(days),
            sum(found) if found else None,
        )
        day = after


def _number(by: By, day: date) -> int:
    if by is By.DAY:
        return day.year * 10_000 + day.month * 100 + day.day
    return day.year * 100 + day.month if by is By.MONTH else day.year * 10 + (day.month + 2) // 3
