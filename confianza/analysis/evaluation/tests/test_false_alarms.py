"""How often placebos raise an alarm where nothing was done, and how often their interval holds the truth."""

import numpy as np
import pytest

from confianza.analysis.evaluation import guard, placebos, specifications, synthetic, synthetic_did
from confianza.analysis.evaluation.guard import Strength
from confianza.analysis.evaluation.pool import Pool
from confianza.analysis.evaluation.tests import pages

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


# 1,000 worlds know a share of one in twenty to seven in a thousand.
WORLDS = 1000
CASES = [
    ("synthetic control", synthetic.fit, 3, 4),
    ("synthetic control", synthetic.fit, 6, 1),
    ("synthetic control", synthetic.fit, 6, 4),
    ("synthetic control", synthetic.fit, 60, 1),
    ("synthetic control", synthetic.fit, 60, 4),
    ("synthetic control of changes", synthetic.fit_of_changes, 60, 2),
    ("synthetic difference in differences", synthetic_did.fit, 60, 2),
]


@pytest.mark.slow
@pytest.mark.timeout(1800)
def test_placebos_raise_no_more_false_alarms_than_they_say():
    found = [alarms(WORLDS, way, mean=mean, dispersion=spread) for _, way, mean, spread in CASES]
    pages.write("false-alarms.md", _rows(found), part="placebos")
    for (name, _, mean, dispersion), (small, wrong) in zip(CASES, found, strict=True):
        assert small <= MOST_ALARMS, (name, mean, dispersion)
        assert 1 - wrong >= LEAST_COVERAGE, (name, mean, dispersion)


def _rows(found):
    yield "| method | cases a year | dispersion | false alarms | the interval holds no effect |\n"
    yield "|---|---|---|---|---|\n"
    for (name, _, mean, dispersion), (small, wrong) in zip(CASES, found, strict=True):
        yield f"| {name} | {mean} | {dispersion} | {small:.1%} | {1 - wrong:.1%} |\n"


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
