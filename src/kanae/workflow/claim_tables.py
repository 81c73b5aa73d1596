"""The tables that queries of claims see: a ledger laid out as it stood on a day, and measures when one is named."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from functools import cache, partial
from typing import TYPE_CHECKING, Any

from kanae.errors import MeasureError
from kanae.ledger.book import TIMELESS, Ledger
from kanae.ledger.tables import flat_table
from kanae.ledger.visible import Visible, visible_on
from kanae.model.queries import Refused, TableSet
from kanae.model.records import KINDS, Fact

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from kanae.model.flat_tables import FlatTable
    from kanae.model.queries import Outcome
    from kanae.model.records import Claim
    from kanae.store.queries import Asked, QueryRunner

HIDDEN = ("claims",)
"""Kinds that no query sees: a claim may not rest on claims."""

SEEN = {
    "counted": tuple(kind for kind in KINDS if kind not in HIDDEN),
    "unconfirmed": tuple(name for name, kind in KINDS.items() if issubclass(kind, Fact)),
    "planned": ("events",),
}
"""Kinds by part of what is visible; in queries the counted ones need no prefix."""

VOCABULARY = tuple(name for name in TIMELESS if name not in ("documents", *HIDDEN))
"""Kinds that say nothing about the world: all that a query sees where nothing is recorded."""

_BLANK = "blank"
_WORD = re.compile(r"[a-z_]+")


@dataclass(frozen=True, slots=True)
class AskedOn:
    """A query that was asked of one day.

    Attributes:
        day: Day that is shown; ``None`` for tables without any record about the world.
        ids: Ids of the records that the query can see.
        asked: The query, or why it was not asked.
    """

    day: date | None
    ids: frozenset[str]
    asked: Asked | Refused

    def outcome(self) -> Outcome:
        """Wait for the answer, or for why there is none."""
        return self.asked if isinstance(self.asked, Refused) else self.asked.outcome()


@dataclass
class ClaimTables:
    """The tables of a ledger by day and publication; each is laid out once, and only when a query names it.

    Attributes:
        ledger: The ledger, as known on the day of knowledge.
        runner: Runs the queries.
    """

    ledger: Ledger
    runner: QueryRunner
    _visible: dict[str, Visible] = field(default_factory=dict[str, Visible])
    _ids: dict[str, frozenset[str]] = field(default_factory=dict[str, frozenset[str]])
    _filled: set[tuple[str, str, str]] = field(default_factory=set[tuple[str, str, str]])
    _made: dict[int, tuple[Any, ...]] = field(default_factory=dict[int, "tuple[Any, ...]"])

    def ask(self, claim: Claim, day: date | None) -> AskedOn:
        """Ask the query of a claim, without waiting for its answer.

        Args:
            claim: The claim.
            day: Day that is shown; ``None`` for tables without any record about the world.
        """
        sql = claim.check or ""
        measures = _measures_named(sql)
        shown = (_BLANK,) if day is None else (str(day), claim.publication)
        name = " ".join((*shown, *((claim.framework,) if measures else ())))
        if name not in self._visible:
            self._lay_out(name, claim.publication, day)
        for part, kind in _tables_named(sql):
            self._fill(name, part, kind, partial(flat_table, self._visible[name].part(part), kind, self._made))
        try:
            for measure in measures:
                from kanae.workflow.claim_measures import measure_flat_table

                make = partial(measure_flat_table, self.ledger, claim.framework, day, measure)
                self._fill(name, "counted", measure, make)
        except MeasureError as error:
            return AskedOn(day, self._ids[name], Refused(error.what, error.fix))
        return AskedOn(day, self._ids[name], self.runner.ask(name, sql))

    def _lay_out(self, name: str, publication: str, day: date | None) -> None:
        visible = _nothing(self.ledger) if day is None else visible_on(self.ledger, day, publication)
        self._visible[name] = visible
        self._ids[name] = frozenset(record_id for part in SEEN for record_id in visible.part(part).by_id)
        self.runner.hold(name, TableSet(day or date.min, _empty_tables()))

    def _fill(self, name: str, part: str, table: str, make: Callable[[], FlatTable]) -> None:
        if (name, part, table) not in self._filled:
            self.runner.add(name, make(), _schema(part))
            self._filled.add((name, part, table))


@cache
def _empty_tables() -> dict[str, tuple[FlatTable, ...]]:
    none = Ledger({}, {}, "")
    return {_schema(part): tuple(flat_table(none, kind) for kind in kinds) for part, kinds in SEEN.items()}


def _schema(part: str) -> str:
    return "main" if part == "counted" else part


def _tables_named(sql: str) -> Iterator[tuple[str, str]]:
    """Yield the tables that a query may mean, by part and kind."""
    words = set(_WORD.findall(sql.lower()))
    for part, kinds in SEEN.items():
        if part == "counted" or part in words:
            yield from ((part, kind) for kind in kinds if kind in words)


def _measures_named(sql: str) -> tuple[str, ...]:
    """Return the measures that a query names; most name none, and then none is imported."""
    if "measure_" not in sql.lower():
        return ()
    from kanae.workflow.claim_measures import measures_named

    return measures_named(sql)


def _nothing(ledger: Ledger) -> Visible:
    """Return a ledger that holds its vocabulary and its bibliography, and nothing about the world."""
    vocabulary = Ledger({name: ledger.records.get(name, ()) for name in VOCABULARY}, ledger.codelists, ledger.digest)
    none = Ledger({}, {}, "")
    return Visible(vocabulary, none, none)
