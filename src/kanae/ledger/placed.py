"""Records with their kind and place in the files, and the one line that stands for each in a list."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from kanae.errors import LedgerError
from kanae.ledger.nearest import nearest
from kanae.model.records import (
    Benchmark,
    Burden,
    Claim,
    Commitment,
    Coverage,
    Document,
    Event,
    Evidence,
    Fact,
    Framework,
    Instrument,
    Item,
    Labels,
    Place,
    Role,
    Search,
    Series,
    Source,
    Term,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from kanae.ledger.load import Reading
    from kanae.ledger.origin import Origin
    from kanae.model.dates import PartialDate
    from kanae.model.records import Language, Record


@dataclass(frozen=True, slots=True)
class Placed:
    """A record and where it stands.

    Attributes:
        record_id: Its id; an item of a codelist is named ``list:item``.
        kind: Folder of its kind, such as ``events``.
        record: The record.
        origin: Its file and lines.
    """

    record_id: str
    kind: str
    record: Record
    origin: Origin


def placed_records(reading: Reading) -> Iterator[Placed]:
    """Yield every record in the order of kinds, then of files."""
    for codelist, items in reading.codelists.items():
        for item, origin in items:
            yield Placed(f"{codelist}:{item.id}", "codelists", item, origin)
    for kind, rows in reading.rows.items():
        for record, origin in rows:
            yield Placed(record.id, kind, record, origin)


def placed_record(reading: Reading, record_id: str) -> Placed:
    """Return the record of an id, with its place; of an id that stands twice the first.

    Raises:
        LedgerError: When no record has the id; names the nearest.
    """
    known: list[str] = []
    for placed in placed_records(reading):
        if placed.record_id == record_id:
            return placed
        known.append(placed.record_id)
    raise LedgerError(f"The ledger has no record '{record_id}'.", nearest(record_id, known))


def headline(record: Record, lang: Language) -> str:
    """Return the one line that stands for a record in a list.

    Examples:
        >>> from kanae import open_ledger
        >>> headline(open_ledger().get("freedom-edge"), "ko")
        '프리덤 에지'
    """
    match record:
        case Item() | Framework() | Series() | Coverage() | Benchmark():
            return record.label.text(lang)
        case Document() | Event() | Instrument():
            return record.title.text(lang)
        case Commitment() | Evidence() | Role() | Claim():
            return record.text.text(lang)
        case Term() | Place():
            return record.name.text(lang)
        case Search():
            return record.question.text(lang)
        case Source():
            return f"{record.publisher}: {record.title}" if record.title else record.publisher
        case Burden():
            return f"{record.state} {record.period} {record.indicator}: {record.value} {record.unit}"
        case _:
            return record.id


def date_of(record: Record, made: Mapping[str, PartialDate]) -> str:
    """Return when a record happened or began, as written; empty when it has no date.

    Args:
        record: The record.
        made: Date of each document, which also dates its commitments.
    """
    match record:
        case Document() | Event() | Evidence() | Source() | Role() | Benchmark():
            when: Any = record.date
        case Commitment():
            when = made.get(record.document)
        case Search():
            when = record.searched_on
        case Term() | Coverage():
            when = record.start
        case Burden():
            when = record.period
        case Instrument():
            when = record.signed or record.in_force
        case _:
            when = None
    return "" if when is None else str(when)


def document_dates(reading: Reading) -> dict[str, PartialDate]:
    """Return the date of each document."""
    return {record.id: record.date for record, _ in reading.rows["documents"] if isinstance(record, Document)}


def source_ids_of(record: Record) -> list[str]:
    """Return the ids of the sources a record cites, each once; a source stands for itself."""
    if isinstance(record, Source):
        return [record.id]
    if isinstance(record, Fact):
        return list(dict.fromkeys(citation.source for citation in record.citations))
    return []


def texts_of(record: Record) -> Iterator[tuple[str, str]]:
    """Yield the free texts of a record with their paths; codes, references and numbers are none.

    Examples:
        >>> from kanae import open_ledger
        >>> [path for path, _ in texts_of(open_ledger().get("2024-11-15-summit-lima"))][:3]
        ['title.en', 'title.ja', 'title.ko']
    """
    for field in type(record).model_fields:
        value = getattr(record, field)
        if isinstance(value, Labels):
            yield from ((f"{field}.en", value.en), (f"{field}.ja", value.ja), (f"{field}.ko", value.ko))
        elif field in _FREE and isinstance(value, str):
            yield field, value


_FREE = ("publisher", "title", "url", "archived_url", "note", "timeframe")
