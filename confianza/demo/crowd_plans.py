"""Years of prevention plans for `--size large`: written, promised for, put before an open meeting."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from confianza.demo import clock

STEPS = ("diagnostic", "intelligence", "operation", "adjustment", "account", "again")
OBJECTIVES = (
    ("Talleres para jóvenes del barrio", "courses", 40.0),
    ("Calles con luz hasta la escuela", "", None),
    ("Primeros empleos con los comercios", "jobs", 12.0),
)
PROMISES = ("Buscar el local", "Conseguir los fondos", "Convocar a las familias")
OWNERS = ("gloria", "hugo", "catalina")
LASTS = timedelta(days=364)
NOTICE = timedelta(days=7)
# Of so many plans one is a draft, one still stands before its meeting; the others were voted on.
EVERY = 10


def write(day: date, number: int, body: Any, people: dict[str, Any]) -> Any:
    """Write the plan of a body on a day, and take it as far as its number says."""
    from confianza.web.plans.actions import prevention

    with clock.on(day):
        plan = prevention.write(
            area=body.area,
            body=body,
            kind=("municipal", "community", "youth")[number % 3],
            title=f"Plan de {body.name}, {day:%d/%m/%Y}",
            summary="Qué haremos este año, con quién y cómo se sabrá si sirvió.",
            begins_on=day,
            ends_on=day + LASTS,
            by=people["hugo"],
        )
        _say(plan, day, people)
        if number % EVERY != 0:
            prevention.propose(plan=plan, why="Para la asamblea", by=people["hugo"])
    if number % EVERY > 1:
        _vote(plan, day, body, people)
    return plan


def _say(plan: Any, day: date, people: dict[str, Any]) -> None:
    from confianza.web.plans.actions import commitments, prevention
    from confianza.web.plans.actions.commitments import Cause

    for step in STEPS:
        prevention.write_chapter(plan=plan, step=step, text="Lo que hacemos en este paso.", by=people["hugo"])
    for text, gives, target in OBJECTIVES:
        objective = prevention.aim(
            plan=plan, text=text, gives=gives, target=target, by_on=day + LASTS, by=people["hugo"]
        )
        for number, what in enumerate(PROMISES):
            promised = commitments.promise(
                area=plan.area,
                what=what,
                whose=("municipality", "community", "police")[number],
                due_on=day + timedelta(days=90 * (number + 1)),
                owner=people[OWNERS[number]],
                cause=Cause(objective=objective),
                by=people["hugo"],
            )
            commitments.publish(commitment=promised, text=what, by=people["gloria"])


def _vote(plan: Any, day: date, body: Any, people: dict[str, Any]) -> None:
    """Hold the open meeting a week later, and settle most of what was promised."""
    from django.utils import timezone

    from confianza.web.community.actions import meetings
    from confianza.web.community.rules.standing import Attendees
    from confianza.web.plans.actions import prevention

    with clock.on(day):
        meeting = meetings.call(
            body=body, theme="residential", starts_at=timezone.now() + NOTICE, place="Salón comunal",
            is_open=True, by=people["gloria"],
        )  # fmt: skip
    with clock.on(day + NOTICE + timedelta(days=1)):
        came = Attendees(women=14, men=11, police=1)
        meetings.hold(meeting=meeting, came=came, highest_came=True, minutes="Se leyó.", by=people["gloria"])
        told = {"in_favour": 19, "against": 3, "abstained": 2, "said": "", "by": people["gloria"]}
        prevention.decide(plan=plan, meeting=meeting, **told)
    _settle(_promised(plan), people)


def _promised(plan: Any) -> Sequence[Any]:
    from confianza.web.plans.models import Commitment

    return list(Commitment.objects.filter(objective__plan=plan))


def _settle(promised: Sequence[Any], people: dict[str, Any]) -> None:
    from django.utils import timezone

    from confianza.web.plans.actions import commitments

    today = timezone.localdate()
    for number, each in enumerate(promised):
        day = each.due_on - timedelta(days=3)
        if day < today and number % 4:
            with clock.on(day):
                to, words = ("broken", "No hubo fondos") if number % 4 == 1 else ("kept", "Acta de entrega")
                commitments.move(commitment=each, to=to, words=words, by=people["hugo"])
