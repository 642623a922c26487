"""Clusters against scikit-learn; words and patterns over time by their definitions."""

import numpy as np
import pytest

from confianza.analysis.hotspots import classes, clusters, grids, points
from confianza.analysis.hotspots.findings import PointsRefused
from confianza.analysis.hotspots.tests import invented


def test_clusters_are_those_of_scikit_learn():
    cluster = pytest.importorskip("sklearn.cluster")
    random = np.random.default_rng(1)
    middles = random.uniform(0, 3_000, (12, 2))
    place = np.concatenate(
        [random.uniform(0, 3_000, (600, 2)), *(random.normal(m, 60, (50, 2)) for m in middles)]
    )
    told = clusters.of_points(points.of_arrays(place[:, 0], place[:, 1]), metres=100, least=8)
    theirs = cluster.DBSCAN(eps=100, min_samples=8).fit(place)
    core = np.zeros(len(place), dtype=bool)
    core[theirs.core_sample_indices_] = True
    assert (told.core == core).all()
    assert told.label.tolist() == theirs.labels_.tolist()
    assert told.table["events"].sum() == (theirs.labels_ >= 0).sum()


def test_events_far_from_each_other_are_in_no_cluster():
    told = clusters.of_points(points.of_arrays([0, 9_000, 20_000], [0, 0, 0]), metres=100, least=2)
    assert told.label.tolist() == [-1, -1, -1]
    assert told.table.is_empty()


def over_time(text):
    """Periods of one cell, H for hot."""
    return np.array([letter == "H" for letter in text]).reshape(-1, 1, 1)


@pytest.mark.parametrize(
    ("periods", "word"),
    [
        ("HHHHHHHHHH", "persistent"),
        ("HHHHHHHH..", "persistent"),
        (".........H", "emerging"),
        ("H.........", "former"),
        ("HHHH......", "former"),
        ("H...H....H", "intermittent"),
        ("..........", ""),
    ],
)
def test_words_by_shares_of_periods(periods, word):
    assert classes.words(over_time(periods)).item() == word


@pytest.mark.parametrize(
    ("periods", "cold", "trend", "pattern"),
    [
        (".........H", False, 0, "new"),
        (".......HHH", False, 0, "consecutive"),
        ("HHHHHHHHHH", False, 2.5, "intensifying"),
        ("HHHHHHHHHH", False, 0, "lasting"),
        ("HHHHHHHHHH", False, -2.5, "diminishing"),
        ("H..H.....H", False, 0, "sporadic"),
        ("H..H.....H", True, 0, "oscillating"),
        ("HHHHHHHHH.", False, 0, "historical"),
        ("HHHH......", False, 0, ""),
        ("..........", False, 3, ""),
    ],
)
def test_patterns_of_the_emerging_hot_spot_analysis(periods, cold, trend, pattern):
    was_cold = np.zeros((len(periods), 1, 1), dtype=bool)
    was_cold[1] = cold
    told = classes.patterns(over_time(periods), was_cold, np.array([[float(trend)]]))
    assert told.item() == pattern


def test_the_trend_test_by_its_definition():
    series = np.random.default_rng(2).integers(0, 4, (12, 6)).astype(float)
    for column, told in zip(series.T, classes.mann_kendall(series), strict=True):
        s = sum(np.sign(b - a) for i, a in enumerate(column) for b in column[i + 1 :])
        ties = np.unique(column, return_counts=True)[1]
        variance = (12 * 11 * 29 - (ties * (ties - 1) * (2 * ties + 5)).sum()) / 18
        assert told == pytest.approx((s - np.sign(s)) / variance**0.5)
    assert classes.mann_kendall(np.ones((5, 2))).tolist() == [0, 0]


def test_a_place_that_heats_up_is_told_as_such():
    counts = np.random.default_rng(3).poisson(1, (10, 20, 20)).astype(float)
    counts[-2:, 8:11, 8:11] += 6
    told = classes.of_counts(counts, permutations=99)
    assert told.word[9, 9] == "emerging"
    assert told.pattern[9, 9] == "consecutive"
    assert (told.word == "persistent").sum() == 0


def test_events_are_laid_into_their_periods():
    events = points.of_arrays([50, 50, 150], [50, 50, 50], invented.days(0, 31, 31))
    edges = np.array(["2026-01", "2026-02", "2026-03"], dtype="datetime64[M]")
    cube = classes.by_period(events, grids.around(events, 100), edges)
    assert cube.tolist() == [[[1, 0]], [[1, 1]]]


def test_two_periods_are_too_few():
    with pytest.raises(PointsRefused, match="2 periods"):
        classes.of_counts(np.ones((2, 4, 4)))
