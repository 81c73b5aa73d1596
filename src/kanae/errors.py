"""Every error kanae raises on purpose.

::

    KanaeError
    ├── LedgerError        the curator mends it: a file, a record, an id
    ├── UpstreamError      the provider mends it: a download, a foreign file
    ├── MeasureError       the question mends it: too few rows, outside coverage
    ├── StorageError       the machine's owner mends it: a full disk, a locked folder
    └── MissingExtraError  the installation mends it: an optional package
"""

from __future__ import annotations


class KanaeError(Exception):
    """Base of every error raised on purpose; anything else is a bug of ours.

    Attributes:
        what: One sentence with the value found, in quotes, and the place.
        fix: One thing to do about it.
        exit_code: What the command line answers with.

    Examples:
        >>> print(KanaeError("No record 'cd-999'.", "Run 'kanae ledger find cd'."))
        No record 'cd-999'.
          fix: Run 'kanae ledger find cd'.
    """

    exit_code = 1

    def __init__(self, what: str, fix: str) -> None:
        super().__init__(what, fix)
        self.what = what
        self.fix = fix

    def __str__(self) -> str:
        """Return the two sentences as the command line prints them."""
        return f"{self.what}\n  fix: {self.fix}"


class LedgerError(KanaeError):
    """The ledger, or what was asked of it, is at fault; a curator mends it."""


class UpstreamError(KanaeError):
    """A provider or a foreign file is at fault."""


class MeasureError(KanaeError):
    """The question cannot be answered from the records at hand."""


class StorageError(KanaeError):
    """The disk or a folder does not let kanae read or write."""


class MissingExtraError(KanaeError):
    """An optional package is not installed."""

    exit_code = 3

    @classmethod
    def for_package(cls, package: str, *, extra: str) -> MissingExtraError:
        """Name the package that is missing and the extra that brings it.

        Examples:
            >>> MissingExtraError.for_package("duckdb", extra="tables").fix
            "Run: pip install 'kanae[tables]'"
        """
        return cls(f"The package '{package}' is not installed.", f"Run: pip install 'kanae[{extra}]'")
