"""From files to records: each folder is a kind, each file a list of its records."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from kanae.errors import LedgerError
from kanae.ledger.book import Ledger, nearest
from kanae.model.issues import Issue, IssueCode
from kanae.model.records import KINDS, Item, Record
from kanae.store.files import digest_of
from kanae.store.yaml_files import RawRecord, read_mappings

if TYPE_CHECKING:
    from pathlib import Path

Progress = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a record stands.

    Attributes:
        file: File within the ledger.
        line: Line the record begins on.
        lines: Line of each of its keys.
    """

    file: str
    line: int
    lines: Mapping[str, int]

    def line_of(self, path: str) -> int:
        """Return the line of a key, or of the nearest key around it."""
        while path:
            if path in self.lines:
                return self.lines[path]
            path = path.rpartition(".")[0]
        return self.line


@dataclass(frozen=True, slots=True)
class Reading:
    """What a ledger folder gave.

    Attributes:
        rows: Records with where each stands, by folder; an id may stand twice here.
        codelists: Codelist items with where each stands, by list.
        issues: Faults of the files and of single records.
        digest: SHA-256 over all files.
    """

    rows: Mapping[str, list[tuple[Record, Origin]]]
    codelists: Mapping[str, list[tuple[Item, Origin]]]
    issues: list[Issue]
    digest: str

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


def read_folder(folder: Path, progress: Progress | None = None) -> Reading:
    """Read every file of a ledger folder, and collect all faults on the way.

    Args:
        folder: The ledger.
        progress: Told the name of each file.
    """
    rows: dict[str, list[tuple[Record, Origin]]] = {name: [] for name in KINDS if name != "codelists"}
    codelists: dict[str, list[tuple[Item, Origin]]] = {}
    issues: list[Issue] = []
    contents: list[tuple[str, bytes]] = []
    for path in _files(folder):
        file = path.relative_to(folder).as_posix()
        if progress is not None:
            progress(file)
        kind = KINDS.get(file.partition("/")[0])
        if kind is None or "/" not in file:
            issues.append(_unknown_folder(file))
            continue
        raw, faults = read_mappings(path, file)
        contents.append((file, _bytes_of(path)))
        issues.extend(faults)
        for row in raw:
            record = _validate(kind, row, issues)
            if isinstance(record, Item):
                codelists.setdefault(path.stem, []).append((record, _origin(row)))
            elif record is not None:
                rows[file.partition("/")[0]].append((record, _origin(row)))
    return Reading(rows, codelists, issues, digest_of(contents))


def open_folder(folder: Path) -> Ledger:
    """Read a ledger folder that must be free of faults in its files.

    Raises:
        LedgerError: When a file or a record cannot be read; names the first fault and how many there are.
    """
    reading = read_folder(folder)
    if not any(reading.rows.values()):
        raise LedgerError(f"'{folder}' holds no records.", "Name a ledger folder, or make one: kanae ledger new PATH")
    if reading.issues:
        first = min(reading.issues)
        more = len(reading.issues) - 1
        others = f" (and {more} more)" if more else ""
        raise LedgerError(f"The ledger has a fault{others}: {first}", f"See all: kanae ledger check '{folder}'")
    return reading.ledger()


def _files(folder: Path) -> Iterator[Path]:
    found = (path for path in folder.rglob("*.yml") if not _is_hidden(path.relative_to(folder)))
    return iter(sorted(found, key=lambda path: path.relative_to(folder).as_posix()))


def _is_hidden(path: Path) -> bool:
    """Tell whether a file lies in a hidden folder of the ledger; the ledger itself may, when shipped in ``.venv``."""
    return any(part.startswith(".") for part in path.parts)


def _bytes_of(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        return b""  # the fault is already among the issues


def _origin(row: RawRecord) -> Origin:
    return Origin(row.file, row.line, row.lines)


def _unknown_folder(file: str) -> Issue:
    head = file.partition("/")[0]
    return Issue(file, 0, IssueCode.UNKNOWN_FOLDER, f"'{head}' is no kind of record", nearest(head, KINDS))


def _validate(kind: type[Record], row: RawRecord, issues: list[Issue]) -> Record | None:
    try:
        return kind.model_validate(row.values)
    except ValidationError as cause:
        origin = _origin(row)
        issues.extend(_issue_of(kind, origin, error) for error in cause.errors(include_url=False))
        return None


def _issue_of(kind: type[Record], origin: Origin, error: Any) -> Issue:
    path = ".".join(str(part) for part in error["loc"])
    line = origin.line_of(path)
    key = str(error["loc"][-1]) if error["loc"] else ""
    if error["type"] == "extra_forbidden":
        known = kind.model_fields if len(error["loc"]) == 1 else ()
        fix = nearest(key, known) if known else f"Remove '{key}'."
        return Issue(origin.file, line, IssueCode.UNKNOWN_KEY, f"unknown key '{path}'", fix)
    if error["type"] == "missing":
        return Issue(origin.file, line, IssueCode.MISSING_KEY, f"'{path}' is missing", f"Add '{key}: …'.")
    said = error["msg"].removeprefix("Value error, ")
    given = error.get("input")
    value = f"'{given}' " if isinstance(given, str) and repr(given) not in said else ""
    message, _, advice = said.partition(" (")
    fix = advice.removesuffix(")").capitalize() + "." if advice else f"See: kanae explain {IssueCode.WRONG_VALUE}"
    return Issue(origin.file, line, IssueCode.WRONG_VALUE, f"{path}: {value}{message}", fix)
