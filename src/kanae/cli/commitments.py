"""Commitments and why they stand where they stand."""

from __future__ import annotations

import json
from typing import Annotated

import typer

from kanae.cli.options import (
    AsOfOption,
    FormatOption,
    FrameworkOption,
    KnownOnOption,
    Language,
    LanguageOption,
    LedgerOption,
    ReadingName,
    ReadingOption,
    TextFormat,
    query_of,
)
from kanae.cli.output import end_progress, print_rows, progress, say

SHOWN = ("commitment_id", "status_label", "score", "since", "field_label", "text")


def commitments(
    status: Annotated[list[str] | None, typer.Option("--status", help="Only this status; may be repeated.")] = None,
    pillar: Annotated[list[str] | None, typer.Option("--pillar", help="Only this pillar; may be repeated.")] = None,
    field: Annotated[list[str] | None, typer.Option("--field", help="Only this field; may be repeated.")] = None,
    framework: FrameworkOption = "camp-david",
    as_of: AsOfOption = None,
    known_on: KnownOnOption = None,
    reading: ReadingOption = ReadingName.STRICT,
    lang: LanguageOption = Language.EN,
    form: FormatOption = None,
    ledger: LedgerOption = None,
) -> None:
    """List the commitments with the status of each.

    Example: kanae commitments --status late --format csv. Exit codes: 0 done, 1 faults.
    """
    query = query_of(framework, as_of, known_on, reading, ledger)

    from kanae.workflow.commitments import Wanted, commitment_rows

    progress("deriving statuses")
    rows = commitment_rows(query, Wanted(status or (), pillar or (), field or ()), lang.value)
    end_progress()
    print_rows(rows, form, shown=SHOWN)
    say(f"{len(rows)} commitments")


def why(
    commitment: Annotated[str, typer.Argument(help="Id of a commitment or a claim: cd-001, sakata-2026-c066.")],
    framework: FrameworkOption = "camp-david",
    as_of: AsOfOption = None,
    known_on: KnownOnOption = None,
    reading: ReadingOption = ReadingName.STRICT,
    lang: LanguageOption = Language.EN,
    form: Annotated[TextFormat, typer.Option("--format", help="Text for a person, JSON for a program.")] = (
        TextFormat.TEXT
    ),
    ledger: LedgerOption = None,
) -> None:
    """Print why a commitment has its status, or a claim its verdict: the rule or the query, and each record behind it.

    Examples: kanae why cd-001; kanae why sakata-2026-c066. Exit codes: 0 done, 1 faults.
    """
    query = query_of(framework, as_of, known_on, reading, ledger)

    from kanae.workflow.commitments import why_facts, why_text

    if form is TextFormat.JSON:
        typer.echo(json.dumps(why_facts(query, commitment, lang.value), ensure_ascii=False, indent=2))
    else:
        typer.echo(why_text(query, commitment, lang.value))
