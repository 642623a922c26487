"""A call for grants of a small town, taken as far as a test wants it: three committees apply, seven stand for
the jury, three are drawn.
"""

from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from unittest import mock

from django.utils import timezone

from confianza.web.accounts.models import User
from confianza.web.audit.actions import COMMAND_LINE
from confianza.web.community.actions import bodies
from confianza.web.community.models import BodyKind
from confianza.web.plans.actions import applications, awards, calls, juries, scoring
from confianza.web.plans.models import Application, Call, CallState, Juror
from confianza.web.plans.queries import grants as queries

WORDS = "guayaba río lunes tejado catorce"
WHY = "Porque así lo dice la solicitud."
# Days before today on which each step is taken.
OPENED, COMMITTED, SCORED = 60, 20, 15
ASKS = (("Talleres de música", 4000), ("Cancha con luz", 5000), ("Huerto de la cuadra", 3000))


@dataclass
class Story:
    """What a test may ask for by name."""

    call: Call
    runner: Any
    giver: Any
    bodies: list[Any]
    candidates: list[Any]
    applications: list[Application] = field(default_factory=list)
    excluded: int = 0

    @property
    def read(self) -> list[Application]:
        """The applications that the jury reads."""
        return self.applications[: len(self.applications) - self.excluded]

    @property
    def jurors(self) -> list[Juror]:
        return list(queries.seated(self.call))


def days_ago(days: int) -> Any:
    """Set the clock back while a block runs."""
    now = timezone.now

    def earlier() -> Any:
        return now() - timedelta(days=days)

    return mock.patch("django.utils.timezone.now", earlier)


def written(*, area: Any, runner: Any, today: date, **more: Any) -> Call:
    """A call with what must be met and what is scored, still being written."""
    told = {
        "title": "Fondo para la juventud",
        "purpose": "Que los jóvenes tengan adónde ir por la tarde.",
        "purse": Decimal(8000),
        "at_most": Decimal(5000),
        "opens_on": today,
        "closes_on": today + timedelta(days=30),
    }
    call = calls.write(area=area, by=runner, **told | more)
    calls.add_criterion(call=call, kind="admits", text="Trabaja en el municipio", by=runner)
    calls.add_criterion(call=call, kind="scores", text="A cuántos alcanza", weight=60, by=runner)
    calls.add_criterion(call=call, kind="scores", text="Si puede seguir después", weight=40, by=runner)
    return call


def told(
    *,
    area: Any,
    people: Any,
    until: str = CallState.AWARDED,
    points: Any = None,
    named: str = "",
    stands_for: str = "Vecindario",
    excluded: int = 0,
) -> Story:
    """Take a call as far as `until`; `points`: those of a juror (0, 1, 2) for an application (0, 1, 2).

    `named`: what sets the names of this town's committees apart. `excluded`: so many of the last applications
    are, for not working in the municipality.
    """
    with days_ago(OPENED):
        call = written(area=area, runner=people.elena, today=timezone.localdate())
        story = Story(call, people.elena, people.donor, _bodies(area, named), [], excluded=excluded)
        if until == CallState.DRAFT:
            return story
        calls.move(call=call, to=CallState.OPEN, by=story.runner)
        _apply(story)
        story.candidates = _stand(story, people, stands_for)
    order = list(CallState)
    for state, step in ((CallState.CLOSED, _close), (CallState.JURY, _draw), (CallState.SCORING, _sit)):
        if order.index(CallState(until)) >= order.index(state):
            step(story)
    if order.index(CallState(until)) >= order.index(CallState.RANKED):
        score(story, points or (lambda juror, application: 5 - application))
        with days_ago(SCORED):
            calls.move(call=call, to=CallState.RANKED, by=story.runner)
    if until == CallState.AWARDED:
        follow(story)
    call.refresh_from_db()
    return story


def score(story: Story, points: Any) -> None:
    """Have every juror declare and score every application."""
    for place, juror in enumerate(story.jurors):
        for number, application in enumerate(story.read):
            score_one(juror, application, points(place, number))


def score_one(juror: Juror, application: Application, points: int) -> None:
    """Have one juror score one application, the same for each criterion."""
    by = juror.candidate.person
    application.refresh_from_db()
    scoring.declare(juror=juror, application=application, conflict=False, why="", by=by)
    numbers = [each.number for each in queries.criteria(application.call)]
    scoring.hand_in(
        juror=juror,
        application=application,
        points=dict.fromkeys(numbers, points),
        words=dict.fromkeys(numbers, WHY),
        by=by,
    )


def follow(story: Story) -> list[Any]:
    """Give the money as the jury ordered it."""
    given = {code: Decimal(amount) / 100 for code, amount in queries.suggested(story.call).items()}
    return awards.award(call=story.call, amounts=given, reasons={}, by=story.giver)


def _bodies(area: Any, named: str) -> list[Any]:
    return [
        bodies.found(
            name=f"{name}{named}", kind=BodyKind.YOUTH_COMMITTEE, area=area, is_public=True, by=COMMAND_LINE
        )
        for name in ("Comité Alborada", "Comité Ceibal", "Comité Turquesa")
    ]


def _apply(story: Story) -> None:
    story.applications = [
        applications.receive(
            call=story.call,
            title=title,
            what=f"Tres tardes a la semana. {title}.",
            amount=Decimal(amount),
            body=body,
            contact="5555-0000",
            by=story.runner,
        )
        for body, (title, amount) in zip(story.bodies, ASKS, strict=True)
    ]


def _stand(story: Story, people: Any, stands_for: str) -> list[Any]:
    made = []
    for number in range(7):
        person = User.objects.create_user(f"jurado-{story.call.pk}-{number}")
        candidate = juries.nominate(
            call=story.call, username=person.username, stands_for=stands_for, by=story.runner
        )
        juries.second(candidate=candidate, by=people.mayor)
        juries.stand(candidate=candidate, agrees=True, by=person)
        made.append(candidate)
    return made


def _close(story: Story) -> None:
    with days_ago(COMMITTED + 1):
        calls.move(call=story.call, to=CallState.CLOSED, by=story.runner)
        for each in story.applications:
            met = each in story.read
            reasons = {} if met else {1: "No consta."}
            applications.check(application=each, met={1: met}, reasons=reasons, by=story.runner)


def _draw(story: Story) -> None:
    with days_ago(COMMITTED):
        juries.commit(call=story.call, announced="Cinco palabras en la asamblea", by=story.runner)
        juries.reveal(call=story.call, witnessed=WORDS, by=story.runner)


def _sit(story: Story) -> None:
    with days_ago(SCORED):
        for juror in story.jurors:
            juries.accept(juror=juror, by=juror.candidate.person)
        calls.move(call=story.call, to=CallState.SCORING, by=story.runner)
