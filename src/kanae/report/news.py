"""What the chapter on events in the news says, computed before any word is chosen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from kanae.model.measure import plain_value

if TYPE_CHECKING:
    from kanae.measures.event_change import EventChange, EventChanges
    from kanae.measures.event_validation import EventValidation, Validated
    from kanae.model.news import NewsSeries
    from kanae.model.panels import By, PanelRow


@dataclass(frozen=True, slots=True)
class NewsAnswer:
    """An event store beside the ledger.

    Attributes:
        source: The source shown: of those with rows, that with most whole days.
        others: Other sources of the store, which are not added to it.
        rows: Rows of the source between two members.
        whole_days: Days of the source whose files are all there, up to the day of the answer.
        by: Length of the periods shown.
        series: The series of the source; they have no period when no day is whole.
        validation: The store held against the ledger.
        changes: What was looked for in the series by month.
        streams: Streams of GDELT 2.0 that were read; empty for other sources.
        read: What was read of every pair by month, where no day is whole and nothing can be drawn.
    """

    source: str
    others: tuple[str, ...]
    rows: int
    whole_days: int
    by: By
    series: tuple[NewsSeries, ...]
    validation: EventValidation
    changes: EventChanges
    streams: tuple[str, ...] = ()
    read: tuple[PanelRow, ...] = ()

    @property
    def record_id(self) -> str:
        """The id under which numbers name the source as their record."""
        return f"events-{self.source}-{self.validation.digest}"


def news_facts(news: NewsAnswer) -> dict[str, Any]:
    """Return the chapter as plain data for programs."""
    return {
        "source": news.source,
        "other_sources": list(news.others),
        "store": news.validation.digest,
        "rows": news.rows,
        "whole_days": news.whole_days,
        "streams": list(news.streams),
        "by": news.by.value,
        "quad": "cameo",
        "near_days": news.validation.days,
        "validation": [_validated(row) for row in news.validation.rows],
        "changes": [_changed(row) for row in news.changes.rows],
        "periods": [
            {
                "parties": list(series.parties),
                "period": period.name,
                "quads": list(period.quads),
                "events": period.events,
                "whole_share": plain_value(period.whole_share),
            }
            for series in news.series
            for period in series.periods
        ],
        "record_ids": [news.record_id],
    }


def _validated(row: Validated) -> dict[str, Any]:
    judged = row.precision
    return {
        "kind": row.kind,
        "parties": list(row.parties),
        "by": row.by,
        "group": row.group,
        "n_occasions": len(row.recall.tested),
        "n_found": len(row.recall.found),
        "recall": plain_value(row.recall.share.value),
        "recall_low": plain_value(row.recall.share.low),
        "recall_high": plain_value(row.recall.share.high),
        "recall_by_chance": plain_value(row.recall.by_chance),
        "n_flagged": judged.flagged if judged else None,
        "n_near": judged.near if judged else None,
        "precision": plain_value(judged.share.value) if judged else None,
        "precision_low": plain_value(judged.share.low) if judged else None,
        "precision_high": plain_value(judged.share.high) if judged else None,
        "precision_by_chance": plain_value(judged.by_chance) if judged else None,
        "called": "action" if row.action else "attention",
        "record_ids": list(row.recall.tested),
    }


def _changed(row: EventChange) -> dict[str, Any]:
    return {
        "parties": list(row.series.parties),
        "scale": row.scale,
        "n_periods": len(row.periods),
        "found": row.change.found,
        "p_value": plain_value(row.change.p_value),
        "p_holm": plain_value(row.p_adjusted),
        "reason": row.change.reason or None,
    }
