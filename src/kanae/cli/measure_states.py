"""Measures of single states: what each bears, and what it does in each contingency."""

from __future__ import annotations

from kanae.cli.measure_options import StatesOption, print_measure
from kanae.cli.options import (
    AsOfOption,
    FormatOption,
    FrameworkOption,
    KnownOnOption,
    Language,
    LanguageOption,
    LedgerOption,
    ReadingName,
    query_of,
)


def burden(
    framework: FrameworkOption = "camp-david",
    state: StatesOption = None,
    as_of: AsOfOption = None,
    known_on: KnownOnOption = None,
    lang: LanguageOption = Language.EN,
    form: FormatOption = None,
    ledger: LedgerOption = None,
) -> None:
    """Defence spending, US troops and host-nation support by year, each definition kept apart.

    Example: kanae measure burden --state JPN --format csv. Exit codes: 0 done, 1 faults.
    """
    query = query_of(framework, as_of, known_on, ReadingName.STRICT, ledger)
    print_measure("burden", query, lang, form, states=tuple(state or ()))


def roles(
    framework: FrameworkOption = "camp-david",
    state: StatesOption = None,
    as_of: AsOfOption = None,
    known_on: KnownOnOption = None,
    lang: LanguageOption = Language.EN,
    form: FormatOption = None,
    ledger: LedgerOption = None,
) -> None:
    """What each state does, promises, is asked to do or declines to do in each contingency, with dated sources.

    Example: kanae measure roles --state KOR. Exit codes: 0 done, 1 faults.
    """
    query = query_of(framework, as_of, known_on, ReadingName.STRICT, ledger)
    print_measure("roles", query, lang, form, states=tuple(state or ()))
