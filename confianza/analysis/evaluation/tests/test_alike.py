"""Areas to compare with, proposed from what lies before alone."""

import numpy as np
import pytest

from confianza.analysis.evaluation import areas_alike
from confianza.analysis.evaluation.problems import EvaluationRefused


def test_chance_alone_parts_by_about_one():
    random = np.random.default_rng(3)
    means = np.outer([30, 30, 3, 300, 90], np.linspace(1, 2, 8))
    worlds = [random.poisson(means).astype(float) for _ in range(200)]
    partings = [each.parting for world in worlds for each in areas_alike.propose(world, np.ones((5, 8)), 0)]
    assert np.mean(partings) == pytest.approx(1, abs=0.05)
    y = worlds[0]
    found = areas_alike.propose(y, np.ones_like(y), 0)
    assert found[0].area == 1
    assert {each.area for each in found} == {1, 2, 3, 4}


def test_another_way_is_another_way_however_small_its_difference_in_level():
    way = np.array([40.0, 50, 60, 70, 80, 90])
    y = np.array([way, way[::-1], way * 2, way * 0.5, way * 1.2])
    found = areas_alike.propose(y, np.ones_like(y), 0)
    assert [each.area for each in found if not each.is_alike] == [1]
    assert [each.area for each in found][0] == 4
    assert {each.area: round(each.level, 2) for each in found} == {4: 1.2, 2: 2, 3: 0.5, 1: 1}


def test_populations_divide():
    people = np.outer(np.ones(5), np.linspace(1, 3, 6)) * 100
    y = people / 2
    y[0] = 50
    people[0] = 100
    assert areas_alike.propose(y, people, 0)[0].parting == pytest.approx(0, abs=1e-9)


def test_too_little_to_propose_from_is_refused():
    for y, code in ((np.ones((5, 3)), "few_to_propose"), (np.ones((4, 6)), "few_to_propose"),
                    (np.vstack([np.zeros(6), np.ones((5, 6))]), "nothing_before")):  # fmt: skip
        with pytest.raises(EvaluationRefused) as refused:
            areas_alike.propose(y, np.ones_like(y), 0)
        assert refused.value.code == code
