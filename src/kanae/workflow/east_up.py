"""The map with east at the top: the land it lies on, and the map alone as one SVG file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kanae.errors import MissingExtraError
from kanae.report.charts.east_up import REGION, TOLERANCE
from kanae.store.outlines import land_within

if TYPE_CHECKING:
    from pathlib import Path

    from kanae.model.records import Language
    from kanae.store.outlines import Ring
    from kanae.workflow.statuses import Query


def land_of_map() -> tuple[Ring, ...]:
    """Return the land of the map; none when the package of the outlines is not installed, which the page then says."""
    try:
        return land_within(REGION, tolerance=TOLERANCE)
    except MissingExtraError:
        return ()


def write_map(query: Query, lang: Language, out: Path, *, wide: bool) -> None:
    """Write the map as an SVG file that needs nothing else and follows light and dark.

    Args:
        query: What is asked.
        lang: Language of the names.
        out: The file.
        wide: For a wide page, else for a phone.

    Raises:
        LedgerError: When the ledger cannot be opened or has no such framework.
        MissingExtraError: When the package of the outlines is not installed.
        StorageError: When the file cannot be written.
    """
    from kanae.report.charts.east_up import east_up_chart
    from kanae.report.drawing import specification_text, standing_alone, svg_of
    from kanae.report.sections.east_up import map_rows
    from kanae.store.files import write_whole
    from kanae.store.location import read_package_text
    from kanae.workflow.measures.distances import compute
    from kanae.workflow.measuring import MeasureOptions
    from kanae.workflow.statuses import ask_query
    from kanae.workflow.wording import words_of

    land = land_within(REGION, tolerance=TOLERANCE)
    question = ask_query(query)
    words = words_of(lang)
    rows = map_rows(words, question.ledger, compute(question, MeasureOptions()), land)
    svg = svg_of(specification_text(east_up_chart(rows, wide=wide)))
    style = read_package_text("report", "templates", "page.css")
    write_whole(out, standing_alone(svg, lang, words.say("map.description"), style))
