"""The command line: parse, call one function of ``kanae.workflow``, print."""

from __future__ import annotations

import gc
import sys
from typing import Annotated

import typer

from kanae.cli import briefs, claims, commitments, events, ledgers, measures, votes
from kanae.errors import KanaeError
from kanae.store.lean import leave_out_pandas

_YOUNG_OBJECTS = 50_000
"""Objects made until garbage is looked for; a command is short and keeps most of what it makes."""

_INTERRUPTED = "interrupted; nothing half-written was left"

app = typer.Typer(
    help="kanae 鼎: does action follow words? A sourced record of security cooperation between a few states.",
    no_args_is_help=True,
    rich_markup_mode=None,
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.command("brief")(briefs.brief)
app.command("commitments")(commitments.commitments)
app.command("why")(commitments.why)
app.command("explain")(ledgers.explain)
app.add_typer(claims.app, name="claims")
app.add_typer(ledgers.app, name="ledger")
app.add_typer(events.app, name="events")
app.add_typer(measures.app, name="measure")
app.add_typer(votes.app, name="votes")


def _print_version(asked: bool) -> None:
    if asked:
        from kanae.workflow.ledgers import version_line

        typer.echo(version_line())
        raise typer.Exit


@app.callback()
def _options(
    version: Annotated[
        bool,
        typer.Option("--version", callback=_print_version, is_eager=True, help="Print version, ledger digest and day."),
    ] = False,
) -> None:
    pass


def main() -> None:
    """Run the command line; faults on purpose become two sentences and an exit code."""
    leave_out_pandas()
    gc.set_threshold(_YOUNG_OBJECTS)
    try:
        app()
    except KanaeError as error:
        typer.echo(f"error: {error}", err=True)
        sys.exit(error.exit_code)
    except KeyboardInterrupt:
        typer.echo(_INTERRUPTED, err=True)
        sys.exit(130)
    except SystemExit as ended:
        if ended.code == 130:  # what typer makes of an interrupt
            typer.echo(_INTERRUPTED, err=True)
        raise
    finally:
        gc.freeze()  # or all that was made is looked through once more before the process ends
