"""Continuity: from terms, events and evidence to rates before and after each change of leader."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kanae.errors import MeasureError
from kanae.ledger.nearest import nearest
from kanae.measures.tenures import changes_of_leader
from kanae.measures.turnover import Comparison, Continuity, compare
from kanae.model.measure import Column, MeasureRow, MeasureTable
from kanae.workflow.measuring import Measure, MeasureOptions
from kanae.workflow.statuses import threshold_of
from kanae.workflow.turnover import acts_by, covered_from, evidence_part, met_by_level, parts_by_level, tenures_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from kanae.model.turnover import Change, Occurrence, Part
    from kanae.workflow.statuses import Question

COLUMNS = (
    Column("change", "id", "Term that began."),
    Column("state", "code", "State whose leader changed."),
    Column("date", "date", "First day of the term."),
    Column("acting", "flag", "Whether the one who came was acting."),
    Column("group", "code", "Level of those who met, or pillar of the promises acted on."),
    Column("n_before", "count", "Events of the covered parts before.", low=0),
    Column("n_after", "count", "Events of the covered parts after.", low=0),
    Column("days_before", "days", "Days compared before; none when nothing can be compared.", low=0),
    Column("days_after", "days", "Days compared after.", low=0),
    Column("ratio", "ratio", "Rate after over rate before.", low=0),
    Column("ratio_low", "ratio", "Lower end of its exact 90 per cent interval.", low=0),
    Column("ratio_high", "ratio", "Upper end; none without an event before.", low=0),
    Column("at_least", "flag", "Whether the counts compared are lower limits."),
    Column("n_seen_before", "count", "Events seen in the whole window before, covered or not.", low=0),
    Column("n_seen_after", "count", "The same after.", low=0),
    Column("overlapping", "id", "Terms of other leaders that began within the windows."),
    Column("parts", "id", "Coverage records of the parts compared."),
    Column("by", "code", "Whether the group is a level or a pillar."),
)

GROUPINGS = ("level", "pillar")


def compute(question: Question, options: MeasureOptions) -> Continuity:
    """Compare the rates before and after each change that the record can speak about.

    Raises:
        MeasureError: When there is no such grouping, or the window holds fewer days than can be compared.
    """
    if options.by is not None and options.by not in GROUPINGS:
        raise MeasureError(f"Events are not grouped by '{options.by}'.", nearest(options.by, GROUPINGS))
    window_days = options.window_days or int(threshold_of(question.ledger, "window-days"))
    fewest = int(threshold_of(question.ledger, "fewest-window-days"))
    if window_days < fewest:
        raise MeasureError(
            f"A window of '{window_days}' days is too short to compare.", f"Ask for {fewest} days or more."
        )
    changes = changes_of_leader(tenures_of(question), as_of=question.as_of)
    part = evidence_part(question)
    acts = acts_by(question, lambda row: row.pillar)
    acts_parts = {pillar: [part] if part is not None else [] for pillar in acts}
    levels = options.by in (None, "level")
    pillars = options.by in (None, "pillar")
    return Continuity(
        changes=changes,
        by_level=tuple(_compared(question, changes, met_by_level(question), parts_by_level(question), window_days))
        if levels
        else (),
        by_pillar=tuple(_compared(question, changes, acts, acts_parts, window_days)) if pillars else (),
        window_days=window_days,
        first=covered_from(question),
    )


def _compared(
    question: Question,
    changes: tuple[Change, ...],
    occurrences: Mapping[str, Sequence[Occurrence]],
    parts: Mapping[str, Sequence[Part]],
    window_days: int,
) -> Iterator[Comparison]:
    for change in changes:
        if change.day >= covered_from(question):
            for group, rows in occurrences.items():
                yield compare(
                    change,
                    group,
                    rows,
                    parts[group],
                    others=changes,
                    as_of=question.as_of,
                    window_days=window_days,
                    fewest_days=int(threshold_of(question.ledger, "fewest-window-days")),
                )


def table(question: Question, found: Continuity) -> MeasureTable:
    """Return the comparisons as rows, the latest change first."""
    compared = [("level", row) for row in found.by_level] + [("pillar", row) for row in found.by_pillar]
    compared.sort(key=lambda pair: pair[1].change.day, reverse=True)
    return MeasureTable(
        measure="continuity",
        framework=question.framework.id,
        as_of=question.as_of,
        columns=COLUMNS,
        rows=tuple(_row(by, row) for by, row in compared),
        coverage=tuple(sorted({row for _, comparison in compared for row in comparison.coverage_ids})),
        caveats=("continuity-no-cause", "continuity-pillars"),
        parameters={
            "reading": question.reading.value,
            "window_days": found.window_days,
            "fewest_window_days": threshold_of(question.ledger, "fewest-window-days"),
            "changes_from": found.first.isoformat(),
        },
    )


def _row(by: str, row: Comparison) -> MeasureRow:
    return MeasureRow(
        {
            "change": row.change.term_id,
            "state": row.change.state,
            "date": row.change.day,
            "acting": row.change.is_acting,
            "group": row.group,
            "n_before": row.n_before if row.coverage_ids else None,
            "n_after": row.n_after if row.coverage_ids else None,
            "days_before": row.before.days if row.coverage_ids else None,
            "days_after": row.after.days if row.coverage_ids else None,
            "ratio": row.ratio.value,
            "ratio_low": row.ratio.low,
            "ratio_high": row.ratio.high,
            "at_least": not row.is_complete if row.coverage_ids else None,
            "n_seen_before": row.n_seen_before,
            "n_seen_after": row.n_seen_after,
            "overlapping": row.overlapping_ids,
            "parts": row.coverage_ids,
            "by": by,
        },
        (row.change.term_id, *row.record_ids),
        row.reason,
    )


MEASURE = Measure(COLUMNS, compute, table)
