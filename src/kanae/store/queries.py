"""Queries over the tables of the ledger: read only, without files or network, bounded in time and memory."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, cast

from kanae.errors import StorageError
from kanae.model.queries import Refused
from kanae.store.query_faults import MEMORY, too_much
from kanae.store.query_process import QueryProcess

if TYPE_CHECKING:
    from types import TracebackType

    from kanae.model.flat_tables import FlatTable
    from kanae.model.queries import Outcome, TableSet

SECONDS = 2.0
"""How long one query may take."""

_Message = tuple[str, str, Any]
"""What is to be done, with the tables of which name, and what with."""


@dataclass(eq=False, slots=True)
class Asked:
    """A query that was asked, and its answer once that was waited for.

    Attributes:
        runner: Whom it was asked.
        name: Name of the tables.
        sql: The query.
        answer: The answer; ``None`` as long as nobody waited for it.
    """

    runner: QueryRunner
    name: str
    sql: str
    answer: Outcome | None = None

    def outcome(self) -> Outcome:
        """Wait for the answer, or for why there is none."""
        return self.answer or self.runner.wait_for(self)


@dataclass
class QueryRunner:
    """A process that holds tables and answers queries; to be used with ``with``.

    Nothing is waited for but an outcome, so that many queries can be asked and more tables be made in the meantime.
    A query that takes too long or too much ends its process. What else was asked gets a new one with the same tables.

    Attributes:
        seconds: How long one query may take.

    Examples:
        >>> from datetime import date
        >>> from kanae.model.flat_tables import Column, FlatTable
        >>> from kanae.model.queries import TableSet
        >>> events = FlatTable("events", "", (Column("event_id", "text", ""),), ("event_id",), (("e1",), ("e2",)))
        >>> with QueryRunner() as runner:
        ...     runner.hold("now", TableSet(date(2026, 2, 28), {"main": (events,)}))
        ...     asked = runner.ask("now", "SELECT count(*) AS n FROM events")
        ...     asked.outcome().rows
        ((2,),)
    """

    seconds: float = SECONDS
    _given: list[_Message] = field(default_factory=list["_Message"])
    _waiting: deque[Asked] = field(default_factory=deque["Asked"])
    _process: QueryProcess | None = None

    def __enter__(self) -> QueryRunner:
        """Start the process; it loads DuckDB while its owner goes on."""
        self._process = QueryProcess()
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

    def ask(self, name: str, sql: str) -> Asked:
        """Ask a query of the tables held under a name, without waiting for its answer."""
        asked = Asked(self, name, sql)
        self._waiting.append(asked)
        if self._process is not None:
            self._process.send(self._question(asked))
        return asked

    def run(self, name: str, sql: str) -> Outcome:
        """Answer a query from the tables held under a name, or say why not."""
        return self.ask(name, sql).outcome()

    def wait_for(self, asked: Asked) -> Outcome:
        """Return the answer to a query, after those to all queries asked before it."""
        while asked.answer is None:
            first = self._waiting[0]
            first.answer = outcome = self._next_outcome()
            self._waiting.popleft()
            if isinstance(outcome, Refused) and outcome.spent:
                self._end()
        return asked.answer

    def _next_outcome(self) -> Outcome:
        begun, process = self._begun()
        try:
            return cast("Outcome", process.receive(by=begun + self.seconds)[1])
        except TimeoutError:
            return too_much(f"longer than {self.seconds:g} seconds")
        except EOFError:
            return too_much(MEMORY)

    def _begun(self) -> tuple[float, QueryProcess]:
        """Return when the process began with the query that waits longest, and the process."""
        if self._process is not None:
            try:
                return self._process.receive()[0], self._process
            except EOFError:
                self._end()  # between two queries, by nobody's fault that is known
        process = self._start_again()
        try:
            return process.receive()[0], process
        except EOFError as cause:
            self._end()
            said = "The process that answers queries does not start."
            raise StorageError(said, "See what it says above; install kanae anew, or free memory.") from cause

    def _give(self, message: _Message) -> None:
        self._given.append(message)
        if self._process is not None:
            self._process.send(message)

    def _question(self, asked: Asked) -> _Message:
        return ("run", asked.name, asked.sql)

    def _start_again(self) -> QueryProcess:
        self._process = process = QueryProcess()
        for message in (*self._given, *(self._question(asked) for asked in self._waiting)):
            process.send(message)
        return process

    def _end(self) -> None:
        process, self._process = self._process, None
        if process is not None:
            process.end()
