"""How often the members met under each pair of governments, with the days they had together."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations, product
from typing import TYPE_CHECKING

from kanae.measures.exact_rates import Interval, rate_per_year
from kanae.measures.tenures import successive
from kanae.measures.windows import common_days, inside, records_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import date

    from kanae.model.turnover import Occurrence, Part, Span, Tenure


@dataclass(frozen=True, slots=True)
class Overlap:
    """Events of one group while two governments were in office together.

    Attributes:
        term_ids: The two terms.
        group: Level.
        span: Days together; those that are covered, when any are.
        n: Events of the covered parts; where nothing is covered, those seen.
        per_year: Events a year, with its 90 % interval.
        coverage_ids: Coverage records it rests on.
        record_ids: Records of the events, oldest first.
        reason: Why there is no rate: ``rate-not-covered``, ``overlap-too-short``; empty when there is one.
    """

    term_ids: tuple[str, str]
    group: str
    span: Span
    n: int
    per_year: Interval
    coverage_ids: tuple[str, ...]
    record_ids: tuple[str, ...]
    reason: str


def overlaps(
    tenures: Iterable[Tenure],
    occurrences: Mapping[str, Sequence[Occurrence]],
    parts: Mapping[str, Sequence[Part]],
    *,
    as_of: date,
    fewest_days: int,
) -> Iterator[Overlap]:
    """Yield, for each pair of governments of two states and each group, the events of their time together.

    Args:
        tenures: Terms of all states, in any order.
        occurrences: Events by group.
        parts: Covered parts by group; only those that cover all days together are counted.
        as_of: Nothing that may be later is counted.
        fewest_days: For fewer days together no rate is given.
    """
    by_state: dict[str, list[tuple[Tenure, Span]]] = {}
    for tenure, span in successive(tenures, as_of=as_of):
        by_state.setdefault(tenure.state, []).append((tenure, span))
    for state, other in combinations(sorted(by_state), 2):
        for (one, first), (two, second) in product(by_state[state], by_state[other]):
            together = first.within(second)
            if together.days:
                for group, rows in occurrences.items():
                    yield _overlap((one.term_id, two.term_id), group, together, rows, parts[group], fewest_days)


def _overlap(
    term_ids: tuple[str, str],
    group: str,
    together: Span,
    occurrences: Sequence[Occurrence],
    parts: Sequence[Part],
    fewest_days: int,
) -> Overlap:
    kept = [part for part in parts if part.span.within(together).days >= min(fewest_days, together.days)]
    span = common_days(together, kept)
    coverage_ids = tuple(sorted(part.coverage_id for part in kept))
    met = inside([row for row in occurrences if not kept or row.coverage_id in coverage_ids], span)
    reason = "rate-not-covered" if not kept else "overlap-too-short" if span.days < fewest_days else ""
    return Overlap(
        term_ids=term_ids,
        group=group,
        span=span,
        n=len(met),
        per_year=Interval(None, None, None) if reason else rate_per_year(len(met), span.days),
        coverage_ids=coverage_ids,
        record_ids=records_of(met),
        reason=reason,
    )


@dataclass(frozen=True, slots=True)
class Governments:
    """Events under each pair of governments that the record can speak about.

    Attributes:
        overlaps: By pair of terms and level.
        first: Day from which the record is covered at all; earlier pairs are left out.
    """

    overlaps: tuple[Overlap, ...]
    first: date
