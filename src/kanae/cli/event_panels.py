"""Panels of events: pairs of states by period, and three states in one report."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kanae.cli.options import FormatOption, names_of, parse_day
from kanae.cli.output import print_rows, say

if TYPE_CHECKING:
    from kanae.model.panels import PanelQuestion


class ByName(StrEnum):
    """Periods."""

    DAY = "day"
    MONTH = "month"
    QUARTER = "quarter"


class QuadName(StrEnum):
    """Schemes of the quad classes."""

    GIVEN = "given"
    CAMEO = "cameo"


class StreamName(StrEnum):
    """Streams of GDELT 2.0."""

    ENGLISH = "english"
    TRANSLATED = "translated"


_SHOWN = (
    *("period", "a", "b", "verbal_cooperation", "material_cooperation", "verbal_conflict", "material_conflict"),
    *("events", "goldstein_mean", "say_do", "net_cooperation", "source", "days_with_file", "complete", "few"),
)

FolderArgument = Annotated[
    Path | None, typer.Argument(metavar="DIR", help="Folder of the event store; none for BigQuery.")
]
ByOption = Annotated[ByName, typer.Option("--by", help="Period of the event day.")]
StatesOption = Annotated[
    str, typer.Option("--states", help="States by ISO code, joined by commas; else all the store watches.")
]
ThreeOption = Annotated[str, typer.Option("--states", help="The three states by ISO code, joined by commas.")]
QuadOption = Annotated[
    QuadName, typer.Option("--quad", help="Classes as the provider gives them, or in the tradition of CAMEO.")
]
StreamOption = Annotated[StreamName | None, typer.Option("--stream", help="Only this stream of GDELT 2.0.")]
FirstOption = Annotated[str | None, typer.Option("--from", help="First event day, YYYY-MM-DD.")]
LastOption = Annotated[str | None, typer.Option("--to", help="Last event day, YYYY-MM-DD.")]
EngineOption = Annotated[str, typer.Option("--engine", help="duckdb, spark, spark:MASTER or bigquery.")]
DryRunOption = Annotated[bool, typer.Option("--dry-run", help="Print the SQL for the engine, and run nothing.")]


def panel(
    folder: FolderArgument = None,
    by: ByOption = ByName.MONTH,
    states: StatesOption = "",
    directed: Annotated[
        bool, typer.Option("--directed/--pairs", help="Source and target apart, or pairs in no order.")
    ] = False,
    group: Annotated[str, typer.Option("--group", help="States that count as one, joined by commas.")] = "",
    quad: QuadOption = QuadName.GIVEN,
    stream: StreamOption = None,
    first: FirstOption = None,
    last: LastOption = None,
    stories: Annotated[bool, typer.Option("--stories", help="Count reports and stories too; takes longer.")] = False,
    engine: EngineOption = "duckdb",
    dry_run: DryRunOption = False,
    form: FormatOption = None,
) -> None:
    """Count words and deeds between states by period: quad classes, shares, say-do ratio, mean Goldstein value.

    Example: kanae events panel store --by month --format csv. Exit codes: 0 done, 1 no such store or state, 3 the
    engine is not installed.
    """
    from dataclasses import replace

    from kanae.model.panels import PANEL_COLUMNS
    from kanae.workflow import event_panels

    question = replace(
        _question(states, by, quad, stream, first, last), directed=directed, group=names_of(group), stories=stories
    )
    if dry_run:
        typer.echo(event_panels.panel_text(folder, question, event_panels.engine_of(engine)))
        return
    rows = event_panels.panel(folder, question, event_panels.engine_of(engine))
    print_rows([row.as_row() for row in rows], form, shown=_SHOWN, columns=PANEL_COLUMNS)
    if rows and all(row.unclassed == row.events for row in rows):
        say("No row has a class in this scheme; with --quad cameo every provider's rows have one.")


def trilateral(
    folder: FolderArgument = None,
    states: ThreeOption = "JPN,KOR,USA",
    by: ByOption = ByName.MONTH,
    quad: QuadOption = QuadName.GIVEN,
    stream: StreamOption = None,
    first: FirstOption = None,
    last: LastOption = None,
    engine: EngineOption = "duckdb",
    dry_run: DryRunOption = False,
    form: FormatOption = None,
) -> None:
    """Count reports of a day in which three states stand together, each report once.

    Example: kanae events trilateral store --states JPN,KOR,USA --by month. Exit codes: 0 done, 1 no such store or
    state, 3 the engine is not installed.
    """
    from kanae.model.panels import TRILATERAL_COLUMNS
    from kanae.workflow import event_panels

    question = _question(states, by, quad, stream, first, last)
    if dry_run:
        typer.echo(event_panels.trilateral_text(folder, question, event_panels.engine_of(engine)))
        return
    rows = event_panels.trilateral(folder, question, event_panels.engine_of(engine))
    print_rows([row.as_row() for row in rows], form, columns=TRILATERAL_COLUMNS)


def _question(
    states: str, by: ByName, quad: QuadName, stream: StreamName | None, first: str | None, last: str | None
) -> PanelQuestion:
    from kanae.model.panels import By, PanelQuestion, Quad

    return PanelQuestion(
        names_of(states),
        By(by.value),
        Quad(quad.value),
        stream=stream.value if stream else "",
        first=parse_day(first),
        last=parse_day(last),
    )
