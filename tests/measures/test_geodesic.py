"""Distances against published values, against brute force, and at the edges of the earth."""

from __future__ import annotations

import itertools
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kanae.errors import MeasureError
from kanae.measures.geodesic import Point, distance, line_between

A, F = 6378137.0, 1 / 298.257223563
HALF_MERIDIAN_KM = 20003.931458624

points = st.builds(Point, st.floats(-90, 90), st.floats(-180, 180))


def degrees(whole: int, minutes: int, seconds: float) -> float:
    return math.copysign(abs(whole) + minutes / 60 + seconds / 3600, whole)


FLINDERS_PEAK = Point(degrees(-37, 57, 3.72030), degrees(144, 25, 29.52440))
BUNINYONG = Point(degrees(-37, 39, 10.15610), degrees(143, 55, 35.38390))


def chord_sum(start: Point, end: Point, steps: int) -> float:
    """Return the length of the line as many straight chords in space, in kilometres."""

    def in_space(point: Point) -> tuple[float, float, float]:
        latitude, longitude = math.radians(point.latitude), math.radians(point.longitude)
        e2 = F * (2 - F)
        n = A / math.sqrt(1 - e2 * math.sin(latitude) ** 2)
        return (
            n * math.cos(latitude) * math.cos(longitude),
            n * math.cos(latitude) * math.sin(longitude),
            n * (1 - e2) * math.sin(latitude),
        )

    line = [in_space(point) for point in line_between(start, end, steps)]
    return sum(math.dist(a, b) for a, b in itertools.pairwise(line)) / 1000


def test_flinders_peak_to_buninyong_is_what_geoscience_australia_publishes() -> None:
    """54 972.271 m on GRS80, which differs from WGS84 by less than a millimetre here."""
    assert distance(FLINDERS_PEAK, BUNINYONG).kilometres == pytest.approx(54.972271, abs=1e-6)
    assert distance(FLINDERS_PEAK, BUNINYONG).bearing == pytest.approx(degrees(306, 52, 5.37), abs=1e-5)


def test_wellington_to_salamanca_is_what_the_manual_of_geographiclib_gives() -> None:
    """19 959 679.267 m, nearly antipodal: the case on which Vincenty's iteration fails."""
    found = distance(Point(-41.32, 174.81), Point(40.96, -5.50))
    assert found.kilometres == pytest.approx(19959.679267, abs=1e-6)


def test_opposite_points_of_the_equator_lie_half_a_meridian_apart() -> None:
    assert distance(Point(0, 0), Point(0, 180)).kilometres == pytest.approx(HALF_MERIDIAN_KM, abs=1e-6)


def test_the_poles_lie_half_a_meridian_apart_on_any_meridian() -> None:
    assert distance(Point(90, 12), Point(-90, -77)).kilometres == pytest.approx(HALF_MERIDIAN_KM, abs=1e-6)


def test_one_degree_of_the_equator_is_an_arc_of_its_circle() -> None:
    assert distance(Point(0, 10), Point(0, 11)).kilometres == pytest.approx(math.pi * A / 180 / 1000, abs=1e-9)


def test_a_mile_is_1609_344_metres() -> None:
    found = distance(Point(37, 127), Point(25, 121.5))
    assert found.miles == pytest.approx(found.kilometres / 1.609344, rel=1e-14)


def test_the_date_line_is_no_edge() -> None:
    assert distance(Point(0, 179.5), Point(0, -179.5)).kilometres == pytest.approx(111.319491, abs=1e-6)


@pytest.mark.parametrize(
    ("start", "end"),
    [
        (Point(36.9622, 127.0315), Point(43.1056, 131.8735)),
        (Point(26.3556, 127.7675), Point(25.0531, 121.5264)),
        (Point(-41.32, 174.81), Point(40.96, -5.50)),
        (Point(38.9, -77.04), Point(35.69, 139.69)),
    ],
)
def test_many_straight_chords_along_the_line_add_up_to_its_length(start: Point, end: Point) -> None:
    assert chord_sum(start, end, 4000) == pytest.approx(distance(start, end).kilometres, rel=1e-7)


@given(points, points)
def test_there_is_as_far_as_back(a: Point, b: Point) -> None:
    assert distance(a, b).kilometres == pytest.approx(distance(b, a).kilometres, abs=1e-6)


@given(points, points, points)
def test_no_detour_is_shorter(a: Point, b: Point, c: Point) -> None:
    assert distance(a, c).kilometres <= distance(a, b).kilometres + distance(b, c).kilometres + 1e-6


@given(points, points)
def test_nothing_is_farther_than_half_round(a: Point, b: Point) -> None:
    assert 0 <= distance(a, b).kilometres <= HALF_MERIDIAN_KM + 1e-6
    assert 0 <= distance(a, b).bearing < 360


def test_a_place_is_no_distance_from_itself() -> None:
    assert distance(Point(37, 127), Point(37, 127)).kilometres == 0


def test_a_line_begins_and_ends_where_it_should_in_equal_steps() -> None:
    start, end = Point(36.9622, 127.0315), Point(43.1056, 131.8735)
    line = line_between(start, end, 8)
    lengths = [distance(a, b).kilometres for a, b in itertools.pairwise(line)]
    assert (line[0].latitude, line[-1].longitude) == pytest.approx((start.latitude, end.longitude), abs=1e-9)
    assert lengths == pytest.approx([distance(start, end).kilometres / 8] * 8, abs=1e-6)


@pytest.mark.parametrize(("latitude", "longitude"), [(90.1, 0), (-91, 0), (0, 181), (0, -180.5), (float("nan"), 0)])
def test_what_is_no_point_on_the_earth_is_refused(latitude: float, longitude: float) -> None:
    with pytest.raises(MeasureError, match="no point on the earth"):
        Point(latitude, longitude)
