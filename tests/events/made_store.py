"""Made events: invented rows in the layout of GDELT 1.0, a file a day, around days on which all met."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import combinations
from random import Random
from typing import TYPE_CHECKING, Any

from tests.events.conftest import row, take_in

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path

MEMBERS = ("JPN", "KOR", "USA")
PAIRS = tuple(combinations(MEMBERS, 2))
WORDS = {"010": 0.0, "020": 3.0, "051": 3.4, "111": -2.0, "120": -4.0}
DEEDS = {"061": 6.4, "070": 7.0, "163": -8.0, "172": -5.0}


def quad(code: str) -> str:
    """Return the quad class of the few codes used here."""
    root = int(code[:2])
    return "1" if root <= 5 else "2" if root <= 9 else "3" if root <= 13 else "4"


def write_made_files(
    folder: Path,
    first: date,
    days: int,
    *,
    met: Collection[date] = (),
    found: float = 1.0,
    missing: Collection[date] = (),
    daily: bool = False,
    deeds: tuple[float, float] = (0.3, 0.3),
    turn: date = date.max,
    quiet: bool = False,
    seed: int = 1,
) -> None:
    """Write a file a month; months with a missing day a file a day.

    Args:
        folder: Where they shall lie.
        first: First day.
        days: How many days.
        met: Days on which all three met.
        found: Chance that such a day has a report of it.
        missing: Days without a file.
        daily: Whether every month has a file a day.
        deeds: Share of deeds among the events before a day, and from it on.
        turn: That day.
        quiet: Whether there is nothing but reports of meetings.
        seed: Makes the rows repeatable.
    """
    folder.mkdir(parents=True, exist_ok=True)
    random, end = Random(seed), first + timedelta(days=days)
    assert daily or (first.day, end.day) == (1, 1), "a file of a month holds all of it"
    for place in range(days):
        day = first + timedelta(days=place)
        lines = []
        for pair in PAIRS:
            for number in range(0 if quiet else random.choice((0, 1, 1, 2, 3))):
                kinds = DEEDS if random.random() < deeds[day >= turn] else WORDS
                code = random.choice(sorted(kinds))
                lines.append((pair, code, kinds[code], f"https://example.org/{day}/{'-'.join(pair)}/{number}"))
        if day in met and random.random() < found:
            lines += [(pair, "040", 1.0, f"https://example.org/{day}/summit") for pair in PAIRS]
        by_day = daily or any((day.year, day.month) == (gone.year, gone.month) for gone in missing)
        path = folder / (f"{day:%Y%m%d}.export.CSV" if by_day else f"{day:%Y%m}.csv")
        if day not in missing:
            with path.open("ab") as file:
                file.writelines(_line(day, place, line) for place, line in enumerate(lines))
                file.write(row(58, event_id=f"{day:%Y%m%d}999", day=f"{day:%Y%m%d}", a_country="DEU", b_country=""))


def _line(day: date, place: int, line: tuple[tuple[str, ...], str, float, str]) -> bytes:
    pair, code, value, url = line
    return row(
        58,
        event_id=f"{day:%Y%m%d}{place:03}",
        day=f"{day:%Y%m%d}",
        added=f"{day:%Y%m%d}",
        a_country=pair[0],
        b_country=pair[1],
        cameo=code,
        root=code[:2],
        quad_given=quad(code),
        goldstein=value,
        url=url,
    )


def made_store(folder: Path, first: date, days: int, **given: Any) -> Path:
    """Write files and take them in; return the folder of the store."""
    write_made_files(folder / "in", first, days, **given)
    take_in([folder / "in"], folder / "store")
    return folder / "store"
