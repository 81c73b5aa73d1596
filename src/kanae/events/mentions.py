"""Rows of GDELT's mentions: told by the id of their event on the bytes, parsed and brought into their own table."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pa_csv

from kanae.events.coded import CODED
from kanae.events.layouts import GDELT2
from kanae.events.parts import Form
from kanae.events.repeats import keys_of_texts
from kanae.events.row_faults import RowFault
from kanae.model.events import MENTION_COLUMNS

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from kanae.events.lines import Lines

_MOSTLY_DIFFER = ("event_id", "url")
MENTION_SCHEMA = pa.schema([(column.name, pa.type_for_alias(column.type)) for column in MENTION_COLUMNS])
_CODED = tuple(field.name for field in MENTION_SCHEMA if field.type == pa.string() and field.name not in _MOSTLY_DIFFER)
MENTION_FORM = Form(
    pa.schema([field.with_type(CODED) if field.name in _CODED else field for field in MENTION_SCHEMA]),
    "mention_time",
    _CODED,
    ("found_time", "mention_time", "confidence", "file"),
)

_PLACES = (
    *("event_id", "found_time", "mention_time", "kind", "outlet", "url", "sentence", "a_offset", "b_offset"),
    *("action_offset", "in_raw_text", "confidence", "length", "tone", "translation"),
)
"""What the columns mean, in order; the last of 16, for extras, has been empty since the beginning."""
_NEVER_EMPTY = ("event_id", "found_time", "mention_time", "kind", "url", "confidence")
_WHOLE = ("kind", "sentence", "a_offset", "b_offset", "action_offset", "confidence", "length")
_TIMES = ("found_time", "mention_time")
_CLOCK, _LANGUAGE = "%Y%m%d%H%M%S", r"(?i)srclc:(?P<language>[a-z]+)"
_WHOLE_NUMBER, _NUMBER, _ID, _FLAG = r"^-?\d{1,9}$", r"^-?\d+(\.\d+)?([eE][-+]?\d+)?$", r"^\d{1,18}$", "^[01]$"
_TAB, _ZERO, _NINE, _MOST_DIGITS, _KINDS, _ALL = 9, 48, 9, 18, 6, 100
_NOT_IN_A_MENTION = ("stream", "file", "line")


@dataclass(frozen=True, slots=True)
class ParsedMentions:
    """Mentions in the columns of their table.

    Attributes:
        table: The good rows, without ``stream``, ``file`` and ``line``.
        good: Which of the lines they are.
        faults: The other lines and what is the matter with them.
    """

    table: Any
    good: NDArray[np.int64]
    faults: tuple[tuple[int, RowFault], ...]


def ids_of(lines: Lines) -> NDArray[np.int64]:
    r"""Return the id of the event each line mentions; -1 where the first column is no number.

    Examples:
        >>> from kanae.events.lines import lines_of
        >>> ids_of(lines_of(b"881990832\t2019\nx\t1\n\t1\n")).tolist()
        [881990832, -1, -1]
    """
    text = np.frombuffer(lines.block, np.uint8)
    ids, reading = np.zeros(len(lines.first), np.int64), np.arange(len(lines.first))
    is_id = np.zeros(len(ids), np.bool_)
    for place in range(_MOST_DIGITS + 1):
        found = text[np.minimum(lines.first[reading] + place, len(text) - 1)]
        is_id[reading[found == _TAB]] = place > 0
        digit = found - _ZERO  # wraps round below zero
        reading, digit = reading[digit <= _NINE], digit[digit <= _NINE]
        ids[reading] = ids[reading] * 10 + digit
    return np.where(is_id, ids, -1)


def parse_mentions(payload: bytes, width: int) -> ParsedMentions:
    """Parse lines of mentions that have one number of columns.

    Args:
        payload: The lines, each with its end.
        width: That number.
    """
    raw = _raw(payload, width)
    faults = np.full(raw.num_rows, -1)
    parsed, checks = _checked(raw)
    for place, is_at_fault in reversed(list(enumerate(checks.values()))):
        faults[np.asarray(is_at_fault.fill_null(False))] = place  # noqa: FBT003  # Arrow's own name for it
    good = np.flatnonzero(faults < 0)
    found = [(int(row), tuple(checks)[faults[row]]) for row in np.flatnonzero(faults >= 0)]
    return ParsedMentions(pa.table(parsed).take(pa.array(good)), good, tuple(found))


def keys_of(table: Any) -> NDArray[np.int64]:
    """Return a number for each mention: the same for rows that are alike in all but file and line."""
    names = [name for name in MENTION_SCHEMA.names if name not in _NOT_IN_A_MENTION]
    texts = [table.column(name).cast(pa.string()).fill_null("") for name in names]
    return keys_of_texts(pc.binary_join_element_wise(*texts, "\t").to_pylist())


def _raw(payload: bytes, width: int) -> Any:
    names = [*_PLACES, "extras"][:width]
    return pa_csv.read_csv(
        pa.BufferReader(payload),
        read_options=pa_csv.ReadOptions(column_names=names, use_threads=False, block_size=len(payload) + 1),
        parse_options=pa_csv.ParseOptions(delimiter="\t", quote_char=False, ignore_empty_lines=False),
        convert_options=pa_csv.ConvertOptions(
            include_columns=_PLACES[:width],
            column_types=dict.fromkeys(names, pa.string()),
            null_values=[""],
            strings_can_be_null=True,
            check_utf8=False,  # the lines were checked
        ),
    ).combine_chunks()


def _checked(raw: Any) -> tuple[dict[str, Any], dict[RowFault, Any]]:
    """Return the columns of the table, and by fault which rows have it."""
    missing, no_number, no_time = (pa.array(np.zeros(raw.num_rows, np.bool_)) for _ in range(3))
    for name in _NEVER_EMPTY:
        missing = pc.or_(missing, pc.is_null(_column(raw, name)))
    parsed: dict[str, Any] = {"source": pa.repeat(GDELT2, raw.num_rows), "event_id": _column(raw, "event_id")}
    for name in _TIMES:
        parsed[name], wrong = _time(_column(raw, name))
        no_time = pc.or_(no_time, wrong)
    numbers = [(name, _WHOLE_NUMBER, pa.int32()) for name in _WHOLE]
    for name, pattern, type_ in (*numbers, ("tone", _NUMBER, pa.float64()), ("in_raw_text", _FLAG, pa.int8())):
        parsed[name], wrong = _like(_column(raw, name), pattern, type_)
        no_number = pc.or_(no_number, wrong)
    _, wrong = _like(parsed["event_id"], _ID, pa.int64())
    checks = {
        RowFault.MISSING: missing,
        RowFault.NOT_A_NUMBER: pc.or_(no_number, wrong),
        RowFault.MENTION_TIME: no_time,
        RowFault.MENTION_KIND: _is_beyond(parsed["kind"], 1, _KINDS),
        RowFault.CONFIDENCE: _is_beyond(parsed["confidence"], 0, _ALL),
    }
    is_told = "translation" in raw.column_names
    translation = _column(raw, "translation") if is_told else pa.nulls(raw.num_rows, pa.string())
    parsed |= {name: _column(raw, name) for name in ("outlet", "url")}
    parsed["language"] = pc.struct_field(pc.extract_regex(translation, _LANGUAGE), "language")
    parsed["in_raw_text"] = pc.equal(parsed["in_raw_text"], 1)
    return parsed, checks


def _column(raw: Any, name: str) -> Any:
    column = raw.column(name)
    return column.chunk(0) if column.num_chunks else pa.array([], pa.string())


def _like(column: Any, pattern: str, type_: Any) -> tuple[Any, Any]:
    """Return a column of numbers, and which cells are none."""
    fits = pc.match_substring_regex(column, pattern)
    return pc.if_else(fits, column, None).cast(type_), pc.invert(fits)


def _time(column: Any) -> tuple[Any, Any]:
    """Return a column of times, and which cells are none: 30 February is read as 2 March unless it is written back."""
    time = pc.strptime(column, format=_CLOCK, unit="s", error_is_null=True)
    fits = pc.fill_null(pc.equal(pc.strftime(time, format=_CLOCK), column), pc.is_null(column))
    return time.cast(pa.timestamp("ms")), pc.invert(fits)


def _is_beyond(column: Any, lowest: int, highest: int) -> Any:
    return pc.or_(pc.less(column, lowest), pc.greater(column, highest))
