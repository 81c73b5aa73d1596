"""Who led each state when, and the days on which that changed."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

from kanae.model.turnover import Change, Span, Tenure

if TYPE_CHECKING:
    from collections.abc import Iterable

_DAY = timedelta(days=1)


def successive(tenures: Iterable[Tenure], *, as_of: date) -> tuple[tuple[Tenure, Span], ...]:
    """Return who led each state when: a term ends at the latest on the day before the next one begins.

    While an acting leader holds the powers, the one who was suspended does not lead.

    Args:
        tenures: Terms, in any order.
        as_of: Nothing later is seen.

    Examples:
        >>> yoon = Tenure("yoon", "KOR", date(2022, 5, 10), date(2025, 4, 4))
        >>> han = Tenure("han", "KOR", date(2024, 12, 14), date(2024, 12, 27), is_acting=True)
        >>> [span.last.isoformat() for _, span in successive([yoon, han], as_of=date(2026, 2, 28))]
        ['2024-12-13', '2024-12-27']
    """
    begun = sorted((row for row in tenures if row.start <= as_of), key=lambda row: (row.state, row.start, row.term_id))
    found = []
    for place, tenure in enumerate(begun):
        ends = [as_of] if tenure.end is None else [as_of, tenure.end]
        following = begun[place + 1] if place + 1 < len(begun) else None
        if following is not None and following.state == tenure.state:
            ends.append(following.start - _DAY)
        found.append((tenure, Span(tenure.start, min(ends))))
    return tuple(found)


def changes_of_leader(tenures: Iterable[Tenure], *, as_of: date) -> tuple[Change, ...]:
    """Return every change of leader up to a day, oldest first; the first term known of a state is no change.

    Examples:
        >>> ishiba = Tenure("ishiba", "JPN", date(2024, 10, 1), date(2025, 10, 21))
        >>> takaichi = Tenure("takaichi", "JPN", date(2025, 10, 21), None)
        >>> [change.term_id for change in changes_of_leader([takaichi, ishiba], as_of=date(2026, 2, 28))]
        ['takaichi']
    """
    return tuple(
        sorted(
            (
                Change(now.term_id, now.state, now.start, now.is_acting, before.term_id, span.last)
                for (before, _), (now, span) in pairwise(successive(tenures, as_of=as_of))
                if before.state == now.state
            ),
            key=lambda change: (change.day, change.term_id),
        )
    )
