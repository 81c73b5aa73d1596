"""Questions to Parquet files in SQL, answered without reading what they do not ask for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kanae.errors import StorageError

if TYPE_CHECKING:
    from collections.abc import Mapping


def rows_of(sql: str, values: Mapping[str, Any]) -> list[tuple[Any, ...]]:
    """Ask a question.

    Args:
        sql: The question, with ``$name`` where a value stands; files come in as ``read_parquet($files)``.
        values: Value by name; lists may be.

    Raises:
        StorageError: When a file cannot be read.

    Examples:
        >>> rows_of("select x from unnest($numbers) as t(x) where x > 1 order by x", {"numbers": [1, 2, 3]})
        [(2,), (3,)]
    """
    import duckdb

    with duckdb.connect() as connection:
        try:
            return connection.execute(sql, dict(values)).fetchall()
        except duckdb.IOException as cause:
            raise StorageError(
                f"A file of the event store cannot be read: {cause}.", "See what is damaged: kanae events check DIR"
            ) from cause
