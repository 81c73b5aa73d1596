"""Faults found in data: values that are collected, sorted and shown together."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


class Severity(StrEnum):
    """How bad an issue is: errors give wrong numbers, warnings want a look."""

    ERROR = "error"
    WARNING = "warning"


class IssueCode(StrEnum):
    """The kinds of fault; each has its page in ``docs/reference/issues.md``."""

    UNREADABLE_FILE = "K101"
    NOT_YAML = "K102"
    ALIAS = "K103"
    REPEATED_KEY = "K104"
    NOT_A_LIST = "K105"
    TOO_LARGE = "K106"
    UNKNOWN_FOLDER = "K107"
    WRONG_ENDING = "K108"
    UNKNOWN_KEY = "K201"
    MISSING_KEY = "K202"
    WRONG_VALUE = "K203"
    REPEATED_ID = "K204"
    UNKNOWN_CODE = "K205"
    DANGLING_REFERENCE = "K206"
    NO_SOURCE = "K207"
    EVIDENCE_TOO_EARLY = "K208"
    RUNS_BACKWARDS = "K209"
    RECORDED_IN_FUTURE = "K210"
    NOT_YET = "K211"
    CHAIN = "K212"
    WRONG_CORRECTION = "K213"
    CLAIM_NOT_WHOLE = "K214"
    BROKEN_CHECK = "K215"
    UNEXPECTED_VERDICT = "K216"
    NOT_LOOKED_FOR = "K301"
    REPEATED_CITATION = "K302"
    EVENT_OF_ANOTHER_DATE = "K303"
    STATE_WITHOUT_DATE = "K304"
    SAME_PLACE = "K305"
    WRONG_SCRIPT = "K306"
    ENTERED_TWICE = "K307"
    NOT_COMPOSED = "K308"
    FOREIGN_ENCODING = "K401"
    UNUSUAL_DELIMITER = "K402"
    UNKNOWN_CHOICE = "K403"
    UNKNOWN_STATE = "K404"
    REPEATED_VOTE = "K405"
    CONFLICTING_VOTES = "K406"
    PERIOD_CONTRADICTS = "K407"
    SEAT_CHANGED = "K408"
    PERIOD_WITHOUT_VOTES = "K409"
    VOTE_WITHOUT_ROLL_CALL = "K410"
    UNDATED_ROLL_CALL = "K411"
    STATE_CONTRADICTS = "K412"
    MORE_THAN_EXPECTED = "K413"
    NOT_A_NUMBER = "K414"
    COUNTS_CONTRADICT = "K415"

    @property
    def severity(self) -> Severity:
        """K1xx and K2xx are errors, K3xx warnings, K4xx warnings about files of votes."""
        return Severity.WARNING if self.value.startswith(("K3", "K4")) else Severity.ERROR


@dataclass(frozen=True, slots=True, order=True)
class Issue:
    """One fault, with its place and one thing to do.

    Attributes:
        file: File within the ledger, with ``/`` on every system.
        line: Line of the file, counted from 1; 0 for the file as a whole.
        code: The kind of fault.
        message: What was found.
        fix: One thing to do.

    Examples:
        >>> print(Issue("events/23.yml", 14, IssueCode.WRONG_VALUE, "date: '2023/08' is not a date", "Write 2023-08."))
        events/23.yml:14 K203 error: date: '2023/08' is not a date
          fix: Write 2023-08.
    """

    file: str
    line: int
    code: IssueCode
    message: str
    fix: str

    def __str__(self) -> str:
        """Return the issue as the command line prints it."""
        return f"{self.file}:{self.line} {self.code} {self.code.severity}: {self.message}\n  fix: {self.fix}"


def exit_code_of(issues: Iterable[Issue]) -> int:
    """Return what a check answers with: 0 when clean, 1 for errors, 2 for warnings only.

    Examples:
        >>> exit_code_of([]), exit_code_of([Issue("events/23.yml", 14, IssueCode.WRONG_VALUE, "found", "do")])
        (0, 1)
    """
    severities = {issue.code.severity for issue in issues}
    return 1 if Severity.ERROR in severities else 2 if severities else 0


def tally_of(issues: Iterable[Issue]) -> str:
    """Return how many errors and warnings there are.

    Examples:
        >>> tally_of([])
        '0 errors, 0 warnings'
    """
    counts = Counter(issue.code.severity for issue in issues)
    return f"{counts[Severity.ERROR]} errors, {counts[Severity.WARNING]} warnings"
