"""From records to the plain values the status rules take, and back to rows a reader can follow."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from kanae.errors import LedgerError, MeasureError
from kanae.ledger.load import open_folder
from kanae.measures.status import derive_status
from kanae.model.records import Commitment, Event, Evidence, Framework, Search
from kanae.model.status import Effect, Reading, Rule, Scale, Status, StatusOn, Step, Thresholds, Undertaking
from kanae.store.location import find_ledger

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date
    from pathlib import Path

    from kanae.ledger.book import Ledger

BINDING_KINDS = ("agreement", "programme")
"""Kinds of event that are a legal step or resources, rung 3 of the ladder."""


@dataclass(frozen=True)
class Question:
    """A framework, a day, and whose acts count, asked of a ledger.

    Attributes:
        ledger: The ledger, as known on the day asked for.
        framework: The framework.
        as_of: Day the answer is for.
        reading: Whose acts count.
    """

    ledger: Ledger
    framework: Framework
    as_of: date
    reading: Reading = Reading.STRICT

    @property
    def year_before(self) -> date:
        """The same day one year earlier; 28 February for a leap day."""
        try:
            return self.as_of.replace(year=self.as_of.year - 1)
        except ValueError:
            return self.as_of.replace(year=self.as_of.year - 1, day=28)

    @cached_property
    def commitments(self) -> Mapping[str, Commitment]:
        """The framework's confirmed commitments, by id."""
        return {row.id: row for row in self.ledger.commitments if row.framework == self.framework.id and row.confirmed}

    @cached_property
    def evidence(self) -> Mapping[str, tuple[Evidence, ...]]:
        """Evidence by commitment."""
        found: dict[str, list[Evidence]] = {}
        for row in self.ledger.evidence:
            found.setdefault(row.commitment, []).append(row)
        return {commitment: tuple(rows) for commitment, rows in found.items()}

    @cached_property
    def searches(self) -> Mapping[str, tuple[Search, ...]]:
        """Searches by the record they are about, oldest first."""
        found: dict[str, list[Search]] = {}
        for row in self.ledger.searches:
            for about in row.about:
                found.setdefault(about, []).append(row)
        return {about: tuple(sorted(rows, key=lambda row: (row.searched_on, row.id))) for about, rows in found.items()}

    @cached_property
    def undertakings(self) -> Mapping[str, Undertaking]:
        """The commitments as the rules see them."""
        return {row.id: _undertaking(self.ledger, row) for row in self.commitments.values()}

    @cached_property
    def steps(self) -> Mapping[str, tuple[Step, ...]]:
        """The evidence as the rules see it, by commitment."""
        return {
            commitment: tuple(_step(self.ledger, row) for row in rows) for commitment, rows in self.evidence.items()
        }

    @cached_property
    def thresholds(self) -> Thresholds:
        """The limits of the rules, from their codelist."""
        return thresholds_of(self.ledger)

    @cached_property
    def scale(self) -> Scale:
        """The scores of the ladder, from their codelists."""
        return scale_of(self.ledger)

    @cached_property
    def statuses(self) -> Mapping[str, StatusOn]:
        """The status of every commitment made by the day, by id."""
        return self.statuses_on(self.as_of)

    def statuses_on(
        self, day: date, *, reading: Reading | None = None, thresholds: Thresholds | None = None
    ) -> Mapping[str, StatusOn]:
        """Derive the statuses on another day, in another reading or with other limits."""
        derived = {
            commitment: derive_status(
                undertaking,
                self.steps.get(commitment, ()),
                as_of=day,
                thresholds=thresholds or self.thresholds,
                scale=self.scale,
                reading=reading or self.reading,
            )
            for commitment, undertaking in self.undertakings.items()
        }
        return {commitment: status for commitment, status in derived.items() if status is not None}


@dataclass(frozen=True, slots=True)
class Query:
    """What a reader asks, before any ledger is opened.

    Attributes:
        framework: Id of the framework.
        ledger: Folder of the ledger; ``None`` for the default.
        as_of: Day the answer is for; ``None`` for the day covered to.
        known_on: Day of knowledge; ``None`` for all that is recorded.
        reading: Whose acts count.
    """

    framework: str
    ledger: Path | None = None
    as_of: date | None = None
    known_on: date | None = None
    reading: Reading = Reading.STRICT


def ask_query(query: Query) -> Question:
    """Open the ledger of a query and put the question to it.

    Raises:
        LedgerError: When the ledger cannot be opened or has no such framework.
        MeasureError: When nothing was recorded yet on the day of knowledge.
    """
    ledger = open_folder(find_ledger(query.ledger))
    return ask(ledger, query.framework, as_of=query.as_of, known_on=query.known_on, reading=query.reading)


def ask(
    ledger: Ledger,
    framework_id: str,
    *,
    as_of: date | None = None,
    known_on: date | None = None,
    reading: Reading = Reading.STRICT,
) -> Question:
    """Put a question to a ledger.

    Args:
        ledger: The ledger.
        framework_id: Framework asked about.
        as_of: Day the answer is for; by default the day the framework is covered to.
        known_on: Use only what the ledger held on this day.
        reading: Whose acts count.

    Raises:
        LedgerError: When there is no such framework.
        MeasureError: When nothing was recorded yet on the day of knowledge.
    """
    framework = ledger.framework(framework_id)
    known = ledger if known_on is None else ledger.known_on(known_on)
    recorded = [row.recorded for row in (*ledger.events, *ledger.commitments)]
    if known_on is not None and recorded and not known.events and not known.commitments:
        raise MeasureError(
            f"On '{known_on}' the ledger held no record yet.", f"Ask for a day from {min(recorded)} on with --known-on."
        )
    return Question(known, framework, as_of or known.covered_to(framework_id), reading)


def thresholds_of(ledger: Ledger) -> Thresholds:
    """Return the limits of the rules.

    Raises:
        LedgerError: When the codelist lacks one or gives it no value.
    """
    return Thresholds(
        position_days=threshold_of(ledger, "position-days"),
        kept_ratio=threshold_of(ledger, "kept-ratio"),
        late_ratio=threshold_of(ledger, "late-ratio"),
        cadence_days=threshold_of(ledger, "cadence-days"),
        body_days=threshold_of(ledger, "body-days"),
    )


def sensitivity_factor(ledger: Ledger) -> float:
    """Return by how much the limits are varied, as a share: 0.25 for a quarter."""
    return threshold_of(ledger, "sensitivity-percent") / 100


def scale_of(ledger: Ledger) -> Scale:
    """Return how a rung of the ladder becomes a score, and which status caps it."""
    scores: dict[str, dict[int, int]] = {}
    for rung in ledger.codelists["ladder"].values():
        for kind, score in rung.scores.items():
            scores.setdefault(kind, {})[int(rung.id)] = score
    statuses = ledger.codelists["statuses"].values()
    return Scale(scores, {Status(item.id): int(item.value) for item in statuses if item.value is not None})


def searches_about(question: Question, commitment: Commitment) -> Sequence[Search]:
    """Return the searches that looked for acts on a commitment, oldest first."""
    return question.searches.get(commitment.id, ())


def threshold_of(ledger: Ledger, threshold: str) -> float:
    """Return a limit of the codelist ``thresholds``.

    Raises:
        LedgerError: When the codelist lacks it or gives it no value.
    """
    item = ledger.item("thresholds", threshold)
    if item.value is None:
        raise LedgerError(f"The threshold '{threshold}' has no value.", "Add 'value: …' in codelists/thresholds.yml.")
    return float(item.value)


def _undertaking(ledger: Ledger, commitment: Commitment) -> Undertaking:
    made = _document_day(ledger, commitment.document)
    cadence = ledger.item("cadences", commitment.cadence).value if commitment.cadence else None
    successor = ledger.by_id.get(commitment.superseded_by) if commitment.superseded_by else None
    return Undertaking(
        commitment_id=commitment.id,
        rule=Rule(ledger.item("commitment-types", commitment.type).group or ""),
        made=made,
        cadence_days=int(cadence) if cadence is not None else None,
        deadline=commitment.deadline.last if commitment.deadline else None,
        superseded_on=_document_day(ledger, successor.document)
        if isinstance(successor, Commitment) and successor.confirmed
        else None,
    )


def _document_day(ledger: Ledger, document_id: str) -> date:
    document = next(row for row in ledger.documents if row.id == document_id)
    return document.date.first


def _step(ledger: Ledger, evidence: Evidence) -> Step:
    event = ledger.by_id.get(evidence.event) if evidence.event else None
    return Step(
        evidence_id=evidence.id,
        first=evidence.date.first,
        last=evidence.date.last,
        effect=Effect(evidence.effect),
        acted_by=evidence.acted_by,
        is_close=evidence.fit == "close",
        is_binding=isinstance(event, Event) and event.kind in BINDING_KINDS,
        is_confirmed=evidence.confirmed,
    )
