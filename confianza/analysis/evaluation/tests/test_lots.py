"""Where a lot decided: stepped wedges, and areas near and far."""

import numpy as np
import pytest

from confianza.analysis.evaluation import difference_claims, exposure, wedges
from confianza.analysis.evaluation.problems import EvaluationRefused
from confianza.analysis.evaluation.tests import known

STEPS = np.array([1, 1, 2, 2, 3, 3, 4, 4])


def wedge(effect, level=60.0):
    way = np.array([1.0, 1.1, 1.0, 0.9, 1.2, 1.1])
    on = np.arange(6)[None, :] >= STEPS[:, None]
    sizes = level * np.linspace(0.5, 1.5, 8)
    wobble = np.array([[(3 * row + 5 * at) % 5 - 2 for at in range(6)] for row in range(8)])
    return known.of_counts(np.round(sizes[:, None] * way * np.where(on, effect, 1.0) + wobble), STEPS)


def test_a_programme_that_halves_is_found():
    found = wedges.compare(wedge(0.5), orders=499)
    assert found.ratio == pytest.approx(0.5, abs=0.05)
    assert found.low < 0.5 < found.high < 1
    assert found.p <= 0.01
    # 8! over (2!)^4 orders look different.
    assert found.possible == 2520
    assert difference_claims.of_wedge(found).code == "wedge_differs"


def test_one_that_does_nothing_is_not():
    found = wedges.compare(wedge(1.0), orders=499)
    assert found.low < 1 < found.high
    assert difference_claims.of_wedge(found).code == "wedge_within_chance"


def test_the_same_seed_gives_the_same_answer():
    assert wedges.compare(wedge(0.8), orders=99) == wedges.compare(wedge(0.8), orders=99)


def test_a_lot_among_too_few_is_refused():
    with pytest.raises(EvaluationRefused) as refused:
        wedges.compare(known.of_counts([[5, 6, 7]] * 4, [1, 1, 2, 2]))
    assert refused.value.code == "few_areas_for_lot"
    with pytest.raises(EvaluationRefused, match="counted nothing"):
        wedges.compare(known.of_counts([[5, 6, 7]] * 6 + [[0, 0, 0]], [1, 1, 1, 2, 2, 2, 2]))


def town(direct, spill):
    random = np.random.default_rng(5)
    place = np.array([(x, y) for x in range(12) for y in range(12)], dtype=float)
    near = exposure.within(place, 1.1)
    treated = np.zeros(144, dtype=bool)
    treated[random.choice(144, 20, replace=False)] = True
    beside = (near @ treated.astype(float) > 0) & ~treated
    change = random.normal(0, 1, 144) + direct * treated + spill * beside
    return change, treated, near


@pytest.mark.parametrize(
    ("spill", "code"), [(3, "spill_displaced"), (-3, "spill_diffused"), (0, "spill_neither")]
)
def test_displacement_and_diffusion_are_told_alike(spill, code):
    found = exposure.compare(*town(-4, spill), draws=999)
    assert found.direct.estimate == pytest.approx(-4, abs=1.2)
    assert found.direct.p < 0.01
    assert found.near.estimate == pytest.approx(spill, abs=1.2)
    assert found.all_together.total == pytest.approx(found.direct.total + found.near.total, rel=1e-9)
    assert code in [claim.code for claim in difference_claims.of_exposure(found)]


def test_strata_are_kept_by_the_lot():
    change, treated, near = town(-4, 0)
    strata = np.repeat(["north", "south"], 72)
    lots = exposure._lots(treated, strata, 50, 1)
    for name in ("north", "south"):
        assert (lots[:, strata == name].sum(axis=1) == treated[strata == name].sum()).all()
    assert exposure.compare(change, treated, near, strata=strata, draws=199).direct.p < 0.05


def test_what_a_lot_cannot_tell_is_refused():
    change, treated, near = town(-4, 0)
    for case, code in (
        ((change, np.ones(144, dtype=bool), near), "no_lot"),
        ((change, treated, np.zeros((144, 144), dtype=bool)), "none_near"),
        ((change, treated, np.ones((144, 144), dtype=bool)), "none_far"),
    ):
        with pytest.raises(EvaluationRefused) as refused:
            exposure.compare(*case, draws=99)
        assert refused.value.code == code
