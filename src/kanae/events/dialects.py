"""One expression in the SQL of other engines, and GDELT's own table in BigQuery under the names of an event store.

SQLGlot translates. It is one package of pure Python without needs of its own; why it was chosen over Ibis and Narwhals
stands in ``docs/how-to/on-spark.md``.
"""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING

from kanae.errors import MeasureError
from kanae.events.codebooks import cameo_codes_of, event_codes, iso3_by_cameo
from kanae.events.panel import quoted

if TYPE_CHECKING:
    from kanae.model.panels import PanelQuestion

BIGQUERY_TABLE = "gdelt-bq.gdeltv2.events_partitioned"
"""GDELT 2.0 in both streams, in parts by the day a row was added."""
_LATEST = timedelta(days=366)
"""GDELT dates what it finds up to a year back."""


def in_spark(sql: str) -> str:
    """Return an expression in the SQL of Spark.

    Examples:
        >>> print(in_spark("SELECT CAST(event_day AS VARCHAR) FROM events"))
        SELECT
          CAST(event_day AS STRING)
        FROM events
    """
    return _translated(sql, "spark")


def in_bigquery(sql: str, question: PanelQuestion) -> str:
    """Return an expression in the SQL of BigQuery, over GDELT's public table.

    Args:
        sql: Expression over a table ``events``.
        question: What it was made for. It needs a first and a last day: BigQuery charges for what it reads.

    Raises:
        MeasureError: When a day is missing, or a stream is asked for, which the table does not tell.
    """
    if question.stream:
        raise MeasureError("GDELT's table in BigQuery does not tell the streams apart.", "Leave --stream out.")
    if question.first is None or question.last is None:
        raise MeasureError(
            "BigQuery charges for each day it reads.", "Name the days: --from 2019-01-01 --to 2019-12-31."
        )
    return f"WITH events AS (\n{_gdelt_table(question, sql)}\n)\n{_translated(sql, 'bigquery')}\n"


def _gdelt_table(question: PanelQuestion, sql: str) -> str:
    """Return GDELT's rows with the columns that an expression names, and no other: each one read is charged for."""
    first, last = question.first, question.last
    assert first is not None and last is not None  # noqa: S101, PT018 - refused by the caller
    codes = quoted(cameo_codes_of(question.states))
    columns = ",\n".join(
        f"    {expression} AS {name}"
        for name, expression in _columns(question.states).items()
        if re.search(rf"\b{name}\b", sql)
    )
    return f"""  SELECT
{columns}
  FROM `{BIGQUERY_TABLE}`
  WHERE _PARTITIONTIME >= TIMESTAMP('{first}')
    AND _PARTITIONTIME < TIMESTAMP('{last + _LATEST}')
    AND SQLDATE BETWEEN {first:%Y%m%d} AND {last:%Y%m%d}
    AND Actor1CountryCode IN ({codes})
    AND Actor2CountryCode IN ({codes})
  QUALIFY ROW_NUMBER() OVER (PARTITION BY GLOBALEVENTID ORDER BY DATEADDED, SQLDATE) = 1"""  # noqa: S608 - codes from the codebook


def _columns(states: tuple[str, ...]) -> dict[str, str]:
    """Return the columns of an event store, each from those of GDELT's table."""
    moved = {code.root: code.quad_cameo for code in event_codes().values() if code.quad_gdelt != code.quad_cameo}
    cameo = " ".join(f"WHEN '{root}' THEN {quad}" for root, quad in sorted(moved.items()))
    return {
        "source": "'gdelt2'",
        "event_day": "PARSE_DATE('%Y%m%d', CAST(SQLDATE AS STRING))",
        "a_iso3": _iso3("Actor1CountryCode", states),
        "b_iso3": _iso3("Actor2CountryCode", states),
        "root": "EventRootCode",
        "plover": "CAST(NULL AS STRING)",
        "quad_given": "QuadClass",
        "quad_cameo": f"CASE EventRootCode {cameo} ELSE QuadClass END",
        "goldstein_tenths": "CAST(ROUND(GoldsteinScale * 10) AS INT64)",
        "sources": "NumSources",
        "articles": "NumArticles",
        "geo_fips": "ActionGeo_CountryCode",
        "url": "SOURCEURL",
    }


def _iso3(column: str, states: tuple[str, ...]) -> str:
    others = {code: iso3_by_cameo()[code] for code in cameo_codes_of(states)}
    differing = " ".join(f"WHEN '{code}' THEN '{iso3}'" for code, iso3 in others.items() if code != iso3)
    return f"CASE {column} {differing} ELSE {column} END" if differing else column


def _translated(sql: str, dialect: str) -> str:
    import sqlglot

    return str(sqlglot.transpile(sql, read="duckdb", write=dialect, pretty=True)[0])
