"""Estimates from a design: means, totals, shares, ratios and quantiles, of everybody or of some.

Each is linearised: its influence on every row, from which the design tells the variance. Rows outside a
domain, and rows without an answer, have none; they are never dropped, since which rows are in the domain is
itself a matter of chance (Särndal, Swensson and Wretman 1992, section 5.8).
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

from confianza.analysis.surveys import intervals
from confianza.analysis.surveys.design import Design, Reals
from confianza.analysis.surveys.problems import SurveyRefused

Rows: TypeAlias = NDArray[np.bool_]
SHARES_OF_QUANTILES = (0.25, 0.5, 0.75)


@dataclass(frozen=True)
class Estimate:
    """An estimate and how sure it is.

    `low`, `high`: its interval at `level`. `df`: degrees of freedom. `deff`: its variance as a multiple of a
    simple random sample's of as many rows, drawn without replacement; `deff_replace`: drawn with; None where
    there is nothing to compare. `n`: rows with an answer; `clusters`: of the first stage that hold them;
    `people`: Σ of their weights. `influence` (rows of the design): what each adds.
    """

    estimate: float
    se: float
    low: float
    high: float
    df: int
    deff: float | None
    deff_replace: float | None
    n: int
    clusters: int
    people: float
    influence: Reals
    level: float = intervals.LEVEL

    @property
    def cv(self) -> float:
        """The standard error as a share of the estimate."""
        return intervals.coefficient_of_variation(self.estimate, self.se)


def mean(design: Design, values: ArrayLike, *, domain: Rows | None = None) -> Estimate:
    """Return the mean of `values` (n; nan: no answer) over everybody, or over the rows of a `domain` (n)."""
    told, rows = _answered(design, values, domain)
    people = _people(design, rows)
    centre = float((design.weights * told)[rows].sum() / people)
    return _estimate(design, centre, np.where(rows, told - centre, 0.0) / people, rows)


def total(design: Design, values: ArrayLike, *, domain: Rows | None = None) -> Estimate:
    """Return the total of `values` (n) over everybody, or over a domain."""
    told, rows = _answered(design, values, domain)
    return _estimate(design, float((design.weights * told)[rows].sum()), np.where(rows, told, 0.0), rows)


def share(
    design: Design, said: ArrayLike, *, domain: Rows | None = None, method: intervals.Method = "logit"
) -> Estimate:
    """Return the share of people who said so. `said` (n) has 1 for yes, 0 for no, nan for no answer.

    Raises SurveyRefused not_a_yes_or_no for any other value.
    """
    told = np.asarray(said, dtype=float)
    if not np.isin(told[~np.isnan(told)], (0.0, 1.0)).all():
        raise SurveyRefused("not_a_yes_or_no")
    found = mean(design, told, domain=domain)
    low, high = intervals.of_share(found.estimate, found.se, df=found.df, n=found.n, method=method)
    return _with_interval(found, low, high)


def ratio(
    design: Design, numerator: ArrayLike, denominator: ArrayLike, *, domain: Rows | None = None
) -> Estimate:
    """Return the ratio of two totals, over the rows that have both. Raises SurveyRefused nothing_below."""
    above, rows = _answered(design, numerator, domain)
    below, rows = _answered(design, denominator, rows)
    whole = float((design.weights * below)[rows].sum())
    if whole == 0:
        raise SurveyRefused("nothing_below")
    found = float((design.weights * above)[rows].sum()) / whole
    return _estimate(design, found, np.where(rows, above - found * below, 0.0) / whole, rows)


def quantile(design: Design, values: ArrayLike, part: float, *, domain: Rows | None = None) -> Estimate:
    """Return the smallest value that at least a `part` (0 to 1) of people do not exceed.

    The interval is that of the share of people up to it, carried back (Woodruff 1952); the standard error is
    its width over twice t. Raises SurveyRefused not_a_part.
    """
    if not 0 < part < 1:
        raise SurveyRefused("not_a_part", value=part)
    told, rows = _answered(design, values, domain)
    found = _inverse(design, told, rows, part)
    below = mean(design, np.where(rows, (told <= found).astype(float), np.nan))
    low, high = intervals.of_mean(below.estimate, below.se, below.df)
    ends = _inverse(design, told, rows, low), _inverse(design, told, rows, high)
    se = (ends[1] - ends[0]) / (2 * intervals.quantile_t(below.df))
    people = _people(design, rows)
    return Estimate(
        found,
        se,
        *ends,
        below.df,
        None,
        None,
        int(rows.sum()),
        design.clusters_of(rows),
        people,
        below.influence,
    )


def by(domains: ArrayLike) -> Mapping[str, Rows]:
    """Return the rows of each domain, by its label as text, in their order. "" and nan are no domain."""
    told = np.asarray(domains)
    if told.dtype.kind in "iu":
        # Whole numbers in their order: nothing has to be written out to be compared.
        return {str(name): told == name for name in np.unique(told).tolist()}
    labels = np.array([_label(each) for each in told.tolist()])
    return {str(name): labels == name for name in sorted(set(labels.tolist()) - {""}, key=in_order)}


def covariance(design: Design, estimates: list[Estimate]) -> Reals:
    """Return the covariance matrix of estimates that were made from the same design."""
    return design.variance(np.stack([each.influence for each in estimates], axis=1))


def _label(value: object) -> str:
    if value is None or value != value:
        return ""
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def in_order(name: str) -> tuple[int, float, str]:
    """Return a key by which numbers stand in their order, before words."""
    try:
        return 0, float(name), name
    except ValueError:
        return 1, 0.0, name


def _answered(design: Design, values: ArrayLike, domain: Rows | None) -> tuple[Reals, Rows]:
    """Return the values with 0 where there is none, and which rows count."""
    told = np.asarray(values, dtype=float)
    if told.shape != design.weights.shape:
        raise SurveyRefused("lengths_differ", column="values", rows=design.size, values=int(told.size))
    rows = ~np.isnan(told) & (design.weights > 0)
    if domain is not None:
        rows = rows & domain
    if not rows.any():
        raise SurveyRefused("no_answers")
    if np.isinf(told[rows]).any():
        raise SurveyRefused("not_a_number", column="values", row=int(np.argmax(np.isinf(told))) + 1)
    return np.where(rows, told, 0.0), rows


def _people(design: Design, rows: Rows) -> float:
    return float(design.weights[rows].sum())


def _estimate(design: Design, found: float, influence: Reals, rows: Rows) -> Estimate:
    variance = max(float(design.variance(influence[:, None])[0, 0]), 0.0)
    df, se = design.df_of(rows), float(np.sqrt(variance))
    replaced, kept = _design_effects(design.weights[rows], influence[rows], variance)
    low, high = intervals.of_mean(found, se, df)
    people = _people(design, rows)
    return Estimate(
        found, se, low, high, df, kept, replaced, int(rows.sum()), design.clusters_of(rows), people, influence
    )


def _design_effects(weights: Reals, influence: Reals, variance: float) -> tuple[float | None, float | None]:
    """Return the variance over a simple random sample's of as many rows, with and without replacement."""
    n, people = len(weights), weights.sum()
    if n < 2:
        return None, None
    centre = (weights * influence).sum() / people
    spread = (weights * (influence - centre) ** 2).sum() / people * n / (n - 1)
    simple = people**2 * spread / n
    if simple <= 0:
        return None, None
    left = 1 - n / people
    return float(variance / simple), float(variance / (simple * left)) if left > 0 else None


def _with_interval(found: Estimate, low: float, high: float) -> Estimate:
    return replace(found, low=low, high=high)


def _inverse(design: Design, told: Reals, rows: Rows, part: float) -> float:
    values, weights = told[rows], design.weights[rows]
    order = np.argsort(values, kind="stable")
    reached = np.cumsum(weights[order]) / weights.sum()
    place = int(np.searchsorted(reached, part - 1e-12))
    return float(values[order][min(max(place, 0), len(order) - 1)])
