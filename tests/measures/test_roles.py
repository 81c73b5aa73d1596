"""A cell for every state and contingency; an empty one says whether anybody looked."""

from __future__ import annotations

from datetime import date

from kanae.measures.roles import RoleCell, RoleFound, RoleSearch, role_cells

DAY = date(2026, 2, 28)
STATES, CONTINGENCIES = ("JPN", "KOR"), ("korean-peninsula", "sea-lanes")


def role(record_id: str, state: str, contingency: str, day: date) -> RoleFound:
    return RoleFound(record_id, state, contingency, "commitment", day, day)


def cells(roles: list[RoleFound], searches: list[RoleSearch] | None = None, as_of: date = DAY) -> list[RoleCell]:
    return list(role_cells(roles, searches or [], states=STATES, contingencies=CONTINGENCIES, as_of=as_of))


def test_there_is_a_cell_for_every_state_in_every_contingency() -> None:
    found = [(cell.contingency, cell.state) for cell in cells([])]
    assert found == [(contingency, state) for contingency in CONTINGENCIES for state in STATES]


def test_roles_stand_in_their_cell_oldest_first() -> None:
    later, earlier = role("b", "KOR", "sea-lanes", date(2025, 1, 1)), role("a", "KOR", "sea-lanes", date(2020, 1, 21))
    found = cells([later, earlier])
    assert [[one.record_id for one in cell.roles] for cell in found] == [[], [], [], ["a", "b"]]


def test_a_role_of_a_later_day_is_not_known_yet() -> None:
    asked = role("a", "KOR", "sea-lanes", date(2026, 3, 14))
    assert cells([asked])[3].roles == ()
    assert cells([asked], as_of=date(2026, 3, 14))[3].roles == (asked,)


def test_a_role_that_may_be_later_is_not_known_yet() -> None:
    vague = RoleFound("a", "KOR", "sea-lanes", "limit", date(2026, 1, 1), date(2026, 12, 31))
    assert cells([vague])[3].roles == ()


def test_an_empty_cell_says_whether_anybody_looked() -> None:
    search = RoleSearch("s1", ("KOR",), "sea-lanes")
    found = {(cell.state, cell.contingency): cell for cell in cells([], [search])}
    assert found["KOR", "sea-lanes"].reason == "no-role-found"
    assert found["KOR", "sea-lanes"].search_ids == ("s1",)
    assert found["JPN", "sea-lanes"].reason == "role-not-looked-for"
    assert found["KOR", "korean-peninsula"].reason == "role-not-looked-for"


def test_a_cell_with_a_role_has_no_reason() -> None:
    assert cells([role("a", "JPN", "korean-peninsula", DAY)])[0].reason == ""
