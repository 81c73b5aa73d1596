"""What the ledger says of machine-coded events: which codes are signs, which limits hold, what was to be found.

All of it stands in codelists, events and coverage; no code of an event and no limit stands in Python.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from kanae.errors import LedgerError
from kanae.measures.event_validation import Occasion
from kanae.workflow.coverage import covering

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kanae.model.news import Parties
    from kanae.model.records import Event, Item
    from kanae.workflow.statuses import Question

EXERCISE = "exercise"


def event_limits(question: Question) -> dict[str, float]:
    """Return the limits of the codelist ``event-limits``.

    Raises:
        LedgerError: When the ledger has no such list, or one of them no value.
    """
    items = _codelist(question, "event-limits")
    found = {item.id: float(item.value) for item in items.values() if item.value is not None}
    missing = sorted(set(items) - set(found))
    if missing:
        raise LedgerError(f"The limit '{missing[0]}' has no value.", "Add 'value: …' in codelists/event-limits.yml.")
    return found


def _codelist(question: Question, name: str) -> Mapping[str, Item]:
    items = question.ledger.codelists.get(name)
    if items is None:
        raise LedgerError(f"The ledger has no codelist '{name}'.", "Copy that of the ledger that ships with kanae.")
    return items


def sign_of(question: Question, code: str) -> str:
    """Return what a code is a sign of, by the longest beginning that stands in the codelist ``event-signs``.

    Returns:
        ``meeting``, ``exercise`` or another group; empty when no beginning stands there.
    """
    items = _codelist(question, "event-signs")
    found = next((items[code[:length]] for length in range(len(code), 0, -1) if code[:length] in items), None)
    return (found.group or "") if found else ""


def occasions_of(question: Question, kind: str, parties: Parties) -> tuple[Occasion, ...]:
    """Return the confirmed meetings or exercises of the ledger in which all the parties took part, by the day."""
    members = set(question.framework.members)
    chosen = (
        event
        for event in question.ledger.events
        if event.confirmed and not event.planned and event.part_of is None and event.date.surely_by(question.as_of)
        if set(parties) <= set(event.members) and (set(event.members) <= members or members <= set(event.members))
        if _kind(question, event) == kind
    )
    return tuple(
        Occasion(row.id, row.date.first, row.date.last, row.date.precision == "day", row.level) for row in chosen
    )


def _kind(question: Question, event: Event) -> str:
    item = question.ledger.item("event-kinds", event.kind)
    return EXERCISE if item.marks.get("provision") == EXERCISE else item.group or ""


def days_looked_at(question: Question, kind: str, parties: Parties) -> tuple[tuple[str, ...], frozenset[date]]:
    """Return the days on which the ledger looked for what the parties did, and the coverage that says so.

    Coverage speaks for a framework, so it speaks for a pair only where the pair is a framework of its own.
    """
    kinds = {row.id: row.kind for row in question.ledger.series}
    ids, days = [], set[date]()
    for framework in question.ledger.frameworks:
        if set(framework.members) != set(parties):
            continue
        for row in covering(_of(question, framework.id), "events", at_least=True):
            if row.framework == framework.id and any(kinds.get(series) == kind for series in row.series):
                ids.append(row.id)
                last = min(row.end.last, question.as_of)
                days.update(
                    row.start.first + timedelta(days=number) for number in range((last - row.start.first).days + 1)
                )
    return tuple(ids), frozenset(days)


def _of(question: Question, framework_id: str) -> Question:
    return replace(question, framework=question.ledger.framework(framework_id))
