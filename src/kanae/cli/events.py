"""Machine-coded events in the world's news."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kanae.cli.event_fetch import fetch
from kanae.cli.event_panels import panel, trilateral
from kanae.cli.event_validation import change, validate
from kanae.cli.options import Format, FormatOption, names_of
from kanae.cli.output import end_progress, print_rows, progress, say

if TYPE_CHECKING:
    from kanae.workflow.events import EventReport, News

app = typer.Typer(
    help="Fetch, take in and count machine-coded events: GDELT, ICEWS, POLECAT.",
    no_args_is_help=True,
    rich_markup_mode=None,
)

app.command("fetch")(fetch)
app.command("panel")(panel)
app.command("trilateral")(trilateral)
app.command("validate")(validate)
app.command("change")(change)

_SHORTEST = 0.001
_SHOWN = ("file", "state", "rows", "kept", "dropped", "malformed", "duplicates", "disagreements", "detail")


@app.callback()
def _group() -> None:
    """Fetch, take in and count machine-coded events: GDELT, ICEWS, POLECAT."""


@app.command()
def ingest(
    sources: Annotated[list[Path], typer.Argument(metavar="SOURCE...", help="Files, or folders of them.")],
    to: Annotated[Path, typer.Option("--to", help="Folder of the event store; made when it is not there.")],
    watch: Annotated[
        str, typer.Option("--watch", help="Keep rows in which one of these states acts or is acted upon.")
    ] = "JPN,KOR,USA,PRK,CHN,AUS,PHL",
    pairs: Annotated[
        bool, typer.Option("--pairs", help="Keep only rows between two different watched states.")
    ] = False,
    workers: Annotated[int, typer.Option("--workers", min=1, help="Processes that read.")] = 1,
    form: FormatOption = None,
) -> None:
    """Read files of GDELT (1.0, 2.0 in both streams, mentions), ICEWS and POLECAT into Parquet by month.

    An interrupted run goes on where it stopped, and the same files give the same bytes. Prints the files that want a
    look. Example: kanae events ingest gdelt/ --to store --workers 2.
    Exit codes: 0 done, 1 a file or the disk failed, 2 done with rows that want a look.
    """
    from kanae.events.readers import readers_beside

    with readers_beside(workers - 1) as ready:
        from kanae.model.events import Watch
        from kanae.workflow.events import ingest_events, plan

        planned = plan(sources)
        begun = time.monotonic()

        def tell(news: News) -> None:
            progress(told(news, planned.size, max(time.monotonic() - begun, _SHORTEST)))

        report = ingest_events(planned, to, Watch(names_of(watch.upper()), pairs), workers, tell, ready)
    end_progress()
    if planned.ignored:
        names = ", ".join(path.name for path in planned.ignored[:5])
        more = ", …" if len(planned.ignored) > 5 else ""
        say(f"ignored, as not named like files of events: {names}{more}")
    _print(report, form, only_doubtful=True)


@app.command()
def check(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Folder of the event store, or of fetched files.")],
    form: FormatOption = None,
) -> None:
    """Tell for each file of an event store what became of its rows, and whether the store is as it was written.

    For a folder of fetched files: how much of each day is there. Example: kanae events check store --format json.
    Exit codes: 0 clean, 1 a file failed or the store is damaged, 2 rows want a look, or fetched days are not complete.
    """
    from kanae.workflow.event_fetch import days_of_files, days_told, fetched_days
    from kanae.workflow.events import check_events

    days = fetched_days(folder)
    if days:
        print_rows([day.as_row() for day in days], form)
        say(days_told(days))
        raise typer.Exit(0 if all(day.complete for day in days) else 2)
    report = check_events(folder)
    if read := days_of_files(report.of_gdelt):
        say(days_told(read))
    _print(report, form, only_doubtful=False)


def _print(report: EventReport, form: Format | None, *, only_doubtful: bool) -> None:
    shown = [count for count in report.files if not only_doubtful or count.wants_a_look]
    if shown or not only_doubtful:
        print_rows([count.as_row() for count in shown], form, shown=_SHOWN)
    for fault in report.faults:
        say(f"error: {fault}")
    if report.stale:
        names = ", ".join(report.stale[:5]) + (", …" if len(report.stale) > 5 else "")
        say(f"warning: mentions that were read before some of their events; ingest these files again: {names}")
    if report.failed:
        say("files that failed gave no row; put good ones in their place, and run the same command again")
    say(report.summary)
    raise typer.Exit(report.exit_code)


def told(news: News, size: int, seconds: float) -> str:
    """Return how far an ingest is.

    Args:
        news: What was read.
        size: Bytes of all files.
        seconds: Since it began.
    """
    share = news.bytes / size if size else 1.0
    left = seconds / share - seconds if share else 0.0
    return (
        f"{share:.0%} of {size / 1e6:,.0f} MB read, {news.rows / seconds:,.0f} rows a second, {left:,.0f} seconds left"
    )
