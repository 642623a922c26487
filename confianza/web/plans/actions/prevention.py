"""Prevention plans: written, proposed, voted on in an open meeting, accounted for each quarter, ended."""

from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import ProtectedError
from django.db.models.functions import Left
from django.utils import timezone

from confianza.web.audit import actions as audit
from confianza.web.audit.actions import Actor
from confianza.web.plans.models import (
    Chapter,
    Commitment,
    Objective,
    PlanState,
    PlanVersion,
    PreventionPlan,
    QuarterAccount,
)
from confianza.web.plans.queries import measured, prevention, quarter
from confianza.web.plans.rules import prevention as rules
from confianza.web.plans.rules.prevention import Votes
from confianza.web.plans.rules.refusals import StepRefused
from confianza.web.territory.models import Area

LONGEST = 10  # years: longer ones are visions, which nobody accounts for
MOST_PUBLIC = 300  # letters, as the column holds


@transaction.atomic
def write(
    *,
    area: Area,
    kind: str,
    title: str,
    begins_on: date,
    ends_on: date,
    by: Any,
    body: Any = None,
    summary: str = "",
) -> PreventionPlan:
    """Begin a plan; who begins it keeps it. Raises StepRefused."""
    _check_frame(area, body, begins_on, ends_on)
    plan = PreventionPlan.objects.create(
        area=area,
        kind=kind,
        title=title.strip(),
        summary=summary.strip(),
        begins_on=begins_on,
        ends_on=ends_on,
        body=body,
        keeper=by,
        written_by=by.display_name,
    )
    audit.record(by=by, action="plans.write_plan", subject=str(plan.pk), details={"kind": kind})
    return plan


@transaction.atomic
def rewrite(
    *,
    plan: PreventionPlan,
    kind: str,
    title: str,
    begins_on: date,
    ends_on: date,
    by: Actor,
    body: Any = None,
    summary: str = "",
) -> None:
    """Change what stands at the head of a plan. Raises StepRefused."""
    current = _writable(plan)
    _check_frame(current.area, body, begins_on, ends_on)
    current.kind, current.title, current.summary = kind, title.strip(), summary.strip()
    current.begins_on, current.ends_on, current.body = begins_on, ends_on, body
    current.save()
    audit.record(by=by, action="plans.rewrite_plan", subject=str(plan.pk))
    plan.refresh_from_db()


@transaction.atomic
def write_chapter(*, plan: PreventionPlan, step: str, text: str, by: Actor) -> Chapter:
    """Write what a plan says to one of the six steps. Raises StepRefused."""
    _writable(plan)
    told = {"text": text.strip(), "written_by": by.display_name, "written_at": timezone.now()}
    chapter, _made = Chapter.objects.update_or_create(plan=plan, step=step, defaults=told)
    audit.record(by=by, action="plans.write_chapter", subject=str(plan.pk), details={"step": step})
    return chapter


@transaction.atomic
def aim(
    *,
    plan: PreventionPlan,
    text: str,
    by_on: date,
    by: Actor,
    objective: Objective | None = None,
    gives: str = "",
    indicator: str = "",
    target: float | None = None,
) -> Objective:
    """Write an objective, or write `objective` anew. Where it is measured by an indicator, where it starts is
    counted now: in the twelve months before the plan begins. Raises StepRefused.
    """
    _writable(plan)
    _check_aim(plan, by_on, gives, indicator, target)
    start = measured.year_before(plan.area, indicator, plan.begins_on) if indicator else None
    told = {
        "text": text.strip(),
        "by_on": by_on,
        "gives": gives,
        "indicator": indicator,
        "target": target,
        "baseline": start.value if start else None,
        "told": start.kept() if start else {},
    }
    last = plan.objectives.order_by("number").last()
    kept, _made = Objective.objects.update_or_create(
        plan=plan, number=objective.number if objective else (last.number if last else 0) + 1, defaults=told
    )
    audit.record(by=by, action="plans.aim", subject=str(plan.pk), details={"objective": kept.number})
    return kept


@transaction.atomic
def drop(*, objective: Objective, by: Actor) -> None:
    """Take an objective out. Raises StepRefused; promised_for where a promise or a call for grants stands
    on it."""
    _writable(objective.plan)
    plan, number = objective.plan_id, objective.number
    try:
        objective.delete()
    except ProtectedError:
        raise StepRefused("promised_for") from None
    audit.record(by=by, action="plans.drop_objective", subject=str(plan), details={"objective": number})


@transaction.atomic
def propose(*, plan: PreventionPlan, why: str, by: Any) -> PlanVersion:
    """Put a plan before the open meeting, frozen word for word; from now on everybody may read it.

    Raises StepRefused; nothing_new where it says what was approved already.
    """
    current = _locked(plan)
    rules.check_step(current.state, PlanState.PROPOSED, words=why)
    rules.check_complete(prevention.written(current))
    content = prevention.content(current)
    holds = prevention.in_force(current)
    if holds and holds.sha256 == prevention.digest(content):
        raise StepRefused("nothing_new")
    last = current.versions.order_by("number").last()
    version = PlanVersion.objects.create(
        plan=current,
        number=last.number + 1 if last else 1,
        content=content,
        sha256=prevention.digest(content),
        why=why.strip(),
        proposer=by,
        proposed_by=by.display_name,
    )
    # Everybody reads them in the plan from now on; so they count where everybody counts, kept or not.
    unsaid = Commitment.objects.filter(objective__plan=current, public_text="")
    unsaid.update(public_text=Left("what", MOST_PUBLIC))
    _to(current, PlanState.PROPOSED)
    details = {"version": version.number, "sha256": version.sha256}
    audit.record(by=by, action="plans.propose", subject=str(plan.pk), details=details)
    plan.refresh_from_db()
    return version


@transaction.atomic
def decide(
    *, plan: PreventionPlan, meeting: Any, in_favour: int, against: int, abstained: int, said: str, by: Any
) -> PlanVersion:
    """Write down how an open meeting voted on the version before it: more in favour than against approve it,
    anything else sends it back with what was said.

    Raises StepRefused: whatever the meeting lacks (rules/prevention.judge), proposer_counts_no_votes.
    """
    current, votes = _locked(plan), Votes(in_favour, against, abstained)
    version = prevention.proposed(current)
    if version is None or meeting is None:
        raise StepRefused("not_from_here" if version is None else "say_which_meeting")
    rules.check_vote(
        current.state,
        prevention.assembly(current, version, meeting),
        votes,
        proposed_at=version.proposed_at,
        by_proposer=version.proposer_id == by.pk,
        said=said,
    )
    version.meeting, version.said, version.told_by = meeting, said.strip(), by.display_name
    version.in_favour, version.against, version.abstained = in_favour, against, abstained
    met_on = timezone.localdate(meeting.starts_at)
    version.approved_on, version.refused_on = (met_on, None) if votes.carry else (None, met_on)
    version.save()
    _to(current, PlanState.APPROVED if votes.carry else _back(current))
    details = {"version": version.number, "approved": votes.carry, "meeting": meeting.pk}
    audit.record(by=by, action="plans.decide", subject=str(plan.pk), details=details)
    plan.refresh_from_db()
    return version


@transaction.atomic
def take_back(*, plan: PreventionPlan, words: str, by: Actor) -> None:
    """Take a plan back from before the meeting, to change it. The version stays, with the reason.

    Raises StepRefused.
    """
    current = _locked(plan)
    version = prevention.proposed(current)
    if version is None:
        raise StepRefused("not_from_here")
    rules.check_step(current.state, PlanState.DRAFT, words=words)
    version.taken_back_on, version.said = timezone.localdate(), words.strip()
    version.save(update_fields=["taken_back_on", "said"])
    _to(current, _back(current))
    audit.record(by=by, action="plans.take_back", subject=str(plan.pk), details={"version": version.number})
    plan.refresh_from_db()


@transaction.atomic
def close(*, plan: PreventionPlan, to: str, words: str, by: Actor) -> None:
    """End a plan, withdraw a draft, or take a withdrawn one up again; with the reason. Raises StepRefused."""
    current = _locked(plan)
    if current.state == PlanState.PROPOSED or to in (PlanState.PROPOSED, PlanState.APPROVED):
        raise StepRefused("not_from_here")
    rules.check_step(current.state, to, words=words)
    current.reason = words.strip()
    _to(current, to)
    audit.record(by=by, action="plans.close_plan", subject=str(plan.pk), details={"to": to})
    plan.refresh_from_db()


@transaction.atomic
def account(*, plan: PreventionPlan, period: str, by: Actor, words: str = "") -> QuarterAccount:
    """Compute a quarter of a plan and freeze it; `words`: what its keeper says beside the figures.

    Raises StepRefused; told_already where the quarter was accounted for.
    """
    rules.check_account(
        period,
        begins_on=plan.begins_on,
        ends_on=plan.ends_on,
        was_approved=prevention.in_force(plan) is not None,
        today=timezone.localdate(),
    )
    if plan.quarters.filter(quarter=period).exists():
        raise StepRefused("told_already")
    told = quarter.told(plan, period)
    kept = QuarterAccount.objects.create(
        plan=plan,
        quarter=period,
        told=told,
        sha256=prevention.digest(told),
        words=words.strip(),
        computed_by=by.display_name,
    )
    details = {"quarter": period, "sha256": kept.sha256}
    audit.record(by=by, action="plans.account", subject=str(plan.pk), details=details)
    return kept


def _check_frame(area: Area, body: Any, begins_on: date, ends_on: date) -> None:
    if ends_on <= begins_on:
        raise StepRefused("ends_before_it_begins")
    if (ends_on - begins_on).days > 366 * LONGEST:
        raise StepRefused("too_long")
    if body is not None and not prevention.bodies_for(area).filter(pk=body.pk).exists():
        raise StepRefused("not_their_body")


def _check_aim(plan: PreventionPlan, by_on: date, gives: str, indicator: str, target: float | None) -> None:
    if gives and indicator:
        raise StepRefused("one_measure")
    if (gives or indicator) and target is None:
        raise StepRefused("say_how_many")
    if target is not None and not (gives or indicator):
        raise StepRefused("say_measured_by")
    if not plan.begins_on <= by_on <= plan.ends_on:
        raise StepRefused("outside_the_plan")


def _locked(plan: PreventionPlan) -> PreventionPlan:
    return PreventionPlan.objects.select_for_update(of=("self",)).get(pk=plan.pk)


def _writable(plan: PreventionPlan) -> PreventionPlan:
    current = _locked(plan)
    rules.check_written(current.state)
    return current


def _back(plan: PreventionPlan) -> str:
    return PlanState.APPROVED if prevention.in_force(plan) else PlanState.DRAFT


def _to(plan: PreventionPlan, state: str) -> None:
    plan.state = state
    plan.save(update_fields=["state", "reason"])
