"""Lists of published files: which there are, how large, with which MD5, and how far the list reaches."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from kanae.errors import LedgerError
from kanae.model.fetching import EventStream, FetchState, Listed
from kanae.store.files import unwritable
from kanae.store.location import read_package_text
from kanae.store.transfer import NotFetchedError
from kanae.store.yaml_files import parse_mappings

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

_DAY_DIGITS = 8
_FIRST_LINE = re.compile(rb"(\d+|[0-9a-f]{32})\s+([0-9a-f]{32}\s+)?\S+\.zip\s*", re.IGNORECASE)
_IN_DAILY_LISTS = re.compile(rb"(\S+)\s+((\d{8})\.export\.CSV\.zip|(\d{4}|\d{6})\.zip)\s*")


@dataclass(frozen=True, slots=True)
class Listing:
    """What a list names.

    Attributes:
        files: Stamp → file; a stamp is the digits a name begins with.
        latest: Latest stamp; empty when it names no file of the stream.
        unread: Lines about files of the stream that cannot be read.
    """

    files: Mapping[str, Listed]
    latest: str
    unread: int


@cache
def streams() -> Mapping[str, EventStream]:
    """Return what can be fetched, by id.

    Examples:
        >>> list(streams())
        ['english', 'translated', 'english-mentions', 'translated-mentions', 'daily']
    """
    records, issues = parse_mappings(read_package_text("events", "catalogue.yml"), "catalogue.yml")
    if issues:
        raise LedgerError(f"A list of kanae has a fault: {issues[0]}", "Install kanae again.")
    return {row.id: row for row in (EventStream.model_validate(record.values) for record in records)}


def read_lists(stream: EventStream, paths: tuple[Path, ...], first: str, last: str) -> Listing:
    """Read the lists of a stream.

    Args:
        stream: The stream.
        paths: Its lists, in the order the catalogue names them.
        first: First day whose files are wanted, YYYYMMDD.
        last: Last day, the same.

    Raises:
        StorageError: When one cannot be read.
    """
    if len(paths) == 1:
        return _read_master_list(stream, paths[0], first, last)
    return _read_daily_lists(paths[0], paths[1])


def refuse_no_list(path: Path) -> None:
    """Look whether a file is a list of published files.

    Raises:
        NotFetchedError: When its first line names none.
    """
    first = next(_lines(path), b"")
    if not _FIRST_LINE.fullmatch(first):
        shown = first[:60].decode("utf-8", "replace").strip()
        raise NotFetchedError(
            f"What came in place of a list begins with '{shown}'; it was not kept.",
            "See whether this network asks for a login, or whether the publisher moved.",
            FetchState.WEB_PAGE,
        )


def _read_master_list(stream: EventStream, path: Path, first: str, last: str) -> Listing:
    r"""Read lines of size, MD5 and address, such as ``150383 297a…40c7 http://…/20150218230000.export.CSV.zip``."""
    ending = stream.ending.encode()
    entry = re.compile(
        rb"(\d+) ([0-9a-f]{32}) \S*?/((\d{8})\d{2}(?:00|15|30|45)00)" + re.escape(ending) + rb"\s*", re.IGNORECASE
    )
    files: dict[str, Listed] = {}
    latest, unread = b"", 0
    for line in _lines(path):
        if ending not in line or (b".translation." in line) != (b".translation." in ending):
            continue
        found = entry.fullmatch(line)
        if found is None:
            unread += 1
            continue
        size, md5, stamp, day = found.groups()
        latest = max(latest, stamp)
        if first.encode() <= day <= last.encode():
            name = stamp.decode()
            files[name] = Listed(name + stream.ending, int(size), md5.decode().lower())
    return Listing(files, latest.decode(), unread)


def _read_daily_lists(sizes_path: Path, md5s_path: Path) -> Listing:
    """Read lines of size and name in one list, of MD5 and name in the other."""
    sizes = dict(_pairs(sizes_path))
    md5s = dict(_pairs(md5s_path))
    files: dict[str, Listed] = {}
    unread = len(sizes.keys() ^ md5s.keys())
    for name in sorted(sizes.keys() & md5s.keys()):
        if sizes[name].isdecimal() and re.fullmatch(r"[0-9a-f]{32}", md5s[name]):
            files[name.split(".")[0]] = Listed(name, int(sizes[name]), md5s[name])
        else:
            unread += 1
    latest = max((stamp for stamp in files if len(stamp) == _DAY_DIGITS), default="")
    return Listing(files, latest, unread)


def _pairs(path: Path) -> Iterator[tuple[str, str]]:
    for line in _lines(path):
        if found := _IN_DAILY_LISTS.fullmatch(line):
            yield found[2].decode(), found[1].decode("ascii", "replace")


def _lines(path: Path) -> Iterator[bytes]:
    try:
        with path.open("rb") as file:
            yield from file
    except OSError as cause:
        raise unwritable(path, cause) from cause
