"""Panels of events against counting by hand, on published files and on rows made up."""

from __future__ import annotations

import csv
import gzip
import io
import json
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.events.conftest import published, take_in
from tests.events.panel_reference import WATCHED, co_events_by_hand, event, panel_by_hand, write_store
from typer.testing import CliRunner

from kanae.cli import command_line
from kanae.errors import KanaeError, MeasureError, StorageError
from kanae.events.coverage import coverage_of
from kanae.events.spans import spans_of
from kanae.model.events import FileCount
from kanae.model.panels import PANEL_COLUMNS, TRILATERAL_COLUMNS, By, PanelQuestion, PanelRow, Quad, TrilateralRow
from kanae.workflow.event_panels import Engine, panel, trilateral

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from click.testing import Result

DUCKDB = Engine()
GDELT2 = ("20180101000000.export.CSV.gz", "20191024143000.export.CSV.gz")
GDELT1 = "gdelt1_20160728_daily_sample_57_58cols.tsv.gz"
CONTRACT = (
    "period,a,b,verbal_cooperation,material_cooperation,verbal_conflict,material_conflict,events,articles,"
    "goldstein_mean,say_do,say_do_variance"
)


def kanae(*words: str | Path) -> Result:
    return CliRunner().invoke(command_line(), [str(word) for word in words])


def raw_rows() -> list[dict[str, Any]]:
    """Read the published files of GDELT with nothing but split: the columns by their published places."""
    rows = []
    for name in (*GDELT2, GDELT1):
        for line in gzip.decompress(published(f"gdelt_raw/{name}").read_bytes()).decode().splitlines():
            cells = line.split("\t")
            new = len(cells) == 61
            root = cells[28]
            given = int(cells[29])
            rows.append(
                {
                    "source": "gdelt2" if new else "gdelt1",
                    "event_id": cells[0],
                    "event_day": date.fromisoformat(f"{cells[1][:4]}-{cells[1][4:6]}-{cells[1][6:]}"),
                    "a_iso3": cells[7],
                    "b_iso3": cells[17],
                    "root": root,
                    "quad_given": given,
                    "quad_cameo": {"09": 3, "14": 4}.get(root, given),
                    "goldstein_tenths": round(float(cells[30]) * 10),
                    "sources": int(cells[32]),
                    "articles": int(cells[33]),
                    "geo_fips": cells[53 if new else 51],
                    "url": cells[60] if new else cells[57] if len(cells) == 58 else "",
                }
            )
    return rows


def compared(rows: Sequence[PanelRow], *, stories: bool = False) -> list[dict[str, Any]]:
    """Return rows as the reference has them, with ratios rounded to 12 places."""
    return [
        {
            **{name: getattr(row, name) for name in ("period", "a", "b", "source", "events", "articles", "sources")},
            "classes": [
                row.verbal_cooperation,
                row.material_cooperation,
                row.verbal_conflict,
                row.material_conflict,
            ],
            **{name: rounded(getattr(row, name)) for name in ("goldstein_mean", "say_do", "say_do_variance")},
            **{name: rounded(getattr(row, name)) for name in ("quad", "net_cooperation", "unclassed", "few", "days")},
            "shares": [
                rounded(share)
                for share in (
                    row.verbal_cooperation_share,
                    row.material_cooperation_share,
                    row.verbal_conflict_share,
                    row.material_conflict_share,
                )
            ],
            **({"reports": row.reports, "stories": row.stories} if stories else {}),
        }
        for row in rows
    ]


def expected(rows: Sequence[dict[str, Any]], *, stories: bool = False) -> list[dict[str, Any]]:
    left_out = set() if stories else {"reports", "stories"}
    return [{name: rounded(value) for name, value in row.items() if name not in left_out} for row in rows]


def rounded(value: Any) -> Any:
    if isinstance(value, list):
        return [rounded(one) for one in value]
    return round(value, 12) if isinstance(value, float) else value


@pytest.fixture(scope="module")
def real_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    store = tmp_path_factory.mktemp("events") / "store"
    take_in([published(f"gdelt_raw/{name}") for name in (*GDELT2, GDELT1)], store)
    return store


@pytest.mark.parametrize("by", By)
@pytest.mark.parametrize("quad", Quad)
@pytest.mark.parametrize("directed", [False, True])
def test_a_panel_of_the_published_files_equals_counting_by_hand(
    real_store: Path, by: By, quad: Quad, directed: bool
) -> None:
    question = PanelQuestion((), by, quad, directed, stories=True)
    by_hand = panel_by_hand(raw_rows(), by=by.value, quad=quad.value, directed=directed)
    assert len(by_hand) > 20
    found = compared(panel(real_store, question, DUCKDB), stories=True)
    assert found == expected(by_hand, stories=True)


def test_the_days_of_the_published_files_are_those_of_their_names(real_store: Path) -> None:
    days = {"2018-01": 1, "2019-10": 1}
    rows = panel(real_store, PanelQuestion(()), DUCKDB)
    assert {row.source for row in rows} == {"gdelt1", "gdelt2"}
    for row in rows:  # the name of the sample of GDELT 1.0 begins with no day, so nothing is known of its days
        known = (days.get(row.period, 0), False) if row.source == "gdelt2" else (None, None)
        assert (row.days_with_file, row.complete) == known


def test_files_in_any_order_and_the_same_rows_again_give_the_same_panel(real_store: Path, tmp_path: Path) -> None:
    names = (GDELT1, *reversed(GDELT2))
    again = tmp_path / "20191024144500.export.CSV.gz"
    again.write_bytes(gzip.compress(gzip.decompress(published(f"gdelt_raw/{GDELT2[1]}").read_bytes()), mtime=1))
    counts = take_in([again, *(published(f"gdelt_raw/{name}") for name in names)], tmp_path / "store")
    assert sum(count.duplicates for count in counts.values()) > 700
    question = PanelQuestion((), By.DAY, directed=True, stories=True)
    assert panel(tmp_path / "store", question, DUCKDB) == panel(real_store, question, DUCKDB)


def test_co_events_of_the_published_files_equal_counting_by_hand(real_store: Path) -> None:
    for states in (("JPN", "KOR", "USA"), ("CHN", "KOR", "USA"), ("CHN", "PRK", "USA")):
        by_hand = co_events_by_hand(raw_rows(), states)
        found = trilateral(real_store, PanelQuestion(states), DUCKDB)
        assert {row.period: (row.co_events, row.co_event_days) for row in found if row.co_events} == by_hand
        assert by_hand


def test_the_columns_of_the_contract_come_first_in_csv(tmp_path: Path) -> None:
    store = write_store(tmp_path / "store", [event(1), event(2, a_iso3="KOR", b_iso3="JPN", quad_given=2)])
    done = kanae("events", "panel", store, "--by", "month", "--format", "csv")
    assert done.exit_code == 0
    assert done.stdout.startswith(CONTRACT + ",source,quad,")
    line = next(csv.DictReader(io.StringIO(done.stdout)))
    assert [line[name] for name in CONTRACT.split(",")[:9]] == ["2019-10", "JPN", "KOR", "1", "1", "0", "0", "2", "4"]
    assert (line["goldstein_mean"], line["say_do"], float(line["say_do_variance"])) == ("1.0", "0.0", 4 / 3)


def test_rows_without_a_class_say_which_scheme_has_one(tmp_path: Path) -> None:
    store = write_store(tmp_path / "store", [event(1, source="icews", quad_given=None)])
    assert "--quad cameo" in kanae("events", "panel", store).stderr
    assert kanae("events", "panel", store, "--quad", "cameo").stderr == ""


def test_a_panel_without_rows_is_a_header_in_csv(tmp_path: Path) -> None:
    store = write_store(tmp_path / "store", [event(1)])
    done = kanae("events", "panel", store, "--states", "AUS,PHL", "--format", "csv")
    assert (done.exit_code, done.stdout.count("\n")) == (0, 1)
    assert done.stdout.startswith(CONTRACT)


def test_directed_rows_tell_the_source_from_the_target(tmp_path: Path) -> None:
    store = write_store(tmp_path / "store", [event(1), event(2), event(3, a_iso3="KOR", b_iso3="JPN")])
    done = kanae("events", "panel", store, "--directed", "--format", "json")
    assert [(row["a"], row["b"], row["events"]) for row in json.loads(done.stdout)] == [
        ("JPN", "KOR", 2),
        ("KOR", "JPN", 1),
    ]


def test_a_stream_and_days_are_kept_to(tmp_path: Path) -> None:
    rows = [event(1), event(2, stream="translated"), event(3, stream="translated", event_day=date(2019, 10, 25))]
    store = write_store(tmp_path / "store", rows)
    words = ("events", "panel", store, "--stream", "translated", "--from", "2019-10-25", "--to", "2019-10-25")
    assert [row["events"] for row in json.loads(kanae(*words).stdout)] == [1]


def test_a_group_stands_as_one_with_itself_and_with_others(tmp_path: Path) -> None:
    rows = [event(1), event(2, a_iso3="USA"), event(3, b_iso3="PRK"), event(4, a_iso3="PRK", b_iso3="USA")]
    store = write_store(tmp_path / "store", [*rows, event(5, a_iso3="CHN", b_iso3="PRK")])
    found = panel(store, PanelQuestion((), group=("JPN", "KOR", "USA")), DUCKDB)
    assert [(row.a, row.b, row.events) for row in found] == [
        ("CHN", "PRK", 1),
        ("JPN+KOR+USA", "JPN+KOR+USA", 2),
        ("JPN+KOR+USA", "PRK", 2),
    ]


def test_the_two_schemes_of_classes_differ_in_inquiries_and_protests(tmp_path: Path) -> None:
    rows = [event(1, root="09", quad_given=2, quad_cameo=3), event(2, root="14", quad_given=3, quad_cameo=4)]
    store = write_store(tmp_path / "store", rows)
    given, cameo = (panel(store, PanelQuestion((), quad=quad), DUCKDB)[0] for quad in Quad)
    assert (given.material_cooperation, given.verbal_conflict, given.net_cooperation, given.quad) == (
        1,
        1,
        0.0,
        "given",
    )
    assert (cameo.verbal_conflict, cameo.material_conflict, cameo.net_cooperation, cameo.quad) == (1, 1, -1.0, "cameo")


def test_rows_without_classes_have_no_ratio_and_no_zero(tmp_path: Path) -> None:
    icews = event(1, source="icews", stream=None, quad_given=None, articles=None, sources=None, url=None)
    store = write_store(tmp_path / "store", [icews])
    row = panel(store, PanelQuestion((), stories=True), DUCKDB)[0]
    assert (row.events, row.unclassed, row.stories) == (1, 1, 1)
    nothing = (row.verbal_cooperation, row.articles, row.sources, row.say_do, row.net_cooperation, row.few, row.reports)
    assert nothing == (None,) * 7
    assert panel(store, PanelQuestion((), quad=Quad.CAMEO), DUCKDB)[0].verbal_cooperation == 1


def test_sources_are_never_added_to_each_other(tmp_path: Path) -> None:
    store = write_store(tmp_path / "store", [event(1), event(1, source="gdelt1")])
    assert [(row.source, row.events) for row in panel(store, PanelQuestion(()), DUCKDB)] == [
        ("gdelt1", 1),
        ("gdelt2", 1),
    ]


def test_one_story_in_many_reports_counts_once(tmp_path: Path) -> None:
    told = [event(number, url=f"https://example.org/{number}", a_iso3="KOR", b_iso3="JPN") for number in range(151)]
    store = write_store(tmp_path / "store", [*told, event(999, root="19", quad_given=4)])
    row = panel(store, PanelQuestion((), stories=True), DUCKDB)[0]
    assert (row.events, row.reports, row.stories) == (152, 152, 2)


def test_a_meeting_of_three_counts_once_whatever_its_rows(tmp_path: Path) -> None:
    pairs = [(a, b) for a in ("JPN", "KOR", "USA") for b in ("JPN", "KOR", "USA") if a != b]
    six = [event(number, a_iso3=a, b_iso3=b) for number, (a, b) in enumerate(pairs)]
    apart = [
        event(10, url="https://example.org/b"),
        event(11, b_iso3="USA", url="https://example.org/b", event_day=date(2019, 10, 25)),
        event(12, url="https://example.org/c", b_iso3="CHN"),
        event(13, url="https://example.org/c", a_iso3="KOR", b_iso3="USA"),
        event(14, url=""),
        event(15, url=None, b_iso3="USA"),
    ]
    row = trilateral(write_store(tmp_path / "store", [*six, *apart]), PanelQuestion(("JPN", "KOR", "USA")), DUCKDB)[0]
    assert (row.co_events, row.co_event_days, row.events, row.without_address) == (1, 1, 11, 2)
    assert (row.with_verbal_cooperation, row.with_material_conflict) == (1, 0)


def test_co_events_are_unknown_where_no_row_has_an_address(tmp_path: Path) -> None:
    store = write_store(tmp_path / "store", [event(1, url=None)])
    row = trilateral(store, PanelQuestion(("JPN", "KOR", "USA")), DUCKDB)[0]
    assert (row.co_events, row.with_verbal_cooperation, row.without_address) == (None, None, 1)


def files(day: str, count: int, ending: str = "export.CSV.zip", **given: Any) -> list[FileCount]:
    names = [f"{day}{place // 4:02d}{place % 4 * 15:02d}00.{ending}" for place in range(count)]
    return [FileCount(name, 1, name, source="gdelt2", **given) for name in names]


def test_a_day_is_whole_with_all_its_files_in_every_stream(tmp_path: Path) -> None:
    whole = [*files("20191024", 96), *files("20191024", 96, "translation.export.CSV.zip")]
    listed = [*whole, *files("20191025", 96), *files("20191025", 95, "translation.export.CSV.zip")]
    store = write_store(tmp_path / "store", [event(1), event(2, event_day=date(2019, 10, 25))], listed)
    told = [(row.days, row.days_with_file, row.complete) for row in panel(store, PanelQuestion((), By.DAY), DUCKDB)]
    assert told == [(1, 1, True), (1, 1, False)]
    english = panel(store, PanelQuestion((), By.DAY, stream="english"), DUCKDB)
    assert [row.complete for row in english] == [True, True]
    month = panel(store, PanelQuestion(()), DUCKDB)[0]
    assert (month.days, month.days_with_file, month.complete) == (31, 2, False)


def test_a_stream_of_which_no_file_was_read_is_refused_rather_than_empty(tmp_path: Path) -> None:
    store = write_store(tmp_path / "store", [event(1)], files("20191024", 96))
    assert len(panel(store, PanelQuestion((), stream="english"), DUCKDB)) == 1
    with pytest.raises(MeasureError, match="no file of the stream 'translated'"):
        panel(store, PanelQuestion((), stream="translated"), DUCKDB)


def test_failed_files_cover_nothing_and_names_without_a_day_tell_nothing() -> None:
    assert coverage_of(spans_of(files("20191024", 96, state="corrupt"))) == {}
    assert coverage_of(spans_of([FileCount("2019.csv", 1, "", source="gdelt2")])) == {"gdelt2": None}
    assert coverage_of(spans_of([FileCount("events.tab", 1, "", source="icews")])) == {"icews": None}
    assert coverage_of(spans_of([FileCount("sample-of-2018.tab", 1, "", source="icews")])) == {"icews": None}
    assert coverage_of(spans_of([FileCount("ngecEvents.DV.2023-W33.txt", 1, "", source="polecat")])) == {
        "polecat": None
    }
    year = coverage_of(spans_of([FileCount("events.2018.20200427.tab", 1, "", source="icews")]))["icews"]
    assert year is not None
    assert year.within(date(2018, 1, 1), date(2019, 1, 1)) == (365, True)


PAIRS = st.tuples(st.sampled_from((*WATCHED, "DEU", None)), st.sampled_from((*WATCHED, None)))
DAYS = st.dates(date(2018, 11, 1), date(2020, 2, 29))


@st.composite
def event_lists(draw: st.DrawFn) -> list[dict[str, Any]]:
    rows = []
    for number in range(draw(st.integers(1, 40))):
        a, b = draw(PAIRS)
        root = draw(st.sampled_from(("01", "05", "07", "09", "13", "14", "19")))
        given = 1 if root < "06" else 2 if root < "10" else 3 if root < "15" else 4
        rows.append(
            event(
                number,
                a_iso3=a,
                b_iso3=b,
                event_day=draw(DAYS),
                root=root,
                quad_given=draw(st.sampled_from((given, given, None))),
                quad_cameo={"09": 3, "14": 4}.get(root, given),
                goldstein_tenths=draw(st.none() | st.integers(-100, 100)),
                articles=draw(st.none() | st.integers(0, 500)),
                url=draw(st.sampled_from((None, "", "https://example.org/a", "https://example.org/b"))),
                geo_fips=draw(st.sampled_from(("KS", "JA"))),
                source=draw(st.sampled_from(("gdelt1", "gdelt2"))),
            )
        )
    return rows


often = settings(
    deadline=None, max_examples=25, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@often
@given(rows=event_lists(), by=st.sampled_from(By), quad=st.sampled_from(Quad), directed=st.booleans())
def test_any_rows_count_as_by_hand(
    tmp_path_factory: pytest.TempPathFactory, rows: list[dict[str, Any]], by: By, quad: Quad, directed: bool
) -> None:
    store = write_store(tmp_path_factory.mktemp("any") / "store", rows)
    found = panel(store, PanelQuestion((), by, quad, directed, stories=True), DUCKDB)
    by_hand = panel_by_hand(rows, by=by.value, quad=quad.value, directed=directed)
    assert compared(found, stories=True) == expected(by_hand, stories=True)


@often
@given(rows=event_lists(), draw=st.randoms(use_true_random=False))
def test_order_and_strangers_change_nothing(
    tmp_path_factory: pytest.TempPathFactory, rows: list[dict[str, Any]], draw: Any
) -> None:
    place = tmp_path_factory.mktemp("order")
    mixed = [*rows, *(event(1000 + number, a_iso3="DEU") for number in range(5))]
    draw.shuffle(mixed)
    question = PanelQuestion((), stories=True)
    first = panel(write_store(place / "one", rows), question, DUCKDB)
    assert panel(write_store(place / "other", mixed, parts=3), question, DUCKDB) == first


@often
@given(rows=event_lists())
def test_source_and_target_in_each_others_place_change_no_pair(
    tmp_path_factory: pytest.TempPathFactory, rows: list[dict[str, Any]]
) -> None:
    place = tmp_path_factory.mktemp("turned")
    turned = [row | {"a_iso3": row["b_iso3"], "b_iso3": row["a_iso3"]} for row in rows]
    one, other = write_store(place / "one", rows), write_store(place / "other", turned)
    question = PanelQuestion((), stories=True)
    assert panel(other, question, DUCKDB) == panel(one, question, DUCKDB)
    there, back = (panel(store, PanelQuestion((), directed=True), DUCKDB) for store in (one, other))
    assert {(row.period, row.a, row.b, row.source, row.events) for row in there} == {
        (row.period, row.b, row.a, row.source, row.events) for row in back
    }


@often
@given(rows=event_lists())
def test_directions_and_months_add_up(tmp_path_factory: pytest.TempPathFactory, rows: list[dict[str, Any]]) -> None:
    store = write_store(tmp_path_factory.mktemp("sums") / "store", rows)
    quarters = sum(row.events for row in panel(store, PanelQuestion((), By.QUARTER), DUCKDB))
    months = sum(row.events for row in panel(store, PanelQuestion((), directed=True), DUCKDB))
    pairs = [row for row in rows if row["a_iso3"] in WATCHED and row["b_iso3"] in WATCHED]
    assert quarters == months == sum(row["a_iso3"] != row["b_iso3"] for row in pairs)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--states", "JPN,DEU"), "does not keep all rows of 'DEU'"),
        (("--states", "JPN"), "'JPN' is not two"),
        (("--states", "JPN,XYZ"), "'XYZ' is no state"),
        (("--states", "JPN,KOR", "--group", "USA"), "'USA' of the group is not among the states"),
        (("--engine", "flink"), "There is no engine 'flink'"),
        (("--engine", "duckdb:x"), "There is no engine 'duckdb:x'"),
        (("--from", "2019-1-1"), "'2019-1-1' is not a day"),
    ],
)
def test_what_cannot_be_asked_is_refused(tmp_path: Path, words: tuple[str, ...], told: str) -> None:
    done = kanae("events", "panel", write_store(tmp_path / "store", [event(1)]), *words)
    assert isinstance(done.exception, KanaeError)
    assert (told in str(done.exception), done.stdout) == (True, "")


def test_three_states_are_needed_for_co_events(tmp_path: Path) -> None:
    store = write_store(tmp_path / "store", [event(1)])
    for states in ("JPN,KOR", "JPN,KOR,USA,PRK", "JPN,KOR,KOR"):
        with pytest.raises(MeasureError, match="are not three states"):
            trilateral(store, PanelQuestion(tuple(states.split(","))), DUCKDB)


def test_a_folder_without_a_store_is_told(tmp_path: Path) -> None:
    for folder in (tmp_path, tmp_path / "absent", None):
        with pytest.raises(StorageError, match="event store"):
            panel(folder, PanelQuestion(()), DUCKDB)


def test_a_damaged_part_is_told(tmp_path: Path) -> None:
    store = write_store(tmp_path / "store", [event(1)])
    (store / "events" / "0.parquet").write_bytes(b"not parquet at all")
    with pytest.raises(StorageError, match="DuckDB cannot answer"):
        panel(store, PanelQuestion(()), DUCKDB)


def test_a_store_without_rows_gives_none(tmp_path: Path) -> None:
    store = write_store(tmp_path / "store", [], parts=0)
    assert panel(store, PanelQuestion(()), DUCKDB) == []
    assert trilateral(store, PanelQuestion(("JPN", "KOR", "USA")), DUCKDB) == []


def test_every_column_of_the_panels_is_explained() -> None:
    for record, columns in ((PanelRow, PANEL_COLUMNS), (TrilateralRow, TRILATERAL_COLUMNS)):
        assert [name for name in columns if f"        {name}: " not in (record.__doc__ or "")] == []
    assert PANEL_COLUMNS[:12] == tuple(CONTRACT.split(","))
    assert not [name for name in PANEL_COLUMNS if "goldstein" in name and name != "goldstein_mean"]
