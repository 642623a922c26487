"""Years of a town's requests, problems and plans, to see whether pages still answer: `--size large`.

Each through the same actions as anybody's, on the day it would have been, in an order that is always the
same. The words are made up and repeat themselves; nobody is named.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import numpy as np

from confianza.demo import clock

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
PUBLIC_SHARE, SETTLED_SHARE = 0.5, 0.9
SETTLED_AFTER = timedelta(days=120)
ANSWERS = ("done", "done", "promised", "declined", "assigned", "asked", "withdrawn")


def fill(today: date, town: str) -> None:
    """Write down REQUESTS, PROBLEMS and PLANS between three years ago and `today`."""
    from confianza.web.accounts.models import User

    people = {person.username: person for person in User.objects.all()}
    chance = np.random.default_rng(SEED)
    _requests(today, people, chance)


def days_back(today: date, count: int) -> list[date]:
    """Return `count` days evenly over three years, the earliest first."""
    step = YEARS_BACK.days / count
    return [today - timedelta(days=round(YEARS_BACK.days - step * number)) for number in range(count)]


def batches(things: Sequence[Any]) -> list[Sequence[Any]]:
    return [things[start : start + AT_ONCE] for start in range(0, len(things), AT_ONCE)]


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
