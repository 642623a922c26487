"""Weights made better: for who did not answer, and so that sums agree with what is known of everybody.

Whatever known totals explain of a variable is no longer a matter of chance: each adjustment takes it out of
the variance too (its residuals). Deville and Särndal (1992), JASA 87; Valliant and Dever (2018), ch. 13-14.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from confianza.analysis.surveys.design import Design, Reals
from confianza.analysis.surveys.problems import SurveyRefused

# Fewer answers than this in a class say too little of those who did not answer there.
FEWEST_ANSWERS = 20
RAKED_TO = 1e-12
MOST_ROUNDS = 2000
# Valliant and Dever's usual bound on weights: the median and three and a half interquartile ranges.
RANGES_ABOVE_MEDIAN = 3.5


@dataclass(frozen=True)
class Regression:
    """What known totals explain: the regression on their variables `x` (n, p), with weights `q` (n)."""

    x: Reals
    q: Reals

    def residuals(self, influence: Reals) -> Reals:
        """Return an influence (n, k) less its regression on what is known."""
        root = np.sqrt(self.q)[:, None]
        explained = np.linalg.lstsq(root * self.x, root * influence, rcond=None)[0]
        left: Reals = influence - self.x @ explained
        return left


def for_nonresponse(weights: ArrayLike, answered: ArrayLike, classes: ArrayLike) -> Reals:
    """Return weights (n) in which those who answered stand for those of their class who did not (0 there).

    Raises SurveyRefused few_answers for a class with fewer than 20 answers: join it with another first.
    """
    told, yes = np.asarray(weights, dtype=float), np.asarray(answered, dtype=bool)
    names, inside = np.unique(np.asarray(classes), return_inverse=True)
    for number, name in enumerate(names):
        found = int((yes & (inside == number)).sum())
        if found < FEWEST_ANSWERS:
            raise SurveyRefused("few_answers", name=str(name), answers=found, fewest=FEWEST_ANSWERS)
    sampled = np.bincount(inside, weights=told)
    heard = np.bincount(inside, weights=told * yes)
    return np.where(yes, told * (sampled / heard)[inside], 0.0)


def post_stratified(design: Design, classes: ArrayLike, known: Mapping[str, float]) -> Design:
    """Return the design with weights that add up, in each class, to what is known of it."""
    return raked(design, [(classes, known)])


def raked(design: Design, margins: Sequence[tuple[ArrayLike, Mapping[str, float]]]) -> Design:
    """Return the design with weights that agree with every known margin, by iterative proportional fitting.

    `margins`: per margin the class of each row (n), and how many people each class has. Raises SurveyRefused:
    unknown_class, class_without_rows, margins_disagree, does_not_settle.
    """
    coded = [_coded(design, labels, known) for labels, known in margins]
    _check_agree([known for _, known in coded])
    weights = design.weights.copy()
    for _round in range(MOST_ROUNDS):
        before = weights
        for inside, known in coded:
            weights = weights * (known / np.bincount(inside, weights=weights, minlength=len(known)))[inside]
        if np.abs(weights - before).max() <= RAKED_TO * weights.max():
            return design.reweighted(weights, Regression(_indicators(coded), _positive(design.weights)))
    raise SurveyRefused("does_not_settle")


def calibrated(design: Design, x: ArrayLike, totals: ArrayLike) -> Design:
    """Return the design with the least changed weights for which Σ w x (n, p) are the known `totals` (p):
    the generalised regression estimator. Raises SurveyRefused negative_calibrated where a weight would turn
    negative: rake instead, or know less.
    """
    known_by, target = np.asarray(x, dtype=float), np.asarray(totals, dtype=float)
    weights = design.weights
    matrix = (known_by * weights[:, None]).T @ known_by
    pull = np.linalg.lstsq(matrix, target - weights @ known_by, rcond=None)[0]
    changed = weights * (1 + known_by @ pull)
    if (changed < 0).any():
        raise SurveyRefused("negative_calibrated", row=int(np.argmax(changed < 0)) + 1)
    return design.reweighted(changed, Regression(known_by, _positive(weights)))


def trimmed(weights: ArrayLike, *, limit: float | None = None) -> Reals:
    """Return weights of which none passes `limit` (the median and 3.5 interquartile ranges unless told), and
    what was cut off given to the others in proportion, so that the sum stays.
    """
    told = np.asarray(weights, dtype=float)
    held = told[told > 0]
    low, middle, high = np.quantile(held, [0.25, 0.5, 0.75])
    most = middle + RANGES_ABOVE_MEDIAN * (high - low) if limit is None else limit
    if most * len(held) < held.sum():
        raise SurveyRefused("limit_too_low", limit=float(most))
    kept = told.copy()
    for _round in range(MOST_ROUNDS):
        over = kept > most
        excess = (kept[over] - most).sum()
        if excess <= RAKED_TO * held.sum():
            break
        kept[over] = most
        room = (kept < most) & (kept > 0)
        kept[room] *= 1 + excess / kept[room].sum()
    return kept


def _coded(design: Design, labels: ArrayLike, known: Mapping[str, float]) -> tuple[NDArray[np.int64], Reals]:
    names = list(known)
    places = {name: place for place, name in enumerate(names)}
    told = [str(each) for each in np.asarray(labels).tolist()]
    for row, each in enumerate(told, 1):
        if each not in places:
            raise SurveyRefused("unknown_class", name=each, row=row)
    inside = np.array([places[each] for each in told], dtype=np.int64)
    held = np.bincount(inside, weights=design.weights, minlength=len(names))
    for name, weight in zip(names, held, strict=True):
        if weight <= 0 and known[name] > 0:
            raise SurveyRefused("class_without_rows", name=name)
    return inside, np.array([known[name] for name in names], dtype=float)


def _check_agree(known: Sequence[Reals]) -> None:
    sums = [float(each.sum()) for each in known]
    if max(sums) - min(sums) > 1e-6 * max(sums):
        raise SurveyRefused("margins_disagree", sums=sums)


def _indicators(coded: Sequence[tuple[NDArray[np.int64], Reals]]) -> Reals:
    return np.concatenate([np.eye(len(known))[inside] for inside, known in coded], axis=1)


def _positive(weights: Reals) -> Reals:
    return np.where(weights > 0, weights, 0.0)
