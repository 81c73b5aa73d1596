"""Measures: the group, with a file for the commands of each subject, and all of them written at once."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from kanae.cli.measure_institutions import institution_items, institutionalisation, instrument_years, instruments
from kanae.cli.measure_places import distances, east_up_map
from kanae.cli.measure_promises import say_do, words_and_acts
from kanae.cli.measure_reliability import reliability
from kanae.cli.measure_rhythm import cadence, change_points, cycle, vitality
from kanae.cli.measure_states import burden, roles
from kanae.cli.measure_turnover import continuity, governments, inheritance
from kanae.cli.options import (
    AsOfOption,
    FrameworkOption,
    KnownOnOption,
    LedgerOption,
    ReadingName,
    ReadingOption,
    query_of,
)
from kanae.cli.output import end_progress, progress, say

app = typer.Typer(
    help="Measure: each number with its records, its range and what is not known.",
    no_args_is_help=True,
    rich_markup_mode=None,
)

app.command("cadence")(cadence)
app.command("vitality")(vitality)
app.command("say-do")(say_do)
app.command("words-and-acts")(words_and_acts)
app.command("continuity")(continuity)
app.command("governments")(governments)
app.command("inheritance")(inheritance)
app.command("burden")(burden)
app.command("roles")(roles)
app.command("distances")(distances)
app.command("map")(east_up_map)
app.command("institutionalisation")(institutionalisation)
app.command("institution-items")(institution_items)
app.command("instruments")(instruments)
app.command("instrument-years")(instrument_years)
app.command("cycle")(cycle)
app.command("change-points")(change_points)
app.command("reliability")(reliability)


@app.command("all")
def every(
    out: Annotated[Path, typer.Option("--out", help="Folder to write; made anew as a whole.")],
    framework: FrameworkOption = "camp-david",
    as_of: AsOfOption = None,
    known_on: KnownOnOption = None,
    reading: ReadingOption = ReadingName.STRICT,
    ledger: LedgerOption = None,
) -> None:
    """Write every measure as CSV and JSON, with a manifest; the same ledger gives the same bytes.

    Example: kanae measure all --out measures. Exit codes: 0 done, 1 faults.
    """
    from kanae.workflow.measuring import write_measures

    written = write_measures(query_of(framework, as_of, known_on, reading, ledger), out, progress)
    end_progress()
    say(f"wrote {written} measures to {out}")
