"""How long it takes to read and compare all votes of the General Assembly, and to place the states since 1990.

The published record of 1946 to 2019 is read where it lies beside the checkout, or in the folder ``KANAE_VOTES`` names;
elsewhere a made record of the same size stands for it. Seconds are the best of some runs, as other work on the machine
only ever adds to them. The comparison with a plain loop over pairs is a ratio, measured on the same machine.
"""

from __future__ import annotations

import os
import resource
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from kanae.measures.ideal_points import Settings, ideal_points
from kanae.measures.similarity import similarity
from kanae.measures.vote_filter import select
from kanae.measures.vote_periods import is_unanimous
from kanae.model.votes import By, RollCalls, VoteFilter, is_cast
from kanae.votes.read import read_votes

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from kanae.model.similarity import SimilarityTable

ROOT = Path(__file__).resolve().parents[1]
PUBLISHED = Path(os.environ.get("KANAE_VOTES", ROOT.parent / "shared" / "data" / "unga"))
NAMES = ("un_votes_1946_2019.parquet", "un_roll_calls_1946_2019.parquet")

READ_SECONDS = 1.0
COMPARE_SECONDS = 1.5
IDEAL_SECONDS = 60.0
MEGABYTES = 1000
TIMES_FASTER = 200
TOLERANCE = 1e-12
PAIRS_IN_LOOP = 400


@dataclass(frozen=True, slots=True)
class Found:
    """What was measured beside its limit.

    Attributes:
        name: What.
        value: The value.
        limit: What it may be.
        at_least: Whether the limit is a lower one.
    """

    name: str
    value: float
    limit: float
    at_least: bool = False

    @property
    def is_kept(self) -> bool:
        """Whether the value is within its limit."""
        return self.value >= self.limit if self.at_least else self.value <= self.limit

    def __str__(self) -> str:
        """Return the line that is printed."""
        side = "at least" if self.at_least else "at most"
        return f"{self.name}: {self.value:,.3g}, {side} {self.limit:,.3g}{'' if self.is_kept else '  <- beyond'}"


def best_of(runs: int, work: Callable[[], object]) -> float:
    """Return the seconds of the fastest of some runs."""
    seconds = []
    for _ in range(runs):
        begun = time.perf_counter()
        work()
        seconds.append(time.perf_counter() - begun)
    return min(seconds)


def made_files(folder: Path) -> list[Path]:
    """Write a record of the size of the published one: positions on a line, votes by distance, 1946 to 2019."""
    random = np.random.default_rng(1)
    rolls, states = 6_203, 200
    years = np.sort(random.integers(1946, 2020, rolls))
    joined = np.sort(random.integers(1946, 1995, states))
    leaning = random.normal(size=states)[None, :] * random.normal(size=(rolls, 1)) + random.normal(
        size=(rolls, 1), scale=0.7
    )
    vote = np.digitize(leaning + random.normal(size=(rolls, states), scale=0.5), [-0.2, 0.4])
    here = (years[:, None] >= joined[None, :]) & (random.random((rolls, states)) < 0.95)
    roll, state = np.nonzero(here)
    from kanae.votes.codelists import states as known_states

    codes = np.array([row.id for row in known_states()][:states])
    words = np.array(["yes", "abstain", "no"])
    votes = pa.table({"rcid": roll, "iso3c": codes[state], "vote": words[vote[roll, state]]})
    dates = [f"{year}-12-01" for year in years]
    about = pa.table({"rcid": np.arange(rolls), "date": dates, "session": years - 1945})
    paths = [folder / "votes.parquet", folder / "roll_calls.parquet"]
    for path, table in zip(paths, (votes, about), strict=True):
        pq.write_table(table, path)
    return paths


def plain_pair(x: NDArray[np.int8], y: NDArray[np.int8], contested: NDArray[np.bool_]) -> list[float]:
    """Compute the measures of one pair in one year as a careful user of numpy would."""
    both = is_cast(x) & is_cast(y)
    a, b = x[both].astype(float), y[both].astype(float)
    distance = np.abs(a - b)
    some = distance[contested[both]]
    first = np.array([(a == code).mean() for code in (1, 2, 3)])
    second = np.array([(b == code).mean() for code in (1, 2, 3)])
    steps = np.abs(np.subtract.outer(np.arange(3), np.arange(3)))
    pooled = (first + second) / 2
    by_pi, by_kappa = pooled @ steps @ pooled, first @ steps @ second
    seen = distance.mean()
    return [
        1 - seen / 2,
        1 - some.mean() / 2 if len(some) else np.nan,
        1 - seen,
        1 - seen / by_pi if by_pi else np.nan,
        1 - seen / by_kappa if by_kappa else np.nan,
    ]


def loop(calls: RollCalls, table: SimilarityTable, rows: NDArray[np.int64]) -> tuple[float, float]:
    """Return the seconds a loop takes for some rows, and the furthest it lies from the table."""
    years = np.array([row.year for row in calls.resolutions])
    of_year = {int(year): calls.choices[years == year] for year in np.unique(years)}
    contested = {year: ~is_unanimous(choices) for year, choices in of_year.items()}
    asked = [(int(table.period[row]), int(table.a[row]), int(table.b[row])) for row in rows]

    def one_by_one() -> list[list[float]]:
        return [plain_pair(of_year[year][:, a], of_year[year][:, b], contested[year]) for year, a, b in asked]

    seconds, plain = best_of(3, one_by_one), one_by_one()
    found = table.found
    ours = np.stack([found.agreement, table.voeten_agreement, found.s, found.pi, found.kappa], axis=1)[rows]
    theirs = np.array(plain)
    if not np.array_equal(np.isnan(ours), np.isnan(theirs)):
        return seconds, float("inf")
    return seconds, float(np.nanmax(np.abs(ours - theirs)))


def main() -> int:
    """Measure, print, and return 1 when a limit is passed."""
    with TemporaryDirectory() as folder:
        paths = [PUBLISHED / name for name in NAMES]
        if not all(path.is_file() for path in paths):
            print(f"no published record in {PUBLISHED.name}/: a made one of the same size is read")
            paths = made_files(Path(folder))
        read_votes(paths)  # the first run loads modules and fills the disk cache
        reading = best_of(3, lambda: read_votes(paths))
        calls = read_votes(paths).calls
    print(f"{calls.cast:,} votes of {len(calls.states)} states on {len(calls.resolutions):,} roll calls")
    table = similarity(calls, By.YEAR)
    comparing = best_of(3, lambda: similarity(calls, By.YEAR))
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1e6 if sys.platform == "darwin" else 1e3)
    rows = np.random.default_rng(2).choice(len(table.period), PAIRS_IN_LOOP, replace=False)
    with np.errstate(invalid="ignore"):
        seconds, apart = loop(calls, table, rows)
    faster = seconds * len(table.period) / PAIRS_IN_LOOP / comparing
    since_1990 = select(calls, VoteFilter(first=1990, last=2019), By.YEAR)
    placing = best_of(1, lambda: ideal_points(since_1990, By.YEAR, Settings(anchors=("USA", "CUB"))))
    found = (
        Found("reading, seconds", reading, READ_SECONDS),
        Found(f"five measures of {len(table.period):,} pairs and years, seconds", comparing, COMPARE_SECONDS),
        Found("memory, megabytes", memory, MEGABYTES),
        Found("times faster than a loop over pairs", faster, TIMES_FASTER, at_least=True),
        Found("furthest from the loop", apart, TOLERANCE),
        Found("ideal points of 1990 to 2019, seconds", placing, IDEAL_SECONDS),
    )
    print(*found, sep="\n")
    return int(not all(row.is_kept for row in found))


if __name__ == "__main__":
    sys.exit(main())
