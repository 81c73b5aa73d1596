"""For any mechanism: order and later acts change nothing, an act never takes life, bands have no hole."""

from __future__ import annotations

import itertools
from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from kanae.measures.gaps import Meeting, Span, gaps_between, joined
from kanae.measures.mechanisms import Mechanism, Plan, Stop, VitalityRules
from kanae.measures.vitality import Vitality, life_bands, vitality

often = settings(deadline=None, max_examples=100, derandomize=True)
RULES = VitalityRules(1.25, 2, 365, 548, 730, 0, 0.25)
ALWAYS = (Span(date(1990, 1, 1), date(2040, 12, 31)),)
days = st.dates(date(2012, 1, 1), date(2026, 12, 31))
spans = st.builds(lambda first, length: Span(first, first + timedelta(days=length)), days, st.integers(0, 3000))


@st.composite
def act_lists(draw: st.DrawFn) -> tuple[Meeting, ...]:
    rows = []
    for number, first in enumerate(draw(st.lists(days, max_size=7))):
        is_exact = draw(st.booleans())
        last = first + timedelta(days=draw(st.sampled_from([0, 3]) if is_exact else st.sampled_from([29, 364])))
        rows.append(Meeting(f"e{number}", first, last, is_exact, draw(st.sampled_from([True, True, False]))))
    return tuple(rows)


mechanisms = st.builds(
    Mechanism,
    acts=act_lists(),
    stops=st.lists(st.builds(Stop, st.sampled_from(["f1", "f2"]), days, st.booleans()), max_size=2).map(tuple),
    plans=st.lists(st.builds(Plan, st.just("c1"), days, st.none()), max_size=1).map(tuple),
    stated_days=st.sampled_from([None, 183, 365]),
    stated_from=st.one_of(st.none(), days),
    covered=st.lists(spans, max_size=3).map(joined),
    searched=st.lists(spans, max_size=2).map(joined),
)


@often
@given(mechanism=mechanisms, as_of=days, data=st.data())
def test_the_order_of_acts_changes_nothing(mechanism: Mechanism, as_of: date, data: st.DataObject) -> None:
    shuffled = replace(mechanism, acts=data.draw(st.permutations(mechanism.acts)))
    assert vitality(shuffled, as_of=as_of, rules=RULES) == vitality(mechanism, as_of=as_of, rules=RULES)


@often
@given(mechanism=mechanisms, as_of=days)
def test_nothing_later_is_seen(mechanism: Mechanism, as_of: date) -> None:
    by_then = replace(
        mechanism,
        acts=tuple(act for act in mechanism.acts if act.last <= as_of),
        stops=tuple(stop for stop in mechanism.stops if stop.day <= as_of),
        plans=tuple(plan for plan in mechanism.plans if plan.agreed is None or plan.agreed <= as_of),
    )
    assert vitality(by_then, as_of=as_of, rules=RULES) == vitality(mechanism, as_of=as_of, rules=RULES)


@often
@given(mechanism=mechanisms, as_of=days)
def test_bands_leave_no_day_out_and_each_differs_from_the_one_before(mechanism: Mechanism, as_of: date) -> None:
    bands = life_bands(mechanism, as_of=as_of, rules=RULES)
    for band, later in itertools.pairwise(bands):
        assert later.first - band.last == timedelta(days=1)
        assert (band.state, band.reason) != (later.state, later.reason)
    assert not bands or bands[-1].last == as_of


@settings(deadline=None, max_examples=40, derandomize=True)
@given(mechanism=mechanisms, as_of=days, back=st.integers(0, 1500))
def test_a_band_says_what_is_said_on_each_of_its_days(mechanism: Mechanism, as_of: date, back: int) -> None:
    """The bands look at turning days only; asked on any other day the answer is the same."""
    day = as_of - timedelta(days=back)
    covering = [band for band in life_bands(mechanism, as_of=as_of, rules=RULES) if band.first <= day <= band.last]
    found = vitality(mechanism, as_of=day, rules=RULES)
    assert [(band.state, band.reason) for band in covering] in ([(found.state, found.reason)], [])
    assert covering or found.reason == "no-act-on-record" or found.state is Vitality.PLANNED


@often
@given(mechanism=mechanisms, as_of=days)
def test_an_act_on_the_day_itself_is_life(mechanism: Mechanism, as_of: date) -> None:
    stops = tuple(stop for stop in mechanism.stops if stop.day < as_of)
    acting = replace(mechanism, acts=(*mechanism.acts, Meeting("today", as_of, as_of)), stops=stops)
    state = vitality(acting, as_of=as_of, rules=RULES).state
    assert state in {Vitality.ALIVE, Vitality.IRREGULAR, Vitality.REVIVED}


@often
@given(mechanism=mechanisms, as_of=days)
def test_a_state_names_its_record_and_what_is_not_known_its_reason(mechanism: Mechanism, as_of: date) -> None:
    life = vitality(mechanism, as_of=as_of, rules=RULES)
    assert (life.state is None) is bool(life.reason)
    assert life.state is None or life.act_id in life.record_ids


@often
@given(mechanism=mechanisms, as_of=days)
def test_silence_is_never_dormancy_where_nothing_is_covered_and_no_source_says_so(
    mechanism: Mechanism, as_of: date
) -> None:
    unwatched = replace(mechanism, covered=(), stops=())
    assert vitality(unwatched, as_of=as_of, rules=RULES).state is not Vitality.DORMANT


@often
@given(acts=act_lists(), covered=st.lists(spans, max_size=3).map(joined))
def test_gaps_are_one_fewer_than_meetings_at_most_and_never_negative(
    acts: tuple[Meeting, ...], covered: tuple[Span, ...]
) -> None:
    gaps = gaps_between(acts, covered=covered, coarse_share=0.25)
    confirmed = [act for act in acts if act.is_confirmed]
    assert len(gaps) <= max(len(confirmed) - 1, 0)
    assert all(gap.days > 0 for gap in gaps)
    unwatched = gaps_between(acts, covered=(), coarse_share=0.25)
    assert [gap.days for gap in unwatched] == [gap.days for gap in gaps]
    assert [gap for gap in unwatched if gap.fault is None] == []
