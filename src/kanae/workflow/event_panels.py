"""Panels from an event store: an engine counts, measures make ratios, coverage says what was read at all."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from kanae.errors import MeasureError, StorageError
from kanae.events.codebooks import cameo_codes_of
from kanae.events.coverage import coverage_of
from kanae.events.dialects import in_bigquery, in_spark
from kanae.events.layouts import GDELT2
from kanae.events.panel import PANEL_COUNTS, STORY_COUNTS, panel_sql
from kanae.events.stored import open_store
from kanae.events.trilateral import TRILATERAL_COUNTS, trilateral_sql
from kanae.measures.event_balance import balance, mean_of_tenths
from kanae.model.panels import PanelRow, TrilateralRow, bounds_of, period_name
from kanae.store.engines import on_bigquery, on_duckdb, on_spark

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from kanae.events.coverage import Coverage
    from kanae.model.panels import PanelQuestion
    from kanae.store.engines import Rows

DUCKDB, SPARK, BIGQUERY = "duckdb", "spark", "bigquery"
_LOCAL = "local[*]"
_THREE = 3


@dataclass(frozen=True, slots=True)
class Engine:
    """Where an expression is answered.

    Attributes:
        name: `duckdb`, `spark` or `bigquery`.
        master: Where Spark is.
    """

    name: str = DUCKDB
    master: str = _LOCAL


@dataclass(frozen=True, slots=True)
class _Source:
    """What a question is answered from.

    Attributes:
        states: States whose rows are there.
        parts: Files of rows.
        coverage: Days with files, by who coded the events.
    """

    states: tuple[str, ...]
    parts: tuple[Path, ...] = ()
    coverage: Mapping[str, Coverage | None] = field(default_factory=dict)


def engine_of(text: str) -> Engine:
    """Read an engine as the command line has it.

    Raises:
        MeasureError: When there is none of that name.

    Examples:
        >>> engine_of("spark:spark://host:7077")
        Engine(name='spark', master='spark://host:7077')
    """
    name, _, master = text.partition(":")
    if name not in {DUCKDB, SPARK, BIGQUERY} or (master and name != SPARK):
        raise MeasureError(f"There is no engine '{text}'.", "Write duckdb, spark, spark:MASTER or bigquery.")
    return Engine(name, master or _LOCAL)


def panel(folder: Path | None, question: PanelQuestion, engine: Engine) -> list[PanelRow]:
    """Return the panel of pairs of states, by period, pair and source.

    Args:
        folder: The event store; ``None`` for BigQuery, which has its own rows.
        question: What is asked. Without states, all that the store watches.
        engine: Where it is answered.

    Raises:
        StorageError: When there is no store.
        MeasureError: When a state is unknown, its rows were not kept, or no file of the stream was read.
    """
    question, source = _ready(folder, question, engine)
    names = (*PANEL_COUNTS, *(STORY_COUNTS if question.stories else ()))
    counted = _answer(panel_sql(question), question, engine, source)
    found = [dict(zip(names, row, strict=True)) for row in counted]
    found.sort(key=lambda row: (row["period"], row["a"], row["b"], row["source"]))
    return [_panel_row(row, question, source) for row in found]


def trilateral(folder: Path | None, question: PanelQuestion, engine: Engine) -> list[TrilateralRow]:
    """Return how often three states stood in one report of a day together, by period and source.

    Raises:
        StorageError: When there is no store.
        MeasureError: When there are not three states, one is unknown, or its rows were not kept.
    """
    question, source = _ready(folder, question, engine)
    _refuse_unless_three(question)
    counted = _answer(trilateral_sql(question), question, engine, source)
    found = [dict(zip(TRILATERAL_COUNTS, row, strict=True)) for row in counted]
    found.sort(key=lambda row: (row["period"], row["source"]))
    return [_trilateral_row(row, question, source) for row in found]


def panel_text(folder: Path | None, question: PanelQuestion, engine: Engine) -> str:
    """Return the expression of a panel in the SQL of an engine, and run nothing."""
    question, _ = _ready(folder, question, engine)
    return _translated(panel_sql(question), question, engine)


def trilateral_text(folder: Path | None, question: PanelQuestion, engine: Engine) -> str:
    """Return the expression of co-events in the SQL of an engine, and run nothing."""
    question, _ = _ready(folder, question, engine)
    _refuse_unless_three(question)
    return _translated(trilateral_sql(question), question, engine)


def _ready(folder: Path | None, question: PanelQuestion, engine: Engine) -> tuple[PanelQuestion, _Source]:
    if engine.name == BIGQUERY:
        source = _Source(question.states)
    elif folder is None:
        raise StorageError("No event store is named.", "Name its folder: kanae events panel DIR")
    else:
        store = open_store(folder)
        source = _Source(store.states, store.parts, coverage_of(store.spans, question.stream))
    read = source.coverage.get(GDELT2)
    if question.stream and read is not None and not read.days:
        raise MeasureError(
            f"The store has no file of the stream '{question.stream}'.", "Leave --stream out, or ingest its files."
        )
    question = replace(question, states=tuple(dict.fromkeys(question.states or source.states)))
    cameo_codes_of((*question.states, *question.group))
    if len(question.states) < 2:
        raise MeasureError(f"A pair needs two states, and '{','.join(question.states)}' is not two.", _NAME_STATES)
    for state in question.states:
        if state not in source.states:
            raise MeasureError(
                f"The store does not keep all rows of '{state}'.",
                f"It watches {', '.join(source.states)}; ingest anew.",
            )
    for state in question.group:
        if state not in question.states:
            raise MeasureError(f"'{state}' of the group is not among the states.", _NAME_STATES)
    return question, source


_NAME_STATES = "Name states: --states JPN,KOR,USA"


def _refuse_unless_three(question: PanelQuestion) -> None:
    if len(question.states) != _THREE:
        raise MeasureError(f"'{','.join(question.states)}' are not three states.", _NAME_STATES)


def _translated(sql: str, question: PanelQuestion, engine: Engine) -> str:
    if engine.name == BIGQUERY:
        return in_bigquery(sql, question)
    return in_spark(sql) if engine.name == SPARK else sql


def _answer(sql: str, question: PanelQuestion, engine: Engine, source: _Source) -> Rows:
    text = _translated(sql, question, engine)
    if engine.name == BIGQUERY:
        return on_bigquery(text)
    if not source.parts:
        return []
    return on_spark(text, source.parts, engine.master) if engine.name == SPARK else on_duckdb(text, source.parts)


def _panel_row(row: Mapping[str, Any], question: PanelQuestion, source: _Source) -> PanelRow:
    one, two, three, four = (row[name] for name in PANEL_COUNTS[4:8])
    classed = one + two + three + four
    found = balance(one, two, three, four) if classed else None
    shares = found.shares if found else (None, None, None, None)
    days, days_with_file, complete = _covered(row, question, source)
    return PanelRow(
        period=period_name(question.by, row["period"]),
        a=row["a"],
        b=row["b"],
        verbal_cooperation=one if found else None,
        material_cooperation=two if found else None,
        verbal_conflict=three if found else None,
        material_conflict=four if found else None,
        events=row["events"],
        articles=row["articles"],
        goldstein_mean=mean_of_tenths(row["goldstein_tenths"], row["goldstein_events"]),
        say_do=found.say_do if found else None,
        say_do_variance=found.say_do_variance if found else None,
        source=row["source"],
        quad=question.quad.value,
        verbal_cooperation_share=shares[0],
        material_cooperation_share=shares[1],
        verbal_conflict_share=shares[2],
        material_conflict_share=shares[3],
        net_cooperation=found.net_cooperation if found else None,
        unclassed=row["events"] - classed,
        sources=row["sources"],
        reports=row["reports"] if row.get("addresses") else None,
        stories=row.get("stories"),
        days=days,
        days_with_file=days_with_file,
        complete=complete,
        few=found.few if found else None,
    )


def _trilateral_row(row: Mapping[str, Any], question: PanelQuestion, source: _Source) -> TrilateralRow:
    days, days_with_file, complete = _covered(row, question, source)
    counted = row if row["addresses"] else {}
    return TrilateralRow(
        period=period_name(question.by, row["period"]),
        states=",".join(question.states),
        co_events=counted.get("co_events"),
        co_event_days=counted.get("co_event_days"),
        events=row["events"],
        with_verbal_cooperation=counted.get("with_verbal_cooperation"),
        with_material_cooperation=counted.get("with_material_cooperation"),
        with_verbal_conflict=counted.get("with_verbal_conflict"),
        with_material_conflict=counted.get("with_material_conflict"),
        without_address=row["without_address"],
        source=row["source"],
        quad=question.quad.value,
        days=days,
        days_with_file=days_with_file,
        complete=complete,
    )


def _covered(row: Mapping[str, Any], question: PanelQuestion, source: _Source) -> tuple[int, int | None, bool | None]:
    first, after = bounds_of(question.by, row["period"])
    coverage = source.coverage.get(row["source"])
    days = (after - first).days
    return (days, None, None) if coverage is None else (days, *coverage.within(first, after))
