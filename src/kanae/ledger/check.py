"""Every fault of a ledger at once: in files, in records, and between records."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from kanae.ledger.book import nearest
from kanae.ledger.load import Origin, Progress, Reading, read_folder
from kanae.ledger.marks import marked_values
from kanae.model.issues import Issue, IssueCode
from kanae.model.records import Code, Commitment, Document, Event, Evidence, Fact, Record, Ref, Search, Term

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date
    from pathlib import Path

ANY = "any"
"""A reference that may name a record of any kind."""


def check_folder(folder: Path, today: date, progress: Progress | None = None) -> tuple[Reading, list[Issue]]:
    """Read a ledger folder and return all its issues, sorted by file and line.

    Args:
        folder: The ledger.
        today: The day of the check; nothing may be recorded later.
        progress: Told the name of each file.
    """
    reading = read_folder(folder, progress)
    checks = (
        _repeated_ids(reading),
        _codes_and_references(reading),
        _facts(reading),
        _dates(reading, today),
        _looked_for(reading),
    )
    issues = [*reading.issues, *(issue for found in checks for issue in found)]
    return reading, sorted(set(issues))


def _all_rows(reading: Reading) -> Iterator[tuple[Record, Origin]]:
    for items in reading.codelists.values():
        yield from items
    for rows in reading.rows.values():
        yield from rows


def _facts_of(reading: Reading) -> Iterator[tuple[Fact, Origin]]:
    for record, origin in _all_rows(reading):
        if isinstance(record, Fact):
            yield record, origin


def _issue(origin: Origin, path: str, code: IssueCode, message: str, fix: str) -> Issue:
    return Issue(origin.file, origin.line_of(path), code, message, fix)


def _repeated_ids(reading: Reading) -> Iterator[Issue]:
    for items in reading.codelists.values():
        yield from _repeats(items)
    yield from _repeats([row for rows in reading.rows.values() for row in rows])


def _repeats(rows: Sequence[tuple[Record, Origin]]) -> Iterator[Issue]:
    first: dict[str, Origin] = {}
    for record, origin in rows:
        if record.id in first:
            place = f"{first[record.id].file}:{first[record.id].line}"
            message = f"the id '{record.id}' stands at {place} already"
            yield _issue(origin, "id", IssueCode.REPEATED_ID, message, "Give one of the two another id.")
        first.setdefault(record.id, origin)


def _codes_and_references(reading: Reading) -> Iterator[Issue]:
    codes = {name: {item.id for item, _ in rows} for name, rows in reading.codelists.items()}
    ids: dict[str, set[str]] = {ANY: set()}
    for rows in reading.rows.values():
        for record, _ in rows:
            ids.setdefault(type(record).record_kind, set()).add(record.id)
            ids[ANY].add(record.id)
    for record, origin in _all_rows(reading):
        for path, mark, value in marked_values(record):
            if isinstance(mark, Code):
                known, code, what = codes.get(mark.codelist, set()), IssueCode.UNKNOWN_CODE, mark.codelist
            else:
                known, code, what = ids.get(mark.kind, set()), IssueCode.DANGLING_REFERENCE, _name_of(mark)
            if value not in known:
                yield _issue(origin, path, code, f"{path}: '{value}' is not among the {what}", nearest(value, known))


def _name_of(mark: Ref) -> str:
    return "records" if mark.kind == ANY else f"{mark.kind} records"


def _facts(reading: Reading) -> Iterator[Issue]:
    for fact, origin in _facts_of(reading):
        if fact.confirmed and not fact.citations:
            fix = "Cite a source, or mark it unconfirmed: 'confidence: low'."
            yield _issue(origin, "confidence", IssueCode.NO_SOURCE, f"'{fact.id}' is confirmed by no source", fix)
        twice = [source for source, count in Counter(row.source for row in fact.citations).items() if count > 1]
        for source in twice:
            places = {row.place for row in fact.citations if row.source == source}
            if len(places) == 1:
                message = f"'{fact.id}' cites '{source}' twice at the same place"
                yield _issue(origin, "citations", IssueCode.REPEATED_CITATION, message, "Keep one of the two.")


def _dates(reading: Reading, today: date) -> Iterator[Issue]:
    documents = {record.id: record for record, _ in reading.rows["documents"] if isinstance(record, Document)}
    made = {
        record.id: documents[record.document].date
        for record, _ in reading.rows["commitments"]
        if isinstance(record, Commitment) and record.document in documents
    }
    for record, origin in _all_rows(reading):
        if record.recorded > today:
            message = f"'{record.id}' was recorded on {record.recorded}, which is still to come"
            yield _issue(origin, "recorded", IssueCode.RECORDED_IN_FUTURE, message, "Write the day it was entered.")
        if isinstance(record, Evidence) and record.commitment in made:
            promised = made[record.commitment]
            if record.date.surely_before(promised):
                message = f"'{record.id}' is of {record.date}, before its commitment of {promised}"
                fix = "Mend the date, or name the commitment it answers."
                yield _issue(origin, "date", IssueCode.EVIDENCE_TOO_EARLY, message, fix)
        if isinstance(record, Term) and record.end is not None and record.end.surely_before(record.start):
            message = f"'{record.id}' ends on {record.end}, before it starts on {record.start}"
            yield _issue(origin, "end", IssueCode.TERM_BACKWARDS, message, "Exchange the two days.")
        if isinstance(record, Event) and not record.planned and record.date.first > today:
            message = f"'{record.id}' is of {record.date}, which is still to come"
            yield _issue(origin, "date", IssueCode.NOT_YET, message, "Mark it 'planned: yes'.")


def _looked_for(reading: Reading) -> Iterator[Issue]:
    answered = {record.commitment for record, _ in reading.rows["evidence"] if isinstance(record, Evidence)}
    searched = {about for record, _ in reading.rows["searches"] if isinstance(record, Search) for about in record.about}
    for record, origin in reading.rows["commitments"]:
        if record.id not in answered and record.id not in searched:
            message = f"'{record.id}' has neither evidence nor a search"
            fix = "Look for it, and record the evidence or the search."
            yield _issue(origin, "id", IssueCode.NOT_LOOKED_FOR, message, fix)
