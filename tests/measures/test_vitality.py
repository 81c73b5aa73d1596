"""The state of a mechanism on any day: what acts prove, what silence proves, and what sources say."""

from __future__ import annotations

import itertools
from datetime import date, timedelta

import pytest

from kanae.measures.gaps import Meeting, Span
from kanae.measures.mechanisms import Mechanism, Plan, Stop, VitalityRules
from kanae.measures.vitality import Life, Vitality, life_bands, vitality

RULES = VitalityRules(1.25, 2, 365, 548, 730, 0, 0.25)
START = date(2015, 1, 1)
ALWAYS = (Span(START, date(2030, 12, 31)),)


def acts_after(*gaps: int, confirmed: bool = True, prefix: str = "e") -> tuple[Meeting, ...]:
    days = [START + timedelta(days=sum(gaps[:number])) for number in range(len(gaps) + 1)]
    return tuple(
        Meeting(f"{prefix}{number}", day, day, is_confirmed=confirmed or number < len(gaps))
        for number, day in enumerate(days)
    )


def life_after(mechanism: Mechanism, days: int) -> Life:
    return vitality(mechanism, as_of=START + timedelta(days=days), rules=RULES)


@pytest.mark.parametrize(
    ("silence", "state"), [(456, "alive"), (457, "irregular"), (730, "irregular"), (731, "dormant")]
)
def test_a_stated_rhythm_is_kept_then_broken_then_silence_to_the_day(silence: int, state: str) -> None:
    mechanism = Mechanism(acts_after(365), stated_days=365, covered=ALWAYS)
    found = life_after(mechanism, 365 + silence)
    assert (found.state, found.act_id, found.reason) == (state, "e1", "")


@pytest.mark.parametrize(("silence", "state"), [(730, "alive"), (731, "dormant")])
def test_without_a_rhythm_two_acts_are_given_two_assumed_years(silence: int, state: str) -> None:
    assert life_after(Mechanism(acts_after(100), covered=ALWAYS), 100 + silence).state == state


@pytest.mark.parametrize(("silence", "state"), [(548, "alive"), (549, "dormant")])
def test_a_single_act_without_a_rhythm_proves_life_for_eighteen_months(silence: int, state: str) -> None:
    assert life_after(Mechanism(acts_after(), covered=ALWAYS), silence).state == state


def test_the_silence_of_a_slow_series_is_measured_by_its_own_gaps() -> None:
    mechanism = Mechanism(acts_after(700, 720, 710), covered=ALWAYS)
    assert life_after(mechanism, 2130 + 1420).state is Vitality.ALIVE
    assert life_after(mechanism, 2130 + 1421).state is Vitality.DORMANT


def test_silence_outside_the_coverage_is_not_known() -> None:
    mechanism = Mechanism(acts_after(100), covered=(Span(START, START + timedelta(days=800)),))
    found = life_after(mechanism, 900)
    assert (found.state, found.reason, found.act_id) == (None, "not-covered", "e1")


def test_an_act_proves_life_where_nothing_is_covered() -> None:
    assert life_after(Mechanism(acts_after(100)), 500).state is Vitality.ALIVE


def test_a_search_in_vain_is_told_from_nobody_looking() -> None:
    searched = (Span(START + timedelta(days=100), START + timedelta(days=950)),)
    mechanism = Mechanism(acts_after(100), searched=searched)
    assert (life_after(mechanism, 900).state, life_after(mechanism, 900).reason) == (None, "searched-not-found")
    assert life_after(mechanism, 951).reason == "not-covered"


def test_an_unconfirmed_act_in_the_silence_makes_it_not_known() -> None:
    mechanism = Mechanism(acts_after(100, 500, confirmed=False), covered=ALWAYS)
    found = life_after(mechanism, 900)
    assert (found.state, found.reason, found.act_id) == (None, "unconfirmed-act", "e1")


def test_an_act_after_a_long_silence_revives_for_two_years() -> None:
    mechanism = Mechanism(acts_after(100, 900, 300, 300, 300), covered=ALWAYS)
    assert life_after(mechanism, 999).state is Vitality.DORMANT
    assert (life_after(mechanism, 1000).state, life_after(mechanism, 1000).act_id) == ("revived", "e2")
    assert (life_after(mechanism, 1730).state, life_after(mechanism, 1730).act_id) == ("revived", "e2")
    assert (life_after(mechanism, 1731).state, life_after(mechanism, 1731).act_id) == ("alive", "e4")


def test_a_silence_that_was_not_covered_is_no_revival() -> None:
    covered = (Span(START + timedelta(days=500), date(2030, 12, 31)),)
    assert life_after(Mechanism(acts_after(100, 900), covered=covered), 1000).state is Vitality.ALIVE


@pytest.mark.parametrize(("is_final", "state"), [(False, "dormant"), (True, "ended")])
def test_a_source_that_says_it_stopped_is_believed_until_the_next_act(is_final: bool, state: str) -> None:
    stop = Stop("f003", START + timedelta(days=200), is_final)
    mechanism = Mechanism(acts_after(100, 300), stops=(stop,), covered=ALWAYS)
    assert life_after(mechanism, 199).state is Vitality.ALIVE
    assert (life_after(mechanism, 200).state, life_after(mechanism, 200).act_id) == (state, "f003")
    assert (life_after(mechanism, 400).state, life_after(mechanism, 400).act_id) == ("revived", "e2")


def test_what_is_agreed_is_planned_until_it_is_no_longer_awaited() -> None:
    mechanism = Mechanism((), plans=(Plan("cd-001", START, None),), stated_days=365, stated_from=START)
    assert (life_after(mechanism, 730).state, life_after(mechanism, 730).act_id) == ("planned", "cd-001")
    assert (life_after(mechanism, 731).state, life_after(mechanism, 731).reason) == (None, "no-act-on-record")


def test_a_planned_day_is_awaited_to_its_end() -> None:
    mechanism = Mechanism((), plans=(Plan("e9", None, START + timedelta(days=30)),))
    assert life_after(mechanism, 30).state is Vitality.PLANNED
    assert life_after(mechanism, 31).state is None


def test_a_first_act_ends_the_plan() -> None:
    mechanism = Mechanism(acts_after(), plans=(Plan("cd-001", START - timedelta(days=9), None),))
    assert life_after(mechanism, -1).state is Vitality.PLANNED
    assert life_after(mechanism, 0).state is Vitality.ALIVE


def test_a_rhythm_binds_from_the_day_it_was_stated() -> None:
    mechanism = Mechanism(acts_after(100), stated_days=183, stated_from=START + timedelta(days=400), covered=ALWAYS)
    assert life_after(mechanism, 399).state is Vitality.ALIVE
    assert life_after(mechanism, 400).state is Vitality.IRREGULAR


def test_gaps_as_irregular_as_chance_are_irregular() -> None:
    bursts, clockwork = (10, 12, 500, 9, 11, 480), (150, 160, 155, 158, 150, 160)
    for gaps, state in ((bursts, Vitality.IRREGULAR), (clockwork, Vitality.ALIVE)):
        assert life_after(Mechanism(acts_after(*gaps), covered=ALWAYS), sum(gaps)).state is state


def test_the_last_gap_of_a_stated_rhythm_must_keep_it_too() -> None:
    mechanism = Mechanism(acts_after(365, 500), stated_days=365, covered=ALWAYS)
    assert life_after(mechanism, 865).state is Vitality.IRREGULAR


def test_without_any_record_there_is_no_state_and_no_band() -> None:
    found = life_after(Mechanism(()), 100)
    assert (found.state, found.reason, found.since, found.record_ids) == (None, "no-act-on-record", None, ())


def test_bands_follow_one_another_without_a_hole_and_end_on_the_day() -> None:
    mechanism = Mechanism(acts_after(100, 900, 300), covered=ALWAYS)
    as_of = START + timedelta(days=2500)
    bands = life_bands(mechanism, as_of=as_of, rules=RULES)
    assert [band.state for band in bands] == ["alive", "dormant", "revived", "alive", "dormant"]
    assert [later.first - band.last for band, later in itertools.pairwise(bands)] == [timedelta(days=1)] * 4
    assert (bands[0].first, bands[-1].last) == (START, as_of)


def test_the_state_began_with_its_band() -> None:
    mechanism = Mechanism(acts_after(100), covered=ALWAYS)
    assert life_after(mechanism, 1000).since == START + timedelta(days=100 + 731)
