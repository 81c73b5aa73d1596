"""The folder of an event store: parts, a receipt for each batch, side files, and a manifest made from the receipts.

A part is named after its content, so it never changes; a batch counts once its receipt is there. What no receipt
names is left from an interrupted run and is taken away at the next one.

Waiting for the disk after each part would take longer than reading the files. It is waited for once, before the
manifest is written, and what no manifest names is compared with its digest before it is believed.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

from kanae.events.codebooks import origins
from kanae.events.receipts import NAME_LETTERS, Part, by_batch, files_of, read_receipt
from kanae.events.spans import spans_of
from kanae.model.events import EVENT_COLUMNS, MENTION_COLUMNS
from kanae.store.files import force_to_disk, sync_folder, write_whole
from kanae.store.row_files import as_line, by_rows, row_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from kanae.events.batch import Fault
    from kanae.events.receipts import Receipt

EVENTS, MENTIONS, RECEIPTS, MALFORMED, DIFFERING, WORK = (
    *("events", "mentions", "receipts", "malformed", "differing"),
    ".work",
)
MANIFEST, STALE = "manifest.json", "stale_mentions"
_WAITING_AT_ONCE = 16


class EventFolder:
    """An event store on the disk.

    Args:
        path: Its folder.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._read: dict[tuple[Path, int, int], Receipt] = {}

    def receipts(self) -> list[Receipt]:
        """Return the receipts, by name; one that was read before is read again only when it was written anew.

        Raises:
            StorageError: When one cannot be read.
        """
        writings = [_writing(path) for path in self._receipt_paths()]
        self._read = {writing: self._read.get(writing) or read_receipt(writing[0]) for writing in writings}
        return list(self._read.values())

    def receipts_digest(self) -> str:
        """Return one SHA-256 of all receipts, by which a manifest knows whether it is of them."""
        total = hashlib.sha256()
        for path in self._receipt_paths():
            total.update(path.read_bytes())
        return total.hexdigest()

    def keep_parts(self, batch: str, folder: Path, months: dict[str, int], kind: str = EVENTS) -> tuple[Part, ...]:
        """Take files of rows into the store, each named after its content."""
        return tuple(
            self._keep(folder / f"{month}.parquet", f"{kind}/month={month}", batch, rows)
            for month, rows in months.items()
        )

    def keep_faults(self, kind: str, batch: str, folder: Path, faults: Sequence[Fault]) -> Part | None:
        """Write a side file, one JSON object a line; ``None`` when there is nothing to write."""
        if not faults:
            return None
        path = folder / f"{kind}.jsonl"
        with path.open("w", encoding="utf-8") as file:
            file.writelines(as_line(fault) + "\n" for fault in faults)
        return self._keep(path, kind, batch, len(faults))

    def faults(self, part: Part | None) -> list[dict[str, Any]]:
        """Read a side file."""
        if part is None:
            return []
        text = (self.path / part.path).read_text(encoding="utf-8")
        return [json.loads(line) for line in text.split("\n") if line]

    def write_receipt(self, receipt: Receipt) -> None:
        """Write a receipt, after which its batch counts.

        Raises:
            OSError: When the disk does not take it.
        """
        path = self._receipt_path(receipt)
        path.parent.mkdir(exist_ok=True)
        beside = self.path / WORK / f"{receipt.name}.json"
        beside.write_text(by_rows(row_of(receipt)), encoding="utf-8")
        beside.replace(path)

    def is_whole(self, part: Part) -> bool:
        """Tell whether a file is as it was written."""
        try:
            with (self.path / part.path).open("rb") as file:
                return hashlib.file_digest(file, "sha256").hexdigest() == part.sha256
        except OSError:
            return False

    def damaged(self, receipts: Iterable[Receipt]) -> list[Receipt]:
        """Return receipts whose files are not all there as they were written; those of the manifest by their size."""
        written = self.manifest() or {}
        known = {part["path"] for kind in ("parts", MENTIONS) for part in written.get(kind, ())}

        def is_there(part: Part) -> bool:
            path = self.path / part.path
            return path.is_file() and path.stat().st_size == part.size

        return [
            receipt
            for receipt in receipts
            if not all(is_there(part) and (part.path in known or self.is_whole(part)) for part in receipt.written())
        ]

    def wait_for_disk(self, receipts: Iterable[Receipt]) -> None:
        """Wait until the disk holds the files that some receipts name, and the receipts.

        Raises:
            OSError: When the disk does not take them.
        """
        paths = [self.path / part.path for receipt in receipts for part in receipt.written()]
        paths += [self._receipt_path(receipt) for receipt in receipts]
        with ThreadPoolExecutor(_WAITING_AT_ONCE) as pool:  # together they wait hardly longer than one
            list(pool.map(force_to_disk, paths))
            list(pool.map(sync_folder, sorted({path.parent for path in paths})))

    def forget(self, receipts: Iterable[Receipt]) -> None:
        """Take receipts away; their parts go with the next :meth:`tidy`."""
        for receipt in receipts:
            self._receipt_path(receipt).unlink(missing_ok=True)

    def work(self, name: str) -> Path:
        """Return an empty folder to work in, on the disk of the store."""
        folder = self.path / WORK / name
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        return folder

    def take(self, batch: str, run: str) -> Path | None:
        """Return an empty folder to read a batch in; ``None`` when another process of this run has taken the batch.

        Args:
            batch: The batch.
            run: Name of the run. A process of a run that was killed may live on for a moment, and takes nothing from
                the next.

        Raises:
            OSError: When the disk does not take it.
        """
        folder = self.path / WORK / run / batch
        folder.parent.mkdir(parents=True, exist_ok=True)
        try:
            folder.mkdir()
        except FileExistsError:
            return None
        return folder

    def tidy(self) -> list[Receipt]:
        """Take away what interrupted runs left, and return the receipts that count."""
        shutil.rmtree(self.path / WORK, ignore_errors=True)
        for half in self.path.glob(".*.part"):
            half.unlink()
        receipts = self.receipts()
        groups = by_batch(receipts).values()
        older = [one for own in groups for one in own if any(one.keys < new.keys for new in own)]
        self.forget(older)
        kept = [receipt for receipt in receipts if receipt not in older]
        named = {part.path for receipt in kept for part in receipt.written()}
        for kind in (EVENTS, MENTIONS, MALFORMED, DIFFERING):
            for path in sorted((self.path / kind).rglob("*")):
                if path.is_file() and path.relative_to(self.path).as_posix() not in named:
                    path.unlink()
            for path in sorted((self.path / kind).rglob("*"), reverse=True):
                if path.is_dir() and not any(path.iterdir()):
                    path.rmdir()
        return kept

    def write_manifest(self, receipts: Sequence[Receipt], watch: str, stale: Iterable[Receipt] = ()) -> None:
        """Write what the store holds; the same receipts give the same bytes.

        Args:
            receipts: Its receipts.
            watch: Which rows it keeps.
            stale: Those of mentions that were read before some of the events they may mention.

        Raises:
            StorageError: When the disk does not take it.
        """
        files = files_of(receipts)
        content: dict[str, Any] = {
            "watch": watch,
            "columns": [column.name for column in EVENT_COLUMNS],
            "codebooks": {row["id"]: row["sha256"] for row in origins()},
            "rows": sum(count.kept for count in files if not count.holds_mentions),
            "receipts": self.receipts_digest(),
            "spans": spans_of(files),
            "parts": [part for receipt in receipts if receipt.known is None for part in receipt.parts],
            "malformed": [receipt.malformed for receipt in receipts if receipt.malformed],
            "differing": [receipt.differing for receipt in receipts if receipt.differing],
        }
        if mentions := [receipt for receipt in receipts if receipt.known is not None]:
            content["mention_columns"] = [column.name for column in MENTION_COLUMNS]
            content["mention_rows"] = sum(count.kept for count in files if count.holds_mentions)
            content[MENTIONS] = [part for receipt in mentions for part in receipt.parts]
            content[STALE] = sorted(count.file for receipt in stale for count in receipt.files)
        write_whole(self.path / MANIFEST, by_rows(content))

    def manifest(self) -> dict[str, Any] | None:
        """Return the manifest; ``None`` when there is none."""
        try:
            read: dict[str, Any] = json.loads((self.path / MANIFEST).read_bytes())
        except (OSError, ValueError):
            return None
        return read

    def _receipt_paths(self) -> list[Path]:
        return sorted((self.path / RECEIPTS).glob("*.json"))

    def _receipt_path(self, receipt: Receipt) -> Path:
        return self.path / RECEIPTS / f"{receipt.name}.json"

    def _keep(self, path: Path, folder: str, batch: str, rows: int) -> Part:
        content = path.read_bytes()
        digest = hashlib.sha256(content).hexdigest()
        place = f"{folder}/{batch}-{digest[:NAME_LETTERS]}{path.suffix}"
        (self.path / folder).mkdir(parents=True, exist_ok=True)
        path.replace(self.path / place)
        return Part(place, rows, len(content), digest)


def _writing(path: Path) -> tuple[Path, int, int]:
    """Return what tells a file from one written in its place."""
    found = path.stat()
    return path, found.st_ino, found.st_mtime_ns
