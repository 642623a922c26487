"""Weekly meetings of the commissariat and what they decided, one week left out, and two quarters closed.

Each meeting is held on its day by the clock of the demo, so that its page is what was known then.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from confianza.demo import clock
from confianza.demo.places import COMMISSARIAT_CODE, TOWN

PRECINCT = f"commissariat-{COMMISSARIAT_CODE}"
WEEK = timedelta(days=7)
# The next meeting is in so many days; those behind lie whole weeks before it.
NEXT = timedelta(days=2)
PRESENT = "Comisaría 71, subestaciones 71.1 a 71.3, municipalidad, centro de salud"


@dataclass(frozen=True)
class Decision:
    """What was decided: whose, who answers (an account, or an institution by name), in how many days; what
    shows that it was kept ("" still open), or why it was not (`failed`).
    """

    what: str
    whose: str
    who: str
    days: int
    shown: str = ""
    failed: str = ""


@dataclass(frozen=True)
class Held:
    """A meeting so many weeks before the next: what was said (part of the page, words), what was decided."""

    weeks: int
    said: tuple[tuple[str, str], ...]
    decisions: tuple[Decision, ...]


LEFT_OUT = (4, "Toda la comisaría estaba en el dispositivo de la feria patronal.")
MEETINGS = (
    Held(
        5,
        (("places", "La celda del mercado lleva meses: se abre como problema, sin otra patrulla fija."),),
        (
            Decision("Caminar de noche el tramo del mercado con la eléctrica", "police", "catalina", 10,
                     "Se caminó el jueves; faltan cinco lámparas"),
            Decision("Pedir a la morgue la entrega que falta", "other", "ana", 12, "Llegó la de julio"),
        ),
    ),
    Held(
        3,
        (
            ("decisions", "Las dos cosas se hicieron; la caminata sirvió para ver las lámparas."),
            ("work", "A dos reuniones con la comunidad no fue nadie de la subestación."),
        ),
        (
            Decision("Cinco lámparas entre el mercado y la parada", "utilities", "Empresa eléctrica", 11,
                     failed="La cuadrilla no vino; da nueva fecha"),
            Decision("Que quien manda la subestación vaya a cada reunión", "police",
                     "catalina", 7, "Fue a las tres de la semana"),
            Decision("Visitar las juntas sin visita", "police", "hugo", 14, "Dos visitadas, con su nota"),
        ),
    ),
    Held(
        2,
        (("problems", "El de los bares espera a salud; se le pone fecha."),),
        (
            Decision("Revisar los permisos de los bares de la calle", "health", "Centro de salud", 30),
            Decision("Ronda a pie a la salida de la escuela", "police", "benito", 5, "Diez rondas"),
        ),
    ),
    Held(
        1,
        (("promises", "La empresa eléctrica faltó dos veces: la alcaldesa llama a la gerencia."),),
        (
            Decision("Llamar a la gerencia de la eléctrica por las lámparas", "municipality", "gloria", 4),
            Decision("Contestar las dos solicitudes vencidas", "police", "catalina", 9),
        ),
    ),
)  # fmt: skip
LEARNED = (
    "Lo que tiene responsable y fecha se hace; lo que depende de la empresa eléctrica se atrasa.",
    "Las reuniones con la comunidad sirven cuando va quien manda; hay que ponerlas en su agenda.",
)


def meet(today: date) -> None:
    """Hold the meetings behind, call the next ones, close two quarters."""
    from django.utils import timezone

    from confianza.web.accounts.models import User

    people = {person.username: person for person in User.objects.all()}
    weeks = {held.weeks: held for held in MEETINGS}
    for back in range(max(weeks), 0, -1):
        day = today + NEXT - back * WEEK
        if back in weeks:
            _hold(weeks[back], day, today, people)
        else:
            _leave_out(day, people)
    # Nobody calls a meeting for a day that has passed, also where the demo is of an earlier day.
    ahead = max(today, timezone.localdate())
    _call(PRECINCT, ahead + NEXT, people["catalina"])
    _call(TOWN, ahead + WEEK, people["gloria"])
    _close_quarters(today, people["gloria"])


def _call(area: str, day: date, by: Any) -> Any:
    from confianza.web.plans.actions import coordination
    from confianza.web.territory import queries as territory

    return coordination.call(area=territory.area(area), held_on=day, by=by)


def _leave_out(day: date, people: dict[str, Any]) -> None:
    from confianza.web.plans.actions import coordination

    _weeks, why = LEFT_OUT
    with clock.on(day):
        called = _call(PRECINCT, day, people["catalina"])
        coordination.cancel(coordination=called, reason=why, by=people["catalina"])


def _hold(held: Held, day: date, today: date, people: dict[str, Any]) -> None:
    from confianza.web.plans.actions import coordination

    by = people["catalina"]
    with clock.on(day):
        meeting = _call(PRECINCT, day, by)
        coordination.open_it(coordination=meeting, by=by)
        for part, words in held.said:
            coordination.note(coordination=meeting, part=part, text=words, by=by)
        made = [_decide(meeting, each, day, people) for each in held.decisions]
        coordination.close(coordination=meeting, present=PRESENT, by=by)
    for decision, commitment in zip(held.decisions, made, strict=True):
        _settle(decision, commitment, min(day + timedelta(days=decision.days), today), people)


def _decide(meeting: Any, decision: Decision, day: date, people: dict[str, Any]) -> Any:
    from confianza.web.plans.actions import coordination

    owner = people.get(decision.who)
    return coordination.decide(
        coordination=meeting,
        what=decision.what,
        whose=decision.whose,
        owner=owner,
        owner_name="" if owner else decision.who,
        due_on=day + timedelta(days=decision.days),
        by=people["catalina"],
    )


def _settle(decision: Decision, commitment: Any, day: date, people: dict[str, Any]) -> None:
    from confianza.web.plans.actions import commitments

    if not (decision.shown or decision.failed):
        return
    by = people.get(decision.who, people["catalina"])
    with clock.on(day):
        to, words = ("kept", decision.shown) if decision.shown else ("broken", decision.failed)
        commitments.move(commitment=commitment, to=to, words=words, by=by)


def _close_quarters(today: date, by: Any) -> None:
    """Close the last two quarters that are over; the first of them is on the public site."""
    from confianza.web.plans.actions import effectiveness
    from confianza.web.plans.rules import quarters
    from confianza.web.territory import queries as territory

    last = quarters.before(quarters.of(today))
    for quarter, words in zip((quarters.before(last), last), LEARNED, strict=True):
        made = effectiveness.make(area=territory.area(TOWN), quarter=quarter, words=words, by=by)
        if quarter != last:
            effectiveness.publish(report=made, by=by)
