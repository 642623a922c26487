"""Did it fall here, or move next door? The weighted displacement difference of eight counts.

Wheeler & Ratcliffe (2018, Crime Science 7:11). It needs no model and no series: counts before and after, in
the treated area, a comparison area, and the areas around both. It assumes Poisson counts and that nothing
else befell one of the areas; it does not prove a cause.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from confianza.analysis.indicators.intervals import CONFIDENCE

BeforeAfter = tuple[float, float]
UNWEIGHTED = (1.0, 1.0)
SAME_SIZE = (1.0, 1.0, 1.0, 1.0)


@dataclass(frozen=True)
class Difference:
    """Change beyond that of the comparison: below zero, crimes prevented. `p` is two-sided (normal)."""

    estimate: float
    se: float
    z: float
    p: float
    low: float
    high: float


@dataclass(frozen=True)
class Displacement:
    """`local` in the treated area, `around` it (above zero: displaced; None if not told), `total` of both."""

    local: Difference
    around: Difference | None
    total: Difference


def difference(
    *,
    treated: BeforeAfter,
    comparison: BeforeAfter,
    around_treated: BeforeAfter | None = None,
    around_comparison: BeforeAfter | None = None,
    periods: tuple[float, float] = UNWEIGHTED,
    areas: tuple[float, float, float, float] = SAME_SIZE,
    confidence: float = CONFIDENCE,
) -> Displacement:
    """Return the weighted displacement difference; counts are (before, after).

    `periods` are the lengths of the time before and after; `areas` the sizes (or exposures) of comparison,
    treated, around the comparison, around the treated, in this order: counts are divided by both. Areas
    around go together, or neither is told.
    """
    _check(treated, comparison, around_treated, around_comparison, periods, areas, confidence)
    size = dict(zip(("comparison", "treated", "around_comparison", "around_treated"), areas, strict=True))
    local = _sum((treated, size["treated"], 1.0), (comparison, size["comparison"], -1.0), periods=periods)
    around = (0.0, 0.0)
    if around_treated is not None and around_comparison is not None:
        around = _sum(
            (around_treated, size["around_treated"], 1.0),
            (around_comparison, size["around_comparison"], -1.0),
            periods=periods,
        )
    told = around_treated is not None
    return Displacement(
        local=_judged(*local, confidence),
        around=_judged(*around, confidence) if told else None,
        total=_judged(local[0] + around[0], local[1] + around[1], confidence),
    )


def of_harm(
    estimates: Sequence[Difference], weights: Sequence[float], *, confidence: float = CONFIDENCE
) -> Difference:
    """Add up the differences of several kinds of crime, each times what one of them weighs (Wheeler 2020)."""
    if len(estimates) != len(weights) or not estimates:
        raise ValueError("Give one weight for each difference, and at least one.")
    pairs = list(zip(estimates, weights, strict=True))
    value = sum(each.estimate * weight for each, weight in pairs)
    return _judged(value, sum((each.se * weight) ** 2 for each, weight in pairs), confidence)


def _sum(*terms: tuple[BeforeAfter, float, float], periods: tuple[float, float]) -> tuple[float, float]:
    """Return the signed change of several areas and its variance, which for Poisson counts is their sum."""
    value = variance = 0.0
    for (before, after), size, sign in terms:
        value += sign * (after / periods[1] - before / periods[0]) / size
        variance += (after / periods[1] ** 2 + before / periods[0] ** 2) / size**2
    return value, variance


def _judged(value: float, variance: float, confidence: float) -> Difference:
    from scipy.special import ndtr, ndtri

    se = variance**0.5
    z = value / se if se else 0.0
    reach = float(ndtri(0.5 + confidence / 2)) * se
    return Difference(value, se, z, float(2 * ndtr(-abs(z))), value - reach, value + reach)


def _check(
    treated: BeforeAfter,
    comparison: BeforeAfter,
    around_treated: BeforeAfter | None,
    around_comparison: BeforeAfter | None,
    periods: tuple[float, float],
    areas: tuple[float, ...],
    confidence: float,
) -> None:
    if (around_treated is None) != (around_comparison is None):
        raise ValueError("Tell the counts around both areas, or around neither.")
    if min(*periods, *areas) <= 0 or not 0 < confidence < 1:
        raise ValueError("Periods and areas must be greater than zero, and confidence between 0 and 1.")
    told = (treated, comparison, around_treated or UNWEIGHTED, around_comparison or UNWEIGHTED)
    if any(count < 0 for pair in told for count in pair):
        raise ValueError("A count cannot be negative.")
