"""The verdict on a claim: what was found, and what the ledger covers, decide together."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kanae.measures.verdict import decide, gap_of
from kanae.model.claims import Absence, Finding, Gap, Look, Reliance, Span, Verdict

FIRST, LAST = date(2025, 1, 20), date(2026, 2, 28)
GOOD = Span("c1", date(2014, 1, 1), date(2026, 2, 28), is_enough=True)
TRUE, FALSE, PART = Finding(holds=True), Finding(holds=False), Finding(holds=False, partly=True)


def covered(span: Span | None = GOOD, look: Look | None = None, search_id: str = "") -> Reliance:
    return Reliance(FIRST, LAST, LAST, "c1", search_id, span, look)


def verdict(finding: Finding | None, relies_on: tuple[Reliance, ...], absence: Absence) -> Verdict:
    return decide(finding, relies_on, absence, judgement=False).verdict


UNCOVERED = [
    # finding, absence, verdict without coverage, verdict with it
    (TRUE, "none", "confirmed", "confirmed"),
    (TRUE, "refutes", "confirmed", "confirmed"),
    (TRUE, "confirms", "undetermined", "confirmed"),
    (TRUE, "both", "undetermined", "confirmed"),
    (FALSE, "none", "refuted", "refuted"),
    (FALSE, "confirms", "refuted", "refuted"),
    (FALSE, "refutes", "undetermined", "refuted"),
    (FALSE, "both", "undetermined", "refuted"),
    (PART, "none", "partly", "partly"),
    (PART, "confirms", "partly", "partly"),
    (PART, "refutes", "partly", "partly"),
    (PART, "both", "undetermined", "partly"),
    (Finding(holds=True, partly=True), "confirms", "partly", "confirmed"),
    (Finding(holds=True, partly=True), "both", "undetermined", "confirmed"),
    (Finding(), "none", "undetermined", "undetermined"),
    (Finding(partly=True), "none", "undetermined", "undetermined"),
    (None, "both", "undetermined", "undetermined"),
]


@pytest.mark.parametrize(("finding", "absence", "without", "with_it"), UNCOVERED)
def test_a_verdict_that_rests_on_absence_needs_coverage(
    finding: Finding | None, absence: str, without: str, with_it: str
) -> None:
    assert verdict(finding, (), Absence(absence)) == without
    assert verdict(finding, (covered(None),), Absence(absence)) == without
    assert verdict(finding, (covered(),), Absence(absence)) == with_it


@given(finding=st.sampled_from([None, TRUE, FALSE, PART, Finding()]), absence=st.sampled_from(Absence))
def test_a_judgement_is_never_a_fact(finding: Finding | None, absence: Absence) -> None:
    assert decide(finding, (covered(),), absence, judgement=True).verdict is Verdict.JUDGEMENT


@given(
    finding=st.sampled_from([TRUE, FALSE, PART]),
    absence=st.sampled_from(Absence),
    starts=st.integers(-400, 400),
    ends=st.integers(-400, 400),
    is_enough=st.booleans(),
)
@settings(derandomize=True)
def test_without_good_coverage_nothing_that_is_missing_decides(
    finding: Finding, absence: Absence, starts: int, ends: int, is_enough: bool
) -> None:
    span = Span("c1", FIRST + timedelta(days=starts), LAST + timedelta(days=ends), is_enough)
    is_covered = is_enough and starts <= 0 <= ends
    decision = decide(finding, (covered(span),), absence, judgement=False)
    if is_covered:
        assert decision.gaps == ()
    elif absence in (Absence.REFUTES, Absence.BOTH):
        assert decision.verdict is not Verdict.REFUTED
    if absence is Absence.BOTH:
        assert (decision.verdict is Verdict.UNDETERMINED) is not is_covered


def test_coverage_is_tried_at_both_ends_and_for_how_complete_it_is() -> None:
    day = timedelta(days=1)
    assert gap_of(covered(Span("c1", FIRST, LAST, is_enough=True))) is None
    late, early = FIRST + day, LAST - day
    assert gap_of(covered(Span("c1", late, LAST, is_enough=True))) == Gap("begins-late", "c1", FIRST, late)
    assert gap_of(covered(Span("c1", FIRST, early, is_enough=True))) == Gap("ends-early", "c1", LAST, early)
    assert gap_of(covered(Span("c1", FIRST, LAST, is_enough=False))) == Gap("thin", "c1")
    assert gap_of(covered(None)) == Gap("not-recorded", "c1")


def test_a_search_takes_the_place_of_coverage_when_it_was_made_late_enough_and_in_vain() -> None:
    def searched(days: int, *, found: bool) -> Gap | None:
        return gap_of(covered(None, Look("s1", LAST + timedelta(days=days), found), "s1"))

    assert searched(0, found=False) is None
    assert searched(-1, found=False) is not None
    assert searched(0, found=True) is not None
    decision = decide(FALSE, (covered(None, Look("s1", LAST, found=False), "s1"),), Absence.BOTH, judgement=False)
    assert decision.relied_on == ("s1",)
    assert decide(FALSE, (covered(),), Absence.BOTH, judgement=False).relied_on == ("c1",)


def test_every_need_must_be_met() -> None:
    thin = Reliance(FIRST, LAST, LAST, "c2", "", Span("c2", FIRST, LAST, is_enough=False))
    decision = decide(FALSE, (covered(), thin), Absence.BOTH, judgement=False)
    assert decision.verdict is Verdict.UNDETERMINED
    assert decision.gaps == (Gap("thin", "c2"),)


def test_a_verdict_that_does_not_rest_on_absence_names_no_coverage() -> None:
    assert decide(TRUE, (covered(),), Absence.REFUTES, judgement=False).relied_on == ()


def test_days_that_are_not_over_show_nothing_by_what_is_missing() -> None:
    whole = Span("c1", FIRST, LAST, is_enough=True)
    assert gap_of(Reliance(FIRST, LAST, LAST, "c1", span=whole)) is None
    early = LAST - timedelta(days=1)
    assert gap_of(Reliance(FIRST, LAST, early, "c1", span=whole)) == Gap("not-over", "c1", LAST, early)
