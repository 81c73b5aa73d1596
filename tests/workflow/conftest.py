"""The real ledger, opened once, and the command line run as a process would."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

import kanae
from kanae.cli import main

if TYPE_CHECKING:
    from collections.abc import Callable

    from kanae.ledger.book import Ledger


@dataclass(frozen=True, slots=True)
class Ran:
    """What a command answered.

    Attributes:
        code: Its exit code.
        out: Its standard output.
        err: Its standard error.
    """

    code: int
    out: str
    err: str


@pytest.fixture(scope="session")
def ledger() -> Ledger:
    return kanae.open_ledger()


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], ledger: Ledger) -> Callable[..., Ran]:
    """Run the command line on the real ledger, without reading it again for every command."""
    monkeypatch.setattr("kanae.workflow.statuses.open_folder", lambda _: ledger)

    def run_kanae(*arguments: str) -> Ran:
        monkeypatch.setattr(sys, "argv", ["kanae", *arguments])
        with pytest.raises(SystemExit) as ended:
            main()
        said = capsys.readouterr()
        code = ended.value.code
        return Ran(code if isinstance(code, int) else 0, said.out, said.err)

    return run_kanae
