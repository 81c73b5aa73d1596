"""From the instruments of a ledger to what is compared by type and by year."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kanae.measures.instruments import Dated, Portfolio, State
from kanae.workflow.compared import coverage_of
from kanae.workflow.institutions import instruments_of, period, vouching

if TYPE_CHECKING:
    from datetime import date

    from kanae.ledger.book import Ledger
    from kanae.model.records import Framework, Instrument

CORE = "core"
"""Group of the types of instrument that pairs are compared on."""


def core_types(ledger: Ledger) -> tuple[str, ...]:
    """Return the core types, in the order of the codelist."""
    return tuple(item.id for item in ledger.codelists["instrument-types"].values() if item.group == CORE)


def portfolio_of(ledger: Ledger, framework: Framework) -> Portfolio:
    """Gather the instruments of exactly the members of a framework, and what coverage vouches for."""
    coverage = coverage_of(ledger, framework, ("instruments",))
    vouched: dict[str, list[tuple[date, date, str]]] = {}
    for row in vouching(ledger, framework, "instruments"):
        for type_ in row.types or ledger.codelists["instrument-types"]:
            vouched.setdefault(type_, []).append((*period(row), row.id))
    return Portfolio(
        framework=framework.id,
        instruments=tuple(_dated(row) for row in instruments_of(ledger, framework)),
        vouched=vouched,
        known_to=max((row.end.last for row in coverage), default=None),
    )


def _dated(row: Instrument) -> Dated:
    return Dated(
        record_id=row.id,
        type=row.type,
        recorded=State(row.state),
        signed=row.signed,
        in_force=row.in_force,
        suspended=row.suspended,
        ended=row.ended,
        from_memory="in_force" in row.from_memory,
        is_confirmed=row.confirmed,
        source_ids=tuple(citation.source for citation in row.citations),
    )
