"""The status rules, one row a case: what was found, on which day, and the status that must come of it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from kanae.measures.status import climb, derive_status
from kanae.model.status import Effect, Reading, Rule, Scale, Status, Step, Thresholds, Undertaking

MADE = date(2023, 8, 18)
ACTED = date(2024, 1, 1)
LATER = date(2024, 3, 1)


def step(
    effect: str,
    day: date = ACTED,
    *,
    number: int = 1,
    last: date | None = None,
    by: str = "all",
    close: bool = True,
    binding: bool = False,
    confirmed: bool = True,
) -> Step:
    return Step(f"f{number}", day, last or day, Effect(effect), by, close, binding, confirmed)


def promise(
    rule: Rule, *, cadence: int | None = None, deadline: date | None = None, superseded: date | None = None
) -> Undertaking:
    return Undertaking("c1", rule, MADE, cadence, deadline, superseded)


CASES = [
    # rule, effects (the second two months later), days after the last, status, reason, score
    (Rule.POSITION, ("reaffirmed",), 0, "held", "position-held", 1),
    (Rule.POSITION, ("reaffirmed",), 730, "held", "position-held", 1),
    (Rule.POSITION, ("reaffirmed",), 731, "silent", "position-silent", 0),
    (Rule.POSITION, ("begun",), 730, "held", "position-held", 1),
    (Rule.POSITION, ("advanced",), 731, "silent", "position-silent", 0),
    (Rule.POSITION, ("delayed",), 0, "silent", "position-silent-never", 0),
    (Rule.POSITION, ("lapsed",), 0, "silent", "position-silent-never", 0),
    (Rule.POSITION, ("contradicted",), 0, "contradicted", "contradicted", -1),
    (Rule.POSITION, ("reaffirmed", "contradicted"), 0, "contradicted", "contradicted", -1),
    (Rule.POSITION, ("contradicted", "reaffirmed"), 0, "held", "position-held", 1),
    (Rule.POSITION, ("contradicted", "begun"), 0, "held", "position-held", 1),
    (Rule.RECURRING, ("recurred",), 0, "kept", "recurring-kept", 1),
    (Rule.RECURRING, ("begun",), 456, "kept", "recurring-kept", 1),
    (Rule.RECURRING, ("recurred",), 457, "late", "recurring-late", 0),
    (Rule.RECURRING, ("fulfilled",), 730, "late", "recurring-late", 0),
    (Rule.RECURRING, ("recurred",), 731, "lapsed", "recurring-lapsed", -1),
    (Rule.RECURRING, ("recurred", "lapsed"), 0, "lapsed", "recurring-lapsed-said", -1),
    (Rule.RECURRING, ("lapsed", "recurred"), 0, "kept", "recurring-kept", 1),
    (Rule.RECURRING, ("recurred", "ended"), 0, "ended", "ended", -1),
    (Rule.RECURRING, ("recurred", "dropped"), 0, "ended", "ended", -1),
    (Rule.RECURRING, ("ended", "recurred"), 0, "kept", "recurring-kept", 1),
    (Rule.RECURRING, ("ended",), 0, "ended", "ended", -1),
    (Rule.RECURRING, ("advanced",), 0, "not-begun", "recurring-prepared", 0),
    (Rule.RECURRING, ("advanced", "delayed"), 0, "not-begun", "recurring-prepared", 0),
    (Rule.RECURRING, ("delayed",), 0, "not-begun", "recurring-put-off", 0),
    (Rule.RECURRING, ("reaffirmed",), 0, "words-only", "words-only", -1),
    (Rule.RECURRING, ("reaffirmed",), 5000, "words-only", "words-only", -1),
    (Rule.RECURRING, ("reaffirmed", "delayed"), 0, "words-only", "words-only", -1),
    (Rule.RECURRING, ("recurred", "delayed"), 0, "kept", "recurring-kept", 1),
    (Rule.RECURRING, ("recurred", "contradicted"), 0, "contradicted", "contradicted", -1),
    (Rule.RECURRING, ("contradicted", "reaffirmed"), 0, "contradicted", "contradicted", -1),
    (Rule.RECURRING, ("contradicted", "recurred"), 0, "kept", "recurring-kept", 1),
    (Rule.BODY, ("delayed",), 0, "announced", "body-announced", 0),
    (Rule.BODY, ("reaffirmed",), 0, "words-only", "words-only", -1),
    (Rule.BODY, ("begun",), 548, "established", "body-established", 1),
    (Rule.BODY, ("fulfilled",), 0, "established", "body-established", 1),
    (Rule.BODY, ("begun",), 549, "dormant", "body-dormant", 0),
    (Rule.BODY, ("advanced",), 548, "operating", "body-operating", 0),
    (Rule.BODY, ("recurred",), 0, "operating", "body-operating", 1),
    (Rule.BODY, ("begun", "recurred"), 548, "operating", "body-operating", 1),
    (Rule.BODY, ("begun", "recurred"), 549, "dormant", "body-dormant", 0),
    (Rule.BODY, ("begun", "lapsed"), 0, "dormant", "body-lapsed", 0),
    (Rule.BODY, ("begun", "ended"), 0, "ended", "ended", -1),
    (Rule.BODY, ("begun", "dropped"), 0, "ended", "ended", -1),
    (Rule.BODY, ("ended", "recurred"), 0, "operating", "body-operating", 1),
    (Rule.BODY, ("begun", "contradicted"), 0, "contradicted", "contradicted", -1),
    (Rule.DELIVERABLE, ("fulfilled",), 0, "delivered", "deliverable-delivered", 1),
    (Rule.DELIVERABLE, ("fulfilled",), 9999, "delivered", "deliverable-delivered", 1),
    (Rule.DELIVERABLE, ("fulfilled", "ended"), 0, "delivered", "deliverable-delivered", 1),
    (Rule.DELIVERABLE, ("advanced",), 0, "pending", "deliverable-pending", 0),
    (Rule.DELIVERABLE, ("begun",), 9999, "pending", "deliverable-pending", 0),
    (Rule.DELIVERABLE, ("delayed",), 0, "pending", "deliverable-pending", 0),
    (Rule.DELIVERABLE, ("begun", "dropped"), 0, "dropped", "deliverable-dropped", -1),
    (Rule.DELIVERABLE, ("begun", "lapsed"), 0, "dropped", "deliverable-dropped", -1),
    (Rule.DELIVERABLE, ("dropped", "begun"), 0, "pending", "deliverable-pending", 0),
    (Rule.DELIVERABLE, ("reaffirmed",), 0, "words-only", "words-only", -1),
    (Rule.DELIVERABLE, ("begun", "contradicted"), 0, "contradicted", "contradicted", -1),
    (Rule.DELIVERABLE, ("contradicted", "fulfilled"), 0, "delivered", "deliverable-delivered", 1),
]


@pytest.mark.parametrize(("rule", "effects", "days", "status", "reason", "score"), CASES)
def test_what_was_found_decides_the_status(
    rule: Rule,
    effects: tuple[str, ...],
    days: int,
    status: str,
    reason: str,
    score: int,
    limits: Thresholds,
    scale: Scale,
) -> None:
    steps = [
        step(effect, day, number=number)
        for number, (effect, day) in enumerate(zip(effects, (ACTED, LATER), strict=False))
    ]
    as_of = steps[-1].last + timedelta(days=days)
    derived = derive_status(promise(rule), steps, as_of=as_of, thresholds=limits, scale=scale)
    assert derived is not None
    assert (derived.status, derived.reason, derived.score) == (status, reason, score)


def test_every_status_of_the_issue_is_among_the_cases() -> None:
    tried = {Status(case[3]) for case in CASES}
    elsewhere = {Status.OVERDUE, Status.SUPERSEDED, Status.NO_EVIDENCE_FOUND}
    assert tried | elsewhere == set(Status)


@pytest.mark.parametrize("rule", list(Rule))
def test_nothing_found_is_a_status_of_its_own_without_a_score(rule: Rule, limits: Thresholds, scale: Scale) -> None:
    derived = derive_status(promise(rule), [], as_of=date(2026, 2, 28), thresholds=limits, scale=scale)
    assert derived is not None
    assert (derived.status, derived.score, derived.ladder, derived.since) == ("no-evidence-found", None, 0, MADE)


@pytest.mark.parametrize("rule", list(Rule))
def test_a_successor_supersedes_from_its_day_on(rule: Rule, limits: Thresholds, scale: Scale) -> None:
    undertaking = promise(rule, superseded=LATER)
    before, after = (
        derive_status(undertaking, [step("begun")], as_of=day, thresholds=limits, scale=scale)
        for day in (LATER - timedelta(days=1), LATER)
    )
    assert before is not None
    assert after is not None
    assert before.status is not Status.SUPERSEDED
    assert (after.status, after.score, after.since) == ("superseded", None, LATER)


@pytest.mark.parametrize(
    ("effects", "days_after_deadline", "status"),
    [
        (("begun",), 0, "pending"),
        (("begun",), 1, "overdue"),
        (("delayed",), 0, "pending"),
        (("delayed",), 1, "overdue"),
        (("reaffirmed",), 1, "words-only"),
        (("fulfilled",), 1, "delivered"),
        (("dropped",), 1, "dropped"),
    ],
)
def test_a_deliverable_is_overdue_from_the_day_after_its_deadline(
    effects: tuple[str, ...], days_after_deadline: int, status: str, limits: Thresholds, scale: Scale
) -> None:
    deadline = date(2024, 6, 30)
    derived = derive_status(
        promise(Rule.DELIVERABLE, deadline=deadline),
        [step(effect) for effect in effects],
        as_of=deadline + timedelta(days=days_after_deadline),
        thresholds=limits,
        scale=scale,
    )
    assert derived is not None
    assert derived.status == status


@pytest.mark.parametrize(
    ("cadence", "days", "status"),
    [
        (365, 456, "kept"),  # 1.25 x 365 = 456.25
        (365, 457, "late"),
        (365, 730, "late"),
        (365, 731, "lapsed"),
        (730, 912, "kept"),  # 912.5
        (730, 913, "late"),
        (730, 1460, "late"),
        (730, 1461, "lapsed"),
        (183, 228, "kept"),  # 228.75
        (183, 229, "late"),
        (183, 366, "late"),
        (183, 367, "lapsed"),
        (100, 125, "kept"),  # a whole limit still counts
        (100, 126, "late"),
        (None, 456, "kept"),  # 365 assumed
        (None, 457, "late"),
    ],
)
def test_a_recurring_promise_is_measured_by_its_own_cadence(
    cadence: int | None, days: int, status: str, limits: Thresholds, scale: Scale
) -> None:
    derived = derive_status(
        promise(Rule.RECURRING, cadence=cadence),
        [step("recurred")],
        as_of=ACTED + timedelta(days=days),
        thresholds=limits,
        scale=scale,
    )
    assert derived is not None
    assert derived.status == status


@pytest.mark.parametrize(
    ("rule", "effects", "status"),
    [
        (Rule.POSITION, ("reaffirmed", "contradicted"), "contradicted"),
        (Rule.RECURRING, ("recurred", "ended"), "ended"),
        (Rule.BODY, ("recurred", "lapsed"), "dormant"),
        (Rule.DELIVERABLE, ("begun", "dropped"), "dropped"),
    ],
)
def test_on_one_day_the_step_against_it_wins(
    rule: Rule, effects: tuple[str, str], status: str, limits: Thresholds, scale: Scale
) -> None:
    for order in (effects, effects[::-1]):
        steps = [step(effect, number=number) for number, effect in enumerate(order)]
        derived = derive_status(promise(rule), steps, as_of=ACTED, thresholds=limits, scale=scale)
        assert derived is not None
        assert derived.status == status


@pytest.mark.parametrize(
    ("effect", "by", "close", "strict", "wide"),
    [
        ("recurred", "all", True, True, True),
        ("recurred", "all", False, False, True),
        ("recurred", "wider", True, False, True),
        ("recurred", "two", True, False, True),
        ("recurred", "two", False, False, True),
        ("recurred", "one", True, False, False),
        ("reaffirmed", "all", True, True, True),
        ("reaffirmed", "wider", True, False, True),
        ("reaffirmed", "one", True, False, False),
        ("contradicted", "one", True, True, True),
        ("contradicted", "one", False, False, True),
        ("delayed", "two", True, True, True),
        ("lapsed", "wider", False, False, True),
    ],
)
def test_a_reading_says_whose_acts_count(
    effect: str, by: str, close: bool, strict: bool, wide: bool, limits: Thresholds, scale: Scale
) -> None:
    found = step(effect, by=by, close=close)
    for reading, counts in ((Reading.STRICT, strict), (Reading.WIDE, wide)):
        derived = derive_status(
            promise(Rule.RECURRING), [found], as_of=LATER, thresholds=limits, scale=scale, reading=reading
        )
        assert derived is not None
        assert (derived.status is Status.NO_EVIDENCE_FOUND) is not counts
        assert derived.evidence_ids == (("f1",) if counts else ())
        assert derived.uncounted_ids == (() if counts else ("f1",))


@pytest.mark.parametrize("reading", list(Reading))
@pytest.mark.parametrize("effect", list(Effect))
def test_an_unconfirmed_step_is_never_counted(
    effect: Effect, reading: Reading, limits: Thresholds, scale: Scale
) -> None:
    derived = derive_status(
        promise(Rule.POSITION),
        [step(effect, confirmed=False)],
        as_of=LATER,
        thresholds=limits,
        scale=scale,
        reading=reading,
    )
    assert derived is not None
    assert (derived.status, derived.ladder, derived.evidence_ids) == ("no-evidence-found", 0, ())


def test_a_commitment_has_no_status_before_it_was_made(limits: Thresholds, scale: Scale) -> None:
    before = MADE - timedelta(days=1)
    assert derive_status(promise(Rule.BODY), [], as_of=before, thresholds=limits, scale=scale) is None
    assert derive_status(promise(Rule.BODY), [], as_of=MADE, thresholds=limits, scale=scale) is not None


def test_a_step_of_a_month_counts_from_its_last_day(limits: Thresholds, scale: Scale) -> None:
    june = step("begun", date(2024, 6, 1), last=date(2024, 6, 30))
    for day, status in ((date(2024, 6, 29), "no-evidence-found"), (date(2024, 6, 30), "established")):
        derived = derive_status(promise(Rule.BODY), [june], as_of=day, thresholds=limits, scale=scale)
        assert derived is not None
        assert derived.status == status


@pytest.mark.parametrize(
    ("rule", "days", "since"),
    [
        (Rule.POSITION, 730, date(2024, 1, 1)),
        (Rule.POSITION, 800, date(2024, 1, 1) + timedelta(days=731)),
        (Rule.RECURRING, 700, date(2024, 1, 1) + timedelta(days=457)),
        (Rule.RECURRING, 800, date(2024, 1, 1) + timedelta(days=731)),
        (Rule.BODY, 600, date(2024, 1, 1) + timedelta(days=549)),
    ],
)
def test_the_day_of_the_last_change_is_the_day_the_limit_ran_out(
    rule: Rule, days: int, since: date, limits: Thresholds, scale: Scale
) -> None:
    derived = derive_status(
        promise(rule), [step("begun")], as_of=ACTED + timedelta(days=days), thresholds=limits, scale=scale
    )
    assert derived is not None
    assert derived.since == since


def test_the_decisive_step_is_the_one_the_sentence_speaks_of(limits: Thresholds, scale: Scale) -> None:
    steps = [step("recurred", number=1), step("recurred", LATER, number=2)]
    derived = derive_status(
        promise(Rule.RECURRING, cadence=365), steps, as_of=date(2026, 2, 28), thresholds=limits, scale=scale
    )
    assert derived is not None
    assert derived.decisive_ids == ("f2",)
    assert derived.facts == {"day": LATER, "days": 729, "cadence": 365, "ratio": 2.0, "limit": 2.0}


@pytest.mark.parametrize(
    ("steps", "rung"),
    [
        ([], 0),
        ([step("delayed")], 0),
        ([step("contradicted")], 0),
        ([step("reaffirmed")], 1),
        ([step("advanced")], 2),
        ([step("advanced", binding=True)], 3),
        ([step("reaffirmed", binding=True)], 1),
        ([step("advanced"), step("advanced", LATER, binding=True)], 3),
        ([step("begun")], 4),
        ([step("recurred")], 4),
        ([step("fulfilled")], 4),
        ([step("begun", number=1), step("begun", number=2)], 4),  # two rows of one day are one occurrence
        ([step("begun"), step("recurred", LATER)], 5),
        ([step("begun"), step("advanced", LATER)], 4),
    ],
)
def test_the_ladder_says_how_far_it_ever_got(steps: list[Step], rung: int) -> None:
    assert climb(steps) == rung


def test_a_fallen_status_caps_the_score_but_not_the_ladder(limits: Thresholds, scale: Scale) -> None:
    steps = [step("begun", number=1), step("recurred", LATER, number=2)]
    derived = derive_status(promise(Rule.BODY), steps, as_of=date(2026, 2, 28), thresholds=limits, scale=scale)
    assert derived is not None
    assert (derived.status, derived.ladder, derived.score) == ("dormant", 5, 0)
