"""The command line: parse, call one function of ``kanae.workflow``, print."""

from __future__ import annotations

import gc
import sys
from importlib import import_module
from typing import TYPE_CHECKING, Annotated, Any

import typer

from kanae.errors import KanaeError
from kanae.store.lean import stay_lean
from kanae.workflow.claim_start import answering

if TYPE_CHECKING:
    from collections.abc import Sequence

_YOUNG_OBJECTS = 50_000
"""Objects made until garbage is looked for; a command is short and keeps most of what it makes."""

_INTERRUPTED = "interrupted; nothing half-written was left"

_COMMANDS = {
    "brief": ("briefs", "brief"),
    "commitments": ("commitments", "commitments"),
    "why": ("commitments", "why"),
    "explain": ("ledgers", "explain"),
    "claims": ("claims", "app"),
    "ledger": ("ledgers", "app"),
    "events": ("events", "app"),
    "measure": ("measures", "app"),
    "votes": ("votes", "app"),
}
"""Commands and groups of commands, each with its module and its name there."""


def command_line(words: Sequence[str] = ()) -> typer.Typer:
    """Return the command line: all of it, or the one command or group that the words begin with.

    To import and build the others takes longer than most commands take to answer.

    Args:
        words: What was typed behind ``kanae``.

    Examples:
        >>> [len(command_line(words).registered_groups) for words in ((), ("ledger", "check"), ("leger", "check"))]
        [5, 1, 5]
    """
    app = typer.Typer(
        help="kanae 鼎: does action follow words? A sourced record of security cooperation between a few states.",
        no_args_is_help=True,
        rich_markup_mode=None,
        add_completion=False,
        pretty_exceptions_enable=False,
    )
    app.callback()(_options)
    for name in words[:1] if {*words[:1]} & {*_COMMANDS} else _COMMANDS:
        module, member = _COMMANDS[name]
        found: Any = getattr(import_module(f"kanae.cli.{module}"), member)
        if isinstance(found, typer.Typer):
            app.add_typer(found, name=name)
        else:
            app.command(name)(found)
    return app


def _print_version(asked: bool) -> None:
    if asked:
        from kanae.workflow.ledgers import version_line

        typer.echo(version_line())
        raise typer.Exit


def _options(
    version: Annotated[
        bool,
        typer.Option("--version", callback=_print_version, is_eager=True, help="Print version, ledger digest and day."),
    ] = False,
) -> None:
    pass


def main() -> None:
    """Run the command line; faults on purpose become two sentences and an exit code."""
    stay_lean()
    gc.set_threshold(_YOUNG_OBJECTS)
    words = sys.argv[1:]
    try:
        with answering(words) as runner:
            command_line(words)(obj=runner)
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
