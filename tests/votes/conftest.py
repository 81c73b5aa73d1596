"""Small files of votes, and the published ones beside the repository when they are there."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from kanae.workflow.votes import Votes, open_votes

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

PUBLISHED = Path(__file__).resolve().parents[3] / "shared" / "data" / "unga"
ROLL_CALLS = ("un_votes_1946_2019.parquet", "un_roll_calls_1946_2019.parquet", "un_roll_call_issues.csv")


@pytest.fixture(scope="session")
def published() -> Path:
    if not PUBLISHED.is_dir():
        pytest.skip("the published votes are not beside this repository")
    return PUBLISHED


@pytest.fixture(scope="session")
def roll_calls(published: Path) -> list[Path]:
    return [published / name for name in ROLL_CALLS]


@pytest.fixture(scope="session")
def assembly(roll_calls: Sequence[Path]) -> Votes:
    """All votes from 1946 to 2019."""
    return open_votes(roll_calls)


@pytest.fixture
def write(tmp_path: Path) -> Callable[[str, str], Path]:
    """Write a text as a file and return its path."""

    def written(name: str, text: str) -> Path:
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return path

    return written
