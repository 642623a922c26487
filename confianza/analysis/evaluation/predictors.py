"""Synthetic control on predictors, whose own weights are learnt: the classic form, searched properly.

Abadie & Gardeazabal (2003, AER 93:113-132). Given weights of predictors, the donors' weights are one exact
question (`simplex`); which predictors matter is chosen so that the path before is fitted best, and that
question has many local answers: programs that descend from one start return one of them. Here the search
starts in several places and tells every answer with its loss; and a linear programme says whether some
weights of predictors reach the best fit there is at all (Becker & Klößner 2018, Econometrics and Statistics
6:1-19). Often some do, by all but one or two predictors being neglected: then predictors only choose between
local answers.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from confianza.analysis.evaluation import simplex
from confianza.analysis.evaluation.pool import Pool
from confianza.analysis.evaluation.problems import EvaluationRefused
from confianza.analysis.evaluation.simplex import Reals
from confianza.analysis.evaluation.synthetic import Fit

SEED = 2003
STARTS = 6
STEPS = 1000
# How unequal weights of predictors are at the starts that are drawn: standard deviation of their logarithms.
UNEVEN = 3.0
# The first step of a search, on the logarithm; a start of nothing at all is one of this share.
FIRST_STEP, FAINT = 2.0, 1e-6
# Answers whose losses differ by less, relatively, are the same one.
SAME_ANSWER = 1e-4


@dataclass(frozen=True)
class Predictors:
    """`donors` has shape (k, J), `treated` (k,); neither scaled. `fitted`: the periods whose misfit is the
    loss, as places in the periods before.
    """

    names: tuple[str, ...]
    donors: Reals
    treated: Reals
    fitted: tuple[int, ...]


@dataclass(frozen=True)
class Answer:
    """Where one search ended. `loss`: mean squared misfit over the fitted periods; `importance`: of each
    predictor, adding up to 1; `start`: "equal", "regression", "drawn 1" … or "linear programme".
    """

    start: str
    fit: Fit
    importance: Reals
    loss: float


@dataclass(frozen=True)
class Searched:
    """All different `answers`, the best first, and the least `floor` any weights of donors could reach."""

    answers: tuple[Answer, ...]
    floor: float

    @property
    def best(self) -> Answer:
        return self.answers[0]

    @property
    def classic(self) -> Answer:
        """The answer of a search from equal weights alone, as the usual programs give it."""
        return next(each for each in self.answers if each.start == "equal")

    @property
    def is_global(self) -> bool:
        """Whether no weights of predictors can do better."""
        return self.best.loss <= self.floor * (1 + SAME_ANSWER)


def fit(pool: Pool, told: Predictors, *, starts: int = STARTS) -> Searched:
    """Search from equal weights, from a regression, from drawn ones, and by a linear programme."""
    question = _Question(pool, told)
    floor = question.loss(simplex.weights(question.paths, question.path))
    found = [question.answer("equal", question.search(np.ones(len(told.names))))]
    if (reached := question.reaching_the_floor()) is not None:
        found.append(question.answer("linear programme", reached))
    if starts > 1 and found[-1].loss > floor * (1 + SAME_ANSWER):
        found += [question.answer(name, question.search(start)) for name, start in question.starts(starts)]
    return Searched(_different(found), floor)


def classic(pool: Pool, told: Predictors) -> Fit:
    """Fit from equal weights of predictors alone."""
    question = _Question(pool, told)
    return question.answer("equal", question.search(np.ones(len(told.names)))).fit


def best(pool: Pool, told: Predictors) -> Fit:
    """Fit with the best answer of all starts."""
    return fit(pool, told).best.fit


def rows(pool: Pool, told: Predictors) -> tuple[Reals, Reals]:
    """Return predictors as rows for `augmented`: centred at the donors, spread as the outcome before."""
    middle = told.donors.mean(axis=1)
    before = pool.others[: pool.before]
    spread = (before - before.mean(axis=1, keepdims=True)).std(ddof=1)
    each = told.donors.std(axis=1, ddof=1)
    return (told.donors - middle[:, None]) / each[:, None] * spread, (told.treated - middle) / each * spread


class _Question:
    """The nested question of one pool, its predictors scaled by their spread over all units."""

    def __init__(self, pool: Pool, told: Predictors) -> None:
        self.pool = pool
        spread = np.column_stack([told.donors, told.treated]).std(axis=1, ddof=1)
        if not spread.all():
            raise EvaluationRefused("constant_predictor", name=told.names[int(np.argmin(spread))])
        self.donors, self.treated = told.donors / spread[:, None], told.treated / spread
        self.paths, self.path = pool.others[list(told.fitted)], pool.y[list(told.fitted)]

    def mixture(self, importance: Reals) -> Reals:
        """Return the weights of donors that these weights of predictors give."""
        scale = np.sqrt(importance)
        return simplex.weights(self.donors * scale[:, None], self.treated * scale)

    def loss(self, mixture: Reals) -> float:
        left = self.path - self.paths @ mixture
        return float((left * left).mean())

    def search(self, start: Reals) -> Reals:
        """Descend from some weights of predictors (Nelder & Mead, on their logarithms: none is below 0)."""
        from scipy.optimize import minimize

        from confianza.analysis.evaluation import nested_kernels

        begun = np.log(np.maximum(start / start.sum(), FAINT))
        corners = begun + np.vstack([np.zeros(len(begun)), FIRST_STEP * np.eye(len(begun))])
        options = {"maxiter": STEPS, "initial_simplex": corners}
        found = minimize(nested_kernels.loss, begun, self._told(), method="Nelder-Mead", options=options)
        return _shares(found.x)

    def _told(self) -> tuple[Any, ...]:
        """Return what the kernel asks for: both misfits of every donor, and room to work in."""
        away, apart = self.donors - self.treated[:, None], self.paths - self.path[:, None]
        predictors, count = away.shape
        room = (np.empty((count, count)), np.empty((4, max(count, predictors))))
        chosen, matrix = np.empty(count + 1, np.int64), np.empty((count, count))
        return np.ascontiguousarray(away), apart.T @ apart / len(self.path), *room, chosen, matrix

    def answer(self, start: str, importance: Reals) -> Answer:
        mixture = self.mixture(importance)
        gap = self.pool.y - self.pool.others @ mixture
        return Answer(start, Fit(self.pool, mixture, gap), importance, self.loss(mixture))

    def starts(self, how_many: int) -> Iterator[tuple[str, Reals]]:
        """Yield starts besides equal weights: what a regression on the outcome says, then drawn ones."""
        units = np.column_stack([self.donors, self.treated]).T
        design = np.column_stack([np.ones(len(units)), units])
        told = np.linalg.lstsq(design, np.column_stack([self.paths, self.path]).T, rcond=None)[0][1:]
        regression = (told**2).sum(axis=1)
        yield "regression", np.asarray(regression + np.finfo(float).tiny)
        random = np.random.Generator(np.random.PCG64(SEED))
        for place in range(1, how_many - 1):
            yield f"drawn {place}", np.exp(random.normal(0.0, UNEVEN, len(self.treated)))

    def reaching_the_floor(self) -> Reals | None:
        """Return weights of predictors under which the best fit of the path is also that of the predictors.

        The best mixture answers the inner question where no donor would draw it nearer: that is linear in the
        weights of the predictors. Of all that do, those neglect the least that neglect the most.
        """
        from scipy.optimize import linprog

        mixture = simplex.weights(self.paths, self.path)
        mixed = self.donors @ mixture
        draws = ((self.donors - mixed[:, None]) * (self.treated - mixed)[:, None]).T
        count = len(mixed)
        least = np.column_stack([-np.eye(count), np.ones(count)])
        found = linprog(
            np.append(np.zeros(count), -1.0),
            A_ub=np.vstack([np.column_stack([draws, np.zeros(len(draws))]), least]),
            b_ub=np.zeros(len(draws) + count),
            A_eq=[[1.0] * count + [0.0]],
            b_eq=[1.0],
            bounds=[(0, None)] * (count + 1),
        )
        if not found.success or found.x[-1] <= 0:
            return None
        importance = np.asarray(found.x[:count])
        floor = self.loss(mixture)
        return importance if self.loss(self.mixture(importance)) <= floor * (1 + SAME_ANSWER) else None


def _shares(logs: Reals) -> Reals:
    found = np.exp(logs - logs.max())
    return np.asarray(found / found.sum())


def _different(found: list[Answer]) -> tuple[Answer, ...]:
    """Return the answers with the least loss first, each once; that of equal weights always stays."""
    kept: list[Answer] = []
    for each in sorted(found, key=lambda answer: (answer.start != "equal", answer.loss)):
        if all(abs(each.loss - other.loss) > SAME_ANSWER * max(each.loss, 1e-300) for other in kept):
            kept.append(each)
    return tuple(sorted(kept, key=lambda answer: answer.loss))
