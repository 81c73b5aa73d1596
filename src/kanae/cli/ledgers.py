"""Commands on the ledger itself."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from kanae.cli import exports
from kanae.cli.output import end_progress, progress, say

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


def explain(code: Annotated[str, typer.Argument(help="Issue code, such as K203.")]) -> None:
    """Explain an issue code: what it means and how to mend it.

    Example: kanae explain K203. Exit codes: 0 done, 1 unknown code.
    """
    typer.echo(code)
