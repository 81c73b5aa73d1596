"""Every measure keeps the promises all measures make: records behind each row, a reason for each gap, equal bytes."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from kanae.errors import MeasureError
from kanae.model.measure import plain_rows
from kanae.workflow.measuring import MeasureOptions, measure_named, measure_names, measure_table, write_measures
from kanae.workflow.statuses import Query, ask
from kanae.workflow.wording import words_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from kanae.ledger.book import Ledger
    from kanae.model.measure import MeasureTable


@pytest.fixture(scope="module", params=measure_names())
def table(ledger: Ledger, request: pytest.FixtureRequest) -> MeasureTable:
    return measure_table(ask(ledger, "camp-david"), request.param, MeasureOptions())


def test_every_row_names_records_that_exist(ledger: Ledger, table: MeasureTable) -> None:
    assert table.rows
    assert [row.values for row in table.rows if not row.record_ids] == []
    named = {record_id for row in table.rows for record_id in row.record_ids}
    assert [record_id for record_id in sorted(named) if record_id not in ledger.by_id] == []


def test_a_row_has_every_column_and_no_other(table: MeasureTable) -> None:
    names = [column.name for column in table.columns]
    assert names == [column.name for column in measure_named(table.measure).columns]
    assert [row.values for row in table.rows if list(row.values) != names] == []


def test_a_value_lies_in_the_range_of_its_column(table: MeasureTable) -> None:
    for column in table.columns:
        numbers = [value for row in table.rows if isinstance(value := row.values[column.name], (int, float))]
        assert [value for value in numbers if column.low is not None and value < column.low] == []
        assert [value for value in numbers if column.high is not None and value > column.high] == []


@pytest.mark.parametrize("lang", ["en", "ja", "ko"])
def test_reasons_and_caveats_have_their_sentences(table: MeasureTable, lang: str) -> None:
    keys = {f"caveat.{caveat}" for caveat in table.caveats}
    keys |= {f"reason.{row.reason}" for row in table.rows if row.reason}
    assert keys <= set(words_of(lang).texts)


def test_what_bounds_a_measure_is_a_coverage_record(ledger: Ledger, table: MeasureTable) -> None:
    assert set(table.coverage) <= {row.id for row in ledger.coverage}


def test_nothing_later_than_the_day_is_named(ledger: Ledger, table: MeasureTable) -> None:
    events = {row.id: row for row in ledger.events if not row.planned}
    named = {record_id for row in plain_rows(table) for record_id in row["record_ids"]}
    assert [record_id for record_id in sorted(named & set(events)) if events[record_id].date.last > table.as_of] == []


def test_all_measures_are_written_twice_with_the_same_bytes(
    ledger: Ledger, tmp_path: Path, run: Callable[..., Any]
) -> None:
    written = []
    for name in ("first", "second"):
        write_measures(Query("camp-david"), tmp_path / name, lambda _: None)
        written.append({path.name: path.read_bytes() for path in sorted((tmp_path / name).iterdir())})
    assert written[0] == written[1]
    assert set(written[0]) == {
        "manifest.json",
        *(f"{name}.{end}" for name in measure_names() for end in ("csv", "json")),
    }
    manifest = json.loads(written[0]["manifest.json"])
    assert (manifest["ledger_digest"], manifest["as_of"]) == (ledger.digest, "2026-02-28")


def test_an_unknown_measure_names_the_nearest() -> None:
    with pytest.raises(MeasureError, match="no measure 'cadenza'"):
        measure_named("cadenza")


def test_a_command_prints_what_a_measure_found(run: Callable[..., Any]) -> None:
    ran = run("measure", "cadence", "--format", "json")
    rows = {row["series"]: row for row in json.loads(ran.out)}
    assert rows["leaders"]["last"] == "2024-11-15"
    assert (rows["tcog"]["state"], rows["tcog"]["reason"]) == ("too-few", "too-few-gaps-usable")
