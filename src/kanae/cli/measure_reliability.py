"""The agreement of codings: two or more tables of the same rows."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from kanae.cli.options import FormatOption, Language, LanguageOption
from kanae.cli.output import print_rows, say
from kanae.errors import KanaeError


class MetricName(StrEnum):
    """How far two values lie apart."""

    NOMINAL = "nominal"
    ORDINAL = "ordinal"


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
