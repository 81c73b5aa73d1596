"""What DuckDB says about a query, said to its author: the line, what was found, and the names that exist."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kanae.model.queries import Refused

if TYPE_CHECKING:
    from collections.abc import Mapping

MEMORY = "more memory than allowed"

_LINE = re.compile(r"^LINE (\d+):", re.MULTILINE)
_COLUMN = re.compile(r"(?:column named|[Rr]eferenced column|have a column named|[Cc]olumn) \"([^\"]+)\"")


def refusal_of(cause: Exception, columns: Mapping[tuple[str, str], tuple[str, ...]]) -> Refused:
    r"""Return why a query that may be run came to no end.

    Args:
        cause: What DuckDB raised.
        columns: Columns of the tables that the query names.

    Examples:
        >>> error = ValueError('Binder Error: Referenced column "dat" not found\n\nLINE 2: dat')
        >>> refusal_of(error, {("main", "events"): ("date_first", "kind")}).fix
        'events has: date_first, kind.'
    """
    said = str(cause)
    found = _LINE.search(said)
    line = int(found[1]) if found else 1
    kind = type(cause).__name__
    if kind == "OutOfMemoryException":
        return too_much(MEMORY)
    column = _COLUMN.search(said)
    if column and kind in ("BinderException", "ValueError"):
        known = tuple(sorted({name for names in columns.values() for name in names}))
        return Refused(f"there is no column '{column[1]}'", _columns_of(columns), line, column[1], known)
    return Refused(said.partition("\n")[0], "Mend the query there.", line)


def too_much(what: str) -> Refused:
    """Return that a query took too long or too much memory."""
    return Refused(f"took {what}", "Join fewer rows, or count before joining.", spent=True)


def too_long(seconds: float) -> Refused:
    """Return that a query took longer than so many seconds."""
    return too_much(f"longer than {seconds:g} seconds")


def _columns_of(columns: Mapping[tuple[str, str], tuple[str, ...]]) -> str:
    return " ".join(
        f"{table if schema == 'main' else f'{schema}.{table}'} has: {', '.join(names)}."
        for (schema, table), names in columns.items()
    )
