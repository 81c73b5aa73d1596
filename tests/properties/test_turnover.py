"""What must hold for any promises, events and leaders: bounds, order, strangers, and that nothing later is seen."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from kanae.measures.exact_rates import rate_per_year, rate_ratio
from kanae.measures.inheritance import Inherited, Line, Look, inheritance
from kanae.measures.say_do import FEWEST_DUE, Promise, SayDoGap, say_do_gap
from kanae.measures.tenures import changes_of_leader, successive
from kanae.measures.turnover import Comparison, compare
from kanae.model.turnover import Change, Occurrence, Part, Span, Tenure

often = settings(deadline=None, max_examples=100, derandomize=True)
days = st.dates(date(2020, 1, 1), date(2026, 12, 31))
spans = st.sampled_from([0, 0, 0, 1, 30, 200])
kept = st.sampled_from([None, 0, 0.5, 1])


@st.composite
def promise_lists(draw: st.DrawFn, prefix: str = "c") -> list[Promise]:
    return [
        Promise(
            f"{prefix}{number}",
            draw(days),
            draw(st.none() | days),
            draw(st.sampled_from([0, 0.25, 0.5, 0.75, 1])),
            draw(st.sampled_from([0, 0.5, 1])),
            draw(kept),
        )
        for number in range(draw(st.integers(0, 9)))
    ]


@st.composite
def occurrence_lists(draw: st.DrawFn, prefix: str = "e", part: str = "c1") -> list[Occurrence]:
    found = []
    for number in range(draw(st.integers(0, 9))):
        first = draw(days)
        span = Span(first, first + timedelta(days=draw(spans)))
        found.append(Occurrence(f"{prefix}{number}", (f"{prefix}{number}",), span, part))
    return found


@st.composite
def tenure_lists(draw: st.DrawFn) -> list[Tenure]:
    starts = draw(st.lists(st.tuples(st.sampled_from(["JPN", "KOR"]), days), max_size=8, unique=True))
    return [
        Tenure(f"t{number}", state, start, draw(st.none() | st.just(start + timedelta(days=400))))
        for number, (state, start) in enumerate(starts)
    ]


def gap_on(promises: list[Promise], as_of: date) -> SayDoGap:
    return say_do_gap(promises, as_of=as_of, horizon_days=730, floor=0.1)


@often
@given(promises=promise_lists(), as_of=days)
def test_the_bounds_of_a_gap_are_ordered_and_shares(promises: list[Promise], as_of: date) -> None:
    found = gap_on(promises, as_of)
    assert found.n_due + found.n_not_due == sum(row.made <= as_of for row in promises)
    if found.gap_low is None or found.gap_high is None:
        assert found.n_due < FEWEST_DUE
        assert found.reason
    else:
        assert -1e-12 <= found.gap_low <= found.gap_high <= 1 + 1e-12
        assert (found.gap_low == found.gap_high) is (found.n_unknown == 0)


@often
@given(promises=promise_lists(), as_of=days, learned=st.sampled_from([0, 0.5, 1]))
def test_learning_what_became_of_a_promise_never_widens_the_gap(
    promises: list[Promise], as_of: date, learned: float
) -> None:
    before = gap_on(promises, as_of)
    if before.gap_low is None or before.gap_high is None or not before.unknown_ids:
        return
    told = [replace(row, kept=learned) if row.commitment_id == before.unknown_ids[0] else row for row in promises]
    after = gap_on(told, as_of)
    assert after.gap_low is not None
    assert after.gap_high is not None
    assert after.gap_low >= before.gap_low - 1e-12
    assert after.gap_high <= before.gap_high + 1e-12


@often
@given(promises=promise_lists(), as_of=days, data=st.data())
def test_the_order_of_promises_changes_nothing(promises: list[Promise], as_of: date, data: st.DataObject) -> None:
    assert gap_on(data.draw(st.permutations(promises)), as_of) == gap_on(promises, as_of)


@often
@given(promises=promise_lists(), later=promise_lists("z"), as_of=days)
def test_promises_made_later_change_nothing(promises: list[Promise], later: list[Promise], as_of: date) -> None:
    strangers = [row for row in later if row.made > as_of]
    assert gap_on([*promises, *strangers], as_of) == gap_on(promises, as_of)


@often
@given(promises=promise_lists(), as_of=days)
def test_a_promise_that_is_not_due_moves_no_bound(promises: list[Promise], as_of: date) -> None:
    far = Promise("zz", date(2020, 1, 1), date(2030, 1, 1), 1, 1, 0)
    with_it, without = gap_on([*promises, far], as_of), gap_on(promises, as_of)
    assert (with_it.gap_low, with_it.gap_high, with_it.due_ids) == (without.gap_low, without.gap_high, without.due_ids)


counts = st.integers(0, 40)
exposures = st.integers(1, 2000)


@often
@given(before=counts, days_before=exposures, after=counts, days_after=exposures)
def test_a_ratio_lies_within_its_interval(before: int, days_before: int, after: int, days_after: int) -> None:
    found = rate_ratio(before, days_before, after, days_after)
    if found.value is not None and found.low is not None and found.high is not None:
        assert found.low <= found.value <= found.high
    if found.low is None:
        assert before + after == 0


@often
@given(n=counts, exposure=exposures)
def test_a_rate_lies_within_its_interval(n: int, exposure: int) -> None:
    found = rate_per_year(n, exposure)
    assert (found.low or 0) <= (found.value or 0) <= (found.high or 0)


def compared(rows: list[Occurrence], day: date, as_of: date) -> Comparison:
    change = Change("t", "JPN", day, False, "s", as_of)
    parts = [Part("c1", Span(date(2021, 1, 1), date(2026, 2, 28)))]
    return compare(change, "g", rows, parts, others=(), as_of=as_of, window_days=365, fewest_days=90)


@often
@given(rows=occurrence_lists(), day=days, as_of=days, data=st.data())
def test_the_order_of_events_changes_nothing(
    rows: list[Occurrence], day: date, as_of: date, data: st.DataObject
) -> None:
    assert compared(data.draw(st.permutations(rows)), day, as_of) == compared(rows, day, as_of)


@often
@given(rows=occurrence_lists(), day=days, as_of=days)
def test_events_after_the_day_change_nothing(rows: list[Occurrence], day: date, as_of: date) -> None:
    held = [row for row in rows if row.span.last <= as_of]
    assert compared(rows, day, as_of) == compared(held, day, as_of)


@often
@given(rows=occurrence_lists(), strangers=occurrence_lists("s", part=""), day=days, as_of=days)
def test_events_of_no_covered_part_change_no_rate(
    rows: list[Occurrence], strangers: list[Occurrence], day: date, as_of: date
) -> None:
    mixed, alone = compared([*rows, *strangers], day, as_of), compared(rows, day, as_of)
    assert (mixed.ratio, mixed.n_before, mixed.n_after) == (alone.ratio, alone.n_before, alone.n_after)


@often
@given(rows=occurrence_lists(), day=days, as_of=days)
def test_no_event_is_counted_that_was_not_seen(rows: list[Occurrence], day: date, as_of: date) -> None:
    found = compared(rows, day, as_of)
    if found.coverage_ids:
        assert found.n_before <= found.n_seen_before
        assert found.n_after <= found.n_seen_after
    assert len(found.record_ids) == found.n_seen_before + found.n_seen_after


@often
@given(tenures=tenure_lists(), as_of=days)
def test_one_person_at_a_time_leads_a_state(tenures: list[Tenure], as_of: date) -> None:
    led = successive(tenures, as_of=as_of)
    for one, first in led:
        assert first.last <= as_of
        for other, second in led:
            if one is not other and one.state == other.state:
                assert first.within(second).days == 0
    assert all(change.day <= as_of for change in changes_of_leader(tenures, as_of=as_of))


@often
@given(rows=occurrence_lists(), as_of=days, searched=st.booleans())
def test_nothing_stops_that_was_neither_searched_for_nor_said_to_be_over(
    rows: list[Occurrence], as_of: date, searched: bool
) -> None:
    change = Change("t", "JPN", date(2024, 1, 1), False, "s", as_of)
    looks = (Look("s1", date(2026, 12, 31)),) if searched else ()
    line = Line("x", "meetings", tuple(rows), Span(date(2020, 1, 1), date(2026, 12, 31)), True, 365, looks=looks)
    if as_of < change.day:
        return
    found = inheritance(change, line, as_of=as_of, window_days=365, thinned_share=0.5)
    if found.state is Inherited.STOPPED:
        assert searched
        assert found.n_before
        assert not found.n_after
        assert found.days_after >= 365
    held = tuple(row for row in rows if row.span.last <= as_of)
    assert found == inheritance(
        change, replace(line, occurrences=held), as_of=as_of, window_days=365, thinned_share=0.5
    )
