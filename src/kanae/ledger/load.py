"""From files to records: each folder is a kind, each file a list of its records."""

from __future__ import annotations

import gc
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pydantic import ValidationError

from kanae.errors import LedgerError
from kanae.ledger.book import Ledger
from kanae.ledger.faults import issue_of
from kanae.ledger.nearest import nearest
from kanae.ledger.origin import Origin
from kanae.model.issues import Issue, IssueCode, Severity
from kanae.model.records import KINDS, Item, Record
from kanae.store.files import digest_of
from kanae.store.yaml_files import RawRecord, read_mappings

if TYPE_CHECKING:
    from pathlib import Path

Progress = Callable[[str], None]

Rows = list[tuple[Record, Origin]]
"""Records with where each stands."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What a ledger folder gave.

    Attributes:
        rows: Records by folder, without the codelists; an id may stand twice here.
        codelists: Codelist items by list.
        issues: Faults of the files and of single records.
        digest: SHA-256 over all files.
    """

    rows: Mapping[str, Rows]
    codelists: Mapping[str, list[tuple[Item, Origin]]]
    issues: list[Issue]
    digest: str

    def all_rows(self) -> Iterator[tuple[Record, Origin]]:
        """Yield every record, codelist items first."""
        for items in self.codelists.values():
            yield from items
        for rows in self.rows.values():
            yield from rows

    def ledger(self) -> Ledger:
        """Return the ledger; of an id that stands twice the first record counts."""
        records: dict[str, tuple[Record, ...]] = {}
        for name, rows in self.rows.items():
            unique = {record.id: record for record, _ in reversed(rows)}
            records[name] = tuple(unique[record_id] for record_id in sorted(unique))
        codelists = {
            name: {item.id: item for item, _ in reversed(rows)} for name, rows in sorted(self.codelists.items())
        }
        ordered = {name: dict(reversed(items.items())) for name, items in codelists.items()}
        records["codelists"] = tuple(item for items in ordered.values() for item in items.values())
        return Ledger(records, ordered, self.digest)


@dataclass(frozen=True, slots=True)
class Ahead:
    """What is to be read before everything else, for somebody who can begin with it.

    Attributes:
        kinds: Kinds to read first.
        begin: Called with what they gave, faults and all, before the other kinds are read.
    """

    kinds: Collection[str]
    begin: Callable[[Reading], None]


def read_folder(folder: Path, progress: Progress | None = None, ahead: Ahead | None = None) -> Reading:
    """Read every file of a ledger folder, and collect all faults on the way.

    Args:
        folder: The ledger.
        progress: Told the name of each file.
        ahead: What to read first, and who waits for it; the reading is the same.

    Raises:
        LedgerError: When no file of the folder could be a file of a ledger.
    """
    collected = _Collected(folder, progress)
    first: list[Path] = []
    others: list[Path] = []
    for path in _files(folder):
        is_ahead = ahead is not None and path.relative_to(folder).parts[0] in ahead.kinds
        (first if is_ahead else others).append(path)
    with _uncollected():
        for path in first:
            collected.read(path)
        if ahead is not None:
            ahead.begin(collected.reading())
        for path in others:
            collected.read(path)
    if not collected.contents and not collected.issues:
        raise LedgerError(f"'{folder}' holds no records.", "Name a ledger folder, or make one: kanae ledger new PATH")
    return collected.reading()


@dataclass(frozen=True, slots=True)
class _Collected:
    """What the files read so far gave."""

    folder: Path
    progress: Progress | None
    rows: dict[str, Rows] = field(default_factory=lambda: {name: [] for name in KINDS if name != "codelists"})
    codelists: dict[str, list[tuple[Item, Origin]]] = field(default_factory=dict[str, list[tuple[Item, "Origin"]]])
    issues: list[Issue] = field(default_factory=list[Issue])
    contents: dict[str, bytes] = field(default_factory=dict[str, bytes])

    def read(self, path: Path) -> None:
        file = path.relative_to(self.folder).as_posix()
        head = file.partition("/")[0]
        if self.progress is not None:
            self.progress(file)
        fault = _misplaced(file, head)
        if fault is not None:
            self.issues.append(fault)
            return
        read = read_mappings(path, file)
        self.contents[file] = read.content
        self.issues.extend(read.issues)
        for row in read.records:
            record, origin = _validate(KINDS[head], row, self.issues)
            if isinstance(record, Item):
                self.codelists.setdefault(path.stem, []).append((record, origin))
            elif record is not None:
                self.rows[head].append((record, origin))

    def reading(self) -> Reading:
        return Reading(self.rows, self.codelists, self.issues, digest_of(sorted(self.contents.items())))


def read_sound(folder: Path, progress: Progress | None = None, ahead: Ahead | None = None) -> Reading:
    """Read a ledger folder that must be free of faults in its files.

    Args:
        folder: The ledger.
        progress: Told the name of each file.
        ahead: What to read first, and who waits for it.

    Raises:
        LedgerError: When a file or a record cannot be read; names the first fault and how many there are.
    """
    reading = read_folder(folder, progress, ahead)
    errors = sorted(issue for issue in reading.issues if issue.code.severity is Severity.ERROR)
    if errors:
        others = f" (and {len(errors) - 1} more)" if len(errors) > 1 else ""
        raise LedgerError(f"The ledger has a fault{others}: {errors[0]}", f"See all: kanae ledger check '{folder}'")
    return reading


def open_folder(folder: Path) -> Ledger:
    """Open a ledger folder that must be free of faults in its files.

    Raises:
        LedgerError: When a file or a record cannot be read; names the first fault and how many there are.
    """
    return read_sound(folder).ledger()


def read_records(kind: type[Record], path: Path, file: str, issues: list[Issue]) -> Rows:
    """Read the records of one kind from one file outside of a ledger.

    Args:
        kind: Class of the records.
        path: The file.
        file: Its name in issues.
        issues: Takes the faults.
    """
    read = read_mappings(path, file)
    issues.extend(read.issues)
    validated = (_validate(kind, row, issues) for row in read.records)
    return [(record, origin) for record, origin in validated if record is not None]


@contextmanager
def _uncollected() -> Iterator[None]:
    """Let no garbage be looked for while records only ever come: with 100,000 of them that took a third of the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _files(folder: Path) -> list[Path]:
    """Return the files that are, or were meant to be, files of the ledger; hidden ones are not."""
    found = (path.relative_to(folder) for path in folder.rglob("*") if path.suffix.lower() in (".yml", ".yaml"))
    seen = (path for path in found if not any(part.startswith(".") for part in path.parts))
    return [folder / path for path in sorted(seen, key=lambda path: path.as_posix())]


def _misplaced(file: str, head: str) -> Issue | None:
    if head not in KINDS or "/" not in file:
        return Issue(file, 0, IssueCode.UNKNOWN_FOLDER, f"'{head}' is no kind of record", nearest(head, KINDS))
    if not file.endswith(".yml"):
        return Issue(file, 0, IssueCode.WRONG_ENDING, "is not read: its name does not end in '.yml'", "Rename it.")
    return None


def _validate(kind: type[Record], row: RawRecord, issues: list[Issue]) -> tuple[Record | None, Origin]:
    origin = Origin(row.file, row.line, row.lines)
    try:
        return kind.model_validate(row.values), origin
    except ValidationError as cause:
        issues.extend(issue_of(kind, origin, error) for error in cause.errors(include_url=False))
        return None, origin
