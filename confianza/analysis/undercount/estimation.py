"""How many there are, by every defensible method, and the range that covers them: or why there is none."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from confianza.analysis.undercount import (
    averaging,
    bounds,
    findings,
    gates,
    heterogeneity,
    hierarchy,
    poisson,
    resampling,
    search,
    stepwise,
)
from confianza.analysis.undercount.bounds import Estimate
from confianza.analysis.undercount.hierarchy import Model
from confianza.analysis.undercount.histories import Histories
from confianza.analysis.undercount.search import Search
from confianza.analysis.vocabulary.problems import Problem

# The day the report that asked for observatories came out; any seed would do, but the same one each time.
SEED = 20110601
# Drawn tables, and models among which each chooses anew: of 1,000 drawn from Kosovo's table 997 chose one of
# the ten best (Silverman, Chan and Vincent 2024, table 4), of five lists 93 in 100 one of the fifty best.
REPLICATES = {3: 400, 4: 400, 5: 200}
REPLICATES_STEPWISE = 200
CHOSEN_AMONG = {3: 8, 4: 20, 5: 60}


@dataclass(frozen=True)
class Undercount:
    """What the overlaps of some lists say about everybody, seen or not.

    `range` covers the 95 % intervals of all defensible models, choice of the model included; it is None where
    `refused` holds a finding that forbids it. `defensible` are those intervals.
    """

    histories: Histories
    estimates: tuple[Estimate, ...]
    defensible: tuple[Estimate, ...]
    range: tuple[float, float] | None
    refused: tuple[Problem, ...]
    warnings: tuple[Problem, ...]

    @property
    def observed(self) -> int:
        """How many people at least one list knows."""
        return self.histories.observed

    @property
    def chosen(self) -> Estimate | None:
        """What the model says that would be chosen if one had to be: by BIC, of many lists stepwise."""
        return self.named("loglinear_min_bic") or self.named("stepwise_overlap")

    def named(self, method: str) -> Estimate | None:
        """Return what one method says; None where it gave nothing."""
        return next((each for each in self.estimates if each.method == method), None)


def estimate(histories: Histories, *, replicates: int | None = None, seed: int = SEED) -> Undercount:
    """Estimate everybody from a table of two lists or more, by all methods, and say which range they leave.

    `replicates` tables are drawn for the intervals that include the choice of the model (default: as many as
    take a second or two). The same table and seed give the same answer.
    """
    found = gates.before(histories)
    if histories.observed == 0:
        return Undercount(histories, (), (), None, tuple(found), ())
    if histories.k < 3:
        told = tuple(bounds.every_chapman(histories)) if histories.k == 2 else ()
        return Undercount(histories, (*told, *_lower_bounds(histories)), told, None, tuple(found), ())
    searched = search.search(histories)
    if not searched.fits.exists.any():
        found.append(findings.finding("no_model_has_an_estimate"))
        bounded = _lower_bounds(histories)
        return Undercount(histories, tuple(bounded), (), None, (*found, *searched.without_estimate()), ())
    return _gathered(searched, found, replicates, seed)


def _gathered(searched: Search, found: list[Problem], replicates: int | None, seed: int) -> Undercount:
    histories = searched.histories
    wandered = _with_selection(searched, replicates, seed)
    averaged = _averaged(histories)
    differing = _heterogeneous(searched)
    # Of many lists few models are looked at and none averaged: both intervals of the drawn tables stand for
    # them.
    drawn = wandered[:1] if searched.exhaustive else wandered
    defensible = [*searched.defensible(), *_supported(differing, searched), *drawn, *averaged[:1]]
    spread = _ends(defensible)
    chosen = _chosen(searched)
    found = [*found, *gates.after(histories, chosen, spread)]
    told = [
        *_from_search(searched), *wandered, *(each for each, _aic, _bic in differing), *averaged,
        *_lower_bounds(histories), *bounds.every_chapman(histories),
    ]  # fmt: skip
    stated = spread if gates.speaks(found) else None
    return Undercount(
        histories, tuple(told), tuple(defensible), stated,
        (*found, *searched.without_estimate()), tuple(gates.warnings(stated)),
    )  # fmt: skip


def _ends(defensible: list[Estimate]) -> tuple[float, float] | None:
    lows = [each.ci_low for each in defensible if np.isfinite(each.ci_low)]
    highs = [each.ci_high for each in defensible if np.isfinite(each.ci_high)]
    return (min(lows), max(highs)) if lows and highs else None


def _chosen(searched: Search) -> Estimate | None:
    """Return what the model says that would be chosen if one had to be: by BIC, of many lists stepwise."""
    if searched.exhaustive:
        return searched.best("loglinear_min_bic", searched.bic)
    return searched.of("stepwise_overlap", stepwise.by_overlap(searched.histories))


def _from_search(searched: Search) -> Iterator[Estimate]:
    histories, k = searched.histories, searched.histories.k
    models: list[Estimate | None] = [searched.of("independence", hierarchy.independence(k))]
    if searched.exhaustive:
        models += [
            searched.best("loglinear_min_bic", searched.bic),
            searched.best("loglinear_min_bic_two_way", searched.bic, searched.two_way),
            searched.best("loglinear_min_aic", searched.aic),
        ]
    models += [
        searched.of("all_two_way", hierarchy.all_two_way(k)),
        searched.of("stepwise_aic", stepwise.by_aic(histories)[-1]),
        searched.of("stepwise_overlap", stepwise.by_overlap(histories)),
    ]
    return (model for model in models if model)


def _with_selection(searched: Search, replicates: int | None, seed: int) -> list[Estimate]:
    """Return the chosen model with the interval that draws its choice again: BCa, then percentile."""
    histories, chosen = searched.histories, _chosen(searched)
    if chosen is None:
        return []
    choose: resampling.Chooser = resampling.by_overlap
    if searched.exhaustive:
        choose = resampling.least_bic(searched.ranked(CHOSEN_AMONG[histories.k]))
    drawn = replicates or REPLICATES.get(histories.k, REPLICATES_STEPWISE)
    wandered = resampling.wander(histories, choose, replicates=drawn, seed=seed)
    return [
        Estimate(f"{chosen.method}_with_selection{ending}", chosen.estimate, *ends, chosen.model)
        for ending, ends in (("", wandered.bca), ("_percentile", wandered.percentile))
    ]


def _heterogeneous(searched: Search) -> list[tuple[Estimate, float, float]]:
    """Return what each model of differing people says, with its AIC and BIC; only those with an estimate."""
    histories = searched.histories
    penalty = float(np.log(histories.observed))
    return [
        (
            bounds.around(
                f"heterogeneity_{name}", histories.observed, float(fits.unseen[0]), float(fits.log_error[0])
            ),
            float(fits.criterion(stepwise.AIC_PENALTY)[0]),
            float(fits.criterion(penalty)[0]),
        )
        for name, fits in heterogeneity.fits(histories).items()
        if fits.exists[0]
    ]


def _supported(differing: list[tuple[Estimate, float, float]], searched: Search) -> list[Estimate]:
    """Return the models of differing people that the table supports as well as the best of the others."""
    aic, bic = searched.aic.min(), searched.bic.min()
    return [
        each
        for each, its_aic, its_bic in differing
        if its_aic <= aic + search.AS_GOOD_BY_AIC or its_bic <= bic + search.AS_GOOD_BY_BIC
    ]


def _averaged(histories: Histories) -> list[Estimate]:
    if histories.k > averaging.MOST_LISTS:
        return []
    posterior = averaging.average(histories)
    ends = posterior.quantile(resampling.TAIL), posterior.quantile(1 - resampling.TAIL)
    middle = posterior.quantile(0.5)
    return [
        Estimate("decomposable_bma", posterior.mean, *ends),
        Estimate("decomposable_bma_median", middle, *ends),
    ]


def _lower_bounds(histories: Histories) -> list[Estimate]:
    if histories.k < 2:
        return []
    bound = bounds.chao(histories)
    return [*([bound] if bound else []), bounds.chao_bias_corrected(histories)]


def of_model(histories: Histories, model: Model) -> Undercount:
    """Estimate everybody by one model that somebody asks for: with its interval, or refused if it has none.

    No range comes of one model, so `range` is None.
    """
    fits = poisson.of_models(histories, [model])
    if not fits.exists[0]:
        return Undercount(histories, (), (), None, (search.refusal(histories, model),), ())
    told = Search(histories, [model], fits).at("loglinear", 0)
    return Undercount(histories, (told,), (told,), None, (), ())
