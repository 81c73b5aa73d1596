"""Do codes stand in their codelist, and do references lead to a record, and to another one?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kanae.ledger.marks import marked_values
from kanae.ledger.nearest import Spellings
from kanae.model.issues import Issue, IssueCode
from kanae.model.records import Code, Commitment, Event, Ref

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from kanae.ledger.load import Reading

ANY = "any"
"""A reference that may name a record of any kind."""


def codes_and_references_are_known(reading: Reading) -> Iterator[Issue]:
    """Yield codes that are in no codelist and references that lead nowhere."""
    codes = {name: Spellings(item.id for item, _ in rows) for name, rows in reading.codelists.items()}
    ids = _ids_by_kind(reading)
    nothing = Spellings(())
    for record, origin in reading.all_rows():
        for path, mark, value in marked_values(record):
            if isinstance(mark, Code):
                known, code, what = codes.get(mark.codelist, nothing), IssueCode.UNKNOWN_CODE, mark.codelist
            else:
                known, code = ids.get(mark.kind, nothing), IssueCode.DANGLING_REFERENCE
                what = "records" if mark.kind == ANY else f"{mark.kind} records"
            if value not in known:
                yield origin.issue(path, code, f"{path}: '{value}' is not among the {what}", known.fix(value))
            elif isinstance(mark, Ref) and value == record.id:
                message = f"{path}: '{value}' names itself"
                yield origin.issue(path, IssueCode.CHAIN, message, "Name another record, or remove the key.")


def nothing_leads_back_to_itself(reading: Reading) -> Iterator[Issue]:
    """Yield events that are part of a part, and commitments whose successors lead back to them."""
    wholes = {row.id: row.part_of for row, _ in reading.rows["events"] if isinstance(row, Event) and row.part_of}
    for event, origin in reading.rows["events"]:
        whole = wholes.get(event.id)
        if whole in wholes and whole != event.id:
            message = f"part_of: '{whole}' is itself a part of '{wholes[whole]}'"
            yield origin.issue("part_of", IssueCode.CHAIN, message, f"Write 'part_of: {wholes[whole]}'.")
    successors = {
        row.id: row.superseded_by
        for row, _ in reading.rows["commitments"]
        if isinstance(row, Commitment) and row.superseded_by
    }
    for commitment, origin in reading.rows["commitments"]:
        if _leads_back(commitment.id, successors):
            message = f"superseded_by: '{successors[commitment.id]}' leads back to '{commitment.id}'"
            yield origin.issue("superseded_by", IssueCode.CHAIN, message, "Let the latest have no successor.")


def _leads_back(start: str, following: Mapping[str, str]) -> bool:
    seen: set[str] = set()
    place = following.get(start)
    while place is not None and place not in seen:
        if place == start:
            return following[start] != start
        seen.add(place)
        place = following.get(place)
    return False


def _ids_by_kind(reading: Reading) -> dict[str, Spellings]:
    ids: dict[str, set[str]] = {ANY: set()}
    for rows in reading.rows.values():
        for record, _ in rows:
            ids.setdefault(type(record).record_kind, set()).add(record.id)
            ids[ANY].add(record.id)
    return {kind: Spellings(known) for kind, known in ids.items()}
