"""The map with east at the top, and how far its places lie apart."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kanae.measures.geodesic import Leg, line_between
from kanae.model.records import Place
from kanae.report.blocks import Legend, Paragraph, Picture, Section, Table
from kanae.report.charts.east_up import SHAPES, WIDE, east_up_chart
from kanae.report.charts.map_rows import MapLine, MapPoint, MapRows
from kanae.report.naming import Naming
from kanae.report.rich import Figure, Rich, Span, plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from kanae.ledger.book import Ledger
    from kanae.report.answers import Answers
    from kanae.report.words import Words

STEPS = 24
"""Parts a line is drawn in."""

SCALE_KM = 500
LEGEND = {
    "us-base": ("pair-1", "circle"),
    "host-base": ("pair-3", "circle"),
    "capital": ("ink", "square"),
    "contingency-point": ("pair-4", "diamond"),
    "island": ("faint", "up"),
    "strait": ("faint", "cross"),
}
"""Colour and shape of each kind of place in the legend."""


def east_up_section(words: Words, answers: Answers) -> Section:
    """Return the map with its distances; without lines in the ledger, nothing."""
    legs = answers.measured.of("distances", tuple) if answers.measured is not None else None
    title = words.say("map.title")
    if not legs:
        return Section("map", title, ())
    lead = Paragraph(words.rich("map.lead"))
    note = Paragraph(words.rich("map.note" if answers.land else "map.no-outlines"), "note")
    return Section("map", title, (lead, _picture(words, answers, legs), _distances(words, answers, legs), note))


def map_rows(
    words: Words, ledger: Ledger, legs: Sequence[Leg], land: Sequence[Sequence[tuple[float, float]]]
) -> MapRows:
    """Return what the map draws, with the names of one language.

    Args:
        words: Words of the language.
        ledger: The ledger with its places.
        legs: Distances; those of unconfirmed places are not drawn.
        land: Rings of longitude and latitude.
    """
    ends = {place_id for leg in legs for place_id in leg.record_ids}
    lines = tuple(
        MapLine(
            tuple((point.latitude, point.longitude) for point in line_between(leg.start_point, leg.end_point, STEPS)),
            words.say("map.kilometres", n=round(leg.distance.kilometres)),
        )
        for leg in legs
        if leg.distance is not None and leg.end_point is not None
    )
    return MapRows(
        land=land,
        points=tuple(_point(words, ledger, place, ends) for place in ledger.places),
        lines=lines,
        north=words.say("map.north"),
        east=words.say("map.east"),
        scale=words.say("map.kilometres", n=SCALE_KM),
        scale_km=SCALE_KM,
    )


def places_on_map(ledger: Ledger) -> tuple[Place, ...]:
    """Return the places that lie on the wide map, by kind and name."""
    order = list(ledger.codelists.get("place-kinds", {}))
    shown = (place for place in ledger.places if WIDE.shows(float(place.latitude), float(place.longitude)))
    return tuple(sorted(shown, key=lambda place: (order.index(place.kind), place.name.en)))


def shown_places(answers: Answers) -> tuple[Place, ...]:
    """Return the confirmed places the chapter shows, so that their sources are listed."""
    legs = answers.measured.of("distances", tuple) if answers.measured is not None else None
    return tuple(place for place in places_on_map(answers.ledger) if place.confirmed) if legs else ()


def short_name(text: str) -> str:
    """Return a name without what stands in brackets behind it.

    Examples:
        >>> short_name("Kunsan Air Base (Gunsan)"), short_name("日本海/東海（トンヘ）")
        ('Kunsan Air Base', '日本海/東海')
    """
    return re.sub(r"\s*[(（].*[)）]$", "", text)


def _point(words: Words, ledger: Ledger, place: Place, ends: set[str]) -> MapPoint:
    rank = ledger.item("place-kinds", place.kind).value
    return MapPoint(
        place_id=place.id,
        name=short_name(place.name.text(words.lang)),
        latitude=float(place.latitude),
        longitude=float(place.longitude),
        kind=place.kind,
        rank=0 if place.id in ends else float(rank or len(SHAPES)),
        confirmed=place.confirmed,
    )


def _picture(words: Words, answers: Answers, legs: Sequence[Leg]) -> Picture:
    naming = Naming(answers.ledger, words)
    rows = map_rows(words, answers.ledger, legs, answers.land)
    legend = [Legend(naming.code("place-kinds", kind), *mark) for kind, mark in LEGEND.items()]
    legend += [
        Legend(words.say("map.legend.unconfirmed"), "ink", "hollow"),
        Legend(words.say("map.legend.line"), "pair-2", "dash"),
    ]
    return Picture(
        anchor="map-picture",
        caption=words.say("map.caption"),
        description=words.say("map.description"),
        wide=east_up_chart(rows, wide=True),
        narrow=east_up_chart(rows, wide=False),
        legend=tuple(legend),
        table=_places(words, naming, places_on_map(answers.ledger)),
    )


def _places(words: Words, naming: Naming, places: Iterable[Place]) -> Table:
    header = tuple(words.say(f"column.{name}") for name in ("place", "kind", "latitude", "longitude", "sources"))
    cells = tuple(
        (
            (Span("", f"@{place.id}", "anchor"), Span(naming.text(place.name))),
            plain(naming.code("place-kinds", place.kind)),
            plain(f"{place.latitude}"),
            plain(f"{place.longitude}"),
            naming.citations(place.citations) if place.confirmed else plain(words.say("map.unconfirmed")),
        )
        for place in places
    )
    return Table("rows-map", words.say("map.rows"), header, cells, numeric=(2, 3), folded=True)


def _distances(words: Words, answers: Answers, legs: Sequence[Leg]) -> Table:
    header = tuple(words.say(f"column.{name}") for name in ("start", "end", "kilometres", "miles"))
    cells = tuple(
        (
            _name(words, answers.ledger, leg.start),
            _name(words, answers.ledger, leg.end),
            _length(words, leg, None if leg.distance is None else leg.distance.kilometres),
            _length(words, leg, None if leg.distance is None else leg.distance.miles),
        )
        for leg in legs
    )
    return Table("map-distances", words.say("map.distances"), header, cells, numeric=(2, 3))


def _name(words: Words, ledger: Ledger, place_id: str) -> Rich:
    place = ledger.by_id.get(place_id)
    if not isinstance(place, Place):
        return (Span(place_id),)
    return (Span(short_name(place.name.text(words.lang)), f"#{place_id}", "record"),)


def _length(words: Words, leg: Leg, length: float | None) -> Rich:
    return (words.figure(Figure(None if length is None else round(length), leg.record_ids)),)
