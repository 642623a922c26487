"""Prevention plans of the town: one refused, then approved; one before its open meeting; one being written.

Everything is invented. Where an objective starts is counted from what the offices of the demo sent.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from confianza.demo import clock, exhibits
from confianza.demo.places import TOWN

DAY = timedelta(days=1)
COUNCIL, COMMITTEE = "municipal_council", "community_committee"
# What the first objective wants: so much of what was counted in the year before the plan.
AIM = 0.85
STEPS = {
    "diagnostic": "Caminamos los barrios con los comités y comparamos lo oído con las cifras de dos años: "
    "robos en las paradas, calles sin luz camino a la escuela, y jóvenes que dejaron de estudiar.",
    "intelligence": "La comisaría dice en qué horas y paradas se concentran los robos. Lo que llega por la "
    "línea de avisos se queda en ella; aquí solo se usa lo que dicen las cifras.",
    "operation": "Cada objetivo tiene quien responde y una fecha. La policía cuida las paradas y la salida "
    "de la escuela; la municipalidad alumbra y poda; la escuela cuida su portón.",
    "adjustment": "Cada semana la mesa de coordinación mira qué se movió y qué no, y cambia horarios si "
    "hace falta.",
    "account": "Cada trimestre se dice en asamblea qué se cumplió, qué no y por qué, con las cifras a la "
    "vista.",
    "again": "En doce meses se repite la caminata con los comités, y se escribe el plan siguiente.",
}


@dataclass(frozen=True)
class Promise:
    """What, whose, who (an account, or an institution), by when (days from the plan), money, for how many
    young people; then what became of it: to, on which day, in which words ("": still open), and what is seen
    on the picture that shows it ("": none), which everybody may see or not.
    """

    what: str
    whose: str
    who: str
    days: int
    cost: int | None = None
    people: int | None = None
    to: str = ""
    on: int = 0
    words: str = ""
    picture: str = ""
    is_public: bool = False


STREETS = (
    Promise("Patrulla en las paradas del mercado, de cinco a nueve de la noche", "police", "catalina", 60,
            to="kept", on=55, words="Libro de novedades de la subcomisaría, ocho semanas"),
    Promise("Mover la parada del bus a la esquina alumbrada", "municipality", "gloria", 150, 18_000,
            to="kept", on=196, words="Acta de entrega; hay fotografías",
            picture="La parada nueva, de noche (dibujo)"),
)  # fmt: skip
LIGHTS = (
    Promise("Seis lámparas entre la cancha y la escuela", "utilities", "Empresa eléctrica", 120, 42_000,
            to="kept", on=110, words="Alumbran las seis; las vio el comité",
            picture="Las seis lámparas encendidas, vistas desde la cancha (dibujo)", is_public=True),
    Promise("Podar los árboles que tapan las cámaras", "municipality", "gloria", 90, 6_500,
            to="kept", on=88, words="Informe de la cuadrilla"),
    Promise("Diez lámparas más en la cuarta calle", "utilities", "Empresa eléctrica", 210, 70_000,
            to="broken", on=215, words="La empresa no tuvo presupuesto este año"),
    Promise("Portón de atrás con llave y alguien que lo abra", "school", "julia", 290, 4_000),
)  # fmt: skip
YOUNG = (
    ("Que haya dónde estar por la tarde", "places", 60, (
        Promise("Abrir el salón comunal de dos a seis, con dos tutores", "community", "Comité de Jóvenes", 40,
                12_000, 35),)),
    ("Que aprendan un oficio que se paga", "courses", 40, (
        Promise("Curso de reparación de celulares", "municipality", "gloria", 60, 15_000, 20),
        Promise("Curso de electricidad de la casa", "other", "Instituto de formación", 120, None, 20),)),
    ("Que tengan un primer empleo", "jobs", 15, (
        Promise("Quince aprendices en comercios del centro", "other", "Cámara de comercio", 180, None, 15),)),
)  # fmt: skip


def draw_up(today: date) -> None:
    """Have the town write its plans, vote on them, and account for them."""
    from confianza.web.accounts.models import User
    from confianza.web.community.actions.bodies import give_seat
    from confianza.web.community.models import Body

    people = {person.username: person for person in User.objects.all()}
    bodies = {body.kind: body for body in Body.objects.order_by("-pk")}
    give_seat(body=bodies[COUNCIL], username="hugo", duty="secretary", by=people["gloria"])
    _municipal(bodies[COUNCIL], people, today)
    _youth(bodies[COUNCIL], people, today)
    _community(bodies[COMMITTEE], people, today)
    _answer_requests(people, today)


def _municipal(council: Any, people: dict[str, Any], today: date) -> None:
    from confianza.web.plans.actions import prevention
    from confianza.web.plans.rules import quarters

    day, mayor = today - 300 * DAY, people["gloria"]
    with clock.on(day):
        plan = _begun("municipal", "Plan Municipal de Prevención", council, mayor, day, area_id=TOWN)
        _robbery(plan, day, people)
        _aim(plan, "Calles con luz y una salida segura de la escuela", day, LIGHTS, people)
        prevention.propose(plan=plan, why="Listo para la asamblea", by=mayor)
    _voted(plan, council, people, day + DAY, (9, 14, 2), "Faltan fechas para la cuarta calle")
    with clock.on(day + 20 * DAY):
        text = STEPS["operation"] + " Las lámparas de la cuarta calle tienen fecha: siete meses."
        prevention.write_chapter(plan=plan, step="operation", text=text, by=mayor)
        prevention.propose(plan=plan, why="Con fecha para la cuarta calle, como se pidió", by=mayor)
    _voted(plan, council, people, day + 21 * DAY, (19, 3, 3), "")
    _settle(plan, (*STREETS, *LIGHTS), day, people)
    last = quarters.before(quarters.of(today))
    for period, words in ((quarters.before(last), ""), (last, "La cuarta calle queda para el otro año.")):
        prevention.account(plan=plan, period=period, words=words, by=mayor)


def _robbery(plan: Any, day: date, people: dict[str, Any]) -> None:
    """Aim at fewer robberies than were counted in the year before; without figures, at nothing counted."""
    from confianza.web.plans.queries import measured

    start = measured.year_before(plan.area, "robbery", plan.begins_on).value
    counted = {"indicator": "robbery", "target": float(round(AIM * start))} if start else {}
    _aim(plan, "Menos robos en la calle y en los buses", day, STREETS, people, **counted)


def _youth(council: Any, people: dict[str, Any], today: date) -> None:
    """A plan that stands before the open meeting of the council, which meets next week."""
    from confianza.web.plans.actions import prevention

    day, keeper = today - 12 * DAY, people["gloria"]
    with clock.on(day):
        title = "Agenda de oportunidades para jóvenes"
        plan = _begun("youth", title, council, keeper, day, area_id=TOWN)
        for text, gives, target, promises in YOUNG:
            _aim(plan, text, day, promises, people, gives=gives, target=float(target))
        prevention.propose(plan=plan, why="Para que la vean las familias", by=keeper)
    with clock.on(today - 2 * DAY):
        _called(council, today + 5 * DAY, people["hugo"])


def _community(committee: Any, people: dict[str, Any], today: date) -> None:
    from confianza.web.plans.actions import prevention
    from confianza.web.territory import queries

    area_id = committee.area.stable_id
    place = queries.names_of([area_id])[area_id]
    with clock.on(today - 5 * DAY):
        plan = prevention.write(
            area=committee.area,
            kind="community",
            title=f"Plan comunitario de {place}",
            summary="Lo que el comité quiere para el barrio el año que viene.",
            begins_on=today + 30 * DAY,
            ends_on=today + 395 * DAY,
            body=committee,
            by=people["hugo"],
        )
        for step in ("diagnostic", "operation"):
            prevention.write_chapter(plan=plan, step=step, text=STEPS[step], by=people["hugo"])


def _answer_requests(people: dict[str, Any], today: date) -> None:
    """Promise something for a request, so that one leads to the other."""
    from confianza.web.community.models import Request
    from confianza.web.plans.actions import commitments
    from confianza.web.plans.actions.commitments import Cause

    asked = Request.objects.filter(whose="police", theme="school").first()
    if asked is None:
        return
    with clock.on(today - 15 * DAY):
        made = commitments.promise(
            area=asked.body.area,
            what="Dos agentes a pie a la salida, de doce a una",
            whose="police",
            owner=people["catalina"],
            due_on=today - 4 * DAY,
            cause=Cause(request=asked),
            by=people["hugo"],
        )
        commitments.publish(
            commitment=made, text="Agentes a pie a la salida de la escuela", by=people["hugo"]
        )


def _begun(kind: str, title: str, body: Any, by: Any, day: date, *, area_id: str) -> Any:
    from confianza.web.plans.actions import prevention
    from confianza.web.territory import queries

    plan = prevention.write(
        area=queries.area(area_id),
        kind=kind,
        title=f"{title} {day.year}–{(day + 700 * DAY).year}",
        summary="Qué nos proponemos, quién responde por cada cosa, y cómo se sabrá si se cumplió.",
        begins_on=day,
        ends_on=day + 700 * DAY,
        body=body,
        by=by,
    )
    for step, text in STEPS.items():
        prevention.write_chapter(plan=plan, step=step, text=text, by=by)
    return plan


def _aim(
    plan: Any, text: str, day: date, promises: Sequence[Promise], people: dict[str, Any], **counted: Any
) -> None:
    from confianza.web.plans.actions import commitments, prevention
    from confianza.web.plans.actions.commitments import Cause

    objective = prevention.aim(plan=plan, text=text, by_on=day + 650 * DAY, by=plan.keeper, **counted)
    for each in promises:
        owner = people.get(each.who)
        made = commitments.promise(
            area=plan.area,
            what=each.what,
            whose=each.whose,
            owner=owner,
            owner_name="" if owner else each.who,
            due_on=day + each.days * DAY,
            cost=each.cost,
            people=each.people,
            cause=Cause(objective=objective),
            by=plan.keeper,
        )
        commitments.publish(commitment=made, text=each.what, by=plan.keeper)


def _voted(
    plan: Any, council: Any, people: dict[str, Any], day: date, votes: tuple[int, int, int], said: str
) -> None:
    """Call the open meeting for a week later, hold it, and write down how it voted: not who proposed."""
    from confianza.web.community.actions import meetings
    from confianza.web.community.rules.standing import Attendees
    from confianza.web.plans.actions import prevention

    hugo, (yes, no, neither) = people["hugo"], votes
    with clock.on(day):
        meeting = _called(council, day + 7 * DAY, hugo)
    with clock.on(day + 8 * DAY):
        came = Attendees(women=16, men=12, police=2)
        minutes = "Se leyó el plan punto por punto y se votó a mano alzada."
        meetings.hold(meeting=meeting, came=came, highest_came=True, minutes=minutes, by=hugo)
        prevention.decide(
            plan=plan, meeting=meeting, in_favour=yes, against=no, abstained=neither, said=said, by=hugo
        )


def _called(council: Any, day: date, by: Any) -> Any:
    from django.utils import timezone

    from confianza.web.community.actions import meetings

    return meetings.call(
        body=council,
        theme="residential",
        starts_at=timezone.make_aware(datetime.combine(day, time(17, 30))),
        place="Salón municipal",
        agenda=["Leer el plan", "Preguntas", "Votar"],
        by=by,
    )


def _settle(plan: Any, promises: Sequence[Promise], day: date, people: dict[str, Any]) -> None:
    from confianza.web.plans.actions import commitments
    from confianza.web.plans.models import Commitment

    made = {each.what: each for each in Commitment.objects.filter(objective__plan=plan)}
    for each in promises:
        if each.to:
            with clock.on(day + each.on * DAY):
                by = people.get(each.who, people["gloria"])
                commitments.move(commitment=made[each.what], to=each.to, words=each.words, by=by)
                if each.picture:
                    caption, is_public = each.picture, each.is_public
                    exhibits.attach(made[each.what], caption, is_public=is_public, by=people["gloria"])
