"""Measures of turnover: each change of leader, each pair of governments, and what the present ones took over."""

from __future__ import annotations

from typing import Annotated

import typer

from kanae.cli.measure_options import WindowOption, print_measure
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


def continuity(
    by: Annotated[str | None, typer.Option("--by", help="level or pillar; else both.")] = None,
    window_days: WindowOption = None,
    framework: FrameworkOption = "camp-david",
    as_of: AsOfOption = None,
    known_on: KnownOnOption = None,
    reading: ReadingOption = ReadingName.STRICT,
    lang: LanguageOption = Language.EN,
    form: FormatOption = None,
    ledger: LedgerOption = None,
) -> None:
    """Compare how often the members met and acted before and after each change of leader.

    Example: kanae measure continuity --by level. Exit codes: 0 done, 1 faults.
    """
    query = query_of(framework, as_of, known_on, reading, ledger)
    print_measure("continuity", query, lang, form, by=by, window_days=window_days)


def governments(
    framework: FrameworkOption = "camp-david",
    as_of: AsOfOption = None,
    known_on: KnownOnOption = None,
    lang: LanguageOption = Language.EN,
    form: FormatOption = None,
    ledger: LedgerOption = None,
) -> None:
    """Show how often the members met in a year under each pair of governments.

    Example: kanae measure governments. Exit codes: 0 done, 1 faults.
    """
    print_measure("governments", query_of(framework, as_of, known_on, ReadingName.STRICT, ledger), lang, form)


def inheritance(
    by: Annotated[str | None, typer.Option("--by", help="series, field or pillar; else each.")] = None,
    window_days: WindowOption = None,
    framework: FrameworkOption = "camp-david",
    as_of: AsOfOption = None,
    known_on: KnownOnOption = None,
    reading: ReadingOption = ReadingName.STRICT,
    lang: LanguageOption = Language.EN,
    form: FormatOption = None,
    ledger: LedgerOption = None,
) -> None:
    """Show what went on, thinned out, stopped or was new after the changes that began the governments of the day.

    Example: kanae measure inheritance --by series. Exit codes: 0 done, 1 faults.
    """
    query = query_of(framework, as_of, known_on, reading, ledger)
    print_measure("inheritance", query, lang, form, by=by, window_days=window_days)
