"""Questions about the ledger itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kanae import __version__
from kanae.ledger.check import check_folder
from kanae.ledger.load import Progress, open_folder
from kanae.model.issues import Issue, exit_code_of, tally_of
from kanae.store.clock import today
from kanae.store.location import find_ledger

if TYPE_CHECKING:
    from pathlib import Path

DEFAULT_FRAMEWORK = "camp-david"


@dataclass(frozen=True, slots=True)
class Checked:
    """The outcome of a check.

    Attributes:
        issues: All issues, sorted by file and line.
        records: How many records were read.
        files_digest: Digest of the ledger.
    """

    issues: tuple[Issue, ...]
    records: int
    files_digest: str

    @property
    def exit_code(self) -> int:
        """0 when clean, 1 for errors, 2 for warnings only."""
        return exit_code_of(self.issues)

    @property
    def summary(self) -> str:
        """One line with the numbers."""
        return f"{self.records} records, {tally_of(self.issues)}"


def check_ledger(path: Path | None, progress: Progress | None = None) -> Checked:
    """Check a ledger folder; by default the one that commands would open."""
    reading, issues = check_folder(find_ledger(path), today(), progress)
    records = sum(len(rows) for rows in reading.rows.values())
    records += sum(len(items) for items in reading.codelists.values())
    return Checked(tuple(issues), records, reading.digest)


def version_line() -> str:
    """Return version, ledger digest and the day the default framework is covered to."""
    ledger = open_folder(find_ledger())
    covered = ledger.covered_to(DEFAULT_FRAMEWORK)
    return f"kanae {__version__} (ledger {ledger.digest[:12]}, {DEFAULT_FRAMEWORK} covered to {covered})"
