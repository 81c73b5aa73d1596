"""Claims: sentences of a publication as queries that anyone can run."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kanae.cli.options import (
    AsOfOption,
    Format,
    FormatOption,
    KnownOnOption,
    Language,
    LanguageOption,
    LedgerOption,
    parse_day,
)
from kanae.cli.output import end_progress, print_rows, progress, say
from kanae.errors import KanaeError

if TYPE_CHECKING:
    from kanae.workflow.claims import ClaimsChecked


class ClaimsFormat(StrEnum):
    """Ways to print checked claims."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"
    HTML = "html"


app = typer.Typer(
    help="Claims: sentences of a publication, each checked by its own query over the ledger.",
    no_args_is_help=True,
    rich_markup_mode=None,
)

PathArgument = Annotated[Path | None, typer.Argument(help="File or folder of claims; else those of the ledger.")]


@app.command("list")
def every(
    path: PathArgument = None,
    lang: LanguageOption = Language.EN,
    form: FormatOption = None,
    ledger: LedgerOption = None,
) -> None:
    """List the claims with their place in the publication.

    Example: kanae claims list. Exit codes: 0 done, 1 faults.
    """
    from kanae.workflow.claim_rows import listed_rows
    from kanae.workflow.claims import ClaimsAsked, read_asked

    claims = read_asked(ClaimsAsked(path, ledger))
    print_rows(listed_rows(claims, lang.value), form, shown=("claim_id", "section", "type", "text"))
    for issue in claims.issues:
        say(str(issue))
    say(f"{len(claims.rows)} claims")
    raise typer.Exit(1 if claims.issues else 0)


@app.command()
def check(
    context: typer.Context,
    path: PathArgument = None,
    as_of: AsOfOption = None,
    known_on: KnownOnOption = None,
    lang: LanguageOption = Language.EN,
    form: Annotated[
        ClaimsFormat | None,
        typer.Option("--format", help="Table for a person, JSON for a pipe by default; html for a page."),
    ] = None,
    out: Annotated[Path | None, typer.Option("--out", help="File of the page; else the standard output.")] = None,
    ledger: LedgerOption = None,
) -> None:
    """Check claims: confirmed, partly, refuted, undetermined or a judgement, each with its figure and records.

    A claim whose query does not run is reported with file and line, and the others are checked all the same.
    As a page: section by section, with the records and sources of each claim.

    Example: kanae claims check my-essay --lang ja --out my-essay.html.
    Exit codes: 0 every claim is as expected, 1 a query does not run or a verdict is not the one expected.
    """
    from kanae.workflow.claim_start import check_from_the_start

    if out is not None and form not in (None, ClaimsFormat.HTML):
        raise KanaeError(f"'{out}' would hold a page, and --format says {form}.", "Leave out --format, or --out.")
    checked = check_from_the_start(context.obj, path, ledger, parse_day(as_of), parse_day(known_on), progress)
    if out is not None or form is ClaimsFormat.HTML:
        _write_page(checked, lang, out)
    else:
        from kanae.workflow.claim_rows import checked_rows

        end_progress()
        chosen = None if form is None else Format(form.value)
        print_rows(checked_rows(checked, lang.value), chosen, shown=("claim_id", "verdict", "figure", "text"))
    for issue in checked.issues:
        say(str(issue))
    say(checked.summary)
    raise typer.Exit(checked.exit_code)


def _write_page(checked: ClaimsChecked, lang: Language, out: Path | None) -> None:
    from kanae.store.files import write_whole
    from kanae.workflow.claim_pages import claims_page

    page = claims_page(checked, lang.value, progress)
    end_progress()
    if out is None:
        typer.echo(page, nl=False)
        return
    write_whole(out, page)
    say(f"wrote {out} ({len(page.encode()) / 1e6:.1f} MB)")


@app.command()
def new(
    path: Annotated[Path, typer.Argument(help="File to make, named after the claim: my-essay/my-essay-c001.yml.")],
) -> None:
    """Write a file with a claim to fill in; what stands there already is never touched.

    Example: kanae claims new my-essay/my-essay-c001.yml. Exit codes: 0 done, 1 faults.
    """
    from kanae.workflow.new_claims import write_new_claim

    typer.echo(str(write_new_claim(path)))
