"""The panel of pairs of states: one expression, which every engine counts in whole numbers.

It is written in the SQL of DuckDB and reads a table ``events`` with the columns of an event store.
:mod:`kanae.events.dialects` translates it for Spark and BigQuery. Ratios are made of the counts afterwards, in
:mod:`kanae.measures.event_balance`, so no engine divides or takes a logarithm.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kanae.model.panels import By, Quad

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kanae.model.panels import PanelQuestion

PANEL_COUNTS = (
    *("period", "source", "a", "b", "verbal_cooperation", "material_cooperation", "verbal_conflict"),
    *("material_conflict", "events", "articles", "goldstein_tenths", "goldstein_events", "sources"),
)
"""Columns of the answer of the engine."""
STORY_COUNTS = ("reports", "stories", "addresses")
"""More of them when reports and stories are asked for."""

_PERIODS = {
    By.DAY: "EXTRACT(YEAR FROM event_day) * 10000 + EXTRACT(MONTH FROM event_day) * 100 + EXTRACT(DAY FROM event_day)",
    By.MONTH: "EXTRACT(YEAR FROM event_day) * 100 + EXTRACT(MONTH FROM event_day)",
    By.QUARTER: "EXTRACT(YEAR FROM event_day) * 10 + EXTRACT(QUARTER FROM event_day)",
}
_QUADS = {Quad.GIVEN: "quad_given", Quad.CAMEO: "quad_cameo"}
_CLASSES = ("verbal_cooperation", "material_cooperation", "verbal_conflict", "material_conflict")
_STORIES = """,
  COUNT(DISTINCT NULLIF(url, '')) AS reports,
  COUNT(DISTINCT day_text || '|' || pair_text || '|' || kind || '|' || place) AS stories,
  COUNT(NULLIF(url, '')) AS addresses"""
_STORY_COLUMNS = """,
    url,
    CAST(event_day AS VARCHAR) AS day_text,
    LEAST(a_iso3, b_iso3) || GREATEST(a_iso3, b_iso3) AS pair_text,
    COALESCE(root, plover, '') AS kind,
    COALESCE(geo_fips, '') AS place"""


def panel_sql(question: PanelQuestion) -> str:
    """Return the expression of a panel.

    A story is a day, a pair in no order, a CAMEO root and the country of the place: however many reports, outlets and
    codes the news made of it, it counts once. Two stories of one kind on one day at one place become one.

    Args:
        question: What is asked; its states must be known codes.

    Examples:
        >>> from kanae.model.panels import PanelQuestion
        >>> print(panel_sql(PanelQuestion(("JPN", "KOR"))).splitlines()[1].strip())
        period,
    """
    a, b = (_named(question, column) for column in ("a_iso3", "b_iso3"))
    if not question.directed:
        a, b = f"LEAST({a}, {b})", f"GREATEST({a}, {b})"
    classes = "\n".join(
        f"  COUNT(CASE WHEN quad = {number} THEN 1 END) AS {name}," for number, name in enumerate(_CLASSES, 1)
    )
    return f"""SELECT
  period,
  source,
  a,
  b,
{classes}
  COUNT(*) AS events,
  CAST(SUM(articles) AS BIGINT) AS articles,
  CAST(SUM(goldstein_tenths) AS BIGINT) AS goldstein_tenths,
  COUNT(goldstein_tenths) AS goldstein_events,
  CAST(SUM(sources) AS BIGINT) AS sources{_STORIES if question.stories else ""}
FROM (
  SELECT
    CAST({period_of(question)} AS INTEGER) AS period,
    source,
    {a} AS a,
    {b} AS b,
    {quad_of(question)} AS quad,
    articles,
    goldstein_tenths,
    sources{_STORY_COLUMNS if question.stories else ""}
  FROM events
  WHERE {between(question)}
) AS kept
GROUP BY period, source, a, b"""  # noqa: S608 - codes from the codebook


def period_of(question: PanelQuestion) -> str:
    """Return the period of the event day as a whole number, such as 201910."""
    return _PERIODS[question.by]


def quad_of(question: PanelQuestion) -> str:
    """Return the column of the quad class in the scheme asked for."""
    return _QUADS[question.quad]


def between(question: PanelQuestion) -> str:
    """Return what a row must be: between two different states, in the stream and the days asked for."""
    states = quoted(question.states)
    conditions = [f"a_iso3 IN ({states})", f"b_iso3 IN ({states})", "a_iso3 <> b_iso3"]
    if question.stream:
        conditions.append(f"stream = '{question.stream}'")
    if question.first:
        conditions.append(f"event_day >= CAST('{question.first}' AS DATE)")
    if question.last:
        conditions.append(f"event_day <= CAST('{question.last}' AS DATE)")
    return " AND ".join(conditions)


def quoted(codes: Sequence[str]) -> str:
    """Return codes as SQL has them.

    Examples:
        >>> quoted(("JPN", "KOR"))
        "'JPN', 'KOR'"
    """
    return ", ".join(f"'{code}'" for code in codes)


def _named(question: PanelQuestion, column: str) -> str:
    if not question.group:
        return column
    return f"CASE WHEN {column} IN ({quoted(question.group)}) THEN '{question.group_name}' ELSE {column} END"
