"""Measures over time: how regularly meetings come, which mechanisms are alive, and phases and changes of counts."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from kanae.cli.measure_options import PeriodOption, print_measure
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
from kanae.cli.output import say


def cadence(
    framework: FrameworkOption = "camp-david",
    as_of: AsOfOption = None,
    known_on: KnownOnOption = None,
    lang: LanguageOption = Language.EN,
    form: FormatOption = None,
    calendar: Annotated[
        Path | None, typer.Option("--calendar", help="iCalendar file (.ics) of expected and overdue meetings to write.")
    ] = None,
    ledger: LedgerOption = None,
) -> None:
    """How regularly each series meets, when the next meeting is expected, and whether it is late.

    Example: kanae measure cadence --calendar meetings.ics --lang ja. Exit codes: 0 done, 1 faults.
    """
    query = query_of(framework, as_of, known_on, ReadingName.STRICT, ledger)
    if calendar is None:
        print_measure("cadence", query, lang, form)
        return
    from kanae.store.files import write_whole
    from kanae.workflow.calendars import cadence_calendar

    write_whole(calendar, cadence_calendar(query, lang.value))
    say(f"wrote {calendar}")


def vitality(
    framework: FrameworkOption = "camp-david",
    compare: Annotated[
        list[str] | None,
        typer.Option("--compare", help="Framework to compare with, may be repeated; else those it names."),
    ] = None,
    as_of: AsOfOption = None,
    known_on: KnownOnOption = None,
    lang: LanguageOption = Language.EN,
    form: FormatOption = None,
    ledger: LedgerOption = None,
) -> None:
    """Whether each mechanism is alive, irregular, revived, dormant, ended or planned, and the act that says so.

    Example: kanae measure vitality --compare quad. Exit codes: 0 done, 1 faults.
    """
    query = query_of(framework, as_of, known_on, ReadingName.STRICT, ledger)
    print_measure("vitality", query, lang, form, compare=tuple(compare or ()))


def cycle(
    by: PeriodOption = None,
    framework: FrameworkOption = "camp-david",
    as_of: AsOfOption = None,
    known_on: KnownOnOption = None,
    lang: LanguageOption = Language.EN,
    form: FormatOption = None,
    ledger: LedgerOption = None,
) -> None:
    """Count cooperation and friction by period, and show the phases found where the record is whole.

    Example: kanae measure cycle --by half-year --format csv. Exit codes: 0 done, 1 faults.
    """
    print_measure("cycle", query_of(framework, as_of, known_on, ReadingName.STRICT, ledger), lang, form, by=by)


def change_points(
    by: PeriodOption = None,
    framework: FrameworkOption = "camp-david",
    as_of: AsOfOption = None,
    known_on: KnownOnOption = None,
    lang: LanguageOption = Language.EN,
    form: FormatOption = None,
    ledger: LedgerOption = None,
) -> None:
    """Look for one change of rate in each covered series: a range of dates, or no change found.

    Example: kanae measure change-points --format csv. Exit codes: 0 done, 1 faults.
    """
    print_measure("change-points", query_of(framework, as_of, known_on, ReadingName.STRICT, ledger), lang, form, by=by)
