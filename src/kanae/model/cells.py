"""Values as cells of a spreadsheet, and rows of them as CSV."""

from __future__ import annotations

import csv
import io
import re
from datetime import date
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

LIST_SEPARATOR = ";"

_NUMBER = re.compile(r"[+-]?[0-9][0-9.,]*%?")
_STARTS_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def inert(text: str) -> str:
    """Return a text that no spreadsheet runs as a formula; numbers stay numbers.

    Examples:
        >>> inert("=1+1"), inert("-0.5"), inert("日米韓")
        ("'=1+1", '-0.5', '日米韓')
    """
    return f"'{text}" if text.startswith(_STARTS_FORMULA) and not _NUMBER.fullmatch(text) else text


def cell_text(value: Any) -> str:
    """Return a plain value as the text of a cell: lists joined, flags as ``true`` or ``false``, formulas inert.

    Examples:
        >>> cell_text(["JPN", "KOR"]), cell_text(True), cell_text(None), cell_text("=A1")
        ('JPN;KOR', 'true', '', "'=A1")
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, (list, tuple)):
        return inert(LIST_SEPARATOR.join(str(item) for item in value))
    return inert(str(value))


def csv_text(header: Sequence[str], rows: Iterable[Iterable[Any]]) -> str:
    r"""Return rows as CSV with a header, safe to open in a spreadsheet.

    Examples:
        >>> csv_text(["id", "members"], [["=x", ["JPN", "KOR"]]])
        "id,members\n'=x,JPN;KOR\n"
    """
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(header)
    writer.writerows([cell_text(value) for value in row] for row in rows)
    return text.getvalue()
