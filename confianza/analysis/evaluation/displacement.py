"""Did it fall here, move next door, or fall there too? Displacement and diffusion of benefits, alike.

The weighted displacement difference stands in `analysis.hotspots.displacement` (Wheeler & Ratcliffe 2018).
Here it is judged: locally, around, and in total, with named wards farther out, with harm, and beside the
same comparison as a ratio, which does not take areas of different size to move by the same number of cases.
What is more than chance must also be so if cases are four times as bunched as independent ones.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from confianza.analysis.evaluation import counts
from confianza.analysis.evaluation.counts import BUNCHED, Ratio, check_dispersion
from confianza.analysis.evaluation.problems import EvaluationRefused
from confianza.analysis.hotspots import displacement as wdd
from confianza.analysis.hotspots.displacement import BeforeAfter, Difference
from confianza.analysis.indicators import change
from confianza.analysis.indicators.intervals import CONFIDENCE

Verdict = Literal["fewer", "more", "within_bunching", "within_chance"]
PARTS = ("treated", "comparison", "around_treated", "around_comparison")
# Lengths of time, sizes of areas and weights beyond these are no such thing.
SMALLEST, LARGEST = 1e-9, 1e12


@dataclass(frozen=True)
class Kind:
    """Counts (before, after) of one kind of crime by part (see PARTS), and what one of it weighs."""

    parts: Mapping[str, BeforeAfter]
    weight: float = 1.0


@dataclass(frozen=True)
class Judged:
    """A difference, and what may be said of it: fewer or more than the comparison lets expect, or neither."""

    difference: Difference
    verdict: Verdict


@dataclass(frozen=True)
class Ward:
    """A named ward farther out against the comparison; `stands_out`: among all wards named (Holm)."""

    name: str
    ratio: Ratio | None
    difference: Judged
    stands_out: bool


@dataclass(frozen=True)
class Displacement:
    """`around` and `around_ratio` are None where nobody counted around. `local_ratio`: change here over
    change in the comparison. `moved_share`: cases more around per case fewer here (WDQ, Bowers & Johnson
    2003), only where it fell here by more than chance: else it is a ratio of noise.
    """

    local: Judged
    around: Judged | None
    total: Judged
    local_ratio: Ratio | None
    around_ratio: Ratio | None
    moved_share: float | None
    wards: tuple[Ward, ...] = field(default=())


@dataclass(frozen=True)
class Beside:
    """Inside, around, and both added up, each against the same comparison."""

    local: Judged
    around: Judged
    total: Judged


def compare(
    kinds: Sequence[Kind],
    *,
    outlying: Mapping[str, BeforeAfter] | None = None,
    periods: tuple[float, float] = (1.0, 1.0),
    areas: Mapping[str, float] | None = None,
    dispersion: float | None = None,
    confidence: float = CONFIDENCE,
) -> Displacement:
    """Compare a treated area, a comparison, what lies around both, and wards farther out.

    `kinds`: one, or several with weights of harm. `areas`: size or exposure by part, 1 where not told.
    `dispersion`: how many times as spread as chance such counts are; told, it stands in place of the doubt
    about bunching. Raises EvaluationRefused part_missing, ring_without_comparison, bad_sizes, bad_dispersion,
    not_a_count, not_whole.
    """
    sizes = dict.fromkeys(PARTS, 1.0) | dict(areas or {})
    _check(kinds, periods, sizes, outlying or {})
    if dispersion is not None:
        check_dispersion(dispersion)
    found = [_difference(kind, periods, sizes, confidence) for kind in kinds]
    weights = [kind.weight for kind in kinds]

    def together(of: Sequence[Difference]) -> Judged:
        return judged(wdd.of_harm(of, weights, confidence=confidence), dispersion)

    local = together([each.local for each in found])
    around = [each.around for each in found if each.around is not None]
    beside = together(around) if around else None
    spread = dispersion or 1.0
    return Displacement(
        local=local,
        around=beside,
        total=together([each.total for each in found]),
        local_ratio=_ratio(kinds, "treated", "comparison", spread, confidence),
        around_ratio=_ratio(kinds, "around_treated", "around_comparison", spread, confidence)
        if around
        else None,
        moved_share=_moved(local, beside),
        wards=_wards(kinds, outlying or {}, (periods, sizes), dispersion, confidence),
    )


def beside(
    *,
    treated: BeforeAfter,
    around: BeforeAfter,
    comparison: BeforeAfter,
    periods: tuple[float, float] = (1.0, 1.0),
    dispersion: float | None = None,
    confidence: float = CONFIDENCE,
) -> Beside:
    """Compare inside and around with one comparison that stands for both: what the total takes off is counted
    once, so that its error is that of three parts, not of four.

    Areas weigh by their cases before (Wheeler & Ratcliffe 2018, weights): where ten times as many are
    counted, ten times as many more or fewer are to be expected. Differences are in cases of the length after.
    Raises EvaluationRefused bad_sizes, bad_dispersion, not_a_count, not_whole, nothing_counted.
    """
    parts = {"treated": treated, "comparison": comparison}
    _check([Kind(parts)], periods, {}, {"around": around})
    if dispersion is not None:
        check_dispersion(dispersion)
    if not min(treated[0], around[0], comparison[0]):
        raise EvaluationRefused("nothing_counted")
    spans = periods[0] / periods[1], 1.0

    def against(here: BeforeAfter) -> Judged:
        sizes = (comparison[0] / here[0], 1.0, 1.0, 1.0)
        found = wdd.difference(
            treated=here, comparison=comparison, periods=spans, areas=sizes, confidence=confidence
        )
        return judged(found.local, dispersion)

    both = treated[0] + around[0], treated[1] + around[1]
    return Beside(against(treated), against(around), against(both))


def judged(found: Difference, dispersion: float | None = None) -> Judged:
    """Say what may be said of a difference, with a dispersion that is told or for fear of one of four."""
    from scipy.special import ndtr

    if dispersion is not None:
        wider, z = dispersion**0.5, found.z / dispersion**0.5
        ends = (
            found.estimate - (found.estimate - found.low) * wider,
            found.estimate + (found.high - found.estimate) * wider,
        )
        found = Difference(found.estimate, found.se * wider, z, float(2 * ndtr(-abs(z))), *ends)
    if found.low <= 0 <= found.high:
        return Judged(found, "within_chance")
    reach = (found.high - found.low) / 2 * (1.0 if dispersion else BUNCHED) ** 0.5
    if abs(found.estimate) <= reach:
        return Judged(found, "within_bunching")
    return Judged(found, "fewer" if found.estimate < 0 else "more")


def _difference(
    kind: Kind, periods: tuple[float, float], sizes: Mapping[str, float], confidence: float
) -> wdd.Displacement:
    parts = kind.parts
    return wdd.difference(
        treated=parts["treated"],
        comparison=parts["comparison"],
        around_treated=parts.get("around_treated"),
        around_comparison=parts.get("around_comparison"),
        periods=periods,
        areas=(sizes["comparison"], sizes["treated"], sizes["around_comparison"], sizes["around_treated"]),
        confidence=confidence,
    )


def _ratio(kinds: Sequence[Kind], part: str, other: str, spread: float, confidence: float) -> Ratio | None:
    """Return the change of one part over that of another, all kinds together; None where one has no case."""
    one, two = _summed(kinds, part), _summed(kinds, other)
    return ratio_of_changes(one, two, dispersion=spread, confidence=confidence)


def _summed(kinds: Sequence[Kind], part: str) -> BeforeAfter:
    before, after = (sum(kind.parts[part][at] for kind in kinds) for at in (0, 1))
    return before, after


def ratio_of_changes(
    one: BeforeAfter, other: BeforeAfter, *, dispersion: float = 1.0, confidence: float = CONFIDENCE
) -> Ratio | None:
    """Return (after/before here) over (after/before there), by the logarithm; None where a count is zero.

    Lengths of time and sizes of areas cancel out.
    """
    from scipy.special import ndtr, ndtri

    if not min(*one, *other):
        return None
    from math import exp, log

    value = log(one[1] / one[0]) - log(other[1] / other[0])
    se = (dispersion * sum(1 / count for count in (*one, *other))) ** 0.5
    reach = float(ndtri(0.5 + confidence / 2)) * se
    p = float(2 * ndtr(-abs(value) / se))
    ends = exp(value - reach), exp(value + reach)
    return Ratio(one[0], one[1], exp(value), *ends, p, dispersion, "quasi_poisson")


def _moved(local: Judged, around: Judged | None) -> float | None:
    if around is None or local.verdict != "fewer":
        return None
    return around.difference.estimate / -local.difference.estimate


def _wards(
    kinds: Sequence[Kind],
    outlying: Mapping[str, BeforeAfter],
    units: tuple[tuple[float, float], Mapping[str, float]],
    dispersion: float | None,
    confidence: float,
) -> tuple[Ward, ...]:
    """Judge each ward against the comparison, and all of them together."""
    there, (periods, sizes) = _summed(kinds, "comparison"), units
    found, chances = [], []
    for name, here in outlying.items():
        alone = wdd.difference(
            treated=here,
            comparison=there,
            periods=periods,
            areas=(sizes["comparison"], 1.0, 1.0, 1.0),
            confidence=confidence,
        )
        told = judged(alone.local, dispersion)
        ratio = ratio_of_changes(here, there, dispersion=dispersion or 1.0, confidence=confidence)
        # A ward is small: whether it moved otherwise is asked as a ratio, where there is one, and for fear of
        # bunching where nobody told how bunched cases are.
        feared = ratio_of_changes(here, there, dispersion=dispersion or BUNCHED, confidence=confidence)
        found.append((name, ratio, told))
        chances.append(feared.p if feared else told.difference.p)
    stands = change.holm(chances)
    return tuple(Ward(*each, stands_out=out) for each, out in zip(found, stands, strict=True))


def _check(
    kinds: Sequence[Kind],
    periods: tuple[float, float],
    sizes: Mapping[str, float],
    outlying: Mapping[str, BeforeAfter],
) -> None:
    for kind in kinds:
        for part in PARTS[:2]:
            if part not in kind.parts:
                raise EvaluationRefused("part_missing", part=part)
        if (PARTS[2] in kind.parts) != (PARTS[3] in kind.parts):
            raise EvaluationRefused("ring_without_comparison")
    weights = [kind.weight for kind in kinds]
    measures = (*periods, *sizes.values(), *weights)
    if not weights or not all(SMALLEST <= each <= LARGEST for each in measures):
        raise EvaluationRefused("bad_sizes")
    told = [pair for kind in kinds for pair in kind.parts.values()] + list(outlying.values())
    for pair in told:
        counts.check_counts(pair)
    if not any(any(pair) for pair in told):
        raise EvaluationRefused("nothing_counted")
