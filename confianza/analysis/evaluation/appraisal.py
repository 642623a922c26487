"""What became of a problem: the measure agreed before, computed from the counts and never typed.

A problem has an indicator, an area, areas it is compared with or none, and the days before and after, all
fixed before the answer could be known. From the counts of those days come a verdict, the interval it stands
on, what these counts could have seen at all, and the cautions that go with it. It is a change that is told;
whether more may be said is for `analysis.evaluation.guard`, whose answer stands beside.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

import numpy as np

from confianza.analysis.evaluation import appraisal_claims as claims
from confianza.analysis.evaluation import appraisal_periods as periods
from confianza.analysis.evaluation import counts, guard, quasi_likelihood, sight
from confianza.analysis.evaluation.appraisal_periods import Days, Step
from confianza.analysis.evaluation.claims import Claim
from confianza.analysis.evaluation.guard import Allowed, Direction, Evidence
from confianza.analysis.evaluation.power import Plan
from confianza.analysis.evaluation.problems import EvaluationRefused
from confianza.analysis.evaluation.quasi_likelihood import Judged, Side
from confianza.analysis.evaluation.sight import Sight

# At 0.95 one problem of twenty that nothing changed would be called changed, and more where cases are few and
# bunched (docs/studies/appraisals.md); a town has many problems, and each verdict is public.
CONFIDENCE = 0.97

# So few cases on both sides together show no change by this test, whatever became of them.
FEWEST_CASES = 10
# Half of the true falls by half unseen: then an unseen change is no sign of none.
SELDOM = 0.5
# A way that chance would go so seldom is told as one; it is not looked for in fewer periods.
RARE_WAY, FEWEST_TO_MOVE = 0.05, 8
# The time before in so many parts, the last of which may be a peak.
PARTS = 4
DAYS_OF_YEAR = 365.25

Verdict = Literal["no_evidence_of_change", "fell", "rose", "too_few_to_tell", "refused"]
DIRECTIONS: dict[Verdict, Direction] = {"fell": "fall", "rose": "rise"}


@dataclass(frozen=True)
class Measure:
    """What was agreed: `before` and `after` are first and last day, both included, in whole `step`s.

    `agreed_on`: the day it was fixed (None: not known). `chosen_for_being_high`: whether the area or the
    problem was taken up because its numbers were high (None: not known, which counts as yes);
    `choice_left_out`: the days it was taken up on are in neither side.
    """

    indicator: str
    area: str
    before: Days
    after: Days
    comparison: tuple[str, ...] = ()
    step: Step = "month"
    agreed_on: date | None = None
    chosen_for_being_high: bool | None = None
    choice_left_out: bool = False


@dataclass(frozen=True)
class Counted:
    """Counts of the periods of both sides, oldest first; None where nobody counted (0: counted, and none).

    `comparison_*`: the comparison areas together, period by period. Exposures (days covered, population) are
    optional, one for each period.
    """

    before: Sequence[float | None]
    after: Sequence[float | None]
    comparison_before: Sequence[float | None] = ()
    comparison_after: Sequence[float | None] = ()
    exposures_before: Sequence[float] | None = None
    exposures_after: Sequence[float] | None = None
    comparison_exposures_before: Sequence[float] | None = None
    comparison_exposures_after: Sequence[float] | None = None


@dataclass(frozen=True)
class Totals:
    """Cases of the area before and after, and of the areas compared with (None: there are none)."""

    before: int
    after: int
    comparison_before: int | None = None
    comparison_after: int | None = None


@dataclass(frozen=True)
class Appraisal:
    """`verdict` with its sentence `said` (code and numbers; `appraisal_claims.SENTENCES`).

    `ratio`: rate after over rate before, over that of the comparison where there is one; None where nothing
    was counted before, or the verdict is "refused". `low`, `high`: its interval of `confidence`; `p`.
    `sight` and its sentence `seeing`. `cautions`: sentences to be told beside it, always. `evidence`, and by
    it what the guard lets anybody say beyond (`allowed`); None if refused. `refusal`: why there is no number,
    which is then `said` too: a code of `problems.KINDS` and its details.
    """

    measure: Measure
    verdict: Verdict
    said: Claim
    cautions: tuple[Claim, ...] = ()
    totals: Totals | None = None
    ratio: float | None = None
    low: float | None = None
    high: float | None = None
    p: float | None = None
    dispersion: float | None = None
    confidence: float = CONFIDENCE
    method: str = ""
    sight: Sight | None = None
    seeing: Claim | None = None
    evidence: Evidence | None = None
    allowed: Allowed | None = None
    refusal: Claim | None = None


def appraise(
    measure: Measure,
    counted: Counted,
    *,
    complete_until: date | None = None,
    confidence: float = CONFIDENCE,
) -> Appraisal:
    """Return what became of a measure; never raises for what the data lack: the verdict is then "refused".

    `complete_until`: the last day whose counts are no longer expected to grow (None: all are); later days
    are cautioned about. Refused: days that overlap, run backwards or cut a period, counts that are missing,
    negative or not whole, fewer than two periods a side, a comparison with the area itself.
    """
    try:
        return _appraised(measure, _Sides.of(measure, counted), complete_until, confidence)
    except EvaluationRefused as refused:
        refusal = Claim(refused.code, refused.details)
        return Appraisal(measure, "refused", refusal, confidence=confidence, refusal=refusal)


def foresee(
    measure: Measure,
    before: Sequence[float | None],
    comparison_before: Sequence[float | None] = (),
    *,
    confidence: float = CONFIDENCE,
) -> Sight:
    """Return, when a measure is agreed, what it will be able to see, learnt from the periods before.

    Raises EvaluationRefused as `appraise` refuses, and nothing_counted where there is nothing that could
    fall.
    """
    _check(measure)
    later = len(periods.starts(measure.after, measure.step))
    here = _side(measure.area, measure.before, measure.step, before, None)
    periods.check_enough(len(here[0]), later)
    if not here[0].sum():
        raise EvaluationRefused("nothing_counted")
    compared, freedom = 0.0, 0.0
    if not measure.comparison:
        seen, freedom = counts.spread(here)
        spread = quasi_likelihood.spread_of_all(seen, [here])
    else:
        there = _side(_joined(measure.comparison), measure.before, measure.step, comparison_before, None)
        spread, freedom = quasi_likelihood.spread_of_shares(here, there)
        compared = float(there[0].mean())
    plan = Plan(float(here[0].mean()), len(here[0]), later, spread, compared)
    return sight.as_learnt(plan, freedom, confidence=confidence)


@dataclass(frozen=True, eq=False)
class _Sides:
    """Counts and exposures before and after, here and where it is compared (None: nowhere)."""

    here: tuple[Side, Side]
    there: tuple[Side, Side] | None

    @classmethod
    def of(cls, measure: Measure, told: Counted) -> "_Sides":
        _check(measure)
        if not measure.comparison and (told.comparison_before or told.comparison_after):
            raise EvaluationRefused("comparison_not_agreed")
        step, there = measure.step, None
        here = (
            _side(measure.area, measure.before, step, told.before, told.exposures_before),
            _side(measure.area, measure.after, step, told.after, told.exposures_after),
        )
        periods.check_enough(len(here[0][0]), len(here[1][0]))
        if measure.comparison:
            name = _joined(measure.comparison)
            one, other = told.comparison_exposures_before, told.comparison_exposures_after
            there = (
                _side(name, measure.before, step, told.comparison_before, one),
                _side(name, measure.after, step, told.comparison_after, other),
            )
        return cls(here, there)

    @property
    def totals(self) -> Totals:
        return Totals(*(int(y.sum()) for y, _ in (*self.here, *(self.there or ()))))

    def judged(self, confidence: float) -> Judged | None:
        """Return the ratio; None where there is too little to compute one from."""
        for pair in (self.here, self.there or self.here):
            if sum(float(y.sum()) for y, _ in pair) < FEWEST_CASES:
                return None
        if self.there is None:
            return quasi_likelihood.alone(*self.here, confidence=confidence)
        return quasi_likelihood.beside(self.here, self.there, confidence=confidence)

    def sight(self, found: Judged, confidence: float) -> Sight | None:
        """Return what these counts could see; None where nothing was counted before."""
        before, after = (y for y, _ in self.here)
        if not before.sum():
            return None
        compared = 0.0
        if self.there is not None:
            compared = sum(float(y.sum()) for y, _ in self.there) / (len(before) + len(after))
        plan = Plan(float(before.mean()), len(before), len(after), found.spread, compared)
        return sight.as_learnt(plan, found.freedom, confidence=confidence)

    def was_moving(self, dispersion: float) -> bool:
        """Say whether the periods before went up or down by themselves, by more than cases that vary so much
        would (the score test of a trend, Cochran 1954, Biometrics 10:417-451).
        """
        from scipy.special import stdtr

        y, exposure = self.here[0]
        if self.there is not None or len(y) < FEWEST_TO_MOVE or not y.sum():
            return False
        place, share = np.arange(len(y)), exposure / exposure.sum()
        way = float(place @ (y - y.sum() * share))
        scatter = float(y.sum() * (share @ place**2 - (share @ place) ** 2)) * dispersion
        return bool(2 * stdtr(len(y) - 2, -abs(way) / scatter**0.5) < RARE_WAY)

    def stood_out(self, dispersion: float) -> bool:
        """Say whether the last part of the time before stands above the earlier ones, as cases go that vary
        so much.
        """
        before = self.here[0][0]
        size = max(1, len(before) // PARTS)
        parts = [float(before[end - size : end].sum()) for end in range(len(before), size - 1, -size)]
        return guard.stands_out([round(each / dispersion) for each in reversed(parts)])


def _appraised(measure: Measure, sides: _Sides, complete_until: date | None, confidence: float) -> Appraisal:
    found = sides.judged(confidence)
    verdict = _verdict(found)
    seen = sides.sight(found, confidence) if found else None
    stood_out = sides.stood_out(found.dispersion if found else 1.0)
    evidence = _evidence(measure, sides, verdict, stood_out)
    allowed = guard.allowed(evidence, DIRECTIONS.get(verdict, "none"))
    said = claims.of_verdict(verdict, _written(sides), found, compared=_is_compared(sides, found))
    cautions = _cautions(measure, complete_until)
    cautions += [Claim("stood_out")] if stood_out else []
    cautions += [Claim("was_moving")] if found and sides.was_moving(found.dispersion) else []
    unseen = verdict in ("no_evidence_of_change", "too_few_to_tell")
    cautions += [Claim("seldom_seen")] if unseen and seen and seen.of_half < SELDOM else []
    return Appraisal(
        measure=measure,
        verdict=verdict,
        said=said,
        cautions=(*cautions, *(Claim(code) for code in allowed.cautions)),
        totals=sides.totals,
        ratio=found.ratio if found else None,
        low=found.low if found else None,
        high=found.high if found else None,
        p=found.p if found else None,
        dispersion=found.dispersion if found else None,
        confidence=confidence,
        method="beside" if sides.there else "alone",
        sight=seen,
        seeing=claims.of_sight(seen) if found else None,
        evidence=evidence,
        allowed=allowed,
    )


def _verdict(found: Judged | None) -> Verdict:
    if found is None:
        return "too_few_to_tell"
    if found.high < 1:
        return "fell"
    return "rose" if found.low > 1 else "no_evidence_of_change"


def _evidence(measure: Measure, sides: _Sides, verdict: Verdict, stood_out: bool) -> Evidence:
    """Return what stands behind a verdict; a peak that is seen is one, whatever was declared."""
    first, last = measure.after
    return Evidence(
        counts=True,
        interval=verdict != "too_few_to_tell",
        clear=verdict in DIRECTIONS,
        control=sides.there is not None,
        before=len(sides.here[0][0]),
        after=len(sides.here[1][0]),
        years_after=((last - first) + timedelta(days=1)).days / DAYS_OF_YEAR,
        same_area=True,
        selected_for_being_high=True if stood_out else measure.chosen_for_being_high,
        selection_left_out=measure.choice_left_out,
        registered=measure.agreed_on is not None and measure.agreed_on < first,
    )


def _cautions(measure: Measure, complete_until: date | None) -> list[Claim]:
    told = []
    compared = len(measure.comparison)
    if compared < 2:
        told.append(Claim("one_comparison" if compared else "no_comparison"))
    if periods.other_season(measure.before, measure.after, measure.step):
        told.append(Claim("other_season_compared" if compared else "other_season"))
    late = [
        start
        for side in (measure.before, measure.after)
        for start in periods.starts(side, measure.step)
        if complete_until is not None and periods.last_day(start, measure.step) > complete_until
    ]
    if late:
        first = periods.name(late[0], measure.step)
        told.append(Claim("still_arriving", {"first": first}))
    return told


def _check(measure: Measure) -> None:
    """Raise EvaluationRefused for a measure that measures nothing."""
    periods.check_days(measure.before, measure.after, measure.step)
    area = measure.area.strip().casefold()
    for each in measure.comparison:
        if each.strip().casefold() == area:
            raise EvaluationRefused("compared_with_itself", area=measure.area.strip())


def _side(
    area: str, days: Days, step: Step, told: Sequence[float | None], exposures: Sequence[float] | None
) -> Side:
    y = periods.counts_of(area, days, step, told)
    if exposures is not None and len(exposures) != len(y):
        raise EvaluationRefused("exposures_differ", area=area, told=len(exposures), periods=len(y))
    return counts.periods(y.tolist(), exposures)


def _is_compared(sides: _Sides, found: Judged | None) -> bool:
    """Say whether the sentence speaks of the comparison; of too few, only where those compared are."""
    if found is not None:
        return sides.there is not None
    return sum(float(y.sum()) for y, _ in sides.here) >= FEWEST_CASES


def _written(sides: _Sides) -> dict[str, str]:
    names = ("before", "after", "there_before", "there_after")
    told = {
        name: f"{y.sum():.0f}"
        for name, (y, _) in zip(names, (*sides.here, *(sides.there or ())), strict=False)
    }
    (one, _), (other, _) = sides.here
    return told | {"periods_before": str(len(one)), "periods_after": str(len(other))}


def _joined(areas: Sequence[str]) -> str:
    return ", ".join(areas)
