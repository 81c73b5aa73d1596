"""Vitality: from series, standing bodies and instruments that are mechanisms to the state of each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kanae.measures.levels import meetings_by_level
from kanae.measures.mechanisms import VitalityRules
from kanae.measures.vitality import life_with_bands, state_on
from kanae.model.measure import Column, MeasureRow, MeasureTable
from kanae.report.answers import Lives, MechanismLife
from kanae.workflow.measuring import Measure
from kanae.workflow.mechanisms import (
    mechanism_kind,
    mechanism_of_instrument,
    mechanism_of_series,
    was_agreed,
)
from kanae.workflow.series import coverage_of, limit_of, meetings_of, rules_of
from kanae.workflow.statuses import sensitivity_factor

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kanae.measures.levels import LevelYear
    from kanae.measures.mechanisms import Mechanism
    from kanae.measures.vitality import Band, Life, Vitality
    from kanae.model.records import Framework, Search
    from kanae.workflow.measuring import MeasureOptions
    from kanae.workflow.statuses import Question

_Lived = tuple["Life", "Vitality | None", "Vitality | None", tuple["Band", ...], tuple["Search", ...]]

COLUMNS = (
    Column("mechanism", "id", "Series or instrument."),
    Column("framework", "id", "Framework it belongs to."),
    Column("kind", "code", "Meeting, exercise or body."),
    Column("level", "code", "Level of those who meet."),
    Column("track", "code", "Track of cooperation."),
    Column("state", "code", "Alive, irregular, revived, dormant, ended or planned; empty when not known."),
    Column("state_if_shorter", "code", "The state with all limits a quarter shorter; empty when not known."),
    Column("state_if_longer", "code", "The state with all limits a quarter longer; empty when not known."),
    Column("since", "date", "First day of the state, as it could be said then."),
    Column("last_act", "date", "Last day of the last act on record."),
    Column("silent_days", "days", "Days since the last act.", low=0),
    Column("act", "id", "Record that says so."),
    Column("searches", "ids", "Searches that looked for a further act and found none."),
)


def compute(question: Question, options: MeasureOptions) -> Lives:
    """Say of every mechanism of the framework, and of those it is compared with, whether it is alive."""
    names = options.compare or question.framework.comparators
    frameworks = (question.framework, *(question.ledger.framework(name) for name in names))
    lives = (
        life for framework in frameworks for life in (*_series(question, framework), *_instruments(question, framework))
    )
    return Lives(tuple(lives), _levels(question))


def _levels(question: Question) -> tuple[LevelYear, ...]:
    """Count the meetings of all members in the last whole year and the one before."""
    ledger, members = question.ledger, set(question.framework.members)
    whole = question.as_of.year if (question.as_of.month, question.as_of.day) == (12, 31) else question.as_of.year - 1
    met = [
        row
        for row in ledger.events
        if members <= set(row.members)
        and ledger.item("event-kinds", row.kind).group == "meeting"
        and not row.planned
        and row.part_of is None
        and row.date.surely_by(question.as_of)
    ]
    return meetings_by_level(
        zip((row.level for row in met), meetings_of(met), strict=True),
        levels=tuple(ledger.codelists["levels"]),
        years=(whole - 1, whole),
    )


def vitality_rules(question: Question, factor: float = 1) -> VitalityRules:
    """Return the limits of vitality, from their codelists, all longer or shorter by a factor."""
    limits, ledger = question.thresholds.scaled(factor), question.ledger
    return VitalityRules(
        kept_ratio=limits.kept_ratio,
        late_ratio=limits.late_ratio,
        assumed_days=limits.cadence_days,
        silent_days=limits.body_days,
        revived_days=round(limit_of(ledger, "revived-days") * factor),
        irregular_burstiness=limit_of(ledger, "irregular-burstiness"),
        coarse_share=rules_of(question).coarse_share,
    )


def table(question: Question, found: Lives) -> MeasureTable:
    """Return the states as rows."""
    rules = vitality_rules(question)
    coverage = {row.id for life in found.mechanisms for row in coverage_of(question.ledger, life.id)}
    return MeasureTable(
        measure="vitality",
        framework=question.framework.id,
        as_of=question.as_of,
        columns=COLUMNS,
        rows=tuple(_row(question, row) for row in found.mechanisms),
        coverage=tuple(sorted(coverage)),
        caveats=("vitality-is-of-the-record",),
        parameters={
            "kept_ratio": rules.kept_ratio,
            "late_ratio": rules.late_ratio,
            "assumed_days": rules.assumed_days,
            "silent_days": rules.silent_days,
            "revived_days": rules.revived_days,
            "irregular_burstiness": rules.irregular_burstiness,
            "coarse_share": rules.coarse_share,
            "sensitivity": sensitivity_factor(question.ledger),
        },
    )


def _row(question: Question, found: MechanismLife) -> MeasureRow:
    life = found.life
    return MeasureRow(
        {
            "mechanism": found.id,
            "framework": found.framework,
            "kind": found.kind,
            "level": found.level,
            "track": found.track,
            "state": life.state.value if life.state else None,
            "state_if_shorter": found.shorter.value if found.shorter else None,
            "state_if_longer": found.longer.value if found.longer else None,
            "since": life.since,
            "last_act": life.last_act,
            "silent_days": (question.as_of - life.last_act).days if life.last_act else None,
            "act": life.act_id or None,
            "searches": tuple(search.id for search in found.searches),
        },
        life.record_ids or (found.id,),
        life.reason,
    )


def _series(question: Question, framework: Framework) -> Iterator[MechanismLife]:
    for row in question.ledger.series:
        if row.framework == framework.id:
            life = _life(question, row.id, mechanism_of_series(question, row))
            yield MechanismLife(row.id, row.label, framework.id, row.kind, row.level, row.track, *life)


def _instruments(question: Question, framework: Framework) -> Iterator[MechanismLife]:
    """Yield the instruments that are mechanisms and found no series, which would stand for them."""
    for row in question.ledger.instruments:
        kind = mechanism_kind(question.ledger, row)
        if kind and row.series is None and row.members == framework.members and was_agreed(row, question.as_of):
            level = question.ledger.item("instrument-types", row.type).marks.get("level")
            life = _life(question, row.id, mechanism_of_instrument(question.ledger, row))
            yield MechanismLife(row.id, row.title, framework.id, kind, level, None, *life)


def _life(question: Question, mechanism_id: str, mechanism: Mechanism) -> _Lived:
    as_of, margin = question.as_of, sensitivity_factor(question.ledger)
    shorter, longer = (
        state_on(mechanism, as_of=as_of, rules=vitality_rules(question, factor)) for factor in (1 - margin, 1 + margin)
    )
    life, bands = life_with_bands(mechanism, as_of=as_of, rules=vitality_rules(question))
    return (
        life,
        shorter,
        longer,
        bands,
        tuple(search for search in question.searches.get(mechanism_id, ()) if not search.found),
    )


MEASURE = Measure(COLUMNS, compute, table)
