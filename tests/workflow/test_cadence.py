"""Rhythm and life on the real ledger: what stopped, what went on, and what nobody looked after."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

import pytest
from icalendar import Calendar

from kanae.measures.gaps import Span
from kanae.workflow.calendars import cadence_calendar
from kanae.workflow.measures import cadence, vitality
from kanae.workflow.measuring import MeasureOptions, measure_table
from kanae.workflow.series import covered_spans, searched_spans
from kanae.workflow.statuses import Query, ask

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from kanae.ledger.book import Ledger
    from kanae.model.measure import MeasureTable
    from kanae.model.records import Language
    from kanae.report.answers import Lives

AS_OF = date(2026, 2, 28)
FIRST_COLUMNS = ["series", "level", "track", "n", "last", "expected", "overdue_ratio", "p_gap", "state"]


def table_of(ledger: Ledger, name: str, day: date = AS_OF) -> MeasureTable:
    return measure_table(ask(ledger, "camp-david", as_of=day), name, MeasureOptions())


@pytest.fixture(scope="module")
def rhythms(ledger: Ledger) -> dict[Any, dict[str, Any]]:
    return {row.values["series"]: {**row.values, "reason": row.reason} for row in table_of(ledger, "cadence").rows}


@pytest.fixture(scope="module")
def lives(ledger: Ledger) -> Lives:
    return vitality.compute(ask(ledger, "camp-david", as_of=AS_OF), MeasureOptions())


def test_the_columns_asked_for_come_first() -> None:
    assert [column.name for column in cadence.COLUMNS[: len(FIRST_COLUMNS)]] == FIRST_COLUMNS


def test_a_ratio_is_days_over_rhythm(rhythms: dict[str, dict[str, Any]]) -> None:
    for row in rhythms.values():
        if row["overdue_ratio"] is not None:
            assert row["overdue_ratio"] == round((AS_OF - row["last"]).days / row["rhythm_days"], 2)


def test_a_probability_stands_only_on_three_gaps_and_a_covered_silence(rhythms: dict[str, dict[str, Any]]) -> None:
    with_it = {name for name, row in rhythms.items() if row["p_gap"] is not None}
    assert {"leaders", "foreign-ministers", "vice-foreign-ministers", "secretariat"} <= with_it
    for row in rhythms.values():
        stands = row["n_gaps"] >= 3 and row["watch"] == "covered"
        assert (row["p_gap"] is not None) is stands
        assert stands is not bool(row["reason"])


def test_no_gap_before_the_coverage_is_used(ledger: Ledger) -> None:
    for answer in cadence.compute(ask(ledger, "camp-david", as_of=AS_OF), MeasureOptions()):
        spans = covered_spans(ledger, answer.series.id)
        for gap in answer.cadence.gaps:
            begin = next(row for row in ledger.events if row.id == gap.begin_id).date.first
            end = next(row for row in ledger.events if row.id == gap.end_id).date.first
            assert gap.fault or any(span.first <= begin and end <= span.last for span in spans)


def test_the_leaders_stopped_while_ministers_and_officials_went_on(lives: Lives) -> None:
    counts = {(row.level, row.year): row.n for row in lives.levels}
    assert (counts["leader", 2024], counts["leader", 2025]) == (1, 0)
    assert min(counts["minister", 2025], counts["senior-official", 2025], counts["working", 2025]) >= 2
    states = {row.id: row.life.state for row in lives.mechanisms}
    assert (states["leaders"], states["foreign-ministers"], states["secretariat"]) == ("dormant", "alive", "alive")


def test_levels_are_counted_as_a_reader_would(ledger: Ledger, lives: Lives) -> None:
    for row in lives.levels:
        by_hand = {
            event.id
            for event in ledger.events
            if event.level == row.level
            and {"JPN", "KOR", "USA"} <= set(event.members)
            and event.confirmed
            and not event.planned
            and event.part_of is None
            and event.date.first.year == event.date.last.year == row.year
            and ledger.item("event-kinds", event.kind).group == "meeting"
        }
        assert (row.n, set(row.record_ids)) == (len(by_hand), by_hand)


def test_a_source_says_that_the_leaders_stopped(lives: Lives, ledger: Ledger) -> None:
    leaders = next(row for row in lives.mechanisms if row.id == "leaders")
    evidence = next(row for row in ledger.evidence if row.id == leaders.life.act_id)
    assert (evidence.effect, evidence.commitment) == ("lapsed", "cd-001")
    assert leaders.life.since == evidence.date.last


def test_every_series_of_the_framework_and_its_comparators_has_its_line(ledger: Ledger, lives: Lives) -> None:
    framework = ledger.framework("camp-david")
    named = {framework.id, *framework.comparators}
    series = {row.id for row in ledger.series if row.framework in named}
    assert series <= {row.id for row in lives.mechanisms}
    assert {row.framework for row in lives.mechanisms} <= named


def test_an_instrument_that_founds_a_series_has_no_second_line(ledger: Ledger, lives: Lives) -> None:
    listed = {row.id for row in lives.mechanisms}
    assert [row.id for row in ledger.instruments if row.series is not None and row.id in listed] == []


def test_silence_that_is_not_covered_is_not_known_and_shows_its_searches(lives: Lives) -> None:
    dialogue = next(row for row in lives.mechanisms if row.id == "economic-security-dialogue")
    assert (dialogue.life.state, dialogue.life.reason) == (None, "searched-not-found")
    assert dialogue.searches
    for row in lives.mechanisms:
        if row.life.reason == "searched-not-found":
            assert row.searches


def test_without_the_coverage_nothing_is_dormant_but_by_a_source(ledger: Ledger) -> None:
    bare = replace(ledger, records={**ledger.records, "coverage": ()})
    found = vitality.compute(ask(bare, "camp-david", as_of=AS_OF), MeasureOptions())
    evidence = {row.id for row in ledger.evidence}
    dormant = [row for row in found.mechanisms if row.life.state == "dormant"]
    assert [row.id for row in dormant if row.life.act_id not in evidence] == []


def test_a_rhythm_stated_later_does_not_bind_earlier(ledger: Ledger) -> None:
    early = {row.values["series"]: row.values for row in table_of(ledger, "cadence", date(2022, 12, 31)).rows}
    assert (early["leaders"]["is_stated"], early["freedom-edge"]["rhythm_days"]) == (False, None)


def test_a_search_looks_into_the_silence_before_it(ledger: Ledger) -> None:
    searches = [row for row in ledger.searches if row.id == "s001"]
    meetings = vitality_acts(ledger, "leaders")
    assert searched_spans(meetings, searches) == (Span(date(2024, 11, 15), date(2026, 11, 23)),)


def vitality_acts(ledger: Ledger, series: str) -> tuple[Any, ...]:
    from kanae.workflow.series import events_of, meetings_of

    return meetings_of(events_of(ledger, series))


def test_comparators_can_be_named(ledger: Ledger) -> None:
    question = ask(ledger, "camp-david", as_of=AS_OF)
    found = vitality.compute(question, MeasureOptions(compare=("jpn-kor",)))
    assert {row.framework for row in found.mechanisms} == {"camp-david", "jpn-kor"}


def test_a_framework_without_a_mechanism_has_an_empty_table(ledger: Ledger) -> None:
    question = ask(ledger, "gbr-ita-jpn", as_of=AS_OF)
    assert measure_table(question, "cadence", MeasureOptions()).rows == ()


@pytest.fixture(scope="module", params=["en", "ja", "ko"])
def calendar(request: pytest.FixtureRequest) -> bytes:
    lang: Language = request.param
    return cadence_calendar(Query("camp-david", as_of=AS_OF), lang)


def test_a_calendar_read_back_holds_every_expected_day(calendar: bytes, rhythms: dict[str, dict[str, Any]]) -> None:
    read = Calendar.from_ical(calendar)
    found = {str(event["uid"]): event.decoded("dtstart") for event in read.walk("VEVENT")}
    expected = {f"expected-{name}@kanae": row["expected"] for name, row in rhythms.items() if row["expected"]}
    assert found == expected
    assert (read["version"], read["calscale"]) == ("2.0", "GREGORIAN")


def test_a_calendar_is_stamped_with_the_day_it_is_for(calendar: bytes) -> None:
    stamps = {event.decoded("dtstamp") for event in Calendar.from_ical(calendar).walk("VEVENT")}
    assert stamps == {datetime(2026, 2, 28, tzinfo=UTC)}


def test_the_days_of_a_calendar_are_whole_days(calendar: bytes) -> None:
    for event in Calendar.from_ical(calendar).walk("VEVENT"):
        begin, end = event.decoded("dtstart"), event.decoded("dtend")
        assert (type(begin), (end - begin).days) == (date, 1)
        assert b"DTSTART;VALUE=DATE:" in event.to_ical()


def test_lines_of_a_calendar_are_folded_at_75_octets_between_characters(calendar: bytes) -> None:
    lines = calendar.split(b"\r\n")
    assert lines[-1] == b""
    assert [line for line in lines if len(line) > 75 or b"\n" in line] == []
    assert [line.decode("utf-8") for line in lines]


def test_texts_of_a_calendar_come_back_as_the_words_say_them(ledger: Ledger) -> None:
    read = Calendar.from_ical(cadence_calendar(Query("camp-david", as_of=AS_OF), "en"))
    events = {str(event["uid"]): event for event in read.walk("VEVENT")}
    leaders = events["expected-leaders@kanae"]
    assert leaders["summary"] == "Trilateral leaders' meetings: expected, none on record by 28 Feb 2026"
    assert "(cd-001).\nLast on record 15 Nov 2024 (2024-11-15-summit-lima)." in leaders["description"]
    assert events["expected-freedom-edge@kanae"]["summary"] == "Freedom Edge: next expected"
    assert b"\\," in events["expected-leaders@kanae"].to_ical()


def test_a_calendar_is_written_by_the_command_twice_with_the_same_bytes(
    tmp_path: Path, run: Callable[..., Any]
) -> None:
    written = []
    for name in ("one.ics", "two.ics"):
        assert run("measure", "cadence", "--calendar", str(tmp_path / name), "--lang", "ko").code == 0
        written.append((tmp_path / name).read_bytes())
    assert written[0] == written[1]


def test_the_command_prints_the_states(run: Callable[..., Any]) -> None:
    ran = run("measure", "vitality", "--compare", "quad", "--format", "json")
    rows = {row["mechanism"]: row for row in json.loads(ran.out)}
    assert (rows["leaders"]["state"], rows["leaders"]["act"]) == ("dormant", "f003")
    assert {row["framework"] for row in rows.values()} == {"camp-david", "quad"}


def test_an_unknown_framework_to_compare_with_is_named(run: Callable[..., Any]) -> None:
    ran = run("measure", "vitality", "--compare", "quads")
    assert ran.code == 1
    assert "quads" in ran.err
