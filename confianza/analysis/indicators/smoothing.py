"""Rates of small areas: what an area's own few events say, drawn towards what its neighbours say.

The raw rate of a hamlet jumps between nothing and the highest of the country. A smoothed rate trusts it as
far as its own count deserves (empirical Bayes). It always stands *beside* the raw rate, never instead of it:
smoothing hides a true hot spot as readily as a false one. Two families:

* `global_rates` and `local_rates`: Marshall 1991 (Applied Statistics 40:283-294), by moments, without an
  interval;
* `poisson_gamma`: Clayton and Kaldor 1987 (Biometrics 43:671-681) by maximum likelihood, with an interval
  that allows for the doubt about how much areas differ (Kass and Steffey 1989, JASA 84:717-726).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import ArrayLike, NDArray

from confianza.analysis.indicators.intervals import CONFIDENCE
from confianza.analysis.indicators.rates import PER_100K

# Of fewer areas nobody can say how much areas differ.
FEWEST_AREAS = 8
Floats = NDArray[np.float64]

# The spread between areas is looked for between "every area is a world of its own" and "all are alike".
_SHAPES = np.exp(np.linspace(np.log(0.05), np.log(2_000), 35))
# The mean is integrated over at the five nodes of Gauss and Hermite.
_NODES, _NODE_WEIGHTS = np.polynomial.hermite.hermgauss(5)
_MOST_STEPS, _CLOSE_ENOUGH, _HALVINGS = 60, 1e-10, 36


@dataclass(frozen=True, eq=False)
class Smoothed:
    """Rates per unit of exposure, one an area, with their interval.

    `mean` and `shape`: of the gamma distribution of the true rates between areas, as maximum likelihood finds
    it (an infinite shape: the areas do not differ by more than chance).
    """

    rates: Floats
    low: Floats
    high: Floats
    mean: float
    shape: float


def global_rates(counts: ArrayLike, exposures: ArrayLike) -> Floats:
    """Return every rate drawn towards the rate of all areas together (Marshall's global estimator).

    Exposures must be greater than zero (ValueError). Where the areas differ by no more than chance, every
    rate is the common one.
    """
    events, people = _checked(counts, exposures)
    mean = events.sum() / people.sum()
    rates = events / people
    spread = (people * (rates - mean) ** 2).sum() / people.sum() - mean / people.mean()
    return _drawn(rates, people, mean, max(spread, 0.0))


def local_rates(counts: ArrayLike, exposures: ArrayLike, neighbours: Sequence[Sequence[int]]) -> Floats:
    """Return every rate drawn towards the rate of its neighbourhood (Marshall's local estimator).

    `neighbours`: for every area the numbers of the areas it touches, itself left out. An area without
    neighbours keeps its own rate.
    """
    events, people = _checked(counts, exposures)
    rates = events / people
    means, spreads = np.empty(len(rates)), np.empty(len(rates))
    for area, others in enumerate(neighbours):
        around = [area, *others]
        means[area] = mean = events[around].sum() / people[around].sum()
        differ = (people[around] * (rates[around] - mean) ** 2).sum() / people[around].sum()
        spreads[area] = max(differ - mean / people[around].mean(), 0.0)
    return _drawn(rates, people, means, spreads)


def _checked(counts: ArrayLike, exposures: ArrayLike) -> tuple[Floats, Floats]:
    events, people = np.asarray(counts, dtype=float), np.asarray(exposures, dtype=float)
    if not len(events) or events.shape != people.shape or (people <= 0).any() or (events < 0).any():
        raise ValueError("Every area needs a count, not below zero, and an exposure greater than zero.")
    return events, people


def _drawn(rates: Floats, people: Floats, mean: Any, spread: Any) -> Floats:
    doubt = spread + mean / people
    trust = np.divide(spread, doubt, out=np.zeros_like(people), where=doubt > 0)
    drawn: Floats = mean + trust * (rates - mean)
    return drawn


def poisson_gamma(
    counts: ArrayLike, exposures: ArrayLike, *, confidence: float = CONFIDENCE
) -> Smoothed | None:
    """Return smoothed rates with their interval, or None for fewer than eight areas or nothing counted.

    Counts are Poisson around a true rate, and true rates gamma between areas, so that counts are negative
    binomial; mean and shape are those of maximum likelihood. An area's rate given its count is then gamma
    with shape + count events in shape/mean + exposure. As shape and mean are known badly, the rate and its
    interval are those of the mixture over both, weighed by likelihood and by a prior that is flat in the
    spread between areas, 1/√shape (Gelman 2006, Bayesian Analysis 1:515-534).
    """
    events, people = _checked(counts, exposures)
    if len(events) < FEWEST_AREAS or not events.any():
        return None
    means, likelihoods = _profile(events, people)
    shapes, commons, weights = _mixture(means, likelihoods, people)
    given = shapes[:, None] + events
    per_person = 1 / ((shapes / commons)[:, None] + people)
    tail = (1 - confidence) / 2
    low, high = (_quantile(p, given, per_person, weights) for p in (tail, 1 - tail))
    mean, shape = _likeliest(likelihoods, events, people)
    return Smoothed(weights @ (given * per_person), low, high, mean, shape)


def between(counts: ArrayLike, exposures: ArrayLike) -> tuple[float, float] | None:
    """Return mean and shape of the gamma distribution of true rates between areas, by maximum likelihood (an
    infinite shape: they do not differ by more than chance), or None where `poisson_gamma` gives none.
    """
    events, people = _checked(counts, exposures)
    if len(events) < FEWEST_AREAS or not events.any():
        return None
    return _likeliest(_profile(events, people)[1], events, people)


def _likeliest(likelihoods: Floats, events: Floats, people: Floats) -> tuple[float, float]:
    shape = _refined(int(likelihoods.argmax()), events, people)
    mean = _best_mean(shape, events, people) if np.isfinite(shape) else float(events.sum() / people.sum())
    return mean, shape


def _mixture(means: Floats, likelihoods: Floats, people: Floats) -> tuple[Floats, Floats, Floats]:
    """Return shapes, means and weights of the components; the mean is lognormal around its best (Laplace)."""
    expected = means[:, None] * people
    doubt = 1 / np.sqrt((expected / (1 + expected / _SHAPES[:, None])).sum(axis=1))
    by_shape = np.exp(likelihoods - likelihoods.max()) * doubt / np.sqrt(_SHAPES)
    weights = (by_shape[:, None] * _NODE_WEIGHTS).ravel()
    commons = (means[:, None] * np.exp(np.sqrt(2) * doubt[:, None] * _NODES)).ravel()
    return np.repeat(_SHAPES, len(_NODES)), commons, weights / weights.sum()


def _profile(events: Floats, people: Floats) -> tuple[Floats, Floats]:
    """Return the best mean and the log-likelihood for each of the shapes."""
    means = np.array([_best_mean(shape, events, people) for shape in _SHAPES])
    fits = np.array(
        [_likelihood(shape, mean, events, people) for shape, mean in zip(_SHAPES, means, strict=True)]
    )
    return means, fits


def _best_mean(shape: float, events: Floats, people: Floats) -> float:
    """Solve Σ (y − μ) / (1 + μ/k) = 0 for the common rate, by its own fixed point: it rises to its end."""
    mean = float(events.sum() / people.sum())
    for _ in range(_MOST_STEPS):
        weights = 1 / (1 + mean * people / shape)
        better = float((weights * events).sum() / (weights * people).sum())
        if abs(better - mean) <= _CLOSE_ENOUGH * mean:
            break
        mean = better
    return mean


def _likelihood(shape: float, mean: float, events: Floats, people: Floats) -> float:
    from scipy.special import gammaln

    expected = mean * people
    terms = gammaln(events + shape) - gammaln(shape) - (events + shape) * np.log1p(expected / shape)
    return float((terms + events * np.log(expected / shape)).sum())


def _refined(best: int, events: Floats, people: Floats) -> float:
    """Find the shape of maximum likelihood between the neighbours of the best of the grid; its end is ∞."""
    from scipy.optimize import minimize_scalar

    if best == len(_SHAPES) - 1:
        return float("inf")

    def loss(logarithm: float) -> float:
        shape = float(np.exp(logarithm))
        return -_likelihood(shape, _best_mean(shape, events, people), events, people)

    around = (np.log(_SHAPES[max(best - 1, 0)]), np.log(_SHAPES[best + 1]))
    return float(np.exp(minimize_scalar(loss, bounds=around, method="bounded", options={"xatol": 1e-9}).x))


def _quantile(p: float, shapes: Floats, per_person: Floats, weights: Floats) -> Floats:
    """Return the quantile of every area's mixture of gammas, by halving."""
    from scipy.special import gammainc, gammaincinv

    each = gammaincinv(shapes, p) * per_person
    low, high = each.min(axis=0), each.max(axis=0)
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        below = weights @ gammainc(shapes, middle / per_person) < p
        low, high = np.where(below, middle, low), np.where(below, high, middle)
    quantile: Floats = (low + high) / 2
    return quantile


def with_smoothed(
    table: pl.DataFrame, *, multiplier: int = PER_100K, confidence: float = CONFIDENCE
) -> pl.DataFrame:
    """Add `smoothed`, `smoothed_low` and `smoothed_high` (per `multiplier` person-years) to a table of areas.

    The table has one row an area with `count` and `person_years`; rows without either are left out of the fit
    and get null, as everybody does where nothing can be fitted. Counts that a crosswalk split may be
    fractional; a count and its own whole must not both be in the table. Where counts are withheld from the
    reader, hand in what the reader sees: a fit that knows the withheld ones tells of them.
    """
    usable = (pl.col("count").is_not_null() & (pl.col("person_years") > 0)).fill_null(False)
    rows = table.with_row_index("_row")
    fitted = rows.filter(usable)
    found = None
    if fitted.height:
        found = poisson_gamma(fitted["count"], fitted["person_years"], confidence=confidence)
    names = ("smoothed", "smoothed_low", "smoothed_high")
    if found is None:
        return table.with_columns(pl.lit(None, pl.Float64).alias(name) for name in names)
    columns = dict(zip(names, (found.rates, found.low, found.high), strict=True))
    told = fitted.select("_row").with_columns(
        pl.Series(name, values * multiplier) for name, values in columns.items()
    )
    return rows.join(told, on="_row", how="left", maintain_order="left").drop("_row")


def neighbours_of(wkb: Sequence[bytes | None]) -> list[list[int]]:
    """Return, for every outline (WKB; null: not drawn), the numbers of those that touch it."""
    import shapely

    shapes = shapely.from_wkb(np.asarray(wkb, dtype=object))
    tree = shapely.STRtree(shapes)
    one, other = tree.query(shapes, predicate="intersects")
    touching: list[list[int]] = [[] for _ in wkb]
    for area, neighbour in sorted(zip(one.tolist(), other.tolist(), strict=True)):
        if area != neighbour:
            touching[area].append(neighbour)
    return touching
