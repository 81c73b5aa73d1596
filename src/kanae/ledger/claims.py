"""The claims of a publication, in the ledger or in a folder of their own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kanae.errors import LedgerError
from kanae.ledger.checks.claims import claims_are_whole
from kanae.ledger.checks.doubles import ids_stand_once
from kanae.ledger.checks.references import codes_and_references_are_known
from kanae.ledger.load import Reading, Rows, read_records
from kanae.model.records import Claim, Item, Record, Source

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from kanae.ledger.origin import Origin
    from kanae.model.issues import Issue

PUBLICATION, SECTIONS = "publication.yml", "sections.yml"
"""Files of a folder of claims that hold its publication, as a source, and the names of its sections."""

_KINDS: dict[str, type[Record]] = {PUBLICATION: Source, SECTIONS: Item}


@dataclass(frozen=True, slots=True)
class Claims:
    """Claims with where each stands.

    Attributes:
        rows: The claims, in the order of the sections and paragraphs.
        issues: Faults of their files; a claim with one is not among the rows.
        reading: The ledger, with the publication and the sections of the claims.
    """

    rows: tuple[tuple[Claim, Origin], ...]
    issues: tuple[Issue, ...]
    reading: Reading


@dataclass(frozen=True, slots=True)
class ClaimFiles:
    """What files of claims outside of a ledger gave.

    Attributes:
        claims: The claims.
        sources: Their publication.
        sections: The sections of it.
        issues: Faults of the files and of single records.
    """

    claims: Rows
    sources: Rows
    sections: Rows
    issues: tuple[Issue, ...]

    def joined(self, reading: Reading) -> Reading:
        """Return a ledger with the publication, the sections and the claims; its own claims are left out."""
        rows = {**reading.rows, "claims": self.claims, "sources": [*reading.rows["sources"], *self.sources]}
        sections = [(item, origin) for item, origin in self.sections if isinstance(item, Item)]
        codelists = {**reading.codelists, "sections": [*reading.codelists.get("sections", ()), *sections]}
        return Reading(rows, codelists, reading.issues, reading.digest)


def claims_of(reading: Reading) -> Claims:
    """Return the claims that a ledger holds."""
    issues = tuple(claims_are_whole(reading))
    return Claims(_ordered(reading, each_claim(reading.rows["claims"])), issues, reading)


def read_claim_files(path: Path) -> ClaimFiles:
    """Read claims that stand outside of a ledger.

    Args:
        path: A file of claims, or a folder with its publication, its sections and its files of claims.

    Raises:
        LedgerError: When there is nothing to read.
    """
    files = sorted(path.rglob("*.yml")) if path.is_dir() else [path]
    if not path.exists() or not files:
        raise LedgerError(f"'{path}' holds no claims.", "Name a file or folder, or begin one: kanae claims new FILE")
    issues: list[Issue] = []
    found: dict[type[Record], Rows] = {Claim: [], Source: [], Item: []}
    for file in (*files, *(() if path.is_dir() else _beside(path))):
        kind = _KINDS.get(file.name, Claim)
        found[kind].extend(read_records(kind, file, file.as_posix(), issues))
    return ClaimFiles(found[Claim], found[Source], found[Item], tuple(issues))


def join_claims(files: ClaimFiles, reading: Reading) -> Claims:
    """Return the claims of files, checked against a ledger."""
    joined = files.joined(reading)
    names = {origin.file for rows in (files.claims, files.sources, files.sections) for _, origin in rows}
    checks = (ids_stand_once(joined), codes_and_references_are_known(joined), claims_are_whole(joined))
    issues = {*files.issues, *(issue for check in checks for issue in check if issue.file in names)}
    return Claims(_ordered(joined, each_claim(files.claims)), tuple(sorted(issues)), joined)


def _beside(path: Path) -> list[Path]:
    return [place for name in (PUBLICATION, SECTIONS) if (place := path.with_name(name)).is_file() and place != path]


def each_claim(rows: Iterable[tuple[Record, Origin]]) -> list[tuple[Claim, Origin]]:
    """Return the claims among records, in the order read; of an id that stands twice the first counts."""
    unique: dict[str, tuple[Claim, Origin]] = {}
    for record, origin in rows:
        if isinstance(record, Claim):
            unique.setdefault(record.id, (record, origin))
    return list(unique.values())


def place_in_order(claim: Claim, sections: Sequence[str]) -> tuple[str, int, int, str]:
    """Return what claims are sorted by: publication, section, paragraph.

    Args:
        claim: The claim.
        sections: Codes of the sections, in order.
    """
    section = sections.index(claim.section) if claim.section in sections else len(sections)
    return claim.publication, section, claim.paragraph or 0, claim.id


def _ordered(reading: Reading, rows: list[tuple[Claim, Origin]]) -> tuple[tuple[Claim, Origin], ...]:
    sections = [item.id for item, _ in reading.codelists.get("sections", ())]
    return tuple(sorted(rows, key=lambda row: place_in_order(row[0], sections)))
