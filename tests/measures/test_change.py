"""What changed between two sets of statuses."""

from __future__ import annotations

from datetime import date

import pytest

from kanae.measures.change import Change, changes
from kanae.model.status import Status, StatusOn


def standing(status: str, score: int | None = None) -> StatusOn:
    return StatusOn("c1", Status(status), 0, score, date(2024, 1, 1), "", {}, (), (), ())


@pytest.mark.parametrize(
    ("before", "after", "direction"),
    [(0, 1, 1), (-1, 0, 1), (1, -1, -1), (1, 1, 0), (None, 1, 0), (1, None, 0), (None, None, 0)],
)
def test_the_direction_follows_the_score_where_both_are_known(
    before: int | None, after: int | None, direction: int
) -> None:
    found = changes({"c1": standing("late", before)}, {"c1": standing("kept", after)})
    assert found == (Change("c1", Status.LATE, Status.KEPT, direction),)


def test_a_status_that_stayed_is_no_change_even_when_the_score_moved() -> None:
    assert changes({"c1": standing("kept", 0)}, {"c1": standing("kept", 1)}) == ()


def test_a_commitment_made_in_between_has_no_status_before() -> None:
    assert changes({}, {"c1": standing("kept", 1)}) == (Change("c1", None, Status.KEPT, 0),)


def test_a_commitment_that_is_gone_is_not_listed() -> None:
    assert changes({"c1": standing("kept", 1)}, {}) == ()


def test_changes_are_listed_by_id() -> None:
    after = {"c2": standing("kept"), "c1": standing("late"), "c3": standing("held")}
    assert [change.commitment_id for change in changes({}, after)] == ["c1", "c2", "c3"]
