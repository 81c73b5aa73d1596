"""What turnover is measured with: who led when, what happened when, and what the record covers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date


@dataclass(frozen=True, slots=True)
class Tenure:
    """Time for which one person led a state.

    Attributes:
        term_id: Id of the term.
        state: State led.
        start: First day.
        end: Last day; ``None`` when still in office.
        is_acting: Whether in an acting capacity.
    """

    term_id: str
    state: str
    start: date
    end: date | None
    is_acting: bool = False


@dataclass(frozen=True, slots=True)
class Span:
    """Days from one to another.

    Attributes:
        first: First day.
        last: Last day, inclusive; before the first when the span is empty.
    """

    first: date
    last: date

    @property
    def days(self) -> int:
        """How many days it has, 0 when it is empty.

        Examples:
            >>> from datetime import date
            >>> Span(date(2024, 1, 1), date(2024, 1, 31)).days
            31
        """
        return max(0, (self.last - self.first).days + 1)

    def within(self, other: Span) -> Span:
        """Return the days of both."""
        return Span(max(self.first, other.first), min(self.last, other.last))

    def holds(self, other: Span) -> bool:
        """Tell whether every day of another span is one of this."""
        return self.first <= other.first and other.last <= self.last


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the record that was looked after well enough to compare rates.

    Attributes:
        coverage_id: Id of the coverage record.
        span: Days it covers.
        is_complete: Whether little or nothing is known to be missing; otherwise counts are "at least".
    """

    coverage_id: str
    span: Span
    is_complete: bool = True


@dataclass(frozen=True, slots=True)
class Occurrence:
    """A meeting, an exercise or an act.

    Attributes:
        occurrence_id: What makes two records the same occurrence.
        record_ids: Records behind it.
        span: Days it may have been on.
        coverage_id: Part of the record it belongs to; empty when it belongs to none that is covered.
        possible_from: Day from which it could have been, such as that of its promise; ``None`` for any day.
    """

    occurrence_id: str
    record_ids: tuple[str, ...]
    span: Span
    coverage_id: str = ""
    possible_from: date | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """A day on which another person came to lead a state.

    Attributes:
        term_id: Term that began.
        state: State.
        day: Its first day.
        is_acting: Whether the one who came was acting.
        before_id: Term that went before.
        last: Last day of the new term, or the day asked for.
    """

    term_id: str
    state: str
    day: date
    is_acting: bool
    before_id: str
    last: date
