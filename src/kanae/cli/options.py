"""Options that mean the same in every command."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kanae.errors import KanaeError

if TYPE_CHECKING:
    from kanae.workflow.statuses import Query


class Language(StrEnum):
    """Languages kanae speaks."""

    EN = "en"
    JA = "ja"
    KO = "ko"


class Format(StrEnum):
    """Ways to print a list."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"


class TextFormat(StrEnum):
    """Ways to print one thing."""

    TEXT = "text"
    JSON = "json"


class ReadingName(StrEnum):
    """Whose acts count."""

    STRICT = "strict"
    WIDE = "wide"


def parse_day(text: str | None) -> date | None:
    """Read a day given as an option.

    Raises:
        KanaeError: When it is not a day.

    Examples:
        >>> parse_day("2026-02-28")
        datetime.date(2026, 2, 28)
    """
    return None if text is None else day_of(text)


def day_of(text: str) -> date:
    """Read a day that must be given.

    Raises:
        KanaeError: When it is not a day.
    """
    try:
        day = date.fromisoformat(text)
    except ValueError as cause:
        raise KanaeError(f"'{text}' is not a day.", "Write it as YYYY-MM-DD.") from cause
    if day.isoformat() != text:  # ISO 8601 has other spellings; a record has one
        raise KanaeError(f"'{text}' is not written as a day.", f"Write it as {day.isoformat()}.")
    return day


LedgerOption = Annotated[
    Path | None, typer.Option("--ledger", help="Ledger folder; else KANAE_LEDGER, else the one shipped.")
]
FrameworkOption = Annotated[str, typer.Option("--framework", help="Framework, such as camp-david.")]
AsOfOption = Annotated[
    str | None, typer.Option("--as-of", help="Day the answer is for, YYYY-MM-DD; else the day covered to.")
]
KnownOnOption = Annotated[
    str | None, typer.Option("--known-on", help="Use only what the ledger held on this day, YYYY-MM-DD.")
]
LanguageOption = Annotated[Language, typer.Option("--lang", help="Language of the words.")]
FormatOption = Annotated[
    Format | None, typer.Option("--format", help="Table for a person, JSON for a pipe by default.")
]
ReadingOption = Annotated[
    ReadingName, typer.Option("--reading", help="Strict: acts of all members together; wide: also wider groups.")
]
CompareOption = Annotated[
    str | None, typer.Option("--compare", help="Frameworks to compare with, by commas; else those it names.")
]


def names_of(text: str | None) -> tuple[str, ...]:
    """Read names written with commas between them.

    Examples:
        >>> names_of("aus-jpn, jpn-phl")
        ('aus-jpn', 'jpn-phl')
    """
    return tuple(name.strip() for name in (text or "").split(",") if name.strip())


def query_of(
    framework: str, as_of: str | None, known_on: str | None, reading: ReadingName, ledger: Path | None
) -> Query:
    """Return what the options ask.

    Raises:
        KanaeError: When a day is not a day.
    """
    from kanae.model.status import Reading
    from kanae.workflow.statuses import Query

    return Query(framework, ledger, parse_day(as_of), parse_day(known_on), Reading(reading.value))
