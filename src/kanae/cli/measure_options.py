"""Options of the commands on measures, and how a measure is printed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from kanae.cli.output import end_progress, print_rows, progress, say

if TYPE_CHECKING:
    from kanae.cli.options import Format, Language
    from kanae.workflow.statuses import Query

WindowOption = Annotated[
    int | None, typer.Option("--window-days", help="Days compared on either side; else the threshold of the ledger.")
]
StatesOption = Annotated[
    list[str] | None, typer.Option("--state", help="A state, such as JPN; may be repeated. Else the members.")
]
PeriodOption = Annotated[str | None, typer.Option("--by", help="quarter or half-year; else quarter.")]


def print_measure(name: str, query: Query, lang: Language, form: Format | None, **chosen: Any) -> None:
    """Measure, and print the rows; what a reader must know beside them goes to the standard error.

    Args:
        name: Name of the measure.
        query: What is asked.
        lang: Language of the words.
        form: How rows are printed.
        **chosen: What :class:`kanae.workflow.measuring.MeasureOptions` holds beside the question.
    """
    from kanae.workflow.measuring import MeasureOptions, printed_measure

    progress(f"measuring {name}")
    printed = printed_measure(query, name, MeasureOptions(**chosen), lang.value)
    end_progress()
    print_rows(printed.rows, form)
    for remark in printed.remarks:
        say(remark)
