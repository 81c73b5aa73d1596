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
from kanae.events.folder import DIFFERING, EVENTS, MALFORMED, EventFolder
from kanae.events.layouts import GDELT1, GDELT2
from kanae.events.parts import EVENT_FORM, Form, Months
from kanae.events.receipts import Part, Receipt, by_batch
from kanae.events.repeats import keys_of_texts
from kanae.events.rows import as_work
from kanae.model.events import FileState, Redated
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
    repeated, redated = _repeats(store, receipts)
    repeated_by_file: dict[str, Repeats] = {}
    for place in repeated:
        repeated_by_file.setdefault(place[0], set()).add(place)
    redated_by_file: dict[str, list[Redated]] = {}
    for row in redated:
        redated_by_file.setdefault(row.file, []).append(row)
    left = []
    for batch, own in sorted(by_batch(receipts).items()):
        files = {count.file for receipt in own for count in receipt.files}
        concerned = {place for file in files for place in repeated_by_file.get(file, ())}
        moved = tuple(sorted(row for file in files for row in redated_by_file.get(file, ())))
        if len(own) == 1 and not concerned and moved == own[0].redated:
            left.append(own[0])
            continue
        whole = merged(store, batch, own, concerned, watch, redated=moved)
        store.forget([receipt for receipt in own if receipt.name != whole.name])
        left.append(whole)
    return sorted(left, key=lambda receipt: receipt.name)


def _repeats(store: EventFolder, receipts: Sequence[Receipt]) -> tuple[Repeats, list[Redated]]:
    """Return the rows that repeat an event, looking only at batches whose keys overlap, and all that are redated."""
    repeats: Repeats = set()
    redated: list[Redated] = []
    sources = {source for receipt in receipts for source in receipt.bounds}
    for source in sorted(sources):
        for group in _overlapping([receipt for receipt in receipts if source in receipt.bounds], source):
            told = [row for receipt in group for row in receipt.redated if row.source == source]
            found, moved = _repeats_among(store, group, source, told)
            repeats.update(found)
            redated += moved
    return repeats, redated


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


def _repeats_among(
    store: EventFolder, group: Sequence[Receipt], source: str, told: list[Redated]
) -> tuple[Repeats, list[Redated]]:
    if len(group) == 1:  # was read without repeats
        return set(), told
    columns = ["source", "event_id", "event_day", "file", "line"]
    parts = [part for receipt in group for part in receipt.parts]
    table = pa.concat_tables(
        [pq.read_table(store.path / part.path, columns=columns, partitioning=None) for part in parts]
    )
    table = table.filter(pc.equal(table.column("source"), source))
    keys = _keys(table, source)
    unique, counts = np.unique(keys, return_counts=True)
    if len(unique) == len(keys):
        return set(), told
    concerned = np.union1d(unique[counts > 1], np.array([row.key for row in told], np.int64))
    rows = table.filter(pa.array(np.isin(keys, concerned)))
    kept = zip(
        *(rows.column(name).to_pylist() for name in ("file", "line", "event_day")), _keys(rows, source), strict=True
    )
    listed = [(Redated(file, line, source, int(key), str(day)), True) for file, line, day, key in kept]
    return _first_and_others(sorted([*listed, *((row, False) for row in told)]))


def _first_and_others(rows: Sequence[tuple[Redated, bool]]) -> tuple[Repeats, list[Redated]]:
    """Return which rows in the store repeat an event, and which rows, in it or dropped before, give one another day.

    Args:
        rows: Rows in order, each with whether it is in the store.
    """
    repeats: Repeats = set()
    redated: list[Redated] = []
    seen: set[int] = set()
    given: set[tuple[int, str]] = set()
    for row, is_kept in rows:
        if row.key in seen and is_kept:
            repeats.add((row.file, row.line))
        if row.key in seen and (row.key, row.day) not in given:
            redated.append(row)
        seen.add(row.key)
        given.add((row.key, row.day))
    return repeats, redated


def _keys(table: Any, source: str) -> NDArray[np.int64]:
    if source in (GDELT1, GDELT2):
        return np.asarray(table.column("event_id").cast(pa.int64()))
    rows = table.select(["event_id", "event_day"]).to_pylist()
    return keys_of_texts(f"{row['event_id']} {row['event_day']}" for row in rows)


def merged(
    store: EventFolder,
    batch: str,
    own: Sequence[Receipt],
    repeats: Repeats,
    watch: Watch,
    *,
    kind: str = EVENTS,
    form: Form = EVENT_FORM,
    known: int | None = None,
    redated: tuple[Redated, ...] = (),
) -> Receipt:
    """Write the rows of several receipts of a batch anew, without repeats, and return the receipt of them.

    Args:
        store: The store.
        batch: The batch.
        own: Its receipts.
        repeats: Rows to leave out.
        watch: Which rows the store keeps.
        kind: Folder of the rows.
        form: How they are written.
        known: Of mentions: see :class:`kanae.events.receipts.Receipt`.
        redated: Rows of the batch, in it or dropped, that give their event another day.

    Raises:
        StorageError: When the disk does not take it.
    """
    try:
        folder = store.work(f"{batch}-merged")
        months = Months(folder, form)
        for month in sorted({part.month for receipt in own for part in receipt.parts}):
            for rows in _rows_in_order(
                store, [part for receipt in own for part in receipt.parts if part.month == month]
            ):
                months.add(as_work(_without(rows, repeats), form.schema))
        parts = store.keep_parts(batch, folder, months.close(), kind)
        malformed = _faults(store, [receipt.malformed for receipt in own])
        differing = _faults(store, [receipt.differing for receipt in own])
        gone = [fault for fault in differing if (fault.file, fault.line) in repeats]
        receipt = Receipt(
            batch,
            watch.as_text(),
            _recounted(own, repeats, gone, redated),
            parts,
            store.keep_faults(MALFORMED, batch, folder, malformed),
            store.keep_faults(DIFFERING, batch, folder, [fault for fault in differing if fault not in gone]),
            united(own),
            known,
            redated,
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


def _recounted(
    own: Sequence[Receipt], repeats: Repeats, gone: Sequence[Fault], redated: Sequence[Redated]
) -> tuple[FileCount, ...]:
    files = sorted((count for receipt in own for count in receipt.files), key=lambda count: count.key)
    moved = Counter(row.file for row in redated)
    return tuple(
        replace(
            _recount(count, repeats, Counter(fault.fault for fault in gone if fault.file == count.file)),
            redated=moved[count.file] if not FileState(count.state).failed else 0,
        )
        for count in files
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


def united(own: Sequence[Receipt]) -> dict[str, tuple[int, int]]:
    """Return the lowest and highest keys of several receipts by source."""
    sources = sorted({source for receipt in own for source in receipt.bounds})
    bounds = {}
    for source in sources:
        found = [receipt.bounds[source] for receipt in own if source in receipt.bounds]
        bounds[source] = (min(low for low, _ in found), max(high for _, high in found))
    return bounds
