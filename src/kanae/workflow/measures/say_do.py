"""Say-do gap: from commitments and their statuses to bounds on what was promised, due and not done."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from kanae.errors import MeasureError
from kanae.ledger.nearest import nearest
from kanae.measures.say_do import GapOfGroup, Promise, SayDo, say_do_gap
from kanae.measures.tenures import successive
from kanae.model.measure import Column, MeasureRow, MeasureTable
from kanae.model.status import Reading, Rule, Status
from kanae.workflow.coverage import covering
from kanae.workflow.measuring import Measure, MeasureOptions
from kanae.workflow.statuses import threshold_of
from kanae.workflow.turnover import tenures_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from kanae.measures.say_do import SayDoGap
    from kanae.model.status import StatusOn
    from kanae.workflow.statuses import Question

COLUMNS = (
    Column("group", "code", "Group of promises: a code, an id, or all."),
    Column("n_due", "count", "Promises of a deed that are due.", low=0),
    Column("n_unknown", "count", "Of these, promises of which nothing was found.", low=0),
    Column("gap_low", "share", "Share not done, by weight, if every unknown promise was kept.", 0, 1),
    Column("gap_high", "share", "The same if no unknown promise was kept.", 0, 1),
    Column("mean_ambition", "score", "Mean ambition of the due promises.", 0, 1),
    Column("gap_beta_low", "share", "5 per cent point of Beta(1/2 + undone, 1/2 + done) on the known.", 0, 1),
    Column(
        "gap_beta_high", "share", "Its 95 per cent point; the two are too far apart where many are half kept.", 0, 1
    ),
    Column("n_not_due", "count", "Promises of a deed that are not yet due.", low=0),
    Column("weight_sum", "weight", "Sum of the weights of the due: specificity times ambition.", low=0),
    Column("gap_low_unweighted", "share", "As gap_low, each promise counted once.", 0, 1),
    Column("gap_high_unweighted", "share", "As gap_high, each promise counted once.", 0, 1),
    Column("gap_known_low", "share", "Lower end of the 90 per cent interval on the known, half-kept apart.", 0, 1),
    Column("gap_known_high", "share", "Its upper end.", 0, 1),
    Column("by", "code", "What the group is a group of; variant for all promises under another convention."),
)

GROUPINGS = ("all", "pillar", "field", "level", "document", "leader", "variant")


def compute(question: Question, options: MeasureOptions) -> SayDo:
    """Bound the gap of all promises, of each group, and of all under other conventions.

    Raises:
        MeasureError: When there is no such grouping; names the nearest.
    """
    if options.by is not None and options.by not in GROUPINGS:
        raise MeasureError(f"Promises are not grouped by '{options.by}'.", nearest(options.by, GROUPINGS))
    wanted = GROUPINGS if options.by is None else (options.by,)
    rules = [question.undertakings[row].rule for row in question.statuses]
    replaced = [row for row in question.statuses.values() if row.status is Status.SUPERSEDED]
    return SayDo(
        groups=tuple(_gaps(question, wanted)),
        n_positions=rules.count(Rule.POSITION),
        n_replaced=sum(question.undertakings[row.commitment_id].rule is not Rule.POSITION for row in replaced),
    )


def promises_of(question: Question, statuses: Mapping[str, StatusOn]) -> list[Promise]:
    """Return the promises of deeds; positions promise none, and replaced ones are answered by their successor."""
    return [
        Promise(
            commitment_id=row.commitment_id,
            made=question.undertakings[row.commitment_id].made,
            deadline=question.undertakings[row.commitment_id].deadline,
            specificity=question.commitments[row.commitment_id].specificity,
            ambition=float(question.commitments[row.commitment_id].ambition),
            kept=None if row.score is None else (row.score + 1) / 2,
        )
        for row in statuses.values()
        if question.undertakings[row.commitment_id].rule is not Rule.POSITION and row.status is not Status.SUPERSEDED
    ]


def _gaps(question: Question, wanted: Iterable[str]) -> Iterator[GapOfGroup]:
    promises = promises_of(question, question.statuses)
    for by in wanted:
        if by == "all":
            yield GapOfGroup("all", "all", _gap(question, promises))
        elif by == "variant":
            yield from _variants(question, promises)
        else:
            groups: dict[str, list[Promise]] = {}
            for promise in promises:
                for group in _groups_of(question, promise, by):
                    groups.setdefault(group, []).append(promise)
            for group in sorted(groups):
                yield GapOfGroup(by, group, _gap(question, groups[group]))


def _groups_of(question: Question, promise: Promise, by: str) -> tuple[str, ...]:
    commitment = question.commitments[promise.commitment_id]
    if by == "leader":
        return tuple(
            tenure.term_id
            for tenure, span in successive(tenures_of(question), as_of=question.as_of)
            if span.first <= promise.made <= span.last
        )
    return (str(getattr(commitment, by)),)


def _gap(question: Question, promises: list[Promise], *, horizon: str = "due-days") -> SayDoGap:
    return say_do_gap(
        promises,
        as_of=question.as_of,
        horizon_days=int(threshold_of(question.ledger, horizon)),
        floor=threshold_of(question.ledger, "weight-floor-percent") / 100,
    )


def _variants(question: Question, promises: list[Promise]) -> Iterator[GapOfGroup]:
    """Yield the gap of all promises under other conventions, to see how much hangs on them."""
    for horizon in ("due-days-short", "due-days-long"):
        yield GapOfGroup("variant", horizon, _gap(question, promises, horizon=horizon))
    silent = {row.commitment_id for row in question.statuses.values() if row.status is Status.WORDS_ONLY}
    unknown = [replace(row, kept=None) if row.commitment_id in silent else row for row in promises]
    yield GapOfGroup("variant", "words-unknown", _gap(question, unknown))
    other = Reading.WIDE if question.reading is Reading.STRICT else Reading.STRICT
    elsewhere = promises_of(question, question.statuses_on(question.as_of, reading=other))
    yield GapOfGroup("variant", f"reading-{other}", _gap(question, elsewhere))


def table(question: Question, found: SayDo) -> MeasureTable:
    """Return the gaps as rows."""
    names = ("due-days", "weight-floor-percent")
    return MeasureTable(
        measure="say-do",
        framework=question.framework.id,
        as_of=question.as_of,
        columns=COLUMNS,
        rows=tuple(_row(question, row) for row in found.groups),
        coverage=tuple(row.id for row in covering(question, "evidence", at_least=True)),
        caveats=("say-do-bounds", "say-do-ambition", "say-do-positions"),
        parameters={
            "reading": question.reading.value,
            "n_positions": found.n_positions,
            "n_replaced": found.n_replaced,
            **{name.replace("-", "_"): threshold_of(question.ledger, name) for name in names},
        },
    )


def _row(question: Question, row: GapOfGroup) -> MeasureRow:
    gap = row.gap
    return MeasureRow(
        {
            "group": row.group,
            "n_due": gap.n_due,
            "n_unknown": gap.n_unknown,
            "gap_low": gap.gap_low,
            "gap_high": gap.gap_high,
            "mean_ambition": gap.mean_ambition,
            "gap_beta_low": gap.gap_beta_low,
            "gap_beta_high": gap.gap_beta_high,
            "n_not_due": gap.n_not_due,
            "weight_sum": gap.weight_sum,
            "gap_low_unweighted": gap.gap_low_unweighted,
            "gap_high_unweighted": gap.gap_high_unweighted,
            "gap_known_low": gap.gap_known_low,
            "gap_known_high": gap.gap_known_high,
            "by": row.by,
        },
        gap.due_ids or gap.not_due_ids or (question.framework.id,),
        gap.reason,
    )


MEASURE = Measure(COLUMNS, compute, table)
