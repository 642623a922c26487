"""Sudden breaks: found where they are, and seldom where they are not."""

import numpy as np
import pytest

from confianza.analysis.quality import breaks


def accused(random, months, level, spread, times):
    found = 0
    for _ in range(times):
        means = level if spread == 1 else random.gamma(level / (spread - 1), spread - 1, months)
        found += bool(breaks.find(random.poisson(means, months)))
    return found / times


@pytest.mark.parametrize(("months", "level", "spread"), [(24, 40, 1), (60, 8, 1), (60, 100, 3)])
def test_a_quiet_series_is_accused_in_one_of_twenty(months, level, spread) -> None:
    # Of 200 series, a rate of 5 % gives at most 20 with probability 99.8 %.
    assert accused(np.random.default_rng(5), months, level, spread, 200) <= 0.10


@pytest.mark.slow
@pytest.mark.parametrize("months", [12, 24, 60])
@pytest.mark.parametrize("level", [1, 5, 40, 300])
@pytest.mark.parametrize("spread", [1, 3])
def test_the_false_alarms_are_what_they_say_whatever_the_series(months, level, spread) -> None:
    assert accused(np.random.default_rng(months + level), months, level, spread, 300) <= 0.10


def test_a_level_that_changes_by_half_is_found_where_it_changes() -> None:
    random = np.random.default_rng(6)
    hits = 0
    for _ in range(50):
        series = np.r_[random.poisson(30, 20), random.poisson(48, 20)]
        hits += any(abs(each.at - 20) <= 2 for each in breaks.find(series))
    assert hits >= 45


def test_two_breaks_are_two() -> None:
    series = [50] * 15 + [100] * 15 + [50] * 15
    found = breaks.find(series)
    assert [each.at for each in found] == [15, 30]
    assert (found[0].before, found[0].after) == (50.0, 100.0)


def test_seasons_are_no_breaks_once_a_year_can_be_compared_with_a_year() -> None:
    random = np.random.default_rng(7)
    season = 1 + 0.3 * np.sin(np.arange(60) * 2 * np.pi / 12)
    assert sum(bool(breaks.find(random.poisson(30 * season))) for _ in range(50)) <= 6


def test_too_few_months_and_none_at_all_have_no_answer() -> None:
    assert breaks.window_of(11) is None
    assert breaks.find([5] * 11) == []
    assert breaks.find([0] * 40) == []
    assert breaks.find([]) == []
