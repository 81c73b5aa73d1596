"""How a server is asked: few requests at once, a pause between them, and longer ones when it asks for patience."""

from __future__ import annotations

import contextlib
import hashlib
import threading
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass(frozen=True, slots=True)
class Manners:
    """What is held to towards one host.

    Attributes:
        connections: Requests at a time.
        pause_seconds: Shortest time from the begin of one request to that of the next.
        attempts: How often a transfer that stops is taken up again; what came is kept for the next run.
        waits_when_refused: Whether «too many» and «not now» are waited out, or end the transfer.
        first_wait_seconds: Wait before the second attempt; doubled before each further one.
        longest_wait_seconds: Longest wait; a server that asks for more is left alone until the next run.
        timeout_seconds: Longest silence in a transfer.
        fewest_bytes_a_second: A transfer slower than this over a whole timeout is stopped.
        same_host: Whether a redirection may only lead to the same host.
        seed: Makes the waits repeatable.
    """

    connections: int = 1
    pause_seconds: float = 0.0
    attempts: int = 4
    waits_when_refused: bool = False
    first_wait_seconds: float = 0.0
    longest_wait_seconds: float = 0.0
    timeout_seconds: float = 60.0
    fewest_bytes_a_second: float = 0.0
    same_host: bool = False
    seed: int = 0

    def wait_before(self, attempt: int, url: str) -> float:
        """Return how long to wait before an attempt: doubled each time, and shortened by up to half.

        Clients that were refused together so do not come back together.

        Args:
            attempt: 1 for the second one.
            url: What is asked for.

        Examples:
            >>> polite = Manners(first_wait_seconds=1, longest_wait_seconds=60, seed=7)
            >>> [2 <= polite.wait_before(3, "a") <= 4, polite.wait_before(30, "a") <= 60]
            [True, True]
        """
        longest = min(self.longest_wait_seconds, self.first_wait_seconds * 2.0 ** (attempt - 1))
        drawn = hashlib.sha256(f"{self.seed} {attempt} {url}".encode()).digest()
        return longest * (1 + int.from_bytes(drawn[:8], "big") / 2**64) / 2


class EndedError(Exception):
    """The work was ended from outside, by an interrupt."""


@dataclass(slots=True)
class _Host:
    places: threading.BoundedSemaphore
    free_from: float = 0.0
    lock: threading.Lock = field(default_factory=threading.Lock)


class Asking:
    """Requests that several threads make, in turn.

    Args:
        manners: What is held to.
    """

    def __init__(self, manners: Manners) -> None:
        self.manners = manners
        self.ended = threading.Event()
        self._hosts: dict[str, _Host] = {}
        self._lock = threading.Lock()

    @contextlib.contextmanager
    def turn(self, url: str) -> Iterator[None]:
        """Wait until a request to a host may begin, and hold a place there until it is done.

        Raises:
            EndedError: When the work is ended meanwhile.
        """
        host = self._host(url)
        with host.places:
            while True:
                with host.lock:
                    now = time.monotonic()
                    left = host.free_from - now
                    if left <= 0:
                        host.free_from = now + self.manners.pause_seconds
                        break
                self.wait(left)
            yield

    def put_off(self, url: str, seconds: float) -> None:
        """Let nobody ask a host for some time."""
        host = self._host(url)
        with host.lock:
            host.free_from = max(host.free_from, time.monotonic() + seconds)

    def wait(self, seconds: float) -> None:
        """Wait.

        Raises:
            EndedError: When the work is ended meanwhile.
        """
        if self.ended.wait(seconds) if seconds > 0 else self.ended.is_set():
            raise EndedError

    def _host(self, url: str) -> _Host:
        with self._lock:
            places = threading.BoundedSemaphore(self.manners.connections)
            return self._hosts.setdefault(host_of(url), _Host(places))


def host_of(url: str) -> str:
    """Return the host of an address.

    Examples:
        >>> host_of("https://Data.example:8443/a")
        'data.example'
    """
    return urlsplit(url).hostname or ""


def seconds_to_wait(told: str | None, now: datetime) -> float | None:
    """Return the seconds a ``Retry-After`` asks for, given as a number or as a date; ``None`` when it says nothing.

    Examples:
        >>> noon = datetime(2026, 11, 26, 12, tzinfo=UTC)
        >>> seconds_to_wait("120", noon), seconds_to_wait("Thu, 26 Nov 2026 12:00:30 GMT", noon)
        (120.0, 30.0)
        >>> seconds_to_wait("soon", noon) is None
        True
    """
    if told is None:
        return None
    if told.strip().isdecimal():
        return float(told)
    try:
        until = parsedate_to_datetime(told)
    except ValueError:
        return None
    if until.tzinfo is None:
        until = until.replace(tzinfo=UTC)
    return max(0.0, (until - now).total_seconds())
