"""Committees, their meetings, what they ask for, and juntas, as the people of the town write them down.

Everything is invented, and nobody is named: lists of who came hold made-up words.
"""

from datetime import date, datetime, time, timedelta
from typing import Any

from confianza.demo import clock
from confianza.demo.places import TOWN

PRECINCT = "substation-71.2"
# Name, kind, where (ward or town), days between meetings.
BODIES = (
    ("Consejo Municipal de Prevención", "municipal_council", TOWN, 30),
    ("Mesa de Seguridad Ciudadana", "security_table", TOWN, 15),
    ("COCODE {0}", "cocode", "zone:0", 30),
    ("Comité Comunitario de Prevención {1}", "community_committee", "zone:1", 30),
    ("Comité de Jóvenes {0}", "youth_committee", "zone:0", 30),
    ("Comité de Padres y Madres, Escuela {2}", "parents_committee", "zone:2", 60),
    ("Junta Local de Seguridad {1}", "junta", "zone:1", 30),
    ("Junta Local de Seguridad {0}", "junta", "zone:0", 30),
)
# Of which body, what, theme, whose; then who answers, in how many days, and the answers given.
REQUESTS: tuple[tuple[Any, ...], ...] = (
    (2, "Reparar seis lámparas del callejón junto a la cancha", "residential", "utilities", "gloria", 20,
     (("promised", "La cuadrilla viene en dos semanas.", 12),)),
    (2, "Que la patrulla pase a la salida de la escuela", "school", "police", "catalina", -6, ()),
    (3, "Podar los árboles que tapan la cámara de la esquina", "residential", "municipality", "gloria", 15,
     (("done", "Se podaron el martes; la cámara ve toda la esquina.", None),)),
    (3, "Un lugar para talleres los sábados", "residential", "municipality", "gloria", 30, ()),
    (4, "Abrir la cancha hasta las ocho con alguien que cuide", "residential", "municipality", "hugo", 10,
     (("declined", "Este año no hay quien cuide; se pide para el presupuesto del otro.", None),)),
    (5, "Portón nuevo en la entrada de atrás", "school", "school", "", 25, ()),
    (1, "Reunión con los comercios por los cobros", "commerce", "police", "catalina", 8, ()),
    (6, "Que el agente asignado venga a las rondas", "residential", "police", "catalina", -40, ()),
)  # fmt: skip
SAID = "Se habló del alumbrado y de la salida de la escuela. Se acordó quién responde por cada cosa."


def meet(today: date) -> None:
    """Write down bodies, their meetings and requests, and look after the juntas."""
    from confianza.web.accounts.models import User

    people = {person.username: person for person in User.objects.all()}
    bodies = _bodies(people["hugo"])
    _seats(bodies, people)
    for number, body in enumerate(bodies):
        _meetings(body, number, today, people["hugo"])
    _requests(bodies, today, people)
    _look_after(bodies[6].junta, bodies[7].junta, today, people)


def _bodies(by: Any) -> list[Any]:
    from confianza.web.community.actions import bodies
    from confianza.web.territory import queries

    wards = _wards()
    names = queries.names_of(wards)
    told = [names[ward] for ward in wards]
    found = []
    for name, kind, where, every in BODIES:
        place = wards[int(where.partition(":")[2])] if where.startswith("zone:") else where
        found.append(
            bodies.found(
                name=name.format(*told),
                kind=kind,
                area=queries.area(place),
                precinct=queries.area_or_none(PRECINCT),
                meets_every=every,
                is_public=kind != "junta",
                by=by,
            )
        )
    return found


def _wards() -> list[str]:
    """Return three wards that the sub-station of the community-relations officer patrols."""
    from confianza.web.territory.models import Area, Containment

    patrolled = Containment.objects.filter(outer__stable_id=PRECINCT).values("inner")
    wards = Area.objects.filter(pk__in=patrolled, level="zone").order_by("stable_id")
    every = Area.objects.filter(level="zone").order_by("stable_id")
    return [ward.stable_id for ward in (list(wards) + list(every))[:3]]


def _seats(bodies: list[Any], people: dict[str, Any]) -> None:
    from confianza.web.community.actions import bodies as seating

    for body in bodies:
        seating.give_seat(body=body, username="gloria", duty="liaison", by=people["hugo"])
    for body in bodies[1:4]:
        seating.give_seat(body=body, username="hugo", duty="secretary", by=people["gloria"])
    seating.give_seat(body=bodies[5], username="julia", duty="convener", by=people["hugo"])


def _meetings(body: Any, number: int, today: date, by: Any) -> None:
    """Hold three meetings before today, call one after; the committee of the young stopped."""
    from confianza.web.community.actions import meetings

    stopped = 5 if number == 4 else 0
    for back in range(3 + stopped, stopped, -1):
        held = _called(body, number, today - timedelta(days=body.meets_every * back - 6), by)
        came = number % 3 != 1 and back % 2 == 1
        meetings.hold(
            meeting=held,
            came=_attendees(number, back, police=2 if came else 1),
            highest_came=came,
            why_not="" if came else "La subcomisaría tenía turno",
            institutions=["Municipalidad", "Centro de salud"][: 1 + number % 2],
            minutes=SAID,
            by=by,
        )
    if not stopped:
        _called(body, number, today + timedelta(days=3 + 2 * number), by)


def _called(body: Any, number: int, day: date, by: Any) -> Any:
    from django.utils import timezone

    from confianza.web.community.actions import meetings

    theme = ("residential", "commerce", "residential", "residential", "residential", "school")[number % 6]
    return meetings.call(
        body=body,
        theme=theme,
        starts_at=timezone.make_aware(datetime.combine(day, time(17, 30))),
        place="Salón comunal",
        agenda=["Lo acordado la vez anterior", "Alumbrado", "Salida de la escuela"],
        is_open=number not in (6, 7),
        by=by,
    )


def _attendees(number: int, back: int, *, police: int) -> Any:
    from confianza.web.community.rules.standing import Attendees

    return Attendees(women=9 + (number * 5 + back * 3) % 8, men=5 + (number * 3 + back) % 6, police=police)


def _requests(bodies: list[Any], today: date, people: dict[str, Any]) -> None:
    from confianza.web.community.actions import requests

    for body, what, theme, whose, owner, due, answers in REQUESTS:
        asked_on = today - timedelta(days=max(20, 20 - due))
        with clock.on(asked_on):
            asked = requests.ask(
                body=bodies[body],
                what=what,
                theme=theme,
                whose=whose,
                asked_on=asked_on,
                by=people["hugo"],
            )
            requests.publish(request=asked, text="" if body == 6 else what, by=people["hugo"])
            if owner or whose == "school":
                _answer(asked, people.get(owner), today + timedelta(days=due), answers, people["hugo"])


def _answer(asked: Any, owner: Any, due_on: date, answers: Any, by: Any) -> None:
    from confianza.web.community.actions import requests

    requests.assign(
        request=asked,
        owner=owner,
        owner_name="" if owner else "Dirección de la escuela",
        due_on=due_on,
        by=by,
    )
    for state, words, days in answers:
        promised = due_on + timedelta(days=days) if days else None
        requests.answer(request=asked, state=state, words=words, due_on=promised, by=owner or by)
        requests.tell(request=asked, by=by)


def _look_after(calm: Any, turned: Any, today: date, people: dict[str, Any]) -> None:
    """One junta is in order, of the other nobody took care."""
    from confianza.web.community.actions import juntas

    month = timedelta(days=30)
    juntas.register(
        junta=calm, registration="JLS-014", registered_on=today - 12 * month,
        rules_accepted_on=today - 12 * month, by=people["hugo"],
    )  # fmt: skip
    juntas.give_officer(junta=calm, officer=people["benito"], by=people["catalina"])
    juntas.visit(
        junta=calm, visited_on=today - timedelta(days=20), signs=[], note="Rondas de a cuatro, con chaleco.",
        by=people["hugo"],
    )  # fmt: skip
    for what, serial in (("Radio portátil", "R-0412"), ("Chalecos reflectivos (8)", "")):
        juntas.lend(junta=calm, what=what, serial=serial, lent_on=today - 11 * month, by=people["hugo"])
    juntas.visit(
        junta=turned, visited_on=today - timedelta(days=75), signs=["hooded", "checkpoints"],
        note="Cerraron la calle dos noches.", by=people["hugo"],
    )  # fmt: skip
    lost = juntas.lend(
        junta=turned, what="Radio portátil", serial="R-0420", lent_on=today - 8 * month, by=people["hugo"]
    )
    juntas.miss(equipment=lost, because="Nadie sabe quién la tiene", by=people["catalina"])
