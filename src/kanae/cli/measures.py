"""Measures: rhythm, institutions, words against deeds, turnover, phases, burdens."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kanae.cli.options import (
    AsOfOption,
    FormatOption,
    FrameworkOption,
    KnownOnOption,
    Language,
    LanguageOption,
    LedgerOption,
    ReadingName,
    ReadingOption,
    query_of,
)
from kanae.cli.output import end_progress, print_rows, progress, say

if TYPE_CHECKING:
    from kanae.cli.options import Format
    from kanae.workflow.statuses import Query

app = typer.Typer(
    help="Measure: each number with its records, its range and what is not known.",
    no_args_is_help=True,
    rich_markup_mode=None,
)


@app.command()
def cadence(
    framework: FrameworkOption = "camp-david",
    as_of: AsOfOption = None,
    known_on: KnownOnOption = None,
    lang: LanguageOption = Language.EN,
    form: FormatOption = None,
    ledger: LedgerOption = None,
) -> None:
    """How regularly each series meets, when the next meeting is expected, and whether it is late.

    Example: kanae measure cadence --format csv. Exit codes: 0 done, 1 faults.
    """
    _print("cadence", query_of(framework, as_of, known_on, ReadingName.STRICT, ledger), lang, form)


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


def _print(
    name: str,
    query: Query,
    lang: Language,
    form: Format | None,
    *,
    compare: tuple[str, ...] = (),
    by: str | None = None,
) -> None:
    from kanae.workflow.measuring import MeasureOptions, printed_measure

    progress(f"measuring {name}")
    printed = printed_measure(query, name, MeasureOptions(compare, by), lang.value)
    end_progress()
    print_rows(printed.rows, form)
    for remark in printed.remarks:
        say(remark)
