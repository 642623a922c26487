import dataclasses

import numpy as np
import pytest

from confianza.analysis.evaluation import predictors
from confianza.analysis.evaluation.predictors import Predictors
from confianza.analysis.evaluation.problems import EvaluationRefused
from confianza.analysis.evaluation.tests import comparisons
from confianza.analysis.evaluation.tests.comparisons import published


def invented():
    pool = comparisons.invented()
    before = pool.before
    donors = np.vstack([pool.others[:before].mean(axis=0), pool.others[before - 1], pool.others[0] ** 2])
    treated = np.array([pool.y[:before].mean(), pool.y[before - 1], pool.y[0] ** 2])
    return pool, Predictors(("mean", "last", "first squared"), donors, treated, tuple(range(before)))


@published
@pytest.mark.parametrize("left_out", [(), (comparisons.SPAIN,)])
def test_the_basque_country_as_it_was_published(left_out):
    found = predictors.fit(*comparisons.basque(left_out=left_out)).classic
    told = dict(found.fit.largest)
    assert told["Cataluna"] == pytest.approx(0.8508, abs=5e-5)
    assert told["Madrid (Comunidad De)"] == pytest.approx(0.1492, abs=5e-5)
    assert len(told) == 2
    assert found.loss == pytest.approx(0.008864545, abs=5e-10)
    assert found.fit.estimate == pytest.approx(-0.579925, abs=5e-7)


@published
def test_the_published_answer_is_not_the_best_one():
    found = predictors.fit(*comparisons.basque())
    assert found.is_global
    assert found.best.loss == pytest.approx(found.floor)
    assert found.best.loss < found.classic.loss / 2
    assert found.best.fit.estimate == pytest.approx(-0.98, abs=0.005)
    assert (found.best.importance > 0).all()


def test_the_best_answer_never_loses_to_the_classic_one():
    pool, told = invented()
    found = predictors.fit(pool, told)
    assert found.answers == tuple(sorted(found.answers, key=lambda answer: answer.loss))
    assert found.floor <= found.best.loss * (1 + 1e-9) <= found.classic.loss * (1 + 1e-6)
    assert found.classic.fit.weights == pytest.approx(predictors.classic(pool, told).weights)
    assert found.best.fit.weights == pytest.approx(predictors.best(pool, told).weights)


def test_where_the_floor_is_out_of_reach_several_starts_are_tried():
    pool, told = invented()
    lost = dataclasses.replace(told, treated=told.treated * np.array([3.0, 0.2, 9.0]))
    found = predictors.fit(pool, lost)
    assert not found.is_global
    assert len({answer.start for answer in found.answers}) == len(found.answers)
    assert found.best.loss <= found.classic.loss


def test_a_predictor_that_is_the_same_for_all_is_refused():
    pool, told = invented()
    same = dataclasses.replace(told, donors=np.ones_like(told.donors), treated=np.ones(3))
    with pytest.raises(EvaluationRefused, match="“mean” is the same for all units"):
        predictors.fit(pool, same)


def test_the_same_question_has_the_same_answer():
    one, other = (predictors.fit(*invented()) for _ in range(2))
    assert [answer.loss for answer in one.answers] == [answer.loss for answer in other.answers]


def test_rows_for_the_augmented_way_are_centred_and_as_spread_as_the_outcome():
    pool, told = invented()
    donors, treated = predictors.rows(pool, told)
    before = pool.others[: pool.before]
    spread = (before - before.mean(axis=1, keepdims=True)).std(ddof=1)
    assert donors.mean(axis=1) == pytest.approx(np.zeros(3), abs=1e-9)
    assert donors.std(axis=1, ddof=1) == pytest.approx(np.full(3, spread))
    assert treated.shape == (3,)
