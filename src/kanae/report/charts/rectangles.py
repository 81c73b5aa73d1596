"""Upright rectangles on paper, and what of an outline lies within one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True, slots=True)
class Rectangle:
    """An upright rectangle in pixels, from the left and from the top.

    Attributes:
        left: Left edge.
        top: Upper edge.
        right: Right edge.
        bottom: Lower edge.
    """

    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: Rectangle) -> bool:
        """Tell whether two rectangles share an area.

        Examples:
            >>> Rectangle(0, 0, 2, 2).meets(Rectangle(1, 1, 3, 3)), Rectangle(0, 0, 2, 2).meets(Rectangle(2, 0, 3, 2))
            (True, False)
        """
        return (
            self.left < other.right and other.left < self.right and self.top < other.bottom and other.top < self.bottom
        )

    def holds(self, other: Rectangle) -> bool:
        """Tell whether another lies wholly within."""
        return (
            self.left <= other.left
            and self.top <= other.top
            and other.right <= self.right
            and other.bottom <= self.bottom
        )

    def widened(self, room: float) -> Rectangle:
        """Return the rectangle with so much room more on its left and on its right.

        Examples:
            >>> Rectangle(4, 0, 6, 2).widened(3)
            Rectangle(left=1, top=0, right=9, bottom=2)
        """
        return Rectangle(self.left - room, self.top, self.right + room, self.bottom)


def clipped(ring: Sequence[tuple[float, float]], frame: Rectangle) -> list[tuple[float, float]]:
    """Return the part of a ring within a rectangle (Sutherland and Hodgman 1974).

    Examples:
        >>> clipped([(-1.0, 0.0), (1.0, 0.0), (1.0, 1.0), (-1.0, 1.0)], Rectangle(0, 0, 2, 2))
        [(0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0)]
    """
    found = list(ring)
    for axis, edge, sign in ((0, frame.left, 1), (0, frame.right, -1), (1, frame.top, 1), (1, frame.bottom, -1)):
        found = _cut(found, axis, edge, sign)
    return found


def _cut(ring: list[tuple[float, float]], axis: int, edge: float, sign: int) -> list[tuple[float, float]]:
    kept: list[tuple[float, float]] = []
    for place, here in enumerate(ring):
        before = ring[place - 1]
        inside, was_inside = (sign * (point[axis] - edge) >= 0 for point in (here, before))
        if inside != was_inside:
            share = (edge - before[axis]) / (here[axis] - before[axis])
            x, y = (before[side] + share * (here[side] - before[side]) for side in (0, 1))
            kept.append((x, y))
        if inside:
            kept.append(here)
    return kept


def thinned(ring: Sequence[tuple[float, float]], least: float) -> list[tuple[float, float]]:
    """Return a ring without corners that lie closer than a length to the last one kept.

    Examples:
        >>> thinned([(0.0, 0.0), (0.1, 0.0), (2.0, 0.0), (2.0, 2.0)], 1.0)
        [(0.0, 0.0), (2.0, 0.0), (2.0, 2.0)]
    """
    kept: list[tuple[float, float]] = []
    for x, y in ring:
        if not kept or abs(x - kept[-1][0]) + abs(y - kept[-1][1]) >= least:
            kept.append((x, y))
    return kept
