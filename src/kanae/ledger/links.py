"""Which records name another, and what the codes and ids in a record stand for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kanae.ledger.marks import marked_values
from kanae.ledger.placed import headline, placed_records
from kanae.model.records import Code, Item

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kanae.ledger.book import Ledger
    from kanae.ledger.load import Reading
    from kanae.ledger.marks import Mark
    from kanae.ledger.placed import Placed
    from kanae.model.records import Language, Record


@dataclass(frozen=True, slots=True)
class Link:
    """A record that names another.

    Attributes:
        placed: The record that names it.
        field: In which field, such as ``citations.0.source``.
    """

    placed: Placed
    field: str

    @property
    def line(self) -> int:
        """Line of the field."""
        return self.placed.origin.line_of(self.field)


def links_to(reading: Reading, target: Placed) -> Iterator[Link]:
    """Yield the records that name a record; for an item of a codelist those that use the code."""
    for placed in placed_records(reading):
        for field, mark, value in marked_values(placed.record):
            if value == target.record.id and _may_mean(mark, target):
                yield Link(placed, field)


def names_in(ledger: Ledger, record: Record, lang: Language) -> dict[str, str]:
    """Return what the codes and ids of a record stand for, by the path of the field; unknown ones are left out."""
    names: dict[str, str] = {}
    for field, mark, value in marked_values(record):
        found = (
            ledger.codelists.get(mark.codelist, {}).get(value) if isinstance(mark, Code) else ledger.by_id.get(value)
        )
        if found is not None:
            names[field] = headline(found, lang)
    return names


def _may_mean(mark: Mark, target: Placed) -> bool:
    if isinstance(mark, Code):
        return isinstance(target.record, Item) and target.record_id == f"{mark.codelist}:{target.record.id}"
    return not isinstance(target.record, Item)
