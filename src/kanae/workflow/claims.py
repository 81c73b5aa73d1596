"""Claims checked against the ledger: each query run on the day asked about and on the day of the publication."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kanae.errors import MeasureError
from kanae.ledger.claims import Claims, claims_of, read_claims
from kanae.ledger.load import read_sound
from kanae.ledger.nearest import nearest
from kanae.measures.verdict import decide, rests_on_absence
from kanae.model.claims import Absence, CheckedClaim, Decision, Finding, Look, Reliance, Span, Verdict
from kanae.model.issues import Issue, IssueCode, Severity, tally_of
from kanae.model.queries import Refused
from kanae.model.records import Claim, Coverage, Search, Source
from kanae.store.location import find_ledger
from kanae.store.queries import QueryRunner
from kanae.workflow.claim_tables import ClaimTables
from kanae.workflow.coverage import COUNTED
from kanae.workflow.findings import finding_of

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from kanae.ledger.book import Ledger
    from kanae.ledger.load import Progress
    from kanae.ledger.origin import Origin
    from kanae.model.records import Need


@dataclass(frozen=True, slots=True)
class ClaimsAsked:
    """Which claims are to be checked, and for when.

    Attributes:
        path: File or folder of claims; ``None`` for those of the ledger.
        ledger: Folder of the ledger; ``None`` for the default.
        as_of: Day the verdicts are for; ``None`` for the day the framework of each claim is covered to.
        known_on: Day of knowledge; ``None`` for all that is recorded.
        only: Id of the one claim to check; ``None`` for all.
    """

    path: Path | None = None
    ledger: Path | None = None
    as_of: date | None = None
    known_on: date | None = None
    only: str | None = None


@dataclass(frozen=True, slots=True)
class ClaimsChecked:
    """Claims with their verdicts.

    Attributes:
        rows: The claims, in the order of their sections.
        issues: Faults of the files and queries, and verdicts that were not expected.
        ledger: The ledger, as known on the day of knowledge, with the publication of the claims.
        asked: What was asked.
    """

    rows: tuple[CheckedClaim, ...]
    issues: tuple[Issue, ...]
    ledger: Ledger
    asked: ClaimsAsked

    @property
    def summary(self) -> str:
        """One line with how many claims have which verdict."""
        counts = Counter(row.decision.verdict for row in self.rows if row.decision)
        said = ", ".join(f"{counts[verdict]} {verdict}" for verdict in Verdict if counts[verdict])
        return f"{len(self.rows)} claims: {said or 'none checked'}; {tally_of(self.issues)}"

    @property
    def exit_code(self) -> int:
        """0 when every claim was checked and is as expected, else 1."""
        return 1 if any(issue.code.severity is Severity.ERROR for issue in self.issues) else 0


def read_asked(asked: ClaimsAsked) -> Claims:
    """Read the claims asked for.

    Raises:
        LedgerError: When the ledger has a fault, or there are no claims.
    """
    reading = read_sound(find_ledger(asked.ledger))
    return claims_of(reading) if asked.path is None else read_claims(asked.path, reading)


def check_claims(asked: ClaimsAsked, progress: Progress = lambda _: None) -> ClaimsChecked:
    """Check claims, each by its own query; one that does not run keeps no other from being checked.

    Raises:
        LedgerError: When the ledger has a fault, or there are no claims.
    """
    with QueryRunner() as runner:
        progress("opening the ledger")
        claims = read_asked(asked)
        return check_read_claims(claims, claims.reading.ledger(), asked, runner, progress)


def check_read_claims(
    claims: Claims, ledger: Ledger, asked: ClaimsAsked, runner: QueryRunner, progress: Progress = lambda _: None
) -> ClaimsChecked:
    """Check claims that were read already.

    Args:
        claims: The claims.
        ledger: The ledger to check them against.
        asked: What is asked; its paths are not read again.
        runner: Runs the queries.
        progress: Told the id of each claim.
    """
    known = ledger if asked.known_on is None else ledger.known_on(asked.known_on)
    desk = _Desk(known, ClaimTables(known, runner))
    rows: list[CheckedClaim] = []
    issues = list(claims.issues)
    for claim, origin in claims.rows:
        if asked.only not in (None, claim.id):
            continue
        progress(claim.id)
        checked = desk.check(claim, asked.as_of)
        if isinstance(checked, Refused):
            issues.append(_broken(claim, origin, checked))
            checked = CheckedClaim(claim, desk.day_of(claim, asked.as_of), None, fault=issues[-1].message)
        elif claim.expect is not None and checked.decision and checked.decision.verdict != claim.expect:
            issues.append(_unexpected(claim, origin, checked.decision.verdict))
        rows.append(checked)
    return ClaimsChecked(tuple(rows), tuple(sorted(set(issues))), known, asked)


@dataclass(frozen=True)
class _Desk:
    """Where claims are decided: the ledger, and its tables for the queries."""

    ledger: Ledger
    tables: ClaimTables

    def check(self, claim: Claim, as_of: date | None) -> CheckedClaim | Refused:
        """Return a claim with its verdict, or what is wrong with its query."""
        day = self.day_of(claim, as_of)
        finding = self._finding(claim, day)
        if isinstance(finding, Refused):
            return finding
        refused = self._wrong_absence(claim)
        if refused is not None:
            return refused
        decision = self._decide(claim, finding, day)
        then_on = self._published_by(claim, day)
        then = None if then_on is None else self._finding(claim, then_on)
        if isinstance(then, Refused):
            return then
        earlier = None if then_on is None else self._decide(claim, then, then_on)
        return CheckedClaim(claim, day, decision, finding, then_on, earlier)

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
        last = day if need.end is None else min(need.end.last, day)
        return Reliance(
            first=need.start.first,
            last=last,
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


def _broken(claim: Claim, origin: Origin, refused: Refused) -> Issue:
    begins = origin.line_of("check")
    line = begins + ("\n" in (claim.check or "")) + refused.line - 1
    suggestion = nearest(refused.word, refused.known) if refused.known else ""
    fix = " ".join(part for part in (suggestion if suggestion.startswith("Did") else "", refused.fix) if part)
    return Issue(
        origin.file, line, IssueCode.BROKEN_CHECK, f"the check of '{claim.id}' {refused.what}", fix or suggestion
    )


def _unexpected(claim: Claim, origin: Origin, verdict: Verdict) -> Issue:
    message = f"'{claim.id}' was expected to be '{claim.expect}' and is '{verdict}'"
    return origin.issue("expect", IssueCode.UNEXPECTED_VERDICT, message, f"See why: kanae why {claim.id}")
