"""A mechanism as the measure of vitality takes it, and what is on record of it by a day."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import median
from typing import TYPE_CHECKING

from kanae.measures.cadence import FEWEST_GAPS, Watch
from kanae.measures.gaps import Gap, Meeting, Span, gaps_between, in_order, looked_after

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date


@dataclass(frozen=True, slots=True)
class Stop:
    """A source that says a mechanism stopped.

    Attributes:
        record_id: Record that says so.
        day: Day of it.
        is_final: Whether it ended, rather than fell asleep.
    """

    record_id: str
    day: date
    is_final: bool


@dataclass(frozen=True, slots=True)
class Plan:
    """A first act that is agreed or announced.

    Attributes:
        record_id: Record that says so.
        agreed: Day it was agreed; ``None`` when that is not known.
        due: Last day it is meant for; ``None`` when none is named.
    """

    record_id: str
    agreed: date | None
    due: date | None


@dataclass(frozen=True, slots=True)
class Mechanism:
    """A mechanism.

    Attributes:
        acts: Meetings, exercises and other acts of it, confirmed or not, in any order.
        stops: Sources that say it stopped, confirmed ones only.
        plans: First acts agreed or announced.
        stated_days: Stated rhythm; ``None`` when there is none.
        stated_from: Day from which the rhythm was stated; ``None`` when it always was.
        covered: Spans the ledger looks after, joined.
        searched: Spans in which a search looked for an act and found none.
    """

    acts: Sequence[Meeting]
    stops: Sequence[Stop] = ()
    plans: Sequence[Plan] = ()
    stated_days: int | None = None
    stated_from: date | None = None
    covered: Sequence[Span] = ()
    searched: Sequence[Span] = ()

    def stated_on(self, day: date) -> int | None:
        """Return the rhythm as it was stated on a day."""
        return self.stated_days if self.stated_from is None or self.stated_from <= day else None

    def watched(self, first: date, last: date) -> Watch:
        """Tell who looked for an act between two days."""
        if first >= last or looked_after(first, last, self.covered):
            return Watch.COVERED
        return Watch.SEARCHED if looked_after(first, last, self.searched) else Watch.NOBODY


@dataclass(frozen=True, slots=True)
class VitalityRules:
    """What is chosen rather than recorded.

    Attributes:
        kept_ratio: A stated rhythm is kept up to this many times it.
        late_ratio: A silence is long beyond this many times the rhythm.
        assumed_days: Rhythm assumed of two acts or more, where none is stated or can be estimated.
        silent_days: No silence shorter than this is long; after a single act without a rhythm any longer one is.
        revived_days: How long a mechanism that broke a long silence counts as revived.
        irregular_burstiness: Small-sample burstiness from which an unstated rhythm is irregular.
        coarse_share: A gap whose length is less sure than this share of it is left out.
    """

    kept_ratio: float
    late_ratio: float
    assumed_days: float
    silent_days: float
    revived_days: int
    irregular_burstiness: float
    coarse_share: float


@dataclass(frozen=True, slots=True)
class OnRecord:
    """What is on record of a mechanism by a day.

    Attributes:
        acts: Confirmed acts, oldest first.
        unconfirmed: Acts after the last confirmed one that may have been.
        gaps: Gaps between the confirmed acts.
        stop: Last source that says it stopped; ``None`` when none does.
    """

    acts: tuple[Meeting, ...]
    unconfirmed: tuple[Meeting, ...]
    gaps: tuple[Gap, ...]
    stop: Stop | None


def on_record(mechanism: Mechanism, day: date, rules: VitalityRules) -> OnRecord:
    """Return what is on record of a mechanism by a day; nothing that may be later is seen."""
    by_now = in_order(act for act in mechanism.acts if act.last <= day)
    acts = tuple(act for act in by_now if act.is_confirmed)
    stops = [stop for stop in mechanism.stops if stop.day <= day]
    return OnRecord(
        acts=acts,
        unconfirmed=tuple(act for act in by_now if not act.is_confirmed and (not acts or act.last > acts[-1].last)),
        gaps=gaps_between(by_now, covered=mechanism.covered, coarse_share=rules.coarse_share),
        stop=max(stops, key=lambda stop: (stop.day, stop.record_id), default=None),
    )


def long_silence(stated_days: int | None, gaps: Sequence[Gap], n_acts: int, rules: VitalityRules) -> float:
    """Return how many days of silence are long after some acts.

    Args:
        stated_days: Rhythm as it was stated then; ``None`` when none was.
        gaps: Gaps between the acts.
        n_acts: Acts, one or more.
        rules: Limits.

    Examples:
        >>> rules = VitalityRules(1.25, 2, 365, 548, 730, 0, 0.25)
        >>> long_silence(365, [], 1, rules), long_silence(183, [], 3, rules), long_silence(None, [], 1, rules)
        (730, 548, 548)
    """
    usable = [gap.days for gap in gaps if gap.fault is None]
    estimated = median(usable) if len(usable) >= FEWEST_GAPS else None
    assumed = rules.assumed_days if n_acts > 1 else 0
    return max(rules.late_ratio * (stated_days or estimated or assumed), rules.silent_days)
