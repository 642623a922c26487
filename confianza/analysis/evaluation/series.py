"""One series, interrupted: did level or slope change when the programme began?

Segmented regression of counts (Wagner et al. 2002; Bernal, Cummins & Gasparrini 2017, IJE 46:348-355):

    log μ = b0 + b1 t + b2 after + b3 after (t − t0) + season + log exposure

A single series has no comparison: whatever else began that month is in the answer too.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from confianza.analysis.evaluation import negative_binomial, regressions
from confianza.analysis.evaluation.problems import EvaluationRefused
from confianza.analysis.evaluation.regressions import Fit, Reals
from confianza.analysis.indicators.intervals import CONFIDENCE

# Before and after, of the periods that level and slope need each; tests/test_coverage.py says why not fewer.
FEWEST_BEFORE, FEWEST_AFTER = 8, 4
# For a level alone.
FEWEST_BEFORE_LEVEL, FEWEST_AFTER_LEVEL = 8, 2
# α of a negative binomial is not learnt from fewer periods before.
FEWEST_FOR_ALPHA = 24
FEWEST_SEASONS = 2
FEWEST_CASES = 20
# Below this p the residuals are said to hang together.
HANG_TOGETHER = 0.05

Name = Literal["poisson", "quasi_poisson", "quasi_hanging", "hac", "negative_binomial"]
# Neighbouring periods are not taken to hang together by more than this.
MOST_CORRELATION = 0.8


@dataclass(frozen=True)
class Term:
    """One coefficient on the log scale, and its interval."""

    name: str
    estimate: float
    se: float
    low: float
    high: float
    p: float


@dataclass(frozen=True)
class Effect:
    """All periods after together: cases fitted over cases had the way before gone on. `fewer`: how many cases
    fewer that is (below zero: more).
    """

    ratio: float
    low: float
    high: float
    p: float
    fewer: float


@dataclass(frozen=True)
class Specification:
    """One way to answer. `alpha`, `log_likelihood`: of the negative binomial; `deviance`: of Poisson's."""

    name: Name
    terms: tuple[Term, ...]
    effect: Effect
    dispersion: float
    alpha: float | None = None
    log_likelihood: float | None = None
    deviance: float | None = None


@dataclass(frozen=True)
class Interrupted:
    """`told`: the specification that is told, the most cautious of those that hold; the others stand beside.

    `notes`: codes (hangs_together, negative_binomial_fell_back, few_for_negative_binomial).
    `counterfactual`: the cases of every period had the way before gone on.
    """

    told: Specification
    specifications: tuple[Specification, ...]
    before: int
    after: int
    counterfactual: tuple[float, ...]
    fitted: tuple[float, ...]
    correlation: float
    notes: tuple[str, ...]


def interrupt(
    counts: Sequence[float],
    times: Sequence[float],
    begins: float,
    *,
    exposures: Sequence[float] | None = None,
    names: Sequence[str] = (),
    season: int = 0,
    harmonics: int = 1,
    slope: bool = True,
    confidence: float = CONFIDENCE,
) -> Interrupted:
    """Compare what came after `begins` with how the series went before.

    `times`: consecutive and evenly spaced, in years or any unit. `season`: periods of a year (12 for months),
    0 for none; `harmonics`: pairs of waves it is made of. `slope`: whether the slope may change too, and not
    the level alone. `names`: of the periods, as people wrote them. Raises EvaluationRefused: gap,
    not_in_order, few_periods, few_seasons, few_cases, no_fit …
    """
    y, t = np.asarray(counts, dtype=float), np.asarray(times, dtype=float)
    e = np.ones(len(y)) if exposures is None else np.asarray(exposures, dtype=float)
    after = t >= begins - 1e-9
    _in_order(t, names or [f"{each:g}" for each in t])
    _check(y, after, season=season, slope=slope)
    t, begins = _near_zero(t, begins)
    design, names = _design(t, after, begins, season=season, harmonics=harmonics, slope=slope)
    without = design.copy()
    without[:, [at for at, name in enumerate(names) if name.startswith("after")]] = 0.0
    fit = regressions.poisson(y, design, np.log(e))
    telling = _Telling(names, design, without, after, confidence)
    lags = max(3, round(4 * (len(y) / 100) ** (2 / 9)))
    correlation, p = _hanging(fit)
    spread = fit.dispersion * _longer(correlation, fit)
    found = [
        telling.poisson("poisson", fit, fit.model_covariance(), 1.0),
        telling.poisson("quasi_poisson", fit, fit.model_covariance(), fit.dispersion),
        telling.poisson("quasi_hanging", fit, fit.model_covariance(), spread),
        telling.poisson("hac", fit, fit.hac_covariance(lags), 0.0),
    ]
    notes = []
    bent, note = _negative_binomial(y, design, np.log(e), int((~after).sum()), telling)
    found += [bent] if bent else []
    notes += [note] if note else []
    notes += ["hangs_together"] if p < HANG_TOGETHER else []
    return Interrupted(
        told=_most_cautious(found[:4]),
        specifications=tuple(found),
        before=int((~after).sum()),
        after=int(after.sum()),
        counterfactual=tuple(float(each) for each in np.exp(without @ fit.coefficients) * e),
        fitted=tuple(float(each) for each in fit.means),
        correlation=correlation,
        notes=tuple(notes),
    )


def _near_zero(t: Reals, begins: float) -> tuple[Reals, float]:
    """Count years from the first period on where they are years of a calendar: the level in the year 0, two
    thousand years of trend away, is no number that a fit should have to find.
    """
    if not len(t) or abs(float(t[0])) <= float(np.ptp(t)):
        return t, begins
    return t - t[0], begins - float(t[0])


@dataclass(frozen=True, eq=False)
class _Telling:
    """What a specification needs to be told: names, the design, and the same without anything after."""

    names: list[str]
    design: Reals
    without: Reals
    after: "np.ndarray[tuple[int], np.dtype[np.bool_]]"
    confidence: float

    def poisson(self, name: Name, fit: Fit, covariance: Reals, dispersion: float) -> Specification:
        """Tell a Poisson fit whose variance is `dispersion` times that of chance, and never less (0: the
        covariance is robust as it is).
        """
        freedom = float("inf") if dispersion == 1 else float(fit.freedom)
        if (
            dispersion
            and _reach(freedom, self.confidence) ** 2 * dispersion < _reach(np.inf, self.confidence) ** 2
        ):
            dispersion, freedom = 1.0, float("inf")
        covariance = covariance * (dispersion or 1.0)
        effect = self._effect(fit.coefficients, covariance, fit.means, freedom)
        terms = self._terms(fit.coefficients, covariance, freedom)
        return Specification(name, terms, effect, fit.dispersion, deviance=fit.deviance)

    def negative_binomial(self, fit: negative_binomial.Fit) -> Specification:
        effect = self._effect(fit.coefficients, fit.covariance, fit.means, float("inf"))
        terms = self._terms(fit.coefficients, fit.covariance, float("inf"))
        spread = 1 + fit.alpha * float(fit.means.mean())
        return Specification("negative_binomial", terms, effect, spread, fit.alpha, fit.log_likelihood)

    def _terms(self, beta: Reals, covariance: Reals, freedom: float) -> tuple[Term, ...]:
        ses = np.sqrt(np.diag(covariance))
        told = []
        for name, value, se in zip(self.names, beta, ses, strict=True):
            low, high, p = _judged(float(value), float(se), freedom, self.confidence)
            told.append(Term(name, float(value), float(se), low, high, p))
        return tuple(told)

    def _effect(self, beta: Reals, covariance: Reals, means: Reals, freedom: float) -> Effect:
        """Return the ratio of sums after, its error by the delta method on the log scale."""
        here = self.after
        seen = means[here]
        expected = seen * np.exp((self.without - self.design)[here] @ beta)
        log = float(np.log(seen.sum() / expected.sum()))
        slope = seen @ self.design[here] / seen.sum() - expected @ self.without[here] / expected.sum()
        se = float(np.sqrt(slope @ covariance @ slope))
        low, high, p = _judged(log, se, freedom, self.confidence)
        fewer = float(expected.sum() - seen.sum())
        return Effect(float(np.exp(log)), float(np.exp(low)), float(np.exp(high)), p, fewer)


def _most_cautious(found: Sequence[Specification]) -> Specification:
    return max(found, key=lambda each: each.effect.high / each.effect.low if each.effect.low else np.inf)


def _judged(value: float, se: float, freedom: float, confidence: float) -> tuple[float, float, float]:
    from scipy.special import ndtr, stdtr

    reach, z = _reach(freedom, confidence) * se, -abs(value) / se if se > 0 else 0.0
    p = ndtr(z) if freedom == float("inf") else stdtr(freedom, z)
    return value - reach, value + reach, float(2 * p)


def _reach(freedom: float, confidence: float) -> float:
    from scipy.special import ndtri, stdtrit

    part = 0.5 + confidence / 2
    return float(ndtri(part) if freedom == float("inf") else stdtrit(freedom, part))


def _longer(correlation: float, fit: Fit) -> float:
    """Return how many times as large variances are where periods hang together (a first-order process).

    What a fit takes away hides some of it: k/n is given back.
    """
    told = correlation + fit.design.shape[1] / (2 * len(fit.y))
    held = min(max(0.0, told), MOST_CORRELATION)
    return float((1 + held) / (1 - held))


def _design(
    t: Reals,
    after: "np.ndarray[tuple[int], np.dtype[np.bool_]]",
    begins: float,
    *,
    season: int,
    harmonics: int,
    slope: bool,
) -> tuple[Reals, list[str]]:
    columns, names = [np.ones(len(t)), t, after.astype(float)], ["level", "trend", "after"]
    if slope:
        columns.append(after * (t - t[after][0]))
        names.append("after_trend")
    if season:
        angle = 2 * np.pi * np.arange(len(t)) / season
        for wave in range(1, harmonics + 1):
            columns += [np.sin(wave * angle), np.cos(wave * angle)]
            names += [f"sin_{wave}", f"cos_{wave}"]
    return np.column_stack(columns), names


def _negative_binomial(
    y: Reals, design: Reals, offset: Reals, before: int, telling: _Telling
) -> tuple[Specification | None, str]:
    if before < FEWEST_FOR_ALPHA:
        return None, "few_for_negative_binomial"
    fit = negative_binomial.fit(y, design, offset)
    if fit is None:
        return None, "negative_binomial_fell_back"
    return telling.negative_binomial(fit), ""


def _hanging(fit: Fit) -> tuple[float, float]:
    """Return how residuals of neighbouring periods go together, and the p of that by chance."""
    from scipy.special import ndtr

    residuals = (fit.y - fit.means) / np.sqrt(fit.means)
    residuals = residuals - residuals.mean()
    total = float((residuals**2).sum())
    if total == 0:
        return 0.0, 1.0
    found = float((residuals[1:] * residuals[:-1]).sum()) / total
    return found, float(2 * ndtr(-abs(found) * len(residuals) ** 0.5))


def _in_order(t: Reals, names: Sequence[str]) -> None:
    """Raise EvaluationRefused not_in_order, gap."""
    steps = np.diff(t)
    if (steps <= 0).any():
        raise EvaluationRefused("not_in_order", period=names[int((steps <= 0).argmax()) + 1])
    # Months of a calendar differ by a day or three; a period left out differs by a whole one.
    if len(steps) and steps.max() > 1.5 * np.median(steps):
        raise EvaluationRefused("gap", period=names[int((steps > 1.5 * np.median(steps)).argmax())])


def _check(
    y: Reals, after: "np.ndarray[tuple[int], np.dtype[np.bool_]]", *, season: int, slope: bool
) -> None:
    before, following = int((~after).sum()), int(after.sum())
    least = (FEWEST_BEFORE, FEWEST_AFTER) if slope else (FEWEST_BEFORE_LEVEL, FEWEST_AFTER_LEVEL)
    if before < least[0] or following < least[1]:
        told = {"before": before, "after": following, "least_before": least[0], "least_after": least[1]}
        raise EvaluationRefused("few_periods", **told)
    if season and before < FEWEST_SEASONS * season:
        raise EvaluationRefused("few_seasons", before=before, least=FEWEST_SEASONS * season)
    if not y[~after].any() or not y[after].any():
        raise EvaluationRefused("nothing_counted")
    if y[~after].sum() < FEWEST_CASES:
        raise EvaluationRefused("few_cases", cases=f"{y[~after].sum():g}", least=FEWEST_CASES)
    if (y == y[0]).all():
        raise EvaluationRefused("never_varies", value=f"{y[0]:g}")
