"""Forecasts of places: what they know, what they may not know, and what they find in simulated cities."""

from datetime import date

import numpy as np
import pytest

from confianza.analysis.hotspots.asking import PointsRefused
from confianza.analysis.hotspots.forecasts import baselines, comparing, periods, self_exciting, study, terrain
from confianza.analysis.hotspots.forecasts.spreading import Spreading
from confianza.analysis.hotspots.forecasts.study import Study

FIRST, TRAIN, TEST = date(2021, 1, 1), date(2023, 6, 30), date(2023, 12, 31)
SIDE = 14


def spans(step="month", first=FIRST, train=TRAIN, test=TEST):
    return periods.between(first, train, test, step)


def city(seed=1, cases=6_000, side=SIDE, exciting=0.0):
    """A square city with a centre; a share of cases follows another one within days in the same cell."""
    random = np.random.default_rng(seed)
    day = np.sort(random.integers(0, 1_095, cases))
    place = np.clip(random.normal(side / 2, side / 5, size=(cases, 2)), 0, side - 1e-9).astype(int)
    cell = place[:, 0] * side + place[:, 1]
    if exciting:
        parent = np.flatnonzero(random.random(cases) < exciting)
        later = day[parent] + 1 + random.exponential(5, len(parent)).astype(int)
        day, cell = np.concatenate([day, later]), np.concatenate([cell, cell[parent]])
        order = np.argsort(day, kind="stable")
        day, cell = day[order], cell[order]
    return Study(
        np.ones((side, side), dtype=bool),
        200.0,
        cell,
        np.datetime64("2021-01-01") + day,
        np.arange(len(cell)),
    )


def test_periods_begin_the_day_after_the_training_ends():
    told = spans(train=date(2023, 6, 14))
    assert told.name(told.history) == "2023-06-15"
    assert told.name(told.history + 1) == "2023-07-15"
    assert told.edges[-1] <= np.datetime64("2024-01-01")
    assert told.name(0) == "2021-01-15"


def test_weeks_are_seven_days_and_the_next_period_is_still_to_come():
    told = spans("week")
    assert set(told.days.tolist()) == {7}
    assert len(told.with_next("week").forecast) == len(told.forecast) + 1
    month_ends = spans(train=date(2023, 1, 30)).edges.astype(str).tolist()
    assert {"2022-12-31", "2023-01-31", "2023-02-28", "2023-03-31"} <= set(month_ends)


@pytest.mark.parametrize(("train", "test"), [(date(2020, 12, 1), TEST), (TRAIN, date(2023, 7, 15))])
def test_no_whole_period_is_said(train, test):
    with pytest.raises(PointsRefused, match="one whole period"):
        spans(train=train, test=test)


def test_nothing_of_a_period_is_known_before_it():
    """The same past with another future gives the same forecast, whatever the method."""
    one = city(exciting=0.3)
    told = spans()
    first_ahead = told.edges[told.history + 1]
    past = one.day < first_ahead
    random = np.random.default_rng(9)
    other = Study(
        one.region, one.size, np.where(past, one.cell, random.permutation(one.cell)), one.day, one.of
    )
    layers = {"bars": np.array([3, 40, 95])}
    here, there = comparing.compare(one, told, layers=layers), comparing.compare(other, told, layers=layers)
    assert set(here.maps) == {"last_period", "long_run_mean", "density", "risk_terrain", "self_exciting"}
    for method, maps in here.maps.items():
        assert np.allclose(maps[:2], there.maps[method][:2]), method
        assert not np.allclose(maps[-1], there.maps[method][-1]), method


def test_spreading_loses_nothing_over_the_edge():
    region = np.random.default_rng(2).random((20, 30)) < 0.7
    counts = np.random.default_rng(3).poisson(2, region.sum()).astype(float)
    for deviations in (0.0, 0.5, 2.5):
        assert Spreading(region, deviations)(counts).sum() == pytest.approx(counts.sum())
    places = np.repeat(np.arange(len(counts)), counts.astype(int))
    spread = Spreading(region, 1.5)
    assert np.allclose(spread.of_cases(places), spread(counts))


def test_inside_a_wide_region_it_is_the_gaussian_filter():
    from scipy.ndimage import gaussian_filter

    region = np.ones((41, 41), dtype=bool)
    one = np.zeros(41 * 41)
    one[41 * 20 + 20] = 1
    theirs = gaussian_filter(one.reshape(41, 41), 2.5, truncate=3.0, mode="constant")
    assert np.abs(Spreading(region, 2.5)(one).reshape(41, 41) - theirs).max() < 1e-12


def test_a_far_stray_makes_no_work():
    region = np.zeros((3_000, 3_000), dtype=bool)
    region[:10, :10] = region[-1, -1] = True
    assert Spreading(region, 2.5)(np.ones(101)).sum() == pytest.approx(101)


def brute_force_rate(cell, day, at_cell, at_day, weights, side):
    """The rate of the process from its definition: every earlier case by itself."""
    kernels = self_exciting.kernels()
    region = np.ones((side, side), dtype=bool)
    total = 0.0
    for kernel, weight in zip(kernels, weights, strict=True):
        if kernel.deviations is None:
            total += weight / side**2
            continue
        spread = Spreading(region, kernel.deviations).matrix.toarray()
        for c, d in zip(cell, day, strict=True):
            lag = at_day - d
            if lag <= 0:
                continue
            if np.isinf(kernel.days):
                fades = 1 / at_day
            else:
                fades = (1 - np.exp(-1 / kernel.days)) * np.exp(-(lag - 1) / kernel.days)
            total += weight * fades * spread[at_cell, c]
    return total


def test_the_rate_is_that_of_the_definition():
    side, random = 4, np.random.default_rng(5)
    cell, day = random.integers(0, side**2, 12), np.sort(random.integers(0, 20, 12))
    small = Study(
        np.ones((side, side), dtype=bool), 200.0, cell, np.datetime64("2021-01-01") + day, np.arange(12)
    )
    memory = self_exciting.Memory(small)
    weights = random.random(len(self_exciting.kernels()))
    for at in range(25):
        if at in (1, 9, 24):
            expected = [brute_force_rate(cell, day, place, at, weights, side) for place in range(side**2)]
            assert np.allclose(weights @ memory.seen(), expected)
            assert memory.totals() == pytest.approx(memory.seen().sum(axis=1))
        memory.after(cell[day == at])


def test_no_other_weights_are_likelier():
    random = np.random.default_rng(6)
    features, totals = random.random((300, 5)), np.array([40.0, 60, 30, 80, 50])
    found = self_exciting.fit(features, totals)

    def likelihood(weights):
        return np.log(features @ weights).sum() - totals @ weights

    best = likelihood(found)
    for _ in range(50):
        near = np.clip(found + random.normal(0, 0.02, 5), 1e-12, None)
        assert likelihood(near) < best + 1e-6
    assert found @ totals == pytest.approx(300, rel=1e-5)


def test_it_finds_how_many_cases_bring_another_one():
    """Of 8,000 cases 35 % bring one more within days; 1 - 1/1.35 of all cases are such."""
    _, fitted = self_exciting.forecast(city(cases=8_000, exciting=0.35), spans())
    quick = sum(w for k, w in zip(fitted.kernels, fitted.weights, strict=True) if k.days in (7.0, 30.0))
    assert 0.18 < quick < 0.36
    _, calm = self_exciting.forecast(city(cases=8_000), spans())
    slow = sum(w for k, w in zip(calm.kernels, calm.weights, strict=True) if k.days in (7.0, 30.0))
    assert slow < 0.08


def test_what_is_expected_adds_up_to_what_comes():
    told = comparing.compare(city(exciting=0.3), spans())
    for method in told.methods:
        assert method.seen / method.expected == pytest.approx(1, abs=0.12), method.method


def test_in_a_city_without_excitement_no_method_is_called_better_than_a_baseline():
    told = comparing.compare(city(cases=9_000), spans())
    assert told.choice.chosen in ("long_run_mean", "density")


def test_a_layer_that_draws_crime_is_found_and_one_that_does_not_drops_out():
    random = np.random.default_rng(7)
    side = 20
    bars, parks = random.choice(side**2, 12, replace=False), random.choice(side**2, 12, replace=False)
    rate = np.full(side**2, 0.2)
    rate[bars] = 6.0
    counts = random.poisson(rate, size=(30, side**2)).astype(float)
    day = np.repeat(np.arange(30) * 30, counts.sum(axis=1).astype(int))
    cell = np.concatenate([np.repeat(np.arange(side**2), row.astype(int)) for row in counts])
    one = Study(
        np.ones((side, side), dtype=bool),
        200.0,
        cell,
        np.datetime64("2021-01-01") + day,
        np.arange(len(cell)),
    )
    until = spans(train=date(2022, 12, 31), test=date(2023, 5, 31))
    layered = terrain.of_layers(one, {"bars": bars, "parks": parks})
    maps, risks = terrain.forecast(layered, one.counts(until.edges), until)
    factors = {risk.layer: risk.factor for risk in risks}
    assert 8 < factors["bars"] < 60  # 30 in truth, and shrunk
    assert 0.8 < factors["parks"] < 1.25
    assert maps[0][bars].mean() > 5 * np.delete(maps[0], bars).mean()


@pytest.mark.parametrize("penalty", [0.01, 0.1])
def test_the_regression_is_that_of_scikit_learn(penalty):
    sklearn = pytest.importorskip("sklearn.linear_model")
    random = np.random.default_rng(8)
    x = random.normal(size=(400, 4))
    y = random.poisson(np.exp(0.3 + x @ [0.5, -0.4, 0.0, 0.2])).astype(float)
    base, slopes = terrain.elastic_net(x, y, penalty, lasso=0.0)
    theirs = sklearn.PoissonRegressor(alpha=penalty, tol=1e-10, max_iter=5_000).fit(x, y)
    assert slopes == pytest.approx(theirs.coef_, abs=1e-5)
    assert base == pytest.approx(theirs.intercept_, abs=1e-5)


def test_the_lasso_meets_its_conditions():
    random = np.random.default_rng(8)
    x = random.normal(size=(400, 6))
    y = random.poisson(np.exp(0.3 + x @ [0.5, -0.4, 0, 0, 0, 0])).astype(float)
    base, slopes = terrain.elastic_net(x, y, 0.08, lasso=1.0)
    gradient = x.T @ (np.exp(base + x @ slopes) - y) / len(y)
    assert (np.abs(gradient[slopes == 0]) <= 0.08 + 1e-6).all()
    assert gradient[slopes != 0] == pytest.approx(-0.08 * np.sign(slopes[slopes != 0]), abs=1e-5)
    assert (slopes == 0).sum() >= 3


def test_a_density_chooses_its_width_on_the_training_only():
    one, told = city(), spans()
    counts = one.counts(told.edges)
    chosen = baselines.best_density(counts, told, one)
    counts[told.history :] = 0
    assert baselines.best_density(counts, told, one) == chosen


def test_without_cases_nothing_is_scored_or_learnt():
    one = city()
    with pytest.raises(PointsRefused, match="nothing to score"):
        comparing.compare(one.only(one.day < np.datetime64("2023-07-01")), spans())
    from confianza.analysis.hotspots import grids, points

    read = points.of_arrays(
        [0, 500.0], [0, 500.0], np.array(["2024-01-01", "2024-01-02"], dtype="datetime64[s]")
    )
    with pytest.raises(PointsRefused, match="nothing to learn"):
        study.of_points(read, grids.around(read, 200.0), TRAIN)
