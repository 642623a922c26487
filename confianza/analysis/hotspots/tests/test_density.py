"""Density against scikit-learn at every cell, borders included; bandwidths; weights; edges; ratios."""

import numpy as np
import pytest

from confianza.analysis.hotspots import density, grids, points
from confianza.analysis.hotspots.findings import PointsRefused
from confianza.analysis.hotspots.grids import Grid


def town(events=4_000, seed=1):
    random = np.random.default_rng(seed)
    free = random.uniform(0, (6_000, 4_000), (events // 2, 2))
    held = random.normal((5_900, 3_900), 150, (events - events // 2, 2))
    # Half of the cluster would lie outside; it is pushed onto the border, where a peer is wrong by a third.
    place = np.clip(np.concatenate([free, held]), 0, (6_000 - 1e-6, 4_000 - 1e-6))
    return points.of_arrays(place[:, 0], place[:, 1])


@pytest.mark.parametrize("bandwidth", [60, 200, 400])
def test_density_is_that_of_scikit_learn_at_every_cell(bandwidth):
    neighbors = pytest.importorskip("sklearn.neighbors")
    events = town()
    grid = grids.around(events, 200)
    told = density.surface(events, grid, bandwidth=bandwidth)
    x, y = (each.reshape(-1) for each in np.meshgrid(*grid.centres()))
    fitted = neighbors.KernelDensity(bandwidth=bandwidth).fit(np.column_stack([events.x, events.y]))
    exact = np.exp(fitted.score_samples(np.column_stack([x, y]))).reshape(grid.shape) * len(events) * 1e6
    assert np.abs(told - exact).max() <= 0.005 * exact.max()
    if bandwidth >= 200:
        border = np.ones(grid.shape, dtype=bool)
        border[1:-1, 1:-1] = False
        assert told[border] == pytest.approx(exact[border], rel=0.005)


def test_with_its_edges_corrected_an_even_town_is_even():
    random = np.random.default_rng(2)
    events = points.of_arrays(*random.uniform(0, 4_000, (2, 60_000)))
    grid = Grid(0, 0, 200, 20, 20)
    plain = density.surface(events, grid, bandwidth=300)
    told = density.surface(events, grid, bandwidth=300, correct_edges=True)
    assert plain[0, 0] < 0.45 * 60_000 / 16
    assert told == pytest.approx(60_000 / 16, rel=0.12)


def test_a_corner_alone_holds_its_share_of_the_kernel():
    grid = Grid(0, 0, 100, 40, 40)
    inside = density._share_inside(grid, None, 300.0)
    assert inside[20, 20] == pytest.approx(1, abs=1e-6)
    assert inside[0, 0] == pytest.approx(0.566**2, abs=1e-3)


def test_cells_outside_the_mask_are_not_told_of():
    events = town()
    grid = grids.around(events, 200)
    mask = np.zeros(grid.shape, dtype=bool)
    mask[:5] = True
    told = density.surface(events, grid, mask=mask)
    assert np.isnan(told[~mask]).all()
    assert np.isfinite(told[mask]).all()


def test_weights_count():
    events = town()
    grid = grids.around(events, 200)
    heavy = points.of_arrays(events.x, events.y, weight=np.full(len(events), 2.5))
    twice = density.surface(heavy, grid, bandwidth=200)
    assert twice == pytest.approx(2.5 * density.surface(events, grid, bandwidth=200))


def test_the_bandwidth_of_robberies_heeds_both_axes():
    # A peer hands the second axis to a function that ignores it: it would say 8,877 here.
    random = np.random.default_rng(3)
    x, y = random.normal(0, 100, 500), random.normal(0, 1_000, 500)
    events = points.of_arrays(x, y)
    alone = density.reference_width(x), density.reference_width(y)
    assert alone[1] > 8 * alone[0]
    assert density.usual_bandwidth(events) == pytest.approx(sum(alone) / 8)


def test_the_reference_rule_by_hand():
    values = np.arange(1, 11.0)
    # The standard deviation is 3.02765; the quartiles' distance over 1.34 is 3.35821, which is more.
    assert density.reference_width(values) == pytest.approx(4 * 1.06 * 3.0276504 * 10**-0.2)


def test_a_bandwidth_is_greater_than_zero():
    events = town(100)
    for width in (0, -5, float("nan"), float("inf")):
        with pytest.raises(PointsRefused, match="bandwidth"):
            density.surface(events, grids.around(events, 200), bandwidth=width)


def test_the_ratio_of_a_town_to_itself_is_one():
    events = town()
    grid = grids.around(events, 200)
    told = density.ratio(events, events, grid, bandwidth=200)
    assert told == pytest.approx(1)


def test_the_ratio_says_where_events_are_more_than_their_base():
    random = np.random.default_rng(4)
    base = points.of_arrays(*random.uniform(0, 4_000, (2, 20_000)))
    events = points.of_arrays(
        *np.concatenate([random.uniform(0, 4_000, (2, 500)), random.uniform(0, 400, (2, 500))], axis=1)
    )
    grid = grids.around(base, 400)
    told = density.ratio(events, base, grid, bandwidth=150)
    assert told[0, 0] > 20
    assert told[5, 5] == pytest.approx(0.5, abs=0.35)


def test_events_outside_the_grid_do_not_count():
    grid = Grid(0, 0, 100, 10, 10)
    told = density.surface(points.of_arrays([500, 99_999], [500, 500]), grid, bandwidth=100)
    assert told.sum() * 0.01 == pytest.approx(1, rel=1e-3)


def test_a_large_grid_gets_a_coarser_net_and_not_more_memory(monkeypatch):
    monkeypatch.setattr(density, "MOST_NODES", 500)
    net = density._net(Grid(0, 0, 200, 10, 10), 60.0)
    assert (net.mesh, net.columns) == (100.0, 21)
