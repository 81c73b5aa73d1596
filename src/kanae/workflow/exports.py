"""The ledger written out for other programs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from kanae.ledger.load import read_sound
from kanae.ledger.tables import flat_table
from kanae.model.records import KINDS
from kanae.store.location import find_ledger

if TYPE_CHECKING:
    from pathlib import Path

    from kanae.ledger.load import Progress

ExportFormat = Literal["csv", "parquet", "duckdb", "xlsx", "datapackage"]


@dataclass(frozen=True, slots=True)
class Exported:
    """What an export wrote.

    Attributes:
        path: The file or folder.
        tables: How many tables, one a kind of record.
        rows: How many rows in all of them.
    """

    path: Path
    tables: int
    rows: int

    @property
    def summary(self) -> str:
        """One line with the numbers."""
        return f"wrote {self.path}: {self.tables} tables, {self.rows} rows"


def export_ledger(
    form: ExportFormat, out: Path, ledger: Path | None = None, progress: Progress = lambda _: None
) -> Exported:
    """Write every kind of record as a table; by default of the ledger that commands would open.

    Args:
        form: Format; CSV, Parquet and data package make a folder, DuckDB and xlsx one file.
        out: Where the folder or file shall stand.
        ledger: Folder of the ledger.
        progress: Told what is being done.

    Raises:
        LedgerError: When the ledger cannot be read.
        StorageError: When something else stands there, or the disk does not take it; then nothing is left behind.
    """
    folder = find_ledger(ledger)
    book = read_sound(folder, progress).ledger()
    tables = [flat_table(book, name) for name in KINDS]

    def writing(name: str) -> None:
        progress(f"writing {name}")

    match form:
        case "csv":
            from kanae.store.exports import write_csv

            write_csv(tables, out, writing)
        case "parquet":
            from kanae.store.exports import write_parquet

            write_parquet(tables, out, writing)
        case "duckdb":
            from kanae.store.exports import write_duckdb

            write_duckdb(tables, out, writing)
        case "xlsx":
            from kanae.store.spreadsheets import write_xlsx

            write_xlsx(tables, out, writing)
        case "datapackage":
            from kanae.store.datapackages import licences_of, write_datapackage

            write_datapackage(tables, out, writing, digest=book.digest, licences=licences_of(folder))
    return Exported(out, len(tables), sum(len(table.rows) for table in tables))
