"""The brief."""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from kanae.cli.options import (
    AsOfOption,
    FrameworkOption,
    KnownOnOption,
    Language,
    LanguageOption,
    LedgerOption,
    ReadingName,
    ReadingOption,
    query_of,
)
from kanae.cli.output import end_progress, progress, say
from kanae.errors import KanaeError


class BriefFormat(StrEnum):
    """Formats of the brief."""

    HTML = "html"
    MD = "md"
    DOCX = "docx"
    JSON = "json"


def brief(
    framework: FrameworkOption = "camp-david",
    as_of: AsOfOption = None,
    known_on: KnownOnOption = None,
    lang: LanguageOption = Language.EN,
    form: Annotated[
        BriefFormat | None, typer.Option("--format", help="Format; else by the name of the file, else html.")
    ] = None,
    out: Annotated[Path | None, typer.Option("--out", help="File to write; else the standard output.")] = None,
    reading: ReadingOption = ReadingName.STRICT,
    votes: Annotated[
        list[Path] | None,
        typer.Option("--votes", help="File of votes, may be repeated; else what 'kanae votes fetch' brought."),
    ] = None,
    events: Annotated[
        Path | None, typer.Option("--events", help="Folder of an event store, for a chapter on events in the news.")
    ] = None,
    ledger: LedgerOption = None,
) -> None:
    """Write the brief: the answer first, then all that it rests on.

    Example: kanae brief --lang ja --out brief.ja.html. Exit codes: 0 done, 1 faults.
    """
    chosen = form or _format_of(out)
    if chosen is BriefFormat.DOCX and out is None and sys.stdout.isatty():
        raise KanaeError("A Word file cannot be shown on a terminal.", "Name a file: --out brief.docx")
    query = query_of(framework, as_of, known_on, reading, ledger)

    from kanae.store.files import write_whole
    from kanae.workflow.briefs import brief as write_brief

    content = write_brief(query, lang.value, chosen.value, progress, votes or (), events)
    if out is not None:
        write_whole(out, content)
        end_progress()
        say(f"wrote {out} ({len(content) / 1e6:.1f} MB)")
        return
    end_progress()
    sys.stdout.buffer.write(content)
    sys.stdout.buffer.flush()


def _format_of(out: Path | None) -> BriefFormat:
    ending = out.suffix.removeprefix(".").lower() if out is not None else ""
    if ending in ("", "htm"):
        return BriefFormat.HTML
    if ending not in list(BriefFormat):
        raise KanaeError(f"'{out}' does not say its format.", "Add --format html, md, docx or json.")
    return BriefFormat(ending)
