"""Options of the commands on votes, and how their tables are printed."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from kanae.cli.options import Language, names_of
from kanae.cli.output import as_table, say
from kanae.errors import KanaeError

if TYPE_CHECKING:
    from kanae.model.issues import Issue
    from kanae.model.votes import VoteFilter


class ByName(StrEnum):
    """Periods."""

    YEAR = "year"
    SESSION = "session"


class WeightsName(StrEnum):
    """How far apart two votes are."""

    ABSOLUTE = "absolute"
    SQUARED = "squared"


class AbsentName(StrEnum):
    """What an absence counts as."""

    MISSING = "missing"
    ABSTAIN = "abstain"


class TableForm(StrEnum):
    """Formats of a large table."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"
    PARQUET = "parquet"


FilesArgument = Annotated[
    list[Path] | None,
    typer.Argument(metavar="FILE...", help="CSV, TSV or Parquet, also .gz; else what 'kanae votes fetch' brought."),
]
StatesOption = Annotated[
    str | None, typer.Option("--states", help="States by ISO code, joined by commas, or all; else JPN,KOR,USA.")
]
ByOption = Annotated[ByName, typer.Option("--by", help="Calendar year of the vote, or session.")]
WeightsOption = Annotated[
    WeightsName, typer.Option("--weights", help="Distance of yes and no in S, pi, kappa: 2 steps, or 4 when squared.")
]
AbsentOption = Annotated[
    AbsentName, typer.Option("--absent", help="Leave absences out, or count them as abstentions as FPSIM does.")
]
IssueOption = Annotated[
    list[str] | None, typer.Option("--issue", help="Only this issue code, such as nu; may be repeated.")
]
ImportantOption = Annotated[bool, typer.Option("--important", help="Only votes the State Department called important.")]
ContestedOption = Annotated[bool, typer.Option("--contested", help="Only votes that were not unanimous.")]
FirstOption = Annotated[int | None, typer.Option("--first", help="First year or session.")]
LastOption = Annotated[int | None, typer.Option("--last", help="Last year or session.")]
OutOption = Annotated[Path | None, typer.Option("--out", help="File to write; else the standard output.")]
TableFormOption = Annotated[
    TableForm | None,
    typer.Option("--format", help="Else by the name of --out; else a table for a person, JSON for a pipe."),
]


def states_of(text: str | None) -> tuple[str, ...]:
    """Return the states someone named, else the usual ones."""
    from kanae.workflow.votes import usual_states

    return usual_states() if text is None else names_of(text)


def filter_of(
    issues: Sequence[str] | None, first: int | None, last: int | None, *, important: bool, contested: bool
) -> VoteFilter:
    """Return which resolutions count."""
    from kanae.model.votes import VoteFilter

    return VoteFilter(tuple(issues or ()), important=important, contested=contested, first=first, last=last)


def print_table(table: Any, form: TableForm | None, out: Path | None, hidden: Sequence[str] = ()) -> None:
    """Print an Arrow table, or write it to a file.

    Args:
        table: The table.
        form: Format; else by the name of the file, else a table on a terminal and JSON in a pipe.
        out: File.
        hidden: Columns that the table for a person leaves out.
    """
    from kanae.store.arrow_files import csv_bytes, json_pieces, write_parquet
    from kanae.store.files import write_whole

    chosen = form or _form_of(out)
    if chosen is TableForm.PARQUET:
        if out is None:
            raise KanaeError("Parquet is not for the standard output.", "Name a file: --out votes.parquet")
        write_parquet(out, table)
    elif out is not None:
        write_whole(out, csv_bytes(table) if chosen is TableForm.CSV else _text(table, chosen, hidden))
    elif chosen is TableForm.CSV:
        sys.stdout.buffer.write(csv_bytes(table))
        sys.stdout.buffer.flush()
    elif chosen is TableForm.JSON:
        for piece in json_pieces(table):
            typer.echo(piece, nl=False)
        typer.echo()
    else:
        typer.echo(_text(table, chosen, hidden))
    if out is not None:
        say(f"wrote {out} ({table.num_rows:,} rows)")


def _form_of(out: Path | None) -> TableForm:
    if out is None:
        return TableForm.TABLE if sys.stdout.isatty() else TableForm.JSON
    ending = out.suffix.removeprefix(".").lower()
    if ending not in list(TableForm):
        raise KanaeError(f"'{out}' does not say its format.", "Name it .csv, .json or .parquet, or add --format.")
    return TableForm(ending)


def _text(table: Any, form: TableForm, hidden: Sequence[str]) -> str:
    from kanae.store.arrow_files import json_pieces

    if form is TableForm.JSON:
        return "".join(json_pieces(table)) + "\n"
    shown = [name for name in table.column_names if name not in hidden]
    rows = [{name: _rounded(value) for name, value in row.items()} for row in table.select(shown).to_pylist()]
    return as_table(rows)


def _rounded(value: Any) -> Any:
    return f"{value:.3f}" if isinstance(value, float) else value


def print_issues(issues: Sequence[Issue], lang: Language, *sentences: str, **values: Any) -> None:
    """Say what is wrong with files, and how the result is to be read, on the standard error."""
    from kanae.workflow.wording import words_of

    for issue in issues:
        typer.echo(str(issue), err=True)
    words = words_of(lang.value)
    for sentence in sentences:
        say(words.say(sentence, **values))
