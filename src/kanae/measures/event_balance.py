"""Words against deeds in counts of events: shares, the say-do log ratio, net cooperation.

All counts are whole numbers and each division comes last, so every engine that counts the same gives the same bits.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

FEW = 5
"""With fewer of either, the normal approximation behind the variance of a log ratio does not hold."""


@dataclass(frozen=True, slots=True)
class Balance:
    """What four counts say together.

    Attributes:
        shares: Share of each class, 0 to 1, in order; ``None`` without events.
        net_cooperation: (cooperation - conflict) / all, -1 to 1; ``None`` without events.
        say_do: log((material + 1/2) / (verbal + 1/2)) of cooperation.
        say_do_variance: Its variance; 4, the most, where there is neither.
        few: Whether either count is below :data:`FEW`.
    """

    shares: tuple[float | None, float | None, float | None, float | None]
    net_cooperation: float | None
    say_do: float
    say_do_variance: float
    few: bool


def balance(verbal: int, material: int, verbal_conflict: int, material_conflict: int) -> Balance:
    """Return shares, net cooperation and the say-do log ratio of counts by quad class.

    The half added to each count keeps the ratio defined at zero (Haldane 1956, Annals of Human Genetics 20: 309-311).
    A ratio within one pair and period cancels most of the growth of the news; a sum of scores does not.

    Args:
        verbal: Events of verbal cooperation.
        material: Events of material cooperation.
        verbal_conflict: Events of verbal conflict.
        material_conflict: Events of material conflict.

    Examples:
        >>> found = balance(30, 10, 5, 5)
        >>> found.shares, found.net_cooperation
        ((0.6, 0.2, 0.1, 0.1), 0.6)
        >>> round(found.say_do, 6), round(found.say_do_variance, 6)
        (-1.066351, 0.128025)
    """
    all_events = verbal + material + verbal_conflict + material_conflict
    counts = (verbal, material, verbal_conflict, material_conflict)
    one, two, three, four = (count / all_events if all_events else None for count in counts)
    against = verbal_conflict + material_conflict
    return Balance(
        (one, two, three, four),
        (all_events - 2 * against) / all_events if all_events else None,
        math.log((2 * material + 1) / (2 * verbal + 1)),
        2 / (2 * material + 1) + 2 / (2 * verbal + 1),
        min(verbal, material) < FEW,
    )


def mean_of_tenths(total: int | None, count: int) -> float | None:
    """Return the mean of values given in whole tenths.

    Args:
        total: Their sum, in tenths.
        count: How many there are.

    Examples:
        >>> mean_of_tenths(34 + 80 - 20, 3), mean_of_tenths(None, 0)
        (3.1333333333333333, None)
    """
    return None if total is None or not count else total / (10 * count)
