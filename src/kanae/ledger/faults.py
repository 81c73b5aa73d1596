"""What pydantic says about a record, said to a curator: the line, what was found, one thing to do."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kanae.ledger.nearest import nearest
from kanae.model.issues import Issue, IssueCode

if TYPE_CHECKING:
    from collections.abc import Callable

    from kanae.ledger.origin import Origin
    from kanae.model.records import Record

_SHORTENED = 80

_Said = tuple[str, str]
"""What was found, and the fix."""


def issue_of(kind: type[Record], origin: Origin, error: Any) -> Issue:
    """Return the issue behind one error of pydantic.

    Args:
        kind: Class of the record.
        origin: Where the record stands.
        error: One entry of ``ValidationError.errors()``.
    """
    steps = [str(step) for step in error["loc"]]
    path = ".".join(steps)
    line = origin.line_of(path)
    if error["type"] == "extra_forbidden":
        fix = nearest(steps[-1], kind.model_fields) if len(steps) == 1 else f"Remove '{steps[-1]}'."
        return Issue(origin.file, line, IssueCode.UNKNOWN_KEY, f"unknown key '{path}'", fix)
    if error["type"] == "missing":
        return Issue(origin.file, line, IssueCode.MISSING_KEY, f"'{path}' is missing", f"Add '{steps[-1]}: …'.")
    if error["input"] is None:
        return Issue(
            origin.file, line, IssueCode.MISSING_KEY, f"'{path}' is empty", "Write a value, or remove the key."
        )
    found, fix = _SAID.get(error["type"], _in_its_own_words)(error)
    return Issue(origin.file, line, IssueCode.WRONG_VALUE, f"{path}: {found}", fix)


def _shown(value: Any) -> str:
    text = f"'{value}'" if isinstance(value, str) else f"a {'mapping' if isinstance(value, dict) else 'list'}"
    return text if len(text) <= _SHORTENED else f"{text[:_SHORTENED]}…'"


def _in_its_own_words(error: Any) -> _Said:
    said = str(error["msg"]).removeprefix("Value error, ")
    given = error["input"]
    value = "" if isinstance(given, str) and repr(given) in said else f"{_shown(given)} "
    message, _, advice = said.partition(" (")
    fix = f"{advice[:1].upper()}{advice[1:].removesuffix(')')}." if advice else "See: kanae explain K203"
    return f"{value}{message[:1].lower()}{message[1:]}" if value else message, fix


def _not_a_mapping(error: Any) -> _Said:
    return f"{_shown(error['input'])} is not a mapping", "Write its keys below it, one a line: 'en: …', 'ja: …'."


def _not_a_list(error: Any) -> _Said:
    return f"{_shown(error['input'])} is not a list", "Write it in brackets: [one, another]."


def _not_text(error: Any) -> _Said:
    return f"{_shown(error['input'])} is not text", "Write one value."


def _not_a_flag(error: Any) -> _Said:
    return f"{_shown(error['input'])} is neither yes nor no", "Write 'yes' or 'no'."


def _not_among(error: Any) -> _Said:
    return f"{_shown(error['input'])} is not allowed here", f"Write one of: {error['ctx']['expected']}."


def _not_a_number(error: Any) -> _Said:
    return f"{_shown(error['input'])} is not a number", "Write digits, with a point for decimals."


def _too_few(error: Any) -> _Said:
    least = error["ctx"]["min_length"]
    return f"has fewer than {least} entries", f"Name at least {least}."


def _empty_text(_: Any) -> _Said:
    return "is empty", "Write a value, or remove the key."


def _wrong_shape(error: Any) -> _Said:
    return f"{_shown(error['input'])} does not match {error['ctx']['pattern']}", "Follow the records around it."


def _out_of_bounds(error: Any) -> _Said:
    bound = error["ctx"].get("ge", error["ctx"].get("le"))
    fix = f"Write a number of at {'least' if 'ge' in error['ctx'] else 'most'} {bound}; are two numbers exchanged?"
    return f"{_shown(error['input'])} is out of bounds", fix


_SAID: dict[str, Callable[[Any], _Said]] = {
    "model_type": _not_a_mapping,
    "dict_type": _not_a_mapping,
    "tuple_type": _not_a_list,
    "list_type": _not_a_list,
    "string_type": _not_text,
    "bool_type": _not_a_flag,
    "literal_error": _not_among,
    "int_type": _not_a_number,
    "int_parsing": _not_a_number,
    "decimal_type": _not_a_number,
    "decimal_parsing": _not_a_number,
    "finite_number": _not_a_number,
    "too_short": _too_few,
    "string_too_short": _empty_text,
    "string_pattern_mismatch": _wrong_shape,
    "greater_than_equal": _out_of_bounds,
    "less_than_equal": _out_of_bounds,
}
