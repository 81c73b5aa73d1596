"""Tables of a report as files of their own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kanae.model.cells import csv_text
from kanae.report.rich import text_of

if TYPE_CHECKING:
    from kanae.report.blocks import Table


def csv_of(table: Table) -> str:
    r"""Return a table as CSV with a header, safe to open in a spreadsheet.

    Examples:
        >>> from kanae.report.blocks import Table
        >>> from kanae.report.rich import plain
        >>> csv_of(Table("t", "Counts", ("what", "n"), ((plain("=x"), plain("2")),)))
        "what,n\n'=x,2\n"
    """
    return csv_text(table.header, ([text_of(cell) for cell in row] for row in table.rows))
