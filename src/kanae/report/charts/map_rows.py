"""What the map with east at the top draws, and the sheets of paper it is drawn on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kanae.report.charts.rectangles import Rectangle

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kanae.report.charts.projection import EastUp


@dataclass(frozen=True, slots=True)
class MapPoint:
    """A place on the map.

    Attributes:
        place_id: Id of the place.
        name: Its name as the map writes it.
        latitude: Degrees north.
        longitude: Degrees east.
        kind: Kind of place.
        rank: Order in which names find a place; 0 comes first.
        confirmed: Whether a source confirms the point; if not it is drawn hollow.
    """

    place_id: str
    name: str
    latitude: float
    longitude: float
    kind: str
    rank: float
    confirmed: bool


@dataclass(frozen=True, slots=True)
class MapLine:
    """A geodesic on the map.

    Attributes:
        points: Latitude and longitude of points along it.
        text: Its length in words.
    """

    points: tuple[tuple[float, float], ...]
    text: str


@dataclass(frozen=True, slots=True)
class MapRows:
    """What the map draws.

    Attributes:
        land: Rings of longitude and latitude.
        points: Places.
        lines: Geodesics.
        north: Word for north.
        east: Word for east.
        scale: Length of the scale in words.
        scale_km: The same in kilometres.
    """

    land: Sequence[Sequence[tuple[float, float]]]
    points: Sequence[MapPoint]
    lines: Sequence[MapLine]
    north: str
    east: str
    scale: str
    scale_km: int


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet of paper and how the earth lies on it.

    Attributes:
        width: Pixels.
        height: Pixels.
        paper: The projection.
        size: Size of the letters.
    """

    width: int
    height: int
    paper: EastUp
    size: int

    @property
    def frame(self) -> Rectangle:
        """Where anything may stand."""
        return Rectangle(0, 0, self.width, self.height)

    def shows(self, latitude: float, longitude: float) -> bool:
        """Tell whether a point lies on the sheet."""
        x, y = self.paper.place(latitude, longitude)
        return 0 <= x <= self.width and 0 <= y <= self.height
