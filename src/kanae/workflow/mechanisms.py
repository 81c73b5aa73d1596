"""Mechanisms as the measure of vitality takes them: a series with the instruments that found it, or one alone.

What stops a mechanism is what a source says: a piece of evidence on the promise of the series, or the end of every
instrument that founds it. Silence is judged by the measure.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kanae.measures.mechanisms import Mechanism, Plan, Stop
from kanae.workflow.series import covered_spans, events_of, meetings_of, searched_spans, stated_rhythm

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from kanae.ledger.book import Ledger
    from kanae.model.records import Instrument, Series
    from kanae.workflow.statuses import Question

STOPPED = ("ended", "suspended")
"""States of an instrument that no longer works."""


def mechanism_kind(ledger: Ledger, instrument: Instrument) -> str | None:
    """Return what kind of mechanism an instrument is; ``None`` when it is a text only, or none was found."""
    if not instrument.confirmed or instrument.state == "none":
        return None
    return ledger.item("instrument-types", instrument.type).marks.get("mechanism")


def was_agreed(instrument: Instrument, day: date) -> bool:
    """Tell whether an instrument is known to stand by a day."""
    begin = instrument.signed or instrument.in_force
    return begin is not None and begin.surely_by(day)


def mechanism_of_series(question: Question, series: Series) -> Mechanism:
    """Return a series as the measure takes it."""
    ledger = question.ledger
    stated_days, stated_from = stated_rhythm(ledger, series)
    founders = [row for row in ledger.instruments if row.series == series.id and row.confirmed]
    acts = meetings_of(events_of(ledger, series.id))
    return Mechanism(
        acts=acts,
        stops=(*_stops_in_evidence(question, series), *_stops_of(founders)),
        plans=(*_plans_of_series(ledger, series, stated_from), *_plans_of(founders)),
        stated_days=stated_days,
        stated_from=stated_from,
        covered=covered_spans(ledger, series.id),
        searched=searched_spans(acts, question.searches.get(series.id, ())),
    )


def mechanism_of_instrument(ledger: Ledger, instrument: Instrument) -> Mechanism:
    """Return an instrument as the measure takes it; no acts of it are on record."""
    value = ledger.item("cadences", instrument.cadence).value if instrument.cadence else None
    return Mechanism(
        acts=(),
        stops=tuple(_stops_of([instrument])),
        plans=tuple(_plans_of([instrument])),
        stated_days=int(value) if value is not None else None,
        covered=(),
    )


def _stops_in_evidence(question: Question, series: Series) -> Iterator[Stop]:
    for row in question.evidence.get(series.commitment or "", ()):
        mark = question.ledger.item("effects", row.effect).marks.get("mechanism")
        if row.confirmed and mark is not None:
            yield Stop(row.id, row.date.last, is_final=mark == "ended")


def _stops_of(founders: Sequence[Instrument]) -> Iterator[Stop]:
    """Yield the day on which the last of the instruments stopped, when all have."""
    stops = [_stop_of(row) for row in founders if row.state in STOPPED]
    known = [stop for stop in stops if stop is not None]
    if known and len(known) == len(founders):
        yield max(known, key=lambda stop: (stop.day, stop.record_id))


def _stop_of(instrument: Instrument) -> Stop | None:
    end, name = (instrument.ended, "ended") if instrument.ended else (instrument.suspended, "suspended")
    if end is None or name in instrument.from_memory:
        return None
    return Stop(instrument.id, end.last, is_final=name == "ended")


def _plans_of(founders: Sequence[Instrument]) -> Iterator[Plan]:
    for row in founders:
        agreed = row.signed or row.in_force
        if agreed is not None:
            yield Plan(row.id, agreed.last, None)


def _plans_of_series(ledger: Ledger, series: Series, stated_from: date | None) -> Iterator[Plan]:
    if series.commitment is not None and stated_from is not None:
        yield Plan(series.commitment, stated_from, None)
    for row in ledger.events:
        if row.series == series.id and row.planned and row.confirmed:
            yield Plan(row.id, None, row.date.last)
