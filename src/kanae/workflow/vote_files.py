"""Files of votes: fetched from their publishers, and checked."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import median
from typing import TYPE_CHECKING

from kanae.errors import UpstreamError
from kanae.measures.coincidence import compare_coincidence
from kanae.measures.similarity import similarity
from kanae.measures.vote_filter import select
from kanae.model.issues import Issue, exit_code_of, tally_of
from kanae.model.votes import By, VoteFilter
from kanae.store.clock import today
from kanae.store.foreign_tables import write_quick_copy
from kanae.store.web import Receipt, Wanted, fetch_file, receipt_of
from kanae.votes.catalogue import catalogue, dataset, fetched, inspect, votes_folder
from kanae.votes.codelists import spellings
from kanae.votes.coincidence import CoincidenceReading, read_coincidence
from kanae.votes.layouts import Shape
from kanae.votes.published_points import read_points
from kanae.votes.read import VOTE_SHAPES, read_layouts, votes_from
from kanae.votes.tally import Tally
from kanae.workflow.votes import FETCH_FIRST, NOTHING_FETCHED

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from kanae.model.catalogue import Dataset
    from kanae.model.votes import RollCalls
    from kanae.votes.layouts import Layout

USUAL = ("general-assembly", "ideal-points")
FEWEST_SHARE = 0.5
"""Below this share of the report's votes a comparison would say nothing."""


@dataclass(frozen=True, slots=True)
class CheckedVotes:
    """The outcome of a check.

    Attributes:
        issues: What was found wrong.
        lines: What the files hold, a sentence each.
    """

    issues: tuple[Issue, ...]
    lines: tuple[str, ...]

    @property
    def exit_code(self) -> int:
        """0 when clean, 1 for errors, 2 for warnings only."""
        return exit_code_of(self.issues)

    @property
    def summary(self) -> str:
        """One line with the numbers."""
        return tally_of(self.issues)


@dataclass(frozen=True, slots=True)
class Fetched:
    """A fetched file.

    Attributes:
        dataset: What it is.
        path: Where it stands.
        receipt: Size and digest.
        rows: Number of rows.
        issues: What was unusual.
        changed: Whether another version stood there before.
    """

    dataset: Dataset
    path: Path
    receipt: Receipt
    rows: int
    issues: tuple[Issue, ...]
    changed: bool


def fetch_votes(
    names: Sequence[str], progress: Callable[[str], None], *, folder: Path | None = None, url: str | None = None
) -> list[Fetched]:
    """Fetch files of the catalogue, the usual ones by default.

    Args:
        names: Ids of the catalogue.
        progress: Told how far the transfer is.
        folder: Where to keep them; by default kanae's cache.
        url: Another address for the one file named.

    Raises:
        MeasureError: When a name is not in the catalogue.
        UpstreamError: When a publisher refuses, or the file is not the one expected.
        StorageError: When the disk does not take it.
    """
    wanted = [dataset(name) for name in names or USUAL]
    if url is not None and len(wanted) != 1:
        raise UpstreamError("One address was given for several files.", "Name one file: kanae votes fetch NAME --url …")
    base = folder or votes_folder()
    return [_fetch(replace_url(row, url), base / row.file, progress) for row in wanted]


def replace_url(row: Dataset, url: str | None) -> Dataset:
    """Return a file of the catalogue at another address."""
    return row if url is None else row.model_copy(update={"url": url})


def catalogue_rows() -> list[dict[str, object]]:
    """Return the catalogue, with what was fetched of it."""
    rows = []
    for row in catalogue():
        path = votes_folder() / row.file
        receipt = receipt_of(path) if path.is_file() else None
        about = {name: getattr(row, name) for name in ("id", "title", "publisher", "licence", "covers", "url", "page")}
        rows.append(about | {"citation": row.citation, "fetched": receipt.fetched if receipt else None})
    return rows


def _fetch(row: Dataset, path: Path, progress: Callable[[str], None]) -> Fetched:
    before = receipt_of(path)
    tally = Tally()
    counted: list[int] = []

    def check(part: Path) -> None:
        progress(f"{row.file}: looking at its rows")
        counted.append(inspect(part, row, tally))

    wanted = Wanted(row.url, path, row.sha256, row.fewest_bytes, row.most_bytes)
    receipt = fetch_file(wanted, fetched=today().isoformat(), progress=progress, check=check)
    progress(f"{row.file}: making a copy that opens faster")
    write_quick_copy(path)
    changed = before is not None and before.sha256 != receipt.sha256
    return Fetched(row, path, receipt, counted[0], tuple(tally.issues), changed)


def check_votes(files: Sequence[Path]) -> CheckedVotes:
    """Read every file and say what it holds and what is wrong; tables of the State Department are compared with votes.

    Args:
        files: The files; by default all that was fetched.

    Raises:
        UpstreamError: When a file cannot be read at all, or nothing was fetched.
    """
    paths = list(files) or [path for _, path in fetched().values()]
    if not paths:
        raise UpstreamError(NOTHING_FETCHED, FETCH_FIRST)
    layouts = read_layouts(paths)
    issues: list[Issue] = []
    lines: list[str] = []
    calls = _check_roll_calls(layouts, issues, lines)
    for layout in layouts:
        if layout.shape is Shape.IDEAL_POINTS:
            reading = read_points(layout)
            issues.extend(reading.issues)
            points = reading.points
            span = f"{points.by} {points.periods[0]} to {points.periods[-1]}"
            lines.append(f"{layout.table.name}: ideal points of {len(points.states)} states, {span}")
        if layout.shape is Shape.COINCIDENCE:
            table = read_coincidence(layout)
            issues.extend(table.issues)
            lines.append(f"{layout.table.name}: coincidence of {len(table.rows)} states with the United States")
            lines.extend(_compare(table, calls))
    return CheckedVotes(tuple(issues), tuple(lines))


def _check_roll_calls(layouts: list[Layout], issues: list[Issue], lines: list[str]) -> RollCalls | None:
    others = (Shape.IDEAL_POINTS, Shape.COINCIDENCE)
    about_votes = [layout for layout in layouts if layout.shape not in others]
    if not any(layout.shape in VOTE_SHAPES for layout in about_votes):
        return None
    reading = votes_from(about_votes)
    issues.extend(reading.issues)
    calls = reading.calls
    years = [row.year for row in calls.resolutions if row.year is not None]
    span = f", {min(years)} to {max(years)}" if years else ""
    names = ", ".join(reading.files)
    rolls, states = len(calls.resolutions), len(calls.states)
    lines.append(f"{names}: {calls.cast:,} votes by {states} states on {rolls:,} roll calls{span}")
    return calls


def _compare(table: CoincidenceReading, calls: RollCalls | None) -> list[str]:
    if calls is None or table.year is None:
        return []
    reference = spellings("usual-states")["coincidence"][0]
    if not any(row.year == table.year for row in calls.resolutions) or reference not in calls.states:
        return [f"{table.file}: there are no votes of {table.year} to compare it with"]
    here = select(calls, VoteFilter(first=table.year, last=table.year), By.YEAR)
    found = compare_coincidence(table.rows, similarity(here, By.YEAR), reference, table.year)
    if not found:
        return []
    few = median(row.our_n / row.their_n for row in found)
    if few < FEWEST_SHARE:
        return [
            f"{table.file}: the votes of {table.year} here are too few to compare it with ({few:.0%} of the report)"
        ]
    size = [abs(row.difference) for row in found]
    worst = max(found, key=lambda row: abs(row.difference))
    return [
        f"{table.file}: {len(found)} states compared with the votes of {table.year}; "
        f"(1 + S)/2 differs by {median(size):.3f} in the median and at most by {max(size):.3f} "
        f"({worst.state}: {worst.theirs:.3f} of {worst.their_n} votes in the report, "
        f"{worst.ours:.3f} of {worst.our_n} here)"
    ]
