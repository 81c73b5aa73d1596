"""Batches brought together: later files join their batch, and an event read in two batches stays in the first."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from kanae.events.batch import DIFFERS, UNKNOWN_CODE, Fault
from kanae.events.folder import DIFFERING, MALFORMED, EventFolder, Part, Receipt
from kanae.events.layouts import GDELT1, GDELT2
from kanae.events.parts import Months
from kanae.events.repeats import keys_of_texts
from kanae.events.rows import as_work
from kanae.store.files import unwritable

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from kanae.model.events import FileCount, Watch

Repeats = set[tuple[str, int]]
"""File and line of rows that repeat an event."""


def settle(store: EventFolder, receipts: Sequence[Receipt], watch: Watch) -> list[Receipt]:
    """Leave one receipt a batch and one row an event; the same files give the same bytes in whatever order they came.

    Args:
        store: The store.
        receipts: Its receipts.
        watch: Which rows it keeps.

    Returns:
        The receipts that are left, by name.

    Raises:
        StorageError: When the disk does not take what is written anew.
    """
    by_batch: dict[str, list[Receipt]] = {}
    for receipt in receipts:
        by_batch.setdefault(receipt.batch, []).append(receipt)
    repeated = _repeats(store, receipts)
    left = []
    for batch, own in sorted(by_batch.items()):
        files = {count.file for receipt in own for count in receipt.files}
        concerned = {place for place in repeated if place[0] in files}
        if len(own) == 1 and not concerned:
            left.append(own[0])
            continue
        merged = _merged(store, batch, own, concerned, watch)
        store.forget([receipt for receipt in own if receipt.name != merged.name])
        left.append(merged)
    return sorted(left, key=lambda receipt: receipt.name)


def _repeats(store: EventFolder, receipts: Sequence[Receipt]) -> Repeats:
    """Return the rows that repeat an event, looking only at batches whose keys overlap."""
    repeats: Repeats = set()
    sources = {source for receipt in receipts for source in receipt.bounds}
    for source in sorted(sources):
        for group in _overlapping([receipt for receipt in receipts if source in receipt.bounds], source):
            repeats.update(_repeats_among(store, group, source))
    return repeats


def _overlapping(receipts: Sequence[Receipt], source: str) -> Iterator[list[Receipt]]:
    group: list[Receipt] = []
    highest = 0
    for receipt in sorted(receipts, key=lambda receipt: receipt.bounds[source]):
        low, high = receipt.bounds[source]
        if group and low > highest:
            yield group
            group = []
        highest = max(high, highest) if group else high
        group.append(receipt)
    yield group


def _repeats_among(store: EventFolder, group: Sequence[Receipt], source: str) -> Repeats:
    if len(group) == 1:  # was read without repeats
        return set()
    columns = ["source", "event_id", "event_day", "file", "line"]
    parts = [part for receipt in group for part in receipt.parts]
    table = pa.concat_tables(
        [pq.read_table(store.path / part.path, columns=columns, partitioning=None) for part in parts]
    )
    table = table.filter(pc.equal(table.column("source"), source)).sort_by(
        [("file", "ascending"), ("line", "ascending")]
    )
    keys = _keys(table, source)
    unique, first = np.unique(keys, return_index=True)
    if len(unique) == len(keys):
        return set()
    first_of = first[np.searchsorted(unique, keys)]
    places = np.flatnonzero(first_of != np.arange(len(keys)))
    found = table.select(["file", "line"]).take(pa.array(places)).to_pylist()
    return {(row["file"], row["line"]) for row in found}


def _keys(table: Any, source: str) -> NDArray[np.int64]:
    if source in (GDELT1, GDELT2):
        return np.asarray(table.column("event_id").cast(pa.int64()))
    rows = table.select(["event_id", "event_day"]).to_pylist()
    return keys_of_texts(f"{row['event_id']} {row['event_day']}" for row in rows)


def _merged(store: EventFolder, batch: str, own: Sequence[Receipt], repeats: Repeats, watch: Watch) -> Receipt:
    try:
        folder = store.work(f"{batch}-merged")
        months = Months(folder)
        for month in sorted({part.month for receipt in own for part in receipt.parts}):
            for rows in _rows_in_order(
                store, [part for receipt in own for part in receipt.parts if part.month == month]
            ):
                months.add(as_work(_without(rows, repeats)))
        parts = store.keep_parts(batch, folder, months.close())
        malformed = _faults(store, [receipt.malformed for receipt in own])
        differing = _faults(store, [receipt.differing for receipt in own])
        gone = [fault for fault in differing if (fault.file, fault.line) in repeats]
        receipt = Receipt(
            batch,
            watch.as_text(),
            _recounted(own, repeats, gone),
            parts,
            store.keep_faults(MALFORMED, batch, folder, malformed),
            store.keep_faults(DIFFERING, batch, folder, [fault for fault in differing if fault not in gone]),
            _bounds(own),
        )
        store.write_receipt(receipt)
    except OSError as cause:
        raise unwritable(store.path, cause) from cause
    return receipt


def _rows_in_order(store: EventFolder, parts: Sequence[Part]) -> Iterator[Any]:
    """Yield the rows of some parts file by file, each part being in that order already."""
    if len(parts) == 1:
        file = pq.ParquetFile(store.path / parts[0].path)
        yield from file.iter_batches()
        return
    tables = [pq.read_table(store.path / part.path, partitioning=None) for part in parts]
    yield from pa.concat_tables(tables).sort_by([("file", "ascending"), ("line", "ascending")]).to_batches()


def _without(rows: Any, repeats: Repeats) -> Any:
    if not repeats:
        return rows
    places = zip(rows.column("file").to_pylist(), rows.column("line").to_pylist(), strict=True)
    return rows.filter(pa.array([place not in repeats for place in places]))


def _recounted(own: Sequence[Receipt], repeats: Repeats, gone: Sequence[Fault]) -> tuple[FileCount, ...]:
    files = sorted((count for receipt in own for count in receipt.files), key=lambda count: count.key)
    return tuple(
        _recount(count, repeats, Counter(fault.fault for fault in gone if fault.file == count.file)) for count in files
    )


def _recount(count: FileCount, repeats: Repeats, gone: Counter[str]) -> FileCount:
    own = sum(file == count.file for file, _ in repeats)
    return replace(
        count,
        kept=count.kept - own,
        dropped=count.dropped + own,
        duplicates=count.duplicates + own,
        disagreements=count.disagreements - gone[DIFFERS],
        unknown_codes=count.unknown_codes - gone[UNKNOWN_CODE],
    )


def _faults(store: EventFolder, sides: Sequence[Part | None]) -> list[Fault]:
    listed = [Fault(**row) for side in sides for row in store.faults(side)]
    return sorted(listed, key=lambda fault: (fault.file, fault.line))


def _bounds(own: Sequence[Receipt]) -> dict[str, tuple[int, int]]:
    sources = sorted({source for receipt in own for source in receipt.bounds})
    bounds = {}
    for source in sources:
        found = [receipt.bounds[source] for receipt in own if source in receipt.bounds]
        bounds[source] = (min(low for low, _ in found), max(high for _, high in found))
    return bounds
