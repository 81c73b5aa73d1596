"""What differs between two ledgers, or between one ledger and what it held on an earlier day."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from kanae.errors import LedgerError
from kanae.ledger.book import as_known
from kanae.ledger.placed import placed_records
from kanae.ledger.values import Value, corrected, values_of
from kanae.model.records import KINDS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    from kanae.ledger.load import Reading
    from kanae.ledger.placed import Placed
    from kanae.model.records import Record

Change = Literal["added", "removed", "changed", "corrected"]

Records = dict[tuple[str, str], "Placed"]
"""Records by kind and id; of an id that stands twice the first."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that differs.

    Attributes:
        change: ``added`` or ``removed`` record; ``changed`` field; ``corrected`` field, with its reason and day.
        kind: Kind of the record, such as ``events``.
        record_id: Id of the record.
        record: The record as it is now; a removed one as it was.
        field: The field; ``None`` for a record as a whole.
        before: Value before; ``None`` when there was none.
        after: Value after; ``None`` when there is none.
        on: Day a record was recorded, or a mistake was mended; ``None`` when no day is known.
        reason: Why a mistake was mended.
    """

    change: Change
    kind: str
    record_id: str
    record: Record
    field: str | None = None
    before: Value = None
    after: Value = None
    on: date | None = None
    reason: str | None = None


def differences(before: Records, after: Records) -> list[Difference]:
    """Return what differs, by kind, then by record, then by field.

    A field that a new correction speaks of is ``corrected``; one that differs without a word is ``changed``.
    """
    order = {kind: place for place, kind in enumerate(KINDS)}
    found: list[Difference] = []
    for key in sorted({*before, *after}, key=lambda key: (order[key[0]], key[1])):
        old, new = before.get(key), after.get(key)
        if old is None and new is not None:
            found.append(Difference("added", *key, new.record, on=new.record.recorded))
        elif new is None and old is not None:
            found.append(Difference("removed", *key, old.record))
        elif old is not None and new is not None and old.record != new.record:
            found.extend(_field_differences(key, old.record, new.record))
    return found


def records_of(reading: Reading) -> Records:
    """Return the records of a ledger by kind and id."""
    found: Records = {}
    for placed in placed_records(reading):
        found.setdefault((placed.kind, placed.record_id), placed)
    return found


def held_on(records: Mapping[tuple[str, str], Placed], day: date) -> Records:
    """Return what was recorded by the end of a day, with later corrections undone.

    Unlike :meth:`kanae.ledger.book.Ledger.known_on` this goes for vocabulary and bibliography too.

    Raises:
        LedgerError: When a correction cannot be undone.
    """
    return {key: _as_held(placed, day) for key, placed in records.items() if placed.record.recorded <= day}


def _as_held(placed: Placed, day: date) -> Placed:
    try:
        return replace(placed, record=as_known(placed.record, day))
    except ValueError as cause:
        raise LedgerError(
            f"A correction of '{placed.record_id}' cannot be undone ({placed.origin.file}:{placed.origin.line}).",
            "See why: kanae ledger check",
        ) from cause


def _field_differences(key: tuple[str, str], old: Record, new: Record) -> Iterator[Difference]:
    known = set(old.corrections)
    mended = [row for row in corrected(new) if row.correction not in known]
    for row in mended:
        note = row.correction
        yield Difference("corrected", *key, new, note.field, note.old, row.new, note.on, note.reason)
    told = {row.correction.field for row in mended}
    before, after = values_of(old), values_of(new)
    for field in dict.fromkeys((*after, *before)):
        if field not in told and before.get(field) != after.get(field):
            yield Difference("changed", *key, new, field, before.get(field), after.get(field))
