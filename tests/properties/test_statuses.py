"""What must hold for any evidence: of order, of time, of readings and limits."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from kanae.measures.status import climb, derive_status
from kanae.model.status import Effect, Reading, Rule, Scale, Status, StatusOn, Step, Thresholds, Undertaking

often = settings(deadline=None, max_examples=100, derandomize=True)
MADE = date(2023, 8, 18)
LIMITS = Thresholds(position_days=60, kept_ratio=1.25, late_ratio=2.0, cadence_days=30, body_days=45)
"""Short limits, so that they run out within the half-year that is tried."""

HALF_YEAR = 180
SCALE = Scale(
    scores={"position": dict.fromkeys(range(1, 6), 1), "other": {1: -1, 2: 0, 3: 0, 4: 1, 5: 1}},
    ceilings=dict.fromkeys(
        (
            Status.ANNOUNCED,
            Status.PENDING,
            Status.NOT_BEGUN,
            Status.LATE,
            Status.SILENT,
            Status.DORMANT,
            Status.OVERDUE,
        ),
        0,
    )
    | dict.fromkeys((Status.LAPSED, Status.ENDED, Status.DROPPED, Status.CONTRADICTED), -1),
)
FADED = {
    Status.HELD: 0,
    Status.SILENT: 1,
    Status.KEPT: 0,
    Status.LATE: 1,
    Status.LAPSED: 2,
    Status.ESTABLISHED: 0,
    Status.OPERATING: 0,
    Status.DORMANT: 1,
    Status.PENDING: 0,
    Status.OVERDUE: 1,
}
"""How far a status has faded; only limits and deadlines that run out lead from one to the next."""

days = st.integers(0, HALF_YEAR).map(lambda number: MADE + timedelta(days=number))
some_days = st.none() | days
undertakings = st.builds(
    Undertaking,
    commitment_id=st.just("c1"),
    rule=st.sampled_from(Rule),
    made=st.just(MADE),
    cadence_days=st.sampled_from([None, 20, 45]),
    deadline=some_days,
    superseded_on=st.none() | st.none() | st.none() | days,
)


@st.composite
def step_lists(draw: st.DrawFn, *, prefix: str = "f", most: int = 6) -> list[Step]:
    return [
        Step(
            evidence_id=f"{prefix}{number}",
            first=(first := draw(days)),
            last=first + timedelta(days=draw(st.sampled_from([0, 0, 0, 1, 30]))),
            effect=draw(st.sampled_from(Effect)),
            acted_by=draw(st.sampled_from(["all", "all", "wider", "two", "one"])),
            is_close=draw(st.sampled_from([True, True, False])),
            is_binding=draw(st.booleans()),
            is_confirmed=draw(st.sampled_from([True, True, True, False])),
        )
        for number in range(draw(st.integers(0, most)))
    ]


readings = st.sampled_from(Reading)


def status_on(
    undertaking: Undertaking,
    steps: list[Step],
    as_of: date,
    reading: Reading = Reading.WIDE,
    limits: Thresholds = LIMITS,
) -> StatusOn:
    derived = derive_status(undertaking, steps, as_of=as_of, thresholds=limits, scale=SCALE, reading=reading)
    assert derived is not None
    return derived


@often
@given(undertaking=undertakings, steps=step_lists(), as_of=days, reading=readings, data=st.data())
def test_the_order_of_the_evidence_changes_nothing(
    undertaking: Undertaking, steps: list[Step], as_of: date, reading: Reading, data: st.DataObject
) -> None:
    shuffled = data.draw(st.permutations(steps))
    assert status_on(undertaking, shuffled, as_of, reading) == status_on(undertaking, steps, as_of, reading)


@often
@given(undertaking=undertakings, steps=step_lists(), as_of=days, reading=readings)
def test_what_may_be_later_than_the_day_changes_nothing(
    undertaking: Undertaking, steps: list[Step], as_of: date, reading: Reading
) -> None:
    past = [step for step in steps if step.last <= as_of]
    assert status_on(undertaking, steps, as_of, reading) == status_on(undertaking, past, as_of, reading)


@often
@given(undertaking=undertakings, steps=step_lists(), doubtful=step_lists(prefix="u"), as_of=days, reading=readings)
def test_unconfirmed_evidence_changes_nothing(
    undertaking: Undertaking, steps: list[Step], doubtful: list[Step], as_of: date, reading: Reading
) -> None:
    added = [replace(step, is_confirmed=False) for step in doubtful]
    assert status_on(undertaking, [*steps, *added], as_of, reading) == status_on(undertaking, steps, as_of, reading)


@often
@given(undertaking=undertakings, steps=step_lists(), apart=step_lists(prefix="u"), as_of=days)
def test_evidence_of_one_member_alone_changes_nothing_unless_it_is_against(
    undertaking: Undertaking, steps: list[Step], apart: list[Step], as_of: date
) -> None:
    added = [replace(step, acted_by="one") for step in apart if step.effect.is_act or step.effect.is_words]
    with_it, without = status_on(undertaking, [*steps, *added], as_of), status_on(undertaking, steps, as_of)
    assert replace(with_it, uncounted_ids=without.uncounted_ids) == without


@often
@given(steps=step_lists(), more=step_lists(prefix="m"))
def test_more_evidence_never_lowers_the_ladder(steps: list[Step], more: list[Step]) -> None:
    assert 0 <= climb(steps) <= climb([*steps, *more]) <= 5


@often
@given(steps=step_lists(), day=days)
def test_an_occurrence_reaches_the_fourth_rung(steps: list[Step], day: date) -> None:
    assert climb([*steps, Step("m", day, day, Effect.RECURRED, "all")]) >= 4


@often
@given(undertaking=undertakings, steps=step_lists(), as_of=days)
def test_a_wider_reading_never_turns_an_act_into_nothing(
    undertaking: Undertaking, steps: list[Step], as_of: date
) -> None:
    strict = status_on(undertaking, steps, as_of, Reading.STRICT)
    wide = status_on(undertaking, steps, as_of, Reading.WIDE)
    assert set(strict.evidence_ids) <= set(wide.evidence_ids)
    assert set(wide.uncounted_ids) <= set(strict.uncounted_ids)
    assert strict.ladder <= wide.ladder
    assert strict.status is Status.NO_EVIDENCE_FOUND or wide.status is not Status.NO_EVIDENCE_FOUND


@often
@given(
    undertaking=undertakings, steps=step_lists(), as_of=days, reading=readings, factor=st.floats(1, 10, allow_nan=False)
)
def test_longer_limits_never_let_a_status_fade(
    undertaking: Undertaking, steps: list[Step], as_of: date, reading: Reading, factor: float
) -> None:
    shorter = status_on(undertaking, steps, as_of, reading).status
    longer = status_on(undertaking, steps, as_of, reading, LIMITS.scaled(factor)).status
    assert longer is shorter or FADED[longer] < FADED[shorter]


@often
@given(undertaking=undertakings, steps=step_lists(), as_of=days, later=st.integers(0, 400), reading=readings)
def test_time_alone_only_lets_a_status_fade(
    undertaking: Undertaking, steps: list[Step], as_of: date, later: int, reading: Reading
) -> None:
    alone = replace(undertaking, superseded_on=None)
    past = [step for step in steps if step.last <= as_of]
    today = status_on(alone, past, as_of, reading).status
    then = status_on(alone, past, as_of + timedelta(days=later), reading).status
    assert then is today or FADED[then] > FADED[today]


@often
@given(undertaking=undertakings, steps=step_lists(), as_of=days, reading=readings)
def test_the_day_of_the_last_change_is_what_trying_every_day_finds(
    undertaking: Undertaking, steps: list[Step], as_of: date, reading: Reading
) -> None:
    found = status_on(undertaking, steps, as_of, reading)
    every_day = [MADE + timedelta(days=number) for number in range((as_of - MADE).days + 1)]
    others = [day for day in every_day if status_on(undertaking, steps, day, reading).status is not found.status]
    assert found.since == (max(others) + timedelta(days=1) if others else MADE)


@often
@given(undertaking=undertakings, steps=step_lists(), as_of=days, reading=readings)
def test_a_score_is_minus_one_zero_or_one_or_unknown_by_name(
    undertaking: Undertaking, steps: list[Step], as_of: date, reading: Reading
) -> None:
    found = status_on(undertaking, steps, as_of, reading)
    unknown = found.status in (Status.NO_EVIDENCE_FOUND, Status.SUPERSEDED)
    assert (found.score is None) is unknown
    assert found.score in (None, -1, 0, 1)
    assert set(found.decisive_ids) <= set(found.evidence_ids)
    assert MADE <= found.since <= as_of
