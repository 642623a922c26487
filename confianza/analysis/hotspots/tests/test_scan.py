"""The scan of space and time finds what is there; the scan of Naus gives published values."""

import numpy as np
import pytest

from confianza.analysis.hotspots import grids, points, scan
from confianza.analysis.hotspots.findings import PointsRefused
from confianza.analysis.hotspots.tests import invented


def outbreak(seed=1):
    quiet = invented.homogeneous(400, seed)
    random = np.random.default_rng(seed)
    x, y = random.normal(3_000, 60, 15), random.normal(2_500, 60, 15)
    when = invented.days(random.integers(42, 49, 15))
    return points.of_arrays(np.r_[quiet.x, x], np.r_[quiet.y, y], np.r_[quiet.when, when])


def test_an_outbreak_is_found_with_its_place_and_weeks():
    events = outbreak()
    told = scan.of_points(events, grids.around(events, 250), permutations=199)
    first = told.clusters.row(0, named=True)
    assert told.signal_p == 0.005
    assert abs(first["x"] - 3_000) < 300
    assert abs(first["y"] - 2_500) < 300
    assert str(first["begins"]) <= "2026-02-18"
    assert str(first["ends"]) >= "2026-02-12"
    assert first["events"] > 3 * first["expected"]
    assert told.clusters["p"][1] > 0.05


def test_expected_and_ratio_are_those_of_the_margins():
    events = outbreak()
    grid = grids.around(events, 250)
    told = scan.of_points(events, grid, permutations=9).clusters.row(0, named=True)
    half = told["side"] / 2
    here = (abs(events.x - told["x"]) <= half) & (abs(events.y - told["y"]) <= half)
    day = events.when.astype("datetime64[D]")
    then = (day >= np.datetime64(told["begins"])) & (day <= np.datetime64(told["ends"]))
    assert told["events"] == (here & then).sum()
    assert told["expected"] == pytest.approx(here.sum() * then.sum() / len(events))
    c, mean, n = told["events"], told["expected"], len(events)
    assert told["likelihood"] == pytest.approx(c * np.log(c / mean) + (n - c) * np.log((n - c) / (n - mean)))


def test_what_is_over_is_no_living_cluster():
    events = outbreak()
    told = scan.of_points(events, grids.around(events, 250), alive=True, permutations=99)
    assert told.signal_p > 0.05
    assert set(map(str, told.clusters["ends"])) == {str(events.when.max())[:10]}


def test_busy_places_and_busy_weeks_alone_are_no_cluster():
    random = np.random.default_rng(3)
    where = np.concatenate([random.uniform(0, 4_000, (200, 2)), random.normal(1_000, 50, (200, 2))])
    when = invented.days(np.where(random.uniform(size=400) < 0.5, 50, random.integers(0, 84, 400)))
    told = scan.of_points(
        points.of_arrays(where[:, 0], where[:, 1], when),
        grids.around(points.of_arrays(*where.T), 250),
        permutations=99,
    )
    assert told.signal_p > 0.05


def test_clusters_do_not_lie_over_one_another():
    events = outbreak(2)
    told = scan.of_points(events, grids.around(events, 250), permutations=19).clusters
    for one in told.iter_rows(named=True):
        for other in told.iter_rows(named=True):
            reach = (one["side"] + other["side"]) / 2
            apart = max(abs(one["x"] - other["x"]), abs(one["y"] - other["y"]))
            assert one == other or apart >= reach - 1e-6


def test_one_week_and_a_giant_cube_are_refused():
    events = points.of_arrays([0, 500], [0, 500], invented.days(0, 1))
    with pytest.raises(PointsRefused, match="periods"):
        scan.of_points(events, grids.around(events, 100))
    late = points.of_arrays([0, 90_000.0], [0, 90_000], invented.days(0, 3_000))
    with pytest.raises(PointsRefused, match="larger cells"):
        scan.of_points(late, grids.around(late, 100))


def test_naus_for_six_deaths_in_a_fortnight():
    # 208 fortnights of 0.6 on average (Aberdein & Spiegelhalter 2013, Significance 10(6):46-48).
    assert scan.naus(208, 1, 0.6, 6) == pytest.approx(0.03902238, abs=2e-6)


def test_naus_for_six_in_any_week_of_five_years_is_what_simulation_gives():
    # A peer's exponent is one too many here and gives 0.4868; 200,000 simulated series give 0.4858 ± 0.0011.
    assert scan.naus(260, 1, 1, 6) == pytest.approx(0.4858, abs=0.0011)
    assert scan.naus(260, 1, 1, 6) == pytest.approx(0.486814, abs=0.0013)


def test_naus_needs_two_windows():
    with pytest.raises(ValueError, match="two windows"):
        scan.naus(1, 1, 1, 6)
