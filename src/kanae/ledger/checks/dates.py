"""Can the dates be true: is nothing still to come, and does nothing end before it begins?"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from kanae.model.issues import Issue, IssueCode
from kanae.model.records import Commitment, Coverage, Document, Event, Evidence, Instrument, Record, Term

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    from kanae.ledger.load import Reading
    from kanae.ledger.origin import Origin
    from kanae.model.dates import PartialDate

_IN_ORDER: tuple[tuple[type[Record], tuple[str, ...]], ...] = (
    (Term, ("start", "end")),
    (Coverage, ("start", "end")),
    (Instrument, ("signed", "in_force", "suspended")),
    (Instrument, ("signed", "in_force", "ended")),
)
"""Fields of a kind whose dates follow each other."""


def nothing_lies_in_the_future(reading: Reading, today: date) -> Iterator[Issue]:
    """Yield records entered, and events and evidence said to have happened, on a day still to come."""
    for record, origin in reading.all_rows():
        if record.recorded > today:
            message = f"'{record.id}' was recorded on {record.recorded}, which is still to come"
            yield origin.issue("recorded", IssueCode.RECORDED_IN_FUTURE, message, "Write the day it was entered.")
        if not isinstance(record, Event | Evidence) or (isinstance(record, Event) and record.planned):
            continue
        if record.date.first > today:
            message = f"'{record.id}' is of {record.date}, which is still to come"
            fix = "Mark the event 'planned: yes'; enter evidence once it has happened."
            yield origin.issue("date", IssueCode.NOT_YET, message, fix)


def dates_follow_each_other(reading: Reading) -> Iterator[Issue]:
    """Yield dates that run backwards, contradict an event or a commitment, or are missing for a state."""
    made = _days_made(reading)
    events = {row.id: row.date for row, _ in reading.rows["events"] if isinstance(row, Event)}
    needed = {item.id: item.group for item, _ in reading.codelists.get("instrument-states", ())}
    for rows in reading.rows.values():
        for record, origin in rows:
            yield from _runs_backwards(record, origin)
            if isinstance(record, Evidence):
                yield from _evidence(record, origin, made, events)
            if isinstance(record, Instrument):
                yield from _undated(record, origin, needed.get(record.state))


def _days_made(reading: Reading) -> dict[str, PartialDate]:
    documents = {row.id: row.date for row, _ in reading.rows["documents"] if isinstance(row, Document)}
    return {
        row.id: documents[row.document]
        for row, _ in reading.rows["commitments"]
        if isinstance(row, Commitment) and row.document in documents
    }


def _runs_backwards(record: Record, origin: Origin) -> Iterator[Issue]:
    for kind, fields in _IN_ORDER:
        if not isinstance(record, kind):
            continue
        dated = [(field, when) for field in fields if (when := getattr(record, field)) is not None]
        for (earlier, before), (later, after) in pairwise(dated):
            if after.surely_before(before):
                message = f"'{record.id}' has {later} {after}, before {earlier} {before}"
                yield origin.issue(later, IssueCode.RUNS_BACKWARDS, message, "Mend one of the two dates.")


def _evidence(
    row: Evidence, origin: Origin, made: Mapping[str, PartialDate], events: Mapping[str, PartialDate]
) -> Iterator[Issue]:
    promised = made.get(row.commitment)
    if promised is not None and row.date.surely_before(promised):
        message = f"'{row.id}' is of {row.date}, before its commitment of {promised}"
        fix = "Mend the date, or name the commitment it answers."
        yield origin.issue("date", IssueCode.EVIDENCE_TOO_EARLY, message, fix)
    happened = events.get(row.event) if row.event else None
    if happened is not None and (row.date.surely_before(happened) or happened.surely_before(row.date)):
        message = f"'{row.id}' is of {row.date}, its event '{row.event}' of {happened}"
        fix = "Take the date of the event, or name another event."
        yield origin.issue("date", IssueCode.EVENT_OF_ANOTHER_DATE, message, fix)


def _undated(instrument: Instrument, origin: Origin, needed: str | None) -> Iterator[Issue]:
    """Yield an instrument without the date its state needs; the item of the codelist names it in ``group``."""
    if needed is not None and getattr(instrument, needed, "unknown field") is None:
        message = f"'{instrument.id}' is '{instrument.state}' without the date '{needed}'"
        fix = f"Add '{needed}: …', as precise as the source, or mend the state."
        yield origin.issue("state", IssueCode.STATE_WITHOUT_DATE, message, fix)
