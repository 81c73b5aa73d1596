"""Series, changes and phases of the real ledger: only what is covered is compared, and every row has its records."""

from __future__ import annotations

import dataclasses
import json
from collections import Counter
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from kanae.errors import MeasureError
from kanae.model.records import KINDS
from kanae.workflow.count_series import counted_series
from kanae.workflow.measures import change_points, cycle
from kanae.workflow.measuring import MeasureOptions
from kanae.workflow.statuses import ask

if TYPE_CHECKING:
    from collections.abc import Callable

    from kanae.ledger.book import Ledger
    from kanae.measures.cycle import Changes, Cycle

HIGH_LEVEL = "coverage-trilateral-leaders-foreign-ministers"


@pytest.fixture(scope="module")
def changes(ledger: Ledger) -> Changes:
    return change_points.compute(ask(ledger, "camp-david"), MeasureOptions())


@pytest.fixture(scope="module")
def phased(ledger: Ledger) -> Cycle:
    return cycle.compute(ask(ledger, "camp-david"), MeasureOptions())


def test_a_series_counts_the_confirmed_events_of_the_series_its_coverage_names(ledger: Ledger) -> None:
    counted = {row.series_id: row for row in counted_series(ask(ledger, "camp-david"), "quarter")}
    coverage = next(row for row in ledger.coverage if row.id == HIGH_LEVEL)
    expected = Counter(
        f"{row.date.first.year}-Q{(row.date.first.month + 2) // 3}"
        for row in ledger.events
        if row.series in coverage.series
        and row.confirmed
        and not row.planned
        and row.part_of is None
        and row.date.last <= date(2026, 2, 28)
        and (row.date.first.year, (row.date.first.month + 2) // 3)
        == (row.date.last.year, (row.date.last.month + 2) // 3)
    )
    counts = counted[HIGH_LEVEL].counts
    found = {period.name: n for period, n in zip(counts.periods, counts.counts, strict=True) if n}
    assert found == dict(expected)


def test_only_whole_covered_quarters_are_compared(ledger: Ledger, changes: Changes) -> None:
    coverage = {row.id: row for row in ledger.coverage}
    for row in changes.series:
        if row.counted.kind == "part":
            bounds = coverage[row.counted.series_id]
            assert all(bounds.start.first <= period.first for period in row.periods)
            assert all(period.last <= min(bounds.end.last, date(2026, 2, 28)) for period in row.periods)
            assert ledger.item("completeness", bounds.completeness).group == "counted"
        else:
            assert (row.periods, row.change.reason) == ((), "period-not-covered")


def test_friction_is_shown_and_never_fitted(phased: Cycle) -> None:
    friction = next(row for row in phased.series if row.counted.kind == "friction")
    assert sum(friction.counted.counts.counts) > 5
    assert friction.phases is None


def test_landmarks_stand_before_the_coverage_and_change_nothing(ledger: Ledger, changes: Changes) -> None:
    """Without the events before 2014 the answer for what is covered from 2014 on is the same."""
    kept = tuple(row for row in ledger.events if row.date.first.year >= 2014)
    thinner = dataclasses.replace(ledger, records={**ledger.records, "events": kept})
    again = change_points.compute(ask(thinner, "camp-david"), MeasureOptions())
    one, other = (
        next(row for row in found.series if row.counted.series_id == HIGH_LEVEL) for found in (changes, again)
    )
    assert one.change == other.change


def test_later_events_are_never_seen(ledger: Ledger) -> None:
    question = ask(ledger, "camp-david", as_of=date(2022, 12, 31))
    for row in counted_series(question, "quarter"):
        assert row.counts.periods[-1].name == "2022-Q4"
    earlier = change_points.compute(question, MeasureOptions())
    held = [held.record_id for row in earlier.series for held in row.held if held.could_be_found]
    assert "benchmark-rise-2023" not in held


def test_a_benchmark_before_the_record_is_not_tested(changes: Changes) -> None:
    row = next(row for row in changes.series if row.counted.series_id == HIGH_LEVEL)
    tested = {held.record_id: held.could_be_found for held in row.held}
    assert not tested["benchmark-gsomia-failure-2012"]
    assert tested["benchmark-downturn-2018-2019"]


def test_too_few_quarters_give_no_answer(changes: Changes) -> None:
    short = [row for row in changes.series if row.periods and row.change.n < 24]
    assert short
    assert {row.change.reason for row in short} == {"too-few-periods"}
    assert {row.p_adjusted for row in short} == {None}


def test_a_framework_whose_events_no_coverage_vouches_for_has_no_series(ledger: Ledger) -> None:
    assert counted_series(ask(ledger, "aukus", as_of=date(2026, 2, 28)), "quarter") == ()


def test_an_unknown_period_names_the_nearest(ledger: Ledger) -> None:
    with pytest.raises(MeasureError, match="not counted by 'quarters'"):
        cycle.compute(ask(ledger, "camp-david"), MeasureOptions(by="quarters"))


def test_half_years_can_be_asked_for(run: Callable[..., Any]) -> None:
    ran = run("measure", "cycle", "--by", "half-year", "--format", "json")
    rows = json.loads(ran.out)
    assert {row["period"][4:7] for row in rows} == {"-H1", "-H2"}
    camp_david = next(row for row in rows if row["series"] == HIGH_LEVEL and row["period"] == "2023-H2")
    assert camp_david["covered"] is True
    assert "2023-08-18-camp-david" in camp_david["record_ids"]
    assert camp_david["n"] == len(camp_david["record_ids"])


def test_benchmarks_are_a_kind_of_record_and_each_names_events_within_its_dates(ledger: Ledger) -> None:
    assert "benchmarks" in KINDS
    assert len(ledger.benchmarks) >= 4
    events = {row.id: row for row in ledger.events}
    for row in ledger.benchmarks:
        assert row.citations
        for event in row.events:
            when = events[event].date
            assert when.first <= row.date.last
            assert row.date.first <= when.last
