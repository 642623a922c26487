"""The near-repeat table: published tables, moments by enumeration, ends, ties and what peers got wrong."""

from itertools import permutations

import numpy as np
import pytest

from confianza.analysis.hotspots import knox, pairs, points
from confianza.analysis.hotspots.findings import PointsRefused
from confianza.analysis.hotspots.tests import invented

CHICAGO = [[28, 5, 5, 2], [44, 13, 8, 4], [97, 56, 19, 16], [77, 67, 45, 20], [182194, 146149, 95237, 45879]]
# delta, tau: observed, expected, exact standard deviation (Burkitt's lymphoma; computed elsewhere)
BURKITT = [
    (20, 5, 13, 10.1438161, 2.8979),
    (5, 60, 12, 8.929, 2.934),
    (2.5, 30, 3, 1.394, 1.170),
    (10, 90, 69, 43.894, 6.476),
    (20, 180, 308, 261.008, 15.362),
]


def chicago(folder, of="be_month1"):
    rows = (folder / f"us-chicago-near-repeat/chicago_{of}.csv").read_text().split()
    x, y, day = zip(*(row.split(",") for row in rows), strict=True)
    return points.of_arrays(np.array(x, float), np.array(y, float), np.array(day, "datetime64[D]"))


def burkitt():
    geopandas = pytest.importorskip("geopandas")
    libpysal = pytest.importorskip("libpysal")
    frame = geopandas.read_file(libpysal.examples.get_path("burkitt.shp"))
    return points.of_arrays(frame["X"], frame["Y"], invented.days(frame["T"].to_numpy()))


@pytest.mark.shared
def test_the_chicago_burglaries_are_counted_as_published(shared_data):
    told = knox.table(chicago(shared_data), [0, 1, 100, 200, 300], [0, 7, 14, 21], metric="manhattan")
    assert told.observed.tolist() == CHICAGO
    # What twenty runs of the Near Repeat Calculator gave, within what twenty runs can tell.
    assert told.ratio[:, 0] == pytest.approx([1.652, 1.685, 1.318, 0.938, 1], abs=0.2)
    assert (told.p[:3, 0] < 0.01).all()
    assert told.signal_p < 0.01


@pytest.mark.shared
def test_the_chicago_arsons_are_counted_but_for_one_pair_on_a_limit(shared_data):
    told = knox.table(chicago(shared_data, "arson"), [0, 1, 200, 400, 600], [0, 1, 2, 3], metric="manhattan")
    published = [[0, 2, 0, 8], [9, 1, 1, 45], [4, 0, 0, 140], [6, 0, 0, 234], [393, 710, 770, 133658]]
    assert np.abs(told.observed - published).max() <= 1
    assert told.observed.tolist()[0] == [1, 2, 0, 8]


@pytest.mark.parametrize(("delta", "tau", "observed", "expected", "sd"), BURKITT)
def test_burkitt_s_lymphoma_with_closed_ends(delta, tau, observed, expected, sd):
    told = knox.table(burkitt(), [0, delta], [0, tau], closed=True, permutations=0)
    assert told.observed[0, 0] == observed
    assert told.expected[0, 0] == pytest.approx(expected, abs=5e-4)
    assert told.sd[0, 0] == pytest.approx(sd, abs=5e-4)


def test_p_counts_tables_with_as_many_pairs_too_and_is_never_zero():
    told = knox.table(burkitt(), [0, 20], [0, 5], closed=True, permutations=9_999)
    # A peer gives 0.146 here: the chance of more pairs, not of as many.
    assert told.p[0, 0] == pytest.approx(0.2036, abs=0.015)
    sure = knox.table(invented.with_repeats(300, 1), [0, 100], [0, 7], permutations=99)
    assert sure.p[0, 0] == 0.01


def test_moments_are_those_of_all_orders_of_the_times():
    events = points.of_arrays([0, 1, 5, 6, 20, 21.5], [0, 0, 0, 1, 0, 0], invented.days(0, 1, 3, 3, 9, 10))
    told = knox.table(events, [0, 2, 7], [0, 2, 8], permutations=0)
    orders = map(list, permutations(range(6)))
    tables = [_brute(points.of_arrays(events.x, events.y, events.when[order])) for order in orders]
    assert told.observed.tolist() == tables[0].tolist()
    every = np.array(tables)
    assert told.expected == pytest.approx(every.mean(axis=0), abs=1e-12)
    assert told.sd == pytest.approx(every.std(axis=0), abs=1e-12)


def _brute(events):
    far, late = invented.all_pairs(events)
    table, _, _ = np.histogram2d(far, late, bins=([0, 2, 7, np.inf], [0, 2, 8, np.inf]))
    return table.astype(int)


@pytest.mark.parametrize("metric", ["euclidean", "manhattan"])
def test_every_pair_is_counted_once_in_bands_that_hold_their_lower_end(metric):
    random = np.random.default_rng(3)
    # Whole metres and days: many pairs lie exactly on a limit, which a peer counts twice.
    x, y = random.integers(0, 400, (2, 500)).astype(float)
    events = points.of_arrays(x, y, invented.days(random.integers(0, 60, 500)))
    limits, spans = [0, 10, 50, 100], [0, 7, 14]
    told = knox.table(events, limits, spans, metric=metric, permutations=0)
    far, late = invented.all_pairs(events, metric)
    brute, _, _ = np.histogram2d(far, late, bins=([*limits, np.inf], [*spans, np.inf]))
    assert told.observed.tolist() == brute.astype(int).tolist()
    assert told.observed.sum() == 500 * 499 // 2
    closed = knox.table(events, limits, spans, metric=metric, closed=True, permutations=0)
    assert closed.observed[0, 0] == ((far <= 10) & (late <= 7)).sum()
    assert closed.observed[1, 1] == ((far > 10) & (far <= 50) & (late > 7) & (late <= 14)).sum()


def test_bands_need_not_begin_at_zero():
    events = invented.homogeneous(300, 4)
    far, late = invented.all_pairs(events)
    told = knox.table(events, [100, 400], [3, 10], permutations=0)
    assert told.observed[0, 0] == ((far >= 100) & (far < 400) & (late >= 3) & (late < 10)).sum()
    assert told.observed.shape == (2, 2)


def test_shuffles_agree_with_the_exact_moments_within_their_own_error():
    events = invented.with_repeats(400, 5)
    shuffled = knox.table(events, [0, 100, 200], [0, 7, 14], permutations=9_999)
    exact = knox.table(events, [0, 100, 200], [0, 7, 14], permutations=0)
    # Three standard errors of 9,999 shuffles, and a hundredth for a law of which two moments are known.
    error = 3 * np.sqrt(shuffled.p * (1 - shuffled.p) / 9_999) + 0.012
    assert (np.abs(shuffled.p - exact.p)[:2, :2] < error[:2, :2]).all()
    assert exact.permutations == 0
    assert not exact.shuffled.any()


def test_the_means_of_shuffled_tables_are_the_exact_ones():
    from confianza.analysis.hotspots import shuffling

    events = invented.with_repeats(400, 6)
    cut = knox.bands([0, 100, 200], [0, 7, 14], "euclidean", False)
    rows = np.ones(2, dtype=bool)
    drawn = shuffling.tables(events, cut.limits, cut.spans, "euclidean", rows, 9_999, 1)
    exact = knox.table(events, [0, 100, 200], [0, 7, 14], permutations=0)
    error = exact.sd[:2, :2] / 9_999**0.5
    assert (np.abs(drawn.mean(axis=0) - exact.expected[:2, :2]) < 4 * error).all()
    assert drawn.std(axis=0) == pytest.approx(exact.sd[:2, :2], rel=0.03)


def test_a_larger_file_gets_moments_and_shuffles_only_where_chance_leaves_a_cell_sparse(monkeypatch):
    monkeypatch.setattr(knox, "MOST_WORK", 999 * 200)
    events = invented.homogeneous(900, 7)
    told = knox.table(events, [0, 20, 400], [0, 7, 14])
    assert told.shuffled.tolist() == [[True] * 3, [False] * 3, [False] * 3]
    assert told.permutations == 999
    assert 0 < told.signal_p <= 1


def test_the_same_question_gets_the_same_answer():
    events = invented.with_repeats(200, 8)
    one, other = (knox.table(events, [0, 100], [0, 7]) for _ in range(2))
    assert one.p.tolist() == other.p.tolist()
    assert one.signal_p == other.signal_p


def test_order_of_rows_and_place_of_the_town_change_nothing():
    events = invented.with_repeats(300, 9)
    order = np.random.default_rng(1).permutation(len(events))
    turned = events.only(order)
    told = knox.table(events, [0, 100, 200], [0, 7], permutations=0)
    again = knox.table(turned, [0, 100, 200], [0, 7], permutations=0)
    assert told.observed.tolist() == again.observed.tolist()
    assert told.sd == pytest.approx(again.sd)


def test_moments_of_centuries_fit_too():
    events = points.of_arrays(
        [0, 1, 2, 50], [0, 0, 1, 50], np.array(["1700", "1701", "1900", "2026"], "datetime64[s]")
    )
    assert knox.table(events, [0, 5], [0, 400]).observed.tolist() == [[1, 2], [0, 3]]


@pytest.mark.parametrize("limits", [[5], [0, 5, 5], [5, 3], [-1, 3], [0, float("nan")]])
def test_limits_that_do_not_rise_are_refused(limits):
    with pytest.raises(PointsRefused, match="no limits of bands"):
        knox.table(invented.homogeneous(10, 1), limits, [0, 7])


def test_times_must_be_known_and_differ():
    with pytest.raises(PointsRefused, match="without days"):
        knox.table(points.of_arrays([0, 1], [0, 1]), [0, 5], [0, 7])
    with pytest.raises(PointsRefused, match="one and the same time"):
        knox.table(points.of_arrays([0, 1], [0, 1], invented.days(3, 3)), [0, 5], [0, 7])


def test_pairs_are_those_of_brute_force():
    events = invented.with_repeats(400, 10)
    far, late = invented.all_pairs(events)
    near = pairs.near(events, metres=150, days=10)
    assert len(near) == ((far <= 150) & (late <= 10)).sum() == pairs.count(events, metres=150, days=10)
    assert (near.days >= 0).all()
    assert pairs.count(events, metres=150) == (far <= 150).sum()
    assert pairs.count(events.only(slice(0, 1)), metres=150) == 0


def test_a_far_stray_costs_no_memory():
    events = points.of_arrays([0, 1, 1e12], [0, 1, 1e12], invented.days(0, 1, 2))
    assert pairs.count(events, metres=5, days=5) == 1
