"""How institutionalised a framework is: one score for what is written down, one for what is seen in practice.

Seven blocks, each with one item a side, each item 0, one half, 1 or not known. A score is the mean of the known items,
with the range over all that the unknown ones may be: 0 to 1, or less where records prove a part of it. The difference,
design less implementation, says how far paper runs ahead of practice.

Neither score is a measure of strength or reliability: Leeds & Anac 2005 (International Interactions 31(3):183-202)
found no evidence that more institutionalised alliances are kept more often.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from kanae.errors import MeasureError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

GRADES = (0.0, 0.5, 1.0)
"""What an item may be worth."""


class Block(StrEnum):
    """What the items are about, in the order they are shown."""

    REGULARITY = "regularity"
    LEVELS = "levels"
    ORGANISATION = "organisation"
    LEGALISATION = "legalisation"
    MILITARY = "military"
    SCOPE = "scope"
    AUTONOMY = "autonomy"


class Side(StrEnum):
    """What is written down, and what is seen."""

    DESIGN = "design"
    IMPLEMENTATION = "implementation"


@dataclass(frozen=True, slots=True)
class Item:
    """One item of a score.

    Attributes:
        block: What it is about.
        side: Design or implementation.
        low: The least it can be worth, 0, 0.5 or 1.
        high: The most it can be worth; equal to the least when it is known.
        record_ids: Records behind it; of an unknown item those that were looked through.
        reason: Key of why it is not known; empty when it is.
    """

    block: Block
    side: Side
    low: float
    high: float
    record_ids: tuple[str, ...] = ()
    reason: str = ""

    def __post_init__(self) -> None:
        """Refuse any other value, and bounds the wrong way round.

        Raises:
            MeasureError: When a bound is none of the grades, or the least exceeds the most.
        """
        if self.low not in GRADES or self.high not in GRADES or self.low > self.high:
            raise MeasureError(
                f"The item '{self.block}' is worth '{self.low}' to '{self.high}'.", "Take two of 0, 0.5 and 1 in order."
            )

    @property
    def value(self) -> float | None:
        """What it is worth; ``None`` when that is not known."""
        return self.low if self.low == self.high else None


@dataclass(frozen=True, slots=True)
class Score:
    """The mean of the known items with its range, or the difference of two such scores.

    Attributes:
        low: When every unknown item is worth the least it can be.
        value: Mean of the known items, kept within the range; ``None`` when none is known.
        high: When every unknown item is worth the most it can be.
        n_known: How many items are known.
        n_items: How many items there are.
    """

    low: float
    value: float | None
    high: float
    n_known: int
    n_items: int


@dataclass(frozen=True, slots=True)
class Institutionalisation:
    """The two scores of a framework on a day.

    Attributes:
        framework: Id of the framework.
        day: The day.
        items: The items, design first.
        design: What is written down, 0 to 1.
        implementation: What is seen, 0 to 1.
        difference: Design less implementation, -1 to 1.
    """

    framework: str
    day: date
    items: tuple[Item, ...]
    design: Score
    implementation: Score
    difference: Score

    @property
    def record_ids(self) -> tuple[str, ...]:
        """The records behind the items, each once."""
        return tuple(sorted({record_id for item in self.items for record_id in item.record_ids}))


def grade(count: float, *, half: float, full: float) -> float:
    """Return what a count or a share is worth.

    Examples:
        >>> [grade(levels, half=2, full=4) for levels in (1, 2, 3, 4)]
        [0.0, 0.5, 0.5, 1.0]
    """
    return 1.0 if count >= full else 0.5 if count >= half else 0.0


def score_of(bounds: Sequence[tuple[float, float]]) -> Score:
    """Return the mean of the known items and the range over the unknown ones.

    Args:
        bounds: The least and the most each item can be worth; the same for an item that is known.

    Raises:
        MeasureError: When there is no item at all.

    Examples:
        >>> score_of([(1, 1), (0.5, 0.5), (0, 1), (0, 1)])
        Score(low=0.375, value=0.75, high=0.875, n_known=2, n_items=4)
    """
    if not bounds:
        raise MeasureError("There is no item to score.", "Give the items of at least one block.")
    known = [low for low, high in bounds if low == high]
    lowest = sum(low for low, _ in bounds) / len(bounds)
    highest = sum(high for _, high in bounds) / len(bounds)
    return Score(
        low=lowest,
        value=min(max(sum(known) / len(known), lowest), highest) if known else None,
        high=highest,
        n_known=len(known),
        n_items=len(bounds),
    )


def difference(design: Score, implementation: Score) -> Score:
    """Return how far paper runs ahead of practice, with the range of both.

    Examples:
        >>> difference(score_of([(1, 1), (0, 1)]), score_of([(0.5, 0.5), (0.5, 0.5)]))
        Score(low=0.0, value=0.5, high=0.5, n_known=3, n_items=4)
    """
    both = (design.value, implementation.value)
    return Score(
        low=design.low - implementation.high,
        value=None if both[0] is None or both[1] is None else both[0] - both[1],
        high=design.high - implementation.low,
        n_known=design.n_known + implementation.n_known,
        n_items=design.n_items + implementation.n_items,
    )


def institutionalisation(framework: str, day: date, items: Iterable[Item]) -> Institutionalisation:
    """Return the two scores of a framework and their difference.

    Args:
        framework: Id of the framework.
        day: The day.
        items: Its items of both sides, in any order.

    Raises:
        MeasureError: When a side has no item.
    """
    order = {block: place for place, block in enumerate(Block)}
    rows = sorted(items, key=lambda item: (item.side is not Side.DESIGN, order[item.block]))
    design, implementation = (score_of([(row.low, row.high) for row in rows if row.side is side]) for side in Side)
    return Institutionalisation(framework, day, tuple(rows), design, implementation, difference(design, implementation))
