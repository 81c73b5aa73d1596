"""Files of events on the web: where they are listed, what became of each, and which days are whole."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from kanae.model.records import Part, Text, Whole

if TYPE_CHECKING:
    from collections.abc import Mapping


class EventStream(Part):
    """A series of files a publisher lists.

    Attributes:
        id: Id, as ``kanae events fetch --stream`` takes it.
        title: Title.
        publisher: Who publishes it.
        page: Page that describes it.
        licence: Terms of use, as the publisher states them.
        citation: How to cite it.
        lists: Names of its lists: one with size, MD5 and address a line, or one of sizes and one of MD5s.
        ending: End of the names of its files, after the stamp of digits.
        first: Stamp of the first file.
        files_a_day: How many files make a whole day.
        mirrors: Addresses its files lie under, in the order they are asked.
        connections: Connections to one host at a time.
        pause_milliseconds: Shortest time between two requests to one host.
        fewest_bytes: A shorter list is none.
        most_bytes: A longer list is none.
    """

    id: Text
    title: Text
    publisher: Text
    page: Text
    licence: Text
    citation: Text
    lists: tuple[Text, ...]
    ending: Text
    first: Text
    files_a_day: Whole
    mirrors: tuple[Text, ...]
    connections: Whole
    pause_milliseconds: Whole
    fewest_bytes: Whole
    most_bytes: Whole


class FetchState(StrEnum):
    """What became of a file that a day needs; all but the first mean that it is missing."""

    HAD = "had"
    UNLISTED = "unlisted"
    NOT_YET = "not-yet"
    NOT_ASKED = "not-asked"
    NOT_FOUND = "not-found"
    REFUSED = "refused"
    UNREACHABLE = "unreachable"
    STOPPED = "stopped"
    OTHER_SIZE = "other-size"
    OTHER_DIGEST = "other-digest"
    WEB_PAGE = "web-page"
    ABSENT = "absent"


FETCH_STATES: Mapping[FetchState, str] = {
    FetchState.HAD: "Stands in the folder, with the size and the MD5 of the list.",
    FetchState.UNLISTED: "The list does not name it, though it names later ones: the publisher made no such file.",
    FetchState.NOT_YET: "Later than all the list names.",
    FetchState.NOT_ASKED: "Listed, and not asked for before the run ended.",
    FetchState.NOT_FOUND: "Listed, and the server does not have it.",
    FetchState.REFUSED: "The server refused, or asked for a longer wait than is kept.",
    FetchState.UNREACHABLE: "The server could not be reached.",
    FetchState.STOPPED: "The transfer stopped again and again; the next run goes on where it stopped.",
    FetchState.OTHER_SIZE: "Came with another size than the list says, and was not kept.",
    FetchState.OTHER_DIGEST: "Came with another MD5 than the list says, and was not kept.",
    FetchState.WEB_PAGE: "A web page came in its place, and was not kept.",
    FetchState.ABSENT: "No file that was read covers it; a store does not know why.",
}
"""State → what it means."""


@dataclass(frozen=True, slots=True)
class Listed:
    """A file as the list of its publisher names it.

    Attributes:
        name: Name.
        size: Bytes.
        md5: MD5, as hexadecimal text.
    """

    name: str
    size: int
    md5: str


@dataclass(frozen=True, slots=True)
class Slot:
    """A place in time for which a file is expected: a quarter of an hour, or a day.

    Attributes:
        stream: Id of the stream.
        stamp: Its begin in UTC, as names of files give it: ``20191024143000``, or ``20160728`` for a day.
        file: The file for it; empty when the list names none.
        state: What became of it.
        detail: What was found, in a few words; empty when nothing is to be said.
    """

    stream: str
    stamp: str
    file: str
    state: str
    detail: str = ""

    @property
    def day(self) -> str:
        """The day it belongs to, YYYY-MM-DD."""
        return f"{self.stamp[:4]}-{self.stamp[4:6]}-{self.stamp[6:8]}"

    def as_row(self) -> dict[str, Any]:
        """Return it as a row with the columns in order."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class DayCoverage:
    """How much of a day is there. A day that is not whole says nothing about what did not happen on it.

    Attributes:
        stream: Id of the stream.
        day: The day in UTC on which reports were found, YYYY-MM-DD.
        expected: Files a whole day has.
        had: Files that are there.
        missing: State → number of the others.

    Examples:
        >>> DayCoverage("english", "2019-10-24", 96, 95, {"unlisted": 1}).complete
        False
    """

    stream: str
    day: str
    expected: int
    had: int
    missing: Mapping[str, int]

    @property
    def complete(self) -> bool:
        """Whether every file of the day is there."""
        return self.had == self.expected

    def as_row(self) -> dict[str, Any]:
        """Return it as a row with the columns in order."""
        reasons = [f"{number} {state}" for state, number in sorted(self.missing.items())]
        return {
            "stream": self.stream,
            "day": self.day,
            "complete": self.complete,
            "expected": self.expected,
            "had": self.had,
            "missing": reasons,
        }
