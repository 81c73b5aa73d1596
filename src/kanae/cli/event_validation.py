"""Events in the news beside the ledger: validation, and change over time."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kanae.cli.options import (
    AsOfOption,
    FormatOption,
    FrameworkOption,
    Language,
    LanguageOption,
    LedgerOption,
    ReadingName,
    query_of,
)
from kanae.cli.output import print_rows, say

if TYPE_CHECKING:
    from kanae.cli.options import Format
    from kanae.model.measure import MeasureTable

StoreArgument = Annotated[Path, typer.Argument(metavar="DIR", help="Folder of the event store.")]

_SHOWN_VALIDATION = (
    *("source", "kind", "parties", "by", "group", "n_occasions", "n_found", "recall", "recall_low", "recall_high"),
    *("recall_by_chance", "n_flagged", "n_near", "precision", "precision_by_chance", "called", "reason"),
)
_SHOWN_CHANGE = (
    *("source", "parties", "scale", "n_periods", "p_value", "p_holm", "found", "date_low", "date_high"),
    *("before", "after", "reason"),
)


class ChangeBy(StrEnum):
    """Periods in which a change is looked for."""

    MONTH = "month"
    QUARTER = "quarter"


def validate(
    folder: StoreArgument,
    framework: FrameworkOption = "camp-david",
    days: Annotated[
        int | None, typer.Option("--days", min=0, help="Days apart that still count as near; else the ledger's limit.")
    ] = None,
    as_of: AsOfOption = None,
    lang: LanguageOption = Language.EN,
    form: FormatOption = None,
    ledger: LedgerOption = None,
) -> None:
    """Tell how many meetings and exercises of the ledger the news found, and how many days it flags are none.

    Both stand beside what chance alone would give; days whose files are not all there count for nothing.
    Example: kanae events validate store --days 2. Exit codes: 0 done, 1 no such store or framework.
    """
    from kanae.workflow.event_validation import validation_table

    query = query_of(framework, as_of, None, ReadingName.STRICT, ledger)
    _print(validation_table(query, folder, days), lang, form, _SHOWN_VALIDATION)


def change(
    folder: StoreArgument,
    by: Annotated[ChangeBy, typer.Option("--by", help="Period of the event day.")] = ChangeBy.MONTH,
    framework: FrameworkOption = "camp-david",
    as_of: AsOfOption = None,
    lang: LanguageOption = Language.EN,
    form: FormatOption = None,
    ledger: LedgerOption = None,
) -> None:
    """Look for one change in every series: deeds to words, conflict to cooperation, events per million rows seen.

    Fewer than 24 whole periods give no answer, and «no change found» is one.
    Example: kanae events change store --by quarter. Exit codes: 0 done, 1 no such store or framework.
    """
    from kanae.model.panels import By
    from kanae.workflow.event_change import change_table

    query = query_of(framework, as_of, None, ReadingName.STRICT, ledger)
    _print(change_table(query, folder, By(by.value)), lang, form, _SHOWN_CHANGE)


def _print(table: MeasureTable, lang: Language, form: Format | None, shown: tuple[str, ...]) -> None:
    from kanae.model.measure import plain_rows
    from kanae.workflow.measuring import remarks_of

    columns = (*(column.name for column in table.columns), "record_ids", "reason")
    print_rows(plain_rows(table), form, shown=shown, columns=columns)
    for remark in remarks_of(table, lang.value):
        say(remark)
