"""Printing lists: a table for a person, JSON or CSV for a program; results on stdout, talk on stderr."""

from __future__ import annotations

import json
import sys
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

import typer

from kanae.cli.options import Format
from kanae.model.cells import csv_text

Row = Mapping[str, Any]

_CELL_WIDTH = 60
_ROWS_AT_ONCE = 1_000


def print_rows(
    rows: Sequence[Row],
    form: Format | None,
    *,
    shown: Sequence[str] | None = None,
    columns: Sequence[str] | None = None,
) -> None:
    """Print a list.

    Args:
        rows: The rows; all have the same keys.
        form: How; by default a table on a terminal and JSON in a pipe.
        shown: Columns of the table for a person; by default all.
        columns: All columns in order, so that CSV has its header when there is no row.
    """
    chosen = form or (Format.TABLE if sys.stdout.isatty() else Format.JSON)
    if chosen is Format.JSON:
        for piece in as_json(rows):
            typer.echo(piece, nl=False)
    elif chosen is Format.CSV:
        typer.echo(as_csv(rows, columns), nl=False)
    else:
        typer.echo(as_table(rows, shown))


def say(text: str) -> None:
    """Say something about the work; never part of the result."""
    typer.echo(text, err=True)


def progress(step: str) -> None:
    """Show on a terminal what is being done, on one line that is written over."""
    if sys.stderr.isatty():
        typer.echo(f"\r\x1b[K{step}", nl=False, err=True)


def end_progress() -> None:
    """Take the line of progress away."""
    if sys.stderr.isatty():
        typer.echo("\r\x1b[K", nl=False, err=True)


def as_json(rows: Sequence[Row]) -> Iterator[str]:
    r"""Yield rows as a list of JSON in pieces, as hundreds of thousands in one take ten times the memory of the rows.

    Examples:
        >>> print("".join(as_json([{"id": "a", "score": None}])), end="")
        [
          {
            "id": "a",
            "score": null
          }
        ]
        >>> list(as_json([]))
        ['[]\n']
    """
    if not rows:
        yield "[]\n"
        return
    for begin in range(0, len(rows), _ROWS_AT_ONCE):
        some = [dict(row) for row in rows[begin : begin + _ROWS_AT_ONCE]]
        text = json.dumps(some, ensure_ascii=False, indent=2, default=str)
        yield ("[" if not begin else ",") + text[1:-2]
    yield "\n]\n"


def as_csv(rows: Sequence[Row], columns: Sequence[str] | None = None) -> str:
    r"""Return rows as CSV with a header; cells are written as in an export of the ledger.

    Args:
        rows: The rows; all have the same keys.
        columns: These keys, for the header where there is no row.

    Examples:
        >>> as_csv([{"id": "a", "source_ids": ["s1", "s2"], "score": None}])
        'id,source_ids,score\na,s1;s2,\n'
    """
    header = list(columns or (rows[0] if rows else ()))
    if not header:
        return ""
    return csv_text(header, ([row[name] for name in header] for row in rows))


def as_table(rows: Sequence[Row], shown: Sequence[str] | None = None) -> str:
    """Return rows as a table with aligned columns, wide characters counted as two.

    Examples:
        >>> print(as_table([{"id": "a", "name": "日米韓"}, {"id": "bb", "name": "x"}]))
        id  name
        a   日米韓
        bb  x
    """
    if not rows:
        return "no rows"
    columns = list(shown or rows[0])
    lines = [columns, *([_shorten(_cell(row[column])) for column in columns] for row in rows)]
    widths = [max(_width(line[place]) for line in lines) for place in range(len(columns))]
    return "\n".join(
        "  ".join(cell + " " * (width - _width(cell)) for cell, width in zip(line, widths, strict=True)).rstrip()
        for line in lines
    )


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, (list, tuple)):
        return ";".join(str(item) for item in value)
    return value.isoformat() if isinstance(value, date) else str(value)


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)


def _shorten(text: str) -> str:
    if _width(text) <= _CELL_WIDTH:
        return text
    kept = ""
    for character in text:
        if _width(kept) >= _CELL_WIDTH - 2:
            break
        kept += character
    return kept + "…"
