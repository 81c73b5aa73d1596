"""Many files fetched by a few threads: each from the first mirror that has it as its list says."""

from __future__ import annotations

import queue
import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from kanae.errors import KanaeError, StorageError
from kanae.model.fetching import FetchState
from kanae.store.manners import EndedError
from kanae.store.transfer import NotFetchedError, Wanted
from kanae.store.web import fetch_verified

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from kanae.store.manners import Asking

FAILURES_IN_A_ROW = 3
"""After so many files that a server did not give to the end, refused or was not reached for, it is left alone."""

_NO_ANSWER = (FetchState.REFUSED, FetchState.UNREACHABLE, FetchState.STOPPED)
_SECONDS_BETWEEN_NEWS = 0.5
_SECONDS_TO_END = 2.0


@dataclass(frozen=True, slots=True)
class Sought:
    """A file that is looked for.

    Attributes:
        path: Where it shall stand.
        size: Its bytes, as its list says.
        md5: Its MD5, as its list says.
        urls: Its addresses, in the order they are asked.
    """

    path: Path
    size: int
    md5: str
    urls: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a file that was looked for.

    Attributes:
        sought: The file.
        url: Where it came from; empty when it did not.
        state: What became of it.
        detail: Why it did not come.
    """

    sought: Sought
    url: str
    state: FetchState
    detail: str = ""


class Mirrors:
    """Which servers still answer."""

    def __init__(self) -> None:
        self._failures: dict[str, int] = {}
        self._lock = threading.Lock()

    def answers(self, url: str) -> bool:
        """Tell whether a server is still asked."""
        return self._failures.get(urlsplit(url).netloc, 0) < FAILURES_IN_A_ROW

    def note(self, url: str, state: FetchState) -> None:
        """Take down what a server answered."""
        server = urlsplit(url).netloc
        with self._lock:
            self._failures[server] = self._failures.get(server, 0) + 1 if state in _NO_ANSWER else 0


def fetch_one(sought: Sought, mirrors: Mirrors, asking: Asking, fetched: str) -> Outcome:
    """Fetch a file from the first mirror that has it as its list says.

    Raises:
        StorageError: When the disk does not take it.
        EndedError: When the work is ended meanwhile.
    """
    outcome = Outcome(sought, "", FetchState.NOT_ASKED, "no server answers")
    for url in sought.urls:
        if not mirrors.answers(url):
            continue
        wanted = Wanted(url, sought.path, None, sought.size, sought.size, sought.md5)
        try:
            fetch_verified(wanted, fetched=fetched, progress=_silent, check=None, asking=asking)
        except NotFetchedError as cause:
            mirrors.note(url, cause.state)
            outcome = Outcome(sought, "", cause.state, cause.what)
            continue
        mirrors.note(url, FetchState.HAD)
        return Outcome(sought, url, FetchState.HAD)
    return outcome


def fetch_many(wanted: Sequence[Sought], asking: Asking, fetched: str, note: Callable[[Outcome | None], None]) -> None:
    """Fetch files with as many threads as connections are held.

    An interrupt ends the work at once: what came in part stays beside its place, and the next run goes on there.

    Args:
        wanted: The files.
        asking: The turns in which requests are made.
        fetched: Today.
        note: Is told each outcome, and ``None`` now and then while nothing ends.

    Raises:
        StorageError: When the disk does not take a file.
    """
    waiting: queue.SimpleQueue[Sought] = queue.SimpleQueue()
    for sought in wanted:
        waiting.put(sought)
    done: queue.SimpleQueue[Outcome | KanaeError] = queue.SimpleQueue()
    mirrors = Mirrors()

    def work() -> None:
        try:
            while not asking.ended.is_set():
                done.put(fetch_one(waiting.get_nowait(), mirrors, asking, fetched))
        except (queue.Empty, EndedError):
            return
        except KanaeError as cause:
            done.put(cause)

    threads = [threading.Thread(target=work, daemon=True) for _ in range(min(asking.manners.connections, len(wanted)))]
    for thread in threads:
        thread.start()
    try:
        _collect(len(wanted), done, threads, note)
    finally:
        asking.ended.set()
        for thread in threads:
            thread.join(_SECONDS_TO_END)


def _collect(
    awaited: int,
    done: queue.SimpleQueue[Outcome | KanaeError],
    threads: Sequence[threading.Thread],
    note: Callable[[Outcome | None], None],
) -> None:
    while awaited:
        any_alive = any(thread.is_alive() for thread in threads)
        try:
            found = done.get(timeout=_SECONDS_BETWEEN_NEWS)
        except queue.Empty:
            if not any_alive:
                raise StorageError("A transfer ended without a word.", "Run the same command again.") from None
            note(None)
            continue
        if isinstance(found, KanaeError):
            raise found
        awaited -= 1
        note(found)


def _silent(_: str) -> None:
    pass
