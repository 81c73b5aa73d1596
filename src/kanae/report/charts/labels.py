"""Where names stand beside points so that none lies over another, over a point or beyond the edge."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kanae.report.charts.frame import width_of
from kanae.report.charts.rectangles import Rectangle

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

LINE = 1.25
"""Height of a line of text over the size of its letters."""

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


def place_labels(wanted: Iterable[Wanted], taken: Sequence[Rectangle], frame: Rectangle) -> tuple[Placed, ...]:
    """Give names a place, the first first; a name that finds none is left out.

    Args:
        wanted: Names, the most important first.
        taken: Where no name may stand: points, lengths of lines, the scale.
        frame: Where names may stand.

    Examples:
        >>> frame = Rectangle(0, 0, 200, 60)
        >>> both = [Wanted("a", "Osan", 50, 30, 12, 5), Wanted("b", "Humphreys", 52, 30, 12, 5, rings=2)]
        >>> first, second = place_labels(both, (), frame)
        >>> first.box.meets(second.box)
        False
    """
    boxes = list(taken)
    placed: list[Placed] = []
    for name in wanted:
        box = next((spot for spot in _spots(name) if frame.holds(spot) and not any(map(spot.meets, boxes))), None)
        if box is not None:
            boxes.append(box)
            placed.append(Placed(name.key, name.text, box, name.size, _leader(name, box)))
    return tuple(placed)


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
