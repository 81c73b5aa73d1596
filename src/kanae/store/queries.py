"""Queries over the tables of the ledger: read only, without files or network, bounded in time and memory."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, cast
from zlib import crc32

from kanae.errors import StorageError
from kanae.model.queries import Refused
from kanae.store.query_faults import MEMORY, too_long, too_much
from kanae.store.query_process import Message, QueryProcess, pack

if TYPE_CHECKING:
    from collections.abc import Mapping
    from types import TracebackType

    from kanae.model.flat_tables import FlatTable
    from kanae.model.queries import Outcome, TableSet

SECONDS = 2.0
"""How long one query may take."""

_GRACE = 0.5
"""Seconds more until a process that says nothing is ended; the process itself knows how long the query took."""


@dataclass(eq=False, slots=True)
class Asked:
    """A query that was asked, and its answer once that was waited for."""

    _lane: _Lane
    name: str
    sql: str
    answer: Outcome | None = None

    def outcome(self) -> Outcome:
        """Wait for the answer, or for why there is none."""
        return self.answer or self._lane.wait_for(self)


@dataclass
class QueryRunner:
    """Processes that hold the same tables and share the queries among them; to be used with ``with``.

    Nothing is waited for but an outcome, so that many queries can be asked and more tables be made in the meantime.
    A query that takes too long or too much ends its process. What else was asked gets a new one with the same tables.

    Attributes:
        seconds: How long one query may take.
        processes: How many processes there are.

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
    processes: int = 1
    _given: dict[tuple[str, ...], Message] = field(default_factory=dict[tuple[str, ...], Message])
    _sent: dict[tuple[str, str], dict[str, FlatTable]] = field(default_factory=dict[tuple[str, str], dict[str, Any]])
    _lanes: list[_Lane] = field(default_factory=list["_Lane"])

    def __enter__(self) -> QueryRunner:
        """Start the first process, which loads DuckDB while its owner goes on."""
        self._lanes = [_Lane(self.seconds, self._given) for _ in range(self.processes)]
        self._lanes[0].start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """End the processes."""
        for lane in self._lanes:
            lane.end()

    def start(self) -> None:
        """Start the other processes, which else start when an answer of theirs is waited for.

        To load DuckDB takes a processor for a while, so it is for the owner to say when one is free.
        """
        for lane in self._lanes:
            lane.start()

    def hold(self, name: str, tables: TableSet) -> None:
        """Hold tables under a name, instead of those it had."""
        for key in [key for key in self._given if key[0] == name]:
            del self._given[key]
        for sent in self._sent.values():
            sent.pop(name, None)
        self._given[(name,)] = message = ("hold", name, tables)
        self._send(message)

    def add(self, name: str, table: FlatTable, schema: str = "main") -> None:
        """Add one table to those held under a name, or fill one of them with other rows.

        Days differ in few rows: where all rows of a table stand in one that was sent for another day, it is only told
        which of them they are.
        """
        self._given[name, schema, table.name] = message = ("add", name, (schema, table))
        sent = self._sent.setdefault((schema, table.name), {})
        sent.pop(name, None)
        for other, held in sent.items():
            kept = _kept(table, held)
            if kept is not None:
                self._send(("pick", name, (schema, table.name, other, kept)))
                return
        if table.rows:
            sent[name] = table
        self._send(message)

    def ask(self, name: str, sql: str) -> Asked:
        """Ask a query of the tables held under a name, without waiting for its answer."""
        lane = crc32(sql.encode()) % len(self._lanes)  # the same query is asked of several days, and judged once
        return self._lanes[lane].ask(name, sql)

    def run(self, name: str, sql: str) -> Outcome:
        """Answer a query from the tables held under a name, or say why not."""
        return self.ask(name, sql).outcome()

    def _send(self, message: Message) -> None:
        packed = pack(message)
        for lane in self._lanes:
            lane.send(packed)


def _kept(table: FlatTable, held: FlatTable) -> list[bool] | None:
    """Return which rows of a table are all those of another, in their order; ``None`` when some are not among them."""
    if not table.rows or table.columns != held.columns:
        return None
    missing = iter(table.rows)
    wanted = next(missing, None)
    kept: list[bool] = []
    for row in held.rows:
        is_kept = row == wanted
        kept.append(is_kept)
        if is_kept:
            wanted = next(missing, None)
    return kept if wanted is None else None


@dataclass
class _Lane:
    """One process, the queries it has still to answer, and what it was given, should another have to take its place."""

    seconds: float
    given: Mapping[tuple[str, ...], Message]
    process: QueryProcess | None = None
    waiting: deque[Asked] = field(default_factory=deque["Asked"])

    def start(self) -> None:
        """Start the process, unless it is running, with all it was given and asked."""
        if self.process is None:
            self.process = QueryProcess()
            for message in self.given.values():
                self.process.send(pack(message))
            for asked in self.waiting:
                self.process.send(self._question(asked))

    def send(self, packed: bytes) -> None:
        if self.process is not None:
            self.process.send(packed)

    def ask(self, name: str, sql: str) -> Asked:
        asked = Asked(self, name, sql)
        self.waiting.append(asked)
        self.send(self._question(asked))
        return asked

    def wait_for(self, asked: Asked) -> Outcome:
        """Return the answer to a query, after those to all queries asked before it."""
        while asked.answer is None:
            first = self.waiting[0]
            first.answer = outcome = self._next_outcome()
            self.waiting.popleft()
            if isinstance(outcome, Refused) and outcome.spent:
                self.end()
        return asked.answer

    def end(self) -> None:
        process, self.process = self.process, None
        if process is not None:
            process.end()

    def _next_outcome(self) -> Outcome:
        process = self._begun()
        try:
            return cast("Outcome", process.receive(self.seconds + _GRACE))
        except TimeoutError:
            return too_long(self.seconds)
        except EOFError:
            return too_much(MEMORY)

    def _begun(self) -> QueryProcess:
        """Return the process as soon as it has begun with the query that waits longest."""
        if self.process is not None:
            try:
                self.process.receive()
            except EOFError:
                self.end()  # between two queries, by nobody's fault that is known
            else:
                return self.process
        self.start()
        process = cast("QueryProcess", self.process)
        try:
            process.receive()
        except EOFError as cause:
            self.end()
            said = "The process that answers queries does not start."
            raise StorageError(said, "See what it says above; install kanae anew, or free memory.") from cause
        return process

    def _question(self, asked: Asked) -> bytes:
        return pack(("run", asked.name, (asked.sql, self.seconds)))
