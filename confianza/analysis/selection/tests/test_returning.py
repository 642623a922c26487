"""What those chosen for being high do by themselves."""

import numpy as np
import pytest

from confianza.analysis.selection import criteria, returning


def check_that_nothing_done_is_foretold(worlds, towns):
    # A tenth of the towns is chosen on last year's count, nothing done: what is foretold is what happens,
    # on average.
    random = np.random.default_rng(2)
    foretold, happened, held = [], [], []
    for seed in range(worlds):
        true = random.gamma(0.7, 18, towns)
        now, following = random.poisson(true).astype(float), random.poisson(true)
        chosen = np.argsort(-now, kind="stable")[: towns // 10]
        found = returning.of_chosen(criteria.of_counts(now, None)[0], chosen.tolist(), worlds=400, seed=seed)
        change = following[chosen].sum() / now[chosen].sum() - 1
        foretold.append(found.mean)
        happened.append(change)
        held.append(found.low <= change <= found.high)
    assert np.mean(foretold) < -0.03
    assert np.mean(foretold) == pytest.approx(np.mean(happened), abs=0.12 if worlds < 50 else 0.015)
    assert np.mean(held) >= 0.75


def test_the_change_by_itself_is_what_simulated_towns_do_with_no_effect():
    check_that_nothing_done_is_foretold(6, 60)


@pytest.mark.slow
def test_the_change_by_itself_is_what_many_simulated_towns_do_with_no_effect():
    check_that_nothing_done_is_foretold(100, 262)


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
