"""Mentions within a store: held against the events it keeps, read again when more events came, brought together by day.

A file of mentions tells of events found before, so it is read after all events of an ingest are settled. What it
gives is known by how many events of the store have an id within the ids it mentions: events are only ever added, so
while that number stays, the same rows are kept.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from kanae.events.files import SourceFile
from kanae.events.folder import MENTIONS, EventFolder
from kanae.events.layouts import GDELT2
from kanae.events.mention_batch import IDS
from kanae.events.mentions import MENTION_FORM, keys_of
from kanae.events.merge import merged, united
from kanae.events.receipts import by_batch
from kanae.model.events import FileState
from kanae.store.files import unwritable

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from kanae.events.merge import Repeats
    from kanae.events.receipts import Receipt
    from kanae.model.events import Watch

_NEVER_AGAIN = -1


def take_mentions(
    store: EventFolder,
    batches: Sequence[tuple[str, tuple[Path, ...]]],
    watch: Watch,
    read: Callable[[Path, Sequence[Receipt]], int],
) -> tuple[list[Receipt], list[Receipt], int]:
    """Read mentions of the events that are in the store by now.

    Args:
        store: The store.
        batches: The files of mentions that were named, by batch.
        watch: Which rows it keeps.
        read: Reads those that no receipt has, and gets the file of the ids of events and the receipts.

    Returns:
        The receipts of mentions, those of them that were read before some of the events, and how many were read now.

    Raises:
        StorageError: When the disk does not take the rows.
    """
    receipts = store.receipts()
    own = [receipt for receipt in receipts if receipt.known is not None]
    if not own and not batches:
        return [], [], 0
    ids = known_ids(store, receipts)
    again = readable_again(stale(own, ids), batches)
    try:
        path = store.work("known") / "ids.npy"
        np.save(path, ids)
    except OSError as cause:
        raise unwritable(store.path, cause) from cause
    number = read(path, [receipt for receipt in receipts if receipt not in again])
    settled = settle_mentions(store, [receipt for receipt in store.tidy() if receipt.known is not None], ids, watch)
    return settled, stale(settled, ids), number


def known_ids(store: EventFolder, receipts: Sequence[Receipt]) -> NDArray[np.int64]:
    """Return the ids of the events of GDELT 2.0 in a store, rising."""
    found = [np.array([], np.int64)]
    for receipt in receipts:
        if GDELT2 not in receipt.bounds:
            continue
        for part in receipt.parts:
            table = pq.read_table(store.path / part.path, columns=["source", "event_id"], partitioning=None)
            table = table.filter(pc.equal(table.column("source"), GDELT2))
            found.append(np.asarray(table.column("event_id").cast(pa.int64())))
    ids = np.concatenate(found)
    ids.sort()
    return ids


def number_known(bounds: Mapping[str, tuple[int, int]], known: NDArray[np.int64]) -> int:
    """Return how many events of a store have an id within the ids that files mention.

    Examples:
        >>> number_known({"mentions": (4, 7)}, np.array([3, 5, 7, 9]))
        2
    """
    if IDS not in bounds:
        return 0
    low, high = bounds[IDS]
    return int(np.searchsorted(known, high, side="right") - np.searchsorted(known, low, side="left"))


def stale(receipts: Sequence[Receipt], known: NDArray[np.int64]) -> list[Receipt]:
    """Return the receipts of mentions that were read before some of the events they may mention."""
    return [receipt for receipt in receipts if receipt.known != number_known(receipt.bounds, known)]


def readable_again(receipts: Sequence[Receipt], batches: Sequence[tuple[str, tuple[Path, ...]]]) -> list[Receipt]:
    """Return the receipts whose files that gave rows were all named again."""
    paths = dict(batches)
    named = {
        batch: {SourceFile.at(path).key for path in paths.get(batch, ())}
        for batch in {receipt.batch for receipt in receipts}
    }
    return [receipt for receipt in receipts if _good(receipt) <= named[receipt.batch]]


def settle_mentions(
    store: EventFolder, receipts: Sequence[Receipt], known: NDArray[np.int64], watch: Watch
) -> list[Receipt]:
    """Leave one receipt a batch and one row a mention; the same files give the same bytes in whatever order they came.

    Args:
        store: The store.
        receipts: Its receipts of mentions.
        known: Ids of the events in it, rising.
        watch: Which rows it keeps.

    Raises:
        StorageError: When the disk does not take what is written anew.
    """
    outdated = stale(receipts, known)
    others = by_batch(receipt for receipt in receipts if receipt not in outdated)
    replaced = [old for old in outdated if any(_good(old) <= new.keys for new in others.get(old.batch, ()))]
    store.forget(replaced)
    left = by_batch(receipt for receipt in receipts if receipt not in replaced)
    return [_settled(store, own, known, watch) for _, own in sorted(left.items())]


def _settled(store: EventFolder, own: Sequence[Receipt], known: NDArray[np.int64], watch: Watch) -> Receipt:
    if len(own) == 1:
        return own[0]
    number = _NEVER_AGAIN if stale(own, known) else number_known(united(own), known)
    try:
        repeats = _repeats_among(store, own)
    except OSError as cause:
        raise unwritable(store.path, cause) from cause
    whole = merged(store, own[0].batch, own, repeats, watch, kind=MENTIONS, form=MENTION_FORM, known=number)
    store.forget([receipt for receipt in own if receipt.name != whole.name])
    return whole


def _repeats_among(store: EventFolder, own: Sequence[Receipt]) -> Repeats:
    tables = [pq.read_table(store.path / part.path, partitioning=None) for receipt in own for part in receipt.parts]
    if not tables:
        return set()
    table = pa.concat_tables(tables).sort_by([("file", "ascending"), ("line", "ascending")])
    first = np.zeros(table.num_rows, np.bool_)
    first[np.unique(keys_of(table), return_index=True)[1]] = True
    found = table.select(["file", "line"]).filter(pa.array(~first)).to_pylist()
    return {(row["file"], row["line"]) for row in found}


def _good(receipt: Receipt) -> frozenset[tuple[str, str]]:
    return frozenset(count.key for count in receipt.files if not FileState(count.state).failed)
