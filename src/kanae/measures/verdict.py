"""The verdict on a claim: from what its query found and what the ledger covers.

A missing record never decides by itself. A verdict that rests on records that are not there stands only where the
ledger was looked after closely enough over the days in question, or where a search is recorded that found nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kanae.model.claims import Absence, Decision, Gap, Verdict

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kanae.model.claims import Finding, Reliance


def decide(finding: Finding | None, relies_on: Sequence[Reliance], absence: Absence, *, judgement: bool) -> Decision:
    """Return the verdict on a claim.

    Args:
        finding: What its query found; ``None`` when it has no query.
        relies_on: Coverage and searches it names.
        absence: Which verdict would rest on records that are not there.
        judgement: Whether it cannot be checked as a fact.

    Examples:
        >>> from kanae.model.claims import Finding
        >>> decide(Finding(holds=False), (), Absence.REFUTES, judgement=False).verdict.value
        'undetermined'
        >>> decide(Finding(holds=False), (), Absence.CONFIRMS, judgement=False).verdict.value
        'refuted'
    """
    if judgement:
        return Decision(Verdict.JUDGEMENT)
    verdict = _said(finding)
    if not rests_on_absence(verdict, absence):
        return Decision(verdict)
    gaps = tuple(gap for reliance in relies_on if (gap := gap_of(reliance)) is not None)
    if gaps or not relies_on:
        holds_in_part = finding is not None and finding.partly and absence is not Absence.BOTH
        return Decision(Verdict.PARTLY if holds_in_part else Verdict.UNDETERMINED, gaps=gaps or (Gap("unnamed"),))
    return Decision(verdict, relied_on=tuple(dict.fromkeys(_carrier(reliance) for reliance in relies_on)))


def rests_on_absence(verdict: Verdict, absence: Absence) -> bool:
    """Tell whether a verdict would rest on records that are not there.

    Examples:
        >>> rests_on_absence(Verdict.REFUTED, Absence.REFUTES), rests_on_absence(Verdict.CONFIRMED, Absence.REFUTES)
        (True, False)
    """
    if verdict is Verdict.CONFIRMED:
        return absence in (Absence.CONFIRMS, Absence.BOTH)
    if verdict is Verdict.REFUTED:
        return absence in (Absence.REFUTES, Absence.BOTH)
    return verdict is Verdict.PARTLY and absence is Absence.BOTH


def gap_of(reliance: Reliance) -> Gap | None:
    """Return why a claim cannot rely on what it names; ``None`` when it can.

    Where coverage and a search are named, one of them is enough. Days that are not over on the day asked for show
    nothing by what is missing.
    """
    if reliance.last > reliance.asked:
        return Gap("not-over", reliance.coverage_id or reliance.search_id, reliance.last, reliance.asked)
    covered = _gap_of_coverage(reliance) if reliance.coverage_id else None
    looked = _gap_of_search(reliance) if reliance.search_id else None
    if (reliance.coverage_id and covered is None) or (reliance.search_id and looked is None):
        return None
    return covered or looked


def _said(finding: Finding | None) -> Verdict:
    if finding is None or finding.holds is None:
        return Verdict.UNDETERMINED
    if finding.holds:
        return Verdict.CONFIRMED
    return Verdict.PARTLY if finding.partly else Verdict.REFUTED


def _gap_of_coverage(reliance: Reliance) -> Gap | None:
    span = reliance.span
    if span is None:
        return Gap("not-recorded", reliance.coverage_id)
    if not span.is_enough:
        return Gap("thin", span.coverage_id)
    if span.first > reliance.first:
        return Gap("begins-late", span.coverage_id, reliance.first, span.first)
    if span.last < reliance.last:
        return Gap("ends-early", span.coverage_id, reliance.last, span.last)
    return None


def _gap_of_search(reliance: Reliance) -> Gap | None:
    look = reliance.look
    if look is None:
        return Gap("not-recorded", reliance.search_id)
    if look.found:
        return Gap("found", look.search_id)
    if look.searched_on < reliance.last:
        return Gap("searched-early", look.search_id, reliance.last, look.searched_on)
    return None


def _carrier(reliance: Reliance) -> str:
    return reliance.coverage_id if reliance.coverage_id and _gap_of_coverage(reliance) is None else reliance.search_id
