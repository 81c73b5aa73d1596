"""Measures: rhythm, institutions, words against deeds, turnover, phases, burdens."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

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
from kanae.errors import KanaeError

if TYPE_CHECKING:
    from kanae.cli.options import Format
    from kanae.workflow.statuses import Query

app = typer.Typer(
    help="Measure: each number with its records, its range and what is not known.",
    no_args_is_help=True,
    rich_markup_mode=None,
)

WindowOption = Annotated[
    int | None, typer.Option("--window-days", help="Days compared on either side; else the threshold of the ledger.")
]


@app.command()
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
        _print("cadence", query, lang, form)
        return
    from kanae.store.files import write_whole
    from kanae.workflow.calendars import cadence_calendar

    write_whole(calendar, cadence_calendar(query, lang.value))
    say(f"wrote {calendar}")


@app.command()
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
    _print("vitality", query, lang, form, compare=tuple(compare or ()))


@app.command("say-do")
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
    _print("say-do", query_of(framework, as_of, known_on, reading, ledger), lang, form, by=by)


@app.command("words-and-acts")
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
    _print("words-and-acts", query_of(framework, as_of, known_on, reading, ledger), lang, form)


@app.command()
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
    _print("continuity", query, lang, form, by=by, window_days=window_days)


@app.command()
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
    _print("governments", query_of(framework, as_of, known_on, ReadingName.STRICT, ledger), lang, form)


@app.command()
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
    _print("inheritance", query, lang, form, by=by, window_days=window_days)


StatesOption = Annotated[
    list[str] | None, typer.Option("--state", help="A state, such as JPN; may be repeated. Else the members.")
]


@app.command()
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
    _print("burden", query, lang, form, states=tuple(state or ()))


@app.command()
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
    _print("roles", query, lang, form, states=tuple(state or ()))


@app.command()
def distances(
    start: Annotated[str | None, typer.Argument(help="A place, or latitude,longitude.")] = None,
    end: Annotated[str | None, typer.Argument(help="The other one; else every line of the map.")] = None,
    framework: FrameworkOption = "camp-david",
    as_of: AsOfOption = None,
    known_on: KnownOnOption = None,
    lang: LanguageOption = Language.EN,
    form: FormatOption = None,
    ledger: LedgerOption = None,
) -> None:
    """How far two places lie apart: geodesics on WGS84, in kilometres and statute miles.

    Write -- before a latitude south of the equator.
    Example: kanae measure distances camp-humphreys pyongyang. Exit codes: 0 done, 1 faults.
    """
    query = query_of(framework, as_of, known_on, ReadingName.STRICT, ledger)
    _print("distances", query, lang, form, ends=ends_of(start, end))


@app.command("map")
def east_up_map(
    out: Annotated[Path, typer.Option("--out", help="SVG file to write.")] = Path("map.svg"),
    phone: Annotated[bool, typer.Option("--phone", help="Draw the narrow one.")] = False,
    framework: FrameworkOption = "camp-david",
    as_of: AsOfOption = None,
    known_on: KnownOnOption = None,
    lang: LanguageOption = Language.EN,
    ledger: LedgerOption = None,
) -> None:
    """Draw the map with east at the top: bases, straits, capitals, islands and distances, as one SVG file.

    Example: kanae measure map --lang ja --out map.svg. Exit codes: 0 done, 1 faults.
    """
    from kanae.workflow.east_up import write_map

    progress("drawing the map")
    query = query_of(framework, as_of, known_on, ReadingName.STRICT, ledger)
    write_map(query, lang.value, out, wide=not phone)
    end_progress()
    say(f"wrote {out}")


def ends_of(start: str | None, end: str | None) -> tuple[str, str] | None:
    """Return the two ends of a distance; ``None`` when none is named.

    Raises:
        KanaeError: When only one is named.
    """
    if start is None:
        return None
    if end is None:
        raise KanaeError(f"From '{start}' to where?", "Name two places, or none for every line of the map.")
    return (start, end)


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


PeriodOption = Annotated[str | None, typer.Option("--by", help="quarter or half-year; else quarter.")]


@app.command()
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
    _print("cycle", query_of(framework, as_of, known_on, ReadingName.STRICT, ledger), lang, form, by=by)


@app.command("change-points")
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
    _print("change-points", query_of(framework, as_of, known_on, ReadingName.STRICT, ledger), lang, form, by=by)


class MetricName(StrEnum):
    """How far two values lie apart."""

    NOMINAL = "nominal"
    ORDINAL = "ordinal"


@app.command()
def reliability(
    files: Annotated[list[Path], typer.Argument(help="One table a coder: CSV, TSV or Parquet.")],
    ids: Annotated[str, typer.Option("--id", help="Columns that name a row, with commas between.")],
    value: Annotated[str, typer.Option("--value", help="Column of the value.")],
    metric: Annotated[MetricName, typer.Option("--metric", help="Names, or values in order.")] = MetricName.NOMINAL,
    order: Annotated[str, typer.Option("--order", help="Values in their order; else as numbers or letters.")] = "",
    where: Annotated[
        str, typer.Option("--where", help="COLUMN=VALUE: only rows to which every coder gives that value.")
    ] = "",
    confusion: Annotated[bool, typer.Option("--confusion", help="Print the confusion matrix instead.")] = False,
    lang: LanguageOption = Language.EN,
    form: FormatOption = None,
) -> None:
    """How far two or more codings of the same rows agree: Krippendorff's alpha with its interval, and raw agreement.

    Example: kanae measure reliability a.csv b.csv --id doc,n --value commitment. Exit codes: 0 done, 1 faults.
    """
    from kanae.workflow.reliability import Codings, compare_codings, remarks_of

    column, equals, wanted = where.partition("=")
    if where and not equals:
        raise KanaeError(f"'{where}' names no value.", "Write --where COLUMN=VALUE.")
    found = compare_codings(
        Codings(
            tuple(files),
            tuple(ids.split(",")),
            value,
            metric.value,
            tuple(order.split(",")) if order else (),
            (column, wanted) if where else None,
        )
    )
    print_rows(found.confusion if confusion else found.rows, form)
    for remark in remarks_of(found, lang.value):
        say(remark)


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


def _print(name: str, query: Query, lang: Language, form: Format | None, **chosen: Any) -> None:
    from kanae.workflow.measuring import MeasureOptions, printed_measure

    progress(f"measuring {name}")
    printed = printed_measure(query, name, MeasureOptions(**chosen), lang.value)
    end_progress()
    print_rows(printed.rows, form)
    for remark in printed.remarks:
        say(remark)
