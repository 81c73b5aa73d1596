"""All pairs at once beside the formulae of the papers, one pair and one vote at a time."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from kanae.measures.similarity import similarity
from kanae.model.votes import Absent, By, Resolution, RollCalls, Weights

CODES = (0, 1, 2, 3, 8, 9)
if TYPE_CHECKING:
    from kanae.model.similarity import SimilarityTable

MEASURES = ("n", "agreement", "s", "pi", "kappa")


@st.composite
def roll_calls(draw: st.DrawFn, *, values: tuple[int, ...] = CODES) -> RollCalls:
    resolutions = draw(st.integers(1, 90))
    states = draw(st.integers(2, 5))
    cells = draw(st.lists(st.sampled_from(values), min_size=resolutions * states, max_size=resolutions * states))
    years = draw(st.lists(st.sampled_from((2018, 2019)), min_size=resolutions, max_size=resolutions))
    rows = tuple(Resolution(str(place), year - 1945, year) for place, year in enumerate(years))
    names = ("CHN", "JPN", "KOR", "RUS", "USA")[:states]
    return RollCalls(names, rows, np.array(cells, dtype=np.int8).reshape(resolutions, states))


def by_pair(table: SimilarityTable) -> dict[tuple[int, frozenset[str]], tuple[float, ...]]:
    return {
        (int(table.period[row]), frozenset((table.states[table.a[row]], table.states[table.b[row]]))): (
            *(float(getattr(table.found, name)[row]) for name in MEASURES),
            float(table.voeten_agreement[row]),
        )
        for row in range(len(table.period))
    }


def same(one: dict[object, tuple[float, ...]], other: dict[object, tuple[float, ...]]) -> bool:
    return one.keys() == other.keys() and all(
        np.allclose(one[key], other[key], rtol=0, atol=1e-12, equal_nan=True) for key in one
    )


def plain(calls: RollCalls, x: int, y: int, *, squared: bool, year: int) -> tuple[float, ...]:
    """The formulae of the papers, one pair and one vote at a time."""
    rows = [place for place, row in enumerate(calls.resolutions) if row.year == year]
    pairs = [(int(calls.choices[row, x]), int(calls.choices[row, y])) for row in rows]
    pairs = [(a, b) for a, b in pairs if a in (1, 2, 3) and b in (1, 2, 3)]
    n = len(pairs)
    if not n:
        return (0, *[np.nan] * 4)
    power = 2 if squared else 1
    seen = sum(abs(a - b) ** power for a, b in pairs) / n
    steps = sum(abs(a - b) for a, b in pairs) / n
    first = {code: sum(a == code for a, _ in pairs) / n for code in (1, 2, 3)}
    second = {code: sum(b == code for _, b in pairs) / n for code in (1, 2, 3)}
    both = {code: (first[code] + second[code]) / 2 for code in (1, 2, 3)}

    def expected(p: dict[int, float], q: dict[int, float]) -> float:
        return sum(p[a] * q[b] * abs(a - b) ** power for a in p for b in q)

    pi, kappa = expected(both, both), expected(first, second)
    return (
        n,
        1 - steps / 2,
        1 - 2 * seen / 2**power,
        1 - seen / pi if pi else np.nan,
        1 - seen / kappa if kappa else np.nan,
    )


@settings(max_examples=60, deadline=None)
@given(calls=roll_calls(), weights=st.sampled_from(Weights))
def test_all_pairs_at_once_are_what_one_pair_at_a_time_gives(calls: RollCalls, weights: Weights) -> None:
    found = by_pair(similarity(calls, By.YEAR, weights=weights, states=calls.states))
    for (year, pair), values in found.items():
        x, y = sorted(calls.states.index(state) for state in pair)
        expected = plain(calls, x, y, squared=weights is Weights.SQUARED, year=year)
        assert np.allclose(values[:5], expected, rtol=0, atol=1e-12, equal_nan=True)


@settings(max_examples=60, deadline=None)
@given(calls=roll_calls(), absent=st.sampled_from(Absent), order=st.permutations(range(5)))
def test_the_order_of_states_and_rows_changes_nothing(calls: RollCalls, absent: Absent, order: list[int]) -> None:
    columns = [place for place in order if place < len(calls.states)]
    turned = RollCalls(
        tuple(calls.states[place] for place in columns), calls.resolutions[::-1], calls.choices[::-1][:, columns]
    )
    assert same(by_pair(similarity(calls, By.YEAR, absent=absent)), by_pair(similarity(turned, By.YEAR, absent=absent)))


@settings(max_examples=60, deadline=None)
@given(calls=roll_calls())
def test_turning_yes_and_no_around_changes_nothing(calls: RollCalls) -> None:
    turned = np.array([0, 3, 2, 1, 4, 5, 6, 7, 8, 9], dtype=np.int8)[calls.choices]
    assert same(by_pair(similarity(calls, By.YEAR)), by_pair(similarity(replace(calls, choices=turned), By.YEAR)))


@settings(max_examples=40, deadline=None)
@given(calls=roll_calls())
def test_a_state_more_changes_no_other_pair(calls: RollCalls) -> None:
    pair = by_pair(similarity(calls, By.YEAR, states=calls.states[:2]))
    everyone = by_pair(similarity(calls, By.YEAR, states=calls.states))
    assert same(pair, {key: everyone[key] for key in pair})
