"""How regular gaps are: coefficient of variation and burstiness, the latter also for few gaps.

Goh and Barabási 2008 (EPL 81, 48002) define burstiness; Kim and Jo 2016 (Physical Review E 94, 032311) correct it for
few gaps, so that equal gaps give -1 and one gap that is everything gives 1 whatever their number.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from statistics import fmean, pstdev
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True, slots=True)
class Regularity:
    """How regular gaps are.

    Attributes:
        n_gaps: Gaps used.
        coefficient_of_variation: Standard deviation over mean, 0 for a clockwork, 1 for chance.
        burstiness: -1 for a clockwork, 0 for chance, towards 1 for bursts.
        burstiness_small_sample: The same, corrected for the number of gaps.
    """

    n_gaps: int
    coefficient_of_variation: float
    burstiness: float
    burstiness_small_sample: float


def regularity(gaps: Sequence[float]) -> Regularity:
    """Describe how regular gaps are.

    Args:
        gaps: Finished gaps in days, two or more, each above 0. A running gap is not among them.

    Examples:
        >>> found = regularity([190, 140, 160, 200])
        >>> round(found.coefficient_of_variation, 5), round(found.burstiness, 5)
        (0.13825, -0.75708)
        >>> round(found.burstiness_small_sample, 5)
        -0.80632
    """
    n = len(gaps)
    ratio = pstdev(gaps) / fmean(gaps)
    wide, narrow = math.sqrt(n + 1), math.sqrt(n - 1)
    return Regularity(
        n_gaps=n,
        coefficient_of_variation=ratio,
        burstiness=(ratio - 1) / (ratio + 1),
        burstiness_small_sample=(wide * ratio - narrow) / ((wide - 2) * ratio + narrow),
    )
