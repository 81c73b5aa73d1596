"""Claims checked against the ledger: each query run on the day asked about and on the day of the publication."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kanae.ledger.claims import Claims, claims_of, each_claim, join_claims, place_in_order, read_claim_files
from kanae.ledger.load import Ahead, read_sound
from kanae.ledger.nearest import nearest
from kanae.model.claims import CheckedClaim, Verdict
from kanae.model.issues import Issue, IssueCode, Severity, tally_of
from kanae.model.queries import Refused
from kanae.store.location import find_ledger
from kanae.store.queries import QueryRunner
from kanae.workflow.claim_desk import ask_of_nothing, desk_for
from kanae.workflow.claim_tables import VOCABULARY, ClaimTables

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from datetime import date
    from pathlib import Path

    from kanae.ledger.book import Ledger
    from kanae.ledger.load import Progress, Reading
    from kanae.ledger.origin import Origin
    from kanae.model.records import Claim
    from kanae.workflow.claim_tables import AskedOn
    from kanae.workflow.statuses import Question


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


def read_asked(asked: ClaimsAsked, begin: Callable[[Reading], None] | None = None) -> Claims:
    """Read the claims asked for.

    Args:
        asked: Which claims.
        begin: Called with the claims and all that says nothing about the world, before the other records are read.

    Raises:
        LedgerError: When the ledger has a fault, or there are no claims.
    """
    if asked.path is None:
        ahead = begin and Ahead(("claims", *VOCABULARY), begin)
        return claims_of(read_sound(find_ledger(asked.ledger), ahead=ahead))
    files = read_claim_files(asked.path)
    ahead = begin and Ahead(VOCABULARY, lambda read: begin(files.joined(read)))
    return join_claims(files, read_sound(find_ledger(asked.ledger), ahead=ahead))


def check_claims(asked: ClaimsAsked, progress: Progress = lambda _: None) -> ClaimsChecked:
    """Check claims, each by its own query; one that does not run keeps no other from being checked.

    Raises:
        LedgerError: When the ledger has a fault, or there are no claims.
    """
    with QueryRunner() as runner:
        return check_with(runner, asked, progress)


def check_with(runner: QueryRunner, asked: ClaimsAsked, progress: Progress = lambda _: None) -> ClaimsChecked:
    """Check claims with what answers their queries already running.

    The claims are read first: what their queries say of nothing needs no record about the world, and is
    asked while the others are read.

    Args:
        runner: Runs the queries.
        asked: Which claims, and for when.
        progress: Told what is being done.

    Raises:
        LedgerError: When the ledger has a fault, or there are no claims.
    """
    of_nothing: dict[str, AskedOn] = {}

    def begin(read: Reading) -> None:
        claims = _wanted(each_claim(read.rows["claims"]), asked)
        tables = ClaimTables(_known(read.ledger(), asked), runner)
        of_nothing.update(ask_of_nothing((claim for claim, _ in claims), tables))

    progress("opening the ledger")
    runner.start()
    claims = read_asked(asked, begin)
    ledger = claims.reading.ledger()
    return check_read_claims(claims, ledger, asked, runner, progress=progress, of_nothing=of_nothing)


def check_read_claims(
    claims: Claims,
    ledger: Ledger,
    asked: ClaimsAsked,
    runner: QueryRunner,
    *,
    progress: Progress = lambda _: None,
    of_nothing: Mapping[str, AskedOn] | None = None,
) -> ClaimsChecked:
    """Check claims that were read already.

    Args:
        claims: The claims.
        ledger: The ledger to check them against.
        asked: What is asked; its paths are not read again.
        runner: Runs the queries.
        progress: Told the id of each claim.
        of_nothing: Queries that were asked of nothing already, by claim.
    """
    known, wanted = _known(ledger, asked), _wanted(claims.rows, asked)
    desk = desk_for([claim for claim, _ in wanted], ClaimTables(known, runner), of_nothing or {})
    inquiries = [desk.ask(claim, asked.as_of) for claim, _ in wanted]
    rows: list[CheckedClaim] = []
    issues = list(claims.issues)
    for (claim, origin), inquiry in zip(wanted, inquiries, strict=True):
        progress(claim.id)
        checked = desk.check(inquiry)
        if isinstance(checked, Refused):
            issues.append(_broken(claim, origin, checked))
            checked = desk.broken(claim, asked.as_of, issues[-1].message)
        elif claim.expect is not None and checked.decision and checked.decision.verdict != claim.expect:
            issues.append(_unexpected(claim, origin, checked.decision.verdict))
        rows.append(checked)
    return ClaimsChecked(tuple(rows), tuple(sorted(set(issues))), known, asked)


def claims_about(question: Question, progress: Progress) -> tuple[CheckedClaim, ...]:
    """Check the claims of the ledger about a framework, on the day it is asked about.

    Args:
        question: The question.
        progress: Told that claims are checked.
    """
    ledger = question.ledger
    sections = list(ledger.codelists.get("sections", {}))
    claims = [row for row in ledger.claims if row.framework == question.framework.id]
    claims.sort(key=lambda row: place_in_order(row, sections))
    if not claims:
        return ()
    progress("checking claims")
    with QueryRunner() as runner:
        desk = desk_for(claims, ClaimTables(ledger, runner))
        inquiries = [desk.ask(claim, question.as_of) for claim in claims]
        checked = ((inquiry.claim, desk.check(inquiry)) for inquiry in inquiries)
        return tuple(
            desk.broken(claim, question.as_of, found.what) if isinstance(found, Refused) else found
            for claim, found in checked
        )


def _known(ledger: Ledger, asked: ClaimsAsked) -> Ledger:
    return ledger if asked.known_on is None else ledger.known_on(asked.known_on)


def _wanted(rows: Iterable[tuple[Claim, Origin]], asked: ClaimsAsked) -> list[tuple[Claim, Origin]]:
    return [(claim, origin) for claim, origin in rows if asked.only in (None, claim.id)]


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
