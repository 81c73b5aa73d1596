"""Faults of one kind counted and shown with examples: a hundred thousand rows must not make as many lines."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kanae.model.issues import Issue, IssueCode

if TYPE_CHECKING:
    from collections.abc import Iterable

EXAMPLES = 5


@dataclass(slots=True)
class Tally:
    """Faults found while reading.

    Attributes:
        issues: The faults, one a kind and place.

    Examples:
        >>> tally = Tally()
        >>> tally.add("v.csv", IssueCode.UNKNOWN_CHOICE, "3 votes have an unknown choice", ["'q'"], "Mend it.")
        >>> tally.issues[0].message
        "3 votes have an unknown choice: 'q'"
    """

    issues: list[Issue] = field(default_factory=list[Issue])

    def add(
        self, file: str, code: IssueCode, message: str, examples: Iterable[str], fix: str, *, line: int = 0
    ) -> None:
        """Add a fault with its first examples."""
        found = list(dict.fromkeys(examples))
        more = f" and {len(found) - EXAMPLES} more" if len(found) > EXAMPLES else ""
        listed = f": {', '.join(found[:EXAMPLES])}{more}" if found else ""
        self.issues.append(Issue(file, line, code, f"{message}{listed}", fix))


def counted_noun(count: int, noun: str) -> str:
    """Return a number and its noun.

    Examples:
        >>> counted_noun(1, "vote"), counted_noun(1200, "vote")
        ('1 vote', '1,200 votes')
    """
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"
