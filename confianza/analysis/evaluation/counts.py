"""Two counts, or two short series of them: by how much they differ, and whether chance alone would do that.

The exact conditional interval and p stand in `analysis.indicators.change`, the E-test in
`analysis.hotspots.changes`. Here they are brought together with what crime does and a Poisson process does
not: cases come in bunches, so that years differ by more than chance (variance `dispersion` times the mean).
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from confianza.analysis.evaluation.problems import EvaluationRefused
from confianza.analysis.hotspots import changes
from confianza.analysis.indicators import change
from confianza.analysis.indicators.intervals import CONFIDENCE

ALPHA = 1 - CONFIDENCE
# Crime varies up to so many times as much as chance; what does not survive that is not told as more.
BUNCHED = 4.0
BUNCHINGS = (2.0, BUNCHED)
# On the log scale the interval of a ratio holds from so many independent happenings on either side
# (tests/test_coverage.py); below, the exact one of the counts divided by the dispersion is taken.
FEWEST_FOR_LOG = 8.0
# Published percentages without counts: what the interval would be, had there been so many before.
IMAGINED = (100, 200, 400)

# No place counts so many cases: what is larger was never counted, but pasted or multiplied.
MOST_COUNTED = 1e7
# From so many cases on, the E-test is the score test to six digits, and its table too large to add up.
ENOUGH_FOR_SCORE = 200_000
# Exposures farther apart than a village and the world are not in one unit.
MOST_APART = 1e9
# Counts more spread than this are all one bunch: nothing can be told of them.
MOST_DISPERSED = 1e6

Reals = NDArray[np.float64]
Method = Literal["exact", "quasi_poisson", "between_periods"]


@dataclass(frozen=True)
class Ratio:
    """The rate after over the rate before.

    `ratio` is None and `high` infinite where nothing was counted before. `method`: "exact" (conditional on
    the total), "quasi_poisson" (a dispersion that was told), "between_periods" (one learnt from the periods).
    """

    before: float
    after: float
    ratio: float | None
    low: float
    high: float
    p: float
    dispersion: float
    method: Method
    exposures: tuple[float, float] = (1.0, 1.0)

    @property
    def is_more_than_chance(self) -> bool:
        """Whether the interval leaves out no change."""
        return self.low > 1 or self.high < 1


@dataclass(frozen=True)
class Comparison:
    """`told`: what holds if cases are independent, or as bunched as was told or learnt; `e_test`, `mid_p` and
    `mid_interval`: of the counts themselves; `bunched`: the same ratio, were cases two and four times as
    bunched (empty where their bunching was told or learnt).
    """

    told: Ratio
    e_test: float
    mid_p: float
    mid_interval: tuple[float, float]
    bunched: tuple[Ratio, ...]

    @property
    def survives_bunching(self) -> bool:
        """Whether the change is more than chance even if cases are four times as bunched as independent."""
        return all(each.is_more_than_chance for each in (self.told, *self.bunched))


def compare(
    before: float,
    after: float,
    *,
    exposure_before: float = 1.0,
    exposure_after: float = 1.0,
    dispersion: float | None = None,
    confidence: float = CONFIDENCE,
) -> Comparison:
    """Compare two counts given their exposures (months, persons). Counts are whole.

    Raises EvaluationRefused not_a_count, not_whole, exposure_not_positive, bad_dispersion.
    """
    _check((before, after), (exposure_before, exposure_after), dispersion)
    exposures = exposure_before, exposure_after
    exact = change.compare(
        after, before, exposure_now=exposure_after, exposure_before=exposure_before, confidence=confidence
    )
    told = Ratio(before, after, exact.ratio, exact.low, exact.high, exact.p, 1.0, "exact", exposures)
    if dispersion is not None and dispersion > 1:
        told = _bunched(before, after, exposures, dispersion, confidence)
    others = BUNCHINGS if dispersion is None else ()
    return Comparison(
        told=told,
        e_test=_e_test(after, before, exposures),
        mid_p=_mid_p(after, before, exposures, exact.p),
        mid_interval=_mid_interval(after, before, exposures, confidence),
        bunched=tuple(_bunched(before, after, exposures, each, confidence) for each in others),
    )


def compare_periods(
    before: Sequence[float],
    after: Sequence[float],
    *,
    exposures_before: Sequence[float] | None = None,
    exposures_after: Sequence[float] | None = None,
    confidence: float = CONFIDENCE,
) -> Comparison:
    """Compare several periods before with several after; how bunched cases are is learnt from how the
    periods of either side differ among themselves (quasi-Poisson with Student's t, never narrower than
    chance).

    It takes periods on one side at least for granted that had no trend of their own. Raises
    EvaluationRefused; one_period where no side has two.
    """
    one, e1 = periods(before, exposures_before)
    other, e2 = periods(after, exposures_after)
    scale, freedom = spread((one, e1), (other, e2))
    if not (one.sum() and other.sum()):
        raise EvaluationRefused("nothing_counted")
    whole = compare(
        float(one.sum()),
        float(other.sum()),
        exposure_before=float(e1.sum()),
        exposure_after=float(e2.sum()),
        dispersion=1.0,
        confidence=confidence,
    )
    return replace(whole, told=_between(whole.told, max(1.0, scale), freedom, confidence))


def periods(counts: Sequence[float], exposures: Sequence[float] | None = None) -> tuple[Reals, Reals]:
    """Return counts and exposures (1 each, where none are told). Raises EvaluationRefused not_a_count,
    not_whole, exposure_not_positive.
    """
    y = np.asarray(counts, dtype=float)
    e = np.ones(len(y)) if exposures is None else np.asarray(exposures, dtype=float)
    _check(y.tolist(), e.tolist(), None)
    return y, e


def spread(*sides: tuple[Reals, Reals]) -> tuple[float, int]:
    """Return how many times as spread as chance the periods of each side are around their own rate
    (Pearson's chi-square over its degrees of freedom, below one by luck), and the degrees of freedom.

    A side where nothing was counted says nothing about it. Raises EvaluationRefused one_period.
    """
    telling = [(y, e) for y, e in sides if y.sum()]
    freedom = sum(len(y) - 1 for y, _ in telling or sides)
    if freedom < 1:
        raise EvaluationRefused("one_period")
    return sum(_spread(y, e) for y, e in telling) / freedom, freedom


def _between(found: Ratio, scale: float, freedom: int, confidence: float) -> Ratio:
    """Return a ratio with the dispersion that its periods show, by Student's t."""
    from scipy.special import stdtr, stdtrit

    se = float(np.sqrt(scale * (1 / found.before + 1 / found.after)))
    log = float(np.log(found.ratio or 1.0))
    reach = float(stdtrit(freedom, 0.5 + confidence / 2)) * se
    return replace(
        found,
        low=float(np.exp(log - reach)),
        high=float(np.exp(log + reach)),
        p=float(2 * stdtr(freedom, -abs(log) / se)),
        dispersion=scale,
        method="between_periods",
    )


@dataclass(frozen=True)
class Relative:
    """Two published relative figures without counts: a ratio, and no interval. `imagined` says what the
    interval would be had there been 100, 200 or 400 cases before: (count, low, high).
    """

    ratio: float
    imagined: tuple[tuple[int, float, float], ...]


def compare_relative(before: float, after: float, *, confidence: float = CONFIDENCE) -> Relative:
    """Return the ratio of two relative levels (indices, rates, shares of a base year) whose counts nobody
    told. Raises EvaluationRefused not_a_level.
    """
    for value in (before, after):
        if not np.isfinite(value) or value <= 0:
            raise EvaluationRefused("not_a_level", value=_plain(value))
    ratio = after / before
    told = [(count, *_exact_limits(count * ratio, count, (1.0, 1.0), confidence)) for count in IMAGINED]
    return Relative(ratio, tuple(told))


def check_counts(counts: Sequence[float]) -> None:
    """Raise EvaluationRefused not_a_count, too_many, not_whole."""
    for value in counts:
        if not np.isfinite(value) or value < 0:
            raise EvaluationRefused("not_a_count", value=_plain(value))
        if value > MOST_COUNTED:
            raise EvaluationRefused("too_many", value=_plain(value), most=f"{MOST_COUNTED:.0f}")
        if value != round(value):
            raise EvaluationRefused("not_whole", value=_plain(value))


def check_dispersion(dispersion: float) -> None:
    """Raise EvaluationRefused bad_dispersion."""
    if not 1 <= dispersion <= MOST_DISPERSED:
        raise EvaluationRefused("bad_dispersion", value=_plain(dispersion))


def check_subjects(before: str, after: str) -> None:
    """Raise EvaluationRefused different_subjects where two counts are not of the same area or unit."""
    if before and after and before.strip().casefold() != after.strip().casefold():
        raise EvaluationRefused("different_subjects", before=before.strip(), after=after.strip())


def _check(counts: Sequence[float], exposures: Sequence[float], dispersion: float | None) -> None:
    check_counts(counts)
    for value in exposures:
        if not np.isfinite(value) or value <= 0:
            raise EvaluationRefused("exposure_not_positive", value=_plain(value))
    if len(exposures) and max(exposures) > MOST_APART * min(exposures):
        raise EvaluationRefused("exposures_apart", least=_plain(min(exposures)), most=_plain(max(exposures)))
    if dispersion is not None:
        check_dispersion(dispersion)


def _plain(value: float) -> str:
    return f"{value:g}"


def _bunched(
    before: float, after: float, exposures: tuple[float, float], dispersion: float, confidence: float
) -> Ratio:
    """Compare counts whose variance is `dispersion` times the mean: on the log scale where there are enough,
    else exactly, as so many independent happenings.
    """
    ratio = (after / exposures[1]) / (before / exposures[0]) if before else None
    if ratio is None or min(before, after) / dispersion < FEWEST_FOR_LOG:
        a, b = after / dispersion, before / dispersion
        low, high = _exact_limits(a, b, exposures, confidence)
        p = change.compare(a, b, exposure_now=exposures[1], exposure_before=exposures[0]).p
        return Ratio(before, after, ratio, low, high, p, dispersion, "quasi_poisson", exposures)
    from scipy.special import ndtr, ndtri

    se = float(np.sqrt(dispersion * (1 / before + 1 / after)))
    log, reach = float(np.log(ratio)), float(ndtri(0.5 + confidence / 2)) * se
    low, high = float(np.exp(log - reach)), float(np.exp(log + reach))
    p = float(2 * ndtr(-abs(log) / se))
    return Ratio(before, after, ratio, low, high, p, dispersion, "quasi_poisson", exposures)


def _exact_limits(
    after: float, before: float, exposures: tuple[float, float], confidence: float
) -> tuple[float, float]:
    """Return Clopper-Pearson's limits of the ratio, continued to counts that are not whole."""
    from scipy.special import betaincinv

    tail = (1 - confidence) / 2
    low = float(betaincinv(after, before + 1, tail)) if after else 0.0
    high = float(betaincinv(after + 1, before, 1 - tail)) if before else 1.0
    return _odds(low) * exposures[0] / exposures[1], _odds(high) * exposures[0] / exposures[1]


def _odds(share: float) -> float:
    return share / (1 - share) if share < 1 else float("inf")


def _tails(after: float, total: float, share: float) -> tuple[float, float]:
    """Return the chances of fewer and of more, each with half of the chance of the split seen."""
    from scipy.special import bdtr, bdtrc

    at_most, more = float(bdtr(after, int(total), share)), float(bdtrc(after, int(total), share))
    here = at_most - (float(bdtr(after - 1, int(total), share)) if after else 0.0)
    return at_most - here / 2, more + here / 2


def _e_test(after: float, before: float, exposures: tuple[float, float]) -> float:
    if after + before <= ENOUGH_FOR_SCORE:
        return changes.e_test(after, before, exposures[1], exposures[0])
    from scipy.special import ndtr

    rate = (after + before) / sum(exposures)
    error = float(np.sqrt(rate * (1 / exposures[0] + 1 / exposures[1])))
    return float(2 * ndtr(-abs(after / exposures[1] - before / exposures[0]) / error))


def _mid_p(after: float, before: float, exposures: tuple[float, float], p: float) -> float:
    """Return the mid-p: of the exact p, half of the chance of the split seen taken off (Lancaster 1961)."""
    if after + before == 0:
        return 1.0
    from scipy.special import bdtr

    share, total = exposures[1] / (exposures[0] + exposures[1]), int(after + before)
    here = float(bdtr(after, total, share)) - (float(bdtr(after - 1, total, share)) if after else 0.0)
    return p - here / 2


def _mid_interval(
    after: float, before: float, exposures: tuple[float, float], confidence: float
) -> tuple[float, float]:
    """Return the interval of the ratio by mid-p: about as often right as it says, at few counts too."""
    from scipy.optimize import brentq

    total, tail = after + before, (1 - confidence) / 2
    if total == 0:
        return 0.0, float("inf")

    def off(share: float, side: int) -> float:
        return _tails(after, total, share)[side] - tail

    edge = 1e-12
    low = brentq(off, edge, 1 - edge, args=(1,), xtol=1e-12) if after else 0.0
    high = brentq(off, edge, 1 - edge, args=(0,), xtol=1e-12) if before else 1.0
    return _odds(low) * exposures[0] / exposures[1], _odds(high) * exposures[0] / exposures[1]


def _spread(counts: Reals, exposures: Reals) -> float:
    """Return Pearson's chi-square of periods around their common rate."""
    expected = exposures * counts.sum() / exposures.sum()
    return float(((counts - expected) ** 2 / expected).sum()) if counts.sum() else 0.0
