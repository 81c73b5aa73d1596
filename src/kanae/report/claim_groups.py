"""Claims by publication and section, and the records and sources behind them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kanae.ledger.placed import source_ids_of
from kanae.model.claims import CheckedClaim, Verdict
from kanae.report.claims import BROKEN, has_changed, verdict_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kanae.ledger.book import Ledger
    from kanae.model.records import Record

Rows = tuple[CheckedClaim, ...]

APART = (Verdict.REFUTED.value, Verdict.PARTLY.value, BROKEN)
"""Verdicts of claims that do not stand as they are written."""


def publications_of(rows: Iterable[CheckedClaim]) -> dict[str, Rows]:
    """Return the claims by publication, in their order."""
    return _grouped((row.claim.publication, row) for row in rows)


def sections_of(rows: Iterable[CheckedClaim]) -> dict[str, Rows]:
    """Return the claims of one publication by section, in their order."""
    return _grouped((row.claim.section, row) for row in rows)


def stands_out(row: CheckedClaim) -> bool:
    """Tell whether a claim does not stand as written, or has another verdict than when it was published."""
    return verdict_of(row) in APART or has_changed(row)


def records_named(ledger: Ledger, rows: Iterable[CheckedClaim]) -> tuple[Record, ...]:
    """Return the records that claims rest on or rely on, each once, in the order they are named."""
    ids: dict[str, None] = {}
    for row in rows:
        needs = (named for need in row.claim.needs for named in (need.coverage, need.search) if named)
        ids |= dict.fromkeys((*row.record_ids, *needs))
    return tuple(record for record_id in ids if (record := ledger.by_id.get(record_id)) is not None)


def sources_named(ledger: Ledger, rows: Iterable[CheckedClaim]) -> tuple[str, ...]:
    """Return the ids of the sources that the records behind claims cite, each once."""
    return tuple(dict.fromkeys(source for record in records_named(ledger, rows) for source in source_ids_of(record)))


def _grouped(pairs: Iterable[tuple[str, CheckedClaim]]) -> dict[str, Rows]:
    groups: dict[str, list[CheckedClaim]] = {}
    for key, row in pairs:
        groups.setdefault(key, []).append(row)
    return {key: tuple(rows) for key, rows in groups.items()}
