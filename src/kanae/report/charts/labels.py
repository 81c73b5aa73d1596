"""Where names stand beside points so that none lies over another, over a point or beyond the edge."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kanae.report.charts.frame import width_of
from kanae.report.charts.rectangles import Rectangle

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

LINE = 1.25
"""Height of a line of text over the size of its letters."""


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
    """

    key: str
    text: str
    x: float
    y: float
    size: int
    gap: float


@dataclass(frozen=True, slots=True)
class Placed:
    """A name that has one.

    Attributes:
        key: Whose name it is.
        text: The name.
        box: Where it stands.
        size: Size of the letters.
    """

    key: str
    text: str
    box: Rectangle
    size: int


def place_labels(wanted: Iterable[Wanted], taken: Sequence[Rectangle], frame: Rectangle) -> tuple[Placed, ...]:
    """Give names a place, the first first; a name that finds none is left out.

    Args:
        wanted: Names, the most important first.
        taken: Where no name may stand: points, lengths of lines, the scale.
        frame: Where names may stand.

    Examples:
        >>> frame = Rectangle(0, 0, 200, 60)
        >>> both = [Wanted("a", "Osan", 50, 30, 12, 5), Wanted("b", "Humphreys", 52, 30, 12, 5)]
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
            placed.append(Placed(name.key, name.text, box, name.size))
    return tuple(placed)


def _spots(name: Wanted) -> Iterator[Rectangle]:
    width, height, gap = width_of(name.text, name.size), name.size * LINE, name.gap
    middle = name.y - height / 2
    if gap == 0:
        yield Rectangle(name.x - width / 2, middle, name.x + width / 2, middle + height)
        return
    for left, top in (
        (name.x + gap, middle),
        (name.x - gap - width, middle),
        (name.x - width / 2, name.y - gap - height),
        (name.x - width / 2, name.y + gap),
        (name.x + gap * 0.7, name.y - gap * 0.7 - height),
        (name.x + gap * 0.7, name.y + gap * 0.7),
        (name.x - gap * 0.7 - width, name.y - gap * 0.7 - height),
        (name.x - gap * 0.7 - width, name.y + gap * 0.7),
    ):
        yield Rectangle(left, top, left + width, top + height)
