"""Bringing files of events."""

from __future__ import annotations

import os
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kanae.cli.options import FormatOption, day_of
from kanae.cli.output import end_progress, print_rows, progress, say

if TYPE_CHECKING:
    from kanae.workflow.event_fetch import FetchNews


class StreamName(StrEnum):
    """Streams of GDELT."""

    ENGLISH = "english"
    TRANSLATED = "translated"
    BOTH = "both"
    DAILY = "daily"


def fetch(
    first: Annotated[str, typer.Option("--from", metavar="DAY", help="First day, YYYY-MM-DD, in UTC.")],
    last: Annotated[str, typer.Option("--to", metavar="DAY", help="Last day, the same.")],
    stream: Annotated[
        StreamName,
        typer.Option("--stream", help="GDELT 2.0 in English, translated, or both; daily: GDELT 1.0, from 1979."),
    ] = StreamName.BOTH,
    mentions: Annotated[
        bool, typer.Option("--mentions", help="Also which reports mentioned the events, and when: twice the files.")
    ] = False,
    folder: Annotated[
        Path | None, typer.Option("--to-dir", metavar="DIR", help="Folder to keep files in; else kanae's cache.")
    ] = None,
    url: Annotated[
        str | None, typer.Option("--url", help="Address the files lie under, in place of the catalogue's.")
    ] = None,
    form: FormatOption = None,
) -> None:
    """Fetch the files of some days that GDELT's lists name: resumed, verified by size and MD5, written whole.

    What is there is not fetched again. Prints the days that are not complete; why stands in fetched.json beside the
    files. Example: kanae events fetch --from 2019-10-24 --to 2019-10-26 --to-dir gdelt.
    Exit codes: 0 all days are complete, 1 a listed file or a list could not be had, 2 the list lacks files.
    """
    from kanae.store.clock import today
    from kanae.workflow.event_fetch import fetch_events, plan_fetch, streams_of

    names = ("english", "translated") if stream is StreamName.BOTH else (stream.value,)
    planned = plan_fetch(streams_of(names, mentions=mentions), day_of(first), day_of(last), folder, url)
    report = fetch_events(planned, today=today(), seed=os.getpid(), tell=lambda news: progress(told(news)))
    end_progress()
    incomplete = [day.as_row() for day in report.days if not day.complete]
    if incomplete:
        print_rows(incomplete, form)
    say(report.summary)
    say(f"take them in: kanae events ingest {report.folder} --to STORE")
    raise typer.Exit(report.exit_code)


def told(news: FetchNews) -> str:
    """Return how far a fetch is, with the rate and the time left once they are known."""
    if not news.all_files:
        return news.text
    text = f"{news.text}: {news.files:,} of {news.all_files:,} files"
    if not news.files or not news.seconds:
        return text
    left = news.seconds / news.files * (news.all_files - news.files)
    return f"{text}, {news.bytes / 1e6 / news.seconds:,.1f} MB a second, {left:,.0f} seconds left"
