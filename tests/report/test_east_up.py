"""East is at the top, names do not overlap, nothing is fetched, and lengths on paper are those on the earth."""

from __future__ import annotations

import itertools
import re
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kanae.measures.geodesic import Point, distance
from kanae.report.charts.east_up import NARROW, WIDE, east_up_chart, labels_of
from kanae.report.charts.labels import Wanted, place_labels
from kanae.report.charts.rectangles import Rectangle, clipped
from kanae.report.drawing import specification_text, standing_alone, svg_of
from kanae.report.sections.east_up import map_rows, places_on_map
from kanae.store.location import read_package_text
from kanae.workflow.east_up import land_of_map, write_map
from kanae.workflow.measures.distances import compute
from kanae.workflow.measuring import MeasureOptions
from kanae.workflow.statuses import Query, ask
from kanae.workflow.wording import words_of

if TYPE_CHECKING:
    from pathlib import Path

    from kanae.ledger.book import Ledger
    from kanae.model.records import Language
    from kanae.report.charts.map_rows import MapRows

SHEETS = {"wide": WIDE, "narrow": NARROW}
SMALL = 150_000
"""Largest SVG the brief is meant to hold, in bytes."""

often = settings(deadline=None, max_examples=200, derandomize=True)
latitudes, longitudes = st.floats(14, 46), st.floats(114, 143)


@pytest.fixture(scope="module")
def maps(ledger: Ledger) -> dict[str, MapRows]:
    legs = compute(ask(ledger, "camp-david"), MeasureOptions())
    land = land_of_map()
    return {lang: map_rows(words_of(lang), ledger, legs, land) for lang in ("en", "ja", "ko")}


@often
@given(latitudes, longitudes, st.floats(0.1, 10))
def test_further_east_is_further_up(latitude: float, longitude: float, step: float) -> None:
    assert WIDE.paper.place(latitude, longitude + step)[1] < WIDE.paper.place(latitude, longitude)[1]


@often
@given(latitudes, longitudes, st.floats(0.1, 10))
def test_further_north_is_further_left(latitude: float, longitude: float, step: float) -> None:
    assert WIDE.paper.place(latitude + step, longitude)[0] < WIDE.paper.place(latitude, longitude)[0]


@often
@given(latitudes, longitudes)
def test_lengths_from_the_centre_are_those_on_the_earth(latitude: float, longitude: float) -> None:
    """To half a per cent, which is what the sphere of the drawing and the ellipsoid differ by."""
    paper = WIDE.paper
    x, y = paper.place(latitude, longitude)
    drawn = ((x - paper.left) ** 2 + (y - paper.top) ** 2) ** 0.5 / paper.scale
    true = distance(Point(paper.latitude, paper.longitude), Point(latitude, longitude)).kilometres
    assert drawn == pytest.approx(true, rel=0.005, abs=0.01)


@pytest.mark.parametrize("sheet", SHEETS)
def test_tokyo_is_above_seoul_and_seoul_above_beijing(sheet: str) -> None:
    paper = SHEETS[sheet].paper
    tokyo, seoul, beijing = paper.place(35.69, 139.69), paper.place(37.57, 126.98), paper.place(39.9, 116.4)
    assert tokyo[1] < seoul[1] < beijing[1]
    assert paper.place(43.1, 131.9)[0] < seoul[0] < paper.place(25.05, 121.5)[0]


@pytest.mark.parametrize("lang", ["en", "ja", "ko"])
@pytest.mark.parametrize("sheet", SHEETS)
def test_names_lie_over_no_other_name_no_point_and_no_edge(maps: dict[str, MapRows], lang: str, sheet: str) -> None:
    rows, paper = maps[lang], SHEETS[sheet]
    points = [point for point in rows.points if paper.shows(point.latitude, point.longitude)]
    labels = labels_of(rows, points, paper)
    assert [pair for pair in itertools.combinations(labels, 2) if pair[0].box.meets(pair[1].box)] == []
    assert [label for label in labels if not paper.frame.holds(label.box)] == []
    dots = [paper.paper.place(p.latitude, p.longitude) for p in points if p.kind != "sea"]
    assert [(label.text, dot) for label in labels for dot in dots if _covers(label.box, dot)] == []


@pytest.mark.parametrize("lang", ["en", "ja", "ko"])
@pytest.mark.parametrize("sheet", SHEETS)
def test_no_name_ends_beside_a_nameless_point_as_if_it_were_its_name(
    maps: dict[str, MapRows], lang: str, sheet: str
) -> None:
    rows, paper = maps[lang], SHEETS[sheet]
    points = [point for point in rows.points if paper.shows(point.latitude, point.longitude)]
    labels = {label.key: label for label in labels_of(rows, points, paper)}
    dots = {p.place_id: paper.paper.place(p.latitude, p.longitude) for p in points if p.kind != "sea"}
    nameless = dots.keys() - labels.keys()
    assert [
        (labels[own].text, other)
        for own, (x, y) in dots.items()
        for other in nameless
        if own in labels and abs(dots[other][0] - x) + abs(dots[other][1] - y) > 20
        if _covers(labels[own].box.widened(6), dots[other])
    ] == []


def test_a_name_stands_clear_of_a_point_whose_own_name_found_no_place() -> None:
    """As Daegu stood beside the mark of Donghae on the English map."""
    points = {"daegu": Rectangle(96, 16, 104, 24), "donghae": Rectangle(50, 16, 58, 24)}
    frame = Rectangle(40, 10, 108, 30)
    names = [Wanted("daegu", "Daegu", 100, 20, 12, 7), Wanted("donghae", "Donghae", 54, 20, 12, 7)]
    assert place_labels(names, points, (), frame) == ()
    assert [name.key for name in place_labels(names[:1], {"daegu": points["daegu"]}, (), frame)] == ["daegu"]


@pytest.mark.parametrize(("x", "named"), [(97, ["seoul"]), (100, ["seoul", "pyongyang"])])
def test_names_on_one_line_stand_apart(x: float, named: list[str]) -> None:
    """As Seoul and Pyongyang ran into each other on the Japanese map of a phone."""
    names = [Wanted("seoul", "Seoul", 60, 20, 12, 7), Wanted("pyongyang", "Pyongyang", x, 20, 12, 7)]
    assert [name.key for name in place_labels(names, {}, (), Rectangle(40, 10, 300, 30))] == named


@pytest.mark.parametrize("lang", ["en", "ja", "ko"])
@pytest.mark.parametrize(("sheet", "fewest"), [("wide", 40), ("narrow", 20)])
def test_the_ends_of_the_lines_and_most_places_are_named(
    maps: dict[str, MapRows], lang: str, sheet: str, fewest: int
) -> None:
    rows, paper = maps[lang], SHEETS[sheet]
    points = [point for point in rows.points if paper.shows(point.latitude, point.longitude)]
    named = {label.key for label in labels_of(rows, points, paper)}
    assert {point.place_id for point in points if point.rank == 0} <= named
    if sheet == "wide":
        assert {f"place-{sea}" for sea in ("sea-of-japan-east-sea", "yellow-sea-west-sea")} <= named
    assert len(named) >= fewest


@pytest.mark.parametrize("sheet", SHEETS)
def test_the_drawing_is_small_and_asks_nothing_of_anybody(maps: dict[str, MapRows], sheet: str) -> None:
    svg = svg_of(specification_text(east_up_chart(maps["en"], wide=sheet == "wide")))
    alone = standing_alone(svg, "en", "A map", read_package_text("report", "templates", "page.css"))
    assert len(alone.encode()) < SMALL
    assert re.findall(r'(?:href|src)="[^"]*"|url\((?!#)[^)]*\)|@import', alone) == []
    used = set(re.findall(r"var\((--[a-z0-9-]+)\)", alone))
    assert {name for name in used if f"{name}:" not in alone} == set()


def test_colour_says_the_kind_and_never_the_state(maps: dict[str, MapRows]) -> None:
    chart = east_up_chart(maps["en"], wide=True)
    fills = [layer["mark"].get("fill") for layer in chart["layer"] if layer["mark"]["type"] == "geoshape"]
    assert fills == ["var(--map-land)"]


def test_a_place_nobody_confirmed_is_hollow(maps: dict[str, MapRows]) -> None:
    hollow = {
        value["url"]
        for layer in east_up_chart(maps["en"], wide=True)["layer"]
        if layer["mark"].get("shape") and layer["mark"]["fill"] == "var(--map-land)"
        for value in layer["data"]["values"]
    }
    low = {point.place_id for point in maps["en"].points if not point.confirmed and point.kind != "sea"}
    assert hollow
    assert {url.removeprefix("#") for url in hollow} <= low
    assert "#place-camp-humphreys" not in hollow


def test_a_line_is_drawn_for_every_distance_with_its_length(maps: dict[str, MapRows]) -> None:
    assert [line.text for line in maps["en"].lines] == ["984 km", "256 km", "1,420 km", "797 km", "643 km"]


@pytest.mark.parametrize("lang", ["en", "ja", "ko"])
def test_the_map_is_written_as_a_file_of_its_own(tmp_path: Path, lang: Language) -> None:
    write_map(Query("camp-david"), lang, tmp_path / "map.svg", wide=True)
    text = (tmp_path / "map.svg").read_text(encoding="utf-8")
    assert text.startswith("<svg")
    assert f'lang="{lang}"' in text
    assert {"en": "Kadena", "ja": "嘉手納基地", "ko": "가데나 기지"}[lang] in text
    assert "prefers-color-scheme: dark" in text


def test_guam_lies_beyond_the_sheet_and_is_not_listed(ledger: Ledger) -> None:
    shown = {place.id for place in places_on_map(ledger)}
    assert "place-andersen-air-force-base" not in shown
    assert "place-kadena-air-base" in shown


def test_a_name_that_finds_no_place_is_left_out() -> None:
    crowd = [Wanted(str(number), "Headquarters", 50, 20, 12, 5) for number in range(40)]
    placed = place_labels(crowd, {}, (), Rectangle(0, 0, 100, 40))
    assert 0 < len(placed) < 40


def test_what_lies_wholly_outside_is_clipped_away() -> None:
    assert clipped([(5.0, 5.0), (6.0, 5.0), (6.0, 6.0)], Rectangle(0, 0, 2, 2)) == []


def _covers(box: Rectangle, dot: tuple[float, float]) -> bool:
    return box.left < dot[0] < box.right and box.top < dot[1] < box.bottom
