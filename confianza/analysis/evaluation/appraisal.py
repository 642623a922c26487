"""What became of a problem: the measure agreed before, computed from the counts and never typed.

A problem has an indicator, an area, areas it is compared with or none, and the days before and after, all
fixed before the answer could be known. From the counts of those days come a verdict, the interval it stands
on, what these counts could have seen at all, and the cautions that go with it. It is a change that is told;
whether more may be said is for `analysis.evaluation.guard`, whose answer stands beside.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from confianza.analysis.evaluation.claims import Claim
from confianza.analysis.evaluation.guard import Allowed

# Nineteen of twenty would let a null result be called a change in one of twenty problems that nothing changed,
# and a little more often where cases are bunched; a town has many problems, and each verdict is public.
CONFIDENCE = 0.97

Verdict = Literal["no_evidence_of_change", "fell", "rose", "too_few_to_tell", "refused"]
Step = Literal["month", "week"]


@dataclass(frozen=True)
class Measure:
    """What was agreed: `before` and `after` are first and last day, both included, in whole `step`s.

    `agreed_on`: the day it was fixed (None: not known). `chosen_for_being_high`: whether the area or the
    problem was taken up because its numbers were high (None: not known, which counts as yes);
    `choice_left_out`: the days it was taken up on are in neither side.
    """

    indicator: str
    area: str
    before: tuple[date, date]
    after: tuple[date, date]
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
class Sight:
    """What such counts can see: the share of times (0 to 1) that a true fall of a half would be told, and
    the smallest fall (a share) told in 80 of 100; None where not even the end of all cases would be.

    `per_period`, `compared`: cases of a period in the area and where it is compared; `dispersion`: how many
    times as spread as chance periods are.
    """

    of_half: float
    smallest_fall: float | None
    per_period: float
    compared: float
    periods_before: int
    periods_after: int
    dispersion: float


@dataclass(frozen=True)
class Appraisal:
    """`verdict` with its sentence `said` (code and numbers; `appraisal_claims.SENTENCES`).

    `ratio`: rate after over rate before, over that of the comparison where there is one; None where nothing
    was counted before, or the verdict is "refused". `low`, `high`: its interval of `confidence`; `p`.
    `sight` and its sentence `seeing`. `cautions`: sentences to be told beside it, always. `allowed`: what
    the guard lets anybody say beyond it, None if refused. `refusal`: why there is no number: a code of
    `problems.KINDS` and its details.
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
    negative or not whole, one period a side, a comparison with the area itself, nothing counted at all.
    """
    raise NotImplementedError


def foresee(
    measure: Measure,
    before: Sequence[float | None],
    comparison_before: Sequence[float | None] = (),
    *,
    confidence: float = CONFIDENCE,
) -> Sight:
    """Return, when a measure is agreed, what it will be able to see, learnt from the periods before.

    Raises EvaluationRefused as `appraise` refuses, and one_period where two periods before are not there.
    """
    raise NotImplementedError
