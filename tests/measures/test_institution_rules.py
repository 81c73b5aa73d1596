"""The rules of the fourteen items: what records prove, what coverage settles, and what stays unknown."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kanae.measures.institution_design import design_items
from kanae.measures.institution_facts import Act, Arrangement, Institution, Limits, Line
from kanae.measures.institution_history import institution_history, scores_on
from kanae.measures.institution_practice import implementation_items
from kanae.measures.institutionalisation import Block, Item
from kanae.measures.rank_intervals import Draws

often = settings(deadline=None, max_examples=80, derandomize=True)

DAY = date(2026, 2, 28)
LONG = ((date(2010, 1, 1), date(2026, 12, 31)),)
LIMITS = Limits(730, 1095, 1826, 365, 548, 0.25, 0.75, 2, 4, 1, 2, 2, 4)


def made(**facts: Any) -> Institution:
    known: dict[str, Any] = {
        "framework": "trio",
        "arrangements": (),
        "acts": (),
        "lines": (),
        "lacks": (),
        "binding_covered": (),
        "levels": ("leader", "minister", "vice-minister", "senior-official", "working"),
        "high_levels": frozenset({"leader", "minister"}),
        "military": frozenset({"exercise", "data-sharing", "planning"}),
        "bodies": (("secretariat", 1.0), ("standing-body", 0.5)),
        "limits": LIMITS,
    }
    return Institution(**(known | facts))


def agreed(name: str, **facts: Any) -> Arrangement:
    return Arrangement(name, facts.pop("agreed", date(2020, 1, 1)), **facts)


def act(name: str, days_ago: int, **facts: Any) -> Act:
    day = DAY - timedelta(days=days_ago)
    return Act(name, day, day, **facts)


def design(block: Block, *arrangements: Arrangement, **facts: Any) -> Item:
    items = design_items(made(arrangements=arrangements, **facts), DAY)
    return next(item for item in items if item.block is block)


def practice(block: Block, *acts: Act, **facts: Any) -> Item:
    return next(item for item in implementation_items(made(acts=acts, **facts), DAY) if item.block is block)


def worth(item: Item) -> tuple[float, float]:
    return item.low, item.high


def test_of_nothing_on_record_nothing_is_known_and_nothing_is_zero() -> None:
    for item in (*design_items(made(), DAY), *implementation_items(made(), DAY)):
        assert (item.value, worth(item), item.record_ids) == (None, (0, 1), ("trio",))
        assert item.reason


@pytest.mark.parametrize(("level", "expected"), [("leader", (1, 1)), ("minister", (1, 1)), ("working", (0.5, 1))])
def test_a_stated_rhythm_is_worth_one_at_high_level(level: str, expected: tuple[float, float]) -> None:
    found = design(Block.REGULARITY, agreed("a", level=level, cadence_days=365), agreed("b", level="leader"))
    assert (worth(found), found.record_ids) == (expected, ("a",))


def test_levels_named_are_counted_each_once() -> None:
    rows = [agreed(f"{level}-{n}", level=level) for level in ("leader", "minister") for n in (1, 2)]
    assert worth(design(Block.LEVELS, *rows)) == (0.5, 1)
    more = [agreed(level, level=level) for level in ("vice-minister", "working")]
    assert worth(design(Block.LEVELS, *rows, *more)) == (1, 1)
    assert worth(design(Block.LEVELS, *rows, agreed("x", level="people"))) == (0.5, 1)


def test_a_recorded_lack_of_a_secretariat_is_zero_and_a_body_one_half() -> None:
    lacks = (("secretariat", "no-secretariat"),)
    body = agreed("group", provisions=frozenset({"standing-body"}))
    assert worth(design(Block.ORGANISATION, lacks=lacks)) == (0, 0)
    assert worth(design(Block.ORGANISATION, body, lacks=lacks)) == (0.5, 0.5)
    assert design(Block.ORGANISATION, body, lacks=lacks).record_ids == ("group", "no-secretariat")
    assert worth(design(Block.ORGANISATION, body)) == (0.5, 1)
    assert worth(design(Block.ORGANISATION, agreed("s", provisions=frozenset({"secretariat"})))) == (1, 1)


def test_the_most_binding_form_in_force_decides_and_a_signature_leaves_it_open() -> None:
    memo = agreed("memo", bindingness=0.5, in_force=date(2020, 1, 1))
    treaty = agreed("treaty", bindingness=1.0, in_force=date(2021, 1, 1))
    signed = agreed("signed", bindingness=1.0)
    covered = {"binding_covered": LONG}
    assert worth(design(Block.LEGALISATION, memo)) == (0.5, 1)
    assert worth(design(Block.LEGALISATION, memo, **covered)) == (0.5, 0.5)
    assert worth(design(Block.LEGALISATION, memo, signed, **covered)) == (0.5, 1)
    assert design(Block.LEGALISATION, memo, treaty, **covered).record_ids == ("treaty",)
    assert worth(design(Block.LEGALISATION, **covered)) == (0, 0)
    ended = replace(treaty, ended=date(2025, 1, 1))
    assert worth(design(Block.LEGALISATION, memo, ended, **covered)) == (0.5, 0.5)


@pytest.mark.parametrize(("kinds", "expected"), [((), 0), (("exercise",), 0.5), (("exercise", "planning"), 1)])
def test_military_kinds_are_counted(kinds: tuple[str, ...], expected: float) -> None:
    rows = [agreed(kind, provisions=frozenset({kind, "secretariat"})) for kind in kinds]
    assert design(Block.MILITARY, *rows).low == expected


@pytest.mark.parametrize(("n", "expected"), [(1, (0, 1)), (2, (0.5, 1)), (3, (0.5, 1)), (4, (1, 1))])
def test_domains_named_are_counted(n: int, expected: tuple[float, float]) -> None:
    assert worth(design(Block.SCOPE, agreed("a", domains=frozenset("abcd"[:n])), agreed("b"))) == expected


def test_an_agenda_of_its_own_is_a_secretariat_or_a_rhythm_below_the_leaders() -> None:
    assert worth(design(Block.AUTONOMY, agreed("a", level="leader", cadence_days=365))) == (0, 1)
    assert worth(design(Block.AUTONOMY, agreed("a", level="minister"))) == (0.5, 1)
    assert worth(design(Block.AUTONOMY, agreed("a", level="minister", cadence_days=365))) == (1, 1)
    assert worth(design(Block.AUTONOMY, agreed("s", provisions=frozenset({"secretariat"})))) == (1, 1)


def test_what_ended_or_is_still_to_come_is_not_design() -> None:
    ended = agreed("a", level="leader", cadence_days=365, ended=DAY)
    later = agreed("b", level="leader", cadence_days=365, agreed=DAY + timedelta(days=1))
    assert worth(design(Block.REGULARITY, ended, later)) == (0, 1)


ANNUAL = agreed("annual", level="leader", cadence_days=365, series="summits")


@pytest.mark.parametrize(("held", "expected"), [(3, 1), (2, 0.5), (1, 0.5), (0, 0)])
def test_meetings_held_are_set_against_those_due(held: int, expected: float) -> None:
    summits = [act(f"s{n}", 30 + 365 * n, level="leader", series="summits") for n in range(held)]
    line = Line("summits", "leader", LONG)
    found = practice(Block.REGULARITY, *summits, arrangements=(ANNUAL,), lines=(line,))
    assert worth(found) == (expected, expected)
    assert set(found.record_ids) == {"annual", *(row.record_id for row in summits)}


def test_where_meetings_were_only_landmarks_a_gap_is_not_a_lapse() -> None:
    summits = [act("s", 30, level="leader", series="summits")]
    line = Line("summits", "leader")
    assert worth(practice(Block.REGULARITY, *summits, arrangements=(ANNUAL,), lines=(line,))) == (0.5, 1)
    full = [act(f"s{n}", 30 + 365 * n, level="leader", series="summits") for n in range(3)]
    assert worth(practice(Block.REGULARITY, *full, arrangements=(ANNUAL,), lines=(line,))) == (1, 1)


def test_one_year_after_the_promise_one_meeting_is_due_and_before_it_none() -> None:
    young = replace(ANNUAL, agreed=DAY - timedelta(days=364))
    assert practice(Block.REGULARITY, arrangements=(young,)).reason == "item-nothing-due"
    due = replace(ANNUAL, agreed=DAY - timedelta(days=366))
    line = Line("summits", "leader", LONG)
    assert worth(practice(Block.REGULARITY, arrangements=(due,), lines=(line,))) == (0, 0)


def test_a_rhythm_stated_twice_is_due_once() -> None:
    again = replace(ANNUAL, record_id="again", agreed=date(2024, 11, 15))
    summits = [act(f"s{n}", 30 + 365 * n, level="leader", series="summits") for n in range(3)]
    line = Line("summits", "leader", LONG)
    found = practice(Block.REGULARITY, *summits, arrangements=(ANNUAL, again), lines=(line,))
    assert "again" not in found.record_ids


def test_levels_that_met_are_known_where_the_others_are_covered() -> None:
    met = [act("m", 100, level="minister"), act("v", 100, level="vice-minister")]
    lines = tuple(Line(level, level, LONG) for level in ("leader", "senior-official", "working"))
    assert worth(practice(Block.LEVELS, *met)) == (0.5, 1)
    assert worth(practice(Block.LEVELS, *met, lines=lines)) == (0.5, 0.5)
    assert worth(practice(Block.LEVELS, *met, lines=lines[:2])) == (0.5, 0.5)  # three of five at most
    assert worth(practice(Block.LEVELS, *met, lines=lines[:1])) == (0.5, 1)
    old = [act("m", 800, level="minister")]
    assert worth(practice(Block.LEVELS, *old)) == (0, 1)


def test_acts_of_the_secretariat_and_of_other_bodies() -> None:
    office = agreed("office", provisions=frozenset({"secretariat"}), series="office")
    group = agreed("group", provisions=frozenset({"standing-body"}), series="group")
    assert worth(practice(Block.ORGANISATION, act("o", 100, series="office"), arrangements=(office,))) == (1, 1)
    assert worth(practice(Block.ORGANISATION, act("g", 100, series="group"), arrangements=(group,))) == (0.5, 1)
    assert worth(practice(Block.ORGANISATION, act("o", 600, series="office"), arrangements=(office,))) == (0, 1)


def test_an_instrument_that_replaced_one_of_its_type_is_renewed() -> None:
    old = agreed("old", type="acsa", agreed=date(2010, 1, 1), ended=date(2023, 6, 1))
    new = agreed("new", type="acsa", agreed=date(2023, 1, 1))
    assert worth(practice(Block.LEGALISATION, arrangements=(old, new))) == (1, 1)
    other = replace(new, type="isa")
    assert worth(practice(Block.LEGALISATION, arrangements=(old, other))) == (0, 1)
    cited = act("words", 100, cites=True)
    assert worth(practice(Block.LEGALISATION, cited, binding_covered=LONG)) == (0.5, 0.5)
    assert worth(practice(Block.LEGALISATION, binding_covered=LONG)) == (0, 0.5)
    not_yet = replace(old, ended=DAY + timedelta(days=1))
    assert worth(practice(Block.LEGALISATION, arrangements=(not_yet, new))) == (0, 1)


def test_military_acts_and_what_entered_into_force() -> None:
    sharing = agreed("data", provisions=frozenset({"data-sharing"}), in_force=date(2024, 12, 19))
    assert worth(practice(Block.MILITARY, act("e", 100, provision="exercise"))) == (0.5, 1)
    found = practice(Block.MILITARY, act("e", 100, provision="exercise"), arrangements=(sharing,))
    assert (worth(found), found.record_ids) == ((1, 1), ("data", "e"))


def test_domains_with_an_act_and_words_that_are_none() -> None:
    acts = [act(domain, 100, domain=domain) for domain in "abcd"]
    assert worth(practice(Block.SCOPE, *acts)) == (1, 1)
    assert worth(practice(Block.SCOPE, *acts[:3], act("w", 10, domain="d", cites=True))) == (0.5, 1)


@pytest.mark.parametrize(("level", "expected"), [("minister", (1, 1)), ("working", (0.5, 1)), (None, (0, 1))])
def test_meetings_while_the_leaders_did_not_meet(level: str | None, expected: tuple[float, float]) -> None:
    lines = (Line("summits", "leader", LONG),)
    acts = [act("s", 470, level="leader", series="summits")]
    acts += [act("m", 100, level=level)] if level else []
    assert worth(practice(Block.AUTONOMY, *acts, lines=lines)) == expected


def test_autonomy_is_not_tested_while_leaders_meet_and_not_known_where_they_may_have() -> None:
    lines = (Line("summits", "leader", LONG),)
    often_met = [act(f"s{n}", 30 + 200 * n, level="leader", series="summits") for n in range(6)]
    found = practice(Block.AUTONOMY, *often_met, act("m", 100, level="minister"), lines=lines)
    assert (worth(found), found.reason) == ((0, 1), "item-leaders-met")
    uncovered = practice(Block.AUTONOMY, act("m", 100, level="minister"), lines=(Line("summits", "leader"),))
    assert (worth(uncovered), uncovered.reason) == ((0, 1), "item-not-covered")


arrangements = st.builds(
    Arrangement,
    record_id=st.uuids().map(str),
    agreed=st.dates(date(2005, 1, 1), date(2027, 1, 1)),
    in_force=st.none() | st.dates(date(2005, 1, 1), date(2027, 1, 1)),
    type=st.sampled_from(["acsa", "other"]),
    bindingness=st.sampled_from([None, 0.0, 0.5, 1.0]),
    level=st.sampled_from([None, "leader", "minister", "working"]),
    cadence_days=st.sampled_from([None, 365.0]),
    series=st.sampled_from([None, "summits"]),
    provisions=st.sets(st.sampled_from(["exercise", "planning", "secretariat"])).map(frozenset),
    domains=st.sets(st.sampled_from("abcd")).map(frozenset),
)
acts = st.builds(
    lambda name, day, **facts: Act(name, day, day, **facts),
    name=st.uuids().map(str),
    day=st.dates(date(2005, 1, 1), date(2027, 1, 1)),
    level=st.sampled_from([None, "leader", "minister", "working"]),
    series=st.sampled_from([None, "summits"]),
    provision=st.sampled_from([None, "exercise"]),
    domain=st.sampled_from([None, "a", "b"]),
    cites=st.booleans(),
)


@often
@given(st.lists(arrangements, max_size=4), arrangements, st.booleans())
def test_a_new_instrument_never_lowers_what_design_is_worth(
    rows: list[Arrangement], new: Arrangement, covered: bool
) -> None:
    facts = {"binding_covered": LONG if covered else ()}
    before = design_items(made(arrangements=tuple(rows), **facts), DAY)
    after = design_items(made(arrangements=(*rows, new), **facts), DAY)
    for earlier, later in zip(before, after, strict=True):
        assert later.low >= earlier.low
        assert later.high >= earlier.low


@often
@given(st.lists(arrangements, max_size=4), st.lists(acts, max_size=5))
def test_nothing_later_than_the_day_is_seen(rows: list[Arrangement], seen: list[Act]) -> None:
    lines = (Line("summits", "leader", LONG),)
    known = [
        row if row.in_force is None or row.in_force <= DAY else replace(row, in_force=None)
        for row in rows
        if row.agreed <= DAY
    ]
    whole = made(arrangements=tuple(rows), acts=tuple(seen), lines=lines)
    then = made(arrangements=tuple(known), acts=tuple(row for row in seen if row.last <= DAY), lines=lines)
    assert scores_on(whole, DAY) == scores_on(then, DAY)


@often
@given(st.lists(arrangements, max_size=4), st.lists(acts, max_size=5), st.randoms())
def test_the_order_of_records_changes_nothing(rows: list[Arrangement], seen: list[Act], chance: Any) -> None:
    before = scores_on(made(arrangements=tuple(rows), acts=tuple(seen)), DAY)
    chance.shuffle(rows)
    chance.shuffle(seen)
    assert scores_on(made(arrangements=tuple(rows), acts=tuple(seen)), DAY) == before


def test_a_history_begins_with_the_first_record_and_ends_on_the_day_asked_about() -> None:
    trio = made(arrangements=(ANNUAL,))
    pair = made(framework="pair", arrangements=(agreed("p", agreed=date(2024, 5, 1), level="minister"),))
    found = institution_history(
        [trio, pair], as_of=DAY, known_to={"trio": DAY, "pair": date(2025, 6, 30)}, draws=Draws(50, 1, 90), mean_items=6
    )
    years = {name: [row.year for row in found.rows if row.framework == name] for name in ("trio", "pair")}
    assert years == {"trio": list(range(2020, 2027)), "pair": [2024, 2025, 2026]}
    assert [row.day for row in found.latest] == [DAY, DAY]
    beyond = [row.year for row in found.rows if row.scores is None]
    assert beyond == [2025, 2026]  # the end of 2025 lies after the coverage of the pair
    ranked = {(row.framework, row.year) for row in found.rows if row.rank is not None}
    assert ranked == {("trio", 2024), ("pair", 2024)}
