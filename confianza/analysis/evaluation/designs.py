"""A design carried out: the way that was chosen speaks, the others that the data allow stand beside it.

All ways are told on one scale, what was counted over what would have been: 0.8 is a fifth fewer. What only
people know (`Circumstances`) and what the data show together are the evidence the guard judges. The same
series and design give the same answer to the last digit told, so that anybody can compute it again.
"""

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from confianza.analysis.evaluation import (
    counted,
    counts,
    difference_claims,
    differences,
    guard,
    imputation,
    moments,
    nearby,
    placebos,
    pool,
    reassigned,
    series,
    specifications,
    synthetic,
)
from confianza.analysis.evaluation.counted import Reals, Series
from confianza.analysis.evaluation.guard import Allowed, Direction, Evidence
from confianza.analysis.evaluation.nearby import Nearby
from confianza.analysis.evaluation.panels import Panel
from confianza.analysis.evaluation.problems import EvaluationRefused

METHODS = ("rate_ratio", "series", "panel", "synthetic")
WITH_COMPARISON = ("panel", "synthetic")
# What the specifications of a synthetic control are called among ways of all kinds.
WAYS_OF_SYNTHETIC = {
    "outcome": "synthetic",
    "changes": "synthetic_changes",
    "augmented": "synthetic_augmented",
    "synthetic_did": "synthetic_did",
    "later_half": "synthetic_later_half",
    "plain_did": "plain_did",
}
# Another way agrees that shows half as much at least, on the log scale (specifications.SMALL).
HALF = specifications.SMALL
PER = 100_000


@dataclass(frozen=True)
class Circumstances:
    """What the data do not tell; None is "not known". `registered`: fixed before the data, and kept to."""

    same_area: bool | None = None
    selected_for_being_high: bool | None = None
    registered: bool = False


@dataclass(frozen=True)
class Way:
    """What one way says: a ratio with its interval and p, or why it has no answer (`refused`, `details`).

    `reference`: told for comparison, no vote on whether ways agree. `high` None: nothing holds it.
    """

    name: str
    ratio: float | None = None
    low: float | None = None
    high: float | None = None
    p: float | None = None
    reference: bool = False
    refused: str = ""
    details: dict[str, Any] | None = None


@dataclass(frozen=True)
class Placebo:
    """How many units depart as far as the treated one: `rank` of `units`, and the p that makes.

    `units` are areas; or, where starts differ, ways of giving these starts to these areas.
    """

    rank: int
    units: int
    p: float


@dataclass(frozen=True)
class Spoken:
    """What the way that was chosen says in full: its expected counts period by period, and how well it
    followed the path before.

    `misfit`: root mean squared gap before, as a share of the level before. `before_p`: the p of a difference
    before the programme, where there should be none. `weights`: of a synthetic control, by area.
    """

    way: Way
    expected: tuple[float, ...]
    evidence: Evidence
    misfit: float | None = None
    before_p: float | None = None
    placebo: Placebo | None = None
    weights: tuple[tuple[str, float], ...] = ()


@dataclass(frozen=True)
class Answer:
    """All ways (the first speaks), the path, the evidence, and the strongest sentence it allows.

    `nearby`: what happened next door; None where nobody named areas there.
    """

    method: str
    series: Series
    spoken: Spoken
    ways: tuple[Way, ...]
    direction: Direction
    evidence: Evidence
    allowed: Allowed
    nearby: Nearby | None = None


def answer(told: Series, method: str, circumstances: Circumstances) -> Answer:
    """Carry out a design. Raises EvaluationRefused where the way that was chosen has no answer, and no_way
    where there is none of that name.
    """
    counted.check(told)
    if method not in METHODS:
        raise EvaluationRefused("no_way", way=method, ways=", ".join(METHODS))
    _takes_these_starts(told, method)
    spoken, others = _SPEAK[method](told)
    beside = [_beside(name, told, method) for name in METHODS if name != method]
    ways = (spoken.way, *others, *(each for each in beside if each.name != spoken.way.name))
    direction = _direction(spoken.way)
    evidence = _judged(told, spoken, ways, circumstances)
    allowed = guard.allowed(evidence, direction)
    return Answer(method, told, spoken, ways, direction, evidence, allowed, nearby.look(told, evidence))


# --- the ways, each speaking in full --------------------------------------------------------------------


def _rate_ratio(told: Series) -> tuple[Spoken, list[Way]]:
    y, e, at = told.y[0], told.e[0], told.before
    found = counts.compare_periods(
        y[:at].tolist(), y[at:].tolist(), exposures_before=e[:at].tolist(), exposures_after=e[at:].tolist()
    ).told
    way = _way("rate_ratio", found.ratio or 0.0, found.low, found.high, found.p)
    expected = y[:at].sum() / e[:at].sum() * e
    return Spoken(way, _floats(expected), _evidence(told, way)), []


def _series(told: Series) -> tuple[Spoken, list[Way]]:
    size = told.periods_a_year
    has_season = size > 1 and told.before >= series.FEWEST_SEASONS * size
    has_slope = told.before >= series.FEWEST_BEFORE and told.after >= series.FEWEST_AFTER
    times = moments.of_texts(told.periods)
    found = series.interrupt(
        told.y[0].tolist(),
        times.tolist(),
        float(times[told.before]),
        exposures=told.e[0].tolist(),
        season=size if has_season else 0,
        slope=has_slope,
    )
    effect = found.told.effect
    way = _way("series", effect.ratio, effect.low, effect.high, effect.p)
    expected = np.where(np.arange(len(times)) < told.before, found.fitted, found.counterfactual)
    misfit = _misfit(told.y[0], expected, told.before)
    return Spoken(way, _floats(expected), _evidence(told, way), misfit), []


def _panel(told: Series) -> tuple[Spoken, list[Way]]:
    found = differences.compare(panel := counted.as_panel(told))
    effect = found.effect
    way = _way("panel", effect.ratio, effect.low, effect.high, effect.p)
    expected = imputation.counts(panel)[: len(told.begun)].sum(axis=0)
    misfit = _misfit(told.treated, expected, told.before)
    before_p = found.before.p if found.before else None
    placebo = _of_starts(panel) if told.starts else _ranked(found.placebo_p, found.smallest_p)
    evidence = _evidence(
        told,
        way,
        control=True,
        path_shown=before_p is not None and before_p >= difference_claims.PARTED,
        fit_is_good=misfit is not None and misfit <= specifications.GOOD_FIT,
        placebo_p=placebo.p if placebo else None,
    )
    return Spoken(way, _floats(expected), evidence, misfit, before_p, placebo), []


def _synthetic(told: Series) -> tuple[Spoken, list[Way]]:
    """Mix the comparison areas by their rates, so that areas of different size can be mixed."""
    study = specifications.compare(_as_pool(told))
    ways = [_of_result(each) for each in study.results]
    ways += [Way(WAYS_OF_SYNTHETIC[name], refused=code, details={}) for name, code in study.refused.items()]
    main = study.main
    rate = study.pool.y - main.fit.gap
    evidence = specifications.evidence(study, periods_a_year=told.periods_a_year)
    spoken = Spoken(
        way=ways[0],
        expected=_floats(rate * told.e[0] / PER),
        evidence=evidence,
        misfit=main.fit.relative_rmspe,
        before_p=study.backdated.p if study.backdated else None,
        placebo=Placebo(main.space.rank, main.space.units, main.space.p),
        weights=main.fit.largest,
    )
    return spoken, ways[1:]


_SPEAK: dict[str, Callable[[Series], tuple[Spoken, list[Way]]]] = {
    "rate_ratio": _rate_ratio,
    "series": _series,
    "panel": _panel,
    "synthetic": _synthetic,
}


def _takes_these_starts(told: Series, way: str) -> None:
    """Raise EvaluationRefused one_start: only imputation is valid where areas began on different days."""
    if told.starts and way != "panel":
        raise EvaluationRefused("one_start")


def _beside(name: str, told: Series, speaks: str) -> Way:
    """Return what another way says. One without a comparison has no vote beside one with it."""
    reference = speaks in WITH_COMPARISON and name not in WITH_COMPARISON
    try:
        _takes_these_starts(told, name)
        way = _outcome_alone(told) if name == "synthetic" else _SPEAK[name](told)[0].way
    except EvaluationRefused as refused:
        return Way(name, reference=reference, refused=refused.code, details=dict(refused.details))
    return Way(name, way.ratio, way.low, way.high, way.p, reference)


def _outcome_alone(told: Series) -> Way:
    """Return the main synthetic control without its siblings, which nobody asked for."""
    found = placebos.in_space(_as_pool(told), synthetic.fit)
    return _of_result(specifications.Result("outcome", found, ()))


def _of_result(found: specifications.Result) -> Way:
    """Tell a synthetic control as counted over expected: the gap of its rates, and its interval."""
    before = found.fit.pool.before
    seen = float(found.fit.pool.y[before:].mean())
    interval = found.space.interval()
    low, high = (_over(seen, gap) for gap in interval) if interval else (None, None)
    ratio = _over(seen, found.fit.estimate)
    return Way(WAYS_OF_SYNTHETIC[found.name], ratio, low, high, found.space.p, found.reference)


def _over(seen: float, gap: float) -> float | None:
    expected = seen - gap
    return seen / expected if expected > 0 else None


# --- evidence -------------------------------------------------------------------------------------------


def _evidence(told: Series, way: Way, **more: Any) -> Evidence:
    low, high = way.low or 0.0, way.high if way.high is not None else float("inf")
    return Evidence(
        counts=True,
        interval=True,
        clear=low > 1 or high < 1,
        before=told.before,
        after=told.after,
        years_after=told.after / told.periods_a_year,
        **more,
    )


def _judged(told: Series, spoken: Spoken, ways: Sequence[Way], known: Circumstances) -> Evidence:
    """Add what people know, whether ways agree, and a peak that the counts themselves show."""
    peak = counted.stands_out(told)
    more = {
        "same_area": known.same_area,
        "selected_for_being_high": True if peak else known.selected_for_being_high,
        "registered": known.registered,
        "specifications_agree": _agree(spoken.way, ways),
        "control_chosen_alike": spoken.evidence.control and counted.as_high(told),
    }
    return Evidence(**(asdict(spoken.evidence) | more))


def _agree(main: Way, ways: Sequence[Way]) -> bool:
    """Say whether all ways with a vote point the same way as the main one, none to less than half as much."""
    if not main.ratio or main.ratio == 1:
        return False
    voted = [
        each.ratio for each in ways if each is not main and not each.reference and each.ratio is not None
    ]
    log = float(np.log(main.ratio))
    return bool(voted) and all(each > 0 and float(np.log(each)) / log >= HALF for each in voted)


def _direction(way: Way) -> Direction:
    if way.ratio is None or way.ratio == 1:
        return "none"
    return "fall" if way.ratio < 1 else "rise"


def _ranked(p: float | None, smallest: float | None) -> Placebo | None:
    if p is None or not smallest:
        return None
    return Placebo(round(p / smallest), round(1 / smallest), p)


def _of_starts(panel: Panel) -> Placebo:
    found = reassigned.compare(panel)
    return Placebo(found.as_far, found.orders, found.p)


def _misfit(y: Reals, expected: Reals, before: int) -> float | None:
    level = float(y[:before].mean())
    return float(np.sqrt(((y - expected)[:before] ** 2).mean())) / level if level else None


# --- shapes ---------------------------------------------------------------------------------------------


def _as_pool(told: Series) -> pool.Pool:
    rates = told.y / told.e * PER
    others = rates[1:].T
    return pool.checked(pool.Pool(told.areas[0], told.areas[1:], told.periods, rates[0], others, told.before))


def _way(name: str, ratio: float, low: float, high: float, p: float) -> Way:
    return Way(name, ratio, low, high if np.isfinite(high) else None, p)


def _floats(values: Any) -> tuple[float, ...]:
    return tuple(float(each) for each in values)
