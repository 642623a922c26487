"""Placebos: the same question asked where nothing was done, and when nothing had been done yet.

In space, each donor in turn plays the treated unit; in time, the programme is said to have begun earlier. How
often the donors leave their own path as far as the treated unit did is the p of the result (Abadie, Diamond &
Hainmueller 2010, section 3.4): with J donors no smaller than 1 / (J + 1), whatever the programme did.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from confianza.analysis.evaluation.pool import FEWEST_BEFORE, Pool
from confianza.analysis.evaluation.problems import EvaluationRefused
from confianza.analysis.evaluation.simplex import Reals
from confianza.analysis.evaluation.synthetic import Fit, Method

# Donors that were fitted so many times worse before than the treated unit tell nothing of it (ADH 2010, p.
# 502).
TRIMMED_AT = 5.0
CONFIDENCE = 0.95
ROUNDING = 1e-9
# A ratio of mean squares so large says that the path before was met in every point, not followed.
ENDLESS = 1e6


@dataclass(frozen=True)
class InSpace:
    """The fit and those of the donors as if treated, in the order of the donors; None where one had no
    answer.
    """

    fit: Fit
    placebos: tuple[Fit | None, ...]

    @property
    def told(self) -> tuple[Fit, ...]:
        """The placebos that could be fitted."""
        return tuple(each for each in self.placebos if each is not None)

    @property
    def rank(self) -> int:
        """The place of the treated unit by how many times worse the fit is after than before; 1: the most."""
        return _rank(self.fit.mspe_ratio, [each.mspe_ratio for each in self.told])

    @property
    def units(self) -> int:
        return len(self.told) + 1

    @property
    def p(self) -> float:
        """The share of units that left their path as far, relative to how well they followed it before."""
        return self.rank / self.units

    @property
    def smallest_p(self) -> float:
        """What p would be at the very least with so many units."""
        return 1 / self.units

    @cached_property
    def trimmed(self) -> "InSpace":
        """The same without placebos that were fitted far worse before."""
        limit = TRIMMED_AT * self.fit.rmspe**2
        kept = tuple(each if each is not None and each.rmspe**2 <= limit else None for each in self.placebos)
        return InSpace(self.fit, kept)

    @property
    def p_of_the_mean(self) -> float:
        """The share of units whose mean gap after is as large, either way, whatever their fit before."""
        sizes = [abs(each.estimate) for each in self.told]
        return _rank(abs(self.fit.estimate), sizes) / self.units

    @property
    def se(self) -> float:
        """Spread of the estimates where nothing was done (Arkhangelsky et al. 2021, algorithm 4)."""
        return (
            float(np.std([each.estimate for each in self.told], ddof=1))
            if len(self.told) > 1
            else float("nan")
        )

    def interval(self, confidence: float = CONFIDENCE) -> tuple[float, float] | None:
        """Return the effects, the same in every period after, that the placebos do not speak against.

        Those which, taken off, leave the treated unit with a p above 1 - `confidence` (Firpo & Possebom 2018,
        Journal of Causal Inference 6(2)): so it leaves out no effect just where p is small enough. Where no
        constant effect fits what was seen, by the mean gap instead. None where there are too few donors for
        any effect to be rare, or where placebos met their path before in every point, so that any gap after
        is endlessly larger.
        """
        rare = int((1 - confidence) * self.units + ROUNDING)
        if rare < 1 or not self.told or not self.fit.rmspe:
            return None
        after = self.fit.gap[self.fit.pool.before :]
        limit = sorted((each.mspe_ratio for each in self.told), reverse=True)[rare - 1]
        if limit > ENDLESS:
            return None
        room = limit * self.fit.rmspe**2 - float(after.var())
        half = float(np.sqrt(room)) if room >= 0 else self._half_by_the_mean(rare)
        return self.fit.estimate - half, self.fit.estimate + half

    def _half_by_the_mean(self, rare: int) -> float:
        """Return half the interval by mean gaps over the misfit before, for effects that are not constant."""
        sizes = [abs(each.estimate) / each.rmspe for each in self.told if each.rmspe]
        return sorted(sizes, reverse=True)[rare - 1] * self.fit.rmspe


@dataclass(frozen=True)
class InTime:
    """The programme as if begun earlier: after how many periods, and the mean gap and misfit it then
    shows.
    """

    before: int
    first: str
    estimate: float
    rmspe: float
    mspe_ratio: float


def in_space(pool: Pool, method: Method) -> InSpace:
    """Fit the treated unit, and every donor as if it had been treated; the treated unit is nobody's donor."""
    found = method(pool)
    if len(pool.donors) < 2:
        return InSpace(found, (None,) * len(pool.donors))
    return InSpace(found, tuple(_tried(pool.as_if_treated(at), method) for at in range(len(pool.donors))))


def in_time(pool: Pool, method: Method) -> tuple[InTime, ...]:
    """Fit with earlier beginnings, from the middle of the periods before on: no effect should be seen."""
    found = []
    for before in range(max(FEWEST_BEFORE, (pool.before + 1) // 2), pool.before):
        tried = _tried(pool.as_if_begun(before), method)
        if tried is not None:
            told = (tried.estimate, tried.rmspe, tried.mspe_ratio)
            found.append(InTime(before, pool.periods[before], *told))
    return tuple(found)


def _tried(pool: Pool, method: Method) -> Fit | None:
    try:
        return method(pool)
    except EvaluationRefused:
        return None


def _rank(of: float, others: list[float]) -> int:
    return 1 + sum(other >= of * (1 - ROUNDING) for other in others)


def gaps(told: InSpace) -> Reals:
    """Return the gaps of all placebos, a column each, for a picture of them."""
    return (
        np.column_stack([each.gap for each in told.told]) if told.told else np.empty((len(told.fit.gap), 0))
    )
