"""Measures: rhythm, institutions, words against deeds, turnover, phases, burdens."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kanae.cli.options import (
    AsOfOption,
    CompareOption,
    FormatOption,
    FrameworkOption,
    KnownOnOption,
    Language,
    LanguageOption,
    LedgerOption,
    ReadingName,
    ReadingOption,
    names_of,
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


@app.command()
def institutionalisation(
    framework: FrameworkOption = "camp-david",
    compare: CompareOption = None,
    as_of: AsOfOption = None,
    known_on: KnownOnOption = None,
    lang: LanguageOption = Language.EN,
    form: FormatOption = None,
    ledger: LedgerOption = None,
) -> None:
    """How institutionalised a framework is on paper and in practice, year by year, beside others; never its strength.

    Example: kanae measure institutionalisation --compare jpn-kor,aus-jpn --format csv. Exit codes: 0 done, 1 faults.
    """
    query = query_of(framework, as_of, known_on, ReadingName.STRICT, ledger)
    _print("institutionalisation", query, lang, form, compare=names_of(compare))


@app.command("institution-items")
def institution_items(
    framework: FrameworkOption = "camp-david",
    compare: CompareOption = None,
    as_of: AsOfOption = None,
    known_on: KnownOnOption = None,
    lang: LanguageOption = Language.EN,
    form: FormatOption = None,
    ledger: LedgerOption = None,
) -> None:
    """The fourteen items behind the two scores of institutionalisation, each with its rule and records.

    Example: kanae measure institution-items --compare quad --format csv. Exit codes: 0 done, 1 faults.
    """
    query = query_of(framework, as_of, known_on, ReadingName.STRICT, ledger)
    _print("institution-items", query, lang, form, compare=names_of(compare))


@app.command()
def instruments(
    framework: FrameworkOption = "camp-david",
    compare: CompareOption = None,
    as_of: AsOfOption = None,
    known_on: KnownOnOption = None,
    lang: LanguageOption = Language.EN,
    form: FormatOption = None,
    ledger: LedgerOption = None,
) -> None:
    """Which types of agreement and mechanism are in force between whom, since when, with their sources.

    Example: kanae measure instruments --framework jpn-kor --compare aus-jpn,jpn-phl. Exit codes: 0 done, 1 faults.
    """
    query = query_of(framework, as_of, known_on, ReadingName.STRICT, ledger)
    _print("instruments", query, lang, form, compare=names_of(compare))


@app.command("instrument-years")
def instrument_years(
    framework: FrameworkOption = "camp-david",
    compare: CompareOption = None,
    as_of: AsOfOption = None,
    known_on: KnownOnOption = None,
    lang: LanguageOption = Language.EN,
    form: FormatOption = None,
    ledger: LedgerOption = None,
) -> None:
    """How many of the core types of instrument are in force at the end of each year.

    Example: kanae measure instrument-years --framework jpn-kor --as-of 2023-12-31. Exit codes: 0 done, 1 faults.
    """
    query = query_of(framework, as_of, known_on, ReadingName.STRICT, ledger)
    _print("instrument-years", query, lang, form, compare=names_of(compare))


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
