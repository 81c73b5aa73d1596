"""Where names stand beside points so that none lies over another, reads as another point's, or leaves the sheet."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kanae.report.charts.frame import width_of
from kanae.report.charts.rectangles import Rectangle

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

LINE = 1.25
"""Height of a line of text over the size of its letters."""

CLEAR = 5.0
"""Room, in pixels, on either side of a point without a name, or the name of another would be read as its own."""

APART = 4.0
"""Room, in pixels, between two names on one line."""

DRIFTS = sorted(
    itertools.product(range(-24, 25, 8), repeat=2), key=lambda drift: (drift[0] ** 2 + drift[1] ** 2, drift)
)
"""How far, in pixels, the name of a sea may stand from its point, the nearest first."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A name that wants a place.

    Attributes:
        key: Whose name it is.
        text: The name.
        x: Point it belongs to, from the left.
        y: Point it belongs to, from the top.
        size: Size of the letters.
        gap: Room between the point and the name; 0 for a name that stands on its point.
        rings: How many times the room may grow when the name finds no place close by.
    """

    key: str
    text: str
    x: float
    y: float
    size: int
    gap: float
    rings: int = 1


@dataclass(frozen=True, slots=True)
class Placed:
    """A name that has one.

    Attributes:
        key: Whose name it is.
        text: The name.
        box: Where it stands.
        size: Size of the letters.
        leader: From the point to the name, where it stands too far away to be read as its own; else empty.
    """

    key: str
    text: str
    box: Rectangle
    size: int
    leader: tuple[tuple[float, float], ...] = ()


def place_labels(
    wanted: Iterable[Wanted], points: Mapping[str, Rectangle], taken: Sequence[Rectangle], frame: Rectangle
) -> tuple[Placed, ...]:
    """Give names a place, the first first; a name that finds none is left out.

    Args:
        wanted: Names, the most important first.
        points: Marks by key; no name lies over one, nor close beside one that has no name, as if it were its name.
        taken: Where no name may stand either: the scale and the arrows.
        frame: Where names may stand.

    Examples:
        >>> frame = Rectangle(0, 0, 200, 60)
        >>> both = [Wanted("a", "Osan", 50, 30, 12, 5), Wanted("b", "Humphreys", 52, 30, 12, 5, rings=2)]
        >>> first, second = place_labels(both, {}, (), frame)
        >>> first.box.meets(second.box)
        False
    """
    names = tuple(wanted)
    shy: set[str] = set()
    while True:
        placed = tuple(_placed(names, points, shy, taken, frame))
        nameless = points.keys() - {name.key for name in placed}
        if nameless <= shy:
            return placed
        shy |= nameless


def _placed(
    names: Iterable[Wanted],
    points: Mapping[str, Rectangle],
    shy: Collection[str],
    taken: Sequence[Rectangle],
    frame: Rectangle,
) -> Iterator[Placed]:
    boxes = [*taken, *points.values()]
    for name in names:
        full = [*boxes, *_shunned(points.get(name.key), points, shy)]
        box = next((spot for spot in _spots(name) if frame.holds(spot) and not any(map(spot.meets, full))), None)
        if box is not None:
            boxes.append(box.widened(APART))
            yield Placed(name.key, name.text, box, name.size, _leader(name, box))


def _shunned(own: Rectangle | None, points: Mapping[str, Rectangle], shy: Collection[str]) -> Iterator[Rectangle]:
    """Yield the room beside points without a name, but for those that crowd around the point itself."""
    if own is not None:
        rooms = (points[key].widened(CLEAR) for key in shy)
        yield from (room for room in rooms if not room.meets(own))


def _leader(name: Wanted, box: Rectangle) -> tuple[tuple[float, float], ...]:
    near = (min(max(name.x, box.left), box.right), min(max(name.y, box.top), box.bottom))
    way = abs(near[0] - name.x) + abs(near[1] - name.y)
    return ((name.x, name.y), near) if name.gap > 0 and way > 2 * name.gap else ()


def _spots(name: Wanted) -> Iterator[Rectangle]:
    width, height = width_of(name.text, name.size), name.size * LINE
    middle = name.y - height / 2
    if name.gap == 0:
        for right, down in DRIFTS:
            left, top = name.x - width / 2 + right, middle + down
            yield Rectangle(left, top, left + width, top + height)
        return
    for ring in range(1, name.rings + 1):
        gap = name.gap * ring
        slant = gap * 0.7
        for left, top in (
            (name.x + gap, middle),
            (name.x - gap - width, middle),
            (name.x - width / 2, name.y - gap - height),
            (name.x - width / 2, name.y + gap),
            (name.x + slant, name.y - slant - height),
            (name.x + slant, name.y + slant),
            (name.x - slant - width, name.y - slant - height),
            (name.x - slant - width, name.y + slant),
        ):
            yield Rectangle(left, top, left + width, top + height)
