"""Whether a mechanism is alive: what its acts, its silences and its sources say, on any day.

After Gray 2018 (International Studies Quarterly 62, 1-13), who asked of organisations whether they still live. A
mechanism that acts is alive wherever anyone looks; that it is silent can be said only where the ledger looks after its
silence. Each state names the act that says so.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from kanae.measures.cadence import FEWEST_GAPS, Watch
from kanae.measures.mechanisms import Mechanism, OnRecord, Plan, VitalityRules, long_silence, on_record
from kanae.measures.regularity import regularity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kanae.measures.gaps import Meeting


class Vitality(StrEnum):
    """The state of a mechanism."""

    ALIVE = "alive"
    IRREGULAR = "irregular"
    REVIVED = "revived"
    DORMANT = "dormant"
    ENDED = "ended"
    PLANNED = "planned"


@dataclass(frozen=True, slots=True)
class Life:
    """The state of a mechanism on a day.

    Attributes:
        state: Its state; ``None`` when not known.
        act_id: Record that says so; empty when nothing is on record.
        reason: Key of why the state is not known; empty when it is.
        last_act: Last day of the last act; ``None`` when none is on record.
        record_ids: Acts on record, oldest first, and the record that says so.
        since: First day of the state, as it could be said then; ``None`` when nothing is on record.
    """

    state: Vitality | None
    act_id: str
    reason: str
    last_act: date | None
    record_ids: tuple[str, ...]
    since: date | None = None


@dataclass(frozen=True, slots=True)
class Band:
    """A stretch of days in one state.

    Attributes:
        state: The state; ``None`` when not known.
        reason: Key of why the state is not known; empty when it is.
        first: First day.
        last: Last day, inclusive.
        act_id: Record that says so on the first day.
    """

    state: Vitality | None
    reason: str
    first: date
    last: date
    act_id: str


def vitality(mechanism: Mechanism, *, as_of: date, rules: VitalityRules) -> Life:
    """Say whether a mechanism is alive on a day.

    Args:
        mechanism: The mechanism; nothing after the day is seen.
        as_of: The day.
        rules: Limits.

    Examples:
        >>> from kanae.measures.gaps import Meeting, Span
        >>> rules = VitalityRules(1.25, 2, 365, 548, 730, 0, 0.25)
        >>> acts = [Meeting(f"e{year}", date(year, 3, 1), date(year, 3, 1)) for year in (2014, 2015, 2016, 2022)]
        >>> mechanism = Mechanism(acts, covered=[Span(date(2014, 1, 1), date(2026, 2, 28))])
        >>> [vitality(mechanism, as_of=date(year, 6, 1), rules=rules).state.value for year in (2016, 2020, 2022, 2025)]
        ['alive', 'dormant', 'revived', 'dormant']
    """
    return life_with_bands(mechanism, as_of=as_of, rules=rules)[0]


def state_on(mechanism: Mechanism, *, as_of: date, rules: VitalityRules) -> Vitality | None:
    """Return the state of a mechanism on a day alone; ``None`` when it is not known.

    Args:
        mechanism: The mechanism; nothing after the day is seen.
        as_of: The day.
        rules: Limits.
    """
    return _life_on(mechanism, as_of, rules).state


def life_with_bands(mechanism: Mechanism, *, as_of: date, rules: VitalityRules) -> tuple[Life, tuple[Band, ...]]:
    """Return what :func:`vitality` and :func:`life_bands` say, worked out once."""
    bands = life_bands(mechanism, as_of=as_of, rules=rules)
    return replace(_life_on(mechanism, as_of, rules), since=bands[-1].first if bands else None), bands


def life_bands(mechanism: Mechanism, *, as_of: date, rules: VitalityRules) -> tuple[Band, ...]:
    """Return the states of a mechanism from its first record to a day, each as it could be said then.

    Args:
        mechanism: The mechanism; nothing after the day is seen.
        as_of: The day.
        rules: Limits.

    Examples:
        >>> from kanae.measures.gaps import Meeting, Span
        >>> rules = VitalityRules(1.25, 2, 365, 548, 730, 0, 0.25)
        >>> acts = [Meeting(f"e{year}", date(year, 3, 1), date(year, 3, 1)) for year in (2015, 2016, 2022)]
        >>> mechanism = Mechanism(acts, covered=[Span(date(2014, 1, 1), date(2026, 2, 28))])
        >>> [(band.state.value, band.first.year) for band in life_bands(mechanism, as_of=date(2023, 1, 1), rules=rules)]
        [('alive', 2015), ('dormant', 2018), ('revived', 2022)]
    """
    bands: list[Band] = []
    for day in sorted({day for day in _turning_days(mechanism, rules) if day <= as_of}):
        life = _life_on(mechanism, day, rules)
        if bands and (bands[-1].state, bands[-1].reason) == (life.state, life.reason):
            continue
        if bands:
            bands[-1] = replace(bands[-1], last=day - timedelta(days=1))
        bands.append(Band(life.state, life.reason, day, as_of, life.act_id))
    return tuple(bands)


def _turning_days(mechanism: Mechanism, rules: VitalityRules) -> Iterator[date]:
    """Yield every day on which the state may change; one too many does no harm."""
    begins = [act.last for act in mechanism.acts]
    begins += [plan.agreed for plan in mechanism.plans if plan.agreed is not None]
    begins += [stop.day for stop in mechanism.stops]
    if not begins:
        return
    waits = {rules.revived_days}
    for day in (*begins, *([mechanism.stated_from] if mechanism.stated_from else [])):
        seen = on_record(mechanism, day, rules)
        waits.add(int(long_silence(mechanism.stated_on(day), seen.gaps, len(seen.acts), rules)))
    if mechanism.stated_days is not None:
        waits.add(int(rules.kept_ratio * mechanism.stated_days))
    yield from begins
    yield from (begin + timedelta(days=wait + 1) for begin in begins for wait in waits)
    later = [plan.due + timedelta(days=1) for plan in mechanism.plans if plan.due is not None]
    later += [span.last + timedelta(days=1) for span in (*mechanism.covered, *mechanism.searched)]
    later += [mechanism.stated_from] if mechanism.stated_from else []
    yield from (day for day in later if day > min(begins))


def _life_on(mechanism: Mechanism, day: date, rules: VitalityRules) -> Life:
    seen = on_record(mechanism, day, rules)
    last = seen.acts[-1] if seen.acts else None
    act_id = last.event_id if last else ""
    if seen.stop is not None and (last is None or seen.stop.day >= last.last):
        state: Vitality | None = Vitality.ENDED if seen.stop.is_final else Vitality.DORMANT
        act_id, reason = seen.stop.record_id, ""
    elif last is None:
        act_id = next((plan.record_id for plan in mechanism.plans if _is_open(plan, day, mechanism, rules)), "")
        state, reason = (Vitality.PLANNED, "") if act_id else (None, "no-act-on-record")
    else:
        revival = _revival(mechanism, seen, rules)
        state, reason = _by_silence(mechanism, seen, last, day, rules, revival)
        if state not in {None, Vitality.DORMANT} and revival and (day - revival.last).days <= rules.revived_days:
            state, act_id = Vitality.REVIVED, revival.event_id
    named = dict.fromkeys((*(act.event_id for act in seen.acts), *([act_id] if act_id else [])))
    return Life(state, act_id, reason, last.last if last else None, tuple(named))


def _is_open(plan: Plan, day: date, mechanism: Mechanism, rules: VitalityRules) -> bool:
    """Tell whether what was agreed is still awaited: to its day, or as long as a silence after one act may last."""
    if plan.agreed is not None and day < plan.agreed:
        return False
    if plan.due is not None:
        return day <= plan.due
    wait = long_silence(mechanism.stated_on(day), (), 1, rules)
    return plan.agreed is not None and (day - plan.agreed).days <= wait


def _by_silence(
    mechanism: Mechanism, seen: OnRecord, last: Meeting, day: date, rules: VitalityRules, revival: Meeting | None
) -> tuple[Vitality | None, str]:
    """Return the state that the running silence and the gaps give, or why they give none."""
    stated = mechanism.stated_on(day)
    silence, watch = (day - last.last).days, mechanism.watched(last.last, day)
    limit = long_silence(stated, seen.gaps, len(seen.acts), rules)
    kept = rules.kept_ratio * stated if stated is not None else limit
    if silence <= min(kept, limit):
        return (Vitality.IRREGULAR if _has_no_rhythm(mechanism, seen, day, rules, revival) else Vitality.ALIVE), ""
    if seen.unconfirmed and (day - seen.unconfirmed[-1].last).days <= kept:
        return None, "unconfirmed-act"
    if watch is Watch.NOBODY:
        return None, "not-covered"
    if silence <= limit:
        return Vitality.IRREGULAR, ""
    return (Vitality.DORMANT, "") if watch is Watch.COVERED else (None, "searched-not-found")


def _revival(mechanism: Mechanism, seen: OnRecord, rules: VitalityRules) -> Meeting | None:
    """Return the last act that broke a long silence or came after a stop."""
    by_id = {act.event_id: act for act in seen.acts}
    breaks: list[Meeting] = []
    for number, gap in enumerate(seen.gaps):
        end = by_id[gap.end_id]
        limit = long_silence(mechanism.stated_on(end.last), seen.gaps[:number], number + 1, rules)
        if gap.fault is None and gap.days > limit:
            breaks.append(end)
    for stop in mechanism.stops:
        after = [act for act in seen.acts if act.last > stop.day]
        breaks.extend(after[:1] if len(after) < len(seen.acts) else [])
    return max(breaks, key=lambda act: (act.last, act.event_id), default=None)


def _has_no_rhythm(
    mechanism: Mechanism, seen: OnRecord, day: date, rules: VitalityRules, revival: Meeting | None
) -> bool:
    """Tell whether the last gap broke the stated rhythm, or the gaps are as irregular as chance where none is stated.

    Only gaps since the last revival are asked.
    """
    begin = next((n + 1 for n, gap in enumerate(seen.gaps) if revival and gap.end_id == revival.event_id), 0)
    usable = [gap.days for gap in seen.gaps[begin:] if gap.fault is None]
    stated = mechanism.stated_on(day)
    if stated is not None:
        return bool(usable) and seen.gaps[-1].fault is None and usable[-1] > rules.kept_ratio * stated
    return len(usable) >= FEWEST_GAPS and regularity(usable).burstiness_small_sample >= rules.irregular_burstiness
