"""Interviews side by side."""

from math import inf

import numpy as np
import pytest

from confianza.analysis.surveys import interviews
from confianza.analysis.surveys.interviews import BLANK, Twin


def test_the_nearest_twin_is_found_with_its_share_counted_by_hand():
    codes = np.array([[1, 2, 3, 4], [1, 2, 3, 1], [4, 4, 4, 4], [1, 1, 1, 1]])
    found = interviews.twins(codes, least=4)
    assert found[0] == Twin(1, 0.75)
    assert found[1] == Twin(0, 0.75)
    assert found[2] == Twin(0, 0.25)
    assert found[3] == Twin(1, 0.5)


def test_a_question_that_many_left_blank_is_not_compared():
    codes = np.array([[1, BLANK], [1, 2], [2, BLANK]])
    assert interviews.twins(codes, least=1) == [Twin(1, 1.0), Twin(0, 1.0), Twin(0, 0.0)]
    assert interviews.twins(codes, least=2) == [None] * 3


def test_whoever_answered_little_is_like_nobody():
    codes = np.ones((20, 20), np.int64)
    codes[0, :6] = BLANK
    found = interviews.twins(codes, least=10)
    assert found[0] is None
    assert found[1] == Twin(2, 1.0)


@pytest.mark.parametrize("shape", [(0, 5), (1, 5), (5, 0)])
def test_where_there_is_nothing_to_compare_there_is_no_twin(shape):
    assert interviews.twins(np.ones(shape, np.int64), least=1) == [None] * shape[0]


def test_random_interviews_of_many_questions_are_not_alike():
    codes = np.random.default_rng(8).integers(0, 5, (300, 60))
    assert max(each.share for each in interviews.twins(codes, least=20)) < 0.6


def test_a_person_is_compared_with_all_others_by_interview():
    scipy = pytest.importorskip("scipy.stats")
    own, others = [0.4, 0.5, 0.6, 0.5], [0.1, 0.2, 0.1, 0.15, 0.1]
    found = interviews.unlike_the_rest([*own, *others], ["a"] * 4 + ["b"] * 3 + ["c"] * 2, least=4)
    assert list(found) == ["a"]
    assert found["a"].t == pytest.approx(scipy.ttest_ind(own, others, equal_var=False).statistic)
    assert (found["a"].own, found["a"].others) == (0.5, pytest.approx(0.13))


@pytest.mark.parametrize(("own", "others", "t"), [(1, 0, inf), (0, 1, -inf), (1, 1, 0)])
def test_without_any_spread_the_difference_is_without_bounds_or_none(own, others, t):
    found = interviews.unlike_the_rest([own] * 3 + [others] * 3, ["a"] * 3 + ["b"] * 3, least=3)
    assert found["a"].t == t


def test_distances_agree_with_a_degree_of_the_meridian():
    assert interviews.metres((0, 0), (1, 0)) == pytest.approx(111_195, abs=1)
    assert interviews.metres((60, 0), (60, 1)) == pytest.approx(55_597, abs=5)
    assert interviews.metres((14.5, -90.6), (14.5, -90.6)) == 0


def test_one_point_far_from_the_others_is_found_and_a_wide_cluster_is_not():
    near = [(14.5, -90.6), (14.501, -90.6), (14.5, -90.601), (14.501, -90.601), (14.5005, -90.6)]
    rule = {"least": 4, "metres_at_least": 1000, "times": 3}
    assert interviews.far_away([*near, (14.6, -90.6)], **rule) == [False] * 5 + [True]
    wide = [(14.5 + n * 0.02, -90.6) for n in range(6)]
    assert interviews.far_away(wide, **rule) == [False] * 6
    assert interviews.far_away(near[:2], **rule) == [False] * 2
