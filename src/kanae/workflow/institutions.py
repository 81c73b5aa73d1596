"""From the records of a ledger to what the rules of institutionalisation look at, the same for every framework."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kanae.errors import LedgerError
from kanae.measures.institution_facts import Act, Arrangement, Institution, Limits, Line
from kanae.model.records import Commitment, Event

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from kanae.ledger.book import Ledger
    from kanae.model.records import Coverage, Evidence, Framework, Instrument

COUNTED = "counted"
"""Group of the degrees of completeness that are fit for counts."""

LACKING = ("none", "under-negotiation")
"""States of an instrument that record that there is none."""


def institution_of(ledger: Ledger, framework: Framework) -> Institution:
    """Gather what is on record of a framework.

    Raises:
        LedgerError: When a limit of the rules has no value.
    """
    provisions = ledger.codelists.get("provisions", {}).values()
    levels = ledger.codelists.get("levels", {}).values()
    return Institution(
        framework=framework.id,
        arrangements=(*_instruments(ledger, framework), *_commitments(ledger, framework)),
        acts=(*_events(ledger, framework), *_deeds(ledger, framework)),
        lines=tuple(_lines(ledger, framework)),
        lacks=tuple(_lacks(ledger, framework)),
        binding_covered=tuple(_binding_covered(ledger, framework)),
        levels=tuple(item.id for item in levels if item.group == "government"),
        high_levels=frozenset(item.id for item in levels if item.marks.get("rank") == "high"),
        military=frozenset(item.id for item in provisions if item.group == "military"),
        bodies=tuple((item.id, float(item.value or 0)) for item in provisions if item.group == "organisation"),
        limits=limits_of(ledger),
    )


def limits_of(ledger: Ledger) -> Limits:
    """Return the limits of the rules.

    Raises:
        LedgerError: When the codelist lacks one or gives it no value.
    """

    def whole(name: str) -> int:
        return int(limit(ledger, name))

    return Limits(
        seen_days=whole("seen-days"),
        due_days=whole("due-days"),
        renewal_days=whole("renewal-days"),
        quiet_days=whole("quiet-days"),
        body_days=int(limit(ledger, "body-days", "thresholds")),
        regular_half=limit(ledger, "regular-half") / 100,
        regular_full=limit(ledger, "regular-full") / 100,
        levels_half=whole("levels-half"),
        levels_full=whole("levels-full"),
        military_half=whole("military-half"),
        military_full=whole("military-full"),
        domains_half=whole("domains-half"),
        domains_full=whole("domains-full"),
    )


def limit(ledger: Ledger, name: str, codelist: str = "institution-limits") -> float:
    """Return one limit.

    Raises:
        LedgerError: When the codelist lacks it or gives it no value.
    """
    value = ledger.item(codelist, name).value
    if value is None:
        raise LedgerError(f"The limit '{name}' has no value.", f"Add 'value: …' in codelists/{codelist}.yml.")
    return float(value)


def instruments_of(ledger: Ledger, framework: Framework) -> Iterator[Instrument]:
    """Yield the instruments that bind exactly the members, unconfirmed ones among them."""
    return (row for row in ledger.instruments if row.members == framework.members)


def vouching(ledger: Ledger, framework: Framework, kind: str) -> Iterator[Coverage]:
    """Yield the coverage of a framework that is fit for counts, for one kind of record."""
    for row in ledger.coverage:
        counted = ledger.item("completeness", row.completeness).group == COUNTED
        if counted and row.framework == framework.id and kind in row.kinds:
            yield row


def period(row: Coverage) -> tuple[date, date]:
    """Return the days a coverage speaks for."""
    return row.start.first, row.end.last


def _instruments(ledger: Ledger, framework: Framework) -> Iterator[Arrangement]:
    levels = {row.id: row.level for row in ledger.series}
    tracks = {row.id: row.track for row in ledger.series}
    for row in instruments_of(ledger, framework):
        signed = row.signed or row.in_force
        if not row.confirmed or row.state in LACKING or signed is None:
            continue
        usual = ledger.item("instrument-types", row.type).marks
        form = row.form or usual.get("form")
        track = ledger.item("tracks", tracks[row.series]).marks if row.series else {}
        domain = track.get("domain") or usual.get("domain")
        named = {ledger.item("fields", field).marks.get("domain") for field in row.fields}
        stops = [when.first for when in (row.suspended, row.ended) if when is not None]
        yield Arrangement(
            record_id=row.id,
            agreed=signed.last,
            in_force=row.in_force.last if row.in_force else None,
            ended=min(stops, default=None),
            type=row.type,
            bindingness=float(ledger.item("instrument-forms", form).value or 0) if form else None,
            level=levels[row.series] if row.series else usual.get("level"),
            cadence_days=_days(ledger, row.cadence),
            series=row.series,
            provisions=_present({*row.provisions, usual.get("provision")}),
            domains=_present({domain, *named}),
        )


def _commitments(ledger: Ledger, framework: Framework) -> Iterator[Arrangement]:
    """Yield the commitments that are more than a position; each is agreed on the day of its document."""
    documents = {row.id: row.date for row in ledger.documents}
    series = {row.commitment: row.id for row in ledger.series if row.commitment}
    for row in ledger.commitments:
        kind = ledger.item("commitment-types", row.type)
        if row.framework != framework.id or not row.confirmed or kind.group == "position":
            continue
        field = ledger.item("fields", row.field).marks
        successor = ledger.by_id.get(row.superseded_by or "")
        yield Arrangement(
            record_id=row.id,
            agreed=documents[row.document].last,
            ended=documents[successor.document].first if isinstance(successor, Commitment) else None,
            level=row.level if kind.marks.get("names") == "level" else None,
            cadence_days=_days(ledger, row.cadence) if kind.marks.get("names") == "level" else None,
            series=series.get(row.id),
            provisions=_present({field.get("provision"), kind.marks.get("provision")}),
            domains=_present({field.get("domain")}),
        )


def _events(ledger: Ledger, framework: Framework) -> Iterator[Act]:
    """Yield what took place between exactly the members; a part that only tracks an outcome is not counted again."""
    for row in ledger.events:
        kind = ledger.item("event-kinds", row.kind)
        if row.members != framework.members or not row.confirmed or row.planned or row.part_of:
            continue
        if kind.group in ("meeting", "act"):
            yield Act(
                record_id=row.id,
                first=row.date.first,
                last=row.date.last,
                level=row.level if kind.group == "meeting" else None,
                series=row.series,
                provision=kind.marks.get("provision"),
                domain=ledger.item("tracks", row.track).marks.get("domain"),
            )


def _deeds(ledger: Ledger, framework: Framework) -> Iterator[Act]:
    """Yield the evidence by all members together; an event of the framework stands as itself already."""
    commitments = {row.id: row for row in ledger.commitments if row.framework == framework.id and row.confirmed}
    for row in ledger.evidence:
        commitment = commitments.get(row.commitment)
        group = ledger.item("effects", row.effect).group
        if commitment is None or not row.confirmed or row.acted_by != "all" or group not in ("act", "words"):
            continue
        if group == "act" and row.fit != "close":
            continue
        yield _deed(ledger, row, commitment, cites=group == "words")


def _deed(ledger: Ledger, row: Evidence, commitment: Commitment, *, cites: bool) -> Act:
    field = ledger.item("fields", commitment.field).marks
    event = ledger.by_id.get(row.event) if row.event else None
    return Act(
        record_id=row.id,
        first=row.date.first,
        last=row.date.last,
        provision=None if isinstance(event, Event) else field.get("provision"),
        domain=field.get("domain"),
        cites=cites,
    )


def _lines(ledger: Ledger, framework: Framework) -> Iterator[Line]:
    covers = [(row.series, period(row)) for row in vouching(ledger, framework, "events")]
    government = {item.id for item in ledger.codelists.get("levels", {}).values() if item.group == "government"}
    for row in ledger.series:
        if row.framework == framework.id:
            periods = tuple(days for named, days in covers if row.id in named)
            yield Line(row.id, row.level if row.level in government and row.kind == "meeting" else None, periods)


def _lacks(ledger: Ledger, framework: Framework) -> Iterator[tuple[str, str]]:
    for row in instruments_of(ledger, framework):
        if row.confirmed and row.state == "none":
            provision = ledger.item("instrument-types", row.type).marks.get("provision")
            yield from ((name, row.id) for name in (row.type, provision) if name)


def _binding_covered(ledger: Ledger, framework: Framework) -> Iterator[tuple[date, date]]:
    """Yield the periods of coverage that vouches for every type whose usual form binds in law."""
    forms = ledger.codelists.get("instrument-forms", {})
    binding = {
        item.id
        for item in ledger.codelists.get("instrument-types", {}).values()
        if (form := forms.get(item.marks.get("form", ""))) is not None and form.value == 1
    }
    for row in vouching(ledger, framework, "instruments"):
        if not row.types or binding <= set(row.types):
            yield period(row)


def _days(ledger: Ledger, cadence: str | None) -> float | None:
    value = ledger.item("cadences", cadence).value if cadence else None
    return float(value) if value is not None else None


def _present(values: set[str | None]) -> frozenset[str]:
    return frozenset(value for value in values if value)
