"""Measures of institutions: their scores with the items behind them, and instruments in force."""

from __future__ import annotations

from kanae.cli.measure_options import print_measure
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
    names_of,
    query_of,
)


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
    print_measure("institutionalisation", query, lang, form, compare=names_of(compare))


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
    print_measure("institution-items", query, lang, form, compare=names_of(compare))


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
    print_measure("instruments", query, lang, form, compare=names_of(compare))


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
    print_measure("instrument-years", query, lang, form, compare=names_of(compare))
