"""Towns where nothing gathers: how often does each method say that something does?

It should be five times in a hundred, neither more (false alarms) nor less (deaf methods). Quick runs here,
with the bounds that so few towns allow; two hundred towns each in `make validate`.
"""

import numpy as np
import pytest

from confianza.analysis.hotspots import gi_star, grids, knox, lattice, layers, scan, streets
from confianza.analysis.hotspots.tests import invented

LEVEL = 0.05
FEW, MANY = 60, 200
# The issue asks for 3 to 7 in 100; 60 towns at 5 % call 0 to 8 of them in 99.5 of 100 runs.
ALLOWED = (0.03, 0.07)
ALLOWED_OF_FEW = 8


def any_hot_spot(seed):
    events = invented.homogeneous(1_000, seed)
    grid = grids.around(events, 200)
    mask = lattice.town(events, grid)
    found = gi_star.hot_spots(grids.count(events, grid), mask=mask, permutations=199, seed=seed)
    return bool(found.hot.any())


def any_repeat(seed):
    events = invented.homogeneous(400, seed)
    return knox.table(events, [0, 100, 200, 400], [0, 7, 14], permutations=199, seed=seed).signal_p <= LEVEL


def any_repeat_by_moments(seed):
    events = invented.homogeneous(1_500, seed)
    return knox.table(events, [0, 100, 200, 400], [0, 7, 14], permutations=0, seed=seed).signal_p <= LEVEL


def any_cluster(seed):
    events = invented.homogeneous(300, seed)
    return scan.of_points(events, grids.around(events, 400), permutations=99, seed=seed).signal_p <= LEVEL


def any_street(seed):
    events, net = invented.along_streets(400, seed)
    return bool(streets.of_points(events, net, seed=seed).table["shown"].any())


def any_surplus(seed):
    return not layers.surplus_of(invented.homogeneous(1_000, seed)).found().is_empty()


METHODS = [any_hot_spot, any_surplus, any_repeat, any_repeat_by_moments, any_cluster, any_street]


@pytest.mark.parametrize("method", METHODS)
def test_few_towns_raise_few_false_alarms(method):
    towns = FEW if method is not any_hot_spot else FEW // 2
    assert sum(method(seed) for seed in range(towns)) <= ALLOWED_OF_FEW


@pytest.mark.slow
@pytest.mark.parametrize("method", METHODS)
def test_of_two_hundred_towns_five_in_a_hundred_raise_one(method):
    # Seeds were chosen before any was run: 1,000 and the 199 after it.
    share = np.mean([method(seed) for seed in range(1_000, 1_000 + MANY)])
    assert ALLOWED[0] <= share <= ALLOWED[1], f"{method.__name__}: {share:.1%}"


@pytest.mark.parametrize("seed", range(3))
def test_and_what_is_there_is_heard(seed):
    events = invented.with_repeats(400, seed)
    assert knox.table(events, [0, 100, 200], [0, 7, 14], permutations=99).signal_p == 0.01
    assert knox.table(events, [0, 100, 200], [0, 7, 14], permutations=0).signal_p < 0.01


def test_the_layer_that_people_see_is_as_calm_as_the_method():
    assert sum(len(layers.hot_spots(invented.homogeneous(1_000, seed)).found()) > 0 for seed in range(8)) <= 3
