"""The ledger in memory: typed records by kind, found by id, as known on any day."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeVar, cast

from kanae.errors import LedgerError
from kanae.ledger.nearest import nearest
from kanae.model.records import (
    KINDS,
    Benchmark,
    Burden,
    Claim,
    Commitment,
    Coverage,
    Document,
    Event,
    Evidence,
    Framework,
    Instrument,
    Item,
    Language,
    Leader,
    Minister,
    Place,
    Record,
    Role,
    Search,
    Series,
    Source,
)

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    import pyarrow as pa

RecordT = TypeVar("RecordT", bound=Record)

TIMELESS = ("codelists", "frameworks", "series", "sources", "documents", "claims")
"""Kinds that are vocabulary, bibliography and questions rather than findings: never hidden from an earlier day."""


@dataclass(frozen=True)
class Ledger:
    """A ledger, read and checked; it never changes.

    Attributes:
        records: Records by folder, each sorted by id; codelist items by list and then by id.
        codelists: Items by codelist, in the order written.
        digest: SHA-256 over all files.
    """

    records: Mapping[str, tuple[Record, ...]]
    codelists: Mapping[str, Mapping[str, Item]]
    digest: str

    def of(self, kind: type[RecordT]) -> tuple[RecordT, ...]:
        """Return the records of one kind, sorted by id."""
        folder = next(name for name, known in KINDS.items() if known is kind)
        return cast("tuple[RecordT, ...]", self.records.get(folder, ()))

    @property
    def frameworks(self) -> tuple[Framework, ...]:
        """The frameworks."""
        return self.of(Framework)

    @property
    def sources(self) -> tuple[Source, ...]:
        """The sources."""
        return self.of(Source)

    @property
    def documents(self) -> tuple[Document, ...]:
        """The documents."""
        return self.of(Document)

    @property
    def commitments(self) -> tuple[Commitment, ...]:
        """The commitments."""
        return self.of(Commitment)

    @property
    def series(self) -> tuple[Series, ...]:
        """The series of meetings and exercises."""
        return self.of(Series)

    @property
    def events(self) -> tuple[Event, ...]:
        """The events, planned and unconfirmed ones among them."""
        return self.of(Event)

    @property
    def evidence(self) -> tuple[Evidence, ...]:
        """The evidence."""
        return self.of(Evidence)

    @property
    def searches(self) -> tuple[Search, ...]:
        """The searches."""
        return self.of(Search)

    @property
    def instruments(self) -> tuple[Instrument, ...]:
        """The instruments, the recorded lack of one among them."""
        return self.of(Instrument)

    @property
    def leaders(self) -> tuple[Leader, ...]:
        """The terms of leaders."""
        return self.of(Leader)

    @property
    def ministers(self) -> tuple[Minister, ...]:
        """The terms of ministers."""
        return self.of(Minister)

    @property
    def burden(self) -> tuple[Burden, ...]:
        """The burden indicators."""
        return self.of(Burden)

    @property
    def roles(self) -> tuple[Role, ...]:
        """The roles in contingencies."""
        return self.of(Role)

    @property
    def places(self) -> tuple[Place, ...]:
        """The places."""
        return self.of(Place)

    @property
    def coverage(self) -> tuple[Coverage, ...]:
        """The coverage of each part."""
        return self.of(Coverage)

    @property
    def claims(self) -> tuple[Claim, ...]:
        """The claims of publications."""
        return self.of(Claim)

    @property
    def benchmarks(self) -> tuple[Benchmark, ...]:
        """The turns that were dated before any series was fitted."""
        return self.of(Benchmark)

    @cached_property
    def by_id(self) -> Mapping[str, Record]:
        """Every record but codelist items, by id."""
        return {
            record.id: record for name, records in self.records.items() if name != "codelists" for record in records
        }

    def get(self, record_id: str) -> Record:
        """Return a record by its id; a codelist item as ``list:item``.

        Raises:
            LedgerError: When no record has the id; names the nearest.
        """
        if ":" in record_id:
            name, _, code = record_id.partition(":")
            return self.item(name, code)
        found = self.by_id.get(record_id)
        if found is None:
            raise LedgerError(f"The ledger has no record '{record_id}'.", nearest(record_id, self.by_id))
        return found

    def framework(self, framework_id: str) -> Framework:
        """Return a framework by its id.

        Raises:
            LedgerError: When there is none; names the nearest, or those there are.
        """
        found = next((framework for framework in self.frameworks if framework.id == framework_id), None)
        if found is None:
            known = [framework.id for framework in self.frameworks]
            raise LedgerError(f"The ledger has no framework '{framework_id}'.", nearest(framework_id, known))
        return found

    def item(self, codelist: str, code: str) -> Item:
        """Return an item of a codelist.

        Raises:
            LedgerError: When the list or the item is not there.
        """
        items = self.codelists.get(codelist)
        if items is None:
            raise LedgerError(f"There is no codelist '{codelist}'.", nearest(codelist, self.codelists))
        if code not in items:
            raise LedgerError(f"The codelist '{codelist}' has no item '{code}'.", nearest(code, items))
        return items[code]

    def label(self, codelist: str, code: str, lang: Language) -> str:
        """Return the label of a code in one language."""
        return self.item(codelist, code).label.text(lang)

    def is_covered(self, framework_id: str) -> bool:
        """Tell whether a coverage row decides to which day a framework is covered."""
        return any(row.decides and row.framework == framework_id for row in self.coverage)

    def covered_to(self, framework_id: str) -> date:
        """Return the last day the ledger may speak about for a framework.

        It is the earliest end among the coverage rows that decide it; a measure never looks further.

        Raises:
            LedgerError: When no coverage row of the framework decides it.
        """
        ends = [row.end.last for row in self.coverage if row.decides and row.framework == framework_id]
        if not ends:
            raise LedgerError(
                f"No coverage row says to which day '{framework_id}' is covered.",
                "Add a row to ledger/coverage with 'decides: yes', or name the day with --as-of.",
            )
        return min(ends)

    def known_on(self, day: date) -> Ledger:
        """Return the ledger as it stood on a day: later records are gone, later corrections undone."""
        records = {
            name: tuple(as_known(row, day) for row in rows if name in TIMELESS or row.recorded <= day)
            for name, rows in self.records.items()
            if name != "codelists"
        }
        records["codelists"] = self.records["codelists"]
        return Ledger(records, self.codelists, self.digest)

    def table(self, name: str) -> pa.Table:
        """Return one kind of record as an Arrow table with id and source columns.

        Args:
            name: Folder of the kind, such as ``events``.

        Raises:
            LedgerError: When there is no such kind.
        """
        from kanae.ledger.tables import table_of

        return table_of(self, name)


def as_known(record: RecordT, day: date) -> RecordT:
    """Return a record as it stood on a day, with later corrections undone.

    Raises:
        ValueError: When a correction names a field the record does not have, or an old value that does not fit it.
    """
    later = [correction for correction in record.corrections if correction.on > day]
    if not later:
        return record
    values = record.model_dump(mode="json")
    for correction in reversed(later):
        _put(values, correction.field, correction.old)
    values["corrections"] = [
        row for row, kept in zip(values["corrections"], record.corrections, strict=True) if kept.on <= day
    ]
    return type(record).model_validate(values)


def _put(values: dict[str, Any], path: str, value: Any) -> None:
    head, _, rest = path.partition(".")
    if not rest:
        values[head] = value
    elif isinstance(values.get(head), dict):
        _put(values[head], rest, value)
    else:
        raise ValueError(f"there is no '{path}' (name a field of the record)")
