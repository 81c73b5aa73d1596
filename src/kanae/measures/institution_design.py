"""The seven items of design: what the arrangements in use on a day say.

An item is worth what the records prove. Less than 1 is known only where a recorded lack, or coverage that vouches for
it, says that there is no more; otherwise the item is not known, for another arrangement may never have been recorded.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kanae.measures.institution_facts import LEADER, first_of_each, ids_of
from kanae.measures.institutionalisation import Block, Item, Side, grade

if TYPE_CHECKING:
    from datetime import date

    from kanae.measures.institution_facts import Arrangement, Institution

SECRETARIAT = "secretariat"
"""Provision whose recorded lack settles that there is no organisation of its own."""


def design_items(institution: Institution, day: date) -> tuple[Item, ...]:
    """Return the items of design of a framework on a day.

    Args:
        institution: What is on record.
        day: The day.
    """
    rows = institution.in_use(day)
    return (
        _regularity(institution, rows),
        _levels(institution, rows),
        _organisation(institution, rows),
        _legalisation(institution, rows, day),
        _military(institution, rows),
        _scope(institution, rows),
        _autonomy(institution, rows),
    )


def _item(
    institution: Institution, block: Block, proven: float, ids: tuple[str, ...], *, settled: bool = False
) -> Item:
    """Return an item that is known when it is full or when no more than what was found can be."""
    ids = ids or (institution.framework,)
    if settled or proven == 1:
        return Item(block, Side.DESIGN, proven, proven, ids)
    return Item(block, Side.DESIGN, proven, 1.0, ids, "item-partly-proven" if proven else "item-not-covered")


def _regularity(institution: Institution, rows: tuple[Arrangement, ...]) -> Item:
    stated = [row for row in rows if row.cadence_days is not None]
    high = [row for row in stated if row.level in institution.high_levels]
    return _item(institution, Block.REGULARITY, 1.0 if high else 0.5 if stated else 0.0, ids_of(high or stated))


def _levels(institution: Institution, rows: tuple[Arrangement, ...]) -> Item:
    named = [row for row in rows if row.level in institution.levels]
    limits = institution.limits
    worth = grade(len({row.level for row in named}), half=limits.levels_half, full=limits.levels_full)
    return _item(institution, Block.LEVELS, worth, first_of_each(named, lambda row: [row.level or ""]))


def _organisation(institution: Institution, rows: tuple[Arrangement, ...]) -> Item:
    worth = {row.record_id: max((value for name, value in institution.bodies if name in row.provisions), default=0.0)
             for row in rows}  # fmt: skip
    best = max(worth.values(), default=0.0)
    lacking = [record_id for name, record_id in institution.lacks if name == SECRETARIAT]
    found = [row for row in rows if worth[row.record_id] == best > 0]
    if best < 1 and lacking:
        return Item(Block.ORGANISATION, Side.DESIGN, best, best, (*ids_of(found), *sorted(lacking)))
    return _item(institution, Block.ORGANISATION, best, ids_of(found))


def _legalisation(institution: Institution, rows: tuple[Arrangement, ...], day: date) -> Item:
    """Take the most binding form in force; of what is signed and not known to be in force the outcome is open."""
    formal = [row for row in rows if row.bindingness is not None]
    in_force = [row for row in formal if row.in_force is not None and row.in_force <= day]
    best = max((row.bindingness or 0.0 for row in in_force), default=0.0)
    pending = [row for row in formal if row not in in_force and (row.bindingness or 0.0) > best]
    covered = any(first <= day <= last for first, last in institution.binding_covered)
    shown = [row for row in in_force if row.bindingness == best] or formal
    return _item(institution, Block.LEGALISATION, best, ids_of(shown), settled=covered and not pending)


def _military(institution: Institution, rows: tuple[Arrangement, ...]) -> Item:
    agreed = [row for row in rows if row.provisions & institution.military]
    kinds = {kind for row in agreed for kind in row.provisions & institution.military}
    limits = institution.limits
    worth = grade(len(kinds), half=limits.military_half, full=limits.military_full)
    ids = first_of_each(agreed, lambda row: sorted(row.provisions & institution.military))
    return _item(institution, Block.MILITARY, worth, ids)


def _scope(institution: Institution, rows: tuple[Arrangement, ...]) -> Item:
    domains = {domain for row in rows for domain in row.domains}
    limits = institution.limits
    worth = grade(len(domains), half=limits.domains_half, full=limits.domains_full)
    return _item(institution, Block.SCOPE, worth, first_of_each(rows, lambda row: sorted(row.domains)))


def _autonomy(institution: Institution, rows: tuple[Arrangement, ...]) -> Item:
    """Look for an agenda set outside summits: a secretariat, or a rhythm stated below the leaders."""
    below = [row for row in rows if row.level in institution.levels and row.level != LEADER]
    own = [row for row in rows if SECRETARIAT in row.provisions]
    own += [row for row in below if row.cadence_days is not None]
    ids = ids_of(own) or first_of_each(below, lambda row: [row.level or ""])
    return _item(institution, Block.AUTONOMY, 1.0 if own else 0.5 if below else 0.0, ids)
