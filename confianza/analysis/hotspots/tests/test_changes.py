"""The E-test and the probability that a rate rose."""

import numpy as np
import pytest

from confianza.analysis.hotspots import changes

# Krishnamoorthy & Thomson (2004), and the packages ptools and crimepy that print the same.
PUBLISHED = [
    ((0, 3), 0.0883790),
    ((6, 2), 0.1749),
    ((10, 5), 0.2061644),
    ((20, 20), 1.0),
    ((100, 25, 10, 5), 0.0015380663),
    ((15, 5), 0.0250351),
]


@pytest.mark.parametrize(("counts", "p"), PUBLISHED)
def test_it_gives_the_published_values(counts, p):
    assert changes.e_test(*counts) == pytest.approx(p, abs=5e-5 if p == 0.1749 else 5e-8)


def test_a_difference_may_be_supposed():
    assert changes.e_test(15, 5, difference=5) == pytest.approx(0.2018457, abs=5e-8)


@pytest.mark.parametrize("counts", [(0, 3, 1, 1), (100, 25, 10, 5), (7, 30, 2, 9), (400, 450, 1, 1)])
def test_with_an_error_of_its_own_for_each_count_it_is_that_of_scipy(counts):
    from scipy.stats import poisson_means_test

    now, before, exposure, exposure_before = counts
    theirs = poisson_means_test(now, exposure, before, exposure_before).pvalue
    assert changes.e_test(*counts, variance="each") == pytest.approx(theirs, abs=1e-7)


def test_which_count_comes_first_does_not_matter():
    assert changes.e_test(6, 2) == changes.e_test(2, 6)


def test_nothing_and_nothing_differ_by_nothing():
    assert changes.e_test(0, 0) == 1


def test_impossible_counts_are_said():
    with pytest.raises(ValueError, match="zero or more"):
        changes.e_test(3, -2)


def test_it_is_wrong_about_as_often_as_it_says_and_notices_more_than_the_exact_test():
    random = np.random.default_rng(4)
    pairs = random.poisson(12, size=(1_500, 2))
    kinds = {tuple(pair): (changes.e_test(*pair), changes.change.compare(*pair).p) for pair in pairs.tolist()}
    false = np.array([kinds[tuple(pair)] for pair in pairs.tolist()]) < 0.05
    assert 0.03 < false[:, 0].mean() < 0.065
    assert false[:, 1].mean() < false[:, 0].mean()


def test_the_probability_of_a_rise_is_a_half_where_nothing_changed_and_sides_add_up_to_one():
    assert changes.probability_up(10, 10) == pytest.approx(0.5)
    assert changes.probability_up(15, 5) + changes.probability_up(5, 15) == pytest.approx(1)
    assert changes.probability_up(10, 20, 1, 2) == pytest.approx(0.5, abs=0.03)


def test_cases_that_come_in_bunches_make_a_change_less_sure():
    plain, bunched = changes.of_counts(130, 100), changes.of_counts(130, 100, dispersion=4)
    assert bunched.change.ratio == plain.change.ratio == pytest.approx(1.3)
    assert bunched.change.p > plain.change.p
    assert 0.5 < bunched.probability_up < plain.probability_up
    with pytest.raises(ValueError, match="1 or more"):
        changes.of_counts(1, 1, dispersion=0.5)
