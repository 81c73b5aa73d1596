"""Queries over the tables of the ledger: read only, without files or network, bounded in time and memory."""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
import threading
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from kanae.errors import StorageError
from kanae.model.queries import Refused
from kanae.store.query_faults import MEMORY, too_much

if TYPE_CHECKING:
    from types import TracebackType

    from kanae.model.flat_tables import FlatTable
    from kanae.model.queries import Outcome, TableSet

SECONDS = 2.0
"""How long one query may take."""

_GRACE = 0.5
"""Seconds a query has to stop by itself before its process is ended."""

_Message = tuple[str, str, Any]
"""What is to be done, with the tables of which name, and what with."""

_SOURCE = Path(__file__).resolve().parents[2]


@dataclass
class QueryRunner:
    """A process that holds tables and answers queries; to be used with ``with``.

    A query that takes too long or too much ends its process, and the next one gets a new process with the same tables.

    Attributes:
        seconds: How long one query may take.

    Examples:
        >>> from datetime import date
        >>> from kanae.model.flat_tables import Column, FlatTable
        >>> from kanae.model.queries import TableSet
        >>> events = FlatTable("events", "", (Column("event_id", "text", ""),), ("event_id",), (("e1",), ("e2",)))
        >>> with QueryRunner() as runner:
        ...     runner.hold("now", TableSet(date(2026, 2, 28), {"main": (events,)}))
        ...     runner.run("now", "SELECT count(*) AS n FROM events").rows
        ((2,),)
    """

    seconds: float = SECONDS
    _given: list[_Message] = field(default_factory=list["_Message"])
    _process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> QueryRunner:
        """Start the process; it loads DuckDB while its owner goes on."""
        self._start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """End the process."""
        self._end()

    def hold(self, name: str, tables: TableSet) -> None:
        """Hold tables under a name, instead of those it had."""
        self._given = [message for message in self._given if message[1] != name]
        self._give(("hold", name, tables))

    def add(self, name: str, table: FlatTable, schema: str = "main") -> None:
        """Add one table to those held under a name, or fill one of them with other rows."""
        self._give(("add", name, (schema, table)))

    def run(self, name: str, sql: str) -> Outcome:
        """Answer a query from the tables held under a name, or say why not."""
        process = self._process or self._start_again()
        stopped = threading.Event()

        def stop() -> None:
            stopped.set()
            process.kill()

        watch = threading.Timer(self.seconds + _GRACE, stop)
        watch.start()
        try:
            outcome = cast("Outcome", self._ask(("run", name, (sql, self.seconds))))
        except (EOFError, OSError, pickle.UnpicklingError):
            outcome = too_much(f"longer than {self.seconds:g} seconds" if stopped.is_set() else MEMORY)
        finally:
            watch.cancel()
        if isinstance(outcome, Refused) and outcome.spent:
            self._end()
        return outcome

    def _give(self, message: _Message) -> None:
        self._given.append(message)
        try:
            if self._process is not None:
                self._ask(message)
        except (EOFError, OSError):
            self._end()  # the next query starts it again, with all that was given

    def _ask(self, message: _Message) -> Any:
        process = self._process
        if process is None or process.stdin is None or process.stdout is None:
            raise EOFError
        pickle.dump(message, process.stdin)
        process.stdin.flush()
        return pickle.load(process.stdout)  # noqa: S301 - only our own process writes to it

    def _start(self) -> subprocess.Popen[bytes]:
        paths = os.pathsep.join(filter(None, (str(_SOURCE), os.environ.get("PYTHONPATH"))))
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-m", "kanae.store.query_worker"],  # -P: nothing of the reader's folder is imported
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": paths},
        )
        return self._process

    def _start_again(self) -> subprocess.Popen[bytes]:
        process = self._start()
        try:
            for message in self._given:
                self._ask(message)
        except (EOFError, OSError) as cause:
            self._end()
            said = "The process that answers queries does not start."
            raise StorageError(said, "See what it says above; install kanae anew, or free memory.") from cause
        return process

    def _end(self) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        process.kill()
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                try:
                    pipe.close()
                except OSError:  # what was still to be sent to an ended process
                    continue
        process.wait()
