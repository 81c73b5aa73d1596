"""The share not done among promises that were kept, kept by half, or not kept, as an interval.

A half-kept promise is neither a success nor a failure, and counting it as half of each makes an interval for two
outcomes too wide. The three outcomes have a multinomial law of their own; with Jeffreys' prior their shares follow a
Dirichlet law, and so does the share not done, which is the third share and half of the second.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

LEVEL = 0.9
"""Probability of the interval."""

PRIOR = 0.5
"""Jeffreys' prior for each of the three outcomes."""

_NODES = 96
_HALVINGS = 24
_DIGITS = 5
"""So many nodes and halvings are enough for these digits; tried against a finer rule."""


@dataclass(frozen=True, slots=True)
class ShareInterval:
    """An interval for a share.

    Attributes:
        low: Lower end, 0 to 1.
        high: Upper end.
    """

    low: float
    high: float


def share_not_done(done: int, half: int, undone: int) -> ShareInterval:
    """Return the central 90 % interval of the share not done, half-kept promises counting by half.

    Given the share that is half kept, the others divide the rest by a beta law. That share is integrated over, with
    nodes crowded at both ends where the densities may be steep.

    Args:
        done: Promises kept.
        half: Promises kept by half.
        undone: Promises not kept.

    Raises:
        ValueError: When a count is negative or there is no promise.

    Examples:
        >>> found = share_not_done(24, 14, 3)
        >>> round(found.low, 3), round(found.high, 3)
        (0.176, 0.337)
    """
    if min(done, half, undone) < 0 or done + half + undone == 0:
        raise ValueError("counts are 0 or more, and there is a promise")
    import numpy as np
    from scipy.special import betainc, betaln

    kept, part, missed = (count + PRIOR for count in (done, half, undone))
    nodes, weights = np.polynomial.legendre.leggauss(_NODES)
    place = (nodes + 1) / 2
    bend = place**3 * (10 - 15 * place + 6 * place**2)
    slope = 30 * place**2 * (1 - place) ** 2 * weights / 2

    def below(share: float) -> float:
        most = 2 * min(share, 1 - share)
        others = 1 - most + most * bend[::-1]  # 1 - most * bend, without the loss of digits near 1
        rest = np.clip((share - most / 2 + most * bend[::-1] / 2) / others, 0, 1)
        density = np.exp((part - 1) * np.log(most * bend) + (kept + missed - 1) * np.log(others))
        inner = most * float((slope * density) @ betainc(missed, kept, rest)) / np.exp(betaln(part, kept + missed))
        surely = 1 - float(betainc(part, kept + missed, most)) if share > 1 / 2 else 0.0
        return float(inner) + surely

    tail = (1 - LEVEL) / 2
    return ShareInterval(round(_where(below, tail), _DIGITS), round(_where(below, 1 - tail), _DIGITS))


def _where(rising: Callable[[float], float], level: float) -> float:
    low, high = 0.0, 1.0
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        if rising(middle) < level:
            low = middle
        else:
            high = middle
    return (low + high) / 2
