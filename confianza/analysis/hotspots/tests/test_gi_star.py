"""Gi* against esda, its exact chances against enumeration, discovery by hand, and weights that are heeded."""

from itertools import combinations

import numpy as np
import pytest

from confianza.analysis.hotspots import dealing, discovery, gi_star, lattice, neighbourhoods, points
from confianza.analysis.hotspots.grids import Grid

SIX = [(10, 10), (20, 10), (40, 10), (15, 20), (30, 20), (30, 30)]


@pytest.mark.parametrize("reach", [1, 2])
def test_gi_star_is_that_of_esda(reach):
    esda, weights = pytest.importorskip("esda"), pytest.importorskip("libpysal.weights")
    values = np.random.default_rng(1).poisson(2, (23, 31)).astype(float)
    mine = gi_star.of_grid(values, reach=reach)
    mask = np.ones(values.shape, dtype=bool)
    theirs = weights.WSP(neighbourhoods.of_lattice(mask, reach=reach)).to_W(silence_warnings=True)
    told = esda.G_Local(values.reshape(-1), theirs, star=True, transform="B", permutations=0).Zs
    assert np.abs(mine.z.reshape(-1) - told).max() < 1e-9


def test_published_z_of_six_places():
    values = np.array([2, 3, 3.2, 5, 8, 7])
    place = np.array(SIX, dtype=float)
    apart = np.hypot(*(place[:, None, :] - place[None, :, :]).T)
    z = gi_star.of_areas(values, ((apart <= 15) & (apart > 0)).astype(float))
    assert z[0] == pytest.approx(-1.39727626, abs=1e-8)


def test_homicides_around_saint_louis():
    geopandas, libpysal = pytest.importorskip("geopandas"), pytest.importorskip("libpysal")
    frame = geopandas.read_file(libpysal.examples.get_path("stl_hom.shp"))
    neighbours = neighbourhoods.of_areas(frame.geometry.to_wkb().tolist())
    z = gi_star.of_areas(frame["HC8893"].to_numpy().astype(float), neighbours)
    assert np.sort(z)[::-1][:4] == pytest.approx([6.4289, 5.1132, 4.8921, 4.3671], abs=1e-4)


def test_cells_outside_the_town_neither_count_nor_are_counted():
    values = np.random.default_rng(2).poisson(2, (12, 12)).astype(float)
    mask = np.zeros(values.shape, dtype=bool)
    mask[:, :6] = True
    spoilt = np.where(mask, values, 999.0)
    told = gi_star.of_grid(spoilt, mask=mask)
    assert told.z[mask] == pytest.approx(gi_star.of_grid(values[:, :6]).z.reshape(-1))
    assert np.isnan(told.z[~mask]).all()


def test_chances_are_those_of_every_way_to_deal():
    values = np.array([0, 1, 1, 2, 5, 0, 3])
    for drawn in (1, 3, 6):
        sums = [sum(chosen) for chosen in combinations(values.tolist(), drawn)]
        told = dealing.tails(values, drawn)
        expected = [np.mean([each >= least for each in sums]) for least in range(max(sums) + 1)]
        assert told == pytest.approx(expected)


def test_values_that_are_no_counts_are_dealt_in_steps():
    assert dealing.whole(np.array([0, 3, 7.0])).tolist() == [0, 3, 7]
    assert dealing.whole(np.array([0, 0.5, 1.0])).tolist() == [0, 128, 255]
    assert dealing.whole(np.array([0.0, 0.0])).tolist() == [0, 0]


def test_a_town_of_one_value_has_no_hot_spot():
    told = gi_star.hot_spots(np.full((6, 6), 4.0), permutations=99)
    assert not told.hot.any()
    assert (told.gi.z == 0).all()
    assert told.signal_p > 0.5


def test_a_true_hot_spot_is_found_where_it_is():
    values = np.random.default_rng(3).poisson(1, (30, 30)).astype(float)
    values[10:13, 20:23] += 5
    told = gi_star.hot_spots(values)
    assert told.hot[11, 21]
    assert told.signal_p == 0.001
    assert not told.hot[:8].any()


def test_weights_move_the_hot_spot():
    random = np.random.default_rng(4)
    x, y = random.uniform(0, 3_000, (2, 2_000))
    harm = np.where((x > 2_000) & (y > 2_000), 10.0, 1.0)
    grid = Grid(0, 0, 200, 15, 15)
    from confianza.analysis.hotspots import grids

    plain = gi_star.hot_spots(grids.count(points.of_arrays(x, y), grid))
    weighed = gi_star.hot_spots(grids.count(points.of_arrays(x, y, weight=harm), grid))
    assert not plain.hot.any()
    assert weighed.hot[12, 12]


def test_discovery_by_hand():
    p = np.array([0.01, 0.04, 0.03, 0.005, 0.5])
    assert discovery.adjusted(p) == pytest.approx([0.025, 0.05, 0.05, 0.025, 0.5])
    assert discovery.called(p, 0.03).tolist() == [True, False, False, True, False]
    assert discovery.adjusted(p, any_dependence=True) == pytest.approx(
        np.minimum(np.array([0.025, 0.05, 0.05, 0.025, 0.5]) * (137 / 60), 1)
    )
    assert discovery.strongest(p) == pytest.approx(0.025)


def test_discovery_is_that_of_scipy():
    stats = pytest.importorskip("scipy.stats")
    p = np.random.default_rng(5).uniform(size=200) ** 2
    assert discovery.adjusted(p) == pytest.approx(stats.false_discovery_control(p))
    assert discovery.adjusted(p, any_dependence=True) == pytest.approx(
        stats.false_discovery_control(p, method="by")
    )


def test_the_calibrated_level_calls_five_of_a_hundred():
    by_chance = np.arange(1, 1_000) / 1_000
    level = discovery.calibrated_level(by_chance)
    assert (by_chance <= level).sum() == 49
    # One map more is called whose level lies just below the fiftieth: fifty of a thousand in all.
    assert discovery.chance_of(level, by_chance) == 0.05
    assert discovery.calibrated_level(by_chance[:5]) == 0


def test_where_levels_are_few_ties_count_half():
    by_chance = np.repeat([0.01, 0.2, 1.0], [60, 400, 539])
    assert discovery.chance_of(0.01, by_chance) == 0.031
    assert discovery.calibrated_level(by_chance) == 0.01
    assert discovery.calibrated_level(np.repeat([0.01, 1.0], [200, 799])) < 0.01


def test_the_town_is_what_the_events_span():
    x, y = np.array([0, 1_000, 0, 1_000.0, 500]), np.array([0, 0, 1_000, 1_000.0, 500])
    mask = lattice.town(points.of_arrays(x, y), Grid(-400, -400, 200, 10, 10))
    assert mask.sum() == 25
    assert mask[2:7, 2:7].all()
    line = lattice.town(points.of_arrays([0, 900.0], [50, 50.0]), Grid(0, 0, 100, 10, 2))
    assert line[0].sum() >= 8
    two = points.of_arrays([10, 230.0], [10, 20.0])
    assert lattice.town(two, Grid(0, 0, 200, 2, 1)).any()
