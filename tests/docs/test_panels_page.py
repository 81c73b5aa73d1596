"""What the pages on panels state about columns and published series."""

from __future__ import annotations

import re
from datetime import datetime
from pathlib import Path

import pyarrow.compute as pc
import pyarrow.parquet as pq
from tests.events.conftest import published

from kanae.model.panels import PANEL_COLUMNS

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "how-to" / "panels.md").read_text(encoding="utf-8")
SERIES = "gdelt_dyad_daily/gdelt2_daily_dyad_edges_2018_2021.parquet"


def test_the_page_has_every_column_of_a_panel() -> None:
    table = PAGE.partition("## The columns")[2].partition("\n## ")[0]
    named = [
        name
        for line in table.splitlines()
        if line.startswith("| `")
        for name in re.findall(r"`(\w+)`", line.split("|")[1])
    ]
    assert sorted(named) == sorted(PANEL_COLUMNS)


def test_the_sum_that_calls_a_crisis_the_best_of_times_is_as_the_page_says() -> None:
    table = pq.read_table(published(SERIES))
    pair = pc.or_(
        pc.and_(pc.equal(table["a"], "JPN"), pc.equal(table["b"], "KOR")),
        pc.and_(pc.equal(table["a"], "KOR"), pc.equal(table["b"], "JPN")),
    )
    sums = {row["date"]: row["edge"] for row in table.filter(pair).to_pylist()}
    day = datetime(2019, 8, 23)  # noqa: DTZ001 - the series has days without a zone
    higher = sum(value > sums[day] for value in sums.values())
    year = {number: sum(value for found, value in sums.items() if found.year == number) for number in (2018, 2019)}
    assert (round(sums[day]), len(sums), higher, round(year[2019]), round(year[2018])) == (713, 1446, 2, 50058, 41792)
    for text in ("**+713** on 23 August 2019", "Of 1,446 days only two score higher", "50,058 against 41,792 in 2018"):
        assert text in PAGE
