"""At which level members met, year by year: whether one level goes on when another stops."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from kanae.measures.gaps import Meeting


@dataclass(frozen=True, slots=True)
class LevelYear:
    """Meetings of one level in one year.

    Attributes:
        level: Level of those who met.
        year: Year.
        n: Confirmed meetings that surely lie in the year.
        record_ids: Ids of the events.
    """

    level: str
    year: int
    n: int
    record_ids: tuple[str, ...]


def meetings_by_level(
    meetings: Iterable[tuple[str, Meeting]], *, levels: Sequence[str], years: Sequence[int]
) -> tuple[LevelYear, ...]:
    """Count confirmed meetings by level and year; one that may lie in two years is counted in neither.

    Args:
        meetings: Level and meeting.
        levels: Levels, in the order wanted.
        years: Years, in the order wanted.

    Examples:
        >>> from datetime import date
        >>> from kanae.measures.gaps import Meeting
        >>> lima = Meeting("lima", date(2024, 11, 15), date(2024, 11, 15))
        >>> [row.n for row in meetings_by_level([("leader", lima)], levels=["leader"], years=[2024, 2025])]
        [1, 0]
    """
    found: dict[tuple[str, int], list[str]] = {}
    for level, meeting in meetings:
        if meeting.is_confirmed and meeting.first.year == meeting.last.year:
            found.setdefault((level, meeting.first.year), []).append(meeting.event_id)
    return tuple(
        LevelYear(level, year, len(ids), tuple(sorted(ids)))
        for level in levels
        for year in years
        for ids in [found.get((level, year), [])]
    )
