"""Engines that answer an expression over a table of events: DuckDB here, Spark and BigQuery elsewhere."""

from __future__ import annotations

import contextlib
import os
import shutil
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from kanae.errors import MissingExtraError, StorageError, UpstreamError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

Rows = list[tuple[Any, ...]]

_MEMORY = "256MB"
"""Leaves room for Python and DuckDB itself in 400 MB."""


def on_duckdb(sql: str, parts: Sequence[Path]) -> Rows:
    """Answer an expression over Parquet files in this process.

    Args:
        sql: Expression over a table ``events``.
        parts: The files.

    Raises:
        StorageError: When a file cannot be read.
    """
    import duckdb

    listed = ", ".join("'" + str(path).replace("'", "''") + "'" for path in parts)
    try:
        with duckdb.connect(config={"memory_limit": _MEMORY, "preserve_insertion_order": "false"}) as connection:
            connection.execute("SET enable_progress_bar = false")  # it would stand between the rows of a result
            connection.execute(f"CREATE VIEW events AS SELECT * FROM read_parquet([{listed}], hive_partitioning=false)")  # noqa: S608 - paths, quoted
            return connection.execute(sql).fetchall()
    except duckdb.Error as cause:
        raise StorageError(
            f"DuckDB cannot answer from the event store: {cause}", "Look at the store: kanae events check DIR"
        ) from cause


def on_spark(sql: str, parts: Sequence[Path], master: str) -> Rows:
    """Answer an expression over Parquet files with Spark; a session that is open is used and stays open.

    Args:
        sql: Expression in the SQL of Spark over a table ``events``.
        parts: The files, where every worker can read them.
        master: Where Spark is, such as ``local[*]`` or ``spark://host:7077``.

    Raises:
        MissingExtraError: When pyspark or Java is not installed.
        UpstreamError: When Spark fails.
    """
    if find_spec("pyspark") is None:
        package = "pyspark"
        raise MissingExtraError.for_package(package, extra="spark")
    if not os.environ.get("JAVA_HOME") and shutil.which("java") is None:
        raise MissingExtraError("Spark needs Java, and none is installed.", "Install Java 17, or set JAVA_HOME.")
    from py4j.protocol import Py4JError
    from pyspark.errors import PySparkException
    from pyspark.sql import SparkSession

    try:
        with _session(SparkSession, master) as session:
            session.read.parquet(*(str(path.resolve()) for path in parts)).createOrReplaceTempView("events")
            return [tuple(row) for row in session.sql(sql).collect()]
    except (PySparkException, Py4JError, OSError) as cause:
        raise UpstreamError(
            f"Spark at '{master}' did not answer: {str(cause).strip().splitlines()[0]}",
            "See that the cluster runs and reads the folder.",
        ) from cause


def on_bigquery(sql: str) -> Rows:
    """Answer an expression with BigQuery, as the user who is logged in there and at the user's cost.

    Args:
        sql: Expression in the SQL of BigQuery.

    Raises:
        MissingExtraError: When its client is not installed.
        UpstreamError: When there are no credentials, or BigQuery refuses.
    """
    try:
        from google.cloud import bigquery
    except ImportError as cause:
        package = "google-cloud-bigquery"
        raise MissingExtraError.for_package(package, extra="bigquery") from cause
    from google.api_core.exceptions import GoogleAPIError
    from google.auth.exceptions import GoogleAuthError

    try:
        return [tuple(row.values()) for row in bigquery.Client().query(sql).result()]
    except (GoogleAPIError, GoogleAuthError, OSError) as cause:
        raise UpstreamError(
            f"BigQuery did not answer: {cause}",
            "Log in with 'gcloud auth application-default login' and name a project, or use --dry-run.",
        ) from cause


@contextlib.contextmanager
def _session(factory: Any, master: str) -> Iterator[Any]:
    opened = factory.getActiveSession()
    if opened is not None:
        yield opened
        return
    session = (
        factory.builder.master(master)
        .appName("kanae")
        .config("spark.sql.session.timeZone", "UTC")
        .config("spark.ui.enabled", "false")
        .config("spark.ui.showConsoleProgress", "false")
        .getOrCreate()
    )
    try:
        yield session
    finally:
        session.stop()
