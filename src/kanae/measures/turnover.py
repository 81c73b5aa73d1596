"""What became of cooperation when a leader changed: events before and after.

Rates are compared only where the record covers both sides of the change; elsewhere the events seen are named and no
rate is given. Whatever else changed within the windows is named beside it: a rate that moved is no cause found.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from kanae.measures.exact_rates import Interval, rate_ratio
from kanae.measures.windows import common_days, inside, records_of
from kanae.model.turnover import Change, Occurrence, Part, Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Comparison:
    """Events of one group before and after one change.

    Attributes:
        change: The change.
        group: Level or pillar.
        overlapping_ids: Terms of other leaders that began within the two windows.
        whole_before: Days of the window before.
        whole_after: Days of the window after, up to the day asked for.
        before: Days compared before, those that all parts compared cover.
        after: Days compared after.
        n_before: Events of the covered parts before.
        n_after: Events of the covered parts after.
        ratio: Rate after over rate before, with its 90 % interval.
        n_seen_before: Events seen in the whole window before, covered or not: at least so many.
        n_seen_after: Events seen in the whole window after.
        is_complete: Whether little or nothing is known to be missing; otherwise the counts compared are "at least".
        coverage_ids: Coverage records of the parts compared.
        record_ids: Records of the events seen, oldest first.
        undated_ids: Records of events that may lie on either side of the change.
        reason: Why there is no ratio: ``rate-not-covered``, ``window-not-covered``, ``too-early``, ``no-event``,
            ``none-before``; empty when there is one.
    """

    change: Change
    group: str
    overlapping_ids: tuple[str, ...]
    whole_before: Span
    whole_after: Span
    before: Span
    after: Span
    n_before: int
    n_after: int
    ratio: Interval
    n_seen_before: int
    n_seen_after: int
    is_complete: bool
    coverage_ids: tuple[str, ...]
    record_ids: tuple[str, ...]
    undated_ids: tuple[str, ...]
    reason: str


def compare(
    change: Change,
    group: str,
    occurrences: Sequence[Occurrence],
    parts: Sequence[Part],
    *,
    others: Iterable[Change],
    as_of: date,
    window_days: int,
    fewest_days: int,
) -> Comparison:
    """Compare the rate of a group of events before and after a change.

    Parts covered for fewer days than ``fewest_days`` on either side are left out; the windows are then cut to the days
    that all parts left cover, so that both sides count the same things.

    Args:
        change: The change.
        group: Name of the group.
        occurrences: Events of the group, in any order.
        parts: Covered parts of the record that the group has.
        others: All changes, to name those within the windows.
        as_of: Nothing that may be later is counted.
        window_days: Days looked at on either side.
        fewest_days: Fewer days than these on a side are not compared.

    Examples:
        >>> change = Change("lee", "KOR", date(2025, 6, 4), False, "yoon", date(2026, 2, 28))
        >>> days = [date(2024, 9, 1), date(2025, 1, 9), date(2025, 9, 15)]
        >>> met = [Occurrence(f"e{day}", (f"e{day}",), Span(day, day), "c1") for day in days]
        >>> parts = [Part("c1", Span(date(2014, 1, 1), date(2026, 2, 28)))]
        >>> found = compare(change, "minister", met, parts, others=[], as_of=date(2026, 2, 28),
        ...     window_days=365, fewest_days=90)
        >>> found.n_before, found.n_after, found.before.days, found.after.days, round(found.ratio.value, 2)
        (2, 1, 365, 270, 0.68)
    """
    whole_before = Span(change.day - window_days * _DAY, min(as_of, change.day - _DAY))
    whole_after = Span(change.day, min(as_of, change.day + (window_days - 1) * _DAY))
    kept = [
        part
        for part in parts
        if min(part.span.within(whole_before).days, part.span.within(whole_after).days) >= fewest_days
    ]
    before, after = common_days(whole_before, kept), common_days(whole_after, kept)
    coverage_ids = tuple(sorted(part.coverage_id for part in kept))
    covered = [row for row in occurrences if row.coverage_id in coverage_ids]
    n_before, n_after = (len(inside(covered, span, possible_by=before.first)) for span in (before, after))
    reason = _reason(parts, kept, n_before, n_after)
    if parts and whole_after.days < fewest_days:
        reason = "too-early"
    seen = [inside(occurrences, span, possible_by=whole_before.first) for span in (whole_before, whole_after)]
    astride = [row for row in occurrences if row.span.first < change.day <= row.span.last <= as_of]
    return Comparison(
        change=change,
        group=group,
        overlapping_ids=tuple(
            other.term_id
            for other in others
            if other.term_id != change.term_id and whole_before.first <= other.day <= whole_after.last
        ),
        whole_before=whole_before,
        whole_after=whole_after,
        before=before,
        after=after,
        n_before=n_before,
        n_after=n_after,
        ratio=rate_ratio(n_before, before.days, n_after, after.days) if kept else Interval(None, None, None),
        n_seen_before=len(seen[0]),
        n_seen_after=len(seen[1]),
        is_complete=all(part.is_complete for part in kept),
        coverage_ids=coverage_ids,
        record_ids=records_of(row for side in seen for row in side),
        undated_ids=records_of(astride),
        reason=reason,
    )


def _reason(parts: Sequence[Part], kept: Sequence[Part], n_before: int, n_after: int) -> str:
    if not parts:
        return "rate-not-covered"
    if not kept:
        return "window-not-covered"
    if n_before == 0:
        return "none-before" if n_after else "no-event"
    return ""


@dataclass(frozen=True, slots=True)
class Continuity:
    """Events before and after every change of leader that the record can speak about.

    Attributes:
        changes: Every change of leader up to the day, oldest first.
        by_level: Meetings and exercises, by change and level.
        by_pillar: Acts on promises, by change and pillar.
        window_days: Days looked at on either side.
        first: Day from which the record is covered at all; earlier changes are not compared.
    """

    changes: tuple[Change, ...]
    by_level: tuple[Comparison, ...]
    by_pillar: tuple[Comparison, ...]
    window_days: int
    first: date
