"""Two codings of the same rows, from files to alpha."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from kanae.errors import MeasureError
from kanae.workflow.reliability import Codings, compare_codings

if TYPE_CHECKING:
    from collections.abc import Callable

GOLD = Path(__file__).resolve().parents[3] / "shared" / "gold"
CODERS = tuple(GOLD / f"commitment_sentences_{coder}.csv" for coder in "ab")
needs_gold = pytest.mark.skipif(not all(path.exists() for path in CODERS), reason="the two codings are not at hand")


@pytest.fixture
def write(tmp_path: Path) -> Callable[[str, str], Path]:
    def write_table(name: str, text: str) -> Path:
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return path

    return write_table


@pytest.fixture
def pair(write: Callable[[str, str], Path]) -> tuple[Path, Path]:
    one = write("a.csv", "doc,n,code,level\nx,1,act,1\nx,2,words,2\ny,1,act,\ny,2,words,3\nz,1,act,1\n")
    other = write("b.csv", "doc,n,code,level\ny,2,words,3\nx,1,act,1\nx,2,act,3\ny,1,act,2\nw,9,words,1\n")
    return one, other


def test_rows_are_matched_by_id_whatever_their_order(pair: tuple[Path, Path]) -> None:
    found = compare_codings(Codings(pair, ("doc", "n"), "code", "nominal"))
    assert (found.n_matched, found.unmatched) == (4, ("z 1", "w 9"))
    assert found.found.raw == pytest.approx(3 / 4)
    assert found.confusion == [{"code": "act", "act": 2, "words": 0}, {"code": "words", "act": 1, "words": 1}]


def test_an_empty_cell_is_a_missing_value(pair: tuple[Path, Path]) -> None:
    found = compare_codings(Codings(pair, ("doc", "n"), "level", "ordinal"))
    assert (found.found.n, found.found.single, found.n_matched) == (3, 3, 4)


def test_only_rows_on_which_all_agree_can_be_asked_for(pair: tuple[Path, Path]) -> None:
    found = compare_codings(Codings(pair, ("doc", "n"), "level", "ordinal", where=("code", "act")))
    assert found.n_matched == 2


def test_a_row_that_stands_twice_is_refused(pair: tuple[Path, Path]) -> None:
    with pytest.raises(MeasureError, match="the row 'x' twice"):
        compare_codings(Codings(pair, ("doc",), "code", "nominal"))


def test_a_missing_column_names_the_nearest(pair: tuple[Path, Path]) -> None:
    with pytest.raises(MeasureError, match="no column 'codes'") as raised:
        compare_codings(Codings(pair, ("doc", "n"), "codes", "nominal"))
    assert "code" in raised.value.fix


def test_one_file_is_refused(pair: tuple[Path, Path]) -> None:
    with pytest.raises(MeasureError, match="One coding"):
        compare_codings(Codings(pair[:1], ("doc", "n"), "code", "nominal"))


def test_a_value_without_a_place_in_the_order_is_refused(pair: tuple[Path, Path]) -> None:
    with pytest.raises(MeasureError, match="'3' has no place"):
        compare_codings(Codings(pair, ("doc", "n"), "level", "ordinal", order=("1", "2")))


def test_a_command_prints_alpha_and_names_what_is_not_in_both(pair: tuple[Path, Path], run: Callable[..., Any]) -> None:
    ran = run("measure", "reliability", *map(str, pair), "--id", "doc,n", "--value", "code", "--format", "json")
    (row,) = json.loads(ran.out)
    assert (row["n_units"], row["unmatched"], row["reason"]) == (4, ["z 1", "w 9"], None)
    assert "2 rows do not stand in every file" in ran.err


def test_one_category_has_no_alpha_and_says_why(write: Callable[[str, str], Path], run: Callable[..., Any]) -> None:
    files = [str(write(name, "id,code\n1,act\n2,act\n")) for name in ("a.csv", "b.csv")]
    ran = run("measure", "reliability", *files, "--id", "id", "--value", "code", "--format", "json")
    (row,) = json.loads(ran.out)
    assert (row["alpha"], row["raw_agreement"], row["reason"]) == (None, 1.0, "one-category")
    assert "not defined" in ran.err


@needs_gold
@pytest.mark.parametrize(
    ("value", "where", "raw", "alpha"),
    [
        ("commitment", None, 0.977, 0.953),
        ("field", ("commitment", "1"), 0.937, None),
        ("novelty", ("commitment", "1"), 0.848, None),
    ],
)
def test_the_two_codings_of_commitments_agree_as_their_readme_says(
    value: str, where: tuple[str, str] | None, raw: float, alpha: float | None
) -> None:
    found = compare_codings(Codings(CODERS, ("doc", "n"), value, "nominal", where=where)).found
    assert found.raw is not None
    assert found.alpha is not None
    assert round(found.raw, 3) == raw
    assert alpha is None or round(found.alpha, 3) == alpha
