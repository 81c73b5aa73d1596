"""Distances: from places of the ledger, or points named by the reader, to the geodesics between them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kanae.errors import LedgerError
from kanae.ledger.nearest import nearest
from kanae.measures.geodesic import Leg, Point, distance
from kanae.model.measure import Column, MeasureRow, MeasureTable
from kanae.workflow.measuring import Measure, MeasureOptions

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kanae.ledger.book import Ledger
    from kanae.model.measure import Value
    from kanae.model.records import Place
    from kanae.workflow.statuses import Question

COLUMNS = (
    Column("start", "id", "Where it begins: a place, or latitude,longitude."),
    Column("end", "id", "Where it ends."),
    Column("kilometres", "kilometres", "Length of the geodesic on WGS84.", low=0, high=20004),
    Column("miles", "miles", "The same in statute miles.", low=0, high=12430),
    Column("bearing", "degrees", "Direction in which it sets out, clockwise from north.", low=0, high=360),
)
PREFIX = "place-"


@dataclass(frozen=True, slots=True)
class End:
    """One end of a distance.

    Attributes:
        name: Id of the place, or the point as it was named.
        point: Where it lies.
        place: The place; ``None`` for a point that was named.
    """

    name: str
    point: Point
    place: Place | None


def compute(question: Question, options: MeasureOptions) -> tuple[Leg, ...]:
    """Measure the distance asked for, or every line that the map draws.

    Raises:
        LedgerError: When no place has a name asked for; names the nearest.
        MeasureError: When a point asked for is not on the earth.
    """
    if options.ends is not None:
        start, end = options.ends
        return (_between(end_named(question.ledger, start), end_named(question.ledger, end)),)
    return tuple(_lines(question.ledger))


def end_named(ledger: Ledger, name: str) -> End:
    """Return the end of a distance that a reader named: a point, an id or its beginning, or a name in any language.

    Raises:
        LedgerError: When no place, or more than one, has the name; names the nearest.
        MeasureError: When it is a point that is not on the earth.
    """
    point = _point(name)
    if point is not None:
        return End(name, point, None)
    word = name.casefold().removeprefix(PREFIX)
    places = {place.id.removeprefix(PREFIX): place for place in ledger.places}
    labels = {text.casefold(): place for place in ledger.places for text in place.name.model_dump().values()}
    begun = [key for key in places if key.startswith(f"{word}-")]
    found = places.get(word) or labels.get(word) or (places[begun[0]] if len(begun) == 1 else None)
    if found is None and begun:
        raise LedgerError(f"'{name}' begins more than one place.", f"Choose one of: {', '.join(begun)}.")
    if found is None:
        known = {*places, *(key.partition("-")[0] for key in places)}
        raise LedgerError(f"The ledger has no place '{name}'.", nearest(word, known))
    return _end(found)


def table(question: Question, found: tuple[Leg, ...]) -> MeasureTable:
    """Return the distances as rows."""
    return MeasureTable(
        measure="distances",
        framework=question.framework.id,
        as_of=question.as_of,
        columns=COLUMNS,
        rows=tuple(_row(row) for row in found),
        coverage=tuple(row.id for row in question.ledger.coverage if "places" in row.kinds),
        caveats=("distances-points",),
        parameters={"ellipsoid": "WGS84"},
    )


def _point(name: str) -> Point | None:
    latitude, comma, longitude = name.partition(",")
    if not comma:
        return None
    try:
        return Point(float(latitude), float(longitude))
    except ValueError:
        return None


def _end(place: Place) -> End:
    return End(place.id, Point(float(place.latitude), float(place.longitude)), place)


def _lines(ledger: Ledger) -> Iterator[Leg]:
    places = {place.id: place for place in ledger.places}
    for place in ledger.places:
        for target in place.lines:
            start, end = _end(place), places.get(target)
            yield _unheld(start, target) if end is None else _between(start, _end(end))


def _unheld(start: End, target: str) -> Leg:
    """Return a line to a place that was not recorded yet on the day of knowledge, or never."""
    ids = () if start.place is None else (start.place.id,)
    return Leg(start.name, target, start.point, None, None, ids)


def _between(start: End, end: End) -> Leg:
    confirmed = all(side.place is None or side.place.confirmed for side in (start, end))
    measured = distance(start.point, end.point) if confirmed else None
    ids = tuple(side.place.id for side in (start, end) if side.place is not None)
    return Leg(start.name, end.name, start.point, end.point, measured, ids)


def _row(found: Leg) -> MeasureRow:
    values: dict[str, Value] = {"start": found.start, "end": found.end}
    names = ("kilometres", "miles", "bearing")
    if found.distance is None:
        reason = "place-not-held" if found.end_point is None else "place-unconfirmed"
        return MeasureRow(values | dict.fromkeys(names), found.record_ids, reason)
    measured = {name: getattr(found.distance, name) for name in names}
    return MeasureRow(values | {name: round(value, 3) for name, value in measured.items()}, found.record_ids)


MEASURE = Measure(COLUMNS, compute, table)
