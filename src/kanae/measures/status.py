"""The status of a commitment, derived by rule from its evidence as of a day; never typed in.

The rules are those of ``docs/explanation/statuses.md``. The ladder and its score follow the coding practice of the
G7 Research Group (first-order compliance), with "nothing found" kept apart from "not done".
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from math import floor

from kanae.model.status import Effect, Reading, Rule, Scale, Status, StatusOn, Step, Thresholds, Undertaking

OCCURRENCES = (Effect.BEGUN, Effect.RECURRED, Effect.FULFILLED)
"""Effects that are one more occurrence of a recurring promise."""

Facts = Mapping[str, str | int | float | date]


@dataclass(frozen=True, slots=True)
class _Finding:
    """What a rule concludes, before ladder, score and day of change are added."""

    status: Status
    reason: str
    decisive: tuple[Step, ...] = ()
    facts: Facts | None = None


def derive_status(
    undertaking: Undertaking,
    steps: Sequence[Step],
    *,
    as_of: date,
    thresholds: Thresholds,
    scale: Scale,
    reading: Reading = Reading.STRICT,
) -> StatusOn | None:
    """Derive the status of a commitment on a day.

    A step counts when it is confirmed, lies wholly on or before the day, and fits the reading. Absence of evidence is
    a status of its own and has no score.

    Args:
        undertaking: The commitment.
        steps: Its evidence, in any order.
        as_of: The day.
        thresholds: Limits of the rules.
        scale: Scores of the ladder.
        reading: Whose acts count.

    Returns:
        The status, or ``None`` when the commitment was not yet made.

    Examples:
        >>> summit = Undertaking("cd-001", Rule.RECURRING, date(2023, 8, 18), cadence_days=365)
        >>> lima = Step("f002", date(2024, 11, 15), date(2024, 11, 15), Effect.RECURRED, "all")
        >>> limits = Thresholds(730, 1.25, 2.0, 365, 548)
        >>> scale = Scale({"other": {4: 1}, "position": {}}, {Status.LATE: 0})
        >>> derive_status(summit, [lima], as_of=date(2026, 2, 28), thresholds=limits, scale=scale).status
        <Status.LATE: 'late'>
    """
    if as_of < undertaking.made:
        return None
    seen = sorted(
        (step for step in steps if step.is_confirmed and step.last <= as_of),
        key=lambda step: (step.last, step.first, step.evidence_id),
    )
    counted = [step for step in seen if step.counts_in(reading)]
    finding = _find(undertaking, counted, as_of, thresholds)
    ladder = climb(counted)
    return StatusOn(
        commitment_id=undertaking.commitment_id,
        status=finding.status,
        ladder=ladder,
        score=_score(finding.status, ladder, undertaking.rule, scale),
        since=_since(undertaking, counted, as_of, thresholds, finding.status),
        reason=finding.reason,
        facts=finding.facts or {},
        evidence_ids=tuple(step.evidence_id for step in counted),
        decisive_ids=tuple(step.evidence_id for step in finding.decisive),
        uncounted_ids=tuple(step.evidence_id for step in seen if step not in counted),
    )


def climb(steps: Sequence[Step]) -> int:
    """Return the rung of the ladder that the steps reach, 0 to 5.

    0 none found, 1 said again, 2 prepared, 3 a legal step or resources, 4 carried out once, 5 carried out repeatedly.

    Examples:
        >>> climb([])
        0
        >>> climb([Step("f1", date(2024, 1, 1), date(2024, 1, 1), Effect.BEGUN, "all")])
        4
    """
    done = {(step.first, step.last) for step in steps if step.effect in OCCURRENCES}
    if len(done) > 1:
        return 5
    if done:
        return 4
    prepared = [step for step in steps if step.effect is Effect.ADVANCED]
    if prepared:
        return 3 if any(step.is_binding for step in prepared) else 2
    return 1 if any(step.effect.is_words for step in steps) else 0


def _find(undertaking: Undertaking, steps: Sequence[Step], as_of: date, thresholds: Thresholds) -> _Finding:
    if undertaking.superseded_on is not None and undertaking.superseded_on <= as_of:
        return _Finding(Status.SUPERSEDED, "superseded", facts={"day": undertaking.superseded_on})
    if not steps:
        return _Finding(Status.NO_EVIDENCE_FOUND, "no-evidence-found")
    against = _last([step for step in steps if step.effect is Effect.CONTRADICTED])
    support = _last([step for step in steps if step.effect.is_act or _holds(step, undertaking.rule)])
    if against is not None and (support is None or support.last <= against.last):
        return _Finding(Status.CONTRADICTED, "contradicted", (against,), {"day": against.last})
    rules = {
        Rule.POSITION: _position,
        Rule.RECURRING: _recurring,
        Rule.BODY: _body,
        Rule.DELIVERABLE: _deliverable,
    }
    return rules[undertaking.rule](undertaking, steps, as_of, thresholds)


def _holds(step: Step, rule: Rule) -> bool:
    return rule is Rule.POSITION and step.effect.is_words


def _last(steps: Sequence[Step]) -> Step | None:
    return steps[-1] if steps else None


def _acts(steps: Sequence[Step]) -> list[Step]:
    return [step for step in steps if step.effect.is_act]


def _closed_after(steps: Sequence[Step], act: Step | None) -> Step | None:
    """Return the last step by which a source says it is over, unless something was done later."""
    closing = _last([step for step in steps if step.effect.closes])
    return closing if closing is not None and (act is None or act.last <= closing.last) else None


def _only_words_or(steps: Sequence[Step], otherwise: Status, reason: str) -> _Finding:
    """Return what is to be said when nothing was done: it was said again, or put off."""
    words = _last([step for step in steps if step.effect.is_words])
    if words is not None:
        return _Finding(Status.WORDS_ONLY, "words-only", (words,), {"day": words.last})
    return _Finding(otherwise, reason, (steps[-1],), {"day": steps[-1].last})


def _position(_: Undertaking, steps: Sequence[Step], as_of: date, thresholds: Thresholds) -> _Finding:
    last = _last([step for step in steps if step.effect.is_act or step.effect.is_words])
    if last is None:
        return _Finding(Status.SILENT, "position-silent-never", (steps[-1],), {"day": steps[-1].last})
    facts: Facts = {"day": last.last, "days": (as_of - last.last).days, "limit": floor(thresholds.position_days)}
    if (as_of - last.last).days <= thresholds.position_days:
        return _Finding(Status.HELD, "position-held", (last,), facts)
    return _Finding(Status.SILENT, "position-silent", (last,), facts)


def _recurring(undertaking: Undertaking, steps: Sequence[Step], as_of: date, thresholds: Thresholds) -> _Finding:
    held = _last([step for step in steps if step.effect in OCCURRENCES])
    closing = _closed_after(steps, held)
    if closing is not None:
        ended = closing.effect is not Effect.LAPSED
        status, reason = (Status.ENDED, "ended") if ended else (Status.LAPSED, "recurring-lapsed-said")
        return _Finding(status, reason, (closing,), {"day": closing.last})
    if held is None:
        act = _last(_acts(steps))
        if act is not None:
            return _Finding(Status.NOT_BEGUN, "recurring-prepared", (act,), {"day": act.last})
        return _only_words_or(steps, Status.NOT_BEGUN, "recurring-put-off")
    cadence = undertaking.cadence_days or thresholds.cadence_days
    days = (as_of - held.last).days
    facts: Facts = {"day": held.last, "days": days, "cadence": round(cadence), "ratio": round(days / cadence, 2)}
    for status, ratio in ((Status.KEPT, thresholds.kept_ratio), (Status.LATE, thresholds.late_ratio)):
        if days <= ratio * cadence:
            return _Finding(status, f"recurring-{status}", (held,), {**facts, "limit": ratio})
    return _Finding(Status.LAPSED, "recurring-lapsed", (held,), {**facts, "limit": thresholds.late_ratio})


def _body(_: Undertaking, steps: Sequence[Step], as_of: date, thresholds: Thresholds) -> _Finding:
    acts = _acts(steps)
    last = _last(acts)
    closing = _closed_after(steps, last)
    if closing is not None:
        status = Status.DORMANT if closing.effect is Effect.LAPSED else Status.ENDED
        return _Finding(status, "ended" if status is Status.ENDED else "body-lapsed", (closing,), {"day": closing.last})
    if last is None:
        return _only_words_or(steps, Status.ANNOUNCED, "body-announced")
    facts: Facts = {"day": last.last, "days": (as_of - last.last).days, "limit": floor(thresholds.body_days)}
    if (as_of - last.last).days > thresholds.body_days:
        return _Finding(Status.DORMANT, "body-dormant", (last,), facts)
    if len(acts) == 1 and last.effect in (Effect.BEGUN, Effect.FULFILLED):
        return _Finding(Status.ESTABLISHED, "body-established", (last,), facts)
    return _Finding(Status.OPERATING, "body-operating", (last,), facts)


def _deliverable(undertaking: Undertaking, steps: Sequence[Step], as_of: date, _: Thresholds) -> _Finding:
    delivered = next((step for step in steps if step.effect is Effect.FULFILLED), None)
    if delivered is not None:
        return _Finding(Status.DELIVERED, "deliverable-delivered", (delivered,), {"day": delivered.last})
    act = _last(_acts(steps))
    closing = _closed_after(steps, act)
    if closing is not None:
        return _Finding(Status.DROPPED, "deliverable-dropped", (closing,), {"day": closing.last})
    if undertaking.deadline is not None and undertaking.deadline < as_of:
        status, reason = Status.OVERDUE, "deliverable-overdue"
    else:
        status, reason = Status.PENDING, "deliverable-pending"
    if act is None:
        return _only_words_or(steps, status, reason)
    deadline = {"deadline": undertaking.deadline} if undertaking.deadline is not None else {}
    return _Finding(status, reason, (act,), {"day": act.last, **deadline})


def _score(status: Status, ladder: int, rule: Rule, scale: Scale) -> int | None:
    if status in (Status.NO_EVIDENCE_FOUND, Status.SUPERSEDED):
        return None
    kind = rule.value if rule.value in scale.scores else "other"
    reached = scale.scores[kind].get(ladder)
    ceiling = scale.ceilings.get(status)
    if reached is None or ceiling is None:
        return reached if ceiling is None else ceiling
    return min(reached, ceiling)


def _since(
    undertaking: Undertaking, counted: Sequence[Step], as_of: date, thresholds: Thresholds, status: Status
) -> date:
    """Return the first day of the unbroken time with today's status.

    Between two turning points (a step, a limit that runs out, a deadline) no status changes, so only these are tried.
    """
    since = as_of
    for day in sorted(_turning_points(undertaking, counted, as_of, thresholds), reverse=True):
        known = [step for step in counted if step.last <= day]
        if _find(undertaking, known, day, thresholds).status is not status:
            break
        since = day
    return since


def _turning_points(
    undertaking: Undertaking, counted: Sequence[Step], as_of: date, thresholds: Thresholds
) -> set[date]:
    cadence = undertaking.cadence_days or thresholds.cadence_days
    limits = {
        Rule.POSITION: (thresholds.position_days,),
        Rule.RECURRING: (thresholds.kept_ratio * cadence, thresholds.late_ratio * cadence),
        Rule.BODY: (thresholds.body_days,),
        Rule.DELIVERABLE: (),
    }[undertaking.rule]
    points = {undertaking.made}
    for step in counted:
        points.add(step.last)
        points.update(step.last + timedelta(days=floor(limit) + 1) for limit in limits)
    if undertaking.deadline is not None:
        points.add(undertaking.deadline + timedelta(days=1))
    if undertaking.superseded_on is not None:
        points.add(undertaking.superseded_on)
    return {day for day in points if undertaking.made <= day <= as_of}
