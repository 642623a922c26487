"""Hexagons over an area: which there are, and which stand out."""

import numpy as np
import pytest
import shapely

from confianza.analysis.hotspots import honeycomb

TOWN = shapely.to_wkb(shapely.box(-90.55, 14.60, -90.50, 14.65))


@pytest.fixture(scope="module")
def comb():
    return honeycomb.covering(TOWN, 300)


def test_a_size_in_metres_finds_the_hexagons_as_large():
    """Average areas of h3geo.org: 15,047 m² at resolution 10, 105,333 m² at 9, 737,328 m² at 8."""
    assert [honeycomb.nearest_resolution(size) for size in (100, 300, 1000)] == [10, 9, 8]
    assert honeycomb.width(9) == pytest.approx(np.sqrt(105_332.51), rel=1e-6)


def test_every_point_of_the_area_has_its_hexagon_and_others_none(comb):
    random = np.random.default_rng(1)
    east, north = random.uniform(-90.55, -90.50, 500), random.uniform(14.60, 14.65, 500)
    assert (honeycomb.placed(east, north, comb) >= 0).all()
    assert honeycomb.placed(np.array([-91.0]), np.array([14.0]), comb).tolist() == [-1]


def test_six_hexagons_lie_around_each_that_is_not_at_the_edge(comb):
    around = np.asarray(comb.around.sum(axis=1)).reshape(-1)
    assert around.max() == 7
    assert (comb.around != comb.around.T).nnz == 0


def test_the_chance_of_a_hexagon_is_binomial(comb):
    from scipy.stats import binom

    counts = np.zeros(len(comb.cells))
    inner = int(np.argmax(np.asarray(comb.around.sum(axis=1)).reshape(-1)))
    counts[inner], counts[(inner + 40) % len(counts)] = 5, 15
    found = honeycomb.hot_spots(counts, comb, draws=19)
    assert found.p[inner] == pytest.approx(binom.sf(4, 20, 7 / len(counts)), abs=1e-12)


def test_one_address_with_a_third_of_all_is_a_hot_spot_with_the_six_around_it(comb):
    random = np.random.default_rng(2)
    counts = np.bincount(random.integers(0, len(comb.cells), 100), minlength=len(comb.cells)).astype(float)
    counts[50] += 50
    found = honeycomb.hot_spots(counts, comb)
    assert found.hot[50]
    assert found.signal_p < 0.05


def test_even_towns_seldom_show_a_hot_spot(comb):
    random = np.random.default_rng(3)
    alarms = 0
    for _ in range(40):
        even = np.bincount(random.integers(0, len(comb.cells), 200), minlength=len(comb.cells))
        alarms += honeycomb.hot_spots(even.astype(float), comb, seed=int(random.integers(1 << 30))).hot.any()
    # 2 are to be expected of 40; more than 7 have a chance under one in a thousand.
    assert alarms <= 7


@pytest.mark.parametrize("wrong", [-1.0, 0.5])
def test_what_is_no_count_is_refused(comb, wrong):
    counts = np.ones(len(comb.cells))
    counts[0] = wrong
    with pytest.raises(ValueError, match="whole numbers"):
        honeycomb.hot_spots(counts, comb)
