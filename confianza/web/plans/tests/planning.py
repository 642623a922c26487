"""A plan as tests have it: written, promised for, its meetings, its votes."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from confianza.web.community.actions import meetings
from confianza.web.community.models import Meeting
from confianza.web.community.rules.standing import Attendees
from confianza.web.plans.actions import commitments
from confianza.web.plans.actions import prevention as actions
from confianza.web.plans.actions.commitments import Cause
from confianza.web.plans.models import (
    CycleStep,
    Gives,
    PlanVersion,
)
from confianza.web.plans.rules.refusals import StepRefused

TODAY = timezone.localdate()
YEAR = timedelta(days=365)
SOON = TODAY + timedelta(days=20)


def words(response):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def whole(area, body, people):
    """A plan of a body: whole, with an objective that young people get something out of."""
    made = actions.write(
        area=area,
        kind="municipal",
        title="Plan de la Loma",
        summary="Luz, deporte y empleo.",
        begins_on=TODAY - YEAR,
        ends_on=TODAY + YEAR,
        body=body,
        by=people.mayor,
    )
    for step in CycleStep:
        actions.write_chapter(plan=made, step=step, text=f"Paso: {step}.", by=people.mayor)
    aim = actions.aim(
        plan=made, text="Que aprendan un oficio", gives=Gives.COURSES, target=40, by_on=SOON, by=people.mayor
    )
    promised(aim, people, people_reached=12)
    return made


def promised(aim, people, *, people_reached=None, what="Un curso de soldadura"):
    return commitments.promise(
        area=aim.plan.area,
        what=what,
        whose="municipality",
        owner=people.mayor,
        due_on=SOON,
        people=people_reached,
        cost=1500,
        cause=Cause(objective=aim),
        by=people.mayor,
    )


def met(body, people, *, called=10, starts=1, proposed=None, **told):
    """A meeting of a body, called and held so many days ago; the version was proposed before it."""
    now = timezone.now()
    meeting = meetings.call(
        body=body,
        theme="residential",
        starts_at=now - timedelta(days=starts),
        place="Plaza",
        by=people.elena,
        **told,
    )
    Meeting.objects.filter(pk=meeting.pk).update(called_at=now - timedelta(days=called))
    meeting.refresh_from_db()
    if proposed is not None:
        PlanVersion.objects.update(proposed_at=now - timedelta(days=proposed))
    meetings.hold(meeting=meeting, came=Attendees(20, 10, 1), highest_came=True, by=people.elena)
    return meeting


def vote(plan, meeting, by, *, yes=20, no=3, said=""):
    return actions.decide(
        plan=plan, meeting=meeting, in_favour=yes, against=no, abstained=0, said=said, by=by
    )


def refusal(step, /, **told):
    with pytest.raises(StepRefused) as refused:
        step(**told)
    return refused.value.code
