"""Who works on problems and plans, who leads, who keeps a promise, who holds the weekly meeting."""

from typing import Any

from confianza.web.accounts.models import Role
from confianza.web.accounts.permissions import has_role
from confianza.web.community import permissions as community
from confianza.web.community.models import Seat
from confianza.web.plans.models import Call, Commitment, Exhibit, JurorCandidate, PreventionPlan, Problem
from confianza.web.plans.models.calls import GIVERS, RUNNERS
from confianza.web.plans.models.problems import LEADERS
from confianza.web.plans.models.standing import READERS
from confianza.web.territory.models import Area

LEADING = tuple(Role(role) for role in LEADERS)
READING = tuple(Role(role) for role in READERS)
# Plans are the town hall's and the community's; police take part in them.
PLANNING = (Role.MAYOR, Role.COMMUNITY_RELATIONS)
COORDINATING = (Role.COMMANDER, Role.MAYOR)
RUNNING = tuple(Role(role) for role in RUNNERS)
GIVING = tuple(Role(role) for role in GIVERS)
PROMISING = tuple(dict.fromkeys((*LEADING, *PLANNING, *COORDINATING)))


def can_see_plans(person: Any) -> bool:
    """Whether the person works on the problems and plans of some place."""
    return has_role(person, *READING)


def can_see_commitments(person: Any) -> bool:
    """Whether the person sees promises: those of a place, of the plan of one's body, or one's own."""
    if not person.is_authenticated or not person.is_active:
        return False
    return can_see_plans(person) or Commitment.objects.visible_to(person).exists()


def can_see_prevention(person: Any) -> bool:
    """Whether the person sees prevention plans: of a place by role, of a body by a seat in it."""
    if not person.is_authenticated or not person.is_active:
        return False
    return can_see_plans(person) or Seat.objects.held_by(person).exists()


def can_promise(person: Any) -> bool:
    """Whether the person writes down promises in some place: whoever leads, plans or coordinates there."""
    return has_role(person, *PROMISING)


def promises_in(person: Any, area: Area, problem: Problem | None = None) -> bool:
    """Whether the person writes down promises of an area, or for a problem the person leads there."""
    if not can_promise(person):
        return False
    return _led_by(person, problem) or bool(person.reach(*PROMISING).covers(area))


def can_lead(person: Any) -> bool:
    """Whether the person opens problems and takes them further."""
    return has_role(person, *LEADING)


def leads(person: Any, problem: Problem) -> bool:
    """Whether a problem is this person's to take further: its leader, or whoever leads in that place."""
    if not can_lead(person):
        return False
    return _led_by(person, problem) or bool(person.reach(*LEADING).covers(problem.area))


def hands_over(person: Any, problem: Problem) -> bool:
    """Whether the person names who leads a problem: whoever leads there, not who was only named."""
    return can_lead(person) and bool(person.reach(*LEADING).covers(problem.area))


def _led_by(person: Any, problem: Problem | None) -> bool:
    return problem is not None and problem.leader_id == person.pk


def can_plan(person: Any) -> bool:
    """Whether the person writes prevention plans of some place."""
    return has_role(person, *PLANNING)


def plans_for(person: Any, area: Area) -> bool:
    """Whether the person writes the plans of an area."""
    return can_plan(person) and bool(person.reach(*PLANNING).covers(area))


def keeps(person: Any, plan: PreventionPlan) -> bool:
    """Whether a plan is this person's to write."""
    return plans_for(person, plan.area)


def tells_votes(person: Any, plan: PreventionPlan) -> bool:
    """Whether the person writes down how the open meeting voted on a plan: whoever calls and closes the
    meetings of its body, by looking after it or by a seat in it.
    """
    return bool(person.is_authenticated and plan.body and community.can_call(person, plan.body))


def can_coordinate(person: Any) -> bool:
    """Whether the person calls and holds weekly meetings of some place."""
    return has_role(person, *COORDINATING)


def coordinates(person: Any, area: Area) -> bool:
    """Whether the person holds the weekly meeting of an area."""
    return can_coordinate(person) and bool(person.reach(*COORDINATING).covers(area))


def can_settle(person: Any, commitment: Commitment) -> bool:
    """Whether a commitment is this person's to move on: its owner, or whoever leads or plans there."""
    if not person.is_authenticated or not person.is_active:
        return False
    own = commitment.owner_id == person.pk or _led_by(person, commitment.problem)
    return own or bool(person.reach(*PROMISING).covers(commitment.area))


def can_show(person: Any, commitment: Commitment) -> bool:
    """Whether the person decides what the public site says of a commitment."""
    return bool(has_role(person, *PLANNING) and person.reach(*PLANNING).covers(commitment.area))


def can_see_exhibits(person: Any) -> bool:
    """Whether the person sees pictures and papers of some promise or grant."""
    return can_see_commitments(person) or can_keep_calls(person)


def can_show_exhibit(person: Any, exhibit: Exhibit) -> bool:
    """Whether the person decides that everybody sees a file: whoever decides what the public site says of
    the promise, or gives the money of the call.
    """
    if exhibit.commitment:
        return can_show(person, exhibit.commitment)
    return exhibit.proof is not None and gives(person, exhibit.proof.tranche.award.application.call)


def can_take_back(person: Any, exhibit: Exhibit) -> bool:
    """Whether the person may have a file destroyed: whoever may attach one there, or show it."""
    if exhibit.commitment:
        return can_settle(person, exhibit.commitment) or can_show(person, exhibit.commitment)
    return exhibit.proof is not None and keeps_call(person, exhibit.proof.tranche.award.application.call)


def can_see_calls(person: Any) -> bool:
    """Whether the person sees calls for grants: of some place, or one for whose jury they stand."""
    if not person.is_authenticated or not person.is_active:
        return False
    return can_see_plans(person) or JurorCandidate.objects.filter(person=person).exists()


def can_run_calls(person: Any) -> bool:
    """Whether the person writes and runs calls of some place."""
    return has_role(person, *RUNNING)


def runs(person: Any, call: Call) -> bool:
    """Whether a call is this person's to run: never somebody who stands for its jury."""
    return (
        can_run_calls(person) and bool(person.reach(*RUNNING).covers(call.area)) and not stands(person, call)
    )


def can_give(person: Any) -> bool:
    """Whether the person gives money in some place, and answers objections."""
    return has_role(person, *GIVING)


def gives(person: Any, call: Call) -> bool:
    """Whether the money of a call is this person's to give: never whoever runs it or stands for its jury."""
    return (
        can_give(person)
        and bool(person.reach(*GIVING).covers(call.area))
        and call.runner_id != person.pk
        and not stands(person, call)
    )


def can_keep_calls(person: Any) -> bool:
    """Whether the person runs calls or gives money in some place."""
    return can_run_calls(person) or can_give(person)


def keeps_call(person: Any, call: Call) -> bool:
    """Whether the person runs a call or gives its money."""
    return runs(person, call) or gives(person, call)


def stands(person: Any, call: Call) -> bool:
    """Whether the person stands for the jury of a call."""
    return JurorCandidate.objects.filter(call=call, person=person).exists()


def can_judge(person: Any) -> bool:
    """Whether the person stands for some jury."""
    if not person.is_authenticated or not person.is_active:
        return False
    return JurorCandidate.objects.filter(person=person).exists()


def can_publish_reports(person: Any) -> bool:
    """Whether the person decides for some place that everybody reads what a quarter came to."""
    return has_role(person, Role.MAYOR)


def publishes_reports(person: Any, area: Area) -> bool:
    """Whether the person decides that of an area: the mayor, who answers for it."""
    return can_publish_reports(person) and bool(person.reach(Role.MAYOR).covers(area))
