"""What a status is: the statuses a commitment can have, what they are derived from, and the result."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date


class Rule(StrEnum):
    """The four rules; the codelist of commitment types names one for each type."""

    POSITION = "position"
    RECURRING = "recurring"
    BODY = "body"
    DELIVERABLE = "deliverable"


class Status(StrEnum):
    """Every status; the codelist ``statuses`` has the names in three languages."""

    HELD = "held"
    SILENT = "silent"
    KEPT = "kept"
    LATE = "late"
    LAPSED = "lapsed"
    NOT_BEGUN = "not-begun"
    ANNOUNCED = "announced"
    ESTABLISHED = "established"
    OPERATING = "operating"
    DORMANT = "dormant"
    ENDED = "ended"
    PENDING = "pending"
    DELIVERED = "delivered"
    OVERDUE = "overdue"
    DROPPED = "dropped"
    WORDS_ONLY = "words-only"
    NO_EVIDENCE_FOUND = "no-evidence-found"
    CONTRADICTED = "contradicted"
    SUPERSEDED = "superseded"


class Effect(StrEnum):
    """What a piece of evidence does to its commitment."""

    REAFFIRMED = "reaffirmed"
    BEGUN = "begun"
    ADVANCED = "advanced"
    RECURRED = "recurred"
    FULFILLED = "fulfilled"
    DELAYED = "delayed"
    LAPSED = "lapsed"
    DROPPED = "dropped"
    ENDED = "ended"
    CONTRADICTED = "contradicted"

    @property
    def is_act(self) -> bool:
        """Whether something was done for the commitment, beyond words."""
        return self in (Effect.BEGUN, Effect.ADVANCED, Effect.RECURRED, Effect.FULFILLED)

    @property
    def is_words(self) -> bool:
        """Whether it was only said again."""
        return self is Effect.REAFFIRMED

    @property
    def closes(self) -> bool:
        """Whether a source says that it is over, for now or for good."""
        return self in (Effect.LAPSED, Effect.DROPPED, Effect.ENDED)


class Reading(StrEnum):
    """Whose acts count: those of all members together, or also those of wider groups and of two of them."""

    STRICT = "strict"
    WIDE = "wide"


@dataclass(frozen=True, slots=True)
class Step:
    """A piece of evidence as the rules see it.

    Attributes:
        evidence_id: Id of the evidence.
        first: First day it may be of.
        last: Last day it may be of.
        effect: What it does to the commitment.
        acted_by: ``all``, ``wider``, ``two`` or ``one``.
        is_close: Whether it answers the promise closely.
        is_binding: Whether it is an agreement or a funded programme.
        is_confirmed: Whether it may be counted.
    """

    evidence_id: str
    first: date
    last: date
    effect: Effect
    acted_by: str
    is_close: bool = True
    is_binding: bool = False
    is_confirmed: bool = True

    def counts_in(self, reading: Reading) -> bool:
        """Tell whether the step counts in a reading; a step against the promise needs no company."""
        if reading is Reading.STRICT and not self.is_close:
            return False
        if not (self.effect.is_act or self.effect.is_words):
            return True
        company = ("all",) if reading is Reading.STRICT else ("all", "wider", "two")
        return self.acted_by in company


@dataclass(frozen=True, slots=True)
class Undertaking:
    """A commitment as the rules see it.

    Attributes:
        commitment_id: Id of the commitment.
        rule: Rule of its type.
        made: Day of its document.
        cadence_days: Days between two occurrences, for a recurring one that states a rhythm.
        deadline: Last day it is due; ``None`` when open.
        superseded_on: Day of the document that took its place.
    """

    commitment_id: str
    rule: Rule
    made: date
    cadence_days: int | None = None
    deadline: date | None = None
    superseded_on: date | None = None


@dataclass(frozen=True, slots=True)
class Thresholds:
    """The limits of the rules; their values stand in the codelist ``thresholds``.

    Attributes:
        position_days: A position repeated within so many days is held.
        kept_ratio: A recurring promise is kept until the gap exceeds this many times its cadence.
        late_ratio: It is late until the gap exceeds this many times its cadence, then lapsed.
        cadence_days: Cadence assumed where none is stated.
        body_days: A body that acted within so many days is operating.
    """

    position_days: float
    kept_ratio: float
    late_ratio: float
    cadence_days: float
    body_days: float

    def scaled(self, factor: float) -> Thresholds:
        """Return all limits longer or shorter by a factor; the cadence itself is a fact and stays.

        Examples:
            >>> Thresholds(730, 1.25, 2.0, 365, 548).scaled(0.5).late_ratio
            1.0
        """
        return Thresholds(
            self.position_days * factor,
            self.kept_ratio * factor,
            self.late_ratio * factor,
            self.cadence_days,
            self.body_days * factor,
        )


@dataclass(frozen=True, slots=True)
class Scale:
    """How a rung of the ladder becomes a score; the values stand in the codelists ``ladder`` and ``statuses``.

    Attributes:
        scores: Score by rung, for a rule (or ``other``): ``{"position": {1: 1}, "other": {1: -1}}``.
        ceilings: Highest score a status allows.
    """

    scores: Mapping[str, Mapping[int, int]]
    ceilings: Mapping[Status, int]


@dataclass(frozen=True, slots=True)
class StatusOn:
    """The status of one commitment on one day, in one reading.

    Attributes:
        commitment_id: Id of the commitment.
        status: Its status.
        ladder: Rung 0 to 5 of what was done, regardless of when.
        score: -1, 0 or 1; ``None`` when nothing is known.
        since: Day the status last changed; the day of the commitment when it never did.
        reason: Key of the sentence that says why.
        facts: Values of that sentence: ids, days, ratios.
        evidence_ids: Evidence counted, oldest first.
        decisive_ids: Evidence that decides the status.
        uncounted_ids: Evidence up to the day that this reading leaves out.
    """

    commitment_id: str
    status: Status
    ladder: int
    score: int | None
    since: date
    reason: str
    facts: Mapping[str, str | int | float | date]
    evidence_ids: tuple[str, ...]
    decisive_ids: tuple[str, ...]
    uncounted_ids: tuple[str, ...]
