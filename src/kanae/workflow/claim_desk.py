"""Where one claim is decided: its query run on the day asked about, on the day of the publication, and on nothing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kanae.errors import MeasureError
from kanae.measures.verdict import decide, rests_on_absence
from kanae.model.claims import Absence, CheckedClaim, Decision, Finding, Look, Reliance, Span, Verdict
from kanae.model.queries import Refused
from kanae.model.records import Coverage, Search, Source
from kanae.workflow.coverage import COUNTED
from kanae.workflow.findings import finding_of

if TYPE_CHECKING:
    from datetime import date

    from kanae.ledger.book import Ledger
    from kanae.model.records import Claim, Need
    from kanae.workflow.claim_tables import ClaimTables


@dataclass(frozen=True)
class Desk:
    """Where claims are decided: the ledger, and its tables for the queries."""

    ledger: Ledger
    tables: ClaimTables

    def check(self, claim: Claim, as_of: date | None) -> CheckedClaim | Refused:
        """Return a claim with its verdict, or what is wrong with its query."""
        day = self.day_of(claim, as_of)
        now = self.decide_on(claim, day)
        if isinstance(now, Refused):
            return now
        refused = self._wrong_absence(claim)
        if refused is not None:
            return refused
        then_on = self._published_by(claim, day)
        then = None if then_on is None else self.decide_on(claim, then_on)
        if isinstance(then, Refused):
            return then
        return CheckedClaim(claim, day, now.decision, now.finding, then_on, then.decision if then else None)

    def decide_on(self, claim: Claim, day: date) -> CheckedClaim | Refused:
        """Return a claim with its verdict for one day alone, or why its query does not run."""
        finding = self._finding(claim, day)
        if isinstance(finding, Refused):
            return finding
        return CheckedClaim(claim, day, self._decide(claim, finding, day), finding)

    def broken(self, claim: Claim, as_of: date | None, fault: str) -> CheckedClaim:
        """Return a claim whose query does not run."""
        return CheckedClaim(claim, self.day_of(claim, as_of), None, fault=fault)

    def day_of(self, claim: Claim, as_of: date | None) -> date:
        """Return the day a claim is asked for: that asked, else the day its framework is covered to."""
        if as_of is not None:
            return as_of
        if self.ledger.is_covered(claim.framework):
            return self.ledger.covered_to(claim.framework)
        return self._published(claim) or claim.recorded

    def _published(self, claim: Claim) -> date | None:
        source = self.ledger.by_id.get(claim.publication)
        return source.date.last if isinstance(source, Source) and source.date is not None else None

    def _published_by(self, claim: Claim, day: date) -> date | None:
        """Return the day of the publication, as far as the ledger is covered; ``None`` unless it is an earlier day."""
        published = self._published(claim)
        if published is None or claim.not_checkable is not None:
            return None
        covered = self.ledger.covered_to(claim.framework) if self.ledger.is_covered(claim.framework) else published
        then_on = min(published, covered)
        return then_on if then_on < day else None

    def _decide(self, claim: Claim, finding: Finding | None, day: date) -> Decision:
        relies_on = tuple(self._reliance(need, day) for need in claim.needs)
        return decide(finding, relies_on, Absence(claim.absence), judgement=claim.not_checkable is not None)

    def _reliance(self, need: Need, day: date) -> Reliance:
        coverage, search = (self.ledger.by_id.get(named or "") for named in (need.coverage, need.search))
        return Reliance(
            first=need.start.first,
            last=day if need.end is None else need.end.last,
            asked=day,
            coverage_id=need.coverage or "",
            search_id=need.search or "",
            span=self._span(coverage) if isinstance(coverage, Coverage) else None,
            look=Look(search.id, search.searched_on, search.found) if isinstance(search, Search) else None,
        )

    def _span(self, coverage: Coverage) -> Span:
        is_enough = self.ledger.item("completeness", coverage.completeness).group == COUNTED
        return Span(coverage.id, coverage.start.first, coverage.end.last, is_enough)

    def _finding(self, claim: Claim, day: date | None) -> Finding | Refused | None:
        """Return what the query of a claim finds on a day; without a day, what it finds where nothing is recorded."""
        if claim.check is None:
            return None
        try:
            outcome, ids = self.tables.ask(claim, day)
        except MeasureError as error:
            return Refused(error.what, error.fix)
        if isinstance(outcome, Refused):
            return outcome
        finding = finding_of(outcome, ids, judgement=claim.not_checkable is not None)
        is_bare = isinstance(finding, Finding) and finding.holds is not None and not finding.record_ids
        if is_bare and day is not None and not claim.needs:
            return Refused("names no record for what it found", "Write list(event_id) AS record_ids.")
        return finding

    def _wrong_absence(self, claim: Claim) -> Refused | None:
        """Return what is wrong when a query decides something from nothing, and the claim does not say so."""
        if claim.check is None or claim.not_checkable is not None or claim.absence == Absence.BOTH.value:
            return None
        found = self._finding(claim, None)
        if found is None:
            return None
        if isinstance(found, Refused):
            return Refused(f"on tables without records it {found.what}", found.fix, found.line, found.word, found.known)
        verdict = Verdict.CONFIRMED if found.holds else Verdict.PARTLY if found.partly else Verdict.REFUTED
        if found.holds is None or rests_on_absence(verdict, Absence(claim.absence)):
            return None
        message = f"says '{verdict}' even where nothing is recorded, and 'absence' is '{claim.absence}'"
        return Refused(message, "Write 'absence: both' with 'needs', or let holds be NULL where nothing is recorded.")
