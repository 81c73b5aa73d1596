"""What must hold for any meetings and deeds: order and strangers change nothing, later ones are not seen."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from kanae.measures.cadence import Cadence, Punctuality, Rules, Series, cadence
from kanae.measures.change import changes
from kanae.measures.gaps import Meeting, Span
from kanae.measures.lateness import GapPrior
from kanae.measures.words_and_acts import Deed, half_year_of, half_years_between, words_and_acts
from kanae.model.status import Status, StatusOn

often = settings(deadline=None, max_examples=100, derandomize=True)
days = st.dates(date(2020, 1, 1), date(2026, 12, 31))
spans = st.sampled_from([0, 0, 0, 1, 30, 200])


@st.composite
def meeting_lists(draw: st.DrawFn) -> list[Meeting]:
    firsts = draw(st.lists(days, max_size=8))
    return [Meeting(f"e{number}", day, day + timedelta(days=draw(spans))) for number, day in enumerate(firsts)]


@st.composite
def deed_lists(draw: st.DrawFn, *, field: str | None = None, prefix: str = "f") -> list[Deed]:
    return [
        Deed(
            record_id=f"{prefix}{number}",
            deed_id=draw(st.sampled_from(["a", "b", "c", "d"])),
            kind=draw(st.sampled_from(["words", "acts"])),
            field=field or draw(st.sampled_from(["defense", "cyber"])),
            first=(first := draw(days)),
            last=first + timedelta(days=draw(spans)),
        )
        for number in range(draw(st.integers(0, 8)))
    ]


def rhythm_on(meetings: list[Meeting], as_of: date, stated: int | None) -> Cadence:
    whole = (Span(date(1990, 1, 1), date(2040, 12, 31)),)
    rules = Rules(1.25, 2.0, 0.25, GapPrior(180, 1, 2, 0.35))
    return cadence(Series(meetings, stated, whole), as_of=as_of, rules=rules)


stated_rhythms = st.sampled_from([None, 183, 365])


@often
@given(meetings=meeting_lists(), as_of=days, stated=stated_rhythms, data=st.data())
def test_the_order_of_meetings_changes_nothing(
    meetings: list[Meeting], as_of: date, stated: int | None, data: st.DataObject
) -> None:
    shuffled = data.draw(st.permutations(meetings))
    assert rhythm_on(shuffled, as_of, stated) == rhythm_on(meetings, as_of, stated)


@often
@given(meetings=meeting_lists(), as_of=days, stated=stated_rhythms)
def test_a_later_meeting_is_not_seen(meetings: list[Meeting], as_of: date, stated: int | None) -> None:
    held = [meeting for meeting in meetings if meeting.last <= as_of]
    assert rhythm_on(meetings, as_of, stated) == rhythm_on(held, as_of, stated)


@often
@given(meetings=meeting_lists(), as_of=days, stated=stated_rhythms, later=st.integers(0, 1000))
def test_a_series_that_does_not_meet_only_gets_later(
    meetings: list[Meeting], as_of: date, stated: int | None, later: int
) -> None:
    held = [meeting for meeting in meetings if meeting.last <= as_of]
    order = [Punctuality.ON_TIME, Punctuality.LATE, Punctuality.OVERDUE, Punctuality.TOO_FEW, Punctuality.NEVER]
    now, then = rhythm_on(held, as_of, stated), rhythm_on(held, as_of + timedelta(days=later), stated)
    assert order.index(now.punctuality) <= order.index(then.punctuality)
    assert (now.rhythm_days, now.expected, now.n) == (then.rhythm_days, then.expected, then.n)
    assert now.p_gap is None or (then.p_gap is not None and then.p_gap <= now.p_gap)


@often
@given(deeds=deed_lists(), as_of=days, data=st.data())
def test_the_order_of_deeds_changes_nothing(deeds: list[Deed], as_of: date, data: st.DataObject) -> None:
    shuffled = data.draw(st.permutations(deeds))
    assert words_and_acts(shuffled, as_of=as_of) == words_and_acts(deeds, as_of=as_of)


@often
@given(deeds=deed_lists(), as_of=days)
def test_a_later_deed_is_not_seen(deeds: list[Deed], as_of: date) -> None:
    done = [deed for deed in deeds if deed.last <= as_of]
    assert words_and_acts(deeds, as_of=as_of) == words_and_acts(done, as_of=as_of)


@often
@given(deeds=deed_lists(), strangers=deed_lists(field="space", prefix="s"), as_of=days)
def test_deeds_of_another_field_change_no_count(deeds: list[Deed], strangers: list[Deed], as_of: date) -> None:
    mixed = words_and_acts([*deeds, *strangers], as_of=as_of)
    ours = tuple(count for count in mixed.counts if count.field != "space")
    assert ours == words_and_acts(deeds, as_of=as_of).counts


@often
@given(deeds=deed_lists(), as_of=days)
def test_every_deed_is_counted_once_or_reported_or_later(deeds: list[Deed], as_of: date) -> None:
    found = words_and_acts(deeds, as_of=as_of)
    counted = [record_id for count in found.counts for record_id in count.record_ids]
    later = [deed.record_id for deed in deeds if deed.last > as_of]
    assert sorted([*counted, *found.undated_ids, *later]) == sorted(deed.record_id for deed in deeds)
    assert all(1 <= count.n <= len(count.record_ids) for count in found.counts)


@often
@given(deeds=deed_lists(), as_of=days, data=st.data())
def test_a_deed_entered_again_is_no_further_deed(deeds: list[Deed], as_of: date, data: st.DataObject) -> None:
    again = [
        Deed(f"again-{deed.record_id}", deed.deed_id, deed.kind, deed.field, deed.first, deed.last) for deed in deeds
    ]
    twice, once = words_and_acts([*deeds, *again], as_of=as_of), words_and_acts(deeds, as_of=as_of)
    assert [count.n for count in twice.counts] == [count.n for count in once.counts]


@often
@given(first=days, last=days)
def test_half_years_between_two_days_begin_and_end_with_theirs(first: date, last: date) -> None:
    first, last = sorted((first, last))
    between = half_years_between(first, last)
    assert (between[0], between[-1]) == (half_year_of(first), half_year_of(last))
    assert list(between) == sorted(set(between))


standings = st.dictionaries(
    st.sampled_from(["c1", "c2", "c3"]),
    st.builds(
        lambda status, score: StatusOn("c", status, 0, score, date(2024, 1, 1), "", {}, (), (), ()),
        st.sampled_from(Status),
        st.sampled_from([None, -1, 0, 1]),
    ),
)


@often
@given(before=standings, after=standings)
def test_changes_lead_from_the_one_to_the_other(before: dict[str, StatusOn], after: dict[str, StatusOn]) -> None:
    found = {change.commitment_id: change for change in changes(before, after)}
    assert changes(after, after) == ()
    for commitment_id, status in after.items():
        was = before[commitment_id].status if commitment_id in before else None
        assert (commitment_id in found) is (was is not status.status)
    for change in found.values():
        assert change.after is after[change.commitment_id].status
        assert change.direction in (-1, 0, 1)
