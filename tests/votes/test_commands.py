"""The commands on votes, as someone types them."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING

import pyarrow.parquet as pq
import pytest
from tests.votes.conftest import published
from typer.testing import CliRunner

from kanae.cli import command_line
from kanae.errors import KanaeError, MeasureError, UpstreamError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from click.testing import Result

    Write = Callable[[str, str | bytes], Path]

CONTRACT = ["period", "a", "b", "n", "agreement", "voeten_agreement", "s", "pi", "kappa"]
TITLES = {"1": "Nuclear ban", "2": "Comprehensive test ban", "3": "Rights of the child", "4": '=HYPERLINK("x")'}
CHOICES = {
    "1": {"JPN": 3, "KOR": 2, "USA": 3, "CUB": 1, "RUS": 3},
    "2": {"JPN": 1, "KOR": 1, "USA": 3, "CUB": 1, "RUS": 1},
    "3": {"JPN": 1, "KOR": 1, "USA": 1, "CUB": 1, "RUS": 1},
    "4": {"JPN": 1, "KOR": 8, "USA": 3, "CUB": 1, "RUS": 2},
}


@pytest.fixture
def votes(write: Write) -> str:
    lines = ["rcid,date,session,descr,short_name,importantvote,country_code,vote"]
    iso2 = {"JPN": "JP", "KOR": "KR", "USA": "US", "CUB": "CU", "RUS": "RU"}
    for roll_call, chosen in CHOICES.items():
        title = TITLES[roll_call].replace('"', '""')
        lines += [
            f'{roll_call},2019-12-1{roll_call},74,"{title}",nu,{int(roll_call == "2")},{iso2[state]},{choice}'
            for state, choice in chosen.items()
        ]
    return str(write("votes.csv", "\n".join(lines) + "\n"))


def run(*words: str) -> Result:
    return CliRunner().invoke(command_line(), ["votes", *words])


def rows_of(result: Result) -> list[dict[str, str]]:
    assert result.exit_code == 0, result.output
    return list(csv.DictReader(io.StringIO(result.stdout)))


def fault(*words: str) -> KanaeError:
    error = run(*words).exception
    assert isinstance(error, KanaeError), error
    return error


def test_similarity_has_the_columns_that_are_promised(votes: str) -> None:
    rows = rows_of(run("similarity", votes, "--states", "JPN,KOR,USA", "--format", "csv"))
    assert list(rows[0]) == CONTRACT
    assert [(row["period"], row["a"], row["b"], row["n"]) for row in rows] == [
        ("2019", "JPN", "KOR", "3"),
        ("2019", "JPN", "USA", "4"),
        ("2019", "KOR", "USA", "3"),
    ]
    assert float(rows[1]["agreement"]) == 0.5
    assert float(rows[1]["voeten_agreement"]) == pytest.approx(1 / 3)


def test_similarity_adds_intervals_and_what_chance_gives_when_asked(votes: str) -> None:
    rows = rows_of(run("similarity", votes, "--bootstrap", "50", "--expected", "--format", "csv"))
    assert list(rows[0])[: len(CONTRACT)] == CONTRACT
    assert {"voeten_n", "expected_pi", "expected_kappa", "kappa_low", "kappa_high", "agreement_low"} <= set(rows[0])


def test_similarity_of_all_states_by_session_as_parquet(votes: str, tmp_path: Path) -> None:
    path = tmp_path / "all.parquet"
    assert run("similarity", votes, "--states", "all", "--by", "session", "--out", str(path)).exit_code == 0
    table = pq.read_table(path)
    assert table.column_names == CONTRACT
    assert table.num_rows == 10
    assert set(table["period"].to_pylist()) == {74}


def test_states_may_be_named_and_come_back_as_codes(votes: str) -> None:
    rows = rows_of(run("similarity", votes, "--states", "Republic of Korea,japan", "--format", "csv"))
    assert [(row["a"], row["b"]) for row in rows] == [("KOR", "JPN")]


def test_what_is_undefined_is_null_and_not_zero(votes: str) -> None:
    rows = json.loads(run("similarity", votes, "--important", "--states", "JPN,KOR").stdout)
    assert rows == [
        {"period": 2019, "a": "JPN", "b": "KOR", "n": 1, "agreement": 1.0, "voeten_agreement": 1.0, "s": 1.0}
        | {"pi": None, "kappa": None}
    ]


@pytest.mark.parametrize(
    ("words", "n"),
    [(("--absent", "abstain"), 4), (("--contested",), 2), (("--issue", "nu"), 3), (("--weights", "squared"), 3)],
)
def test_options_choose_what_counts(votes: str, words: tuple[str, ...], n: int) -> None:
    assert rows_of(run("similarity", votes, "--states", "JPN,KOR", "--format", "csv", *words))[0]["n"] == str(n)


def test_divergent_votes_are_named_with_who_voted_how(votes: str) -> None:
    rows = json.loads(run("divergent", votes, "--states", "JPN,KOR,USA").stdout)
    assert [(row["date"], row["title"], row["JPN"], row["KOR"], row["USA"]) for row in rows] == [
        ("2019-12-11", "Nuclear ban", "no", "abstain", "no"),
        ("2019-12-12", "Comprehensive test ban", "yes", "yes", "no"),
        ("2019-12-14", '=HYPERLINK("x")', "yes", "absent", "no"),
    ]
    assert [row["distance"] for row in rows] == [1, 2, 2]
    assert (rows[0]["yes"], rows[0]["abstain"], rows[0]["no"], rows[0]["issues"]) == (1, 1, 3, ["nu"])


def test_a_title_that_is_a_formula_is_inert_in_csv(votes: str) -> None:
    rows = rows_of(run("divergent", votes, "--opposed", "--format", "csv"))
    assert rows[-1]["title"] == '\'=HYPERLINK("x")'
    assert "Nuclear ban" not in {row["title"] for row in rows}


@pytest.mark.parametrize(("lang", "words"), [("en", "3 resolutions"), ("ja", "3件"), ("ko", "3건")])
def test_the_talk_is_in_the_language_asked_for(votes: str, lang: str, words: str) -> None:
    assert words in run("divergent", votes, "--lang", lang).stderr


def test_ideal_points_have_the_columns_that_are_promised(votes: str) -> None:
    rows = rows_of(run("ideal", votes, "--states", "JPN,USA", "--format", "csv"))
    assert list(rows[0]) == ["period", "state", "ideal_point", "low", "high"]
    place = {row["state"]: float(row["ideal_point"]) for row in rows}
    assert place["USA"] > place["JPN"]
    assert all(float(row["low"]) < float(row["ideal_point"]) < float(row["high"]) for row in rows)


POINTS = "ccode\tiso3c\tCountryname\tyear\tNVotesFP\tIdealPointFP\tQ5%FP\tQ95%FP\n" + "".join(
    f"{row}\n" for row in ("2\tUSA\tUnited States\t2024\t90\t2.9\t2.7\t3.1", "740\tJPN\tJapan\t2024\t90\t0.9\t0.8\t1.0")
)


def test_published_points_are_read_and_their_distance_has_an_interval(write: Write) -> None:
    path = str(write("points.tab", POINTS))
    rows = rows_of(run("ideal", path, "--states", "JPN,USA", "--distance", "--format", "csv"))
    assert list(rows[0]) == ["period", "a", "b", "distance", "low", "high"]
    assert float(rows[0]["distance"]) == pytest.approx(2.0)
    assert float(rows[0]["low"]) == pytest.approx(2.0 - (0.1**2 + 0.2**2) ** 0.5)
    by_session = run("ideal", path, "--states", "USA", "--by", "session", "--format", "csv")
    assert rows_of(by_session)[0]["period"] == "79"
    assert "a session counts as the year it opened in" in by_session.stderr


def test_check_says_what_a_file_holds_and_ends_with_its_state(votes: str, write: Write) -> None:
    clean = run("check", votes)
    assert clean.exit_code == 0
    assert "19 votes by 5 states on 4 roll calls, 2019 to 2019" in clean.stderr
    doubled = write("doubled.csv", "rcid,session,ccode,vote\n1,74,2,1\n1,74,2,1\n1,74,740,3\n")
    warned = run("check", str(doubled))
    assert warned.exit_code == 2
    assert "K405" in warned.stdout


def test_check_compares_a_report_with_votes_of_its_year_and_says_where_it_cannot() -> None:
    votes = [str(published(name)) for name in ("un_votes_1946_2019.parquet", "un_roll_calls_1946_2019.parquet")]
    tables = [str(published(f"state_dept_coincidence_{year}.csv")) for year in (2018, 2020, 2022)]
    said = run("check", *votes, *tables).stderr
    assert "192 states compared with the votes of 2018; (1 + S)/2 differs by 0.014 in the median" in said
    assert "votes of 2020 here are too few to compare it with" in said
    assert "no votes of 2022 to compare it with" in said


@pytest.mark.parametrize(
    ("words", "kind", "what"),
    [
        (("similarity", "--states", "JPN,Koera"), MeasureError, "'Koera' is no state"),
        (("similarity", "--states", "JPN,JPN"), MeasureError, "named twice"),
        (("similarity", "--states", "JPN,FRA"), MeasureError, "'FRA' cast no vote"),
        (("similarity", "--first", "1999", "--last", "2000"), MeasureError, "No roll call is left"),
        (("similarity", "--issue", "zz"), MeasureError, "issue code 'zz'"),
        (("similarity", "--bootstrap", "-1"), MeasureError, "bootstrap"),
        (("similarity", "--format", "parquet"), KanaeError, "not for the standard output"),
        (("similarity", "--out", "x.doc"), KanaeError, "does not say its format"),
        (("divergent", "--states", "JPN"), MeasureError, "Fewer than two"),
        (("ideal", "--anchors", "USA"), MeasureError, "not two anchors"),
        (("ideal", "--series", "fp"), MeasureError, "no series 'fp'"),
    ],
)
def test_a_wrong_question_has_a_named_answer(
    votes: str, words: tuple[str, ...], kind: type[KanaeError], what: str
) -> None:
    error = fault(words[0], votes, *words[1:])
    assert isinstance(error, kind)
    assert what in error.what
    assert error.fix


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    error = fault("check", str(tmp_path / "none.csv"))
    assert isinstance(error, UpstreamError)
    assert "none.csv" in error.what
