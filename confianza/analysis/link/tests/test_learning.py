"""What a model keeps: priors where nothing was seen, numbers of the data where there are many."""

import math

import pytest

from confianza.analysis.link import learning, profiles
from confianza.analysis.link.splinking import Learnt

RLDATA = profiles.get("rldata")


def levels(m, u, *, matches=1000.0, pairs=1e6):
    """The levels of the second comparison of rldata (four levels) after seeing these shares."""
    comparison = RLDATA.comparisons[0]
    return learning._levels(comparison, m, matches, u, pairs)


def test_a_level_seen_often_has_the_numbers_of_the_data():
    told = levels([0.6, 0.3, 0.08, 0.02], [0.01, 0.01, 0.01, 0.97])
    assert told[0]["m"] == pytest.approx(0.6, abs=0.01)
    assert told[0]["bits"] == pytest.approx(math.log2(60), abs=0.1)
    assert {level["origin"] for level in told} == {"trained"}


def test_a_level_never_seen_has_a_prior_and_says_so():
    told = levels([0.7, 0.28, None, 0.02], [0.01, 0.01, None, 0.98])
    assert told[2]["origin"] == "prior"
    assert told[2]["m"] > 0
    assert math.isfinite(told[2]["bits"])


def test_a_comparison_never_trained_is_all_prior():
    told = levels([None] * 4, [None] * 4, matches=0.0)
    assert {level["origin"] for level in told} == {"prior"}
    assert [level["m"] for level in told] == pytest.approx([0.85, 0.1, 0.03, 0.02])


def test_levels_are_numbered_from_the_most_alike_down():
    assert [level["level"] for level in levels([None] * 4, [None] * 4)] == [3, 2, 1, 0]


def test_matches_among_the_random_pairs_are_taken_out():
    # One in a thousand pairs is one person; they make half of what is equal.
    assert learning._of_others(0.002, 0.001, 1e7) == pytest.approx(0.001)
    assert learning._of_others(0.001, 0.001, 1e7) is None
    assert learning._of_others(None, 0.001, 1e7) is None


def test_the_fingerprint_is_of_the_content_and_not_of_its_order():
    assert learning.fingerprint({"a": 1, "b": [2]}) == learning.fingerprint({"b": [2], "a": 1})
    assert learning.fingerprint({"a": 1}) != learning.fingerprint({"a": 2})


def test_the_median_of_the_passes_counts():
    passes = [Learnt(("x",), {"fname_c1": [m, 1 - m, None, None]}, 10.0) for m in (0.5, 0.7, 0.9)]
    shares, matches = learning._gathered(RLDATA, passes)["fname_c1"]
    assert shares == [0.7, pytest.approx(0.3), None, None]
    assert matches == 10.0
