"""Agreeing on how a problem is measured, and computing what became of it."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from confianza.web.audit import actions as audit
from confianza.web.audit.actions import Actor
from confianza.web.plans.models import Appraisal, Measure, Problem, Stage
from confianza.web.plans.queries import appraising
from confianza.web.plans.rules import measures as rules
from confianza.web.plans.rules.measures import Goal
from confianza.web.plans.rules.refusals import StepRefused
from confianza.web.territory.models import Area, Containment

ASSESSED_IN = (Stage.RESPOND, Stage.ASSESS)


@transaction.atomic
def agree(
    *,
    problem: Problem,
    indicator: str,
    area: Area,
    comparison: Area | None,
    before: tuple[date, date],
    after: tuple[date, date],
    by: Actor,
    because: str = "",
) -> Measure:
    """Agree on a measure: an indicator, an area, one to compare with, first and last day of both sides.

    A later one stands beside the earlier. Raises StepRefused (rules.measures.check).
    """
    current = Problem.objects.select_for_update().get(pk=problem.pk)
    compared = comparison.stable_id if comparison else ""
    goal = Goal(indicator, area.stable_id, compared, *before, *after)
    earlier = current.measure
    rules.check(
        current.stage,
        goal,
        overlap=_overlap(area, comparison),
        earlier=earlier.digest if earlier else "",
        because=because,
    )
    measure = Measure.objects.create(
        problem=current,
        indicator=indicator,
        area=area,
        comparison=comparison,
        before_from=goal.before_from,
        before_until=goal.before_until,
        after_from=goal.after_from,
        after_until=goal.after_until,
        digest=goal.digest,
        because=because.strip(),
        agreed_by=by.display_name,
    )
    details = {"digest": goal.digest, "again": earlier is not None}
    audit.record(by=by, action="plans.agree_measure", subject=str(current.pk), details=details)
    return measure


@transaction.atomic
def appraise(*, problem: Problem, by: Any) -> Appraisal:
    """Compute what became of a problem by the measure agreed, from the counts as known today.

    Each time stands beside those before. Raises StepRefused: not_from_here, measure_first, months_ahead.
    """
    if problem.stage not in ASSESSED_IN:
        raise StepRefused("not_from_here")
    measure = problem.measure
    if measure is None:
        raise StepRefused("measure_first")
    rules.check_over(measure.after_until, timezone.localdate())
    made = Appraisal.objects.create(
        problem=problem,
        measure=measure,
        told=appraising.appraised(by, measure),
        as_of=timezone.localdate(),
        computed_by=by.display_name,
    )
    details = {"verdict": made.told["verdict"], "digest": measure.digest}
    audit.record(by=by, action="plans.appraise", subject=str(problem.pk), details=details)
    return made


def _overlap(area: Area, comparison: Area | None) -> bool:
    """Say whether one of two areas lies in the other, in either geography."""
    if comparison is None:
        return False
    both = Containment.objects.filter(outer__in=(area, comparison), inner__in=(area, comparison))
    return (
        area == comparison
        or both.exclude(outer=area, inner=area).exclude(outer=comparison, inner=comparison).exists()
    )
