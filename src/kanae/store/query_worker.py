"""The process in which queries run: it holds the tables in DuckDB, and answers one query after the other.

A process of its own, because nothing in a process bounds the memory that a single function of DuckDB takes, and none
can be stopped in the midst of one row: this one may be killed, and its owner starts another.
"""

from __future__ import annotations

import contextlib
import gc
import itertools
import os
import pickle
import sys
import threading
from pathlib import Path
from time import monotonic, sleep
from typing import TYPE_CHECKING, Any

import duckdb

from kanae.model.queries import ROWS_KEPT, Answered, Outcome, Refused, TableSet
from kanae.store.lean import stay_lean
from kanae.store.query_faults import refusal_of, too_long
from kanae.store.query_rules import Query, judge_query

if TYPE_CHECKING:
    from typing import BinaryIO

    from kanae.model.flat_tables import FlatTable

Judged = dict[tuple[str, frozenset[tuple[str, str]]], Query | Refused]
"""Queries judged, by their text and the tables that were known."""

_SETTINGS: dict[str, Any] = {
    "threads": "1",
    "memory_limit": "256MB",
    "max_temp_directory_size": "0GB",
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    "allow_community_extensions": "false",
    "python_enable_replacements": "false",
}
_TYPES = {
    "text": "VARCHAR",
    "date": "DATE",
    "list": "VARCHAR[]",
    "whole": "BIGINT",
    "number": "DOUBLE",
    "flag": "BOOLEAN",
}
SECONDS_BETWEEN_LOOKS = 0.5
"""How often a process looks whether the one that started it is still there."""

MEMORY_BEYOND_TABLES = 1 << 30
"""Bytes a query may take beyond what the process has with its tables, where the system can tell."""


class Tables:
    """The tables of one day in a catalogue of their own in DuckDB, for reading only.

    Args:
        connection: A connection to the instance, which becomes their own.
        catalogue: Name of the catalogue.
        tables: The tables.
        judged: Queries judged before, with the tables that were known; the same query is asked of several days.
    """

    def __init__(self, connection: duckdb.DuckDBPyConnection, catalogue: str, tables: TableSet, judged: Judged) -> None:
        self._connection = connection
        self._catalogue = catalogue
        self._judged = judged
        self._columns: dict[tuple[str, str], tuple[str, ...]] = {}
        self._empty: dict[tuple[str, str], FlatTable] = {}
        connection.execute(f"ATTACH ':memory:' AS {catalogue}")
        connection.execute(f"USE {catalogue}")
        connection.execute(f"CREATE MACRO as_of() AS DATE '{tables.as_of.isoformat()}'")
        for schema, members in tables.schemas.items():
            if schema != "main":
                connection.execute(f'CREATE SCHEMA "{schema}"')
            for table in members:
                self.add(schema, table)

    def add(self, schema: str, table: FlatTable) -> None:
        """Add one table, or fill one that is there with other rows; one without rows is made when a query names it."""
        self._columns[schema, table.name] = tuple(column.name for column in table.columns)
        if not table.rows:
            self._empty[schema, table.name] = table
            return
        self._empty.pop((schema, table.name), None)
        columns = ", ".join(f'unnest(?::{_TYPES[column.type]}[]) AS "{column.name}"' for column in table.columns)
        values = [list(column) for column in zip(*table.rows, strict=True)]
        made = f'CREATE OR REPLACE TABLE "{schema}"."{table.name}" AS SELECT {columns}'
        self._connection.execute(made, values)

    def pick(self, schema: str, name: str, other: Tables, kept: list[bool]) -> None:
        """Fill one table with rows of the same table among others: those that are kept."""
        self._columns[schema, name] = other._columns[schema, name]
        self._empty.pop((schema, name), None)
        table = f'"{schema}"."{name}"'
        made = f"CREATE OR REPLACE TABLE {table} AS FROM {other._catalogue}.{table} WHERE (?::BOOLEAN[])[rowid + 1]"
        self._connection.execute(made, [kept])

    def close(self) -> None:
        """Give the tables up."""
        self._connection.execute("USE memory")
        self._connection.execute(f"DETACH {self._catalogue}")
        self._connection.close()

    def run(self, sql: str) -> Outcome:
        """Answer a query, or say why not."""
        query = self._judge(sql)
        if isinstance(query, Refused):
            return query
        for table in query.tables:
            self._make_empty(*table)
        try:
            cursor = self._connection.execute(sql)
            rows = cursor.fetchmany(ROWS_KEPT)
            columns = tuple(column[0].lower() for column in cursor.description or ())
        except duckdb.Error as cause:
            return refusal_of(cause, {name: self._columns[name] for name in query.tables})
        return Answered(columns, tuple(tuple(row) for row in rows))

    def _make_empty(self, schema: str, name: str) -> None:
        table = self._empty.pop((schema, name), None)
        if table is not None:
            columns = ", ".join(f'"{column.name}" {_TYPES[column.type]}' for column in table.columns)
            self._connection.execute(f'CREATE OR REPLACE TABLE "{schema}"."{name}" ({columns})')

    def _judge(self, sql: str) -> Query | Refused:
        key = sql, frozenset(self._columns)
        if key not in self._judged:
            known: dict[str, set[str]] = {}
            for schema, name in self._columns:
                known.setdefault(schema, set()).add(name)
            self._judged[key] = judge_query(sql, self._serialized, known)
        return self._judged[key]

    def _serialized(self, sql: str) -> str:
        found = self._connection.execute("SELECT json_serialize_sql(?)", [sql]).fetchone()
        return str(found[0]) if found else ""


def serve(asked: BinaryIO, answers: BinaryIO) -> None:
    """Do what is asked until nothing more comes: hold tables, add one, pick rows of one, run a query.

    Only queries are answered: with ``None`` when one is begun, so that its owner knows, and with its outcome.
    """
    held: dict[str, Tables] = {}
    judged: Judged = {}
    instance = open_instance()
    numbers = itertools.count(1)
    with contextlib.suppress(EOFError):
        while True:
            match pickle.load(asked):  # noqa: S301 - only our own process writes to it
                case "hold", name, TableSet() as tables:
                    bound_memory(beyond=None)
                    if name in held:
                        held.pop(name).close()
                    held[name] = Tables(instance.cursor(), f"set_{next(numbers)}", tables, judged)
                    bound_memory(MEMORY_BEYOND_TABLES)
                case "add", name, (schema, table):
                    bound_memory(beyond=None)
                    held[name].add(schema, table)
                    bound_memory(MEMORY_BEYOND_TABLES)
                case "pick", name, (schema, table_name, other, kept):
                    bound_memory(beyond=None)
                    held[name].pick(schema, table_name, held[other], kept)
                    bound_memory(MEMORY_BEYOND_TABLES)
                case _, name, (sql, seconds):
                    _answer(None, answers)
                    begun = monotonic()
                    outcome = held[name].run(sql)
                    _answer(too_long(seconds) if monotonic() - begun > seconds else outcome, answers)


def open_instance() -> duckdb.DuckDBPyConnection:
    """Open DuckDB in memory, with all that reaches out of it shut and locked."""
    connection = duckdb.connect(":memory:", config=_SETTINGS)
    connection.execute("SET temp_directory = ''")  # or a folder is left where the reader stands
    connection.execute("SET TimeZone = 'UTC'")
    connection.execute("SET enable_external_access = false")  # after what is about files
    connection.execute("SET lock_configuration = true")
    return connection


def _answer(answer: Outcome | None, answers: BinaryIO) -> None:
    pickle.dump(answer, answers)
    answers.flush()


def bound_memory(beyond: int | None) -> None:
    """Let the system refuse this process more memory than it has and so many bytes; ``None`` takes the limit away."""
    try:
        import resource
    except ImportError:  # Windows has no such limit; there the time alone bounds it
        return
    with contextlib.suppress(OSError, ValueError):
        limit = resource.RLIM_INFINITY
        if beyond is not None:
            pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[5])
            limit = pages * resource.getpagesize() + beyond
        resource.setrlimit(resource.RLIMIT_DATA, (limit, resource.RLIM_INFINITY))


def end_with(owner: int) -> None:
    """End this process soon after the one that started it has ended, though it be in the midst of a query."""
    while os.getppid() == owner:
        sleep(SECONDS_BETWEEN_LOOKS)
    os._exit(1)


if __name__ == "__main__":
    stay_lean()
    threading.Thread(target=end_with, args=(os.getppid(),), daemon=True).start()
    gc.disable()  # trees of queries are many objects, and none leads back to itself
    serve(sys.stdin.buffer, sys.stdout.buffer)
