"""Of a thousand samples of a town that is known, how many intervals hold the truth?"""

import numpy as np
import pytest

from confianza.analysis.surveys import change, design, estimates

STRATA, CLUSTERS, PEOPLE = 5, 60, 40
TAKEN, INTERVIEWED = 8, 10
QUICK, WHOLE = 200, 1000


def town(draws):
    """Trust in the police (0-10) of everybody, in strata and neighbourhoods that differ; two waves."""
    of_strata = draws.normal(5, 0.7, (STRATA, 1, 1))
    of_clusters = draws.normal(0, 0.6, (STRATA, CLUSTERS, 1))
    first = of_strata + of_clusters + draws.normal(0, 2, (STRATA, CLUSTERS, PEOPLE))
    moved = 0.4 + draws.normal(0, 0.3, (STRATA, CLUSTERS, 1))
    second = of_strata + of_clusters + moved + draws.normal(0, 2, (STRATA, CLUSTERS, PEOPLE))
    return np.clip(np.round([first, second]), 0, 10)


def draw(waves, draws):
    """Interviews twice in the same neighbourhoods, with other people: wave, stratum, place, answer."""
    rows = []
    for stratum in range(STRATA):
        for cluster in draws.choice(CLUSTERS, TAKEN, replace=False):
            for wave in range(2):
                who = draws.choice(PEOPLE, INTERVIEWED, replace=False)
                rows += [(wave, stratum, cluster, answer) for answer in waves[wave, stratum, cluster, who]]
    return np.array(rows).T


def interviews(waves, draws):
    wave, strata, clusters, answers = draw(waves, draws)
    weights = np.full(len(wave), CLUSTERS / TAKEN * PEOPLE / INTERVIEWED)
    plan = design.of(weights, strata=strata, clusters=[clusters], fpc=[np.full(len(wave), CLUSTERS)])
    earlier, later = (estimates.mean(plan, answers, domain=wave == number) for number in (0, 1))
    happy = estimates.share(plan, (answers >= 8).astype(float), domain=wave == 1)
    return earlier, later, change.in_same_clusters(plan, earlier, later), happy


def coverage(samples, seed):
    draws = np.random.default_rng(seed)
    waves = town(draws)
    truth = waves[0].mean(), waves[1].mean(), waves[1].mean() - waves[0].mean(), (waves[1] >= 8).mean()
    held = np.zeros(4)
    for _ in range(samples):
        found = interviews(waves, draws)
        held += [one.low <= true <= one.high for one, true in zip(found, truth, strict=True)]
    return held / samples


def test_most_intervals_of_level_change_and_share_hold_the_truth():
    # 200 samples: 95 % within three standard errors of the simulation, 4.6 points.
    assert coverage(QUICK, 7) == pytest.approx(0.95, abs=0.046)


@pytest.mark.slow
def test_93_to_97_of_a_hundred_intervals_hold_the_truth():
    assert coverage(WHOLE, 2026) == pytest.approx(0.95, abs=0.02)
