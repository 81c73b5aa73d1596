"""The process in which queries run, as its owner sees it: what is sent waits for nothing, and answers come in order."""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
import threading
from pathlib import Path
from queue import Empty, SimpleQueue
from time import monotonic
from typing import Any

_SOURCE = Path(__file__).resolve().parents[2]
_ENDED = object()


class QueryProcess:
    """A process of :mod:`kanae.store.query_worker`, and two threads that write to it and read from it.

    The threads keep the owner from waiting for the process, and the process for the owner, when a pipe is full.
    """

    def __init__(self) -> None:
        paths = os.pathsep.join(filter(None, (str(_SOURCE), os.environ.get("PYTHONPATH"))))
        self._popen = subprocess.Popen(
            [sys.executable, "-P", "-m", "kanae.store.query_worker"],  # -P: nothing of the reader's folder is imported
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": paths},
        )
        self._sent: SimpleQueue[Any] = SimpleQueue()
        self._received: SimpleQueue[tuple[float, Any]] = SimpleQueue()
        self._threads = [threading.Thread(target=target, daemon=True) for target in (self._write, self._read)]
        for thread in self._threads:
            thread.start()

    @property
    def pid(self) -> int:
        """Number of the process."""
        return self._popen.pid

    def send(self, message: Any) -> None:
        """Send something; a process that has ended is told by what is received."""
        self._sent.put(message)

    def receive(self, by: float | None = None) -> tuple[float, Any]:
        """Return what comes next, and when it came.

        Args:
            by: Moment by which it must have come, as :func:`time.monotonic` counts; ``None`` for no such moment.

        Raises:
            TimeoutError: When nothing came by then.
            EOFError: When the process has ended.
        """
        try:
            moment, received = self._received.get(timeout=None if by is None else max(by - monotonic(), 0))
        except Empty as cause:
            raise TimeoutError from cause
        if by is not None and moment > by:
            raise TimeoutError
        if received is _ENDED:
            raise EOFError
        return moment, received

    def end(self) -> None:
        """End the process, whatever it does."""
        self._popen.kill()
        self._popen.wait()
        self._sent.put(_ENDED)
        for thread in self._threads:
            thread.join()
        for pipe in (self._popen.stdin, self._popen.stdout):
            if pipe is not None:
                try:
                    pipe.close()
                except OSError:  # what was still to be sent to an ended process
                    continue

    def _write(self) -> None:
        pipe = self._popen.stdin
        try:
            while pipe is not None and (message := self._sent.get()) is not _ENDED:
                pickle.dump(message, pipe)
                pipe.flush()
        except OSError:
            return

    def _read(self) -> None:
        pipe = self._popen.stdout
        try:
            while pipe is not None:
                received = pickle.load(pipe)  # noqa: S301 - only our own process writes to it
                self._received.put((monotonic(), received))
        except (EOFError, OSError, pickle.UnpicklingError):
            self._received.put((monotonic(), _ENDED))
