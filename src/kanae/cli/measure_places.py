"""Measures of places: how far they lie apart, and the map of them."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from kanae.cli.measure_options import print_measure
from kanae.cli.options import (
    AsOfOption,
    FormatOption,
    FrameworkOption,
    KnownOnOption,
    Language,
    LanguageOption,
    LedgerOption,
    ReadingName,
    query_of,
)
from kanae.cli.output import end_progress, progress, say
from kanae.errors import KanaeError


def distances(
    start: Annotated[str | None, typer.Argument(help="A place, or latitude,longitude.")] = None,
    end: Annotated[str | None, typer.Argument(help="The other one; else every line of the map.")] = None,
    framework: FrameworkOption = "camp-david",
    as_of: AsOfOption = None,
    known_on: KnownOnOption = None,
    lang: LanguageOption = Language.EN,
    form: FormatOption = None,
    ledger: LedgerOption = None,
) -> None:
    """How far two places lie apart: geodesics on WGS84, in kilometres and statute miles.

    Write -- before a latitude south of the equator.
    Example: kanae measure distances camp-humphreys pyongyang. Exit codes: 0 done, 1 faults.
    """
    query = query_of(framework, as_of, known_on, ReadingName.STRICT, ledger)
    print_measure("distances", query, lang, form, ends=ends_of(start, end))


def east_up_map(
    out: Annotated[Path, typer.Option("--out", help="SVG file to write.")] = Path("map.svg"),
    phone: Annotated[bool, typer.Option("--phone", help="Draw the narrow one.")] = False,
    framework: FrameworkOption = "camp-david",
    as_of: AsOfOption = None,
    known_on: KnownOnOption = None,
    lang: LanguageOption = Language.EN,
    ledger: LedgerOption = None,
) -> None:
    """Draw the map with east at the top: bases, straits, capitals, islands and distances, as one SVG file.

    Example: kanae measure map --lang ja --out map.svg. Exit codes: 0 done, 1 faults.
    """
    from kanae.workflow.east_up import write_map

    progress("drawing the map")
    query = query_of(framework, as_of, known_on, ReadingName.STRICT, ledger)
    write_map(query, lang.value, out, wide=not phone)
    end_progress()
    say(f"wrote {out}")


def ends_of(start: str | None, end: str | None) -> tuple[str, str] | None:
    """Return the two ends of a distance; ``None`` when none is named.

    Raises:
        KanaeError: When only one is named.
    """
    if start is None:
        return None
    if end is None:
        raise KanaeError(f"From '{start}' to where?", "Name two places, or none for every line of the map.")
    return (start, end)
