"""Rounded figures add up, are near the true ones, and never differ from one release to the next."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from confianza.analysis.disclosure import rounding
from confianza.analysis.disclosure.findings import CannotProtect
from confianza.analysis.disclosure.tests.test_auditing import COUNTS, cube_of

KEY = b"of the tests"


@given(shape=st.sampled_from([(3, 3), (4, 5), (2, 3, 3)]), seed=st.integers(0, 10**6))
@settings(max_examples=20, deadline=None)
def test_rounded_figures_add_up_and_lie_beside_the_true_ones(shape, seed):
    table = cube_of(np.random.default_rng(seed).poisson(4, shape))
    rounded = rounding.protect(table, base=5, key=KEY)
    found = rounded.cells["rounded"].to_numpy()
    sums = table.sums
    added = np.bincount(sums["sum"], found[sums["part"]])
    totals = np.zeros(len(added))
    totals[sums["sum"]] = found[sums["total"]]
    assert (added == totals).all()
    assert (found % 5 == 0).all()
    assert (found >= 0).all()
    reach = 5 if not rounded.beyond else 15
    assert (np.abs(found - table.values) < reach).all()
    assert rounded.beyond == 0 or len(shape) > 2
    told = rounding.intervals(rounded)
    assert (told["low"].to_numpy() <= table.values).all()
    assert (told["high"].to_numpy() >= table.values).all()


def test_the_same_key_rounds_alike_and_another_otherwise():
    table = cube_of(np.random.default_rng(1).poisson(7, (6, 6)))
    one, again, other = (
        rounding.protect(table, base=5, key=key).cells["rounded"] for key in (KEY, KEY, b"x")
    )
    assert one.equals(again)
    assert not one.equals(other)


def test_a_base_that_rounds_nothing_is_refused():
    with pytest.raises(CannotProtect, match="rounds nothing"):
        rounding.protect(cube_of(COUNTS), base=1, key=KEY)
