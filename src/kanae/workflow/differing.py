"""Lists of what differs between two ledgers, or since a day."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kanae.ledger.difference import Difference, differences, held_on, records_of
from kanae.ledger.load import read_sound
from kanae.ledger.placed import headline, source_ids_of
from kanae.store.location import find_ledger

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from pathlib import Path

    from kanae.model.records import Language


def rows_between(before: Path, after: Path, lang: Language) -> list[dict[str, Any]]:
    """Return what differs between two ledger folders.

    Raises:
        LedgerError: When one of them is not there or has a fault.
    """
    old, new = (records_of(read_sound(find_ledger(path))) for path in (before, after))
    return _rows(differences(old, new), lang)


def rows_since(day: date, path: Path | None, lang: Language) -> list[dict[str, Any]]:
    """Return what entered a ledger, and was corrected in it, after a day.

    What was taken out since then is not known: a ledger keeps no removed records.

    Raises:
        LedgerError: When the ledger is not there or has a fault.
    """
    now = records_of(read_sound(find_ledger(path)))
    return _rows(differences(held_on(now, day), now), lang)


def _rows(found: Sequence[Difference], lang: Language) -> list[dict[str, Any]]:
    return [
        {
            "change": row.change,
            "kind": row.kind,
            "record_id": row.record_id,
            "field": row.field,
            "before": headline(row.record, lang) if row.change == "removed" else row.before,
            "after": headline(row.record, lang) if row.change == "added" else row.after,
            "on": row.on.isoformat() if row.on else None,
            "reason": row.reason,
            "source_ids": source_ids_of(row.record),
        }
        for row in found
    ]
