"""Synthetic control: the mixture of donors that went the way of the treated unit before the programme.

Abadie, Diamond & Hainmueller (2010, JASA 105:493-505), fitted on the outcome alone. The question is convex
and answered exactly (`simplex`), so that no start of a search matters. What the fit is worth is told beside
it: how near it came before, whether it hangs on one donor, and whether other weights fit as well.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from confianza.analysis.evaluation import simplex
from confianza.analysis.evaluation.pool import Pool
from confianza.analysis.evaluation.simplex import Reals

# Donors below this share are not listed: they are rounding, or nearly.
WORTH_NAMING = 5e-5
# Other weights count as fitting as well where they give the same fitted path to so many parts of its size.
SAME_FIT = 1e-9


@dataclass(frozen=True)
class Fit:
    """A treated unit beside what would have been. `gap`: seen less counterfactual, shape (T,).

    `weights` of the donors add up to 1 (augmented ones may be below zero). `settings`: what was chosen on the
    way, such as a penalty.
    """

    pool: Pool
    weights: Reals
    gap: Reals
    settings: tuple[tuple[str, float], ...] = ()

    @property
    def estimate(self) -> float:
        """The mean gap after the programme began."""
        return float(self.gap[self.pool.before :].mean())

    @property
    def last(self) -> float:
        """The gap in the last period."""
        return float(self.gap[-1])

    @property
    def rmspe(self) -> float:
        """Root of the mean squared gap before."""
        return float(np.sqrt((self.gap[: self.pool.before] ** 2).mean()))

    @property
    def mspe_ratio(self) -> float:
        """Mean squared gap after over before: how far it left the path, given how well it was followed."""
        after = float((self.gap[self.pool.before :] ** 2).mean())
        return after / self.rmspe**2 if self.rmspe else float("inf")

    @property
    def relative_rmspe(self) -> float:
        """The misfit before, as a share of the level before."""
        level = float(np.abs(self.pool.y[: self.pool.before]).mean())
        return self.rmspe / level if level else float("inf")

    @property
    def share_of_misfit(self) -> float:
        """The misfit before, as a share of that of the plain mean of all donors (0: perfect, 1: no
        better).
        """
        before = self.pool.before
        plain = self.pool.y[:before] - self.pool.others[:before].mean(axis=1)
        return self.rmspe / float(np.sqrt((plain**2).mean())) if plain.any() else float("inf")

    @property
    def largest(self) -> tuple[tuple[str, float], ...]:
        """Donors with their weights, the heaviest first."""
        order = np.argsort(-np.abs(self.weights), kind="stable")
        named = [(self.pool.donors[at], float(self.weights[at])) for at in order]
        return tuple((name, weight) for name, weight in named if abs(weight) >= WORTH_NAMING)


Method = Callable[[Pool], Fit]


def fit(pool: Pool) -> Fit:
    """Fit the outcome before the programme, with weights of zero or more that add up to one."""
    before = pool.before
    found = simplex.weights(pool.others[:before], pool.y[:before])
    return Fit(pool, found, pool.y - pool.others @ found)


def fit_of_changes(pool: Pool) -> Fit:
    """Fit the way, not the level: a constant gap before is allowed (Ferman & Pinto 2021, QE 12:1197-1221).

    For a unit that lies above or below all its donors.
    """
    before = pool.before
    level, levels = pool.y[:before].mean(), pool.others[:before].mean(axis=0)
    found = simplex.weights(pool.others[:before] - levels, pool.y[:before] - level)
    return Fit(pool, found, (pool.y - level) - (pool.others - levels) @ found)


def leave_one_out(pool: Pool, method: Method = fit) -> dict[str, Fit]:
    """Return the fits without each donor that bears weight: does the result hang on one of them?"""
    if len(pool.donors) < 2:
        return {}
    bearing = [at for at, weight in enumerate(method(pool).weights) if abs(weight) >= WORTH_NAMING]
    return {pool.donors[at]: method(pool.without(at)) for at in bearing}


def ambiguity(found: Fit) -> tuple[float, float]:
    """Return the least and the greatest mean gap after that weights give which fit the path before as well.

    The fitted path is unique, its weights need not be: with more donors than periods before, a range here
    says that the data do not choose between them. Linear programmes over the face of the best fit.
    """
    from scipy.optimize import linprog

    pool = found.pool
    before, after = pool.others[: pool.before], pool.others[pool.before :].mean(axis=0)
    size = float(np.abs(before).max()) or 1.0
    rows = np.vstack([before / size, np.ones(len(pool.donors))])
    slack = np.full(len(rows), SAME_FIT)
    fitted = rows @ found.weights
    bounds = {"A_ub": np.vstack([rows, -rows]), "b_ub": np.concatenate([fitted + slack, -fitted + slack])}
    seen = float(pool.y[pool.before :].mean())
    ends = [linprog(sign * after, **bounds, bounds=(0, None)) for sign in (1.0, -1.0)]
    # Where rounding leaves the face empty, nothing is known beyond the answer itself.
    highest, lowest = (end.fun if end.success else None for end in ends)
    if highest is None or lowest is None:
        return found.estimate, found.estimate
    return seen + float(lowest), seen - float(highest)
