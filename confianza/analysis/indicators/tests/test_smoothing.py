import numpy as np
import polars as pl
import pytest
import shapely

from confianza.analysis.indicators import smoothing

# Lip cancer in 56 counties of Scotland, 1975-1980: observed and expected cases (Clayton & Kaldor 1987).
OBSERVED = [
    9, 39, 11, 9, 15, 8, 26, 7, 6, 20, 13, 5, 3, 8, 17, 9, 2, 7, 9, 7, 16, 31, 11, 7, 19, 15, 7, 10, 16, 11,
    5, 3, 7, 8, 11, 9, 11, 8, 6, 4, 10, 8, 2, 6, 19, 3, 2, 3, 28, 6, 1, 1, 1, 1, 0, 0,
]  # fmt: skip
EXPECTED = [
    1.4, 8.7, 3.0, 2.5, 4.3, 2.4, 8.1, 2.3, 2.0, 6.6, 4.4, 1.8, 1.1, 3.3, 7.8, 4.6, 1.1, 4.2, 5.5, 4.4, 10.5,
    22.7, 8.8, 5.6, 15.5, 12.5, 6.0, 9.0, 14.4, 10.2, 4.8, 2.9, 7.0, 8.5, 12.3, 10.1, 12.7, 9.4, 7.2, 5.3,
    18.8, 15.8, 4.3, 14.6, 50.7, 8.2, 5.6, 9.3, 88.7, 19.6, 3.4, 3.6, 5.7, 7.0, 4.2, 1.8,
]  # fmt: skip
# The first ten counties around St. Louis, as the documentation of esda prints them.
GLOBAL_ST_LOUIS = [
    2.36718950e-05, 4.54539167e-05, 4.78114019e-05, 2.76907146e-05, 6.58989323e-05,
    3.66494122e-05, 5.79952721e-05, 2.03064590e-05, 3.31152999e-05, 3.02748380e-05,
]  # fmt: skip
LOCAL_ST_LOUIS = [
    4.01485749e-05, 3.62437513e-05, 4.93034844e-05, 5.09387329e-05, 3.72735210e-05,
    3.69333797e-05, 5.40245456e-05, 2.99806055e-05, 3.73034109e-05, 3.47270722e-05,
]  # fmt: skip


@pytest.fixture(scope="module")
def st_louis():
    libpysal = pytest.importorskip("libpysal")
    example = libpysal.examples.load_example("stl")
    table = np.array(libpysal.io.open(example.get_path("stl_hom.csv"), "r"))
    weights = libpysal.io.open(example.get_path("stl.gal"), "r").read()
    ids = range(1, len(table) + 1)
    around = [[int(other) - 1 for other in weights.neighbors[str(i)]] for i in ids]
    return table[:, 10].astype(float), table[:, 13].astype(float), around


@pytest.mark.slow
def test_marshalls_rates_are_those_published_for_st_louis(st_louis):
    counts, people, around = st_louis
    assert smoothing.global_rates(counts, people)[:10] == pytest.approx(GLOBAL_ST_LOUIS, rel=1e-8)
    assert smoothing.local_rates(counts, people, around)[:10] == pytest.approx(LOCAL_ST_LOUIS, rel=1e-8)


def test_statsmodels_finds_the_same_gamma_in_clayton_and_kaldors_scotland():
    found = smoothing.poisson_gamma(OBSERVED, EXPECTED)
    import statsmodels.api as sm

    model = sm.NegativeBinomial(np.array(OBSERVED), np.ones(56), exposure=np.array(EXPECTED))
    fitted = model.fit(disp=0)
    assert found.mean == pytest.approx(np.exp(fitted.params[0]), rel=1e-4)
    assert found.shape == pytest.approx(1 / fitted.params[1], rel=1e-4)


def test_a_smoothed_rate_lies_between_its_own_and_the_common_one():
    found = smoothing.poisson_gamma(OBSERVED, EXPECTED)
    raw = np.array(OBSERVED) / np.array(EXPECTED)
    between = (found.rates - raw) * (found.mean - found.rates) >= -0.02
    assert between.all()
    assert (found.low < found.rates).all()
    assert (found.rates < found.high).all()
    assert found.rates[0] < raw[0]
    assert found.rates[-1] > 0 == raw[-1]


def test_an_area_with_many_events_keeps_its_rate_and_one_with_few_does_not():
    counts = [3000, 0, 90, 110, 95, 130, 70, 60, 140, 100]
    people = [1e6, 2e3, 1e5, 1e5, 1e5, 1e5, 1e5, 1e5, 1e5, 1e5]
    found = smoothing.poisson_gamma(counts, people)
    assert found.rates[0] == pytest.approx(3e-3, rel=0.01)
    assert found.rates[1] > 3e-4


def test_areas_that_differ_by_chance_alone_are_given_the_common_rate():
    people = np.full(40, 50_000.0)
    counts = np.round(people * 2e-4 + np.tile([-1, 1], 20))
    found = smoothing.poisson_gamma(counts, people)
    assert found.shape == float("inf")
    assert found.mean == pytest.approx(2e-4)
    assert found.rates == pytest.approx(2e-4, rel=0.02)
    assert smoothing.global_rates(counts, people) == pytest.approx(2e-4)


def test_few_areas_or_no_event_are_not_smoothed():
    assert smoothing.poisson_gamma([1] * 7, [100] * 7) is None
    assert smoothing.poisson_gamma([0] * 9, [100] * 9) is None


def test_nothing_counted_anywhere_is_a_rate_of_zero_by_moments():
    assert smoothing.global_rates([0, 0], [5, 7]).tolist() == [0, 0]
    assert smoothing.local_rates([0, 0, 4], [5, 7, 8], [[1], [0], []]).tolist() == [0, 0, 0.5]


@pytest.mark.parametrize(("counts", "people"), [([], []), ([1], [0]), ([-1], [5]), ([1, 2], [5])])
def test_impossible_counts_and_exposures_are_refused(counts, people):
    with pytest.raises(ValueError, match="exposure greater than zero"):
        smoothing.global_rates(counts, people)


def test_a_table_gets_smoothed_rates_beside_the_raw_ones_in_its_own_order():
    table = pl.DataFrame(
        {
            "area": list("abcdefghijk"),
            "count": [3.0, 0, 9, 11, 9, 13, 7, 6, 14, None, 10],
            "person_years": [1e4, 2e3, 1e5, 1e5, 1e5, 1e5, 1e5, 1e5, 1e5, 1e5, None],
        }
    )
    told = smoothing.with_smoothed(table)
    assert told["area"].to_list() == table["area"].to_list()
    assert told["smoothed"].is_null().to_list() == [False] * 9 + [True] * 2
    assert 0 < told["smoothed"][1] < told["smoothed"][0] < 30
    assert (told["smoothed_low"] < told["smoothed"]).drop_nulls().all()
    nothing = smoothing.with_smoothed(table.head(3))
    assert nothing["smoothed"].null_count() == 3
    assert smoothing.with_smoothed(table.clear()).columns == told.columns


def test_neighbours_touch_each_other():
    squares = [shapely.to_wkb(shapely.box(x, y, x + 1, y + 1)) for x, y in ((0, 0), (1, 0), (1, 1), (5, 5))]
    assert smoothing.neighbours_of([*squares, None]) == [[1, 2], [0, 2], [0, 1], [], []]


def _coverage(areas, shape, reruns, seed):
    """Part of the true rates of simulated areas that lie inside their 95 % interval."""
    chance = np.random.default_rng(seed)
    inside = []
    for _ in range(reruns):
        people = chance.lognormal(8, 1.3, areas)
        true = np.full(areas, 3e-4) if shape == np.inf else chance.gamma(shape, 3e-4 / shape, areas)
        found = smoothing.poisson_gamma(chance.poisson(true * people), people)
        if found is not None:
            inside += ((found.low <= true) & (true <= found.high)).tolist()
    return float(np.mean(inside))


def test_the_interval_holds_the_true_rate_about_as_often_as_it_says():
    assert 0.91 <= _coverage(areas=20, shape=2.0, reruns=25, seed=4) <= 0.99


@pytest.mark.slow
@pytest.mark.parametrize("areas", [8, 25, 100])
@pytest.mark.parametrize("shape", [0.5, 2.0, 10.0, np.inf])
def test_the_interval_holds_whatever_the_number_of_areas_and_their_spread(areas, shape):
    assert _coverage(areas, shape, reruns=60, seed=5) >= 0.92


@pytest.mark.slow
def test_smoothed_rates_are_nearer_to_the_truth_than_raw_ones():
    chance = np.random.default_rng(6)
    raw, smooth = [], []
    for _ in range(200):
        people = chance.lognormal(8, 1.3, 40)
        true = chance.gamma(4, 3e-4 / 4, 40)
        counts = chance.poisson(true * people)
        raw.append(np.mean((counts / people - true) ** 2))
        smooth.append(np.mean((smoothing.poisson_gamma(counts, people).rates - true) ** 2))
    assert np.mean(smooth) < 0.5 * np.mean(raw)
