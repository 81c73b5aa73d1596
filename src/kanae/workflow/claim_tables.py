"""The tables that queries of claims see: a ledger laid out as it stood on a day, and measures when one is named."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from kanae.ledger.book import TIMELESS, Ledger
from kanae.ledger.tables import flat_table
from kanae.ledger.visible import Visible, visible_on
from kanae.model.queries import TableSet
from kanae.model.records import KINDS, Fact
from kanae.workflow.claim_measures import measure_flat_table, measures_named

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator

    from kanae.model.flat_tables import FlatTable
    from kanae.model.queries import Outcome
    from kanae.model.records import Claim
    from kanae.store.queries import QueryRunner

HIDDEN = ("claims",)
"""Kinds that no query sees: a claim may not rest on claims."""

SEEN = {
    "counted": tuple(kind for kind in KINDS if kind not in HIDDEN),
    "unconfirmed": tuple(name for name, kind in KINDS.items() if issubclass(kind, Fact)),
    "planned": ("events",),
}
"""Kinds by part of what is visible; in queries the counted ones need no prefix."""

_BLANK = "blank"
_WORD = re.compile(r"[a-z_]+")


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

    def ask(self, claim: Claim, day: date | None) -> tuple[Outcome, Collection[str]]:
        """Run the query of a claim.

        Args:
            claim: The claim.
            day: Day that is shown; ``None`` for tables without any record about the world.

        Returns:
            The outcome, and the ids of the records that the query could see.

        Raises:
            MeasureError: When a measure that the query names has no answer.
        """
        sql = claim.check or ""
        measures = measures_named(sql)
        name = " ".join((str(day or _BLANK), claim.publication, *((claim.framework,) if measures else ())))
        if name not in self._visible:
            self._lay_out(name, claim.publication, day)
        for part, kind in _tables_named(sql):
            self._fill(name, part, kind, partial(flat_table, self._visible[name].part(part), kind))
        for measure in measures:
            make = partial(measure_flat_table, self.ledger, claim.framework, day, measure)
            self._fill(name, "counted", measure, make)
        return self.runner.run(name, sql), self._ids[name]

    def _lay_out(self, name: str, publication: str, day: date | None) -> None:
        visible = _nothing(self.ledger) if day is None else visible_on(self.ledger, day, publication)
        self._visible[name] = visible
        self._ids[name] = frozenset(record_id for part in SEEN for record_id in visible.part(part).by_id)
        none = Ledger({}, {}, "")
        empty = {_schema(part): tuple(flat_table(none, kind) for kind in kinds) for part, kinds in SEEN.items()}
        self.runner.hold(name, TableSet(day or date.min, empty))

    def _fill(self, name: str, part: str, table: str, make: Callable[[], FlatTable]) -> None:
        if (name, part, table) not in self._filled:
            self.runner.add(name, make(), _schema(part))
            self._filled.add((name, part, table))


def _schema(part: str) -> str:
    return "main" if part == "counted" else part


def _tables_named(sql: str) -> Iterator[tuple[str, str]]:
    """Yield the tables that a query may mean, by part and kind."""
    words = set(_WORD.findall(sql.lower()))
    for part, kinds in SEEN.items():
        if part == "counted" or part in words:
            yield from ((part, kind) for kind in kinds if kind in words)


def _nothing(ledger: Ledger) -> Visible:
    """Return a ledger that holds its vocabulary and its bibliography, and nothing about the world."""
    kept = [name for name in TIMELESS if name not in ("documents", *HIDDEN)]
    vocabulary = Ledger({name: ledger.records.get(name, ()) for name in kept}, ledger.codelists, ledger.digest)
    none = Ledger({}, {}, "")
    return Visible(vocabulary, none, none)
