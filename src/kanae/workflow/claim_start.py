"""All claims checked as soon as a command starts: what answers queries loads while everything else is imported."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kanae.store.queries import QueryRunner

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date
    from pathlib import Path

    from kanae.workflow.claims import ClaimsChecked

PROCESSES = 2
"""Processes that answer when all claims are checked; more would hold more tables than they answer queries."""


def check_from_the_start(
    path: Path | None, ledger: Path | None, as_of: date | None, known_on: date | None, progress: Callable[[str], None]
) -> ClaimsChecked:
    """Check claims, each by its own query; see :class:`kanae.workflow.claims.ClaimsAsked` for what is asked.

    Raises:
        LedgerError: When the ledger has a fault, or there are no claims.
    """
    with QueryRunner(processes=PROCESSES) as runner:
        import kanae.workflow.claim_rows  # noqa: F401 - what shows the claims is imported now, when a processor is idle
        from kanae.workflow.claims import ClaimsAsked, check_with

        return check_with(runner, ClaimsAsked(path, ledger, as_of, known_on), progress)
