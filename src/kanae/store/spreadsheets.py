"""Flat tables as one spreadsheet file, in which no text ever computes anything."""

from __future__ import annotations

import io
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from kanae.errors import StorageError
from kanae.model.cells import cell_text
from kanae.store.files import write_whole

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from kanae.model.flat_tables import FlatTable

_FIRST_YEAR = 1900
_LONGEST_TEXT = 32_767
_MOST_ROWS = 1_048_575
_CREATED = datetime(1980, 1, 1)  # noqa: DTZ001 - a fixed day, the earliest of ZIP files, so that equal tables give equal bytes
_WIDTH = 18


def write_xlsx(tables: Sequence[FlatTable], path: Path, progress: Callable[[str], None]) -> None:
    """Write a spreadsheet with one sheet a table; lists are joined by semicolons.

    Args:
        tables: The tables.
        path: Where the file shall stand.
        progress: Told the name of each table.

    Raises:
        StorageError: When a table or a text is too long for a spreadsheet, or the disk does not take it.
    """
    import xlsxwriter

    content = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(content, options) as book:
        book.set_properties({"title": "kanae ledger", "created": _CREATED})
        bold, day = book.add_format({"bold": True}), book.add_format({"num_format": "yyyy-mm-dd"})
        for table in tables:
            progress(table.name)
            _check_length(table)
            sheet = book.add_worksheet(table.name)
            sheet.freeze_panes(1, 1)
            sheet.set_column(0, len(table.columns) - 1, _WIDTH)
            sheet.write_row(0, 0, [column.name for column in table.columns], bold)
            for line, row in enumerate(table.rows, start=1):
                for place, value in enumerate(row):
                    _write_cell(sheet, line, place, value, day)
    write_whole(path, content.getvalue())


def _check_length(table: FlatTable) -> None:
    if len(table.rows) > _MOST_ROWS:
        raise StorageError(
            f"The table '{table.name}' has {len(table.rows)} rows; a sheet takes {_MOST_ROWS}.",
            "Export with --format parquet or csv.",
        )


def _write_cell(sheet: Any, line: int, place: int, value: Any, day: Any) -> None:
    if value is None:
        return
    if isinstance(value, bool):
        sheet.write_boolean(line, place, value)
    elif isinstance(value, (int, float)):
        sheet.write_number(line, place, value)
    elif isinstance(value, date) and value.year >= _FIRST_YEAR:
        sheet.write_datetime(line, place, value, day)
    else:
        sheet.write_string(line, place, _fitting(sheet.name, line, cell_text(value)))


def _fitting(table: str, line: int, text: str) -> str:
    if len(text.encode("utf-16-le")) // 2 > _LONGEST_TEXT:
        raise StorageError(
            f"A text in row {line} of '{table}' is longer than the {_LONGEST_TEXT} characters a cell takes.",
            "Export with --format parquet or csv.",
        )
    return text
