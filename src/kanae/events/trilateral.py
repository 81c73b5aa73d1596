"""Three states in one report: rows have two actors, so a meeting of three becomes up to six of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kanae.events.panel import between, period_of, quad_of

if TYPE_CHECKING:
    from kanae.model.panels import PanelQuestion

TRILATERAL_COUNTS = (
    *("period", "source", "co_events", "co_event_days", "events", "with_verbal_cooperation"),
    *("with_material_cooperation", "with_verbal_conflict", "with_material_conflict", "without_address", "addresses"),
)
"""Columns of the answer of the engine."""

_CLASSES = TRILATERAL_COUNTS[5:9]


def trilateral_sql(question: PanelQuestion) -> str:
    """Return the expression that counts co-events: same event day, same report, rows between all three states.

    A report of a day counts once, however many rows were made of it. Only rows between two of the three count: a
    report with rows of Japan and China and of the Republic of Korea and the United States is none of the three.

    Args:
        question: What is asked, of exactly three states.
    """
    present = "\n".join(
        f"    MAX(CASE WHEN a_iso3 = '{state}' OR b_iso3 = '{state}' THEN 1 ELSE 0 END) AS has_{place},"
        for place, state in enumerate(question.states)
    )
    classes = "\n".join(
        f"    MAX(CASE WHEN {quad_of(question)} = {number} THEN 1 ELSE 0 END) AS {name},"
        for number, name in enumerate(_CLASSES, 1)
    )
    together = " AND ".join(f"has_{place} = 1" for place in range(len(question.states)))
    whole = f"address <> '' AND {together}"
    counted = "\n".join(f"  COUNT(CASE WHEN {whole} AND {name} = 1 THEN 1 END) AS {name}," for name in _CLASSES)
    return f"""SELECT
  CAST({period_of(question)} AS INTEGER) AS period,
  source,
  COUNT(CASE WHEN {whole} THEN 1 END) AS co_events,
  COUNT(DISTINCT CASE WHEN {whole} THEN event_day END) AS co_event_days,
  CAST(SUM(rows_of_report) AS BIGINT) AS events,
{counted}
  CAST(SUM(CASE WHEN address = '' THEN rows_of_report ELSE 0 END) AS BIGINT) AS without_address,
  COUNT(CASE WHEN address <> '' THEN 1 END) AS addresses
FROM (
  SELECT
    source,
    event_day,
    COALESCE(url, '') AS address,
{present}
{classes}
    COUNT(*) AS rows_of_report
  FROM events
  WHERE {between(question)}
  GROUP BY source, event_day, COALESCE(url, '')
) AS reports
GROUP BY CAST({period_of(question)} AS INTEGER), source"""  # noqa: S608 - codes from the codebook
