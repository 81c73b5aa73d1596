"""One expression on several engines: Spark gives the rows of DuckDB, and so does the SQL for BigQuery."""

from __future__ import annotations

import shutil
import sys
from dataclasses import replace
from datetime import date
from importlib.util import find_spec
from pathlib import Path
from random import Random
from types import ModuleType
from typing import TYPE_CHECKING, Any

import duckdb
import pytest
import sqlglot
from tests.events.panel_reference import WATCHED, event, write_store
from typer.testing import CliRunner

from kanae.cli import command_line
from kanae.errors import MeasureError, MissingExtraError, UpstreamError
from kanae.events.dialects import BIGQUERY_TABLE, in_bigquery
from kanae.events.panel import panel_sql
from kanae.events.trilateral import trilateral_sql
from kanae.model.panels import By, PanelQuestion, Quad
from kanae.store import engines
from kanae.store.engines import on_bigquery, on_duckdb, on_spark
from kanae.workflow.event_panels import Engine, panel, trilateral

if TYPE_CHECKING:
    from collections.abc import Iterator

HERE = Path(__file__).resolve().parent
THREE = ("JPN", "KOR", "USA")
FROM, TO = date(2018, 12, 1), date(2020, 1, 31)
QUESTIONS: dict[str, PanelQuestion] = {
    "month": PanelQuestion(()),
    "quarter-directed-cameo": PanelQuestion((), By.QUARTER, Quad.CAMEO, directed=True),
    "day-stories": PanelQuestion((), By.DAY, stories=True),
    "group-stories": PanelQuestion((), group=THREE, stories=True),
    "stream-days": PanelQuestion(("KOR", "JPN"), stream="english", first=FROM, last=TO),
    "group-directed-translated-cameo": PanelQuestion(
        (), By.DAY, Quad.CAMEO, directed=True, group=THREE, stream="translated", last=TO, stories=True
    ),
}
TOGETHER = {
    "month": PanelQuestion(("CHN", "PRK", "USA")),
    "day-cameo": PanelQuestion(THREE, By.DAY, Quad.CAMEO),
    "quarter-stream-days": PanelQuestion(THREE, By.QUARTER, stream="english", first=FROM, last=TO),
}


def on_a_cluster(test: Any) -> Any:
    """Mark a test that runs on Spark, whose Python side leaves sockets for the collector to close."""
    return pytest.mark.spark(pytest.mark.filterwarnings("ignore::ResourceWarning")(test))


def made_rows(count: int) -> list[dict[str, Any]]:
    """Return rows with nulls, empty texts, leap days and the ends of years among them."""
    draw = Random(5)
    days = [date(2018, 12, 31), date(2019, 1, 1), date(2019, 10, 24), date(2020, 2, 29), date(2020, 1, 31)]
    rows = []
    for number in range(count):
        root = draw.choice(("01", "04", "06", "09", "12", "14", "19"))
        quad = 1 if root < "06" else 2 if root < "10" else 3 if root < "15" else 4
        rows.append(
            event(
                number,
                source=draw.choice(("gdelt1", "gdelt2", "icews")),
                stream=draw.choice(("english", "translated", None)),
                a_iso3=draw.choice((*WATCHED, "DEU", None)),
                b_iso3=draw.choice((*WATCHED, None)),
                event_day=draw.choice(days),
                root=draw.choice((root, root, None)),
                plover=draw.choice(("CONSULT", None)),
                quad_given=draw.choice((quad, quad, None)),
                quad_cameo={"09": 3, "14": 4}.get(root, quad),
                goldstein_tenths=draw.choice((None, draw.randint(-100, 100))),
                sources=draw.choice((None, draw.randint(1, 9))),
                articles=draw.choice((None, draw.randint(1, 2**31 - 1))),
                geo_fips=draw.choice(("KS", "JA", "", None)),
                url=draw.choice((None, "", *(f"https://example.org/{place}" for place in range(40)))),
            )
        )
    return rows


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_store(tmp_path_factory.mktemp("engines") / "store", made_rows(1500))


@pytest.fixture(scope="module")
def spark() -> Iterator[Any]:
    if find_spec("pyspark") is None:
        pytest.skip("the package 'pyspark' is not installed")
    if shutil.which("java") is None:
        pytest.skip("Java is not installed")
    from pyspark.sql import SparkSession

    builder = SparkSession.builder.master("local[*]").appName("tests").config("spark.sql.shuffle.partitions", "1")
    builder = builder.config("spark.ui.enabled", "false").config("spark.sql.session.timeZone", "UTC")
    session = builder.config("spark.ui.showConsoleProgress", "false").getOrCreate()
    session.sparkContext.setLogLevel("ERROR")
    yield session
    session.stop()


@on_a_cluster
@pytest.mark.parametrize("name", QUESTIONS)
def test_spark_gives_the_rows_of_duckdb(store: Path, spark: Any, name: str) -> None:
    ours = panel(store, QUESTIONS[name], Engine())
    assert len(ours) > 5 or name == "stream-days"
    assert panel(store, QUESTIONS[name], Engine("spark")) == ours


@on_a_cluster
@pytest.mark.parametrize("name", TOGETHER)
def test_spark_gives_the_co_events_of_duckdb(store: Path, spark: Any, name: str) -> None:
    ours = trilateral(store, TOGETHER[name], Engine())
    assert any(row.co_events for row in ours)
    assert trilateral(store, TOGETHER[name], Engine("spark")) == ours


@on_a_cluster
def test_a_failure_of_spark_is_told(store: Path, spark: Any) -> None:
    with pytest.raises(UpstreamError, match="did not answer"):
        on_spark("SELECT nothing_of_that_name FROM events", sorted((store / "events").iterdir()), "local[*]")


def test_spark_without_its_package_names_the_extra(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engines, "find_spec", lambda _: None)
    with pytest.raises(MissingExtraError, match="pyspark") as caught:
        panel(store, PanelQuestion(()), Engine("spark"))
    assert (caught.value.fix, caught.value.exit_code) == ("Run: pip install 'kanae[spark]'", 3)


def test_spark_without_java_says_so(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engines, "find_spec", lambda _: object())
    monkeypatch.setattr(shutil, "which", lambda _: None)
    monkeypatch.delenv("JAVA_HOME", raising=False)
    with pytest.raises(MissingExtraError, match="Java"):
        panel(store, PanelQuestion(()), Engine("spark"))


def test_bigquery_reads_no_column_that_the_question_does_not_need() -> None:
    plain, told = (in_bigquery(panel_sql(asked), asked) for asked in (question(), question(stories=True)))
    for column in ("SOURCEURL", "EventRootCode", "ActionGeo_CountryCode"):
        assert (column in plain, column in told) == (False, True)


def question(**given: Any) -> PanelQuestion:
    return replace(PanelQuestion(THREE, first=FROM, last=TO), **given)


GOLDEN = {
    "panel": lambda: in_bigquery(panel_sql(question(stories=True)), question()),
    "trilateral": lambda: in_bigquery(trilateral_sql(question()), question()),
}


@pytest.mark.parametrize("name", GOLDEN)
def test_the_sql_for_bigquery_is_the_one_looked_at(name: str) -> None:
    found = GOLDEN[name]()
    assert found == (HERE / "bigquery" / f"{name}.sql").read_text(encoding="utf-8")
    assert len(sqlglot.parse(found, read="bigquery")) == 1


def gdelt_table(connection: duckdb.DuckDBPyConnection, rows: list[dict[str, Any]]) -> None:
    """Write rows as GDELT has them, one of them twice."""
    connection.execute(
        "CREATE TABLE gdelt (GLOBALEVENTID BIGINT, SQLDATE BIGINT, Actor1CountryCode VARCHAR,"
        " Actor2CountryCode VARCHAR, EventRootCode VARCHAR, QuadClass BIGINT, GoldsteinScale DOUBLE,"
        " NumSources BIGINT, NumArticles BIGINT,"
        " ActionGeo_CountryCode VARCHAR, SOURCEURL VARCHAR, DATEADDED BIGINT, _PARTITIONTIME TIMESTAMP)"
    )
    for row in [*rows, rows[0]]:
        tenths = row["goldstein_tenths"]
        values = [int(row["event_id"]), int(f"{row['event_day']:%Y%m%d}"), row["a_iso3"], row["b_iso3"], row["root"]]
        values += [row["quad_given"], None if tenths is None else tenths / 10, row["sources"], row["articles"]]
        values += [row["geo_fips"], row["url"], int(f"{row['event_day']:%Y%m%d}000000"), row["event_day"]]
        connection.execute(f"INSERT INTO gdelt VALUES ({', '.join('?' * len(values))})", values)


@pytest.mark.parametrize("quad", Quad)
def test_the_sql_for_bigquery_counts_the_same_on_the_columns_of_gdelt(tmp_path: Path, quad: Quad) -> None:
    rows = [row for row in made_rows(600) if row["source"] == "gdelt2" and row["root"] and row["quad_given"]]
    rows = [row | {"plover": None, "a_iso3": row["a_iso3"] or "", "b_iso3": row["b_iso3"] or "EUR"} for row in rows]
    store = write_store(tmp_path / "store", rows)
    parts = sorted((store / "events").iterdir())
    for asked, make in ((question(quad=quad, stories=True), panel_sql), (question(quad=quad), trilateral_sql)):
        text = in_bigquery(make(asked), asked).replace(f"`{BIGQUERY_TABLE}`", "gdelt")
        with duckdb.connect() as connection:
            gdelt_table(connection, rows)
            found = connection.execute(sqlglot.transpile(text, read="bigquery", write="duckdb")[0]).fetchall()
        assert sorted(found) == sorted(on_duckdb(make(asked), parts))
        assert found


def test_states_with_another_code_in_cameo_are_asked_for_by_it() -> None:
    asked = PanelQuestion(("JPN", "ROU"), first=FROM, last=TO)
    text = in_bigquery(panel_sql(asked), asked)
    assert "Actor1CountryCode IN ('JPN', 'ROM')" in text
    assert "CASE Actor2CountryCode WHEN 'ROM' THEN 'ROU' ELSE Actor2CountryCode END AS b_iso3" in text


def test_bigquery_is_never_asked_for_everything_or_for_a_stream() -> None:
    for asked in (question(first=None), question(last=None), question(stream="english")):
        with pytest.raises(MeasureError):
            in_bigquery(panel_sql(asked), asked)


def test_a_dry_run_prints_the_sql_and_runs_nothing() -> None:
    words = [
        "--engine",
        "bigquery",
        "--states",
        "JPN,KOR,USA",
        "--from",
        "2018-12-01",
        "--to",
        "2020-01-31",
        "--dry-run",
    ]
    done = CliRunner().invoke(command_line(), ["events", "trilateral", *words])
    assert (done.exit_code, done.stdout.rstrip()) == (0, GOLDEN["trilateral"]().rstrip())


def test_bigquery_without_its_package_names_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("google", "google.cloud"):
        monkeypatch.setitem(sys.modules, name, None)
    with pytest.raises(MissingExtraError, match="google-cloud-bigquery") as caught:
        panel(None, question(), Engine("bigquery"))
    assert caught.value.fix == "Run: pip install 'kanae[bigquery]'"


class GoogleError(Exception):
    """Stands for the errors of Google's packages."""


class Values:
    """A row as BigQuery's client gives it."""

    def values(self) -> tuple[Any, ...]:
        return (201910, "gdelt2", "JPN", "KOR", 4, 2, 1, 0, 7, 30, 55, 7, 9)


class Client:
    """A client that answers, or fails for want of credentials."""

    fails = False

    def __init__(self) -> None:
        if self.fails:
            raise GoogleError("could not find default credentials")

    def query(self, text: str) -> Client:
        assert BIGQUERY_TABLE in text
        return self

    def result(self) -> list[Values]:
        return [Values()]


@pytest.fixture
def client(monkeypatch: pytest.MonkeyPatch) -> type[Client]:
    contents = {"google": {}, "google.cloud": {}, "google.api_core": {}, "google.auth": {}}
    contents |= {"google.cloud.bigquery": {"Client": Client}}
    contents |= {"google.api_core.exceptions": {"GoogleAPIError": GoogleError}}
    contents |= {"google.auth.exceptions": {"GoogleAuthError": GoogleError}}
    for name, named in contents.items():
        module = ModuleType(name)
        vars(module).update(named)
        monkeypatch.setitem(sys.modules, name, module)
    vars(sys.modules["google.cloud"])["bigquery"] = sys.modules["google.cloud.bigquery"]
    monkeypatch.setattr(Client, "fails", False)
    return Client


def test_rows_of_bigquery_become_a_panel_of_unknown_coverage(client: type[Client]) -> None:
    row = panel(None, question(), Engine("bigquery"))[0]
    assert (row.period, row.a, row.b, row.verbal_cooperation, row.goldstein_mean) == (
        "2019-10",
        "JPN",
        "KOR",
        4,
        55 / 70,
    )
    assert (row.days, row.days_with_file, row.complete) == (31, None, None)


def test_bigquery_without_credentials_says_how_to_log_in(client: type[Client], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(client, "fails", True)
    with pytest.raises(UpstreamError, match="could not find default credentials") as caught:
        on_bigquery("SELECT 1")
    assert "gcloud auth application-default login" in caught.value.fix
