import numpy as np
import pytest

from confianza.analysis.hotspots import gi_star, surplus


def test_the_chance_of_a_cell_is_binomial():
    """20 incidents in 25 cells, 5 of them or more around a corner (4 cells): P(X ≥ 5) of B(20, 4/25)."""
    counts = np.zeros((5, 5))
    counts[0, 0] = 5
    counts[4, :] = 3
    found = surplus.hot_spots(counts, draws=19)
    # 1 - sum of C(20, k) 0.16^k 0.84^(20 - k) for k < 5.
    by_hand = 1 - sum(
        np.prod(np.arange(20 - k + 1, 21)) / np.prod(np.arange(1, k + 1)) * 0.16**k * 0.84 ** (20 - k)
        for k in range(5)
    )
    assert found.gi.p[0, 0] == pytest.approx(by_hand, abs=1e-12)


def test_one_address_with_a_third_of_all_is_a_hot_spot():
    chance = np.random.default_rng(2)
    counts = np.bincount(chance.integers(0, 2_500, 240), minlength=2_500).reshape(50, 50).astype(float)
    counts[25, 25] += 120
    assert surplus.hot_spots(counts).hot[25, 25]
    # To Gi* it is one high value without high neighbours, wherever it stands.
    assert not gi_star.hot_spots(counts, permutations=199).hot[25, 25]


def test_z_is_that_of_gi_star():
    chance = np.random.default_rng(4)
    counts = chance.poisson(2.0, (12, 15)).astype(float)
    mask = chance.random((12, 15)) > 0.2
    mine, theirs = surplus.hot_spots(counts, mask=mask, draws=9), gi_star.of_grid(counts, mask=mask)
    np.testing.assert_allclose(mine.gi.z[mask], theirs.z[mask], atol=1e-12)


def test_no_incident_makes_no_hot_spot():
    assert not surplus.hot_spots(np.zeros((6, 6)), draws=19).hot.any()


@pytest.mark.parametrize("wrong", [-1.0, 0.5])
def test_what_is_no_count_is_refused(wrong):
    counts = np.ones((4, 4))
    counts[0, 0] = wrong
    with pytest.raises(ValueError, match="whole numbers"):
        surplus.hot_spots(counts)


def _false_alarms(cities, seed):
    chance = np.random.default_rng(seed)
    alarms = 0
    for _ in range(cities):
        incidents = int(chance.integers(60, 600))
        counts = np.bincount(chance.integers(0, 900, incidents), minlength=900).reshape(30, 30).astype(float)
        alarms += surplus.hot_spots(counts, seed=int(chance.integers(1 << 30))).hot.any()
    return alarms / cities


def test_even_cities_seldom_show_a_hot_spot():
    assert _false_alarms(60, 5) <= 0.15


@pytest.mark.slow
def test_five_of_a_hundred_even_cities_show_one():
    assert 0.03 <= _false_alarms(1000, 6) <= 0.07
