"""One record with all that is known of it: its fields, sources, corrections, and what names it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from kanae.ledger.links import links_to, names_in
from kanae.ledger.load import read_sound
from kanae.ledger.placed import headline, placed_record, source_ids_of
from kanae.ledger.values import corrected
from kanae.model.records import Fact, Source
from kanae.store.location import find_ledger

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from kanae.ledger.book import Ledger
    from kanae.model.records import Citation, Language, Record

_LINKS_SHOWN = 30
"""How many referring records the text shows; the JSON has all."""


@dataclass(frozen=True, slots=True)
class Asked:
    """Which record is asked for.

    Attributes:
        ledger: Folder of the ledger; ``None`` for the default.
        record_id: Its id; an item of a codelist is named ``list:item``.
    """

    ledger: Path | None
    record_id: str


def record_facts(asked: Asked, lang: Language) -> dict[str, Any]:
    """Return one record with everything that belongs to it, for a program.

    Raises:
        LedgerError: When the ledger has a fault, or no record has the id.
    """
    reading = read_sound(find_ledger(asked.ledger))
    placed = placed_record(reading, asked.record_id)
    ledger = reading.ledger()
    record = placed.record
    return {
        "record_id": placed.record_id,
        "kind": placed.kind,
        "text": headline(record, lang),
        "file": placed.origin.file,
        "line": placed.origin.line,
        "fields": _fields(record),
        "names": names_in(ledger, record, lang),
        "source_ids": source_ids_of(record),
        "citations": [_citation_row(ledger, row) for row in record.citations] if isinstance(record, Fact) else [],
        "referred_by": [
            {
                "record_id": link.placed.record_id,
                "kind": link.placed.kind,
                "field": link.field,
                "text": headline(link.placed.record, lang),
                "file": link.placed.origin.file,
                "line": link.line,
            }
            for link in links_to(reading, placed)
        ],
        "corrections": [
            {
                "on": row.correction.on.isoformat(),
                "field": row.correction.field,
                "old": row.correction.old,
                "new": row.new,
                "reason": row.correction.reason,
            }
            for row in corrected(record)
        ],
    }


def record_text(asked: Asked, lang: Language) -> str:
    """Return one record with everything that belongs to it, for a person.

    The names of the fields are those of the files, in every language; the texts are in the language asked for.

    Raises:
        LedgerError: When the ledger has a fault, or no record has the id.
    """
    facts = record_facts(asked, lang)
    head = f"{facts['record_id']}  {facts['kind']}  {facts['file']}:{facts['line']}"
    return "\n".join((head, *_field_lines(facts, lang), *_citation_lines(facts), *_link_lines(facts), *_mended(facts)))


def _fields(record: Record) -> dict[str, Any]:
    """Return the fields in the order files have them: what the kind says first, then what every record has."""
    dumped = record.model_dump(mode="json", exclude={"id", "citations", "corrections"})
    last = ("confidence", "note", "recorded")
    ordered = [*(field for field in dumped if field not in last), *(field for field in last if field in dumped)]
    return {field: dumped[field] for field in ordered}


def _citation_row(ledger: Ledger, citation: Citation) -> dict[str, Any]:
    source = ledger.by_id.get(citation.source)
    known = source if isinstance(source, Source) else None
    return {
        "source_id": citation.source,
        "place": citation.place,
        "publisher": known.publisher if known else None,
        "title": known.title if known else None,
        "url": known.url if known else None,
        "archived_url": known.archived_url if known else None,
    }


def _field_lines(facts: Mapping[str, Any], lang: Language) -> Iterator[str]:
    for field, value in facts["fields"].items():
        if value is None or value in ([], {}):
            continue
        yield f"  {field}: {_shown(field, value, facts['names'], lang)}"


def _shown(field: str, value: Any, names: Mapping[str, str], lang: Language) -> str:
    if isinstance(value, dict):
        return value[lang] if lang in value else "; ".join(f"{key} {number}" for key, number in value.items())
    if isinstance(value, list):
        return "; ".join(_shown(f"{field}.{place}", item, names, lang) for place, item in enumerate(value))
    if isinstance(value, bool):
        return "yes" if value else "no"
    name = names.get(field)
    return f"{value} – {name}" if name and name != value else str(value)


def _citation_lines(facts: Mapping[str, Any]) -> Iterator[str]:
    if facts["citations"]:
        yield "  citations:"
    for row in facts["citations"]:
        about = ": ".join(part for part in (row["publisher"], row["title"]) if part)
        place = f", {row['place']}" if row["place"] else ""
        yield f"    {row['source_id']}{place}  {about}".rstrip()
        address = row["url"] or row["archived_url"]
        if address:
            yield f"      {address}"


def _link_lines(facts: Mapping[str, Any]) -> Iterator[str]:
    links = facts["referred_by"]
    if links:
        yield f"  referred_by: {len(links)}"
    for row in links[:_LINKS_SHOWN]:
        yield f"    {row['record_id']}  {row['file']}:{row['line']}  {row['field']}  {row['text']}"
    if len(links) > _LINKS_SHOWN:
        yield f"    … --format json: {len(links)}"


def _mended(facts: Mapping[str, Any]) -> Iterator[str]:
    if facts["corrections"]:
        yield "  corrections:"
    for row in facts["corrections"]:
        yield f"    {row['on']}  {row['field']}: {_plain(row['old'])} → {_plain(row['new'])}"
        yield f"      {row['reason']}"


def _plain(value: Any) -> str:
    if value is None:
        return "–"
    return "; ".join(value) if isinstance(value, list) else str(value)
