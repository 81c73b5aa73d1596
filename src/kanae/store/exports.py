"""Flat tables as CSV files, Parquet files or a DuckDB database, whole or not at all."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from kanae.errors import StorageError
from kanae.model.cells import csv_text
from kanae.store.arrow import as_arrow
from kanae.store.files import write_beside
from kanae.store.folders import write_folder_beside

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from kanae.model.flat_tables import FlatTable


def write_csv(tables: Sequence[FlatTable], folder: Path, progress: Callable[[str], None]) -> None:
    r"""Write a folder with one CSV file a table, in UTF-8.

    Args:
        tables: The tables.
        folder: Where the folder shall stand.
        progress: Told the name of each table.

    Raises:
        StorageError: When something else stands there, or the disk does not take it.

    Examples:
        >>> from kanae.model.flat_tables import Column, FlatTable
        >>> table = FlatTable("events", "", (Column("event_id", "text", "Id."),), ("event_id",), (("e1",),))
        >>> with tempfile.TemporaryDirectory() as place:
        ...     write_csv([table], Path(place, "tables"), lambda name: None)
        ...     Path(place, "tables", "events.csv").read_text(encoding="utf-8")
        'event_id\ne1\n'
    """

    def write(beside: Path) -> None:
        for table in tables:
            progress(table.name)
            (beside / csv_name(table)).write_bytes(csv_bytes(table))

    write_folder_beside(folder, write, [csv_name(table) for table in tables])


def csv_name(table: FlatTable) -> str:
    """Return the name of a table's CSV file."""
    return f"{table.name}.csv"


def csv_bytes(table: FlatTable) -> bytes:
    """Return the content of a table's CSV file."""
    return csv_text([column.name for column in table.columns], table.rows).encode()


def write_parquet(tables: Sequence[FlatTable], folder: Path, progress: Callable[[str], None]) -> None:
    """Write a folder with one Parquet file a table; lists stay lists and texts stay as they are.

    Args:
        tables: The tables.
        folder: Where the folder shall stand.
        progress: Told the name of each table.

    Raises:
        StorageError: When something else stands there, or the disk does not take it.
    """
    from pyarrow import parquet

    def write(beside: Path) -> None:
        for table in tables:
            progress(table.name)
            parquet.write_table(as_arrow(table), beside / f"{table.name}.parquet")

    write_folder_beside(folder, write, [f"{table.name}.parquet" for table in tables])


def write_duckdb(tables: Sequence[FlatTable], path: Path, progress: Callable[[str], None]) -> None:
    """Write a DuckDB database with one table each; lists stay lists and texts stay as they are.

    Args:
        tables: The tables.
        path: Where the file shall stand.
        progress: Told the name of each table.

    Raises:
        StorageError: When the disk does not take it.
    """
    import duckdb

    def write(beside: Path) -> None:
        with tempfile.TemporaryDirectory(prefix=f"{beside.name}.", dir=beside.parent) as folder:
            database = Path(folder) / "record.duckdb"  # in a folder of its own, for the files DuckDB puts beside it
            try:
                _fill_database(database, tables, progress)
            except duckdb.InterruptException as cause:
                raise KeyboardInterrupt from cause
            except duckdb.Error as cause:
                raise StorageError(
                    f"'{path}' cannot be written: DuckDB says: {cause}",
                    "Free space on the disk, or name a folder you may write to.",
                ) from cause
            database.replace(beside)

    write_beside(path, write)


def _fill_database(database: Path, tables: Sequence[FlatTable], progress: Callable[[str], None]) -> None:
    import duckdb

    with duckdb.connect(str(database)) as connection:
        for table in tables:
            progress(table.name)
            connection.register("incoming", as_arrow(table))
            connection.execute(f'CREATE TABLE "{table.name}" AS SELECT * FROM incoming')  # noqa: S608 - our name
            connection.unregister("incoming")
        connection.execute("CHECKPOINT")  # closing would do it too, but hides a full disk
