"""How often placebos raise an alarm where nothing was done, and how often their interval holds the truth."""

import numpy as np
import pytest

from confianza.analysis.evaluation import guard, placebos, specifications, synthetic, synthetic_did
from confianza.analysis.evaluation.guard import Strength
from confianza.analysis.evaluation.pool import Pool

MOST_ALARMS, LEAST_COVERAGE = 0.06, 0.93
UNITS, BEFORE, AFTER = 40, 12, 4


def drawn(random, *, mean, dispersion, effect=1.0):
    """Counts of towns with a common season and ways of their own, `dispersion` times as spread as chance.

    The treated unit is one of them, drawn by lot; its counts after are multiplied by `effect`.
    """
    level = random.lognormal(np.log(mean), 0.4, UNITS)
    common = np.exp(np.cumsum(random.normal(0, 0.05, BEFORE + AFTER)))
    expected = np.outer(common, level)
    expected[BEFORE:, 0] *= effect
    if dispersion > 1:
        counts = random.negative_binomial(expected / (dispersion - 1), 1 / dispersion)
    else:
        counts = random.poisson(expected)
    periods = tuple(str(2000 + year) for year in range(BEFORE + AFTER))
    names = tuple(f"town {place}" for place in range(1, UNITS))
    return Pool("treated", names, periods, counts[:, 0].astype(float), counts[:, 1:].astype(float), BEFORE)


def alarms(worlds, way, **told):
    """Return the shares of worlds with p ≤ 0.05, and with an interval that leaves out the truth."""
    random = np.random.default_rng(7)
    small = wrong = 0
    for _ in range(worlds):
        found = placebos.in_space(drawn(random, **told), way)
        interval = found.interval()
        small += found.p <= guard.RARE
        wrong += interval is not None and not interval[0] <= 0 <= interval[1]
    return small / worlds, wrong / worlds


@pytest.mark.slow
@pytest.mark.parametrize(
    ("way", "mean", "dispersion"),
    [
        (synthetic.fit, 6, 1),
        (synthetic.fit, 6, 4),
        (synthetic.fit, 60, 1),
        (synthetic.fit, 60, 4),
        (synthetic.fit_of_changes, 60, 2),
        (synthetic_did.fit, 60, 2),
    ],
    ids=["few", "few and bunched", "many", "many and bunched", "changes", "synthetic did"],
)
def test_placebos_raise_no_more_false_alarms_than_they_say(way, mean, dispersion):
    small, wrong = alarms(200, way, mean=mean, dispersion=dispersion)
    # 200 worlds know a share of one in twenty to about one and a half in a hundred.
    assert small <= MOST_ALARMS + 0.02
    assert 1 - wrong >= LEAST_COVERAGE - 0.02


def test_few_worlds_raise_few_alarms():
    small, wrong = alarms(25, synthetic.fit, mean=20, dispersion=2)
    assert small <= 0.2
    assert wrong <= 0.2


@pytest.mark.slow
def test_the_guard_adds_no_false_alarms_to_those_of_the_placebos():
    random = np.random.default_rng(8)
    claims = 0
    for _ in range(40):
        study = specifications.compare(drawn(random, mean=60, dispersion=2))
        told = specifications.evidence(study, same_area=True, selected_for_being_high=False, registered=True)
        claims += guard.strength(told) >= Strength.DIFFERS
    # Every rule besides the placebos only takes claims away; forty worlds see a rule that adds some.
    assert claims / 40 <= 2 * MOST_ALARMS


@pytest.mark.slow
def test_a_large_effect_is_seen_nearly_always():
    random = np.random.default_rng(9)
    found = [
        placebos.in_space(drawn(random, mean=100, dispersion=1, effect=0.4), synthetic.fit).p <= guard.RARE
        for _ in range(60)
    ]
    assert np.mean(found) > 0.8
