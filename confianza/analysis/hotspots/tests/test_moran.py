"""Moran's I: published values, local I against esda, and values that say nothing."""

import numpy as np
import pytest

from confianza.analysis.hotspots import moran, neighbourhoods


def read(name):
    geopandas, libpysal = pytest.importorskip("geopandas"), pytest.importorskip("libpysal")
    return geopandas.read_file(libpysal.examples.get_path(name))


def weights_of(frame):
    return neighbourhoods.row_standardised(neighbourhoods.of_areas(frame.geometry.to_wkb().tolist()))


def test_crime_in_columbus():
    frame = read("columbus.shp")
    told = moran.overall(frame["CRIME"].to_numpy(), weights_of(frame))
    assert (told.i, told.expected, told.z) == pytest.approx((0.500189, -0.020833, 5.6303), abs=5e-5)


def test_homicides_around_saint_louis_with_neighbours_of_the_map():
    frame = read("stl_hom.shp")
    told = moran.overall(frame["HR8893"].to_numpy(), weights_of(frame))
    assert (told.i, told.z, told.p) == pytest.approx((0.19502, 2.985, 0.00283), abs=5e-4)


def test_local_i_is_that_of_esda():
    esda, weights = pytest.importorskip("esda"), pytest.importorskip("libpysal.weights")
    frame = read("columbus.shp")
    mine = moran.local(frame["CRIME"].to_numpy(), weights_of(frame))
    theirs = weights.WSP(weights_of(frame)).to_W(silence_warnings=True)
    told = esda.Moran_Local(frame["CRIME"].to_numpy(), theirs, permutations=0, transformation="R")
    assert mine.i == pytest.approx(told.Is)
    assert (mine.quadrant == np.array(["", "high-high", "low-high", "low-low", "high-low"])[told.q]).all()
    assert (mine.p > 0).all()


def test_local_chances_are_those_of_dealing_the_others():
    random = np.random.default_rng(1)
    values = random.normal(size=12)
    ring = np.eye(12, k=1) + np.eye(12, k=-1) + np.eye(12, k=11) + np.eye(12, k=-11)
    from scipy.sparse import csr_array

    told = moran.local(values, neighbourhoods.row_standardised(csr_array(ring)), permutations=20_000)
    others = np.delete(values, 3)
    lag = (values[2] + values[4]) / 2
    means = np.array([(a + b) / 2 for i, a in enumerate(others) for b in others[:i]])
    share = min((means >= lag).mean(), (means < lag).mean())
    assert told.p[3] == pytest.approx(share, abs=0.02)


def test_a_place_without_neighbours_says_nothing():
    from scipy.sparse import csr_array

    alone = csr_array(np.array([[0, 1, 0], [1, 0, 0], [0, 0, 0.0]]))
    told = moran.local(np.array([1.0, 2, 9]), alone)
    assert (told.i[2], told.p[2], told.quadrant[2]) == (0, 1, "")


@pytest.mark.parametrize(("values", "weights"), [([1.0, 1], [[0, 1], [1, 0]]), ([1.0, 2], [[0, 0], [0, 0]])])
def test_values_all_alike_or_no_neighbours_are_refused(values, weights):
    from scipy.sparse import csr_array

    with pytest.raises(ValueError, match="Moran"):
        moran.overall(np.array(values), csr_array(np.array(weights, dtype=float)))


def test_neighbours_on_a_lattice():
    mask = np.ones((3, 4), dtype=bool)
    assert neighbourhoods.of_lattice(mask).sum(axis=1).tolist() == [3, 5, 5, 3, 5, 8, 8, 5, 3, 5, 5, 3]
    mask[1, 1] = False
    assert neighbourhoods.of_lattice(mask).sum(axis=1).tolist()[0] == 2
