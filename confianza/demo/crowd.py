"""Years of a town's requests, problems and plans, to see whether pages still answer: `--size large`.

Each through the same actions as anybody's, on the day it would have been, in an order that is always the
same. The words are made up and repeat themselves; nobody is named.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import numpy as np

from confianza.demo import clock, crowd_plans

REQUESTS, PROBLEMS, PLANS = 5_000, 500, 200
SEED = 9
YEARS_BACK = timedelta(days=3 * 365)
# In one transaction at a time: SQLite waits for the disk once per transaction.
AT_ONCE = 250
WHAT = (
    "Reparar las lámparas de la cuadra",
    "Podar los árboles de la esquina",
    "Rondas a la salida de la escuela",
    "Un paso de peatones frente al mercado",
    "Recoger la chatarra del predio",
    "Abrir la cancha por las tardes",
    "Un buzón para sugerencias",
    "Que la patrulla pase los viernes",
    "Cerrar el predio abandonado",
    "Taller de oficios los sábados",
)
WHOSE = ("police", "municipality", "school", "utilities", "health", "community")
THEMES = ("school", "residential", "commerce")
PROBLEMS_SEEN = (
    "Robos a la salida del mercado",
    "Riñas en la cancha",
    "Extorsión a los microbuses",
    "Hurtos en la parada",
    "Ruido y armas en la esquina",
    "Asaltos camino a la escuela",
)
# The days of a measure are over by then: six months, and the one in which it was answered.
CLOSED_AFTER = timedelta(days=245)
STAGES = ("scan", "analyse", "respond", "assess")
ALL_THE_WAY = 0.1
DONE = (
    "Más luz en la cuadra",
    "Rondas los viernes",
    "Cambiar la parada de lugar",
    "Abrir la cancha con alguien",
)
PUBLIC_SHARE, SETTLED_SHARE = 0.5, 0.9
SETTLED_AFTER = timedelta(days=120)
ANSWERS = ("done", "done", "promised", "declined", "assigned", "asked", "withdrawn")


def fill(today: date, town: str) -> None:
    """Write down REQUESTS, PROBLEMS and PLANS between three years ago and `today`."""
    from confianza.web.accounts.models import User

    people = {person.username: person for person in User.objects.all()}
    chance = np.random.default_rng(SEED)
    _requests(today, people, chance)
    _problems(today, people, chance)
    _plans(today, people)


def days_back(today: date, count: int) -> list[date]:
    """Return `count` days evenly over three years, the earliest first."""
    step = YEARS_BACK.days / count
    return [today - timedelta(days=round(YEARS_BACK.days - step * number)) for number in range(count)]


def batches(things: Sequence[Any], at_once: int = AT_ONCE) -> list[Sequence[Any]]:
    return [things[start : start + at_once] for start in range(0, len(things), at_once)]


def _requests(today: date, people: dict[str, Any], chance: np.random.Generator) -> None:
    from django.db import transaction

    from confianza.web.community.models import Body

    bodies = list(Body.objects.filter(state="active"))
    for days in batches(days_back(today, REQUESTS)):
        with transaction.atomic():
            for day in days:
                with clock.on(day):
                    _request(day, today, bodies[chance.integers(len(bodies))], people, chance)


def _request(day: date, today: date, body: Any, people: dict[str, Any], chance: np.random.Generator) -> None:
    from confianza.web.community.actions import requests

    hugo, owner = people["hugo"], people[("gloria", "catalina", "hugo")[chance.integers(3)]]
    asked = requests.ask(
        body=body,
        what=f"{WHAT[chance.integers(len(WHAT))]} ({day:%d/%m/%Y})",
        theme=THEMES[chance.integers(3)],
        whose=WHOSE[chance.integers(len(WHOSE))],
        asked_on=day,
        by=hugo,
    )
    becomes = _becomes(day, today, chance)
    if chance.random() < PUBLIC_SHARE:
        requests.publish(request=asked, text=asked.what, by=hugo)
    if becomes == "withdrawn":
        requests.withdraw(request=asked, words="Ya no hace falta", by=hugo)
    elif becomes != "asked":
        due_on = day + timedelta(days=int(chance.integers(10, 60)))
        requests.assign(request=asked, owner=owner, owner_name="", due_on=due_on, by=hugo)
        if becomes != "assigned":
            words = "Se hizo." if becomes == "done" else "Queda para el otro trimestre."
            requests.answer(request=asked, state=becomes, words=words, due_on=due_on, by=owner)


def _becomes(day: date, today: date, chance: np.random.Generator) -> str:
    """Return what became of a request: of the old ones almost all are settled."""
    found = ANSWERS[chance.integers(len(ANSWERS))]
    settled = today - day > SETTLED_AFTER and chance.random() < SETTLED_SHARE
    return "done" if settled and found in ("asked", "assigned", "promised") else found


def _problems(today: date, people: dict[str, Any], chance: np.random.Generator) -> None:
    from django.db import transaction

    from confianza.web.territory.models import Area

    wards = list(Area.objects.filter(level="zone").order_by("stable_id"))
    for days in batches(days_back(today, PROBLEMS)):
        with transaction.atomic():
            for number, day in enumerate(days):
                with clock.on(day):
                    problem = _problem(day, wards[number % len(wards)], people, chance)
                if problem.stage == "assess" and day + CLOSED_AFTER < today:
                    with clock.on(day + CLOSED_AFTER):
                        _close(problem, people)


def _problem(day: date, area: Any, people: dict[str, Any], chance: np.random.Generator) -> Any:
    """Open a problem and take it as far as chance wants: the stages one after the other, or out of them."""
    from confianza.web.plans.actions import problems
    from confianza.web.plans.rules.problems import Seen

    hugo = people["hugo"]
    problem = problems.open_problem(
        title=f"{PROBLEMS_SEEN[chance.integers(len(PROBLEMS_SEEN))]} ({day:%d/%m/%Y})",
        area=area,
        leader=people[("catalina", "hugo", "gloria")[chance.integers(3)]],
        next_on=day + timedelta(days=14),
        seen=Seen("meeting", "Lo contaron en la reunión"),
        offence="robbery",
        setting=("street", "market", "school", "transport")[chance.integers(4)],
        by=hugo,
    )
    if chance.random() < PUBLIC_SHARE:
        problems.publish(problem=problem, title=problem.title, by=hugo)
    until = "assess" if chance.random() < ALL_THE_WAY else STAGES[chance.integers(len(STAGES))]
    _take(problem, until, day, people)
    if problem.stage in ("scan", "analyse") and chance.random() < SETTLED_SHARE:
        problems.move(problem=problem, to="closed", words="No volvió a verse.", next_on=day, by=hugo)
    return problem


def _take(problem: Any, until: str, day: date, people: dict[str, Any]) -> None:
    """Take a problem through the stages until one of them."""
    from confianza.web.plans.actions import problems

    hugo, next_on = people["hugo"], day + timedelta(days=14)
    for stage in STAGES[1 : STAGES.index(until) + 1]:
        if stage == "respond":
            _understand(problem, day, hugo)
        if stage == "assess":
            _answer_it(problem, day, people)
        problems.move(problem=problem, to=stage, words="", next_on=next_on, by=hugo)


def _close(problem: Any, people: dict[str, Any]) -> None:
    from django.utils import timezone

    from confianza.web.plans.actions import measures, problems

    measures.appraise(problem=problem, by=people["ana"])
    lesson, today = "Mirar la luz antes que la patrulla.", timezone.localdate()
    problems.move(problem=problem, to="closed", words="", next_on=today, lesson=lesson, by=people["ana"])


def _plans(today: date, people: dict[str, Any]) -> None:
    """Write the plans of the bodies that anybody may know of, one after the other."""
    from django.db import transaction

    from confianza.web.community.models import Body

    bodies = list(Body.objects.filter(is_public=True, state="active").select_related("area"))
    days = days_back(today - timedelta(days=14), PLANS)
    for numbers in batches(range(PLANS), 20):
        with transaction.atomic():
            for number in numbers:
                crowd_plans.write(days[number], number, bodies[number % len(bodies)], people)


def _understand(problem: Any, day: date, by: Any) -> None:
    from confianza.web.plans.actions import measures, problems

    for asks, text in (
        ("who", "Dos jóvenes a pie"),
        ("where", "La cuadra sin luz"),
        ("when", "De seis a ocho"),
    ):
        problems.find(problem=problem, asks=asks, text=text, by=by)
    first = day.replace(day=1)
    months = [_month(first, number) for number in (-6, 0, 1, 7)]
    measures.agree(
        problem=problem,
        indicator=problem.offence,
        area=problem.area,
        comparison=None,
        before=(months[0], months[1] - timedelta(days=1)),
        after=(months[2], months[3] - timedelta(days=1)),
        by=by,
    )


def _month(first: date, months: int) -> date:
    """Return the first day of the month so many months after."""
    years, month = divmod(first.year * 12 + first.month - 1 + months, 12)
    return date(years, month + 1, 1)


def _answer_it(problem: Any, day: date, people: dict[str, Any]) -> None:
    """Promise three things for a problem, and settle them."""
    from confianza.web.plans.actions import commitments
    from confianza.web.plans.actions.commitments import Cause

    for number, owner in enumerate(("catalina", "gloria", "hugo")):
        promised = commitments.promise(
            area=problem.area,
            what=DONE[number],
            whose=WHOSE[number],
            due_on=day + timedelta(days=30),
            owner=people[owner],
            cause=Cause(problem=problem),
            by=people["hugo"],
        )
        commitments.publish(commitment=promised, text=promised.what, by=people["gloria"])
        to, words = (
            ("kept", "Acta de entrega"),
            ("kept", "Se ve en la calle"),
            ("broken", "No hubo fondos"),
        )[number]
        commitments.move(commitment=promised, to=to, words=words, by=people[owner])
