"""Votes in the United Nations General Assembly."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kanae.cli.options import Format, Language, LanguageOption, names_of
from kanae.cli.output import end_progress, print_rows, progress, say
from kanae.cli.vote_options import (
    AbsentName,
    AbsentOption,
    ByName,
    ByOption,
    ContestedOption,
    FilesArgument,
    FirstOption,
    ImportantOption,
    IssueOption,
    LastOption,
    OutOption,
    StatesOption,
    TableFormOption,
    WeightsName,
    WeightsOption,
    filter_of,
    print_issues,
    print_table,
    states_of,
)

if TYPE_CHECKING:
    from kanae.workflow.vote_files import Fetched

app = typer.Typer(
    help="Compare votes in the United Nations General Assembly: similarity, splits by name, ideal points.",
    no_args_is_help=True,
    rich_markup_mode=None,
)


class SeriesName(StrEnum):
    """Series of published ideal points."""

    FP = "fp"
    ALL = "all"
    LEGACY = "legacy"


@app.command()
def similarity(
    files: FilesArgument = None,
    states: StatesOption = None,
    by: ByOption = ByName.YEAR,
    weights: WeightsOption = WeightsName.ABSOLUTE,
    absent: AbsentOption = AbsentName.MISSING,
    issue: IssueOption = None,
    important: ImportantOption = False,
    contested: ContestedOption = False,
    first: FirstOption = None,
    last: LastOption = None,
    bootstrap: Annotated[
        int, typer.Option("--bootstrap", help="Draws for 95% intervals over agenda items; 1000 is usual.")
    ] = 0,
    seed: Annotated[int, typer.Option("--seed", help="Makes the draws repeatable.")] = 1,
    expected: Annotated[
        bool, typer.Option("--expected", help="Also print what chance alone would give, and voeten_n.")
    ] = False,
    lang: LanguageOption = Language.EN,
    form: TableFormOption = None,
    out: OutOption = None,
) -> None:
    """Compare how states voted: agreement, S, Scott's pi and Cohen's kappa for every pair and period.

    Example: kanae votes similarity votes.csv roll_calls.csv --states JPN,KOR,USA --format csv.
    Exit codes: 0 done, 1 faults. An undefined measure is an empty cell, never 0.
    """
    from kanae.model.votes import Absent, By, Weights
    from kanae.workflow.votes import Comparison, open_votes

    progress("reading votes")
    votes = open_votes(files or ())
    where = filter_of(issue, first, last, important=important, contested=contested)
    how = Comparison(By(by.value), Weights(weights.value), Absent(absent.value), where, bootstrap, seed)
    progress("comparing votes")
    table = votes.similarity(states_of(states), how, expected=expected)
    end_progress()
    print_table(table, form, out)
    print_issues(votes.issues, lang, "votes.say.similarity")


@app.command()
def divergent(
    files: FilesArgument = None,
    states: StatesOption = None,
    by: ByOption = ByName.YEAR,
    issue: IssueOption = None,
    important: ImportantOption = False,
    opposed: Annotated[bool, typer.Option("--opposed", help="Only yes against no.")] = False,
    first: FirstOption = None,
    last: LastOption = None,
    lang: LanguageOption = Language.EN,
    form: TableFormOption = None,
    out: OutOption = None,
) -> None:
    """List the resolutions on which states split, by name: title, date, issue, and who voted how.

    Example: kanae votes divergent --states JPN,KOR,USA --first 2019 --issue nu. Exit codes: 0 done, 1 faults.
    """
    from kanae.model.votes import By
    from kanae.workflow.votes import open_votes

    progress("reading votes")
    votes = open_votes(files or ())
    where = filter_of(issue, first, last, important=important, contested=False)
    table = votes.divergent(states_of(states), where, By(by.value), opposed=opposed)
    end_progress()
    hidden = ("session", "roll_call", "important", "distance", "yes", "abstain", "no")
    print_table(table, form, out, hidden=hidden)
    print_issues(votes.issues, lang, "votes.say.divergent", n=table.num_rows)


@app.command()
def ideal(
    files: FilesArgument = None,
    states: StatesOption = None,
    by: Annotated[
        ByName | None, typer.Option("--by", help="Year or session; else as the file was made, and year for votes.")
    ] = None,
    series: Annotated[
        SeriesName | None, typer.Option("--series", help="Series of a published file; fp when it has several.")
    ] = None,
    estimate: Annotated[
        bool, typer.Option("--estimate", help="Estimate from votes; about half a minute for thirty years.")
    ] = False,
    anchors: Annotated[
        str, typer.Option("--anchors", help="Two states far apart, the upper one first, such as USA,CUB.")
    ] = "",
    distance: Annotated[
        bool, typer.Option("--distance", help="Print the distances of pairs instead of positions.")
    ] = False,
    issue: IssueOption = None,
    first: FirstOption = None,
    last: LastOption = None,
    lang: LanguageOption = Language.EN,
    form: TableFormOption = None,
    out: OutOption = None,
) -> None:
    """Print where states stand on one line, with 90% intervals: published ideal points, or an estimate from votes.

    Example: kanae votes ideal IdealpointestimatesAll_Apr2020.csv --first 70. Exit codes: 0 done, 1 faults.
    """
    from kanae.model.votes import By
    from kanae.votes.published_points import Series
    from kanae.workflow.votes import place_states

    progress("placing states; an estimate takes about half a minute for thirty years")
    placed = place_states(
        files or (),
        by=By(by.value) if by else None,
        series=Series(series.value) if series else None,
        where=filter_of(issue, first, last, important=False, contested=False),
        anchors=names_of(anchors),
        estimate=estimate,
    )
    table = placed.distances(states_of(states)) if distance else placed.table(states_of(states))
    end_progress()
    print_table(table, form, out)
    print_issues(placed.issues, lang, *placed.remarks, f"votes.say.{placed.points.origin}")


@app.command()
def fetch(
    names: Annotated[
        list[str] | None, typer.Argument(metavar="NAME...", help="Files of the catalogue; else the usual ones.")
    ] = None,
    catalogue: Annotated[bool, typer.Option("--list", help="Print the catalogue instead, and fetch nothing.")] = False,
    to: Annotated[Path | None, typer.Option("--to", help="Folder to keep files in; else kanae's cache.")] = None,
    url: Annotated[str | None, typer.Option("--url", help="Another address for the one file named.")] = None,
    form: Annotated[Format | None, typer.Option("--format", help="How --list prints.")] = None,
) -> None:
    """Fetch published votes and ideal points from their publishers: resumed, verified, written whole or not at all.

    Example: kanae votes fetch ideal-points. Exit codes: 0 done, 1 faults, 2 warnings only.
    """
    from kanae.workflow.vote_files import catalogue_rows, fetch_votes

    if catalogue:
        print_rows(catalogue_rows(), form, shown=("id", "publisher", "licence", "covers", "fetched"))
        return
    done = fetch_votes(names or (), progress, folder=to, url=url)
    end_progress()
    for row in done:
        _say_fetched(row)
    raise typer.Exit(2 if any(row.issues for row in done) else 0)


def _say_fetched(row: Fetched) -> None:
    for issue in row.issues:
        typer.echo(str(issue), err=True)
    typer.echo(row.path)
    news = "another version than before; " if row.changed else ""
    say(f"{row.dataset.id}: {news}{row.rows:,} rows, {row.receipt.bytes:,} bytes, sha256 {row.receipt.sha256}")
    say(f"  licence: {row.dataset.licence}")
    say(f"  cite: {row.dataset.citation}")


@app.command()
def check(files: FilesArgument = None) -> None:
    """Read files of votes, roll calls, ideal points or coincidence, and report all that is wrong with them.

    A table of the State Department named with votes of its year is compared with (1 + S)/2.
    Example: kanae votes check votes.csv roll_calls.csv. Exit codes: 0 clean, 1 errors, 2 warnings only.
    """
    from kanae.workflow.vote_files import check_votes

    progress("reading files")
    checked = check_votes(files or ())
    end_progress()
    for issue in checked.issues:
        typer.echo(str(issue))
    for line in (*checked.lines, checked.summary):
        say(line)
    raise typer.Exit(checked.exit_code)
