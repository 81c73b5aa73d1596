"""Votes to test with: small files written on the spot, and the published record where it is present."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from kanae.votes.read import read_votes

if TYPE_CHECKING:
    from collections.abc import Callable

    from kanae.model.votes import VoteReading

ROOT = Path(__file__).resolve().parents[2]
PUBLISHED = Path(os.environ.get("KANAE_VOTES", ROOT.parent / "shared" / "data" / "unga"))
"""Where copies of published files lie; they are not part of this repository."""


def published(name: str) -> Path:
    """Return a published file, or skip the test by the name of the file that is absent."""
    path = PUBLISHED / name
    if not path.is_file():
        pytest.skip(f"published file '{name}' is absent; set KANAE_VOTES to the folder that has it")
    return path


@pytest.fixture
def write(tmp_path: Path) -> Callable[[str, str | bytes], Path]:
    def write_file(name: str, content: str | bytes) -> Path:
        path = tmp_path / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    return write_file


@pytest.fixture(scope="session")
def record() -> VoteReading:
    """The roll calls of 1946 to 2019 as unvotes publishes them."""
    names = ("un_votes_1946_2019.parquet", "un_roll_calls_1946_2019.parquet", "un_roll_call_issues.csv")
    return read_votes([published(name) for name in names])
