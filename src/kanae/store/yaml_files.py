"""YAML read strictly: text stays text, keys stand once, aliases are refused, and each value knows its line."""

from __future__ import annotations

import sys
import unicodedata
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import yaml

from kanae.errors import LedgerError
from kanae.model.issues import Issue, IssueCode

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

LARGEST_FILE = 16 * 1024 * 1024
DEEPEST_NESTING = 12

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_BYTE_ORDER_MARKS = {b"\xff\xfe": "UTF-16", b"\xfe\xff": "UTF-16"}
_UTF_8 = "Save the file as UTF-8."


@dataclass(frozen=True, slots=True)
class RawRecord:
    """One mapping of a file, not yet checked against its kind.

    Attributes:
        file: File within the folder that was read.
        line: Line the mapping begins on.
        values: Keys and values; scalars are text, an empty scalar is ``None``.
        lines: Line of each key, nested ones with dots: ``title.ja``.
    """

    file: str
    line: int
    values: dict[str, Any]
    lines: dict[str, int]


@dataclass(frozen=True, slots=True)
class RawFile:
    """What one file gave.

    Attributes:
        records: The mappings that could be read, in the order written.
        issues: The faults of the others.
        content: The bytes of the file; empty when it was too large or could not be read.
    """

    records: list[RawRecord]
    issues: list[Issue]
    content: bytes


@dataclass(slots=True)
class _Walk:
    """The events of one file and what was found wrong in them."""

    file: str
    events: Iterator[Any] = field(default_factory=lambda: iter(()))
    issues: list[Issue] = field(default_factory=list[Issue])
    lines: dict[str, int] = field(default_factory=dict[str, int])

    def fault(self, line: int, code: IssueCode, message: str, fix: str) -> None:
        self.issues.append(Issue(self.file, line, code, message, fix))


class _RefusedError(Exception):
    """The rest of the file cannot be trusted; the reason is among the issues."""


def read_mappings(path: Path, file: str) -> RawFile:
    """Read a YAML file that holds a list of mappings, once and not beyond the largest size allowed.

    Args:
        path: The file.
        file: Its name in issues, relative to the ledger.
    """
    try:
        with path.open("rb") as opened:
            content = opened.read(LARGEST_FILE + 1)
    except OSError as cause:
        message = f"cannot be read: {cause.strerror or cause}"
        return RawFile([], [Issue(file, 0, IssueCode.UNREADABLE_FILE, message, "Give yourself leave to read it.")], b"")
    if len(content) > LARGEST_FILE:
        message = f"has more than {LARGEST_FILE:,} bytes"
        return RawFile([], [Issue(file, 0, IssueCode.TOO_LARGE, message, "Split the file by year.")], b"")
    text, issue = _decode(content, file)
    if issue is not None:
        return RawFile([], [issue], content)
    records, issues = parse_mappings(text, file)
    return RawFile(records, [*_not_composed(text, file), *issues], content)


def parse_mappings(text: str, file: str) -> tuple[list[RawRecord], list[Issue]]:
    r"""Read the text of a YAML file that holds a list of mappings.

    Examples:
        >>> records, issues = parse_mappings("- id: a1\n  on: no\n", "x.yml")
        >>> records[0].values
        {'id': 'a1', 'on': 'no'}
        >>> parse_mappings("- {id: a1, id: a2}\n", "x.yml")[1][0].code
        <IssueCode.REPEATED_KEY: 'K104'>
    """
    walk = _Walk(file)
    records: list[RawRecord] = []
    try:
        walk.events = iter(_LOADER(text).get_event, None)  # what yaml.parse yields, without its loop in Python
        _read_list(walk, records)
    except _RefusedError:
        pass
    except yaml.MarkedYAMLError as cause:
        mark = cause.problem_mark or cause.context_mark
        line = mark.line + 1 if mark else 0
        walk.fault(line, IssueCode.NOT_YAML, f"is not YAML here: {cause.problem}", "Mend the punctuation or indent.")
    except yaml.reader.ReaderError as cause:
        line = _line_of_byte(text, cause.position)
        walk.fault(line, IssueCode.NOT_YAML, f"is not YAML: {cause.reason}", "Remove the control character.")
    return records, walk.issues


def parse_texts(text: str, file: str) -> dict[str, str]:
    r"""Read the text of a YAML file that holds one mapping of keys to texts.

    Raises:
        LedgerError: When it holds anything else, or a key twice.

    Examples:
        >>> parse_texts("comma: ', '\nnone: no\n", "en.yml")
        {'comma': ', ', 'none': 'no'}
    """
    indented = "".join(f"  {line}" for line in text.splitlines(keepends=True))
    records, issues = parse_mappings(f"-\n{indented}", file)
    values = records[0].values if len(records) == 1 else {}
    texts = {key: value for key, value in values.items() if isinstance(value, str)}
    if issues or not texts or len(texts) != len(values):
        found = str(issues[0]) if issues else f"{file} is not a mapping of keys to texts"
        raise LedgerError(found, "Write one 'key: text' a line.")
    return texts


def _line_of_byte(text: str, position: int) -> int:
    return text.encode().count(b"\n", 0, position) + 1


def _decode(raw: bytes, file: str) -> tuple[str, Issue | None]:
    encoding = _BYTE_ORDER_MARKS.get(raw[:2])
    if encoding:
        return "", Issue(file, 1, IssueCode.UNREADABLE_FILE, f"is {encoding}, not UTF-8", _UTF_8)
    position = raw.find(b"\0")
    if position >= 0:
        line = raw.count(b"\n", 0, position) + 1
        return "", Issue(file, line, IssueCode.UNREADABLE_FILE, "holds a NUL byte", "Replace it by a text file.")
    try:
        return raw.decode("utf-8-sig"), None
    except UnicodeDecodeError as cause:
        line = raw.count(b"\n", 0, cause.start) + 1
        message = f"is not UTF-8 text: byte 0x{raw[cause.start]:02x}"
        return "", Issue(file, line, IssueCode.UNREADABLE_FILE, message, _UTF_8)


def _not_composed(text: str, file: str) -> Iterator[Issue]:
    if unicodedata.is_normalized("NFC", text):
        return
    for line, written in enumerate(text.split("\n"), start=1):
        if not unicodedata.is_normalized("NFC", written):
            message = "holds letters taken apart into marks (not Unicode NFC), which no search finds"
            yield Issue(file, line, IssueCode.NOT_COMPOSED, message, "Type the line again, or save it in NFC.")


def _read_list(walk: _Walk, records: list[RawRecord]) -> None:
    has_list = depth_of_records = False
    for event in walk.events:
        line = event.start_mark.line + 1
        match event:
            case yaml.StreamStartEvent() | yaml.StreamEndEvent() | yaml.DocumentEndEvent():
                pass
            case yaml.SequenceEndEvent():
                depth_of_records = False
            case yaml.DocumentStartEvent():
                if records:
                    walk.fault(line, IssueCode.NOT_A_LIST, "begins a second document", "Keep one list in a file.")
                    raise _RefusedError
            case yaml.SequenceStartEvent() if not depth_of_records and event.anchor is None and event.tag is None:
                has_list = depth_of_records = True
            case yaml.MappingStartEvent() if depth_of_records and event.anchor is None and event.tag is None:
                walk.lines = {}
                values = _read_mapping(walk, "", 1)
                records.append(RawRecord(walk.file, line, values, walk.lines))
            case _:
                _refuse_marks(walk, event, line)
                walk.fault(line, IssueCode.NOT_A_LIST, "is not a list of records", "Begin each record with '- id: …'.")
                raise _RefusedError
    if not has_list:
        walk.fault(1, IssueCode.NOT_A_LIST, "is empty", "Write a list of records, or remove the file.")


def _read_mapping(walk: _Walk, path: str, depth: int) -> dict[str, Any]:
    values: dict[str, Any] = {}
    events, lines = walk.events, walk.lines
    while True:
        event = next(events)
        kind = type(event)
        if kind is yaml.MappingEndEvent:
            return values
        line = event.start_mark.line + 1
        if kind is not yaml.ScalarEvent or event.anchor is not None or event.tag is not None:
            _refuse_marks(walk, event, line)
            walk.fault(line, IssueCode.NOT_YAML, "has a key that is not a word", "Write keys as plain words.")
            raise _RefusedError
        key, event = event.value, next(events)
        place = sys.intern(path + key)
        if type(event) is yaml.ScalarEvent and event.anchor is None and event.tag is None:
            value = event.value or _empty(event)
        else:
            value = _read_nested(walk, event, place, depth)
        if key in values:
            walk.fault(line, IssueCode.REPEATED_KEY, f"the key '{key}' stands twice", "Keep one of the two.")
            continue
        lines[place] = line
        values[key] = value


def _empty(scalar: Any) -> str | None:
    """Return what a scalar without letters means: nothing, unless it is written in quotation marks."""
    return None if scalar.implicit[0] else ""


def _read_nested(walk: _Walk, event: Any, place: str, depth: int) -> Any:
    line = event.start_mark.line + 1
    _refuse_marks(walk, event, line)
    if depth >= DEEPEST_NESTING:
        walk.fault(line, IssueCode.NOT_YAML, f"is nested deeper than {DEEPEST_NESTING} levels", "Flatten the record.")
        raise _RefusedError
    read = _read_mapping if isinstance(event, yaml.MappingStartEvent) else _read_sequence
    return read(walk, f"{place}.", depth + 1)


def _read_sequence(walk: _Walk, path: str, depth: int) -> list[Any]:
    values: list[Any] = []
    events = walk.events
    while True:
        event = next(events)
        line = event.start_mark.line + 1
        if type(event) is yaml.ScalarEvent and event.anchor is None and event.tag is None:
            walk.lines[sys.intern(f"{path}{len(values)}")] = line
            values.append(event.value or _empty(event))
            continue
        match event:
            case yaml.SequenceEndEvent():
                return values
            case yaml.MappingStartEvent() if event.anchor is None and event.tag is None and depth < DEEPEST_NESTING:
                values.append(_read_mapping(walk, f"{path}{len(values)}.", depth + 1))
            case _:
                _refuse_marks(walk, event, line)
                walk.fault(line, IssueCode.NOT_YAML, "is a list within a list", "Write a plain list.")
                raise _RefusedError


def _refuse_marks(walk: _Walk, event: Any, line: int) -> None:
    if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None) is not None:
        walk.fault(line, IssueCode.ALIAS, "uses an anchor or alias (& or *)", "Write the value out each time.")
        raise _RefusedError
    if getattr(event, "tag", None) is not None:
        walk.fault(line, IssueCode.ALIAS, f"uses the tag '{event.tag}'", "Remove the tag; all values are text.")
        raise _RefusedError
