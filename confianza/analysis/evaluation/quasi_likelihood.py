"""Two sides of a day, of one area alone or beside another: the ratio, by quasi-likelihood.

Alone, the cases of both sides fall after the day with the share of the exposure there, if nothing changed;
beside others, the cases of each period, here and there together, fall here with one share on both sides:
whatever moves both places alike (a season, a holiday, fewer people at the counter) leaves the share alone.
Twice what the likelihood gains by a ratio of its own, over the dispersion that periods show, is judged by
Student's t (McCullagh & Nelder 1989, Generalized Linear Models, sections 4.5 and 9.2). Unlike the error on
the log scale (`counts.compare_periods`) it sees an end of all cases (Hauck & Donner 1977, JASA 72:851-853).
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from confianza.analysis.evaluation import counts
from confianza.analysis.evaluation.counts import Reals
from confianza.analysis.evaluation.problems import EvaluationRefused

# Beyond e^40 there is no ratio of counts.
FURTHEST = 40.0
_CLOSE = 1e-12

Side = tuple[Reals, Reals]


@dataclass(frozen=True)
class Judged:
    """`ratio`: None where nothing was counted before; its interval may end at 0 or infinity.

    `spread`: how many times as spread as chance periods are, below one by luck; `dispersion`: the same, never
    below one, as the interval takes it. `freedom`: degrees of freedom it was learnt with.
    """

    ratio: float | None
    low: float
    high: float
    p: float
    spread: float
    freedom: float

    @property
    def dispersion(self) -> float:
        """Never narrower than chance."""
        return max(1.0, self.spread)


def alone(before: Side, after: Side, *, confidence: float) -> Judged:
    """Return the rate after over the rate before; a side: counts and exposures, as `counts.periods` gives.

    Raises EvaluationRefused one_period, nothing_counted (on both sides).
    """
    seen, freedom = counts.spread(before, after)
    b, a = float(before[0].sum()), float(after[0].sum())
    if a + b == 0:
        raise EvaluationRefused("nothing_counted")
    offset = math.log(after[1].sum() / before[1].sum())

    def gained(log: float) -> float:
        return _of_totals((b, a), log + offset)

    log = math.log(a / b) - offset if a and b else _edge(a)
    ratio = None if not b else math.exp(log) if a else 0.0
    spread = spread_of_all(seen, (before, after))
    return _judged(gained, log, ratio, spread, float(freedom), confidence)


def beside(here: tuple[Side, Side], there: tuple[Side, Side], *, confidence: float) -> Judged:
    """Return the ratio here (after over before) over the ratio there in the same periods.

    Raises EvaluationRefused one_period; nothing_counted: neither before nor after, here or there.
    """
    sides = [_Shares.of(*pair) for pair in zip(here, there, strict=True)]
    if not (sum(each.here for each in sides) and sum(each.there for each in sides)):
        raise EvaluationRefused("nothing_counted")
    spread, freedom = _spread(sides)
    before, after = sides
    logs = [each.log_odds() for each in sides]
    most = sum(each.likelihood(log) for each, log in zip(sides, logs, strict=True))

    def gained(log: float) -> float:
        at = _root(lambda eta: before.score(eta) + after.score(eta + log))
        return max(0.0, 2 * (most - before.likelihood(at) - after.likelihood(at + log)))

    log, ratio = logs[1] - logs[0], None
    if not (before.here and after.there):
        log = FURTHEST
    elif after.here and before.there:
        ratio = math.exp(log)
    else:
        log, ratio = -FURTHEST, 0.0
    return _judged(gained, log, ratio, spread, freedom, confidence)


def spread_of_all(seen: float, sides: Sequence[Side]) -> float:
    """Return how spread periods are without end, from how spread those seen are around their own rate.

    Bunched cases that fall into few periods make the rate they are held against themselves: of M cases, φ
    times as spread as chance, φ M / (M + φ - 1) is seen on average (Mosimann 1962, Biometrika 49:65-82). All
    cases in one period may be one bunch: then nothing is more than chance.
    """
    telling = [(len(y) - 1, float(y.sum())) for y, _ in sides if y.sum()]
    cases = sum(freedom for freedom, _ in telling) / sum(freedom / total for freedom, total in telling)
    if cases <= 1:
        return seen
    return seen * (cases - 1) / (cases - seen) if seen < cases else float("inf")


def spread_of_shares(here: Side, there: Side) -> tuple[float, float]:
    """Return how many times as spread as chance the shares of periods of one side are, and with what degrees
    of freedom. Raises EvaluationRefused one_period, nothing_counted.
    """
    return _spread([_Shares.of(here, there)])


def signed_root(totals: Sequence[float], log_exposure: float = 0.0) -> float:
    """Return the signed root of what the likelihood gains, before it is divided by the dispersion.

    `totals`: cases before and after, and of the comparison before and after where there is one.
    `log_exposure`: of a single area, the logarithm of exposure after over exposure before.
    """
    if len(totals) == 2:
        before, after = totals
        way = after - before * math.exp(log_exposure)
        return math.copysign(math.sqrt(_of_totals((before, after), log_exposure)), way)
    before, after, there_before, there_after = totals
    n = sum(totals)
    gained = sum(
        _apart(seen, row * column / n)
        for seen, row, column in (
            (before, before + after, before + there_before),
            (after, before + after, after + there_after),
            (there_before, there_before + there_after, before + there_before),
            (there_after, there_before + there_after, after + there_after),
        )
    )
    way = after * there_before - before * there_after
    return math.copysign(math.sqrt(max(0.0, 2 * gained)), way)


def _of_totals(totals: tuple[float, float], log_odds: float) -> float:
    """Return twice what totals before and after gain over a share after of those log odds."""
    before, after = totals
    n, odds = before + after, math.exp(log_odds)
    return max(0.0, 2 * (_apart(before, n / (1 + odds)) + _apart(after, n * odds / (1 + odds))))


def _apart(seen: float, expected: float) -> float:
    return seen * math.log(seen / max(expected, 1e-300)) if seen > 0 else 0.0


def _judged(
    gained: Callable[[float], float],
    log: float,
    ratio: float | None,
    spread: float,
    freedom: float,
    confidence: float,
) -> Judged:
    """Return p of no change, and all ratios that the periods do not speak against."""
    from scipy.special import stdtr, stdtrit

    scale = max(1.0, spread)
    if scale == float("inf"):
        return Judged(ratio, 0.0, scale, 1.0, spread, freedom)
    enough = float(stdtrit(freedom, 0.5 + confidence / 2)) ** 2 * scale
    p = float(2 * stdtr(freedom, -math.sqrt(gained(0.0) / scale)))
    low, high = _end(gained, log, -1, enough), _end(gained, log, 1, enough)
    return Judged(ratio, low, high, min(1.0, p), spread, freedom)


def _end(gained: Callable[[float], float], log: float, way: int, enough: float) -> float:
    """Return the ratio, below (way −1) or above the one found, from which on the likelihood lost enough."""
    from scipy.optimize import brentq

    end = 0.0 if way < 0 else float("inf")
    if abs(log) >= FURTHEST and (log > 0) == (way > 0):
        return end
    step = 0.5
    while gained(log + way * step) < enough:
        step *= 2
        if step > 2 * FURTHEST:
            return end
    far = brentq(lambda reach: gained(log + way * reach) - enough, 0.0, step, xtol=_CLOSE)
    return math.exp(log + way * float(far))


def _edge(top: float) -> float:
    """Return the logarithm of a ratio of which one part is nothing."""
    return FURTHEST if top else -FURTHEST


@dataclass(frozen=True, eq=False)
class _Shares:
    """The periods of a side: cases here, cases here and there, exposure here over there; and the same cases
    together, by that exposure (mostly one and the same).
    """

    y: Reals
    n: Reals
    odds: Reals
    together: tuple[tuple[float, float], ...]

    @classmethod
    def of(cls, here: Side, there: Side) -> "_Shares":
        seen = here[0] + there[0] > 0
        n, odds = (here[0] + there[0])[seen], (here[1] / there[1])[seen]
        named, place = np.unique(odds, return_inverse=True)
        sums = np.bincount(place, n, minlength=len(named))
        return cls(here[0][seen], n, odds, tuple(zip(sums.tolist(), named.tolist(), strict=True)))

    @cached_property
    def here(self) -> float:
        return float(self.y.sum())

    @cached_property
    def there(self) -> float:
        return float((self.n - self.y).sum())

    def shares(self, log: float) -> Reals:
        told: Reals = 1 / (1 + math.exp(-log) / self.odds)
        return told

    def score(self, log: float) -> float:
        against = math.exp(-log)
        return self.here - sum(n / (1 + against / odds) for n, odds in self.together)

    def likelihood(self, log: float) -> float:
        told = math.exp(log)
        return self.here * log - sum(n * math.log1p(odds * told) for n, odds in self.together)

    def log_odds(self) -> float:
        """Return the log of the rate here over the rate there."""
        if not self.here or not self.there:
            return _edge(self.here)
        return _root(self.score)


def _root(falling: Callable[[float], float]) -> float:
    """Return where a falling function of a log odds is zero; the end where it nowhere is."""
    from scipy.optimize import brentq

    if falling(-FURTHEST) <= 0:
        return -FURTHEST
    if falling(FURTHEST) >= 0:
        return FURTHEST
    return float(brentq(falling, -FURTHEST, FURTHEST, xtol=_CLOSE))


def _spread(sides: Sequence[_Shares]) -> tuple[float, float]:
    """Return how many times as spread as chance the shares of periods are, and with what freedom.

    A period weighs by its cases, as it does in the ratio: months with more cases are those whose shares vary
    by more than chance, and taken alike they would be told too narrow. As many equal periods as would weigh
    the same are the degrees of freedom.
    """
    telling = [each for each in sides if each.here and each.there] or list(sides)
    weights = np.concatenate([each.n for each in telling])
    if not weights.sum():
        raise EvaluationRefused("nothing_counted")
    freedom = float(weights.sum() ** 2 / (weights**2).sum()) - len(telling)
    if freedom < 0.5 or len(weights) - len(telling) < 1:
        raise EvaluationRefused("one_period")
    squares = 0.0
    for each in telling:
        shares = each.shares(each.log_odds())
        within = np.maximum(shares * (1 - shares), 1e-300)
        squares += float(((each.y - each.n * shares) ** 2 / within).sum())
    return squares / float(weights.sum()) * (freedom + len(telling)) / freedom, freedom
