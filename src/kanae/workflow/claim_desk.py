"""Where one claim is decided: its query run on the day asked about, on the day of the publication, and on nothing."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

from kanae.measures.verdict import decide, rests_on_absence
from kanae.model.claims import Absence, CheckedClaim, Decision, Finding, Look, Reliance, Span, Verdict
from kanae.model.queries import Refused
from kanae.model.records import Coverage, Search, Source
from kanae.workflow.coverage import COUNTED
from kanae.workflow.findings import finding_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from kanae.ledger.book import Ledger
    from kanae.model.records import Claim, Need
    from kanae.workflow.claim_tables import AskedOn, ClaimTables


@dataclass(frozen=True, slots=True)
class Inquiry:
    """A claim whose query was asked of every day that matters, and not yet answered.

    Attributes:
        claim: The claim.
        now: Its query on the day asked about; ``None`` when it has none.
        then: Its query on the day of the publication; ``None`` unless that is an earlier day.
        day: The day asked about.
        then_on: The day of the publication, as far as the ledger is covered.
    """

    claim: Claim
    now: AskedOn | None
    then: AskedOn | None
    day: date
    then_on: date | None


def ask_of_nothing(claims: Iterable[Claim], tables: ClaimTables) -> dict[str, AskedOn]:
    """Ask the queries of claims of tables that hold nothing about the world, by claim.

    Those are left out that may decide something from nothing, or decide nothing at all.
    """
    asked = (row for row in claims if row.check is not None and row.not_checkable is None)
    return {claim.id: tables.ask(claim, None) for claim in asked if claim.absence != Absence.BOTH.value}


def desk_for(
    claims: Iterable[Claim], tables: ClaimTables, of_nothing: Mapping[str, AskedOn] = MappingProxyType({})
) -> Desk:
    """Return where claims are decided; those that were not asked of nothing yet are asked now."""
    missing = (claim for claim in claims if claim.id not in of_nothing)
    return Desk(tables.ledger, tables, {**of_nothing, **ask_of_nothing(missing, tables)})


@dataclass(frozen=True)
class Desk:
    """Where claims are decided; they are asked first and checked afterwards, so that their queries run meanwhile.

    Attributes:
        ledger: The ledger, as known on the day of knowledge.
        tables: Its tables for the queries.
        of_nothing: The queries as they were asked of nothing, by claim.
    """

    ledger: Ledger
    tables: ClaimTables
    of_nothing: Mapping[str, AskedOn]

    def ask(self, claim: Claim, as_of: date | None) -> Inquiry:
        """Ask the query of a claim on the day asked about and on the day of the publication."""
        day = self.day_of(claim, as_of)
        then_on = self._published_by(claim, day)
        return Inquiry(claim, self._ask(claim, day), self._ask(claim, then_on), day, then_on)

    def check(self, asked: Inquiry) -> CheckedClaim | Refused:
        """Return a claim with its verdict, or what is wrong with its query."""
        finding = self._finding(asked.claim, asked.now)
        if isinstance(finding, Refused):
            return finding
        refused = self._wrong_absence(asked.claim)
        if refused is not None:
            return refused
        found_then = self._finding(asked.claim, asked.then)
        if isinstance(found_then, Refused):
            return found_then
        then = None if asked.then_on is None else self._decide(asked.claim, found_then, asked.then_on)
        decision = self._decide(asked.claim, finding, asked.day)
        return CheckedClaim(asked.claim, asked.day, decision, finding, asked.then_on, then)

    def decide_on(self, claim: Claim, day: date) -> CheckedClaim | Refused:
        """Return a claim with its verdict for one day alone, or why its query does not run."""
        finding = self._finding(claim, self._ask(claim, day))
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

    def _ask(self, claim: Claim, day: date | None) -> AskedOn | None:
        return None if claim.check is None or day is None else self.tables.ask(claim, day)

    def _finding(self, claim: Claim, asked: AskedOn | None) -> Finding | Refused | None:
        """Return what the query of a claim found; ``None`` when it has none."""
        if asked is None:
            return None
        outcome = asked.outcome()
        if isinstance(outcome, Refused):
            return outcome
        finding = finding_of(outcome, asked.ids, judgement=claim.not_checkable is not None)
        is_bare = isinstance(finding, Finding) and finding.holds is not None and not finding.record_ids
        if is_bare and asked.day is not None and not claim.needs:
            return Refused("names no record for what it found", "Write list(event_id) AS record_ids.")
        return finding

    def _wrong_absence(self, claim: Claim) -> Refused | None:
        """Return what is wrong when a query decides something from nothing, and the claim does not say so."""
        found = self._finding(claim, self.of_nothing.get(claim.id))
        if found is None:
            return None
        if isinstance(found, Refused):
            return Refused(f"on tables without records it {found.what}", found.fix, found.line, found.word, found.known)
        verdict = Verdict.CONFIRMED if found.holds else Verdict.PARTLY if found.partly else Verdict.REFUTED
        if found.holds is None or rests_on_absence(verdict, Absence(claim.absence)):
            return None
        message = f"says '{verdict}' even where nothing is recorded, and 'absence' is '{claim.absence}'"
        return Refused(message, "Write 'absence: both' with 'needs', or let holds be NULL where nothing is recorded.")
