"""Processes of Python beside this one: each is given one job, and tells how far it is until it gives its answer.

They are started as programs of their own, not by :mod:`multiprocessing`, whose processes first load the program that
asked. A module that is run so calls :func:`serve`.
"""

from __future__ import annotations

import os
import pickle
import select
import signal
import subprocess
import sys
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kanae.errors import KanaeError
from kanae.store.lean import stay_lean

if TYPE_CHECKING:
    from collections.abc import Callable

_SOURCE = Path(__file__).resolve().parents[2]
_LOST_OWNER = 1


def start_python(module: str) -> subprocess.Popen[bytes]:
    """Start a process of Python that runs a module of kanae, with pipes to its input and from its output.

    An interrupt from the keyboard does not reach it: it belongs to the one that started it, and ends with that.

    Args:
        module: Its name.
    """
    paths = os.pathsep.join(filter(None, (str(_SOURCE), os.environ.get("PYTHONPATH"))))
    return subprocess.Popen(  # noqa: S603 - a module of ours
        [sys.executable, "-P", "-m", module],  # -P: nothing of the reader's folder is imported
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": paths},
        process_group=0 if os.name == "posix" else None,
    )


class NoAnswerError(Exception):
    """A process ended without an answer: it was ended from outside, or has a fault that it printed."""


@dataclass(frozen=True, slots=True)
class _Answer:
    content: Any


class Beside:
    """A process that imports what it needs, and is then given one job, or let go.

    Args:
        module: The module it runs.
    """

    def __init__(self, module: str) -> None:
        self._process = start_python(module)
        self._answer: _Answer | None = None
        self._thread: threading.Thread

    def give(self, job: Any, note: Callable[[Any], None]) -> None:
        """Give it its job.

        Args:
            job: Anything that can be pickled.
            note: Is told its news, in another thread.
        """
        self._thread = threading.Thread(target=self._talk, args=(job, note), daemon=True)
        self._thread.start()

    def let_go(self) -> None:
        """End it without a job."""
        self._process.kill()
        self._process.communicate()

    def is_done(self, seconds: float) -> bool:
        """Wait so long at most, and tell whether the process is done."""
        self._thread.join(seconds)
        return not self._thread.is_alive()

    def wait(self) -> None:
        """Wait until the process is done."""
        self._thread.join()

    def answer(self) -> Any:
        """Wait for the answer.

        Raises:
            NoAnswerError: When the process ended without one.
            KanaeError: The error that the work ended with.
        """
        self.wait()
        if self._answer is None:
            raise NoAnswerError
        if isinstance(self._answer.content, KanaeError):
            raise self._answer.content
        return self._answer.content

    def _talk(self, job: Any, note: Callable[[Any], None]) -> None:
        with self._process as process:
            if process.stdin is None or process.stdout is None:
                return
            try:
                pickle.dump(job, process.stdin)
                process.stdin.flush()  # and stays open: it closes when this process ends
                while not isinstance(said := pickle.load(process.stdout), _Answer):  # noqa: S301 - from our own process
                    note(said)
                self._answer = said
            except (OSError, EOFError, pickle.UnpicklingError):
                return


def serve(work: Callable[[Any, Callable[[Any], None]], Any]) -> None:
    """In a process beside another: take its job, tell it the news, and give it the answer.

    An interrupt from the keyboard is left to the one that asked; when that one is gone, this one ends at once.

    Args:
        work: Takes the job and what is told the news, and returns the answer.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    stay_lean()
    try:
        job = pickle.load(sys.stdin.buffer)  # noqa: S301 - from our own process
    except EOFError:  # the one that asked was ended before it could say what for
        os._exit(_LOST_OWNER)
    if select.select([0], [], [], 0)[0]:  # nothing more is ever sent: the one that asked is gone
        os._exit(_LOST_OWNER)
    threading.Thread(target=_end_with_owner, daemon=True).start()

    def say(what: Any) -> None:
        try:
            pickle.dump(what, sys.stdout.buffer)
            sys.stdout.buffer.flush()
        except BrokenPipeError:
            os._exit(_LOST_OWNER)

    try:
        answer: Any = work(job, say)
    except KanaeError as cause:
        answer = cause
    say(_Answer(answer))


def _end_with_owner() -> None:
    while os.read(0, 1):
        pass
    os._exit(_LOST_OWNER)
