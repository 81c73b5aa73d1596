"""Does every confirmed fact cite a source, and was every commitment looked for?"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from kanae.model.issues import Issue, IssueCode
from kanae.model.records import Evidence, Fact, Search

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kanae.ledger.load import Reading


def facts_cite_sources(reading: Reading) -> Iterator[Issue]:
    """Yield confirmed facts without a source, and citations that stand twice."""
    for fact, origin in reading.all_rows():
        if not isinstance(fact, Fact):
            continue
        if fact.confirmed and not fact.citations:
            fix = "Cite a source, or mark it unconfirmed: 'confidence: low'."
            yield origin.issue("confidence", IssueCode.NO_SOURCE, f"'{fact.id}' is confirmed by no source", fix)
        cited = Counter((citation.source, citation.place) for citation in fact.citations)
        for (source, _), count in cited.items():
            if count > 1:
                message = f"'{fact.id}' cites '{source}' twice at the same place"
                yield origin.issue("citations", IssueCode.REPEATED_CITATION, message, "Keep one of the two.")


def commitments_were_looked_for(reading: Reading) -> Iterator[Issue]:
    """Yield commitments that have neither evidence nor a search."""
    answered = {row.commitment for row, _ in reading.rows["evidence"] if isinstance(row, Evidence)}
    searched = {about for row, _ in reading.rows["searches"] if isinstance(row, Search) for about in row.about}
    for commitment, origin in reading.rows["commitments"]:
        if commitment.id not in answered and commitment.id not in searched:
            message = f"'{commitment.id}' has neither evidence nor a search"
            fix = "Look for it, and record the evidence or the search."
            yield origin.issue("id", IssueCode.NOT_LOOKED_FOR, message, fix)
