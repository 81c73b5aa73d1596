"""Lists of the records in which words stand."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kanae.ledger.find import find_records
from kanae.ledger.load import read_sound
from kanae.ledger.placed import date_of, document_dates, headline, source_ids_of
from kanae.store.location import find_ledger

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from kanae.model.records import Language


def found_rows(path: Path | None, words: Sequence[str], kinds: Sequence[str], lang: Language) -> list[dict[str, Any]]:
    """Return the records in which every word stands, with their place in the files.

    Args:
        path: Folder of the ledger; ``None`` for the default.
        words: Words in any language.
        kinds: Kinds to look in; all when empty.
        lang: Language of the text shown, which need not be that of the words.

    Raises:
        LedgerError: When the ledger has a fault, no word is given, or a kind is unknown.
    """
    reading = read_sound(find_ledger(path))
    made = document_dates(reading)
    return [
        {
            "record_id": placed.record_id,
            "kind": placed.kind,
            "date": date_of(placed.record, made),
            "text": headline(placed.record, lang),
            "source_ids": source_ids_of(placed.record),
            "file": placed.origin.file,
            "line": placed.origin.line,
        }
        for placed in find_records(reading, words, kinds)
    ]
