"""Change over time in series of the news: a change is found, noise is not, and growth of the news is no change."""

from __future__ import annotations

from datetime import date
from math import log

import numpy as np
import pytest

from kanae.measures.event_change import event_change, log_ratio, whole_run
from kanae.measures.level_change import date_posterior, gains, level_change
from kanae.model.news import NewsPeriod, NewsSeries


def period(number: int, quads: tuple[int, int, int, int], whole: float = 1.0, rows: int | None = 1000) -> NewsPeriod:
    year, month = divmod(number, 12)
    day = date(2018 + year, month + 1, 1)
    return NewsPeriod(f"{day:%Y-%m}", day, day, quads, sum(quads), whole, rows)


def series(*periods: NewsPeriod) -> NewsSeries:
    return NewsSeries("gdelt1", ("JPN", "KOR"), periods)


def test_a_log_ratio_is_that_of_the_method() -> None:
    found = log_ratio(3, 12)
    assert found.value == pytest.approx(log(3.5 / 12.5), abs=1e-12)
    assert found.variance == pytest.approx(1 / 3.5 + 1 / 12.5, abs=1e-12)


def test_gains_are_those_of_fitting_two_means_at_every_place() -> None:
    values = np.random.default_rng(3).normal(size=30) + np.r_[np.zeros(18), np.ones(12)]
    found = gains(values[np.newaxis])[0]
    for number, place in enumerate(range(4, 27)):
        rest = np.r_[values[:place] - values[:place].mean(), values[place:] - values[place:].mean()]
        leaning = (rest[1:] * rest[:-1]).sum() / (rest**2).sum()
        leaning = min(max(leaning + (2 + 6 * leaning) / 30, 0), 0.9)
        around = ((values - values.mean()) ** 2).sum()
        expected = 30 * np.log(around / (rest**2).sum()) * (1 - leaning) / (1 + leaning)
        assert found[number] == pytest.approx(expected, abs=1e-9)


@pytest.mark.parametrize("leaning", [0.0, 0.6])
def test_series_without_change_are_seldom_found_changed(leaning: float) -> None:
    random, alarms = np.random.default_rng(7), 0
    for seed in range(60):
        noise = random.normal(size=36)
        for place in range(1, 36):
            noise[place] = leaning * noise[place - 1] + np.sqrt(1 - leaning**2) * noise[place]
        alarms += bool(level_change(noise, [0.0] * 36, draws=99, seed=seed).found)
    assert alarms <= 7  # 5 per cent of 60 is 3; more than 7 has a chance of 1 in 100


def test_a_period_of_few_events_that_strays_is_no_change() -> None:
    random, alarms = np.random.default_rng(9), 0
    for seed in range(40):
        variances = np.r_[np.full(18, 0.02), np.full(18, 1.5)]
        alarms += bool(level_change(random.normal(size=36) * np.sqrt(variances), variances, draws=99, seed=seed).found)
    assert alarms <= 6


def test_a_clear_change_is_found_within_its_range() -> None:
    random = np.random.default_rng(11)
    found = level_change(np.r_[random.normal(size=20), random.normal(size=20) + 3], [0.0] * 40)
    assert found.found
    assert found.first is not None
    assert found.last is not None
    assert found.first <= 20 <= found.last


def test_adding_a_constant_moves_nothing_but_the_levels() -> None:
    values = np.random.default_rng(13).normal(size=30)
    assert date_posterior(values + 5) == pytest.approx(date_posterior(values), abs=1e-9)
    assert level_change(values + 5, [0.0] * 30, draws=99).p_value == level_change(values, [0.0] * 30, draws=99).p_value


def test_twenty_three_periods_are_not_enough() -> None:
    found = event_change(series(*(period(number, (9, 3, 2, 1)) for number in range(23))), "say-do", 0.9)
    assert (found.change.found, found.change.reason, found.change.p_value) == (None, "too-few-periods", None)


def test_a_period_that_is_not_whole_ends_the_run() -> None:
    periods = [period(number, (9, 3, 2, 1), 0.5 if number == 10 else 1.0) for number in range(40)]
    assert [one.name for one in whole_run(periods, 0.9)] == [one.name for one in periods[11:]]
    assert whole_run(periods[:21], 0.9) == tuple(periods[11:21])
    assert whole_run(periods[10:11], 0.9) == ()


def test_news_that_grows_is_no_change_per_million_rows() -> None:
    random = np.random.default_rng(17)
    rows = [1000 if number < 20 else 9000 for number in range(40)]
    counts = [int(random.poisson(seen / 50)) for seen in rows]
    grown = series(
        *(
            period(number, (count, 0, 0, 0), rows=seen)
            for number, (count, seen) in enumerate(zip(counts, rows, strict=True))
        )
    )
    steady = event_change(grown, "per-million", 0.9).change
    told = event_change(
        series(*(period(number, (count, 0, 0, 0)) for number, count in enumerate(counts))), "per-million", 0.9
    )
    assert steady.found is False
    assert told.change.found is True  # the same counts as though the news had not grown


def test_more_words_without_a_deed_are_no_change_of_deeds_for_each_word() -> None:
    words = np.random.default_rng(19).poisson([3] * 18 + [24] * 18)
    silent = series(*(period(number, (int(said), 0, 0, 0)) for number, said in enumerate(words)))
    for scale in ("say-do", "conflict"):
        found = event_change(silent, scale, 0.9).change
        assert (found.found, found.reason) == (False, "no-change-found")


def test_news_that_grows_eightfold_seldom_changes_a_ratio_of_few_deeds() -> None:
    random, alarms = np.random.default_rng(23), 0
    for _ in range(30):
        deeds, words = random.poisson([0.4] * 20 + [3.2] * 20), random.poisson([12] * 20 + [96] * 20)
        pairs = enumerate(zip(words.tolist(), deeds.tolist(), strict=True))
        grown = series(*(period(number, (said, done, 0, 0)) for number, (said, done) in pairs))
        alarms += bool(event_change(grown, "say-do", 0.9).change.found)
    assert alarms <= 4  # without the same numbers of events in what it is held against, most would be


def test_the_levels_of_a_ratio_are_those_of_all_events_before_and_after() -> None:
    random = np.random.default_rng(29)
    deeds, words = random.poisson([4] * 20 + [20] * 20), random.poisson([20] * 40)
    pairs = enumerate(zip(words.tolist(), deeds.tolist(), strict=True))
    found = event_change(series(*(period(number, (said, done, 0, 0)) for number, (said, done) in pairs)), "say-do", 0.9)
    assert (found.change.found, found.change.best) == (True, 20)
    assert found.change.rate_before == log_ratio(int(deeds[:20].sum()), int(words[:20].sum())).value
    assert found.change.rate_after == log_ratio(int(deeds[20:].sum()), int(words[20:].sum())).value


def test_rows_that_files_do_not_tell_leave_the_rate_unknown() -> None:
    found = event_change(series(*(period(number, (9, 3, 2, 1), rows=None) for number in range(30))), "per-million", 0.9)
    assert (found.change.found, found.change.reason) == (None, "rows-not-known")
