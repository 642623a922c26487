import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from confianza.analysis.evaluation import simplex


def asked(seed, rows, columns):
    random = np.random.default_rng(seed)
    return random.normal(0, 1, (rows, columns)), random.normal(0, 1, rows)


@given(st.integers(0, 10_000), st.integers(1, 12), st.integers(1, 15), st.sampled_from([0.0, 0.3, 5.0]))
@settings(max_examples=150, deadline=None)
def test_no_other_mixture_lies_nearer(seed, rows, columns, ridge):
    paths, target = asked(seed, rows, columns)
    found = simplex.weights(paths, target, ridge=ridge)
    pull = paths.T @ (paths @ found - target) + ridge * found
    assert found.min() >= 0
    assert found.sum() == pytest.approx(1)
    # The condition of a convex optimum: going towards any single column only leads away.
    assert (pull - found @ pull).min() >= -1e-8


def test_a_mixture_is_found_again():
    paths, _ = asked(1, 20, 6)
    mixed = np.array([0.2, 0, 0.5, 0, 0.3, 0])
    assert simplex.weights(paths, paths @ mixed) == pytest.approx(mixed, abs=1e-9)


def test_a_target_beyond_all_columns_takes_the_nearest():
    assert simplex.weights(np.array([[1.0, 2.0, 3.0]]), np.array([9.0])).tolist() == [0, 0, 1]


def test_the_order_of_the_columns_does_not_matter():
    paths, target = asked(2, 15, 8)
    turned = np.arange(8)[::-1]
    straight, back = simplex.weights(paths, target), simplex.weights(paths[:, turned], target)
    assert back[turned] == pytest.approx(straight, abs=1e-10)


def test_a_column_that_stands_twice_takes_no_more_than_once():
    paths, target = asked(3, 15, 4)
    twice = np.column_stack([paths, paths])
    one, two = simplex.weights(paths, target), simplex.weights(twice, target)
    assert two[:4] + two[4:] == pytest.approx(one, abs=1e-9)


def test_a_feeble_ridge_and_a_real_one_agree_where_they_meet():
    paths, target = asked(4, 15, 6)
    limit = simplex.FEEBLE * float(((paths - target[:, None]) ** 2).sum())
    below, above = (simplex.weights(paths, target, ridge=limit * factor) for factor in (0.999, 1.001))
    assert below == pytest.approx(above, abs=1e-6)


def test_a_large_ridge_gives_equal_weights():
    paths, target = asked(5, 10, 4)
    assert simplex.weights(paths, target, ridge=1e9) == pytest.approx(np.full(4, 0.25), abs=1e-6)


@pytest.mark.parametrize("seed", range(12))
def test_among_mixtures_that_fit_alike_a_hint_of_a_ridge_takes_the_most_even(seed):
    paths = np.random.default_rng(seed).uniform(0, 1e5, (3, 9))
    target = paths @ np.full(9, 1 / 9)
    hint = 3 * (1e-6 * float(paths.std())) ** 2
    # Equal weights fit in every point, and nothing is more even.
    assert simplex.weights(paths, target, ridge=hint) == pytest.approx(np.full(9, 1 / 9), abs=1e-3)
