"""Roll calls: their day, session, title, agenda item and issue codes, with what contradicts itself."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import TYPE_CHECKING

import numpy as np

from kanae.model.issues import IssueCode
from kanae.model.votes import Resolution
from kanae.votes.codelists import spellings
from kanae.votes.tally import Tally, counted_noun

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from kanae.store.foreign_tables import CodedColumn
    from kanae.votes.layouts import Layout

FIRST_YEAR = 1945
OPENS_IN_MONTH = 9
LAST_SESSION = 150
OTHER_DAYS = ("%d/%m/%Y", "%d%b%Y", "%d %b %Y")
"""How files write days that are not ISO dates; days before months, as the United Nations writes them."""


@dataclass(frozen=True, slots=True)
class Written:
    """Where and when a roll call was, as a file writes it.

    Attributes:
        session: Session.
        day: Date.
        year: Column «year».
    """

    session: str
    day: str
    year: str


def columns_about_roll_calls(layout: Layout) -> list[str]:
    """Return the columns of a file that tell about roll calls."""
    meanings = ("date", "year", "session", "symbol", "title", "item", "issue", "important")
    flags = [column for column in layout.table.columns if column.lower() in spellings("issue-codes")]
    named = [column for meaning in meanings for column in layout.meanings.get(meaning, ())]
    return list(dict.fromkeys([*layout.meanings["roll_call"][:1], *named, *flags]))


def read_resolutions(layout: Layout, cells: Mapping[str, CodedColumn], tally: Tally) -> dict[str, Resolution]:
    """Read the roll calls of a file, by their number.

    Args:
        layout: What the columns mean.
        cells: The columns.
        tally: Takes what contradicts itself.
    """
    keys = cells[layout.meanings["roll_call"][0]]
    numbers, rows = np.unique(keys.codes, return_index=True)
    flags = [column for column in cells if column.lower() in spellings("issue-codes")]
    found: dict[str, Resolution] = {}
    written: dict[str, Written] = {}
    for number, row in zip(numbers, rows, strict=True):
        if number < 0:
            continue
        key = keys.values[number]
        found[key] = _resolution(key, layout, cells, row=int(row), flags=flags)
        written[key] = Written(*(_first(layout, cells, meaning, int(row)) for meaning in ("session", "date", "year")))
    _add_issues(layout, cells, found)
    _contradictions(layout.table.name, found, written, tally)
    return found


def day_of(text: str) -> date | None:
    """Read a day as files write it; ``None`` when it is not one.

    Examples:
        >>> day_of("2023-10-27T00:00:00"), day_of("27/10/2023"), day_of("soon")
        (datetime.date(2023, 10, 27), datetime.date(2023, 10, 27), None)
    """
    try:
        return date.fromisoformat(text[:10]) if text else None
    except ValueError:
        pass  # one of the other forms, or no day
    for form in OTHER_DAYS:
        try:
            return datetime.strptime(text, form).date()  # noqa: DTZ007  # a day has no time zone
        except ValueError:
            continue
    return None


def session_of(text: str) -> int | None:
    """Read the number of a regular session; special and emergency sessions have none.

    Examples:
        >>> session_of("78"), session_of("10emsp"), session_of("ES-10")
        (78, None, None)
    """
    match = re.fullmatch(r"\s*(\d{1,3})\s*", text)
    return int(match[1]) if match and 1 <= int(match[1]) <= LAST_SESSION else None


def item_of(text: str, symbol: str) -> str:
    """Return what resolutions of one agenda item share: the item's words, else the symbol without its last letter.

    Examples:
        >>> item_of("A/78/251 100 General and complete disarmament.", "A/RES/78/28")
        'general and complete disarmament'
        >>> item_of("", "R/50/22A"), item_of("", "")
        ('R/50/22', '')
    """
    words = re.sub(r"^A/\S+\s+(?:\d+\.?\s*(?:\([a-z]+\))?\s*)?", "", text.strip())
    return words.strip(" .").casefold() or re.sub(r"(?<=\d)\s?[A-Z]{1,2}$", "", symbol)


def _resolution(
    key: str, layout: Layout, cells: Mapping[str, CodedColumn], *, row: int, flags: Iterable[str]
) -> Resolution:
    day = day_of(_first(layout, cells, "date", row))
    session = session_of(_first(layout, cells, "session", row))
    symbol = _first(layout, cells, "symbol", row)
    important = _first(layout, cells, "important", row)
    return Resolution(
        id=key,
        session=session if session is not None else _session_on(day),
        year=_year(day, session, _first(layout, cells, "year", row)),
        date=day,
        symbol=symbol,
        title=_first(layout, cells, "title", row) or _first(layout, cells, "item", row),
        item=item_of(_first(layout, cells, "item", row), symbol),
        issues=tuple(sorted(flag.lower() for flag in flags if cells[flag].text(row).lower() in ("1", "true"))),
        important=None if important in ("", "NA") else important.lower() in ("1", "true"),
    )


def _first(layout: Layout, cells: Mapping[str, CodedColumn], meaning: str, row: int) -> str:
    texts = (cells[column].text(row) for column in layout.meanings.get(meaning, ()))
    return next((text for text in texts if text not in ("", "NA")), "")


def _year(day: date | None, session: int | None, column: str) -> int | None:
    """The day tells the year, else the session; a column «year» only when there is neither, as it is often wrong."""
    if day is not None:
        return day.year
    if session is not None:
        return session + FIRST_YEAR
    return int(column) if column.isdigit() else None


def _session_on(day: date | None) -> int | None:
    """Return the regular session a day lies in; it opens in September."""
    return None if day is None else day.year - FIRST_YEAR - (day.month < OPENS_IN_MONTH)


def _add_issues(layout: Layout, cells: Mapping[str, CodedColumn], found: dict[str, Resolution]) -> None:
    for column in layout.meanings.get("issue", ()):
        keys, codes = cells[layout.meanings["roll_call"][0]], cells[column]
        pairs = np.unique(np.stack([keys.codes, codes.codes]), axis=1)
        for key, code in pairs.T:
            if key >= 0 and code >= 0:
                row = found[keys.values[key]]
                found[row.id] = replace(row, issues=tuple(sorted({*row.issues, codes.values[code]})))


def _contradictions(file: str, found: dict[str, Resolution], written: dict[str, Written], tally: Tally) -> None:
    dated = {key: row for key, row in found.items() if row.date is not None}
    undated = [key for key, row in found.items() if row.year is None]
    if undated:
        message = f"{counted_noun(len(undated), 'roll call')} have neither date nor session, and count in no period"
        tally.add(file, IssueCode.UNDATED_ROLL_CALL, message, undated, "Add a file with the roll calls' dates.")
    out = [
        f"{key} (session {session}, {row.date})"
        for key, row in dated.items()
        if (session := session_of(written[key].session)) is not None
        and row.date is not None
        and row.date.year - FIRST_YEAR - session not in (0, 1)
    ]
    if out:
        message = f"{counted_noun(len(out), 'roll call')} have a date outside their session; the date counts"
        tally.add(file, IssueCode.PERIOD_CONTRADICTS, message, out, "See which of the two is right.")
    wrong = [
        f"{key} (year {written[key].year}, {row.date or f'session {row.session}'})"
        for key, row in found.items()
        if written[key].year.isdigit() and int(written[key].year) != row.year and (row.date or row.session)
    ]
    if wrong:
        message = f"{counted_noun(len(wrong), 'roll call')} have a column 'year' that their date or session contradicts"
        tally.add(file, IssueCode.PERIOD_CONTRADICTS, message, wrong, "Nothing: the date, else the session, counts.")
