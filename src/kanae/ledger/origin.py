"""Where a record stands: its file, its line, and the line of each of its keys."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kanae.model.issues import Issue, IssueCode

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a record stands.

    Attributes:
        file: File within the ledger.
        line: Line the record begins on.
        lines: Line of each of its keys.

    Examples:
        >>> Origin("events/2023.yml", 4, {"id": 4, "title": 6}).line_of("title.ja")
        6
    """

    file: str
    line: int
    lines: Mapping[str, int]

    def line_of(self, path: str) -> int:
        """Return the line of a key, or of the nearest key around it."""
        while path:
            if path in self.lines:
                return self.lines[path]
            path = path.rpartition(".")[0]
        return self.line

    def issue(self, path: str, code: IssueCode, message: str, fix: str) -> Issue:
        """Return an issue at the line of a key."""
        return Issue(self.file, self.line_of(path), code, message, fix)
