"""Flat tables as a Frictionless Data Package: CSV files, and one JSON file that describes them.

The description follows version 1 of the specification, which the tools at hand read:
https://specs.frictionlessdata.io/data-package/ and https://specs.frictionlessdata.io/table-schema/.
"""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any

from kanae.store.exports import csv_bytes, csv_name
from kanae.store.folders import write_folder_beside

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from kanae.model.flat_tables import Column, FlatTable

DESCRIPTION_NAME = "datapackage.json"

_TYPES = {"text": "string", "list": "string", "date": "date", "whole": "integer", "number": "number", "flag": "boolean"}
_CC_BY = {
    "name": "CC-BY-4.0",
    "title": "Creative Commons Attribution 4.0 International",
    "path": "https://creativecommons.org/licenses/by/4.0/",
}


def licences_of(ledger_folder: Path) -> tuple[Mapping[str, str], ...]:
    """Return the licence of a ledger as its file ``LICENSE`` says; none where it says nothing we know."""
    path = ledger_folder / "LICENSE"
    text = path.read_text(encoding="utf-8", errors="replace") if path.is_file() else ""
    return (_CC_BY,) if "creativecommons.org/licenses/by/4.0" in text else ()


def write_datapackage(
    tables: Sequence[FlatTable],
    folder: Path,
    progress: Callable[[str], None],
    *,
    digest: str,
    licences: Sequence[Mapping[str, str]],
) -> None:
    """Write a folder with one CSV file a table and their description.

    Args:
        tables: The tables.
        folder: Where the folder shall stand.
        progress: Told the name of each table.
        digest: Digest of the ledger, which is the version of the package.
        licences: Licences, as the specification writes them.

    Raises:
        StorageError: When something else stands there, or the disk does not take it.
    """
    ids = {table.name: table.key[-1] for table in tables}

    def write(beside: Path) -> None:
        resources = []
        for table in tables:
            progress(table.name)
            content = csv_bytes(table)
            (beside / csv_name(table)).write_bytes(content)
            resources.append(resource(table, content, ids))
        text = json.dumps(_package(digest, licences, resources), ensure_ascii=False, indent=2) + "\n"
        (beside / DESCRIPTION_NAME).write_text(text, encoding="utf-8", newline="\n")

    write_folder_beside(folder, write, [*map(csv_name, tables), DESCRIPTION_NAME])


def resource(table: FlatTable, content: bytes, ids: Mapping[str, str]) -> dict[str, Any]:
    """Return the description of one CSV file.

    Args:
        table: The table.
        content: What its file holds.
        ids: For each table of the package, the column that others refer to.

    Examples:
        >>> from kanae.model.flat_tables import Column, FlatTable
        >>> table = FlatTable("events", "A meeting.", (Column("event_id", "text", "Id."),), ("event_id",), ())
        >>> resource(table, b"event_id", {"events": "event_id"})["schema"]["fields"]
        [{'name': 'event_id', 'type': 'string', 'description': 'Id.', 'constraints': {'required': True}}]
    """
    return {
        "profile": "tabular-data-resource",
        "name": table.name,
        "path": csv_name(table),
        "description": table.describes,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "dialect": {"lineTerminator": "\n"},
        "bytes": len(content),
        "hash": f"sha256:{hashlib.sha256(content).hexdigest()}",
        "schema": {
            "fields": [_field(table, column) for column in table.columns],
            "missingValues": [""],
            "primaryKey": list(table.key),
            "foreignKeys": [
                _foreign_key(table, column.name, column.refers_to, ids)
                for column in table.columns
                if column.refers_to is not None
            ],
        },
    }


def _package(digest: str, licences: Sequence[Mapping[str, str]], resources: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "profile": "tabular-data-package",
        "name": "kanae-ledger",
        "title": "kanae ledger",
        "description": "A sourced record of security cooperation between a few states. Lists are joined by semicolons.",
        "version": digest,
        **({"licenses": [dict(licence) for licence in licences]} if licences else {}),
        "resources": resources,
    }


def _field(table: FlatTable, column: Column) -> dict[str, Any]:
    joined = " A list, joined by semicolons." if column.type == "list" else ""
    field = {"name": column.name, "type": _TYPES[column.type], "description": column.describes + joined}
    return {**field, "constraints": {"required": True}} if column.name in table.key else field


def _foreign_key(table: FlatTable, column: str, meant: str, ids: Mapping[str, str]) -> dict[str, Any]:
    name = "" if meant == table.name else meant  # the specification names a table itself by an empty text
    return {"fields": column, "reference": {"resource": name, "fields": ids[meant]}}
