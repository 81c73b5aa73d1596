"""The process in which queries run, as its owner sees it: what is sent waits for nothing, and answers come in order."""

from __future__ import annotations

import pickle
import threading
from queue import Empty, SimpleQueue
from typing import Any

from kanae.store.processes import start_python

_NOTHING_MORE = b""
_ENDED = object()


Message = tuple[str, str, Any]
"""What is to be done, with the tables of which name, and what with."""


def pack(message: Message) -> bytes:
    """Return a message as it is sent."""
    return pickle.dumps(message)


class QueryProcess:
    """A process of :mod:`kanae.store.query_worker`, and two threads that write to it and read from it.

    The threads keep the owner from waiting for the process, and the process for the owner, when a pipe is full.
    """

    def __init__(self) -> None:
        self._popen = start_python("kanae.store.query_worker")
        self._sent: SimpleQueue[bytes] = SimpleQueue()
        self._received: SimpleQueue[Any] = SimpleQueue()
        self._threads = [threading.Thread(target=target, daemon=True) for target in (self._write, self._read)]
        for thread in self._threads:
            thread.start()

    @property
    def pid(self) -> int:
        """Number of the process."""
        return self._popen.pid

    def send(self, packed: bytes) -> None:
        """Send a packed message; that the process has ended is told by what is received."""
        self._sent.put(packed)

    def receive(self, seconds: float | None = None) -> Any:
        """Return what comes next.

        Args:
            seconds: How long to wait; ``None`` for as long as the process lives.

        Raises:
            TimeoutError: When nothing came within that time.
            EOFError: When the process has ended.
        """
        try:
            received = self._received.get(timeout=seconds)
        except Empty as cause:
            raise TimeoutError from cause
        if received is _ENDED:
            raise EOFError
        return received

    def end(self) -> None:
        """End the process, whatever it does."""
        self._popen.kill()
        self._popen.wait()
        self._sent.put(_NOTHING_MORE)
        for thread in self._threads:
            thread.join()
        for pipe in (self._popen.stdin, self._popen.stdout):
            if pipe is not None:
                try:
                    pipe.close()
                except OSError:  # what was still to be sent to an ended process
                    continue

    def _write(self) -> None:
        """Write all that waits at once: for each turn this thread waits for one of its owner, who may be busy."""
        pipe = self._popen.stdin
        waiting = [self._sent.get()]
        try:
            while pipe is not None and _NOTHING_MORE not in waiting:
                pipe.write(b"".join(waiting))
                pipe.flush()
                waiting = [self._sent.get()]
                while not self._sent.empty():
                    waiting.append(self._sent.get())
        except OSError:
            return

    def _read(self) -> None:
        pipe = self._popen.stdout
        try:
            while pipe is not None:
                self._received.put(pickle.load(pipe))  # noqa: S301 - only our own process writes to it
        except (EOFError, OSError, pickle.UnpicklingError):
            self._received.put(_ENDED)
