"""What those chosen for being high do by themselves."""

import numpy as np
import pytest

from confianza.analysis.selection import criteria, returning


def check_that_nothing_done_is_foretold(true_of, worlds, *, towns, close):
    """A tenth of the towns is chosen on last year's count and nothing done: what is foretold happens."""
    random = np.random.default_rng(2)
    foretold, happened, held = [], [], []
    for seed in range(worlds):
        true = true_of(random, towns)
        now, following = random.poisson(true).astype(float), random.poisson(true)
        chosen = np.argsort(-now, kind="stable")[: towns // 10]
        found = returning.of_chosen(criteria.of_counts(now, None)[0], chosen.tolist(), worlds=400, seed=seed)
        foretold.append(found.mean)
        happened.append(following[chosen].sum() / now[chosen].sum() - 1)
        held.append(found.low <= happened[-1] <= found.high)
    assert np.mean(foretold) < -0.02
    assert np.mean(foretold) == pytest.approx(np.mean(happened), abs=close)
    assert worlds < 50 or np.mean(held) >= 0.65


SHAPES = {
    "a gamma": lambda random, towns: random.gamma(0.7, 18, towns),
    "none above twenty": lambda random, towns: random.uniform(0, 20, towns),
    "a few far above": lambda random, towns: np.exp(random.normal(1.5, 1.2, towns)),
}


@pytest.mark.parametrize("shape", SHAPES)
def test_the_change_by_itself_is_what_simulated_towns_do_with_no_effect(shape):
    check_that_nothing_done_is_foretold(SHAPES[shape], 3, towns=160, close=0.12)


@pytest.mark.slow
@pytest.mark.parametrize("shape", SHAPES)
def test_the_change_by_itself_is_what_many_simulated_towns_do_with_no_effect(shape):
    check_that_nothing_done_is_foretold(SHAPES[shape], 60, towns=262, close=0.02)


def test_fewer_towns_are_supposed_to_be_of_a_gamma():
    check_that_nothing_done_is_foretold(SHAPES["a gamma"], 6, towns=60, close=0.12)


def test_small_counts_come_down_more():
    random = np.random.default_rng(3)
    small, large = (random.poisson(random.gamma(2, size, 200)).astype(float) for size in (2, 200))
    falls = [
        returning.of_chosen(criteria.of_counts(counts, None)[0], np.argsort(-counts)[:25].tolist()).mean
        for counts in (small, large)
    ]
    assert falls[0] < -0.15 < falls[1] < 0


def test_where_all_are_alike_those_chosen_fall_to_the_mean():
    counts = np.array([10.0] * 20 + [16, 4])
    found = returning.of_chosen(criteria.of_counts(counts, None)[0], [20])
    assert found.mean == pytest.approx(10 / 16 - 1, abs=0.02)
    assert found.fell > 0.9


def test_without_noise_or_without_anything_counted_nothing_is_said():
    values = criteria.of_values("index", np.array([1.0, 2, 3]))
    assert returning.of_chosen(values, [2]) is None
    zero = criteria.of_counts(np.array([0.0, 5, 9, 4, 1, 2, 3, 4]), None)[0]
    assert returning.of_chosen(zero, [0]) is None


def test_a_measured_value_comes_down_too():
    values = np.array([0.1, 0.2, 0.3, 0.4, 0.9])
    found = returning.of_chosen(criteria.of_values("fear", values, errors=np.full(5, 0.2)), [4])
    assert found.mean < -0.1
