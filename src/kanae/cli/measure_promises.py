"""Measures of words against deeds: what fell due and was not done, and words beside acts."""

from __future__ import annotations

from typing import Annotated

import typer

from kanae.cli.measure_options import print_measure
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


def say_do(
    by: Annotated[
        str | None, typer.Option("--by", help="all, pillar, field, level, document, leader or variant; else each.")
    ] = None,
    framework: FrameworkOption = "camp-david",
    as_of: AsOfOption = None,
    known_on: KnownOnOption = None,
    reading: ReadingOption = ReadingName.STRICT,
    lang: LanguageOption = Language.EN,
    form: FormatOption = None,
    ledger: LedgerOption = None,
) -> None:
    """Show which share of the promises that fell due was not done, from the best to the worst case of what is unknown.

    Example: kanae measure say-do --by pillar. Exit codes: 0 done, 1 faults.
    """
    print_measure("say-do", query_of(framework, as_of, known_on, reading, ledger), lang, form, by=by)


def words_and_acts(
    framework: FrameworkOption = "camp-david",
    as_of: AsOfOption = None,
    known_on: KnownOnOption = None,
    reading: ReadingOption = ReadingName.STRICT,
    lang: LanguageOption = Language.EN,
    form: FormatOption = None,
    ledger: LedgerOption = None,
) -> None:
    """Count words and acts per half-year and field.

    Example: kanae measure words-and-acts --format csv. Exit codes: 0 done, 1 faults.
    """
    print_measure("words-and-acts", query_of(framework, as_of, known_on, reading, ledger), lang, form)
