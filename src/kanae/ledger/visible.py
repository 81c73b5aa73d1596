"""What a ledger shows of the world on a day: nothing that came later, and what is not confirmed kept apart."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kanae.ledger.book import Ledger
from kanae.model.records import (
    Burden,
    Claim,
    Commitment,
    Document,
    Event,
    Fact,
    Instrument,
    Record,
    Source,
    Term,
)

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from kanae.model.dates import PartialDate

_STATES = (("ended", "ended"), ("suspended", "suspended"), ("in_force", "in-force"), ("signed", "signed"))
"""Dates of an instrument with the state it has from then on, the last first."""


@dataclass(frozen=True, slots=True)
class Visible:
    """A ledger on a day.

    Attributes:
        counted: What may be counted: confirmed facts, and everything that is no fact about the world.
        unconfirmed: Facts of low confidence.
        planned: Confirmed events that were announced by the day and not seen to happen.
    """

    counted: Ledger
    unconfirmed: Ledger
    planned: Ledger

    def part(self, name: str) -> Ledger:
        """Return one of the three by its name."""
        return {"counted": self.counted, "unconfirmed": self.unconfirmed, "planned": self.planned}[name]


def visible_on(ledger: Ledger, day: date, publication: str = "") -> Visible:
    """Return what a ledger shows of the world on a day.

    A publication is no witness in its own cause: what only the publication itself says is shown as unconfirmed.

    An instrument is as it stood on the day: what was signed is not yet in force. A recorded lack of an instrument has
    no date and is always seen, and so are searches, which are about our knowledge and not about the world.

    Args:
        ledger: The ledger, as known on the day of knowledge.
        day: The day.
        publication: Id of the publication whose claims are checked; empty when none is.

    Examples:
        >>> from datetime import date
        >>> from kanae import open_ledger
        >>> seen = visible_on(open_ledger(), date(2025, 8, 1)).counted
        >>> next(row.state for row in seen.instruments if row.id == "jpn-phl-raa-2024")
        'signed'
    """
    shown: dict[str, dict[str, tuple[Record, ...]]] = {"counted": {}, "unconfirmed": {}, "planned": {}}
    view = _View(ledger, day, publication)
    for name, rows in ledger.records.items():
        parts: dict[str, list[Record]] = {part: [] for part in shown}
        for record in rows:
            row = view.of(record)
            if row is not None:
                part = view.part_of(row)
                if part is not None:
                    parts[part].append(row)
        for part, members in parts.items():
            shown[part][name] = tuple(members)
    return Visible(**{name: Ledger(records, ledger.codelists, ledger.digest) for name, records in shown.items()})


@dataclass(frozen=True)
class _View:
    """A day, and what decides whether something was there by then."""

    ledger: Ledger
    day: date
    publication: str

    def doubts(self, record: Record) -> bool:
        """Tell whether a fact is not confirmed, or rests on nothing but the publication."""
        if not isinstance(record, Fact):
            return False
        cited = {citation.source for citation in record.citations}
        return not record.confirmed or cited == {self.publication}

    def part_of(self, record: Record) -> str | None:
        """Return the part a record belongs to; ``None`` for an event that is planned and not confirmed."""
        is_planned = isinstance(record, Event) and record.planned
        if self.doubts(record):
            return None if is_planned else "unconfirmed"
        return "planned" if is_planned else "counted"

    def of(self, record: Record) -> Record | None:
        """Return a record as it stood on the day; ``None`` when it was not there yet."""
        match record:
            case Event():
                return record if self._was(self._announced(record) if record.planned else record.date) else None
            case Commitment():
                document = self.ledger.by_id.get(record.document)
                return record if isinstance(document, Document) and self._was(document.date) else None
            case Instrument():
                return self._instrument(record)
            case Term():
                return self._term(record)
            case Burden():
                return record if self._was(record.period) or self._was(self._announced(record)) else None
            case Source():
                return record if record.date is None or record.date.first <= self.day else None
            case Claim():
                return None
            case Fact():
                when = getattr(record, "date", None)
                return record if when is None or self._was(when) else None
            case _:
                return record

    def _was(self, when: PartialDate | None) -> bool:
        return when is not None and when.surely_by(self.day)

    def _announced(self, fact: Fact) -> PartialDate | None:
        """Return the date of the earliest dated source of a fact that speaks of days to come."""
        sources = (self.ledger.by_id.get(citation.source) for citation in fact.citations)
        dates = [row.date for row in sources if isinstance(row, Source) and row.date is not None]
        return min(dates, key=lambda when: when.last, default=None)

    def _instrument(self, instrument: Instrument) -> Instrument | None:
        dates: Mapping[str, PartialDate | None] = {name: getattr(instrument, name) for name, _ in _STATES}
        later = {name: None for name, when in dates.items() if when is not None and not self._was(when)}
        if not later:
            return instrument
        state = next((state for name, state in _STATES if self._was(dates[name])), None)
        return None if state is None else instrument.model_copy(update={**later, "state": state})

    def _term(self, term: Term) -> Term | None:
        if not self._was(term.start):
            return None
        return term if term.end is None or self._was(term.end) else term.model_copy(update={"end": None})
