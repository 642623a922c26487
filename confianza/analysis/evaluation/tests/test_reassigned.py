"""Starts dealt out anew: all deals where there are few, the rarest where something was done."""

import numpy as np

from confianza.analysis.evaluation import reassigned
from confianza.analysis.evaluation.panels import Panel


def a_panel(*, falls=0.0, seed=1, without=6):
    """Two areas that begin in turn, and some that never do."""
    chance, length = np.random.default_rng(seed), 12
    start = np.array([5, 8, *[length] * without])
    means = np.full((len(start), length), 50.0)
    means[np.arange(length)[None, :] >= start[:, None]] *= 1 - falls
    y = chance.poisson(means).astype(float)
    names, periods = tuple(map(str, range(len(start)))), tuple(map(str, range(length)))
    return Panel(names, periods, y, np.ones_like(y), start)


def test_a_programme_that_halves_it_is_the_rarest_of_all_deals():
    found = reassigned.compare(a_panel(falls=0.5))
    assert (found.as_far, found.orders) == (1, 8 * 7)
    assert found.p == 1 / 56


def test_a_programme_that_does_nothing_is_a_deal_like_others():
    ranks = [reassigned.compare(a_panel(seed=seed)).p for seed in range(12)]
    assert 0.25 <= float(np.mean(ranks)) <= 0.75


def test_the_same_panel_gives_the_same_answer_and_no_more_deals_than_were_asked_for():
    panel = a_panel(falls=0.2)
    assert reassigned.compare(panel) == reassigned.compare(panel)
    assert reassigned.compare(panel, orders=20).orders == 21


def test_an_area_that_had_no_case_before_is_not_asked():
    panel = a_panel()
    panel.y[5, :9] = 0
    asked = [
        start for start in (5, 8) if reassigned._is_asked(panel, np.array([12] * 5 + [start] + [12] * 2))
    ]
    assert asked == []
