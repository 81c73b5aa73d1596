"""Queries over the ledger: what is no plain reading is refused, what takes too long or too much is stopped."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import threading
import time
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from kanae.errors import StorageError
from kanae.model.flat_tables import Column, FlatTable
from kanae.model.queries import Answered, Refused, TableSet
from kanae.store.queries import QueryRunner
from kanae.store.query_worker import MEMORY_BEYOND_TABLES

if TYPE_CHECKING:
    from collections.abc import Iterator

COLUMNS = (
    Column("event_id", "text", ""),
    Column("date_first", "date", ""),
    Column("members", "list", ""),
    Column("title_en", "text", ""),
)
ROWS = tuple(
    (f"e{number}", date(2020 + number % 6, 1, 1), ["JPN", "KOR"], f"Meeting number {number} of the two")
    for number in range(600)
)
DAY = date(2026, 2, 28)


def table(rows: tuple[tuple[object, ...], ...] = ROWS) -> FlatTable:
    return FlatTable("events", "", COLUMNS, ("event_id",), rows)


@pytest.fixture(scope="module")
def runner() -> Iterator[QueryRunner]:
    with QueryRunner(seconds=1.0) as made:
        made.hold("now", TableSet(DAY, {"main": (table(),), "planned": (table(ROWS[:1]),)}))
        yield made


def refused(runner: QueryRunner, sql: str) -> Refused:
    outcome = runner.run("now", sql)
    assert isinstance(outcome, Refused), outcome
    assert runner.run("now", "SELECT count(*) AS n FROM events") == Answered(("n",), ((600,),))
    return outcome


ALLOWED = [
    ("SELECT round(degrees(acos(cos(radians(60)))) + degrees(asin(sin(radians(30))))) FROM events LIMIT 1", 90),
    ("SELECT round(degrees(atan2(1, 1)) + degrees(atan(tan(pi() / 4)))) FROM events LIMIT 1", 90),
    ("SELECT count(*) FROM events", 600),
    ("SELECT as_of() FROM events LIMIT 1", DAY),
    ("FROM events SELECT max(date_first)", date(2025, 1, 1)),
    ("SELECT count(*) FROM planned.events", 1),
    ("WITH late AS (SELECT * FROM events WHERE year(date_first) = 2025) SELECT count(*) FROM late", 100),
    ("WITH events AS (SELECT 1 AS n) SELECT n FROM events, planned.events", 1),
    ("SELECT count(*) FROM (SELECT unnest(members) FROM events)", 1200),
    ("SELECT count(*) FROM range(2020, 2026) t(y) JOIN events ON year(date_first) = y", 600),
    ("SELECT list(event_id ORDER BY event_id)[1] FROM events", "e0"),
    ("SELECT len([m FOR m IN any_value(members) IF m = 'JPN']) FROM events", 1),
    ("SELECT CASE WHEN count(*) FILTER (title_en LIKE '%12%') > 3 THEN 'a' || 'b' END FROM events", "ab"),
    ("SELECT date_first - lag(date_first) OVER (ORDER BY event_id) FROM events LIMIT 1", None),
    ("SELECT list_has_all(any_value(members), ['JPN']) AND bool_or(date_first > DATE '2021-01-01') FROM events", True),
]


@pytest.mark.parametrize(("sql", "value"), ALLOWED, ids=[sql for sql, _ in ALLOWED])
def test_a_plain_reading_is_answered(runner: QueryRunner, sql: str, value: object) -> None:
    outcome = runner.run("now", sql)
    assert isinstance(outcome, Answered), outcome
    assert outcome.rows[0] == (value,)


NOT_READING = [
    "INSERT INTO events VALUES ('x', NULL, NULL, NULL)",
    "UPDATE events SET title_en = 'x'",
    "DELETE FROM events",
    "DROP TABLE events",
    "CREATE TABLE mine AS SELECT * FROM events",
    "ALTER TABLE events ADD COLUMN x INTEGER",
    "ATTACH 'other.db'",
    "ATTACH ':memory:' AS other",
    "COPY events TO 'events.csv'",
    "COPY events FROM 'events.csv'",
    "EXPORT DATABASE 'folder'",
    "INSTALL httpfs",
    "LOAD httpfs",
    "PRAGMA database_list",
    "SET memory_limit = '100GB'",
    "RESET lock_configuration",
    "USE planned",
    "CALL duckdb_settings()",
    "EXPLAIN ANALYZE SELECT * FROM events",
    "CHECKPOINT",
    "VACUUM",
    "BEGIN TRANSACTION",
    "PREPARE p AS SELECT 1",
    "SET VARIABLE x = 1",
    "CREATE MACRO f() AS 1",
    "PIVOT events ON date_first",
]


@pytest.mark.parametrize("sql", NOT_READING)
def test_what_is_no_select_is_refused(runner: QueryRunner, sql: str) -> None:
    assert "no SELECT" in refused(runner, sql).what


HIDDEN_WRITING = [
    "WITH x AS (INSERT INTO events SELECT * FROM events RETURNING *) SELECT count(*) FROM x",
    "WITH x AS (DELETE FROM events RETURNING *) SELECT count(*) FROM x",
    "WITH x AS (UPDATE events SET title_en = '' RETURNING *) SELECT count(*) FROM x",
    "SELECT * FROM (WITH x AS (DELETE FROM events RETURNING *) SELECT * FROM x), events",
]


@pytest.mark.parametrize("sql", HIDDEN_WRITING)
def test_writing_hidden_in_a_select_is_refused_and_nothing_is_written(runner: QueryRunner, sql: str) -> None:
    assert "not allowed here" in refused(runner, sql).what


OUTSIDE = [
    "SELECT * FROM '{file}'",
    "SELECT * FROM read_csv('{file}')",
    "SELECT * FROM read_csv_auto('{file}'), events",
    "SELECT * FROM read_text('{file}')",
    "SELECT * FROM read_blob('{file}')",
    "SELECT * FROM read_parquet('{file}')",
    "SELECT * FROM read_json('{file}')",
    "SELECT * FROM sniff_csv('{file}')",
    "SELECT * FROM glob('/*')",
    "SELECT * FROM 'https://example.org/a.csv'",
    "SELECT * FROM query('SELECT 1')",
    "SELECT * FROM query_table('events')",
    "SELECT * FROM duckdb_settings(), events",
    "SELECT * FROM duckdb_secrets(), events",
    "SELECT * FROM pragma_database_list(), events",
    "SELECT * FROM information_schema.tables",
    "SELECT * FROM sqlite_master",
    "SELECT * FROM pg_catalog.pg_class",
    "SELECT * FROM memory.main.events",
    "SHOW TABLES",
    "DESCRIBE events",
    "SUMMARIZE events",
    "SELECT getenv('HOME') FROM events",
    "SELECT current_setting('memory_limit') FROM events",
    "SELECT version() FROM events",
    "SELECT json_execute_serialized_sql('x') FROM events",
    "SELECT main.count(*) FROM events",
]


@pytest.mark.parametrize("sql", OUTSIDE)
def test_nothing_outside_of_the_tables_is_read(runner: QueryRunner, sql: str, tmp_path: Path) -> None:
    file = tmp_path / "secret.csv"
    file.write_text("a,b\n1,2\n")
    assert refused(runner, sql.format(file=file)).what


CHANGING = [
    "now()",
    "today()",
    "current_date",
    "current_timestamp",
    "localtime",
    "random()",
    "uuid()",
    "txid_current()",
]


@pytest.mark.parametrize("expression", CHANGING)
def test_what_gives_another_answer_tomorrow_is_refused(runner: QueryRunner, expression: str) -> None:
    refusal = refused(runner, f"SELECT event_id,\n  {expression} AS x\nFROM events")
    assert refusal.line == 2
    assert expression.removesuffix("()") in refusal.what


GREEDY = [
    "WITH RECURSIVE t AS (SELECT 1 AS n FROM events UNION ALL SELECT n + 1 FROM t) SELECT max(n) FROM t",
    "WITH RECURSIVE t AS (SELECT 1 AS n FROM events UNION SELECT n FROM t) SELECT max(n) FROM t",
    "SELECT count(*) FROM range(1000000000000), events",
    "SELECT count(*) FROM generate_series(1, 99999999), events",
    "SELECT len(range(100000)) FROM events",
    "SELECT count(*) FROM range((SELECT count(*) FROM events)), events",
    "SELECT repeat('x', 1000000000) FROM events",
    "SELECT lpad('x', 1000000000, 'x') FROM events",
    "SELECT format('{:1000000000}', 1) FROM events",
    "SELECT replace(title_en, 'e', title_en) FROM events",
    "SELECT list_resize(members, 1000000000) FROM events",
    "SELECT sleep_ms(10000) FROM events",
    f"SELECT count(*) FROM events WHERE {' OR '.join(['title_en = title_en'] * 600)}",
]


@pytest.mark.parametrize("sql", GREEDY)
def test_what_loops_or_grows_by_one_word_is_refused_before_it_runs(runner: QueryRunner, sql: str) -> None:
    refusal = refused(runner, sql)
    assert "took" not in refusal.what
    assert refusal.fix


ENDLESS = [
    "SELECT count(*) FROM events a, events b, events c, events d "
    "WHERE a.title_en < b.title_en OR c.event_id < d.event_id",
    "SELECT sum(x.n + y.n + z.n) FROM range(9999) x(n), range(9999) y(n), range(9999) z(n), planned.events",
]


@pytest.mark.parametrize("sql", ENDLESS)
def test_what_takes_too_long_is_stopped(runner: QueryRunner, sql: str) -> None:
    assert refused(runner, sql).what == "took longer than 1 seconds"


_DOUBLED = ", ".join(
    ["t0 AS (SELECT string_agg(title_en, '') AS s FROM events)"]
    + [f"t{step} AS (SELECT s || s AS s FROM t{step - 1})" for step in range(1, 26)]
)
MEMORY = [
    f"WITH {_DOUBLED} SELECT max(len(t25.s)) FROM t25",
    f"WITH {_DOUBLED} SELECT max(len(t10.s || e.event_id)) FROM t10, events e",
    "WITH t AS (SELECT list(a.title_en) AS s FROM events a, events b) "
    "SELECT max(len(list_concat(t.s, [e.event_id]))) FROM t, events e",
    "SELECT len(list(a.title_en || b.title_en || c.title_en)) FROM events a, events b, events c",
]


@pytest.mark.parametrize("sql", MEMORY)
def test_what_eats_memory_is_stopped(runner: QueryRunner, sql: str) -> None:
    assert refused(runner, sql).what.startswith("took ")


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="needs /proc to see the memory of a process")
@pytest.mark.parametrize("sql", MEMORY)
def test_no_query_takes_more_than_the_bound_beyond_the_tables(sql: str) -> None:
    """The peak is read from the process while the query runs, until it is ended."""
    assert MEMORY_BEYOND_TABLES == 1 << 30
    with QueryRunner(seconds=1.0) as runner:
        runner.hold("now", TableSet(DAY, {"main": (table(),)}))
        runner.run("now", "SELECT count(*) AS n FROM events")
        assert runner._lanes[0].process is not None
        pid = runner._lanes[0].process.pid
        before = peak_bytes(pid)
        seen = [before]
        over = threading.Event()

        def watch() -> None:
            while not over.wait(0.005):
                seen.append(peak_bytes(pid))

        watcher = threading.Thread(target=watch)
        watcher.start()
        runner.run("now", sql)
        over.set()
        watcher.join()
        assert max(seen) - before <= MEMORY_BEYOND_TABLES


def test_a_large_query_leaves_nothing_where_the_reader_stands(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    with QueryRunner(seconds=1.0) as runner:
        runner.hold("now", TableSet(DAY, {"main": (table(),)}))
        assert isinstance(runner.run("now", MEMORY[-1]), Refused)
    assert list(tmp_path.iterdir()) == []


def peak_bytes(pid: int) -> int:
    """Return the largest resident memory a process ever had; 0 when it is gone."""
    try:
        status = Path(f"/proc/{pid}/status").read_text(encoding="ascii")
    except OSError:
        return 0
    found = re.search(r"VmHWM:\s+(\d+) kB", status)
    return int(found[1]) * 1024 if found else 0


def test_two_statements_are_refused(runner: QueryRunner) -> None:
    assert refused(runner, "SELECT count(*) FROM events; SELECT 1").what == "holds 2 statements"


def test_an_answer_that_comes_from_no_record_is_refused(runner: QueryRunner) -> None:
    assert refused(runner, "SELECT TRUE AS holds, ['e1'] AS record_ids").what == "reads no table"


def test_a_placeholder_is_refused(runner: QueryRunner) -> None:
    assert "parameter" in refused(runner, "SELECT $1 FROM events").what


FAULTY = [
    ("SELECT count(*)\nFROM events\nWHER x = 1", 3, "not SQL", None),
    ("SELECT\n  date\nFROM events", 2, "no column 'date'", "date"),
    ("SELECT 1\nFROM events e\nWHERE e.titel_en = ''", 3, "no column 'titel_en'", "titel_en"),
    ("SELECT 1\nFROM evnts", 2, "no table 'evnts'", "evnts"),
    ("SELECT 1\nFROM planed.events", 2, "no table 'planed.events'", "events"),
    ("SELECT\n  cuont(*)\nFROM events", 2, "function 'cuont'", "cuont"),
    ("SELECT '会議',\n  uuid()\nFROM events", 2, "function 'uuid'", "uuid"),
]


@pytest.mark.parametrize(("sql", "line", "what", "word"), FAULTY)
def test_a_fault_has_its_line_and_its_word(
    runner: QueryRunner, sql: str, line: int, what: str, word: str | None
) -> None:
    refusal = refused(runner, sql)
    assert refusal.line == line
    assert what in refusal.what
    assert refusal.word == (word or "")


def test_an_unknown_column_comes_with_those_that_exist(runner: QueryRunner) -> None:
    refusal = refused(runner, "SELECT e.dat FROM events e JOIN planned.events p USING (event_id)")
    assert "events has: event_id, date_first, members, title_en." in refusal.fix
    assert "planned.events has: event_id" in refusal.fix
    assert "date_first" in refusal.known


def test_a_killed_process_is_started_again_with_its_tables() -> None:
    with QueryRunner() as made:
        made.hold("now", TableSet(DAY, {"main": (table(),)}))
        made.add("now", FlatTable("measure_x", "", COLUMNS, (), ROWS[:3]))
        assert made._lanes[0].process is not None
        os.kill(made._lanes[0].process.pid, signal.SIGTERM)
        assert made.run("now", "SELECT count(*) FROM events").rows == ((600,),)  # type: ignore[union-attr]
        assert made.run("now", "SELECT count(*) FROM measure_x").rows == ((3,),)  # type: ignore[union-attr]


ONE_CHANGED = ((*ROWS[0][:3], "Another name"), *ROWS[1:4])
EMPTY = {"main": (table(()),)}


@pytest.mark.parametrize(
    "rows",
    [ROWS, ROWS[::3], ROWS[::-1], ONE_CHANGED, (*ROWS[:2], ROWS[0]), (*ROWS, ("e-new", DAY, [], "One more")), ()],
    ids=["same", "some", "turned", "changed", "twice", "more", "none"],
)
def test_each_day_has_its_own_rows_in_their_order(rows: tuple[tuple[object, ...], ...]) -> None:
    with QueryRunner() as made:
        for day, of_day in (("now", ROWS), ("then", rows)):
            made.hold(day, TableSet(DAY, EMPTY))
            made.add(day, table(of_day))
        for day, of_day in (("then", rows), ("now", ROWS)):
            outcome = made.run(day, "SELECT list([event_id, title_en]), list(date_first), list(members) FROM events")
            assert isinstance(outcome, Answered), outcome
            names, dates, members = (list(column or ()) for column in outcome.rows[0])
            assert list(zip([each[0] for each in names], dates, members, [each[1] for each in names], strict=True)) == [
                *of_day
            ]


def test_a_day_keeps_its_rows_when_the_one_it_shares_them_with_goes() -> None:
    with QueryRunner() as made:
        for day, rows in (("now", ROWS), ("then", ROWS[:5])):
            made.hold(day, TableSet(DAY, EMPTY))
            made.add(day, table(rows))
        made.hold("now", TableSet(DAY, EMPTY))
        made.hold("later", TableSet(DAY, EMPTY))
        made.add("later", table(ROWS[:7]))
        assert made._lanes[0].process is not None
        for _ in range(2):
            counts = [made.run(day, "SELECT count(*) FROM events").rows for day in ("now", "then", "later")]  # type: ignore[union-attr]
            assert counts == [((0,),), ((5,),), ((7,),)]
            os.kill(made._lanes[0].process.pid, signal.SIGTERM)


@pytest.mark.parametrize("processes", [1, 2])
@pytest.mark.parametrize("sql", [ENDLESS[0], MEMORY[0]])
def test_a_query_that_is_stopped_keeps_no_other_from_its_answer(sql: str, processes: int) -> None:
    with QueryRunner(seconds=1.0, processes=processes) as made:
        made.hold("now", TableSet(DAY, {"main": (table(),)}))
        asked = [
            made.ask("now", each) for each in ("SELECT count(*) FROM events", sql, "SELECT min(date_first) FROM events")
        ]
        made.add("now", FlatTable("measure_x", "", COLUMNS, (), ROWS[:3]))
        asked.append(made.ask("now", "SELECT count(*) FROM measure_x"))
        first, stopped, third, fourth = (each.outcome() for each in asked)
    assert isinstance(stopped, Refused)
    assert stopped.what.startswith("took ")
    assert [each.rows for each in (first, third, fourth)] == [((600,),), ((date(2020, 1, 1),),), ((3,),)]  # type: ignore[union-attr]


OWNER = """
from datetime import date
from kanae.model.flat_tables import Column, FlatTable
from kanae.model.queries import TableSet
from kanae.store.queries import QueryRunner

rows = tuple((f"e{number}",) for number in range(600))
events = FlatTable("events", "", (Column("event_id", "text", ""),), ("event_id",), rows)
with QueryRunner(seconds=60) as made:
    made.hold("now", TableSet(date(2026, 2, 28), {"main": (events,)}))
    print(made._lanes[0].process.pid, flush=True)
    made.run("now", "SELECT count(*) FROM events a, events b, events c, events d WHERE a.event_id || b.event_id < c.event_id || d.event_id")
"""  # noqa: E501


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="only Linux tells of other processes in /proc")
def test_a_process_in_the_midst_of_a_query_ends_with_its_owner() -> None:
    with subprocess.Popen([sys.executable, "-c", OWNER], stdout=subprocess.PIPE, text=True) as owner:
        assert owner.stdout is not None
        pid = int(owner.stdout.readline())
        time.sleep(1.0)
        owner.kill()
    until = time.monotonic() + 20
    while is_running(pid) and time.monotonic() < until:
        time.sleep(0.05)
    assert not is_running(pid)


def is_running(pid: int) -> bool:
    try:
        stat = Path(f"/proc/{pid}/stat").read_text(encoding="ascii")
    except OSError:
        return False
    return stat.rpartition(")")[2].split()[0] != "Z"


def test_answers_come_to_whoever_asks_for_them_first() -> None:
    with QueryRunner() as made:
        made.hold("now", TableSet(DAY, {"main": (table(),)}))
        asked = [made.ask("now", f"SELECT count(*) + {number} FROM events") for number in range(5)]
        assert [each.outcome().rows[0][0] for each in reversed(asked)] == [604, 603, 602, 601, 600]  # type: ignore[union-attr]


def test_long_answers_and_long_tables_do_not_wait_for_each_other() -> None:
    """Both pipes are full: nobody reads the answers while more is given."""
    sql = "SELECT list(title_en || title_en) AS titles FROM events"
    with QueryRunner() as made:
        made.hold("now", TableSet(DAY, {"main": (table(),)}))
        asked = []
        for number in range(20):
            made.add("now", FlatTable(f"measure_{number}", "", COLUMNS, (), ROWS * 5))
            asked.append(made.ask("now", sql))
        assert {len(each.outcome().rows[0][0]) for each in asked} == {600}  # type: ignore[union-attr]


def test_a_process_that_does_not_start_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.executable", "/bin/false")
    with QueryRunner() as made:
        made.hold("now", TableSet(DAY, {"main": (table(),)}))
        with pytest.raises(StorageError, match="does not start"):
            made.run("now", "SELECT count(*) FROM events")


def test_nothing_of_the_readers_folder_is_imported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("duckdb", "pyarrow", "json"):
        (tmp_path / f"{name}.py").write_text("raise SystemExit('taken over')\n")
    monkeypatch.chdir(tmp_path)
    with QueryRunner() as made:
        made.hold("now", TableSet(DAY, {"main": (table(),)}))
        assert made.run("now", "SELECT count(*) FROM events").rows == ((600,),)  # type: ignore[union-attr]


def test_the_process_is_gone_afterwards() -> None:
    with QueryRunner() as made:
        assert made._lanes[0].process is not None
        number = made._lanes[0].process.pid
    with pytest.raises(ProcessLookupError):
        os.kill(number, 0)


def test_tables_held_again_take_the_place_of_the_first(runner: QueryRunner) -> None:
    runner.hold("other", TableSet(DAY, {"main": (table(),)}))
    runner.hold("other", TableSet(date(2025, 1, 1), {"main": (table(ROWS[:2]),)}))
    outcome = runner.run("other", "SELECT count(*), as_of() FROM events")
    assert isinstance(outcome, Answered)
    assert outcome.rows == ((2, date(2025, 1, 1)),)
