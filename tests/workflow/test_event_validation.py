"""A made event store held against the real ledger: everything, nothing and chance are found where they must be."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
from tests.events.conftest import packed, published, stored, take_in
from tests.events.made_store import MEMBERS, made_store

from kanae.errors import LedgerError, MeasureError, StorageError
from kanae.events.news import read_news
from kanae.model.panels import By
from kanae.workflow.event_change import changes_in, table
from kanae.workflow.event_series import NewsCounts, news_counts, news_series
from kanae.workflow.event_signs import event_limits, occasions_of, sign_of
from kanae.workflow.event_validation import parties_of, validate
from kanae.workflow.statuses import ask

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.workflow.conftest import Ran

    from kanae.ledger.book import Ledger
    from kanae.measures.event_validation import EventValidation
    from kanae.workflow.statuses import Question

FIRST, DAYS = date(2022, 1, 1), 730
GONE = frozenset(date(2022, 6, 1) + timedelta(days=number) for number in range(12))


@pytest.fixture(scope="session")
def question(ledger: Ledger) -> Question:
    return ask(ledger, "camp-david")


@pytest.fixture(scope="session")
def met(question: Question) -> set[date]:
    return {row.first for row in occasions_of(question, "meeting", MEMBERS) if row.exact}


@pytest.fixture(scope="session")
def store(tmp_path_factory: pytest.TempPathFactory, met: set[date]) -> Path:
    """Every trilateral meeting is reported; twelve days of June 2022 have no file."""
    return made_store(tmp_path_factory.mktemp("all"), FIRST, DAYS, met=met, missing=GONE)


@pytest.fixture(scope="session")
def silent(tmp_path_factory: pytest.TempPathFactory, met: set[date]) -> Path:
    """No meeting is reported, and nothing but quarrels is."""
    return made_store(tmp_path_factory.mktemp("none"), FIRST, 181, met=met, found=0.0, deeds=(1.0, 1.0))


def validated(question: Question, store: Path, days: int | None = None) -> EventValidation:
    return validate(question, read_news(store, question.framework.members), days)


def test_every_reported_meeting_is_found(question: Question, store: Path) -> None:
    row = validated(question, store).of("gdelt1", MEMBERS, "meeting")
    assert row is not None
    assert row.recall.found == row.recall.tested != ()
    assert row.recall.share.value == 1.0
    assert row.action is True


def test_meetings_no_report_tells_of_are_not_found(question: Question, silent: Path) -> None:
    row = validated(question, silent).of("gdelt1", MEMBERS, "meeting")
    assert row is not None
    assert (row.recall.found, row.recall.share.value, row.recall.by_chance, row.action) == ((), 0.0, 0.0, False)


def test_meetings_on_or_beside_days_without_a_file_are_left_out(question: Question, store: Path) -> None:
    row = validated(question, store).of("gdelt1", MEMBERS, "meeting")
    assert row is not None
    margin = timedelta(days=1)
    whole = {FIRST + timedelta(days=number) for number in range(DAYS)} - GONE
    months = {(day.year, day.month) for day in whole}
    expected = [
        occasion.record_id
        for occasion in occasions_of(question, "meeting", MEMBERS)
        if occasion.exact
        and not any(
            day in GONE or (day.year, day.month) not in months
            for day in (occasion.first - margin, occasion.first, occasion.last, occasion.last + margin)
        )
    ]
    assert list(row.recall.tested) == expected
    assert len(expected) < len(occasions_of(question, "meeting", MEMBERS))


def test_the_parts_of_a_store_make_up_the_whole(question: Question, store: Path) -> None:
    rows = [row for row in validated(question, store).rows if (row.parties, row.kind) == (MEMBERS, "meeting")]
    (every,) = (row for row in rows if row.by == "all")
    for by in ("level", "quarter"):
        parts = [row for row in rows if row.by == by]
        assert sorted(name for row in parts for name in row.recall.tested) == sorted(every.recall.tested)
    quarters = [row for row in rows if row.by == "quarter"]
    assert every.precision is not None
    assert sum(row.precision.flagged for row in quarters if row.precision) == every.precision.flagged


def test_a_day_before_the_meetings_of_a_store_knows_none_of_them(ledger: Ledger, store: Path) -> None:
    early = ask(ledger, "camp-david", as_of=date(2022, 12, 31))
    row = validated(early, store).of("gdelt1", MEMBERS, "meeting")
    assert row is not None
    assert all(ledger.get(name).date.last <= early.as_of for name in row.recall.tested)  # type: ignore[attr-defined]


def test_a_pair_the_ledger_does_not_cover_by_itself_has_no_precision(question: Question, store: Path) -> None:
    row = validated(question, store).of("gdelt1", ("JPN", "USA"), "meeting")
    assert row is not None
    assert row.precision is not None
    assert (row.precision.share.value, row.precision.reason) == (None, "ledger-not-covered")


def test_counts_by_day_are_those_of_the_rows(question: Question, store: Path) -> None:
    members = set(question.framework.members)
    rows = [
        row for row in stored(store) if {row["a_iso3"], row["b_iso3"]} <= members and row["a_iso3"] != row["b_iso3"]
    ]
    counts = read_news(store, question.framework.members).counts
    assert sum(count.events for count in counts) == len(rows) > 0
    assert {(count.day, count.parties) for count in counts} == {
        (row["event_day"], tuple(sorted((row["a_iso3"], row["b_iso3"])))) for row in rows
    }


@pytest.mark.parametrize(
    ("code", "sign"),
    [("040", "meeting"), ("041", "call"), ("036", "meeting"), ("062", "exercise"), ("064", "other"), ("190", "")],
)
def test_the_longest_beginning_in_the_codelist_decides(question: Question, code: str, sign: str) -> None:
    assert sign_of(question, code) == sign


def test_a_pair_needs_two_and_three_have_a_row_of_their_own() -> None:
    assert parties_of(("KOR", "JPN")) == (("JPN", "KOR"),)
    assert parties_of(("USA", "KOR", "JPN"))[-1] == MEMBERS


def test_fewer_than_no_days_are_refused(question: Question, store: Path) -> None:
    with pytest.raises(MeasureError, match="-1"):
        validated(question, store, -1)


def test_a_ledger_without_the_limits_says_so(question: Question) -> None:
    bare = replace(question, ledger=replace(question.ledger, codelists={}))
    with pytest.raises(LedgerError, match="event-limits"):
        event_limits(bare)


def test_a_folder_without_a_store_is_named(question: Question, tmp_path: Path) -> None:
    with pytest.raises(StorageError, match="no finished event store"):
        read_news(tmp_path, question.framework.members)


def test_a_state_the_store_does_not_watch_is_refused_rather_than_found_silent(store: Path) -> None:
    with pytest.raises(MeasureError, match="IND"):
        read_news(store, ("AUS", "IND", "JPN", "USA"))


def test_a_pair_has_no_row_for_three(ledger: Ledger, store: Path) -> None:
    pair = ask(ledger, "jpn-kor")
    rows = validated(pair, store).rows
    assert {row.parties for row in rows} == {("JPN", "KOR")}
    news = read_news(store, pair.framework.members)
    assert [series.parties for series in news_series(news, news_counts(store, news, By.QUARTER, pair.as_of))] == [
        ("JPN", "KOR")
    ]


def test_a_month_with_missing_days_is_counted_and_not_whole(question: Question, store: Path) -> None:
    news = read_news(store, question.framework.members)
    series = news_series(news, news_counts(store, news, By.MONTH, question.as_of))
    june = next(period for period in series[0].periods if period.name == "2022-06")
    assert june.whole_share == pytest.approx(18 / 30)
    assert june.events > 0
    rows = changes_in(question, series, news.digest, By.MONTH).rows
    assert all("2022-06" not in {period.name for period in row.periods} for row in rows)


def test_months_summed_up_are_the_quarters_of_the_store(question: Question, store: Path) -> None:
    news = read_news(store, question.framework.members)
    months, quarters = (news_counts(store, news, by, question.as_of) for by in (By.MONTH, By.QUARTER))
    assert len(months.found) > len(quarters.found) > 0
    assert months.by_quarter() == quarters


def test_a_quarter_without_any_address_is_unknown_and_one_with_some_counts_those() -> None:
    parties, three = ("JPN", "KOR", "USA"), ((1, 2, 3, 4), 7)
    found = {("gdelt1", parties, month): None for month in ("2013-01", "2013-02", "2013-04")}
    counts = NewsCounts(By.MONTH, date(2013, 12, 31), {**found, ("gdelt1", parties, "2013-05"): three})
    assert counts.by_quarter().found == {
        ("gdelt1", parties, "2013-Q1"): None,
        ("gdelt1", parties, "2013-Q2"): three,
    }


def test_a_turn_that_was_made_is_found_and_named_once(question: Question, tmp_path: Path) -> None:
    folder = made_store(tmp_path, date(2021, 1, 1), 1095, deeds=(0.1, 0.7), turn=date(2022, 9, 1))
    news = read_news(folder, question.framework.members)
    found = changes_in(
        question, news_series(news, news_counts(folder, news, By.MONTH, question.as_of)), news.digest, By.MONTH
    )
    changed = [row for row in found.rows if row.scale == "say-do" and len(row.series.parties) == 2]
    assert [row.change.found for row in changed] == [True] * 3
    for row in changed:
        assert row.range is not None
        low, high = row.range
        assert low <= date(2022, 9, 30)
        assert high >= date(2022, 9, 1)
    rows = table(question, found).rows
    assert {row.reason for row in rows if row.values["scale"] == "per-million"} == {"rows-not-known"}


def test_a_change_is_held_against_the_turns_dated_for_the_same_states(question: Question, tmp_path: Path) -> None:
    folder = made_store(tmp_path, date(2021, 1, 1), 1095, deeds=(0.1, 0.7), turn=date(2023, 5, 1))
    news = read_news(folder, question.framework.members)
    found = changes_in(
        question, news_series(news, news_counts(folder, news, By.MONTH, question.as_of)), news.digest, By.MONTH
    )
    rows = {row.values["parties"]: row.values for row in table(question, found).rows if row.values["scale"] == "say-do"}
    assert rows["JPN-KOR"]["benchmarks_inside"] == ("benchmark-rise-2023",)
    assert rows["JPN-KOR"]["benchmarks_tested"] == 1
    assert 0 < rows["JPN-KOR"]["benchmarks_expected"] < 1
    assert (rows["JPN-USA"]["benchmarks_inside"], rows["JPN-USA"]["benchmarks_expected"]) == ((), None)


def test_published_samples_have_no_whole_day_and_so_no_recall(question: Question, tmp_path: Path) -> None:
    name = "gdelt_raw/20191024143000.export.CSV.gz"
    take_in([published(name)], tmp_path / "store")
    rows = validated(question, tmp_path / "store").rows
    assert {(row.recall.share.value, row.recall.reason) for row in rows if row.by == "all"} == {
        (None, "no-complete-day")
    }


def test_a_file_of_a_quarter_of_an_hour_makes_no_day(question: Question, tmp_path: Path) -> None:
    from tests.events.conftest import rows as lines

    take_in([packed(tmp_path / "20191024143000.export.CSV.gz", lines(9))], tmp_path / "store")
    assert read_news(tmp_path / "store", question.framework.members).whole["gdelt2"][""] == frozenset()


def test_the_command_prints_the_rows_and_what_to_know(run: Callable[..., Ran], store: Path) -> None:
    done = run("events", "validate", str(store), "--days", "0", "--format", "json")
    rows = json.loads(done.out)
    assert done.code == 0
    assert {row["by"] for row in rows} == {"all", "level", "quarter"}
    assert {row["called"] for row in rows} <= {"action", "attention"}
    assert "lower bound" in done.err


def test_the_command_of_change_says_what_is_not_enough(run: Callable[..., Ran], silent: Path) -> None:
    done = run("events", "change", str(silent), "--format", "json")
    assert done.code == 0
    assert {(row["found"], row["reason"]) for row in json.loads(done.out)} <= {
        (None, "too-few-periods"),
        (None, "rows-not-known"),
    }
    assert "24 periods" in done.err
