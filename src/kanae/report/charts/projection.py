"""From the earth to paper with east at the top: azimuthal equidistant around a centre, turned a quarter to the left.

Distances and directions from the centre are true; elsewhere they are stretched by less than two per cent within
2500 km. The earth is taken as a sphere here, for drawing alone: lengths that are printed come from the ellipsoid.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

RADIUS_KM = 6371.0088
"""Mean radius of the earth (IUGG)."""


@dataclass(frozen=True, slots=True)
class EastUp:
    """A projection with east at the top and north to the left.

    Attributes:
        latitude: Centre, degrees north.
        longitude: Centre, degrees east.
        left: Pixels from the left edge to the centre.
        top: Pixels from the top edge to the centre.
        scale: Pixels a kilometre.
    """

    latitude: float
    longitude: float
    left: float
    top: float
    scale: float

    def place(self, latitude: float, longitude: float) -> tuple[float, float]:
        """Return where a point stands: pixels from the left edge, pixels from the top edge.

        Examples:
            >>> paper = EastUp(30, 128, left=100, top=100, scale=0.1)
            >>> paper.place(30, 128)
            (100.0, 100.0)
            >>> paper.place(30, 129)[1] < 100, paper.place(31, 128)[0] < 100
            (True, True)
        """
        here, centre = math.radians(latitude), math.radians(self.latitude)
        turn = math.radians(longitude - self.longitude)
        cosine = math.sin(centre) * math.sin(here) + math.cos(centre) * math.cos(here) * math.cos(turn)
        angle = math.acos(max(-1.0, min(1.0, cosine)))
        stretch = self.scale * RADIUS_KM * (1.0 if angle < 1e-12 else angle / math.sin(angle))
        east = stretch * math.cos(here) * math.sin(turn)
        north = stretch * (math.cos(centre) * math.sin(here) - math.sin(centre) * math.cos(here) * math.cos(turn))
        return self.left - north, self.top - east
