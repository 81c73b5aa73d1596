"""Roll calls: their day, session, title, agenda item and issue codes, with what contradicts itself."""

from __future__ import annotations

import re
from dataclasses import dataclass, fields, replace
from datetime import date, datetime
from typing import TYPE_CHECKING

import numpy as np

from kanae.model.issues import IssueCode
from kanae.model.votes import Resolution
from kanae.votes.codelists import spellings
from kanae.votes.tally import Tally, counted_noun

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from numpy.typing import NDArray

    from kanae.store.foreign_tables import CodedColumn
    from kanae.votes.layouts import Layout

FIRST_YEAR = 1945
OPENS_IN_MONTH = 9
LAST_SESSION = 150
OTHER_DAYS = ("%d/%m/%Y", "%d%b%Y", "%d %b %Y")
"""How files write days that are not ISO dates; days before months, as the United Nations writes them."""

_TRUE = ("1", "true")


@dataclass(frozen=True, slots=True)
class Written:
    """A roll call as a file writes it; empty text where it says nothing.

    Attributes:
        session: Session.
        date: Day of the vote.
        year: Column «year».
        symbol: Symbol of the resolution.
        title: What was voted on.
        item: Agenda item.
        important: Whether the State Department called it important.
    """

    session: str
    date: str
    year: str
    symbol: str
    title: str
    item: str
    important: str


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
    rows = rows[numbers >= 0]
    names = [keys.values[number] for number in numbers if number >= 0]
    columns = [_texts(layout.meanings.get(field.name, ()), cells, rows) for field in fields(Written)]
    written = {name: Written(*texts) for name, *texts in zip(names, *columns, strict=True)}
    issues = _flagged(cells, rows)
    found = {name: _resolution(name, row, about) for (name, row), about in zip(written.items(), issues, strict=True)}
    _add_issues(layout, cells, found)
    _contradictions(layout.table.name, found, written, tally)
    return found


def read_issue_codes(layout: Layout, cells: Mapping[str, CodedColumn]) -> dict[str, set[str]]:
    """Read a file with one row an issue code, by number of the roll call."""
    keys = cells[layout.meanings["roll_call"][0]]
    found: dict[str, set[str]] = {}
    for column in layout.meanings.get("issue", ())[:1]:
        pairs = zip(keys.codes.tolist(), cells[column].codes.tolist(), strict=True)
        for key, code in set(pairs):
            if key >= 0 and code >= 0:
                found.setdefault(keys.values[key], set()).add(cells[column].values[code])
    return found


def with_issue_codes(rows: Mapping[str, Resolution], codes: Mapping[str, set[str]]) -> dict[str, Resolution]:
    """Return roll calls with more issue codes."""
    return {
        key: replace(row, issues=tuple(sorted({*row.issues, *codes[key]}))) if key in codes else row
        for key, row in rows.items()
    }


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


def _texts(columns: Iterable[str], cells: Mapping[str, CodedColumn], rows: NDArray[np.int64]) -> list[str]:
    """Return a text for each of some rows: that of the first column which has one."""
    texts = [""] * len(rows)
    for column in columns:
        values = [*("" if value == "NA" else value for value in cells[column].values), ""]  # code -1 takes the last
        here = [values[code] for code in cells[column].codes[rows].tolist()]
        texts = [text or other for text, other in zip(texts, here, strict=True)]
    return texts


def _flagged(cells: Mapping[str, CodedColumn], rows: NDArray[np.int64]) -> list[tuple[str, ...]]:
    """Return the issue codes of each of some rows from columns of 0 and 1."""
    flags = sorted(column for column in cells if column.lower() in spellings("issue-codes"))
    texts = [[text.lower() in _TRUE for text in _texts((flag,), cells, rows)] for flag in flags]
    if not flags:
        return [()] * len(rows)
    return [
        tuple(flag.lower() for flag, here in zip(flags, row, strict=True) if here) for row in zip(*texts, strict=True)
    ]


def _resolution(name: str, row: Written, issues: tuple[str, ...]) -> Resolution:
    day, session = day_of(row.date), session_of(row.session)
    return Resolution(
        id=name,
        session=session if session is not None else _session_on(day),
        year=_year(day, session, row.year),
        date=day,
        symbol=row.symbol,
        title=row.title or row.item,
        item=item_of(row.item, row.symbol),
        issues=issues,
        important=row.important.lower() in _TRUE if row.important else None,
    )


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
    if "issue" in layout.meanings:
        found.update(with_issue_codes(found, read_issue_codes(layout, cells)))


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
