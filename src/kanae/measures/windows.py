"""What lies within a window of days, counted only where every part of the record compared covers it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from kanae.model.turnover import Occurrence, Part, Span


def common_days(window: Span, parts: Iterable[Part]) -> Span:
    """Return the days of a window that every part covers."""
    for part in parts:
        window = window.within(part.span)
    return window


def inside(
    occurrences: Iterable[Occurrence], window: Span, *, possible_by: date | None = None
) -> tuple[Occurrence, ...]:
    """Return what lies wholly within a window and could have been from its comparison's first day on."""
    return tuple(
        row
        for row in occurrences
        if window.holds(row.span)
        and (row.possible_from is None or possible_by is None or row.possible_from <= possible_by)
    )


def records_of(occurrences: Iterable[Occurrence]) -> tuple[str, ...]:
    """Return the records behind some occurrences, the oldest first and each once."""
    ordered = sorted(occurrences, key=lambda row: (row.span.last, row.occurrence_id))
    return tuple(dict.fromkeys(record_id for row in ordered for record_id in row.record_ids))
