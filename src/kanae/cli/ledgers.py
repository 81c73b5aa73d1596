"""Commands on the ledger itself."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from kanae.cli import exports
from kanae.cli.options import Format, FormatOption, Language, LanguageOption, LedgerOption, TextFormat, parse_day
from kanae.cli.output import end_progress, print_rows, progress, say
from kanae.errors import KanaeError

app = typer.Typer(help="Check, search, compare and export the ledger.", no_args_is_help=True, rich_markup_mode=None)
app.command("export")(exports.export)


@app.command()
def check(path: Annotated[Path | None, typer.Argument(help="Ledger folder.")] = None) -> None:
    """Report all faults of a ledger at once.

    Example: kanae ledger check my-ledger. Exit codes: 0 clean, 1 errors, 2 warnings only.
    """
    from kanae.workflow.ledgers import check_ledger

    checked = check_ledger(path, progress)
    end_progress()
    for issue in checked.issues:
        typer.echo(str(issue))
    say(checked.summary)
    raise typer.Exit(checked.exit_code)


@app.command()
def show(
    record: Annotated[str, typer.Argument(help="Id of a record, such as cd-001; a code as list:code, levels:leader.")],
    lang: LanguageOption = Language.EN,
    form: Annotated[TextFormat, typer.Option("--format", help="Text for a person, JSON for a program.")] = (
        TextFormat.TEXT
    ),
    ledger: LedgerOption = None,
) -> None:
    """Show a record: its fields, sources with addresses, the records that name it, corrections, file and line.

    Example: kanae ledger show cd-001. Exit codes: 0 done, 1 faults.
    """
    from kanae.workflow.showing import Asked, record_facts, record_text

    asked = Asked(ledger, record)
    if form is TextFormat.JSON:
        typer.echo(json.dumps(record_facts(asked, lang.value), ensure_ascii=False, indent=2))
    else:
        typer.echo(record_text(asked, lang.value))


@app.command()
def find(
    words: Annotated[list[str], typer.Argument(help="Words that must all stand in a record; quote a phrase.")],
    kind: Annotated[
        list[str] | None, typer.Option("--kind", help="Only this kind, such as events; may repeat.")
    ] = None,
    lang: LanguageOption = Language.EN,
    form: FormatOption = None,
    ledger: LedgerOption = None,
) -> None:
    """Look for records by words in English, Japanese or Korean.

    Ids, texts in all three languages, and publishers, titles and addresses of sources are searched; capitals and width
    do not matter. Rows: record_id, kind, date, text, source_ids, file, line.

    Example: kanae ledger find Lima --kind events. Exit codes: 0 done, 1 faults.
    """
    from kanae.workflow.finding import found_rows

    rows = found_rows(ledger, words, kind or (), lang.value)
    print_rows(rows, form, shown=("record_id", "kind", "date", "text"))
    say(f"{len(rows)} records")


@app.command()
def new(
    path: Annotated[Path, typer.Argument(help="Folder to make; what stands there already is never touched.")],
    ledger: LedgerOption = None,
) -> None:
    """Make a working copy of the ledger, to change and to use with --ledger or KANAE_LEDGER.

    Example: kanae ledger new my-ledger. Exit codes: 0 done, 1 faults.
    """
    from kanae.workflow.copies import copy_ledger

    copied = copy_ledger(path, ledger, progress)
    end_progress()
    typer.echo(str(copied.folder))
    say(copied.summary)


@app.command()
def diff(
    before: Annotated[Path | None, typer.Argument(help="Ledger folder before; with --since the only one.")] = None,
    after: Annotated[Path | None, typer.Argument(help="Ledger folder after.")] = None,
    since: Annotated[str | None, typer.Option("--since", help="List what came after this day, YYYY-MM-DD.")] = None,
    lang: LanguageOption = Language.EN,
    form: FormatOption = None,
) -> None:
    """List the records added, removed and changed between two ledgers, or in one ledger since a day.

    A changed field stands with its value before and after; a correction also with its day and reason. A ledger keeps
    no removed records, so --since cannot name them. Rows: change (added, removed, changed, corrected), kind,
    record_id, field, before, after, on, reason, source_ids.

    Examples: kanae ledger diff old new; kanae ledger diff --since 2026-11-24. Exit codes: 0 done, 1 faults.
    """
    day = parse_day(since)

    from kanae.workflow.differing import rows_between, rows_since

    if day is not None and after is None:
        rows = rows_since(day, before, lang.value)
    elif day is None and before is not None and after is not None:
        rows = rows_between(before, after, lang.value)
    else:
        raise KanaeError(
            "It is not said what to compare.", "Name two ledger folders, or a day: kanae ledger diff --since YYYY-MM-DD"
        )
    print_rows(rows, form, shown=("change", "kind", "record_id", "field", "before", "after"))
    say(f"{len(rows)} differences")


def explain(
    code: Annotated[str | None, typer.Argument(help="Issue code, such as K203; without it all are listed.")] = None,
    lang: LanguageOption = Language.EN,
    form: FormatOption = None,
) -> None:
    """Explain an issue code: what it means, an example and how to mend it.

    Example: kanae explain K203 --lang ja. Exit codes: 0 done, 1 unknown code.
    """
    from kanae.workflow.explanations import explanation_row, explanation_rows, explanation_text

    if code is None:
        print_rows(explanation_rows(lang.value), form, shown=("code", "severity", "title"))
    elif form in (None, Format.TABLE):
        typer.echo(explanation_text(code, lang.value))
    else:
        print_rows([explanation_row(code, lang.value)], form)
