"""Choosing two-way terms one at a time, where there are too many models to fit them all."""

import numpy as np

from confianza.analysis.undercount import hierarchy, poisson
from confianza.analysis.undercount.hierarchy import Model
from confianza.analysis.undercount.histories import Flags, Histories, Numbers, margins

# Bales, Hesketh and Silverman (2015), Significance 12(3):16-21: a term comes in if p < .05.
BHS_LEVEL = 0.05
# Chan, Silverman and Vincent (2021), section 3.2: the threshold that served best in their simulations.
CSV_LEVEL = 0.02
AIC_PENALTY = 2.0


def by_aic(histories: Histories) -> list[Model]:
    """Return the path of models: at each step the two-way term that lowers AIC most, while its p < .05.

    Bales, Hesketh and Silverman (2015), who so estimated modern slavery in the United Kingdom. p is that of
    the likelihood ratio. Two lists that share nobody cannot come in: their term has no size that could be
    tested. The last model of the path is the chosen one.
    """
    from scipy.special import chdtrc

    path = [hierarchy.independence(histories.k)]
    now = poisson.of_models(histories, path)
    shared = [pair for pair in hierarchy.pairs(histories.k) if histories.margins[pair] > 0]
    while grown := [path[-1] | {pair} for pair in shared if pair not in path[-1]]:
        fits = poisson.of_models(histories, grown)
        best = int(np.argmin(fits.criterion(AIC_PENALTY)))
        gain = 2 * (fits.log_likelihood[best] - now.log_likelihood[-1])
        if not fits.exists[best] or chdtrc(1, max(gain, 0.0)) >= BHS_LEVEL:
            break
        path.append(grown[best])
        now = poisson.of_models(histories, [path[-1]])
    return path


def by_overlap(histories: Histories) -> Model:
    """Return the model that the procedure of Chan, Silverman and Vincent (2021) chooses for one table."""
    return by_overlaps(histories.counts[None, :])[0]


def by_overlaps(counts: Numbers) -> list[Model]:
    """Return the model chosen for each table: the two-way term least expected comes in, while p < .02.

    p is the chance of an overlap as small, or as large, as that seen, if the model so far were true (Poisson,
    the smaller tail). A term with which there is no estimate does not come in.
    """
    k = counts.shape[1].bit_length() - 1
    models = [hierarchy.independence(k)] * len(counts)
    growing = poisson.fit(counts, models).exists
    while growing.any():
        rows = np.flatnonzero(growing)
        grown = _one_term_more(counts[rows], [models[row] for row in rows], k)
        for row, model in zip(rows, grown, strict=True):
            growing[row] = model != models[row]
            models[row] = model
    return models


def _one_term_more(counts: Numbers, models: list[Model], k: int) -> list[Model]:
    """Return every model with the term that comes in next, or as it was where none does."""
    terms = np.array(hierarchy.pairs(k))
    p = _surprise(counts, models, terms)
    p[np.array([[int(term) in model for term in terms] for model in models])] = 1.0
    chosen = list(models)
    asking: Flags = p.min(axis=1) < CSV_LEVEL
    while asking.any():
        rows = np.flatnonzero(asking)
        best = p[rows].argmin(axis=1)
        tried = [models[row] | {int(terms[at])} for row, at in zip(rows, best, strict=True)]
        exists = poisson.fit(counts[rows], tried).exists
        for row, model in zip(
            rows[exists], [m for m, good in zip(tried, exists, strict=True) if good], strict=True
        ):
            chosen[row] = model
        p[rows, best] = 1.0
        asking[rows[exists]] = False
        asking &= p.min(axis=1) < CSV_LEVEL
    return chosen


def _surprise(counts: Numbers, models: list[Model], terms: Numbers) -> Numbers:
    from scipy.special import pdtr, pdtrc

    expected = poisson.fit(counts, models).expected
    mean = margins(np.hstack([np.zeros((len(counts), 1)), expected]))[:, terms]
    seen = margins(counts)[:, terms]
    above = np.where(seen > 0, pdtrc(np.maximum(seen - 1, 0), mean), 1.0)
    told: Numbers = np.minimum(pdtr(seen, mean), above)
    return told
