"""The gap between promises that fell due and deeds on record, with bounds for what is not known.

A promise without any record may have been kept or not. Its best and worst case give bounds that no assumption can be
hidden in (Manski 2003, *Partial Identification of Probability Distributions*). Shares of kept promises reward modest
ones, so each promise weighs as much as it was specific and ambitious, and the mean ambition stands beside the gap.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from kanae.measures.half_kept import LEVEL, share_not_done

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

FEWEST_DUE = 3
"""Fewer due promises than these are named and give no share."""


@dataclass(frozen=True, slots=True)
class Promise:
    """A promise of a deed, and how far it was kept.

    Attributes:
        commitment_id: Id of the commitment.
        made: Day of its document.
        deadline: Last day it is due; ``None`` when open.
        specificity: Share of the four parts of a specific promise that it names, 0 to 1.
        ambition: 0, 0.5 or 1.
        kept: 0 not done, 0.5 in part, 1 done; ``None`` when nothing was found, which is not the same as not done.
    """

    commitment_id: str
    made: date
    deadline: date | None
    specificity: float
    ambition: float
    kept: float | None

    def is_due(self, as_of: date, horizon_days: int) -> bool:
        """Tell whether the promise should have been kept by a day: its deadline has come, or it has none and is old.

        Examples:
            >>> Promise("c1", date(2023, 8, 18), None, 0.5, 1, None).is_due(date(2025, 8, 17), 730)
            True
        """
        due = self.deadline if self.deadline is not None else self.made + timedelta(days=horizon_days)
        return due <= as_of

    def weight(self, floor: float) -> float:
        """Return specificity times ambition, each at least the floor, so that no promise weighs nothing.

        Examples:
            >>> Promise("c1", date(2023, 8, 18), None, 0.5, 0, None).weight(0.1)
            0.05
        """
        return max(self.specificity, floor) * max(self.ambition, floor)


@dataclass(frozen=True, slots=True)
class SayDoGap:
    """The share of what was promised and due that was not done.

    Attributes:
        n_due: Promises due.
        n_unknown: Of these, those of which no record was found.
        n_not_due: Promises not yet due.
        gap_low: Gap if every unknown promise was kept, 0 to 1; ``None`` with fewer than three due.
        gap_high: Gap if no unknown promise was kept.
        mean_ambition: Mean ambition of the due, 0 to 1; ``None`` with none due.
        gap_beta_low: Lower end of the 90 % interval on the known, each counted once and a half-kept promise as half of
            a kept and half of a broken one, which makes it too wide; ``None`` with none known.
        gap_beta_high: Its upper end.
        gap_known_low: Lower end of the 90 % interval on the known in which half-kept is an outcome of its own.
        gap_known_high: Its upper end.
        gap_low_unweighted: As ``gap_low``, each promise counted once.
        gap_high_unweighted: As ``gap_high``, each promise counted once.
        weight_sum: Sum of the weights of the due.
        due_ids: Ids of the due promises.
        unknown_ids: Ids of those among them of which no record was found.
        not_due_ids: Ids of the promises not yet due.
        reason: ``none-due`` or ``too-few-due`` when there is no gap, ``none-known`` when there is no interval.
    """

    n_due: int
    n_unknown: int
    n_not_due: int
    gap_low: float | None
    gap_high: float | None
    mean_ambition: float | None
    gap_beta_low: float | None
    gap_beta_high: float | None
    gap_known_low: float | None
    gap_known_high: float | None
    gap_low_unweighted: float | None
    gap_high_unweighted: float | None
    weight_sum: float
    due_ids: tuple[str, ...]
    unknown_ids: tuple[str, ...]
    not_due_ids: tuple[str, ...]
    reason: str


def say_do_gap(promises: Iterable[Promise], *, as_of: date, horizon_days: int, floor: float) -> SayDoGap:
    """Bound the share of due promises, by weight, that was not done.

    With U the due promises of which nothing was found and D all due ones, ``gap_low`` is the sum of w(1 − kept) over
    D without U, divided by the sum of w over D; ``gap_high`` adds the weight of U above the line.

    Args:
        promises: Promises of deeds made by the day, in any order; positions are no promises of deeds.
        as_of: The day.
        horizon_days: An open promise is due after so many days.
        floor: Smallest specificity and ambition that is weighed.

    Examples:
        >>> made = date(2023, 8, 18)
        >>> rows = [Promise("c1", made, None, 1, 1, 1), Promise("c2", made, None, 0.5, 1, 0)]
        >>> rows.append(Promise("c3", made, None, 0.5, 1, None))
        >>> found = say_do_gap(rows, as_of=date(2026, 2, 28), horizon_days=730, floor=0.1)
        >>> found.gap_low, found.gap_high, found.n_unknown
        (0.25, 0.5, 1)
    """
    made = sorted((row for row in promises if row.made <= as_of), key=lambda row: row.commitment_id)
    due = [row for row in made if row.is_due(as_of, horizon_days)]
    unknown = [row for row in due if row.kept is None]
    weights = [row.weight(floor) for row in due]
    low, high = _bounds(due, weights)
    low_unweighted, high_unweighted = _bounds(due, [1.0] * len(due))
    known = [row.kept for row in due if row.kept is not None] if low is not None else []
    beta_low, beta_high = _beta_interval(known)
    share = share_not_done(*(known.count(kept) for kept in (1, 0.5, 0))) if known else None
    return SayDoGap(
        n_due=len(due),
        n_unknown=len(unknown),
        n_not_due=len(made) - len(due),
        gap_low=low,
        gap_high=high,
        mean_ambition=sum(row.ambition for row in due) / len(due) if due else None,
        gap_beta_low=beta_low,
        gap_beta_high=beta_high,
        gap_known_low=share.low if share is not None else None,
        gap_known_high=share.high if share is not None else None,
        gap_low_unweighted=low_unweighted,
        gap_high_unweighted=high_unweighted,
        weight_sum=sum(weights),
        due_ids=tuple(row.commitment_id for row in due),
        unknown_ids=tuple(row.commitment_id for row in unknown),
        not_due_ids=tuple(row.commitment_id for row in made if row not in due),
        reason=_reason(len(due), len(unknown)),
    )


def _bounds(due: Sequence[Promise], weights: Sequence[float]) -> tuple[float | None, float | None]:
    if len(due) < FEWEST_DUE:
        return None, None
    total = sum(weights)
    undone = sum(weight * (1 - row.kept) for row, weight in zip(due, weights, strict=True) if row.kept is not None)
    unknown = sum(weight for row, weight in zip(due, weights, strict=True) if row.kept is None)
    return undone / total, (undone + unknown) / total


def _beta_interval(kept: Sequence[float]) -> tuple[float | None, float | None]:
    """Return Jeffreys' interval for two outcomes, a half-kept promise being half of each; none without a known one."""
    if not kept:
        return None, None
    from scipy.special import betaincinv

    done = sum(kept)
    undone = len(kept) - done
    tail = (1 - LEVEL) / 2
    return float(betaincinv(undone + 0.5, done + 0.5, tail)), float(betaincinv(undone + 0.5, done + 0.5, 1 - tail))


def _reason(n_due: int, n_unknown: int) -> str:
    if n_due == 0:
        return "none-due"
    if n_due < FEWEST_DUE:
        return "too-few-due"
    return "none-known" if n_unknown == n_due else ""


@dataclass(frozen=True, slots=True)
class GapOfGroup:
    """The gap of one group of promises, or of all of them under another convention.

    Attributes:
        by: What they are grouped by: ``all``, ``pillar``, ``field``, ``level``, ``document``, ``leader``; ``variant``
            for all of them under another convention.
        group: Code or id of the group, or name of the variant.
        gap: The gap.
    """

    by: str
    group: str
    gap: SayDoGap


@dataclass(frozen=True, slots=True)
class SayDo:
    """The gap of all promises of deeds, of groups of them, and under other conventions.

    Attributes:
        groups: Gaps by group; all promises first.
        n_positions: Positions, which promise no deed and are left out.
        n_replaced: Promises that a later one replaced, left out too.
    """

    groups: tuple[GapOfGroup, ...]
    n_positions: int
    n_replaced: int

    def grouped(self, by: str) -> tuple[GapOfGroup, ...]:
        """Return the gaps of one grouping."""
        return tuple(row for row in self.groups if row.by == by)
