"""What the chapter on events in the news says, computed before any word is chosen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kanae.measures.event_change import EventChanges
    from kanae.measures.event_validation import EventValidation
    from kanae.model.news import NewsSeries
    from kanae.model.panels import By


@dataclass(frozen=True, slots=True)
class NewsAnswer:
    """An event store beside the ledger.

    Attributes:
        source: The source shown: that with most whole days.
        others: Other sources of the store, which are not added to it.
        rows: Rows of the source between two members.
        whole_days: Days of the source whose files are all there, up to the day of the answer.
        by: Length of the periods shown.
        series: The series of the source; they have no period when no day is whole.
        validation: The store held against the ledger.
        changes: What was looked for in the series by month.
    """

    source: str
    others: tuple[str, ...]
    rows: int
    whole_days: int
    by: By
    series: tuple[NewsSeries, ...]
    validation: EventValidation
    changes: EventChanges

    @property
    def record_id(self) -> str:
        """The id under which numbers name the source as their record."""
        return f"events-{self.source}-{self.validation.digest}"
