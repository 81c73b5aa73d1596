"""Which agreements and mechanisms are in force between whom, by type and by year.

A recorded lack and a lack of records are two things: the first is «none», the second is not known, unless coverage
vouches that the type was looked for. A day of entry into force that no source gave is used, and flagged.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from kanae.model.dates import PartialDate


class State(StrEnum):
    """Where an instrument stands on a day, what counts most first."""

    IN_FORCE = "in-force"
    SIGNED = "signed"
    SUSPENDED = "suspended"
    UNDER_NEGOTIATION = "under-negotiation"
    NONE = "none"
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class Dated:
    """An instrument with its days.

    Attributes:
        record_id: Id of the record.
        type: Type of instrument.
        recorded: State on record; decides only where no day does.
        signed: When it was signed, as precise as the source; signed once the last day it may mean has come.
        in_force: When it entered into force, likewise.
        suspended: When it was suspended; from the first day it may mean.
        ended: When it ended, likewise.
        from_memory: Whether no source gave the day of entry into force.
        is_confirmed: Whether it may be counted.
        source_ids: Sources it cites.
    """

    record_id: str
    type: str
    recorded: State
    signed: PartialDate | None = None
    in_force: PartialDate | None = None
    suspended: PartialDate | None = None
    ended: PartialDate | None = None
    from_memory: bool = False
    is_confirmed: bool = True
    source_ids: tuple[str, ...] = ()

    def state_on(self, day: date) -> State | None:
        """Return where it stands on a day; ``None`` before it was signed.

        Examples:
            >>> from kanae.model.dates import PartialDate
            >>> day = PartialDate.parse("2016-11-23")
            >>> gsomia = Dated("gsomia", "isa", State.IN_FORCE, day, day)
            >>> gsomia.state_on(date(2016, 1, 1)), gsomia.state_on(date(2020, 1, 1)).value
            (None, 'in-force')
        """
        if self.recorded in (State.NONE, State.UNDER_NEGOTIATION):
            return self.recorded
        if self.ended is not None and self.ended.first <= day:
            return State.ENDED
        if self.suspended is not None and self.suspended.first <= day:
            return State.SUSPENDED
        if self.in_force is not None and self.in_force.surely_by(day):
            return State.IN_FORCE
        return State.SIGNED if self.signed is not None and self.signed.surely_by(day) else None

    def since(self, state: State) -> PartialDate | None:
        """Return the day of a state; ``None`` when the state has none."""
        days = {
            State.IN_FORCE: self.in_force,
            State.SIGNED: self.signed,
            State.SUSPENDED: self.suspended,
            State.ENDED: self.ended,
        }
        return days.get(state)


@dataclass(frozen=True, slots=True)
class TypeState:
    """One type of instrument between the members of a framework, on a day.

    Attributes:
        framework: Id of the framework.
        type: Type of instrument.
        is_core: Whether it is one of the core types pairs are compared on.
        state: Where it stands; ``None`` when that is not known.
        since: When that state began, by entry into force or signature, as precise as the source.
        from_memory: Whether no source gave the day of entry into force.
        record_ids: Instruments in that state; of an unknown or covered lack what was looked through.
        source_ids: Sources they cite.
        reason: Key of why the state is not known; empty when it is.
    """

    framework: str
    type: str
    is_core: bool
    state: State | None
    since: PartialDate | None
    from_memory: bool
    record_ids: tuple[str, ...]
    source_ids: tuple[str, ...] = ()
    reason: str = ""


@dataclass(frozen=True, slots=True)
class YearCount:
    """How many of the core types are in force at the end of a year.

    Attributes:
        framework: Id of the framework.
        year: The year.
        day: Its last day, or the day asked about when that comes first.
        in_force: Core types in force by the records; ``None`` when the day lies beyond the coverage.
        in_force_high: The same with every type that is not known.
        signed: Core types signed and not in force.
        from_memory: How many of those in force have a day of entry into force that no source gave.
        record_ids: Records behind the count.
    """

    framework: str
    year: int
    day: date
    in_force: int | None
    in_force_high: int | None
    signed: int | None
    from_memory: int | None
    record_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Portfolio:
    """The instruments of a framework and what is vouched for.

    Attributes:
        framework: Id of the framework.
        instruments: Its instruments, unconfirmed ones among them.
        vouched: Coverage by type: first day, last day and id of the coverage record.
        known_to: Last day anything may be said of; ``None`` when no coverage speaks of instruments.
    """

    framework: str
    instruments: tuple[Dated, ...]
    vouched: Mapping[str, Sequence[tuple[date, date, str]]]
    known_to: date | None


@dataclass(frozen=True, slots=True)
class InstrumentComparison:
    """The instruments of several frameworks side by side.

    Attributes:
        states: Where each type stands on the day, by framework in the order asked and then by type.
        counts: Core types in force at the end of each year, by framework and year.
        coverage_ids: Coverage records that bound what may be concluded.
    """

    states: tuple[TypeState, ...]
    counts: tuple[YearCount, ...]
    coverage_ids: tuple[str, ...] = ()


def compare_instruments(
    portfolios: Sequence[Portfolio],
    *,
    types: Sequence[str],
    core: Sequence[str],
    as_of: date,
    coverage_ids: tuple[str, ...] = (),
) -> InstrumentComparison:
    """Lay the instruments of several frameworks side by side.

    Args:
        portfolios: The instruments of each framework, in the order to be shown.
        types: All types, in the order to be shown; one that is not core is shown where it is on record.
        core: The core types.
        as_of: Day of the question.
        coverage_ids: Coverage records behind the portfolios, to be shown.
    """
    states = tuple(
        type_state(portfolio, type_, as_of, is_core=type_ in core)
        for portfolio in portfolios
        for type_ in types
        if type_ in core or any(row.type == type_ for row in portfolio.instruments)
    )
    counts = tuple(
        year_count(portfolio, core, year, as_of)
        for portfolio in portfolios
        for year in range(first_year(portfolio.instruments) or as_of.year, as_of.year + 1)
    )
    return InstrumentComparison(states, counts, coverage_ids)


def type_state(portfolio: Portfolio, type_: str, day: date, *, is_core: bool) -> TypeState:
    """Return where one type stands between the members on a day.

    Args:
        portfolio: The instruments of the framework.
        type_: The type.
        day: The day.
        is_core: Whether it is a core type.

    Examples:
        >>> from kanae.model.dates import PartialDate
        >>> acsa = Dated("acsa", "acsa", State.SIGNED, PartialDate.parse("2026-01-15"))
        >>> pair = Portfolio("jpn-phl", (acsa,), {}, date(2026, 5, 31))
        >>> type_state(pair, "acsa", date(2026, 2, 28), is_core=True).state.value
        'signed'
    """
    rows = [row for row in portfolio.instruments if row.type == type_]
    if portfolio.known_to is None or day > portfolio.known_to:
        return _unknown(portfolio, type_, rows, "year-beyond-coverage", is_core=is_core)
    states = [(row, state) for row in rows if row.is_confirmed and (state := row.state_on(day)) is not None]
    order = list(State)
    best = min((state for _, state in states), key=order.index, default=None)
    open_ids = [row.record_id for row in rows if not row.is_confirmed and row.recorded is not State.NONE]
    if best is not None and not (best is State.ENDED and open_ids):
        return _found(
            portfolio.framework, type_, [row for row, state in states if state is best], best, is_core=is_core
        )
    if any(not row.is_confirmed for row in rows):
        return _unknown(portfolio, type_, rows, "instrument-unconfirmed", is_core=is_core)
    vouched = [coverage for first, last, coverage in portfolio.vouched.get(type_, ()) if first <= day <= last]
    if vouched:
        ids = tuple(sorted(vouched))
        return TypeState(portfolio.framework, type_, is_core, State.NONE, None, from_memory=False, record_ids=ids)
    return _unknown(portfolio, type_, rows, "instrument-not-covered", is_core=is_core)


def year_count(portfolio: Portfolio, core: Sequence[str], year: int, as_of: date) -> YearCount:
    """Count the core types in force at the end of a year.

    Args:
        portfolio: The instruments of the framework.
        core: The core types.
        year: The year.
        as_of: Day of the question; the last year ends on it.
    """
    day = min(date(year, 12, 31), as_of)
    states = [type_state(portfolio, type_, day, is_core=True) for type_ in core]
    ids = tuple(sorted({record_id for row in states for record_id in row.record_ids}))
    if portfolio.known_to is None or day > portfolio.known_to:
        return YearCount(portfolio.framework, year, day, None, None, None, None, ids)
    in_force = [row for row in states if row.state is State.IN_FORCE]
    return YearCount(
        framework=portfolio.framework,
        year=year,
        day=day,
        in_force=len(in_force),
        in_force_high=len(in_force) + sum(row.state is None for row in states),
        signed=sum(row.state is State.SIGNED for row in states),
        from_memory=sum(row.from_memory for row in in_force),
        record_ids=ids,
    )


def first_year(instruments: Iterable[Dated]) -> int | None:
    """Return the first year any instrument was signed or entered into force; ``None`` when none was."""
    return min((when.first.year for row in instruments for when in (row.signed, row.in_force) if when), default=None)


def _found(framework: str, type_: str, rows: Sequence[Dated], state: State, *, is_core: bool) -> TypeState:
    dated = [(when, row) for row in rows if (when := row.since(state)) is not None]
    first = min(dated, key=lambda pair: (pair[0].last, pair[1].record_id), default=None)
    return TypeState(
        framework=framework,
        type=type_,
        is_core=is_core,
        state=state,
        since=first[0] if first else None,
        from_memory=first is not None and state is State.IN_FORCE and first[1].from_memory,
        record_ids=tuple(sorted(row.record_id for row in rows)),
        source_ids=tuple(dict.fromkeys(source for row in rows for source in row.source_ids)),
    )


def _unknown(portfolio: Portfolio, type_: str, rows: Sequence[Dated], reason: str, *, is_core: bool) -> TypeState:
    ids = tuple(sorted(row.record_id for row in rows)) or (portfolio.framework,)
    return TypeState(portfolio.framework, type_, is_core, None, None, from_memory=False, record_ids=ids, reason=reason)
