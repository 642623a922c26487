"""Difference in differences for counts: the programme's areas against what the others let expect.

The estimate is the ratio of what was counted to what `imputation` expects, over all periods with the
programme, or those so long after its start. How sure it is follows from how far areas *without* the
programme depart from each other between the same periods before and after (so that what drifts within an
area counts as noise), never from the rows alone: a thousand rows of one area are one area.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np

from confianza.analysis.evaluation import imputation
from confianza.analysis.evaluation.panels import Flags, Panel, Reals
from confianza.analysis.evaluation.problems import EvaluationRefused
from confianza.analysis.indicators.intervals import CONFIDENCE

# Areas that never had the programme, so that how they differ can be known.
FEWEST_WITHOUT = 4
# Periods before the start that are tried as if the programme had begun then.
MOST_LEADS = 5
# Cases before, and expected after, over their dispersion: below, no interval holds (tests/test_coverage.py).
FEWEST_INDEPENDENT, FEWEST_EXPECTED = 10, 2
HALF = 2


@dataclass(frozen=True)
class Effect:
    """`ratio`: counted over expected; `fewer`: expected less counted; `dispersion`: how many times as spread
    as chance areas without the programme are. `high` is infinite where nothing holds it.
    """

    ratio: float
    low: float
    high: float
    p: float
    counted: float
    expected: float
    dispersion: float
    freedom: int

    @property
    def fewer(self) -> float:
        """How many cases fewer than expected (below zero: more)."""
        return self.expected - self.counted


@dataclass(frozen=True)
class Horizon:
    """The effect so many periods after the start (below zero: before it, where there can be none)."""

    after: int
    areas: int
    effect: Effect


@dataclass(frozen=True)
class Differences:
    """`effect`: all periods with the programme; `before`: the last periods before it, as if it had begun
    then (None with fewer than four); `path`: horizon by horizon; `placebo_p`: share of areas, itself
    counted, that depart as far (only of one treated area; None otherwise), and `smallest_p` it could be.
    """

    effect: Effect
    before: Effect | None
    path: tuple[Horizon, ...]
    placebo_p: float | None
    smallest_p: float | None
    treated: int
    without: int


def compare(panel: Panel, *, confidence: float = CONFIDENCE) -> Differences:
    """Return effects of a panel. Raises EvaluationRefused few_without, no_comparison, not_linked."""
    effect = overall(panel, confidence=confidence)
    expected = imputation.counts(panel)
    placebo_p, smallest = _placebo(panel) if panel.treated.sum() == 1 else (None, None)
    return Differences(
        effect=effect,
        before=_before(panel, confidence),
        path=_path(panel, expected, confidence),
        placebo_p=placebo_p,
        smallest_p=smallest,
        treated=int(panel.treated.sum()),
        without=int((~panel.treated).sum()),
    )


def overall(panel: Panel, *, confidence: float = CONFIDENCE) -> Effect:
    """Return the effect over all periods with the programme, and nothing else. Raises as `compare` does."""
    without = int((~panel.treated).sum())
    if without < FEWEST_WITHOUT:
        raise EvaluationRefused("few_without", without=without, least=FEWEST_WITHOUT)
    effect = _effect(panel, imputation.counts(panel), panel.under_way, panel.start, confidence)
    _enough(panel, effect)
    return effect


def _enough(panel: Panel, effect: Effect) -> None:
    """Raise EvaluationRefused few_independent where so few cases, bunched as they are, hold no interval."""
    before = float((panel.y * ~panel.under_way)[panel.treated].sum())
    bunched = max(1.0, effect.dispersion)
    if before / bunched < FEWEST_INDEPENDENT or effect.expected / bunched < FEWEST_EXPECTED:
        told = {"cases": f"{before:.0f}", "expected": f"{effect.expected:.0f}"}
        raise EvaluationRefused("few_independent", dispersion=f"{bunched:.1f}", **told)


def _effect(panel: Panel, expected: Reals, cells: Flags, start: Any, confidence: float) -> Effect:
    """Judge what was counted in `cells` of treated areas against what was expected."""
    counted, hoped = float(panel.y[cells].sum()), float(expected[cells].sum())
    if not hoped:
        raise EvaluationRefused("nothing_without")
    dispersion, freedom = _dispersion(panel, cells, start)
    own = _own_error(panel, expected, cells, start)
    low, high, p = judged(counted, hoped, own, dispersion, freedom, confidence)
    return Effect(counted / hoped, low, high, p, counted, hoped, dispersion, freedom)


def _own_error(panel: Panel, expected: Reals, cells: Flags, start: Any) -> float:
    """Return the variance of the logarithm of what is expected: of the areas' own level before (cases before
    the start) and of the way of the others (their cases before and after).
    """
    weights = np.where(cells, expected, 0.0).sum(axis=1)
    total, others = weights.sum(), ~panel.treated
    variance = 0.0
    for at in np.flatnonzero(weights):
        variance += (weights[at] / total) ** 2 / panel.y[at, : start[at]].sum()
    shared = 0.0
    for begins in np.unique(start[weights > 0]):
        part = weights[(start == begins)].sum() / total
        after = cells[start == begins].any(axis=0)
        told = panel.y[others][:, :begins].sum(), panel.y[others][:, after].sum()
        # All cohorts lean on the same others: what is wrong with those is wrong for all.
        shared += part * (1 / max(told[0], 1.0) + 1 / max(told[1], 1.0)) ** 0.5
    return float(variance + shared**2)


def _dispersion(panel: Panel, cells: Flags, start: Any) -> tuple[float, int]:
    """Return how far areas without the programme depart from their common way, over chance, between the
    periods before and those of `cells`: Pearson's chi-square of two columns, over its degrees of freedom.
    """
    y, e = panel.y[~panel.treated], panel.exposure[~panel.treated]
    found, freedom = 0.0, 0
    here = cells.any(axis=1)
    for begins in np.unique(start[here]):
        rows = here & (start == begins)
        after = cells[rows].any(axis=0)
        table = np.column_stack([y[:, :begins].sum(axis=1), y[:, after].sum(axis=1)])
        weight = np.column_stack([e[:, :begins].mean(axis=1), e[:, after].mean(axis=1)])
        statistic, free = _departures(table, weight)
        found += rows.sum() / here.sum() * statistic / free
        freedom = max(freedom, free)
    return float(found), freedom


def _departures(table: Reals, weight: Reals) -> tuple[float, int]:
    """Return Pearson's chi-square of areas × (before, after), whose shares after follow their exposures."""
    kept = table.sum(axis=1) > 0
    table, weight = table[kept], weight[kept]
    if len(table) < FEWEST_WITHOUT:
        raise EvaluationRefused("few_without", without=len(table), least=FEWEST_WITHOUT)
    odds = 1.0
    for _ in range(100):
        share = odds * weight[:, 1] / (weight[:, 0] + odds * weight[:, 1])
        ratio = table[:, 1].sum() / max((table.sum(axis=1) * share).sum(), 1e-12)
        if abs(ratio - 1) < 1e-10:
            break
        odds *= ratio
    total = table.sum(axis=1)
    expected = np.column_stack([total * (1 - share), total * share])
    return float(((table - expected) ** 2 / np.maximum(expected, 1e-9)).sum()), len(table) - 1


def judged(
    counted: float, expected: float, own: float, dispersion: float, freedom: int, confidence: float
) -> tuple[float, float, float]:
    """Return the interval of counted/expected and the two-sided p of 1, by the score: the variance is that
    which each ratio asked about would bring, so that few cases do no harm. Never narrower than chance.
    """
    from scipy.special import ndtr, ndtri, stdtr, stdtrit

    part = 0.5 + confidence / 2
    by_chance, by_areas = float(ndtri(part)), float(stdtrit(freedom, part)) * dispersion**0.5
    reach = max(by_chance, by_areas)
    away = abs(counted - expected) / (expected + expected**2 * own) ** 0.5
    p = max(2 * float(ndtr(-away)), 2 * float(stdtr(freedom, -away / max(dispersion, 1e-12) ** 0.5)))
    low, high = _ends(counted, expected, own, reach**2)
    return float(low), float(high), min(1.0, p)


def _ends(counted: float, expected: float, own: float, reach: float) -> tuple[float, float]:
    """Solve (counted − r expected)² = reach (r expected + r² expected² own) for the ratio r."""
    a = expected**2 * (1 - reach * own)
    b = -(2 * counted * expected + reach * expected)
    root = max(b * b - 4 * a * counted**2, 0.0) ** 0.5
    if a <= 0:
        return float(2 * counted**2 / (-b + root)) if counted else 0.0, float("inf")
    return max(0.0, (-b - root) / (2 * a)), (-b + root) / (2 * a)


def _before(panel: Panel, confidence: float) -> Effect | None:
    """Judge the last periods before each start (half of them, at most five) as if it had begun then."""
    starts = panel.start[panel.treated]
    if starts.min() < 2 * HALF:
        return None
    earlier = panel.start.copy()
    earlier[panel.treated] = starts - np.minimum(MOST_LEADS, starts // HALF)
    if not _counted_before(panel, earlier):
        return None
    at = np.arange(len(panel.periods))[None, :]
    cells = (at >= earlier[:, None]) & ~panel.under_way
    expected = imputation.counts(panel, ~(panel.under_way | cells))
    return _effect(panel, expected, cells, earlier, confidence)


def _path(panel: Panel, expected: Reals, confidence: float) -> tuple[Horizon, ...]:
    """Return the effect horizon by horizon; those before the start learnt from what lies before them."""
    horizon = np.arange(len(panel.periods))[None, :] - panel.start[:, None]
    horizon = np.where(panel.treated[:, None], horizon, -len(panel.periods))
    leads = min(MOST_LEADS, int(panel.start[panel.treated].min()) // HALF)
    start = panel.start - leads * panel.treated
    asked = [(expected, panel.start, after) for after in range(int(horizon.max()) + 1)]
    if leads and _counted_before(panel, start):
        early = imputation.counts(panel, ~(panel.under_way | ((horizon >= -leads) & (horizon < 0))))
        asked = [(early, start, after) for after in range(-leads, 0)] + asked
    told = []
    for hoped, began, after in asked:
        cells = horizon == after
        if hoped[cells].sum():
            effect = _effect(panel, hoped, cells, began, confidence)
            told.append(Horizon(after, int(cells.sum()), effect))
    return tuple(told)


def _counted_before(panel: Panel, start: Any) -> bool:
    """Say whether every treated area counted something before another start."""
    before = np.arange(len(panel.periods))[None, :] < start[:, None]
    return bool((panel.y * before).sum(axis=1)[panel.treated].all())


def _placebo(panel: Panel) -> tuple[float, float]:
    """Give every area without the programme the start of the treated one in turn, and rank how far each
    departs, in its own standard errors.
    """
    at = int(np.flatnonzero(panel.treated)[0])
    begins = panel.start[at]
    others = np.flatnonzero(~panel.treated)
    seen = abs(departure(panel))
    found = []
    for each in others:
        if not panel.y[each, :begins].sum():
            continue
        start = np.full(len(panel.areas), len(panel.periods))
        start[each] = begins
        kept = np.arange(len(panel.areas)) != at
        found.append(abs(departure(panel.until(start).only(kept))))
    many = len(found) + 1
    return (1 + sum(each >= seen - 1e-12 for each in found)) / many, 1 / many


def departure(panel: Panel) -> float:
    """Return how far areas with the programme depart from what was expected, in their standard errors."""
    expected = imputation.counts(panel)
    cells = panel.under_way
    hoped = float(expected[cells].sum())
    own = _own_error(panel, expected, cells, panel.start)
    return float((panel.y[cells].sum() - hoped) / (hoped + hoped**2 * own) ** 0.5)
