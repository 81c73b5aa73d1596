"""Distances on the earth as the ellipsoid WGS84, and the shortest line between two points.

Computed by GeographicLib (Karney 2013, «Algorithms for geodesics», Journal of Geodesy 87, 43-55), which is exact to
some nanometres for any two points, antipodal ones included.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kanae.errors import MeasureError

if TYPE_CHECKING:
    from collections.abc import Mapping

METRES_A_MILE = 1609.344
"""International statute mile, exact by definition."""


@dataclass(frozen=True, slots=True)
class Point:
    """A point on the earth.

    Attributes:
        latitude: Degrees north, -90 to 90.
        longitude: Degrees east, -180 to 180.
    """

    latitude: float
    longitude: float

    def __post_init__(self) -> None:
        """Refuse what is no point on the earth.

        Raises:
            MeasureError: When a coordinate is out of its range, or no number.
        """
        if not (-90 <= self.latitude <= 90 and -180 <= self.longitude <= 180):
            raise MeasureError(
                f"'{self.latitude},{self.longitude}' is no point on the earth.",
                "Write latitude,longitude in degrees: -90 to 90, then -180 to 180.",
            )


@dataclass(frozen=True, slots=True)
class Distance:
    """The shortest way between two points.

    Attributes:
        kilometres: Length in kilometres, 0 to 20004.
        miles: The same in statute miles.
        bearing: Direction in which it sets out, degrees clockwise from north, 0 to 360.
    """

    kilometres: float
    miles: float
    bearing: float


@dataclass(frozen=True, slots=True)
class Leg:
    """A distance between two named ends.

    Attributes:
        start: Id of the place it begins at, or the point as it was named.
        end: Id of the place it ends at, or the point as it was named.
        start_point: Where it begins.
        end_point: Where it ends; ``None`` when the ledger does not hold the place.
        distance: The distance; ``None`` when a place is not confirmed or not held.
        record_ids: Ids of the places that are held.
    """

    start: str
    end: str
    start_point: Point
    end_point: Point | None
    distance: Distance | None
    record_ids: tuple[str, ...]


def distance(start: Point, end: Point) -> Distance:
    """Measure the shortest way between two points on WGS84.

    It is the length along the surface of the ellipsoid; no height, road, coast or airspace is taken into account.

    Args:
        start: Where it begins.
        end: Where it ends.

    Examples:
        >>> round(distance(Point(0, 0), Point(0, 1)).kilometres, 3)
        111.319
    """
    found = _inverse(start, end)
    metres = found["s12"]
    return Distance(metres / 1000, metres / METRES_A_MILE, found["azi1"] % 360 % 360)


def line_between(start: Point, end: Point, steps: int) -> tuple[Point, ...]:
    """Return points along the shortest way, evenly spaced, both ends among them.

    Args:
        start: Where it begins.
        end: Where it ends.
        steps: Number of parts, 1 or more.

    Examples:
        >>> [round(point.longitude, 6) for point in line_between(Point(0, 0), Point(0, 2), 2)]
        [0.0, 1.0, 2.0]
    """
    from geographiclib.geodesic import Geodesic

    line = Geodesic.WGS84.InverseLine(start.latitude, start.longitude, end.latitude, end.longitude)
    found = (line.Position(line.s13 * step / steps) for step in range(steps + 1))
    return tuple(Point(place["lat2"], place["lon2"]) for place in found)


def _inverse(start: Point, end: Point) -> Mapping[str, float]:
    from geographiclib.geodesic import Geodesic

    found: Mapping[str, float] = Geodesic.WGS84.Inverse(start.latitude, start.longitude, end.latitude, end.longitude)
    return found
