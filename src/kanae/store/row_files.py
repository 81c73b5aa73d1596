"""Objects of JSON with lists of rows: a line for each row, quick to write and to read through."""

from __future__ import annotations

import json
from dataclasses import fields, is_dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping


def row_of(row: Any) -> dict[str, Any]:
    """Return the fields of a dataclass as they are; :func:`dataclasses.asdict` copies each of them deeply.

    Raises:
        TypeError: When it is none.
    """
    if not is_dataclass(row):
        raise TypeError(f"{type(row).__name__} is no row")
    return {field.name: getattr(row, field.name) for field in fields(row)}


def as_line(row: Any) -> str:
    """Return a row, or any other value, as one line of JSON."""
    return json.dumps(row, ensure_ascii=False, default=row_of)


def by_rows(content: Mapping[str, Any]) -> str:
    """Return an object of JSON in which each row of a list stands in a line of its own.

    Args:
        content: Values by name; lists of rows among them, each a mapping or a dataclass.

    Examples:
        >>> print(by_rows({"watch": "JPN", "files": [{"file": "a.zip", "rows": 2}, {"file": "b.zip", "rows": 0}]}))
        {
         "watch": "JPN",
         "files": [
          {"file": "a.zip", "rows": 2},
          {"file": "b.zip", "rows": 0}
         ]
        }
        <BLANKLINE>
    """
    entries = (f" {as_line(name)}: {_listed(value)}" for name, value in content.items())
    return "{\n" + ",\n".join(entries) + "\n}\n"


def _listed(value: Any) -> str:
    if not isinstance(value, (list, tuple)) or not value or isinstance(value[0], (str, int)):
        return as_line(value)
    return "[\n" + ",\n".join(f"  {as_line(row)}" for row in value) + "\n ]"
