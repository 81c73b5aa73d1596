"""Processes that read events beside a command, started before it imports what it reads events with itself."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from kanae.store.processes import Beside

if TYPE_CHECKING:
    from collections.abc import Iterator

READERS = "kanae.events.turns"
"""Module of the processes."""


@contextmanager
def readers_beside(count: int) -> Iterator[Iterator[Beside]]:
    """Start processes that will read events; those that nobody takes are let go.

    Args:
        count: How many.
    """
    started = [Beside(READERS) for _ in range(count)]
    waiting = iter(started)
    try:
        yield waiting
    finally:
        for left in waiting:
            left.let_go()
