"""What the check of a claim takes and gives."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

    from kanae.model.records import Claim

Figure = int | float | str | None
"""The number, word or day (as ISO text) that a check shows."""


class Verdict(StrEnum):
    """What the records say about a claim; the codelist ``verdicts`` explains each."""

    CONFIRMED = "confirmed"
    PARTLY = "partly"
    REFUTED = "refuted"
    UNDETERMINED = "undetermined"
    JUDGEMENT = "judgement"


class Absence(StrEnum):
    """Which verdict of a check rests on records that are not there."""

    BOTH = "both"
    CONFIRMS = "confirms"
    REFUTES = "refutes"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Finding:
    """What the query of a claim found.

    Attributes:
        holds: Whether the claim holds as it is written; ``None`` when the records do not tell.
        partly: Whether a part of the claim holds by records that are there, whatever becomes of the rest.
        figure: The number, word or day it turns on.
        record_ids: Records it rests on.
        missing: What the query says is missing.
    """

    holds: bool | None = None
    partly: bool = False
    figure: Figure = None
    record_ids: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Span:
    """Coverage of a part of the ledger.

    Attributes:
        coverage_id: Id of the coverage record.
        first: First day covered.
        last: Last day covered.
        is_enough: Whether it is complete enough for a missing record to mean something.
    """

    coverage_id: str
    first: date
    last: date
    is_enough: bool


@dataclass(frozen=True, slots=True)
class Look:
    """A search for something.

    Attributes:
        search_id: Id of the search.
        searched_on: Day of the search.
        found: Whether it was found.
    """

    search_id: str
    searched_on: date
    found: bool


@dataclass(frozen=True, slots=True)
class Reliance:
    """What a check relies on, over which days.

    Attributes:
        first: First day the check looks at.
        last: Last day the check looks at.
        asked: Day the claim is asked for; nothing later is known.
        coverage_id: Coverage that is named; empty when none is.
        search_id: Search that is named; empty when none is.
        span: The coverage; ``None`` when it was not recorded yet.
        look: The search; ``None`` when it was not recorded yet.
    """

    first: date
    last: date
    asked: date
    coverage_id: str = ""
    search_id: str = ""
    span: Span | None = None
    look: Look | None = None


@dataclass(frozen=True, slots=True)
class Gap:
    """Why a check cannot rely on what it names.

    Attributes:
        reason: ``not-recorded``, ``thin``, ``begins-late``, ``ends-early``, ``not-over``, ``searched-early``, ``found``
            or ``unnamed``, when the claim names nothing to rely on.
        record_id: Coverage or search meant; empty for ``unnamed``.
        day: Day that is needed; ``None`` where none matters.
        given: Day that is given instead.
    """

    reason: str
    record_id: str = ""
    day: date | None = None
    given: date | None = None


@dataclass(frozen=True, slots=True)
class Decision:
    """A verdict with what carries it.

    Attributes:
        verdict: The verdict.
        relied_on: Ids of the coverage and searches without which it would not stand.
        gaps: What it would have had to rely on and could not.
    """

    verdict: Verdict
    relied_on: tuple[str, ...] = ()
    gaps: tuple[Gap, ...] = ()


@dataclass(frozen=True, slots=True)
class CheckedClaim:
    """A claim with its verdict.

    Attributes:
        claim: The claim.
        as_of: Day the verdict is for.
        decision: The verdict; ``None`` when the query of the claim does not run.
        finding: What its query found; ``None`` when it has none, or it does not run.
        then_on: Day around its publication; ``None`` when that is no earlier day, or the publication has no date.
        then: Verdict for that day; ``None`` when there is no such day.
        fault: What is wrong with the query; empty when nothing is.
    """

    claim: Claim
    as_of: date
    decision: Decision | None
    finding: Finding | None = None
    then_on: date | None = None
    then: Decision | None = None
    fault: str = ""

    @property
    def record_ids(self) -> tuple[str, ...]:
        """The records the verdict rests on, and the coverage and searches without which it would not stand."""
        found = self.finding.record_ids if self.finding else ()
        relied_on = self.decision.relied_on if self.decision else ()
        return tuple(dict.fromkeys((*found, *relied_on)))
