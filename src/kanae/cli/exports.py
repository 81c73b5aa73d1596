"""The ledger as files for other programs."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from kanae.cli.options import LedgerOption
from kanae.cli.output import end_progress, progress, say


class ExportFormat(StrEnum):
    """Formats of an export."""

    CSV = "csv"
    PARQUET = "parquet"
    DUCKDB = "duckdb"
    XLSX = "xlsx"
    DATAPACKAGE = "datapackage"


def export(
    form: Annotated[
        ExportFormat, typer.Option("--format", help="Format; duckdb and xlsx are one file, others a folder.")
    ],
    out: Annotated[Path, typer.Option("--out", help="Folder or file to write.")],
    ledger: LedgerOption = None,
) -> None:
    """Write every kind of record as a table: events, commitments, evidence, sources and so on.

    Example: kanae ledger export --format csv --out tables. Exit codes: 0 done, 1 faults.
    """
    from kanae.workflow.exports import export_ledger

    try:
        exported = export_ledger(form.value, out, ledger, progress)
    finally:
        end_progress()
    say(exported.summary)
