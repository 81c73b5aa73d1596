"""What an event store holds: the columns of its two tables, and what became of each file that was read."""

from __future__ import annotations

import re
from dataclasses import dataclass, fields
from datetime import date, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

NOT_FAILED = ("read", "altered", "empty")


class FileState(StrEnum):
    """What became of a file; a file that failed gives no row at all."""

    READ = "read"
    ALTERED = "altered"
    EMPTY = "empty"
    UNREADABLE = "unreadable"
    NOT_PACKED = "not-packed"
    WEB_PAGE = "web-page"
    MEMBERS = "members"
    ENCRYPTED = "encrypted"
    CORRUPT = "corrupt"
    TRUNCATED = "truncated"
    BOMB = "bomb"
    NO_LINES = "no-lines"
    UNKNOWN_LAYOUT = "unknown-layout"
    OTHER_CONTENT = "other-content"

    @property
    def failed(self) -> bool:
        """Whether nothing of the file was stored though it may hold rows."""
        return self.value not in NOT_FAILED


STATES: Mapping[FileState, str] = {
    FileState.READ: "Read to its end.",
    FileState.ALTERED: "Read, but a spreadsheet took leading zeros from codes: '010' became '10'.",
    FileState.EMPTY: "Holds no row.",
    FileState.UNREADABLE: "The system does not let it be read.",
    FileState.NOT_PACKED: "Named .zip or .gz and is neither.",
    FileState.WEB_PAGE: "A web page, such as an error page, in place of the file.",
    FileState.MEMBERS: "A zip archive of no or several files; a published one holds one.",
    FileState.ENCRYPTED: "An archive under a password, or packed in a way kanae does not read.",
    FileState.CORRUPT: "Its bytes do not agree with its check sum.",
    FileState.TRUNCATED: "Ends too early.",
    FileState.BOMB: "Unpacks to far more than published files do.",
    FileState.NO_LINES: "Goes on for more than a mebibyte without the end of a line.",
    FileState.UNKNOWN_LAYOUT: "Has neither the columns nor the header of a layout kanae reads.",
    FileState.OTHER_CONTENT: "Another file of the same name was read, and its content differs; rename one of them.",
}
"""State → what it means."""


@dataclass(frozen=True, slots=True)
class EventColumn:
    """A column of the event table.

    Attributes:
        name: Name.
        type: Name of its Arrow type.
        about: What it holds, in English.
    """

    name: str
    type: str
    about: str


EVENT_COLUMNS = (
    EventColumn("source", "string", "Who coded it: `gdelt1`, `gdelt2`, `icews` or `polecat`."),
    EventColumn("stream", "string", "GDELT 2.0 only: `english`, or `translated` for news in other languages."),
    EventColumn("event_id", "string", "Id as given; one row an id (ICEWS and POLECAT: one row an id and day)."),
    EventColumn("event_day", "date32", "Day the event is said to have happened."),
    EventColumn("found_day", "date32", "Day the provider added it; never the day it happened. Empty for ICEWS."),
    EventColumn("a_country", "string", "Country of the first actor as given: CAMEO code, or name in ICEWS."),
    EventColumn(
        "a_iso3", "string", "The same as ISO 3166-1 alpha-3; empty for regions and for codes not in the table."
    ),
    EventColumn("a_sector", "string", "What the first actor is, as given: `GOV`, `MIL`, …; in ICEWS a list of names."),
    EventColumn("b_country", "string", "Country of the second actor as given."),
    EventColumn("b_iso3", "string", "The same as ISO 3166-1 alpha-3."),
    EventColumn("b_sector", "string", "What the second actor is, as given."),
    EventColumn("cameo", "string", "CAMEO code as text, with its leading zero. Empty for POLECAT."),
    EventColumn("root", "string", "First two digits of the CAMEO code."),
    EventColumn("plover", "string", "PLOVER type: as given by POLECAT, else by the crosswalk; 01 and 02 have none."),
    EventColumn("quad_given", "int8", "Quad class as the provider gives it, 1 to 4; GDELT counts 09 as 2 and 14 as 3."),
    EventColumn("quad_cameo", "int8", "Quad class in the tradition of CAMEO and ICEWS: 09 is 3 and 14 is 4."),
    EventColumn("goldstein_tenths", "int16", "Goldstein value as given, in tenths: 34 is 3.4. Empty for POLECAT."),
    EventColumn("is_root_event", "bool", "GDELT only: whether it stands in the lead paragraph."),
    EventColumn("mentions", "int32", "GDELT only: mentions in the first 15 minutes, in 1.0 on the first day."),
    EventColumn("sources", "int32", "GDELT only: sources in the same time."),
    EventColumn("articles", "int32", "GDELT only: articles in the same time; never a number of events."),
    EventColumn("tone", "double", "GDELT only: average tone, -100 to 100."),
    EventColumn("geo_type", "int8", "GDELT only: 1 country, 2 and 5 first-order division, 3 and 4 city, 0 none."),
    EventColumn("geo_fips", "string", "Country of the place in FIPS 10-4: `KS` is South Korea, `CH` China."),
    EventColumn("geo_iso3", "string", "The same as ISO 3166-1 alpha-3."),
    EventColumn("geo_name", "string", "Name of the place."),
    EventColumn("latitude", "double", "Degrees north."),
    EventColumn("longitude", "double", "Degrees east."),
    EventColumn("url", "string", "Address of the report it was first found in; empty in 57 columns."),
    EventColumn("file", "string", "File the row stands in."),
    EventColumn("line", "int32", "Line of that file, counted from 1."),
)
"""The event table, in order."""

MENTION_COLUMNS = (
    EventColumn("source", "string", "Who coded it: `gdelt2`."),
    EventColumn("stream", "string", "`english`, or `translated` for news in other languages."),
    EventColumn("event_id", "string", "The event that is mentioned; it stands in the event table, of the same source."),
    EventColumn("found_time", "timestamp[ms]", "Quarter of an hour, in UTC, in which the event was first found."),
    EventColumn("mention_time", "timestamp[ms]", "Quarter of an hour, in UTC, in which this report was found."),
    EventColumn(
        "kind", "int8", "Where the report lies: 1 web, 2 citation only, 3 CORE, 4 DTIC, 5 JSTOR, 6 not in words."
    ),
    EventColumn("outlet", "string", "Who published the report: the domain of a page, else a name."),
    EventColumn("url", "string", "Address of the report; for kinds other than 1 a citation or a DOI."),
    EventColumn("sentence", "int32", "Sentence of the report that mentions the event, counted from 1."),
    EventColumn("a_offset", "int32", "Where the first actor stands in the English text, in characters; as given."),
    EventColumn("b_offset", "int32", "Where the second actor stands."),
    EventColumn("action_offset", "int32", "Where the action stands."),
    EventColumn("in_raw_text", "bool", "Whether it was found in the text as it is, not only after rewriting."),
    EventColumn("confidence", "int8", "How sure the machine is that this report tells of the event, in per cent."),
    EventColumn("length", "int32", "Length of the report in English, in characters."),
    EventColumn("tone", "double", "Tone of the report, -100 to 100."),
    EventColumn("language", "string", "Language it was translated from, three letters as given; empty in English."),
    EventColumn("file", "string", "File the row stands in."),
    EventColumn("line", "int32", "Line of that file, counted from 1."),
)
"""The table of mentions of GDELT 2.0, in order."""

_NAMED_LIKE_MENTIONS = re.compile(r"(?<![a-z])mentions(?![a-z])", re.IGNORECASE)


def is_named_like_mentions(file: str) -> bool:
    """Tell whether a file holds mentions, by its name.

    Examples:
        >>> is_named_like_mentions("20191024143000.translation.mentions.CSV.zip")
        True
        >>> is_named_like_mentions("20191024143000.export.CSV.zip")
        False
    """
    return bool(_NAMED_LIKE_MENTIONS.search(file))


@dataclass(frozen=True, slots=True)
class FileCount:
    """What became of the rows of a file: ``rows`` is always ``kept + dropped + malformed``.

    Attributes:
        file: Name, as found.
        size: Bytes, as found on the disk.
        md5: MD5 of these bytes, which GDELT's lists of its files give too; empty when they cannot be read.
        state: What became of the file.
        detail: What was found, in a few words; empty when nothing is to be said.
        source: Who coded it; empty when that is not known.
        rows: Rows seen.
        kept: Rows in the store.
        dropped: Rows not of the watched states or, of mentions, of events that are not in the store; and repeats.
        malformed: Rows that cannot be read; the side file has them.
        duplicates: Those of the dropped that repeat an id, whether with the same event day or another.
        disagreements: Kept rows whose Goldstein value or quad class is not the published one for their code.
        unknown_codes: Kept rows whose CAMEO code or country stands in no codebook.
        redated: Those of the duplicates that give an event a day that no row before gave it.
    """

    file: str
    size: int
    md5: str
    state: str = FileState.READ
    detail: str = ""
    source: str = ""
    rows: int = 0
    kept: int = 0
    dropped: int = 0
    malformed: int = 0
    duplicates: int = 0
    disagreements: int = 0
    unknown_codes: int = 0
    redated: int = 0

    @property
    def key(self) -> tuple[str, str]:
        """What tells files apart: name and content."""
        return self.file, self.md5

    @property
    def holds_mentions(self) -> bool:
        """Whether its rows are mentions, and not events."""
        return is_named_like_mentions(self.file)

    @property
    def wants_a_look(self) -> bool:
        """Whether something is to be said about the file."""
        return bool(self.malformed or self.disagreements or self.detail) or self.state != FileState.READ

    def as_row(self) -> dict[str, Any]:
        """Return the counts as a row with the columns in order."""
        return {field.name: getattr(self, field.name) for field in fields(self)}


@dataclass(frozen=True, slots=True)
class FileSpan:
    """Files of one source and stream that are of the same days, by their names.

    Attributes:
        source: Who coded their events.
        stream: Stream of GDELT 2.0; empty elsewhere.
        first: First of the days, YYYY-MM-DD; empty where a name tells no day.
        last: Last of them.
        files: How many there are; of GDELT 2.0 how many of the quarters of an hour of the day they cover.
        rows: Rows seen in them, those that were dropped too.
    """

    source: str
    stream: str
    first: str
    last: str
    files: int
    rows: int

    @property
    def days(self) -> frozenset[date]:
        """The days; none where a name tells none."""
        if not self.first:
            return frozenset()
        first, last = date.fromisoformat(self.first), date.fromisoformat(self.last)
        return frozenset(first + timedelta(place) for place in range((last - first).days + 1))


@dataclass(frozen=True, slots=True, order=True)
class Redated:
    """A row that was dropped because its id stood before, and has an event day no row before it gave that id.

    Attributes:
        file: Its file.
        line: Its line, counted from 1.
        source: Who coded it.
        key: What tells events apart: the id as a number.
        day: Its event day, YYYY-MM-DD.
    """

    file: str
    line: int
    source: str
    key: int
    day: str


@dataclass(frozen=True, slots=True)
class Watch:
    """Which rows are kept.

    Attributes:
        states: ISO 3166-1 alpha-3 codes.
        pairs: Only rows between two different ones of them.

    Examples:
        >>> Watch(("JPN", "KOR"), pairs=True).as_text()
        'JPN,KOR pairs'
    """

    states: tuple[str, ...]
    pairs: bool = False

    def as_text(self) -> str:
        """Return it as a store writes it down."""
        return ",".join(sorted(self.states)) + (" pairs" if self.pairs else "")
