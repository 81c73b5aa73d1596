"""The codelists that ship with kanae and the names in the code are the same, in three languages."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

import kanae
from kanae.model.records import LANGUAGES
from kanae.model.status import Effect, Reading, Rule, Status
from kanae.workflow.statuses import scale_of, thresholds_of

if TYPE_CHECKING:
    from kanae.ledger.book import Ledger


@pytest.fixture(scope="module")
def ledger() -> Ledger:
    return kanae.open_ledger()


@pytest.mark.parametrize(("codelist", "named"), [("statuses", Status), ("effects", Effect), ("readings", Reading)])
def test_a_codelist_names_what_the_code_names(
    codelist: str, named: type[Status | Effect | Reading], ledger: Ledger
) -> None:
    assert set(ledger.codelists[codelist]) == {member.value for member in named}


def test_every_type_of_commitment_has_a_rule(ledger: Ledger) -> None:
    groups = {item.group for item in ledger.codelists["commitment-types"].values()}
    assert groups == {rule.value for rule in Rule}


def test_the_effects_are_grouped_as_the_rules_group_them(ledger: Ledger) -> None:
    for effect in Effect:
        group = "act" if effect.is_act else "words" if effect.is_words else "setback"
        assert ledger.item("effects", effect).group == group


def test_every_threshold_has_a_value_and_a_unit(ledger: Ledger) -> None:
    thresholds = ledger.codelists["thresholds"].values()
    assert [item.id for item in thresholds if item.value is None or item.value <= 0] == []
    assert {item.group for item in thresholds} == {"days", "times", "percent"}


def test_the_limits_are_those_of_the_issue(ledger: Ledger) -> None:
    limits = thresholds_of(ledger)
    assert (limits.position_days, limits.kept_ratio, limits.late_ratio) == (730, 1.25, 2)
    assert (limits.cadence_days, limits.body_days) == (365, 548)


def test_the_ladder_has_six_rungs_and_scores_all_but_the_lowest(ledger: Ledger) -> None:
    assert list(ledger.codelists["ladder"]) == ["0", "1", "2", "3", "4", "5"]
    scale = scale_of(ledger)
    assert scale.scores == {
        "position": dict.fromkeys(range(1, 6), 1),
        "other": {1: -1, 2: 0, 3: 0, 4: 1, 5: 1},
    }


def test_a_status_that_is_not_good_caps_the_score(ledger: Ledger) -> None:
    ceilings = scale_of(ledger).ceilings
    groups = {item.id: item.group for item in ledger.codelists["statuses"].values()}
    for status in Status:
        capped = {"open": 0, "fading": 0, "bad": -1}.get(groups[status] or "")
        assert ceilings.get(status) == capped


def test_every_rhythm_has_days_except_none(ledger: Ledger) -> None:
    assert [item.id for item in ledger.codelists["cadences"].values() if item.value is None] == ["none"]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_item_has_a_name_and_a_definition_in_every_language(lang: str, ledger: Ledger) -> None:
    for codelist, items in ledger.codelists.items():
        for item in items.values():
            for labels in (item.label, item.definition, item.short or item.label):
                assert getattr(labels, lang).strip(), f"{codelist}:{item.id}"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_two_items_of_a_codelist_share_a_name(lang: str, ledger: Ledger) -> None:
    for codelist, items in ledger.codelists.items():
        names = [getattr(item.label, lang) for item in items.values()]
        assert sorted(names) == sorted(set(names)), codelist
