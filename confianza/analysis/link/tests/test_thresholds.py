"""Thresholds and the prior come from the probabilities alone."""

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from confianza.analysis.link import thresholds


def test_the_prior_agrees_with_the_probabilities_it_gives():
    bits = np.array([30.0] * 40 + [-10.0] * 500)
    likely, prior = thresholds.probabilities(bits, 1e-3, 10_000)
    assert prior == pytest.approx(40 / 10_000, rel=0.01)
    assert likely[0] > 0.99
    assert likely[-1] < 0.01


def test_it_reaches_the_same_prior_from_a_poor_guess():
    bits = np.array([25.0] * 40 + [-10.0] * 500)
    assert thresholds.probabilities(bits, 1e-6, 10_000)[1] == pytest.approx(
        thresholds.probabilities(bits, 1e-2, 10_000)[1], rel=1e-6
    )


@settings(deadline=None)
@given(st.lists(st.floats(0.0, 1.0), min_size=1, max_size=60))
def test_no_other_cut_has_a_better_expected_f1(probabilities):
    p = np.array(probabilities)
    if p.sum() < 1e-6:
        return

    def expected_f1(kept):
        return 2 * p[kept].sum() / (kept.sum() + p.sum())

    chosen = thresholds.choose(pl.Series(p))
    best = max(expected_f1(p >= cut) for cut in p)
    assert expected_f1(p >= chosen.join - 1e-12) >= best - 1e-9


def test_the_band_for_a_person_lies_around_the_cut():
    chosen = thresholds.choose(pl.Series([0.99, 0.9, 0.6, 0.3]))
    assert chosen.low <= chosen.join <= chosen.high == thresholds.HIGH


def test_no_pairs_need_no_person():
    chosen = thresholds.choose(pl.Series([], dtype=pl.Float64))
    assert (chosen.low, chosen.high) == (thresholds.LOW, thresholds.HIGH)
