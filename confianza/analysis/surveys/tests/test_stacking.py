"""Waves under each other: the same as one file with both, and each wave's known totals in its own rows."""

import numpy as np
import pytest

from confianza.analysis.surveys import change, design, estimates, stacking, weighting


@pytest.fixture
def waves():
    draw = np.random.default_rng(7)
    clusters = np.repeat([f"c{n}" for n in range(12)], 10)
    strata = np.repeat(["one", "two"], 60)
    place = np.repeat(draw.normal(0, 1, 12), 10)
    return [(strata, clusters, place + draw.normal(5 + wave, 1, 120)) for wave in (0, 1)]


def parts(waves, weigh=lambda found, strata: found):
    return [
        stacking.Part(
            weigh(design.of(np.ones(120), strata=strata, clusters=[clusters]), strata), strata, clusters
        )
        for strata, clusters, _ in waves
    ]


def changed(waves, stacked):
    both = np.concatenate([values for _, _, values in waves])
    later = np.arange(240) >= 120
    found = [estimates.mean(stacked, both, domain=rows) for rows in (~later, later)]
    return change.in_same_clusters(stacked, *found)


def test_stacked_waves_are_the_design_of_one_file_with_both(waves):
    strata, clusters = (np.tile(labels, 2) for labels in waves[0][:2])
    one_file = design.of(np.ones(240), strata=strata, clusters=[clusters])
    found, expected = changed(waves, stacking.together(parts(waves))), changed(waves, one_file)
    assert (found.se, found.covariance) == pytest.approx((expected.se, expected.covariance), rel=1e-12)
    assert found.covariance > 0


def test_known_totals_of_each_wave_take_their_part_out_of_its_own_rows(waves):
    def weigh(found, strata):
        return weighting.post_stratified(found, strata, {"one": 500, "two": 300})

    weighed = parts(waves, weigh)
    values = waves[1][2]
    alone = estimates.mean(weighed[1].design, values)
    both = np.concatenate([waves[0][2], values])
    stacked = estimates.mean(stacking.together(weighed), both, domain=np.arange(240) >= 120)
    assert (stacked.estimate, stacked.se) == pytest.approx((alone.estimate, alone.se), rel=1e-12)
