"""Can every claim be checked, or does it say why not?"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kanae.model.issues import Issue, IssueCode
from kanae.model.records import Claim

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kanae.ledger.load import Reading

JUDGEMENT = "judgement"
_FIGURE = re.compile(r"\bAS\s+figure\b", re.IGNORECASE)


def claims_are_whole(reading: Reading) -> Iterator[Issue]:
    """Yield claims without a check or a reason, and checks that rest on nothing."""
    for claim, origin in reading.rows["claims"]:
        if not isinstance(claim, Claim):
            continue
        for path, message, fix in _faults(claim):
            yield origin.issue(path, IssueCode.CLAIM_NOT_WHOLE, f"'{claim.id}' {message}", fix)


def _faults(claim: Claim) -> Iterator[tuple[str, str, str]]:
    if claim.check is None and claim.not_checkable is None and claim.lacks is None:
        yield "id", "has no check", "Add 'check: |', or say with 'not_checkable' or 'lacks' why there is none."
    if (claim.type == JUDGEMENT) != (claim.not_checkable is not None):
        yield "type", "is a judgement, or says why it is not checkable, but not both", "Write both or neither."
    if claim.not_checkable is not None and claim.indicator is None:
        yield "not_checkable", "names no nearest indicator", "Add 'indicator:' in three languages."
    if claim.not_checkable is None and claim.figure is None and _FIGURE.search(claim.check or ""):
        yield "check", "does not say what its figure is", "Add 'figure:' in three languages."
    relies = claim.check is not None and claim.not_checkable is None and claim.absence != "none"
    if relies and not claim.needs:
        fix = "Add 'needs: [{coverage: …, start: …}]', or 'absence: none' when records alone decide."
        yield "check", "does not say what coverage its check needs", fix
    for place, need in enumerate(claim.needs):
        if need.coverage is None and need.search is None:
            yield (
                f"needs.{place}.start",
                "needs neither coverage nor a search",
                "Name one: 'coverage: …' or 'search: …'.",
            )
        if need.end is not None and need.end.surely_before(need.start):
            yield f"needs.{place}.start", f"needs {need.start} to {need.end}", "Exchange the two dates."
