"""The seven items of implementation: what was seen to take place up to a day.

What the records prove is the least an item can be worth. Where the coverage of a series says that its meetings were
gathered, a gap is a gap; elsewhere a meeting may have been missed, and the item is known only when that could not
change what it is worth.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from kanae.measures.institution_design import SECRETARIAT
from kanae.measures.institution_facts import (
    LEADER,
    Act,
    Line,
    first_of_each,
    ids_of,
    last_of_each,
    spells_without,
)
from kanae.measures.institutionalisation import Block, Item, Side, grade

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kanae.measures.institution_facts import Arrangement, Institution


def implementation_items(institution: Institution, day: date) -> tuple[Item, ...]:
    """Return the items of implementation of a framework on a day.

    Args:
        institution: What is on record.
        day: The day.
    """
    return (
        _regularity(institution, day),
        _levels(institution, day),
        _organisation(institution, day),
        _legalisation(institution, day),
        _military(institution, day),
        _scope(institution, day),
        _autonomy(institution, day),
    )


def _item(institution: Institution, block: Block, proven: float, ids: Iterable[str], *, most: float = 1.0) -> Item:
    """Return an item that is known when the least and the most it can be worth agree."""
    found = tuple(sorted(set(ids))) or (institution.framework,)
    reason = "" if proven == most else "item-partly-proven" if proven else "item-not-covered"
    return Item(block, Side.IMPLEMENTATION, proven, most, found, reason)


def _regularity(institution: Institution, day: date) -> Item:
    """Compare the meetings held with those that were due, over the series whose rhythm is stated."""
    limits = institution.limits
    due = held = missed_at_most = 0
    ids: list[str] = []
    for arrangement in _stated(institution, day):
        start = max(arrangement.agreed, day - timedelta(days=limits.due_days))
        expected = int((day - start).days / (arrangement.cadence_days or 1))
        if not expected:
            continue
        meetings = [row for row in institution.acts if _met(row, arrangement.series) and row.within(start, day)]
        ids += [arrangement.record_id, *ids_of(meetings)]
        due += expected
        held += min(len(meetings), expected)
        if not _covered(institution, arrangement.series, start, day):
            missed_at_most += expected - min(len(meetings), expected)
    if not due:
        return Item(Block.REGULARITY, Side.IMPLEMENTATION, 0.0, 1.0, (institution.framework,), "item-nothing-due")
    proven, most = (
        grade(count / due, half=limits.regular_half, full=limits.regular_full)
        for count in (held, held + missed_at_most)
    )
    return _item(institution, Block.REGULARITY, proven, ids, most=most)


def _stated(institution: Institution, day: date) -> list[Arrangement]:
    """Return the first arrangement that states the rhythm of each series.

    A commitment that no series names only repeats a rhythm; an instrument without a series was never seen to meet.
    """
    first: dict[str, Arrangement] = {}
    for row in sorted(institution.in_use(day), key=lambda row: (row.agreed, row.record_id)):
        if row.cadence_days is not None and (row.series or row.type):
            first.setdefault(row.series or row.record_id, row)
    return list(first.values())


def _met(act: Act, series: str | None) -> bool:
    return series is not None and act.series == series and not act.cites


def _covered(institution: Institution, series: str | None, start: date, day: date) -> bool:
    return any(line.series == series and line.is_covered(start, day) for line in institution.lines)


def _levels(institution: Institution, day: date) -> Item:
    limits = institution.limits
    start = day - timedelta(days=limits.seen_days)
    meetings = [row for row in institution.acts_since(limits.seen_days, day) if row.level in institution.levels]
    met = {row.level for row in meetings}
    open_levels = [
        level for level in institution.levels if level not in met and not _level_covered(institution, level, start, day)
    ]
    proven, most = (
        grade(count, half=limits.levels_half, full=limits.levels_full)
        for count in (len(met), len(met) + len(open_levels))
    )
    return _item(institution, Block.LEVELS, proven, last_of_each(meetings, lambda row: row.level), most=most)


def _level_covered(institution: Institution, level: str, start: date, day: date) -> bool:
    """Tell whether every series of a level is covered; a level without a series is not."""
    lines: list[Line] = [line for line in institution.lines if line.level == level]
    return bool(lines) and all(line.is_covered(start, day) for line in lines)


def _organisation(institution: Institution, day: date) -> Item:
    """Look for acts of the secretariat, else of another body."""
    recent = institution.acts_since(institution.limits.body_days, day)
    agreed = {row.series for row in institution.in_use(day) if SECRETARIAT in row.provisions}
    secretariat = [row for row in recent if row.provision == SECRETARIAT or (row.series and row.series in agreed)]
    if secretariat:
        return _item(institution, Block.ORGANISATION, 1.0, last_of_each(secretariat, lambda row: row.series))
    names = {name for name, _ in institution.bodies}
    bodies = {row.series for row in institution.in_use(day) if row.provisions & names}
    others = [row for row in recent if row.provision in names or (row.series and row.series in bodies)]
    return _item(institution, Block.ORGANISATION, 0.5 if others else 0.0, last_of_each(others, lambda row: row.series))


def _legalisation(institution: Institution, day: date) -> Item:
    """Look for instruments that were renewed, else for promises that were said again."""
    start = day - timedelta(days=institution.limits.renewal_days)
    agreed = [row for row in institution.arrangements if row.type and row.agreed <= day]
    renewed = [row for row in agreed if row.agreed > start and any(_renews(row, other, day) for other in agreed)]
    if renewed:
        return _item(institution, Block.LEGALISATION, 1.0, ids_of(renewed))
    cited = [row for row in institution.acts if row.cites and row.within(start, day)]
    covered = any(first <= start and day <= last for first, last in institution.binding_covered)
    return _item(
        institution,
        Block.LEGALISATION,
        0.5 if cited else 0.0,
        last_of_each(cited, lambda _: "cited"),
        most=0.5 if covered else 1.0,
    )


def _renews(later: Arrangement, earlier: Arrangement, day: date) -> bool:
    """Tell whether an instrument took the place of one of its type that has ended since."""
    ended = earlier.ended is not None and earlier.agreed < later.agreed <= earlier.ended <= day
    return ended and later.type == earlier.type


def _military(institution: Institution, day: date) -> Item:
    limits = institution.limits
    start = day - timedelta(days=limits.seen_days)
    acts = [row for row in institution.acts_since(limits.seen_days, day) if row.provision in institution.military]
    begun = [
        row for row in institution.in_use(day)
        if row.in_force is not None and start < row.in_force <= day and row.provisions & institution.military
    ]  # fmt: skip
    kinds = {row.provision for row in acts} | {kind for row in begun for kind in row.provisions & institution.military}
    worth = grade(len(kinds), half=limits.military_half, full=limits.military_full)
    ids = last_of_each(acts, lambda row: row.provision) + first_of_each(
        begun, lambda row: sorted(row.provisions & institution.military)
    )
    return _item(institution, Block.MILITARY, worth, ids)


def _scope(institution: Institution, day: date) -> Item:
    limits = institution.limits
    acts = [row for row in institution.acts_since(limits.seen_days, day) if row.domain is not None]
    worth = grade(len({row.domain for row in acts}), half=limits.domains_half, full=limits.domains_full)
    return _item(institution, Block.SCOPE, worth, last_of_each(acts, lambda row: row.domain))


def _autonomy(institution: Institution, day: date) -> Item:
    """Look for meetings below the leaders in the long spells in which the leaders surely did not meet."""
    start = day - timedelta(days=institution.limits.due_days)
    lines = [line for line in institution.lines if line.level == LEADER]
    if not lines or not all(line.is_covered(start, day) for line in lines):
        return _item(institution, Block.AUTONOMY, 0.0, ())
    meetings = [row for row in institution.acts if row.level in institution.levels and not row.cites]
    summits = [row.last for row in meetings if row.level == LEADER]
    spells = list(spells_without(summits, start, day))
    quiet = [(first, last) for first, last in spells if (last - first).days >= institution.limits.quiet_days]
    if not quiet:
        ids = ids_of(row for row in meetings if row.level == LEADER and row.within(start, day))
        return Item(Block.AUTONOMY, Side.IMPLEMENTATION, 0.0, 1.0, ids or (institution.framework,), "item-leaders-met")
    lower = [row for row in meetings if row.level != LEADER and any(row.within(*spell) for spell in quiet)]
    high = [row for row in lower if row.level in institution.high_levels]
    return _item(
        institution,
        Block.AUTONOMY,
        1.0 if high else 0.5 if lower else 0.0,
        last_of_each(high or lower, lambda row: row.level),
    )
