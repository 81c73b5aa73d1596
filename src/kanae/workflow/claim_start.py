"""All claims checked as soon as a command starts: what answers queries loads while everything else is imported."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from datetime import date
    from pathlib import Path

    from kanae.store.queries import QueryRunner
    from kanae.workflow.claims import ClaimsChecked

PROCESSES = 2
"""Processes that answer when all claims are checked; more would hold more tables than they answer queries."""


@contextmanager
def answering(words: Sequence[str]) -> Iterator[QueryRunner | None]:
    """Start what answers queries before a command line is read, if it is one that checks claims.

    Args:
        words: The command line.
    """
    if tuple(words[:2]) != ("claims", "check") or "--help" in words:
        yield None
        return
    from kanae.store.queries import QueryRunner

    with QueryRunner(processes=PROCESSES) as runner:
        yield runner


def check_from_the_start(
    runner: QueryRunner | None,
    path: Path | None,
    ledger: Path | None,
    as_of: date | None,
    known_on: date | None,
    progress: Callable[[str], None],
) -> ClaimsChecked:
    """Check claims, each by its own query; see :class:`kanae.workflow.claims.ClaimsAsked` for what is asked.

    Args:
        runner: What answers queries, where it is running already.
        path: File or folder of claims.
        ledger: Folder of the ledger.
        as_of: Day the verdicts are for.
        known_on: Day of knowledge.
        progress: Told what is being done.

    Raises:
        LedgerError: When the ledger has a fault, or there are no claims.
    """
    import kanae.workflow.claim_rows  # noqa: F401 - what shows the claims is imported now, when a processor is idle
    from kanae.workflow.claims import ClaimsAsked, check_claims, check_with

    asked = ClaimsAsked(path, ledger, as_of, known_on)
    return check_claims(asked, progress) if runner is None else check_with(runner, asked, progress)
