"""From events and coverage to count series: what is counted, and from when to when a count may be believed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kanae.errors import MeasureError
from kanae.ledger.nearest import nearest
from kanae.measures.count_series import PERIODS, By, Occurrence, count_series, periods_between
from kanae.measures.cycle import Counted, Kind
from kanae.workflow.coverage import COUNTED

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from kanae.model.records import Coverage, Event
    from kanae.workflow.statuses import Question

ACTS = ("meeting", "act")
SETBACK = "setback"
"""Groups of kinds of event: cooperation, and what slowed or hurt it."""


def period_named(by: str | None) -> By:
    """Return the length of the periods that was asked for; quarters when none was.

    Raises:
        MeasureError: When there is no such period; names the nearest.
    """
    found = next((period for period in PERIODS if period == (by or "quarter")), None)
    if found is None:
        raise MeasureError(f"Events are not counted by '{by}'.", nearest(str(by), PERIODS))
    return found


def counted_series(question: Question, by: By) -> tuple[Counted, ...]:
    """Count the events of a framework and of the pairs within it, each part of the record by itself.

    A part is what a coverage record names: only there is it known from when on the record is whole. All cooperation
    and all friction are counted too, to be shown; no coverage vouches for them as a whole. A framework of whose events
    no coverage speaks has no series.
    """
    parts = tuple(_parts(question))
    events = tuple(row for row in question.ledger.events if _happened(row, question.as_of))
    if not any(row.framework == question.framework.id for part in parts for row in part):
        return ()
    members = set(question.framework.members)
    together = [row for row in events if set(row.members) == members and _group(question, row) in ACTS]
    setbacks = [row for row in events if set(row.members) <= members and _group(question, row) == SETBACK]
    by_part = [(part, [row for row in events if row.series in part[0].series]) for part in parts]
    shown = [*together, *setbacks, *(row for _, rows in by_part for row in rows)]
    if not shown:
        return ()
    begins = [span[0] for part in parts if (span := _covered(question, part)) is not None]
    first = min([*begins, *(row.date.first for row in shown)])

    def counted(series_id: str, kind: Kind, rows: Iterable[Event], part: tuple[Coverage, ...]) -> Counted:
        periods = periods_between(first, question.as_of, by)
        span = _covered(question, part)
        ids = tuple(row.id for row in part)
        return Counted(
            series_id,
            kind,
            count_series((Occurrence(row.id, row.date.first, row.date.last) for row in rows), periods, covered=span),
            (*ids, *part[0].series) if part else (question.framework.id,),
            ids,
        )

    return (
        *(counted(_named(question, part).id, "part", rows, part) for part, rows in by_part),
        counted("cooperation", "cooperation", together, ()),
        counted("friction", "friction", setbacks, ()),
    )


def _parts(question: Question) -> Iterator[tuple[Coverage, ...]]:
    """Yield the coverage of each part of the record, by series named, as far as some of it may be counted."""
    within = {row.id for row in question.ledger.frameworks if set(row.members) <= set(question.framework.members)}
    parts: dict[tuple[str, ...], list[Coverage]] = {}
    for row in question.ledger.coverage:
        if row.framework in within and "events" in row.kinds and row.series:
            parts.setdefault(row.series, []).append(row)
    for part in parts.values():
        if any(_counts(question, row) for row in part):
            yield tuple(sorted(part, key=lambda row: row.start.first))


def _named(question: Question, part: tuple[Coverage, ...]) -> Coverage:
    """Return the coverage record a part is named after: the last that may be counted."""
    return [row for row in part if _counts(question, row)][-1]


def _counts(question: Question, row: Coverage) -> bool:
    return question.ledger.item("completeness", row.completeness).group == COUNTED


def _covered(question: Question, part: tuple[Coverage, ...]) -> tuple[date, date] | None:
    """Return the days for which counts may be compared; of two spans the later, as a gap lies between them."""
    if not part:
        return None
    row = _named(question, part)
    return row.start.first, min(row.end.last, question.as_of)


def _happened(row: Event, as_of: date) -> bool:
    return row.confirmed and not row.planned and row.part_of is None and row.date.surely_by(as_of)


def _group(question: Question, row: Event) -> str:
    return question.ledger.item("event-kinds", row.kind).group or ""
