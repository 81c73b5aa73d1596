"""The State Department's coincidence beside the agreement computed from roll calls."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kanae.model.similarity import Coincidence, SimilarityTable


@dataclass(frozen=True, slots=True)
class CoincidenceDifference:
    """One state in the two countings.

    Attributes:
        state: Code of the state.
        theirs: Agreement that the counts of the report give.
        ours: Agreement from the roll calls, which is (1 + S)/2 with absolute distances.
        their_n: Votes both cast, by the report.
        our_n: Votes both cast, by the roll calls.
    """

    state: str
    theirs: float
    ours: float
    their_n: int
    our_n: int

    @property
    def difference(self) -> float:
        """What the roll calls give less what the report gives."""
        return self.ours - self.theirs


def compare_coincidence(
    rows: Iterable[Coincidence], table: SimilarityTable, reference: str, period: int
) -> tuple[CoincidenceDifference, ...]:
    """Compare a table of the State Department with similarities of the same year, state by state.

    The two need not be equal: the report counts plenary votes on whole resolutions and decisions, while a file of roll
    calls may hold paragraphs and amendments, or lack decisions.

    Args:
        rows: The rows of the report.
        table: Similarities of every state to the reference.
        reference: Code of the United States.
        period: The year.
    """
    ours = {}
    here = (table.period == period).nonzero()[0]
    for row in here:
        pair = {table.states[table.a[row]], table.states[table.b[row]]}
        if reference in pair and len(pair) > 1:
            ours[(pair - {reference}).pop()] = (float(table.found.agreement[row]), int(table.found.n[row]))
    return tuple(
        CoincidenceDifference(row.state, row.agreement, ours[row.state][0], row.n, ours[row.state][1])
        for row in rows
        if row.agreement is not None and row.state in ours and ours[row.state][1]
    )
