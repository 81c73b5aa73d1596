"""Whether machine-coded events find what the ledger has, and whether days they flag are days of the ledger.

Both are held against chance: where machines report something between two states on most days, they «find» any date at
all. Nothing is judged on days whose files are not all there, and nothing beyond the ledger's own coverage.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from kanae.measures.exact_rates import Interval
from kanae.measures.shares import share

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from datetime import date

    from kanae.model.news import Parties


@dataclass(frozen=True, slots=True)
class Occasion:
    """A meeting or an exercise of the ledger.

    Attributes:
        record_id: Its id.
        first: First day.
        last: Last day.
        exact: Whether it is dated to the day; else the days are only those it may lie in.
        level: Level of those who met.
    """

    record_id: str
    first: date
    last: date
    exact: bool = True
    level: str = ""

    def near(self, day: int, days: int) -> bool:
        """Tell whether a day, as an ordinal, lies within so many days of it."""
        return self.first.toordinal() - days <= day <= self.last.toordinal() + days


@dataclass(frozen=True, slots=True)
class Recall:
    """How many occasions machines found.

    Attributes:
        tested: Ids of the occasions that could be looked for.
        found: Ids of those with an event of the kind between the parties near them.
        share: Share found, with its interval; ``None`` when too few could be tested.
        by_chance: Share that would be found if the same occasions lay on any other tested days; ``None`` as before.
        outside: How many lie on or beside days whose files are not all there.
        coarse: How many are dated too coarsely to be looked for.
        reason: Why there is no share: ``no-complete-day`` or ``too-few-occasions``.
    """

    tested: tuple[str, ...]
    found: tuple[str, ...]
    share: Interval
    by_chance: float | None
    outside: int
    coarse: int
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Precision:
    """How many flagged days lie near an occasion; a lower bound, as no ledger is complete.

    Attributes:
        flagged: Days with an event of the kind between the parties that could be judged.
        near: Those of them within some days of an occasion.
        share: Share near, with its interval; ``None`` when too few days could be judged.
        by_chance: Share of all days that could be judged that lie near one; ``None`` as before.
        unsure: Flagged days near a coarsely dated occasion alone, which are left out.
        near_ids: Ids of the occasions they are near to.
        reason: Why there is no share: ``no-complete-day``, ``ledger-not-covered`` or ``too-few-flagged-days``.
    """

    flagged: int
    near: int
    share: Interval
    by_chance: float | None
    unsure: int
    near_ids: tuple[str, ...]
    reason: str = ""


_NOTHING = Interval(None, None, None)


def sign_days(signs: Mapping[Parties, Collection[date]]) -> dict[Parties, frozenset[int]]:
    """Return the days of signs as ordinals, by pair."""
    return {pair: frozenset(day.toordinal() for day in days) for pair, days in signs.items()}


def recall(
    occasions: Sequence[Occasion],
    signs: Mapping[Parties, Collection[date]],
    complete: Collection[date],
    *,
    days: int,
    fewest: int,
) -> Recall:
    """Tell how many occasions have, for every pair of their parties, a machine event within some days.

    Args:
        occasions: Meetings or exercises in which all the parties took part.
        signs: Days with an event of the kind, by pair; all pairs of the parties are asked for.
        complete: Days whose files are all there; an occasion counts when it and the days around it are among them.
        days: How many days before and after an occasion an event may lie.
        fewest: Fewer occasions than these give no share.

    Examples:
        >>> from datetime import date, timedelta
        >>> whole = [date(2019, 1, 1) + timedelta(days=day) for day in range(10)]
        >>> met = [Occasion("m1", whole[4], whole[4]), Occasion("m2", whole[8], whole[8])]
        >>> found = recall(met, {("JPN", "KOR"): [whole[3]]}, whole, days=1, fewest=1)
        >>> found.found, found.share.value, found.by_chance
        (('m1',), 0.5, 0.375)
    """
    known, by_pair = frozenset(day.toordinal() for day in complete), tuple(sign_days(signs).values())
    exact = [occasion for occasion in occasions if occasion.exact]
    windows = {row.record_id: (row.first.toordinal() - days, row.last.toordinal() + days) for row in exact}
    tested = tuple(record_id for record_id, window in windows.items() if _whole(known, *window))
    found = tuple(record_id for record_id in tested if _hit(by_pair, *windows[record_id]))
    outside, coarse = len(exact) - len(tested), len(occasions) - len(exact)
    if len(tested) < max(fewest, 1):
        reason = "too-few-occasions" if known else "no-complete-day"
        return Recall(tested, found, _NOTHING, None, outside, coarse, reason)
    lengths = [windows[record_id][1] - windows[record_id][0] for record_id in tested]
    by_chance = sum(_chance(by_pair, known, length) for length in lengths) / len(lengths)
    return Recall(tested, found, share(len(found), len(tested)), by_chance, outside, coarse)


def _days_near(occasions: Sequence[Occasion], days: int) -> set[int]:
    return {day for row in occasions for day in range(row.first.toordinal() - days, row.last.toordinal() + days + 1)}


@lru_cache(maxsize=64)
def _chance(by_pair: tuple[frozenset[int], ...], known: frozenset[int], length: int) -> float:
    """Return the share of all whole windows of a length that have a sign of each pair.

    Every level and quarter of a series asks for the same, so it is kept.
    """
    starts = [day for day in known if _whole(known, day, day + length)]
    return sum(_hit(by_pair, day, day + length) for day in starts) / len(starts)


def _whole(known: frozenset[int], first: int, last: int) -> bool:
    return all(day in known for day in range(first, last + 1))


def _hit(by_pair: tuple[frozenset[int], ...], first: int, last: int) -> bool:
    window = range(first, last + 1)
    return bool(by_pair) and all(any(day in seen for day in window) for seen in by_pair)


def precision(
    occasions: Sequence[Occasion],
    signs: Mapping[Parties, Collection[date]],
    complete: Collection[date],
    covered: Collection[date],
    *,
    days: int,
    fewest: int,
) -> Precision:
    """Tell how many days flagged by machines lie within some days of an occasion.

    Args:
        occasions: Meetings or exercises in which all the parties took part.
        signs: Days with an event of the kind, by pair; a day is flagged when every pair has one.
        complete: Days whose files are all there.
        covered: Days on which the ledger looked for such occasions; a day counts when it and the days around it are
            among them.
        days: How many days apart the two may lie.
        fewest: Fewer flagged days than these give no share.

    Examples:
        >>> from datetime import date, timedelta
        >>> whole = [date(2019, 1, 1) + timedelta(days=day) for day in range(10)]
        >>> met = [Occasion("m1", whole[4], whole[4])]
        >>> found = precision(met, {("JPN", "KOR"): [whole[3], whole[7]]}, whole, whole, days=1, fewest=1)
        >>> found.flagged, found.near, found.share.value, found.by_chance
        (2, 1, 0.5, 0.375)
    """
    spoken_for = {day.toordinal() for day in covered}
    known = {day.toordinal() for day in complete}
    judged = {day for day in known if all(other in spoken_for for other in range(day - days, day + days + 1))}
    exact = [row for row in occasions if row.exact]
    coarse = [row for row in occasions if not row.exact]
    near_days = judged & _days_near(exact, days)
    unsure = (judged - near_days) & _days_near(coarse, days)
    by_pair = list(sign_days(signs).values())
    flagged = judged.intersection(*by_pair) if by_pair else set[int]()
    kept, near = flagged - unsure, flagged & near_days
    ids = tuple(row.record_id for row in exact if any(row.near(day, days) for day in near))
    if len(kept) < max(fewest, 1):
        reason = "no-complete-day" if not known else "too-few-flagged-days" if judged else "ledger-not-covered"
        return Precision(len(kept), len(near), _NOTHING, None, len(flagged & unsure), ids, reason)
    base = len(near_days) / len(judged - unsure)
    return Precision(len(kept), len(near), share(len(near), len(kept)), base, len(flagged & unsure), ids)


def finds_action(found: Recall, least: float) -> bool | None:
    """Tell whether a series may be called action; ``None`` when it was not measured.

    The lower end of the interval must reach a share, and lie above what any other days would have given.

    Examples:
        >>> found = Recall(("a",) * 20, ("a",) * 19, share(19, 20), 0.97, 0, 0)
        >>> finds_action(found, 0.5)
        False
    """
    if found.share.low is None or found.by_chance is None:
        return None
    return found.share.low >= least and found.share.low > found.by_chance


@dataclass(frozen=True, slots=True)
class Validated:
    """How well one series of machine-coded events agrees with the ledger.

    Attributes:
        source: Who coded the events.
        kind: ``meeting`` or ``exercise``.
        parties: The states; of more than two, every pair must have an event.
        by: ``all``, ``stream``, ``level`` or ``quarter``.
        group: Stream, level or quarter; empty for all.
        recall: How many occasions of the ledger were found.
        precision: How many flagged days lie near one; ``None`` by level, since machines tell no level.
        action: Whether the series may be called action; ``None`` when that was not measured.
        coverage_ids: Coverage records that say on which days the ledger looked.
    """

    source: str
    kind: str
    parties: Parties
    by: str
    group: str
    recall: Recall
    precision: Precision | None
    action: bool | None
    coverage_ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class EventValidation:
    """The validation of an event store against one framework.

    Attributes:
        digest: First letters of the digest of the store's manifest.
        days: Days apart that still count as near.
        rows: Every series and group.
        limits: What the codelist ``event-limits`` sets.
    """

    digest: str
    days: int
    rows: tuple[Validated, ...]
    limits: Mapping[str, float]

    def of(self, source: str, parties: Parties, kind: str) -> Validated | None:
        """Return the row on all days of one series; ``None`` when there is none."""
        return next(
            (row for row in self.rows if (row.source, row.parties, row.kind, row.by) == (source, parties, kind, "all")),
            None,
        )
