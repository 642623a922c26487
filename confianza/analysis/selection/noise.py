"""How noisy a figure is: from it worlds are drawn that could lie behind what was counted or asked.

Every figure is drawn towards the others as far as its own noise deserves (empirical Bayes), and what is left
is its posterior. `draw` gives true values, `again` what a new count or a new survey would show of them.
"""

from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from confianza.analysis.indicators import smoothing

Floats = NDArray[np.float64]
# Jeffreys' prior of a Poisson mean: where areas are too few to learn from one another.
JEFFREYS = 0.5
_MOST_STEPS, _CLOSE_ENOUGH = 200, 1e-12


class Noise(Protocol):
    """The posterior of one criterion over all municipalities."""

    @property
    def centre(self) -> Floats:
        """The posterior means."""

    @property
    def spread(self) -> Floats:
        """The posterior standard deviations."""

    def draw(self, random: np.random.Generator, times: int) -> Floats:
        """Return `times` draws of true values, one a row."""

    def again(self, random: np.random.Generator, true: Floats) -> Floats:
        """Return what would be observed of these true values."""


@dataclass(frozen=True, eq=False)
class Counted:
    """A Poisson count over an exposure; the true rate is gamma with `shapes` events in `spans`, times
    `unit`.
    """

    shapes: Floats
    spans: Floats
    exposures: Floats
    unit: Floats | float

    @property
    def centre(self) -> Floats:
        centre: Floats = self.shapes / self.spans * self.unit
        return centre

    @property
    def spread(self) -> Floats:
        spread: Floats = np.sqrt(self.shapes) / self.spans * self.unit
        return spread

    def draw(self, random: np.random.Generator, times: int) -> Floats:
        rates = random.gamma(self.shapes, 1 / self.spans, (times, len(self.shapes)))
        drawn: Floats = rates * self.unit
        return drawn

    def again(self, random: np.random.Generator, true: Floats) -> Floats:
        seen: Floats = random.poisson(true / self.unit * self.exposures) / self.exposures * self.unit
        return seen


@dataclass(frozen=True, eq=False)
class Measured:
    """A value with a standard error; the true one is normal around `centre` with `spread`, new ones with
    `error`.
    """

    centre: Floats
    spread: Floats
    error: Floats

    def draw(self, random: np.random.Generator, times: int) -> Floats:
        drawn: Floats = self.centre + self.spread * random.standard_normal((times, len(self.centre)))
        return drawn

    def again(self, random: np.random.Generator, true: Floats) -> Floats:
        seen: Floats = true + self.error * random.standard_normal(true.shape)
        return seen


def of_counts(counts: Floats, people: Floats | None, unit: float | None) -> Counted:
    """Return the noise of counts: as rates per `unit` people, or (without a unit) as counts a year.

    Gamma between municipalities by maximum likelihood (Clayton and Kaldor 1987); with fewer than eight of
    them, each stands for itself with Jeffreys' prior. Without people every municipality counts as one.
    """
    exposures = np.ones_like(counts) if people is None else people
    mean, shape = smoothing.between(counts, exposures) or (np.inf, JEFFREYS)
    if not np.isfinite(shape):
        # All alike: the common rate, as sure as all events together make it.
        shapes = np.full_like(counts, counts.sum() + JEFFREYS)
        spans = np.full_like(counts, exposures.sum())
    else:
        shapes, spans = counts + shape, exposures + shape / mean
    return Counted(shapes, spans, exposures, exposures if unit is None else unit)


def of_errors(values: Floats, errors: Floats) -> Measured:
    """Return the noise of values with standard errors (0: exact), drawn towards their mean.

    The variance between municipalities is that of Paule and Mandel (1982). Values may be missing (NaN):
    those are as uncertain as municipalities differ.
    """
    known = np.isfinite(values) & np.isfinite(errors)
    mean, between = _paule_mandel(values[known], errors[known])
    centre, spread = np.full_like(values, mean), np.full_like(values, np.sqrt(between))
    total = between + errors[known] ** 2
    trust = np.divide(between, total, out=np.ones_like(total), where=total > 0)
    centre[known] = mean + trust * (values[known] - mean)
    spread[known] = np.sqrt(trust) * errors[known]
    typical = float(np.median(errors[known])) if known.any() else 0.0
    return Measured(centre, spread, np.where(known, errors, typical))


def _paule_mandel(values: Floats, errors: Floats) -> tuple[float, float]:
    """Return mean and variance between: the variance at which the weighted squares add up to n - 1 (by
    halving).
    """
    variances = errors**2
    low, high = 0.0, float(values.var() * 10 + _CLOSE_ENOUGH)
    if not variances.any() or len(values) < 2:
        return float(values.mean()), float(values.var(ddof=1)) if len(values) > 1 else 0.0
    if _excess(values, variances + _CLOSE_ENOUGH * variances.max(), 0.0) <= 0:
        return _weighted(values, variances + _CLOSE_ENOUGH * variances.max(), 0.0), 0.0
    for _ in range(_MOST_STEPS):
        middle = (low + high) / 2
        low, high = (middle, high) if _excess(values, variances, middle) > 0 else (low, middle)
    return _weighted(values, variances, high), high


def _weighted(values: Floats, variances: Floats, between: float) -> float:
    weights = 1 / (variances + between)
    return float((weights * values).sum() / weights.sum())


def _excess(values: Floats, variances: Floats, between: float) -> float:
    weights = 1 / np.maximum(variances + between, np.finfo(float).tiny)
    mean = (weights * values).sum() / weights.sum()
    return float((weights * (values - mean) ** 2).sum() - (len(values) - 1))
