"""The map with east at the top: land without borders, places by kind, names that do not overlap, distances."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kanae.report.charts.frame import FAINT, FONT, INK, SCHEMA
from kanae.report.charts.labels import Placed, Wanted, place_labels
from kanae.report.charts.map_rows import Sheet
from kanae.report.charts.projection import EastUp
from kanae.report.charts.rectangles import Rectangle, clipped, thinned

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kanae.report.charts.map_rows import MapLine, MapPoint, MapRows

REGION = (96.0, 2.0, 162.0, 57.0)
"""Part of the earth whose land is read: 96 to 162 degrees east, 2 to 57 north; more than the map shows."""

TOLERANCE = 0.03
"""How far a coast may be from the true one, in degrees; less than a pixel."""

SHAPES = {
    "us-base": ("circle", "var(--pair-1)", 46),
    "host-base": ("circle", "var(--pair-3)", 34),
    "capital": ("square", INK, 46),
    "contingency-point": ("diamond", "var(--pair-4)", 44),
    "island": ("triangle-up", FAINT, 34),
    "strait": ("cross", FAINT, 34),
}
"""Shape, colour and size of each kind of place; colour says the kind alone, never whose a place is."""

SEA = "sea"
WATER = "var(--map-water)"
LAND = "var(--map-land)"
GAP = 7.0
FAR = 8
"""Rings in which the names of the ends of lines and of capitals look for a place."""

LEAST = 1.0
"""Corners of a coast closer than this to each other, in pixels, are drawn as one."""


WIDE = Sheet(940, 690, EastUp(30.4, 128.6, left=462, top=352, scale=0.247), 12)
NARROW = Sheet(360, 400, EastUp(31.6, 127.6, left=172, top=208, scale=0.122), 11)


def east_up_chart(rows: MapRows, *, wide: bool) -> dict[str, Any]:
    """Draw the map; a phone gets a smaller sheet and the names that fit on it."""
    sheet = WIDE if wide else NARROW
    points = [point for point in rows.points if sheet.shows(point.latitude, point.longitude)]
    labels = labels_of(rows, points, sheet)
    layers = [
        _land(rows, sheet),
        _lines(rows, sheet),
        *_scale(rows, sheet),
        _leaders(labels, sheet),
        *_marks(points, sheet),
        *_texts(labels, {point.place_id: point for point in points}, sheet),
    ]
    return {
        "$schema": SCHEMA,
        "width": sheet.width,
        "height": sheet.height,
        "padding": 0,
        "autosize": {"type": "none"},
        "background": WATER,
        "layer": layers,
        "config": {"aria": False, "font": FONT, "view": {"stroke": None}},
    }


def labels_of(rows: MapRows, points: Sequence[MapPoint], sheet: Sheet) -> tuple[Placed, ...]:
    """Return the names that fit: ends of lines first, then their lengths, seas, and other places by rank."""
    marks = {
        point.place_id: _around(*sheet.paper.place(point.latitude, point.longitude))
        for point in points
        if point.kind != SEA
    }
    ordered = sorted(points, key=lambda point: (point.rank, point.place_id))
    wanted = [
        *(_wanted(point, sheet, GAP) for point in ordered if point.rank == 0),
        *(_length(number, line, sheet) for number, line in enumerate(rows.lines)),
        *(_wanted(point, sheet, 0.0) for point in ordered if point.kind == SEA),
        *(_wanted(point, sheet, GAP) for point in ordered if point.rank > 0 and point.kind != SEA),
    ]
    return place_labels(wanted, marks, _scale_boxes(sheet), sheet.frame)


def _land(rows: MapRows, sheet: Sheet) -> dict[str, Any]:
    """Return the land as one shape in pixels, so that the renderer projects nothing."""
    rings: list[list[list[float]]] = []
    for outline in rows.land:
        ring = clipped([sheet.paper.place(latitude, longitude) for longitude, latitude in outline], sheet.frame)
        corners = [[round(x, 1), round(y, 1)] for x, y in thinned(ring, LEAST)]
        if len(corners) > 2:
            rings.append([*corners, corners[0]])
    land = {"type": "Feature", "geometry": {"type": "MultiLineString", "coordinates": rings}}
    return {
        "data": {"values": [land]},
        "projection": {"type": "identity", "scale": 1, "translate": [0, 0]},
        "mark": {"type": "geoshape", "fill": LAND, "stroke": FAINT, "strokeWidth": 0.5},
    }


def _lines(rows: MapRows, sheet: Sheet) -> dict[str, Any]:
    values = [
        {"line": number, "order": order, **_pixels(sheet, *point)}
        for number, line in enumerate(rows.lines)
        for order, point in enumerate(line.points)
    ]
    mark = {"type": "line", "stroke": "var(--pair-2)", "strokeWidth": 1.3, "strokeDash": [5, 3]}
    detail = {"detail": {"field": "line"}, "order": {"field": "order", "type": "quantitative"}}
    return {"data": {"values": values}, "mark": mark, "encoding": {**_axes(sheet), **detail}}


def _leaders(labels: Sequence[Placed], sheet: Sheet) -> dict[str, Any]:
    values = [
        {"line": label.key, "order": order, "x": round(x, 1), "y": round(y, 1)}
        for label in labels
        for order, (x, y) in enumerate(label.leader)
    ]
    detail = {"detail": {"field": "line"}, "order": {"field": "order", "type": "quantitative"}}
    mark = {"type": "line", "stroke": INK, "strokeWidth": 0.8}
    return {"data": {"values": values}, "mark": mark, "encoding": {**_axes(sheet), **detail}}


def _marks(points: Sequence[MapPoint], sheet: Sheet) -> list[dict[str, Any]]:
    layers: list[dict[str, Any]] = []
    for kind, (shape, colour, size) in SHAPES.items():
        for confirmed in (True, False):
            values = [
                {"title": point.name, "url": f"#{point.place_id}", **_pixels(sheet, point.latitude, point.longitude)}
                for point in points
                if (point.kind, point.confirmed) == (kind, confirmed)
            ]
            fill = colour if confirmed else LAND
            mark = {"type": "point", "filled": True, "shape": shape, "size": size, "fill": fill, "opacity": 1}
            if values:
                encoding = {"href": {"field": "url"}, "description": {"field": "title"}}
                stroke = {"stroke": "var(--paper)" if confirmed else colour, "strokeWidth": 0.8 if confirmed else 1.6}
                layers.append(
                    {
                        "data": {"values": values},
                        "mark": {**mark, **stroke, "aria": True},
                        "encoding": {**_axes(sheet), **encoding},
                    }
                )
    return layers


def _texts(labels: Sequence[Placed], points: dict[str, MapPoint], sheet: Sheet) -> list[dict[str, Any]]:
    """Return the names, each over a pale copy of itself so that it can be read on land, water and lines."""
    values = [
        {
            "text": label.text,
            "x": round((label.box.left + label.box.right) / 2, 1),
            "y": round((label.box.top + label.box.bottom) / 2, 1),
            "style": "italic" if label.key in points and points[label.key].kind in (SEA, "strait") else "normal",
            "colour": _colour(points.get(label.key)),
        }
        for label in labels
    ]
    layers: list[dict[str, Any]] = []
    for style in ("normal", "italic"):
        for colour in sorted({str(value["colour"]) for value in values if value["style"] == style}):
            here = [value for value in values if (value["style"], value["colour"]) == (style, colour)]
            base = {"type": "text", "fontSize": sheet.size, "fontStyle": style, "align": "center", "baseline": "middle"}
            halo = {**base, "fill": LAND, "stroke": LAND, "strokeWidth": 3, "strokeJoin": "round", "opacity": 0.85}
            encoding = {**_axes(sheet), "text": {"field": "text"}}
            layers += [
                {"data": {"values": here}, "mark": mark, "encoding": encoding}
                for mark in (halo, {**base, "fill": colour})
            ]
    return layers


def _colour(point: MapPoint | None) -> str:
    if point is None:
        return "var(--pair-2)"
    return FAINT if point.kind in (SEA, "strait") else INK


def _scale(rows: MapRows, sheet: Sheet) -> list[dict[str, Any]]:
    left, low = 14.0, sheet.height - 14.0
    right = left + rows.scale_km * sheet.paper.scale
    bar = [{"x": left, "y": low, "order": 0}, {"x": right, "y": low, "order": 1}]
    mark = {"type": "line", "stroke": INK, "strokeWidth": 1.6}
    order = {"order": {"field": "order", "type": "quantitative"}}
    texts = [
        {"text": rows.scale, "x": left, "y": low - 10, "align": "left"},
        {"text": f"↑ {rows.east}", "x": left - 4, "y": 16.0, "align": "left"},
        {"text": f"← {rows.north}", "x": left - 4, "y": 34.0, "align": "left"},
    ]
    return [
        {"data": {"values": bar}, "mark": mark, "encoding": {**_axes(sheet), **order}},
        {
            "data": {"values": texts},
            "mark": {"type": "text", "align": "left", "baseline": "middle", "fontSize": sheet.size, "fill": INK},
            "encoding": {**_axes(sheet), "text": {"field": "text"}},
        },
    ]


def _scale_boxes(sheet: Sheet) -> list[Rectangle]:
    return [Rectangle(0, 0, 70, 48), Rectangle(0, sheet.height - 40, 150, sheet.height)]


def _length(number: int, line: MapLine, sheet: Sheet) -> Wanted:
    middle = line.points[len(line.points) // 2]
    x, y = sheet.paper.place(*middle)
    return Wanted(f"line-{number}", line.text, x, y, sheet.size, 4, rings=4)


def _wanted(point: MapPoint, sheet: Sheet, gap: float) -> Wanted:
    x, y = sheet.paper.place(point.latitude, point.longitude)
    return Wanted(point.place_id, point.name, x, y, sheet.size, gap, rings=FAR if point.rank <= 1 else 1)


def _around(x: float, y: float) -> Rectangle:
    half = 4.5
    return Rectangle(x - half, y - half, x + half, y + half)


def _pixels(sheet: Sheet, latitude: float, longitude: float) -> dict[str, float]:
    x, y = sheet.paper.place(latitude, longitude)
    return {"x": round(x, 1), "y": round(y, 1)}


def _axes(sheet: Sheet) -> dict[str, Any]:
    def axis(field: str, domain: list[int]) -> dict[str, Any]:
        scale = {"domain": domain, "nice": False, "zero": False}
        return {"field": field, "type": "quantitative", "scale": scale, "axis": None}

    return {"x": axis("x", [0, sheet.width]), "y": axis("y", [sheet.height, 0])}
