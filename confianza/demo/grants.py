"""Three calls for grants: one judged, awarded and partly paid, one that is being scored, one that is open.

Everything is invented. Who sits in the juries falls by lot and differs each time the demo is built.
"""

from contextlib import AbstractContextManager
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from confianza.demo import clock
from confianza.demo.community import PRECINCT

CRITERIA: tuple[tuple[str, str, int], ...] = (
    ("admits", "Trabaja en el municipio desde hace un año", 0),
    ("admits", "Dice cuánto cuesta cada cosa", 0),
    ("scores", "A cuántas personas alcanza, y a quiénes nadie llega", 40),
    ("scores", "Si se puede hacer con ese dinero y en ese tiempo", 35),
    ("scores", "Si sigue cuando el dinero se acabe", 25),
)
# Which body of the demo (by a part of its name, "" a group without one), what they want, how much.
YOUNG = (
    ("Comité de Jóvenes", "Talleres de música en las tardes", 38000,
     "Tres tardes a la semana, con dos maestros y veinte instrumentos que se guardan en el salón comunal."),
    ("Comité Comunitario", "La cancha abierta hasta las ocho", 45000,
     "Alguien que cuida de cuatro a ocho, ocho lámparas, y torneos cada dos meses."),
    ("Escuela", "Refuerzo de lectura con estudiantes mayores", 22000,
     "Los mayores leen con los menores dos veces por semana y reciben una beca pequeña."),
    ("", "Un mural en cada parada", 61000,
     "Doce murales pintados por jóvenes con una pintora que ya trabajó en otras zonas."),
)  # fmt: skip
STREETS = (
    ("COCODE", "Luz en el callejón de la cancha", 30000, "Seis lámparas solares, cuidadas por tres años."),
    ("Comité Comunitario", "Bancas y sombra donde para el bus", 18000, "Cuatro bancas, dos árboles."),
    ("Escuela", "Portón y barda de atrás", 27500, "Un portón que se cierra y veinte metros de barda."),
)  # fmt: skip
JURY = (
    ("ana", "Quien mira las cifras"), ("benito", "Quien camina las calles"), ("catalina", "La subestación"),
    ("dario", "Vecindario de la zona 2"), ("elena", "Quien atiende a víctimas"), ("julia", "Las escuelas"),
    ("karla", "Vecindario de la zona 4"),
)  # fmt: skip
SAID = "guayaba río lunes tejado catorce"
WORDS = "Está bien explicado y el costo es creíble."
# Days before today on which the first call opened, and between its steps.
OPENED, LASTED = 95, 25


def fund(today: date) -> None:
    """Write the three calls, and take each as far as it is."""
    from confianza.web.accounts.models import User

    people = {person.username: person for person in User.objects.all()}
    _awarded(today, people)
    _scoring(today, people)
    _open(today, people)


def _on(today: date, days: int) -> AbstractContextManager[None]:
    return clock.on(today - timedelta(days=days))


def _call(title: str, purpose: str, purse: int, at_most: int, opens_on: date, people: Any) -> Any:
    from confianza.web.plans.actions import calls

    call = calls.write(
        area=_ward(),
        objective=_objective(),
        title=title,
        purpose=purpose,
        purse=Decimal(purse),
        at_most=Decimal(at_most),
        opens_on=opens_on,
        closes_on=opens_on + timedelta(days=LASTED),
        by=people["hugo"],
    )
    for kind, text, weight in CRITERIA:
        calls.add_criterion(call=call, kind=kind, text=text, weight=weight, by=people["hugo"])
    calls.move(call=call, to="open", by=people["hugo"])
    return call


def _ward() -> Any:
    """Return a ward in which the community-relations officer works."""
    from confianza.web.territory.models import Area, Containment

    patrolled = Containment.objects.filter(outer__stable_id=PRECINCT).values("inner")
    return Area.objects.filter(pk__in=patrolled, level="zone").order_by("stable_id")[0]


def _objective() -> Any:
    """Return what the plan for the young wants to reach; None where there is none yet."""
    from confianza.web.plans.models import Objective

    return Objective.objects.filter(plan__kind="youth").order_by("pk").first()


def _apply(call: Any, asks: Any, people: Any) -> list[Any]:
    from confianza.web.community.models import Body
    from confianza.web.plans.actions import applications

    made = []
    for part, title, amount, what in asks:
        body = Body.objects.filter(name__contains=part).order_by("pk").first() if part else None
        made.append(
            applications.receive(
                call=call,
                title=title,
                what=what,
                amount=Decimal(amount),
                body=body,
                name="" if body else "Colectivo Tinta Fresca",
                contact="Entrega en papel",
                by=people["hugo"],
            )
        )
    return made


def _stand(call: Any, people: Any) -> None:
    from confianza.web.plans.actions import juries

    for username, view in JURY:
        candidate = juries.nominate(call=call, username=username, stands_for=view, by=people["hugo"])
        juries.second(candidate=candidate, by=people["gloria"])
        juries.stand(candidate=candidate, agrees=True, by=people[username])


def _judged(call: Any, made: list[Any], today: date, opened: int, people: Any) -> list[Any]:
    """Close a call, check what came, draw the jury before witnesses, and seat it."""
    from confianza.web.plans.actions import applications, calls, juries
    from confianza.web.plans.queries import grants

    with _on(today, opened - LASTED - 1):
        calls.move(call=call, to="closed", by=people["hugo"])
        for each in made:
            applications.check(application=each, met={1: True, 2: True}, reasons={}, by=people["hugo"])
    with _on(today, opened - LASTED - 5):
        announced = "Cinco palabras de cinco personas en la reunión del consejo"
        juries.commit(call=call, announced=announced, by=people["hugo"])
    with _on(today, opened - LASTED - 8):
        juries.reveal(call=call, witnessed=SAID, by=people["hugo"])
    with _on(today, opened - LASTED - 11):
        for juror in list(grants.seated(call)):
            juries.accept(juror=juror, by=juror.candidate.person)
        calls.move(call=call, to="scoring", by=people["hugo"])
    return list(grants.seated(call))


def _score(juror: Any, application: Any, points: int) -> None:
    from confianza.web.plans.actions import scoring

    if juror.ballots.filter(application=application).exists():
        # Whoever sits in the body that applies was found already, and gives it nothing.
        return
    by = juror.candidate.person
    application.refresh_from_db()
    scoring.declare(juror=juror, application=application, conflict=False, why="", by=by)
    told = {3: points, 4: max(points - 1, 0), 5: min(points + 1, 5)}
    scoring.hand_in(
        juror=juror, application=application, points=told, words=dict.fromkeys(told, WORDS), by=by
    )


def _awarded(today: date, people: Any) -> None:
    from confianza.web.plans.actions import awards, calls
    from confianza.web.plans.queries import grants

    with _on(today, OPENED):
        purpose = "Que los jóvenes tengan adónde ir y con quién estar por la tarde."
        day = today - timedelta(days=OPENED)
        call = _call("Fondo para la juventud", purpose, 120000, 65000, day, people)
    with _on(today, OPENED - 10):
        made = _apply(call, YOUNG, people)
        _stand(call, people)
    jurors = _judged(call, made, today, OPENED, people)
    with _on(today, 45):
        for place, juror in enumerate(jurors):
            for number, application in enumerate(made):
                _score(juror, application, (4, 5, 4, 2)[number] - (place + number) % 2)
        calls.move(call=call, to="ranked", by=people["hugo"])
    with _on(today, 42):
        given = {code: Decimal(amount) / grants.CENTS for code, amount in grants.suggested(call).items()}
        found = awards.award(call=call, amounts=given, reasons={}, by=people["ines"])
    with _on(today, 38):
        objection = awards.object_to(
            call=call, text="El mural no está entre los adjudicados y nadie dijo por qué.", by=people["hugo"]
        )
    with _on(today, 36):
        why = "Quedó por debajo de la nota mínima que la convocatoria decía desde el principio."
        awards.answer(appeal=objection, upheld=False, words=why, by=people["gloria"])
    _pay(found, today, people)


def _pay(found: list[Any], today: date, people: Any) -> None:
    """Pay the first half of every grant; the second is paid, withheld or due."""
    from confianza.web.plans.actions import awards

    for number, award in enumerate(found):
        half = award.amount / 2
        with _on(today, 34):
            first, second = (
                awards.plan_tranche(
                    award=award,
                    amount=half,
                    due_on=today - timedelta(days=days),
                    must_show=what,
                    by=people["hugo"],
                )
                for days, what in ((28, "El convenio firmado"), (-10, "Facturas y lista de la primera parte"))
            )
        with _on(today, 27):
            awards.show(tranche=first, text="Convenio firmado por ambas partes.", kept_in="Carpeta 12-2026",
                        by=people["hugo"])  # fmt: skip
            awards.settle(tranche=first, to="paid", words="", by=people["ines"])
        if number == 1:
            with _on(today, 4):
                why = "Faltan las facturas de las lámparas; se paga cuando lleguen."
                awards.settle(tranche=second, to="withheld", words=why, by=people["ines"])
    with _on(today, 3):
        awards.tell_result(
            award=found[0], what="Jóvenes que siguen viniendo después de un mes", planned=40, reached=34,
            words="Los viernes faltan quienes trabajan.", by=people["hugo"],
        )  # fmt: skip


def _scoring(today: date, people: Any) -> None:
    opened = 46
    with _on(today, opened):
        purpose = "Arreglos pequeños en lugares donde la gente dice que tiene miedo."
        day = today - timedelta(days=opened)
        call = _call("Fondo de calles y paradas", purpose, 60000, 30000, day, people)
    with _on(today, opened - 8):
        made = _apply(call, STREETS, people)
        _stand(call, people)
    jurors = _judged(call, made, today, opened, people)
    with _on(today, 2):
        for number, application in enumerate(made):
            _score(jurors[0], application, 4 - number)
        _score(jurors[1], made[0], 5)


def _open(today: date, people: Any) -> None:
    from confianza.web.plans.actions import juries

    with _on(today, 5):
        purpose = "Que en cada escuela haya algo que hacer después de clases."
        call = _call(
            "Fondo de tardes en la escuela", purpose, 50000, 20000, today - timedelta(days=5), people
        )
    with _on(today, 2):
        what = "Dos tardes por semana, con madres y padres que cuidan."
        _apply(call, (("Padres", "Ajedrez y fútbol sala", 15000, what),), people)
        for username, view in JURY[3:6]:
            juries.nominate(call=call, username=username, stands_for=view, by=people["hugo"])
