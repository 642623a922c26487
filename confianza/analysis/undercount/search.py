"""All the models of a table that are looked at, fitted, and which of them are defensible."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from confianza.analysis.undercount import bounds, existence, hierarchy, poisson, stepwise
from confianza.analysis.undercount.bounds import Estimate
from confianza.analysis.undercount.findings import finding
from confianza.analysis.undercount.hierarchy import Model
from confianza.analysis.undercount.histories import Flags, Histories, Numbers
from confianza.analysis.undercount.poisson import Fits
from confianza.analysis.vocabulary.problems import Problem

# All models of five lists are fitted in seconds (6,893); of six there are 7.8 million.
MOST_EXHAUSTIVE = 5
# Raftery (1995), Sociological Methodology 25:111-163: a difference of six in BIC is where evidence gets
# strong.
AS_GOOD_BY_BIC = 6.0
# Burnham and Anderson (2002), p. 70: up to four units of AIC a model still has considerable support.
AS_GOOD_BY_AIC = 4.0
# Models without an estimate are named one by one up to so many.
NAMED_AT_MOST = 8


@dataclass(frozen=True, eq=False)
class Search:
    """Models of one table with their fits, in the same order; the first is independence."""

    histories: Histories
    models: Sequence[Model]
    fits: Fits

    @cached_property
    def bic(self) -> Numbers:
        """Minus twice the log-likelihood, and a penalty per parameter that grows with the people seen."""
        return self.fits.criterion(float(np.log(self.histories.observed)))

    @cached_property
    def aic(self) -> Numbers:
        """The same with a penalty of two."""
        return self.fits.criterion(stepwise.AIC_PENALTY)

    @property
    def exhaustive(self) -> bool:
        """Whether every hierarchical model was fitted."""
        return self.histories.k <= MOST_EXHAUSTIVE

    def ranked(self, most: int) -> list[Model]:
        """Return the models with an estimate, least BIC first."""
        order = np.argsort(self.bic, kind="stable")[:most]
        return [self.models[at] for at in order if self.fits.exists[at]]

    def best(self, method: str, criterion: Numbers, among: Flags | None = None) -> Estimate | None:
        """Return what the model of the least criterion says; None where none has an estimate."""
        told = criterion if among is None else np.where(among, criterion, np.inf)
        at = int(np.argmin(told))
        return self.at(method, at) if np.isfinite(told[at]) else None

    def at(self, method: str, at: int) -> Estimate:
        """Return what one model says, treated as known."""
        unseen, error = float(self.fits.unseen[at]), float(self.fits.log_error[at])
        written = hierarchy.written(self.models[at])
        return bounds.around(method, self.histories.observed, unseen, error, written)

    def of(self, method: str, model: Model) -> Estimate | None:
        """Return what a certain model says; None where it has no estimate or was not looked at."""
        at = self.models.index(model) if model in self.models else -1
        return self.at(method, at) if at >= 0 and self.fits.exists[at] else None

    @property
    def two_way(self) -> Flags:
        """Which models join two lists at most."""
        return np.array([hierarchy.order(model) <= 2 for model in self.models])

    def defensible(self) -> list[Estimate]:
        """Return every model that the table supports about as well as the best.

        That is by BIC, which takes few terms; the model of all pairs, the usual guard against terms too few,
        also by AIC.
        """
        pairs = np.array([model == hierarchy.all_two_way(self.histories.k) for model in self.models])
        good = (self.bic <= self.bic.min() + AS_GOOD_BY_BIC) & self.fits.exists
        good |= pairs & (self.aic <= self.aic.min() + AS_GOOD_BY_AIC) & self.fits.exists
        return [self.at("loglinear", int(at)) for at in np.flatnonzero(good)]

    def without_estimate(self) -> list[Problem]:
        """Say which models have no estimate: one by one while few, else how many."""
        missing = [model for model, exists in zip(self.models, self.fits.exists, strict=True) if not exists]
        if len(missing) > NAMED_AT_MOST:
            examples = ", ".join(hierarchy.written(model) for model in missing[:3])
            told = {"count": len(missing), "all": len(self.models), "examples": examples}
            return [finding("models_without_estimate", **told)]
        return [refusal(self.histories, model) for model in missing]


def refusal(histories: Histories, model: Model) -> Problem:
    """Say why a model has no estimate."""
    status = existence.status(histories, model)
    return finding(
        "not_identifiable" if status == "not_identifiable" else "no_estimate", model=hierarchy.written(model)
    )


def search(histories: Histories) -> Search:
    """Fit every hierarchical model of up to five lists; of more, those on the way of the stepwise choices."""
    k = histories.k
    if k <= MOST_EXHAUSTIVE:
        models = list(hierarchy.every_model(k, k - 1))
    else:
        found = [*stepwise.by_aic(histories), stepwise.by_overlap(histories), hierarchy.all_two_way(k)]
        models = list(dict.fromkeys(found))
    return Search(histories, models, poisson.of_models(histories, models))
