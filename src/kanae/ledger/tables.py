"""The ledger as flat tables: one a kind, with id, source and record columns, the same bytes on every machine."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cache
from operator import attrgetter
from typing import TYPE_CHECKING, Any, get_args, get_origin

from kanae.errors import LedgerError
from kanae.ledger.marks import plans_of
from kanae.ledger.nearest import nearest
from kanae.model.cells import LIST_SEPARATOR
from kanae.model.dates import PartialDate
from kanae.model.flat_tables import Column, FlatTable
from kanae.model.records import KINDS, LANGUAGES, Commitment, Fact, Item, Labels, Record, Ref

if TYPE_CHECKING:
    import pyarrow as pa

    from kanae.ledger.book import Ledger

_KIND_IDS = {name: f"{kind.record_kind}_id" for name, kind in KINDS.items()} | {"codelists": "code"}
_TABLES = {kind.record_kind: name for name, kind in KINDS.items()}


@cache
def columns_of(name: str) -> tuple[Column, ...]:
    """Return the columns of one table.

    Raises:
        LedgerError: When there is no such kind.

    Examples:
        >>> [column.name for column in columns_of("events")][:3]
        ['event_id', 'date_first', 'date_last']
    """
    kind = KINDS.get(name)
    if kind is None:
        raise LedgerError(f"The ledger has no table '{name}'.", nearest(name, KINDS))
    described = _descriptions(kind)
    columns = [Column(_KIND_IDS[name], "text", described["id"])]
    if kind is Item:
        columns.insert(0, Column("codelist", "text", "Name of the codelist."))
    for field, info in kind.model_fields.items():
        if field not in ("id", "citations", "corrections", "recorded", "confidence", "note"):
            columns.extend(_columns_of_field(kind, field, info.annotation, described.get(field, "")))
    if issubclass(kind, Commitment):
        columns.append(Column("specificity", "number", "Share of the four parts that the promise names, 0 to 1."))
    if issubclass(kind, Fact):
        columns += [
            Column("confidence", "text", described["confidence"]),
            Column("confirmed", "flag", "Whether measures may count it."),
            Column("source_ids", "list", "Ids of the sources, in the order cited."),
            Column("source_places", "list", "Place in each source, in the same order; empty where none is given."),
            Column("note", "text", described["note"]),
        ]
    elif "note" in kind.model_fields:
        columns.append(Column("note", "text", described["note"]))
    columns.append(Column("recorded", "date", described["recorded"]))
    return tuple(columns)


def rows_of(ledger: Ledger, name: str) -> Iterator[dict[str, Any]]:
    """Yield the rows of one table as plain values: text, numbers, flags, dates and lists of text."""
    names = [column.name for column in columns_of(name)]
    for values in _rows(ledger, name, {}):
        yield dict(zip(names, values, strict=True))


def flat_table(ledger: Ledger, name: str, made: dict[int, tuple[Any, ...]] | None = None) -> FlatTable:
    """Return one kind of record as a flat table of plain values.

    Args:
        ledger: The ledger.
        name: The kind.
        made: Rows by the identity of their record, as long as all these records are held: those that are there are
            taken, others are added.

    Raises:
        LedgerError: When there is no such kind.

    Examples:
        >>> from kanae.ledger.book import Ledger
        >>> flat_table(Ledger({}, {}, "0"), "codelists").key
        ('codelist', 'code')
    """
    columns = columns_of(name)
    rows = tuple(_rows(ledger, name, {} if made is None else made))
    about = (KINDS[name].__doc__ or "").partition("\n")[0]
    key = ("codelist", "code") if name == "codelists" else (_KIND_IDS[name],)
    return FlatTable(name, about, columns, key, rows)


def _rows(ledger: Ledger, name: str, made: dict[int, tuple[Any, ...]]) -> Iterator[tuple[Any, ...]]:
    readers = _readers(name)
    for record, list_name in _members(ledger, name):
        row = made.get(id(record))
        if row is None:
            row = made[id(record)] = (*list_name, *[read(record) for read in readers])
        yield row


def _members(ledger: Ledger, name: str) -> Iterator[tuple[Record, tuple[str, ...]]]:
    """Yield the records of a kind, and for each item of a codelist the name of the list."""
    if name != "codelists":
        yield from ((record, ()) for record in ledger.records.get(name, ()))
        return
    for codelist, items in ledger.codelists.items():
        yield from ((item, (codelist,)) for item in items.values())


def table_of(ledger: Ledger, name: str) -> pa.Table:
    """Return one table in Arrow; see :meth:`kanae.ledger.book.Ledger.table`."""
    from kanae.store.arrow import as_arrow

    return as_arrow(flat_table(ledger, name))


def _columns_of_field(kind: type[Record], field: str, annotation: Any, describes: str) -> list[Column]:
    kinds = {annotation, *get_args(annotation)}
    if Labels in kinds:
        return [Column(f"{field}_{lang}", "text", describes) for lang in LANGUAGES]
    if PartialDate in kinds or any(PartialDate in get_args(kind) for kind in kinds):
        return [
            Column(f"{field}_first", "date", f"{describes} First day it may mean.".strip()),
            Column(f"{field}_last", "date", f"{describes} Last day it may mean.".strip()),
            Column(f"{field}_text", "text", f"{describes} As written.".strip()),
        ]
    name = reference_columns(kind).get(field, field)
    return [Column(name, _type_of(annotation), describes, _table_meant(kind, field))]


@cache
def reference_columns(kind: type[Record]) -> dict[str, str]:
    """Return the fields of a kind that hold ids of other records, with the names of their columns.

    Examples:
        >>> from kanae.model.records import Evidence
        >>> reference_columns(Evidence)
        {'commitment': 'commitment_id', 'event': 'event_id'}
    """
    plans = (plan for plan in plans_of(kind) if isinstance(plan.mark, Ref))
    return {plan.field: f"{plan.field}_ids" if plan.many else f"{plan.field}_id" for plan in plans}


def _table_meant(kind: type[Record], field: str) -> str | None:
    """Return the table whose ids a field holds, one a record; none for lists and for ids of any kind."""
    plan = next((plan for plan in plans_of(kind) if plan.field == field), None)
    if plan is None or plan.many or not isinstance(plan.mark, Ref):
        return None
    return _TABLES.get(plan.mark.kind)


def _type_of(annotation: Any) -> str:
    from datetime import date
    from decimal import Decimal

    if get_origin(annotation) is tuple:
        return "list"
    if get_origin(annotation) is dict:
        return "text"
    kinds = [annotation, *get_args(annotation)]
    flat = {inner for kind in kinds for inner in (kind, *get_args(kind))}
    for python_type, name in ((bool, "flag"), (Decimal, "number"), (date, "date"), (int, "whole")):
        if python_type in flat:
            return name
    return "text"


@cache
def _readers(name: str) -> tuple[Callable[[Record], Any], ...]:
    """Return for each column of a table how its value is read from a record."""
    return tuple(_reader(KINDS[name], column) for column in columns_of(name) if column.name != "codelist")


def _reader(kind: type[Record], column: Column) -> Callable[[Record], Any]:
    name = column.name
    if name in (_KIND_IDS["codelists"], f"{kind.record_kind}_id"):
        return attrgetter("id")
    if issubclass(kind, Fact) and name in ("source_ids", "source_places"):
        part = attrgetter("source" if name == "source_ids" else "place")
        return lambda record: [part(row) for row in getattr(record, "citations", ())]
    own = next((field for field, shown in reference_columns(kind).items() if shown == name), name)
    if own in kind.model_fields or hasattr(kind, own):
        return lambda record: _plain(getattr(record, own), column.type)
    field, _, part_name = name.rpartition("_")
    shown = attrgetter("text" if part_name == "text" else part_name)
    return lambda record: None if getattr(record, field) is None else shown(getattr(record, field))


def _plain(value: Any, kind: str) -> Any:
    if value is None:
        return None
    if kind == "list":
        return [str(item) for item in value]
    if kind == "number":
        return float(value)
    if isinstance(value, Mapping):
        return LIST_SEPARATOR.join(f"{key}={number}" for key, number in value.items()) or None
    return value


def _descriptions(kind: type[Record]) -> dict[str, str]:
    found: dict[str, str] = {}
    for parent in reversed(kind.__mro__):
        section = (parent.__doc__ or "").partition("Attributes:")[2]
        for line in section.splitlines():
            field, colon, text = line.strip().partition(": ")
            if colon and field.isidentifier():
                found[field] = text
    return found
