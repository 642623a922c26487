"""Series of cases: whole periods, seasons, noise bands, change."""

from datetime import date

import numpy as np
import pytest

from confianza.analysis.hotspots import fans, seasonality, series, trends
from confianza.analysis.hotspots.asking import PointsRefused


def days(*written):
    return np.array(written, dtype="datetime64[D]")


def every_day(first, last, times=1):
    return np.repeat(np.arange(first, last, dtype="datetime64[D]"), times)


def test_months_without_a_case_are_zeros_and_months_begun_are_not_counted():
    told = series.of_days(every_day("2024-01-01", "2024-04-11", 3))
    assert told.starts.astype(str).tolist() == ["2024-01-01", "2024-02-01", "2024-03-01"]
    assert told.counts.tolist() == [93, 87, 93]
    assert told.left_over == 30


def test_a_quiet_end_that_chance_may_leave_is_a_whole_month():
    told = series.of_days(days("2024-01-03", "2024-01-20", "2024-03-25"))
    assert told.counts.tolist() == [2, 0, 1]


def test_whoever_knows_until_when_the_file_tells_says_it():
    told = series.of_days(days("2024-01-03"), first=date(2024, 1, 1), until=date(2024, 4, 30))
    assert told.counts.tolist() == [1, 0, 0, 0]


def test_weeks_begin_on_mondays():
    told = series.of_days(every_day("2024-01-03", "2024-01-20", 4), "week")
    assert told.starts.astype(str).tolist() == ["2024-01-08"]
    assert told.counts.tolist() == [28]
    assert series.of_days(every_day("2024-01-03", "2024-01-06"), "day").counts.tolist() == [1, 1, 1]


def test_nothing_to_count_is_said():
    with pytest.raises(PointsRefused, match="days"):
        series.of_days(days())
    with pytest.raises(PointsRefused, match="one whole month"):
        series.of_days(every_day("2024-01-10", "2024-01-20", 5))


def test_a_season_is_found_with_its_factors_and_none_where_there_is_none():
    random = np.random.default_rng(5)
    months = np.arange(72)
    wave = 1 + 0.4 * np.sin(months * 2 * np.pi / 12)
    found = seasonality.of_counts(random.poisson(60 * wave).astype(float), np.full(72, 30), 12)
    assert found.clear
    assert np.abs(found.factors - wave[:12]).max() < 0.12
    assert seasonality.of_counts(np.full(30, 4.0), np.full(30, 30), 12) is None
    assert seasonality.of_counts(np.full(36, 4.0), np.full(36, 30), 12).p == 1


def test_a_season_is_seen_in_noise_about_as_often_as_promised():
    random = np.random.default_rng(6)
    seen = [
        seasonality.of_counts(random.poisson(20, 60).astype(float), np.full(60, 30), 12).clear
        for _ in range(200)
    ]
    assert np.mean(seen) < 0.1


def test_the_parts_of_a_series_add_up_to_it():
    counts = np.random.default_rng(7).poisson(30, 48).astype(float)
    parts = seasonality.decompose(counts, 12)
    assert np.allclose(parts.trend + parts.seasonal + parts.remainder, counts)
    assert 0 <= parts.strength <= 1
    assert seasonality.decompose(counts[:30], 12) is None


def coverage(make, n, many):
    """The share of past and of next months inside their 95 % band."""
    inside = []
    for _ in range(many):
        y = make(n + 1).astype(float)
        fan = fans.of_counts(y[:n], np.ones(n), np.ones(1))
        bands = [band for band in fan.past if band] + [fan.ahead[0]]
        inside += [b.low[-1] <= c <= b.high[-1] for b, c in zip(bands, y[-len(bands) :], strict=True)]
    return np.mean(inside)


def test_the_noise_band_holds_what_it_says():
    random = np.random.default_rng(8)
    assert 0.93 < coverage(lambda n: random.poisson(15, n), 24, 12) <= 1.0


@pytest.mark.slow
@pytest.mark.parametrize(
    "kind",
    ["poisson 2", "poisson 20", "poisson 200", "bunched 20", "bunched 200", "drifting 20", "drifting 200"],
)
def test_the_noise_band_holds_what_it_says_of_every_kind_of_series(kind):
    random = np.random.default_rng(9)
    name, mean = kind.split()[0], float(kind.split()[1])
    make = {
        "poisson": lambda n: random.poisson(mean, n),
        "bunched": lambda n: random.poisson(random.gamma(mean, 1.0, n)),
        "drifting": lambda n: random.poisson(mean * np.exp(np.cumsum(random.normal(0, 0.08, n)))),
    }[name]
    assert coverage(make, 36, 40) > 0.92


def test_a_fan_opens_with_time_and_wider_levels_hold_narrower_ones():
    counts = np.random.default_rng(10).poisson(40, 36).astype(float)
    fan = fans.of_counts(counts, np.ones(36), np.ones(6))
    widths = [band.high[-1] - band.low[-1] for band in fan.ahead]
    assert widths == sorted(widths)
    for band in fan.ahead:
        assert band.low[2] <= band.low[1] <= band.low[0] <= band.high[0] <= band.high[1] <= band.high[2]
    assert fan.past[0] is None
    assert fan.memory > 1


def test_longer_periods_are_expected_to_hold_more():
    counts = np.full(24, 30.0)
    fan = fans.of_counts(counts, np.full(24, 30.0), np.array([30.0, 60.0]))
    assert fan.ahead[1].expected == pytest.approx(2 * fan.ahead[0].expected, rel=1e-6)


def test_a_level_that_doubles_is_a_change_and_one_that_stays_is_not():
    quiet = every_day("2022-01-01", "2024-01-01")
    told = trends.of_days(np.concatenate([quiet, every_day("2023-01-01", "2024-01-01")]))
    assert told.compared == 12
    assert told.change.change.ratio == pytest.approx(2, rel=0.01)
    assert told.change.probability_up > 0.99
    assert told.direction.verdict == "rising"
    same = trends.of_days(quiet)
    assert same.change.change.verdict == "no_clear_change"
    assert any(note.code == "short_series" for note in same.notes)


def test_what_comes_next_is_told_for_the_next_months():
    told = trends.of_days(every_day("2022-01-01", "2024-01-01"))
    assert told.ahead.astype(str).tolist()[:2] == ["2024-01-01", "2024-02-01"]
    assert len(told.fan.ahead) == 6
    weekly = trends.of_days(every_day("2023-11-06", "2024-01-01"), "week")
    assert weekly.ahead.astype(str).tolist()[0] == "2024-01-01"
    assert weekly.breaks == ()


def test_too_few_periods_make_no_change():
    told = trends.of_days(every_day("2024-01-01", "2024-04-01"))
    assert told.change is None
    assert told.direction is None
