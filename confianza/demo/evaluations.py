"""Three evaluations of the demo: one that cannot say what was hoped for, one that was registered before its
first day and waits, and a draft of a programme that begins in two zones, one after the other.

The first is of patrols in the zone with most homicides: they fell by more than half, and nothing may be
claimed, since the zone was chosen in its worst year. Its critic had one objection that stands.
"""

from datetime import date, timedelta
from typing import Any

from confianza.demo import clock, places

INDICATOR, SOURCE = "homicide", "gt_pnc_victims"
PATROLLED, LIT, MEDIATED, LATER = "zone-230105", "zone-230104", "zone-230101", "zone-230106"
# Quarters of the first: with the programme until today, and before it.
RUN, BEFORE = 7, 16
# Days between steps of the critique.
PAUSE = 4
QUESTION = {
    "title": "Patrullaje a pie en la Zona 5 (ficticio)",
    "question": "¿Bajaron los homicidios en la Zona 5 desde que hay patrullaje a pie?",
    "programme": "Patrullaje a pie en puntos calientes",
    "run_by": "Comisaría 71 (ficticia)",
    "does": "Dos parejas patrullan a pie, cada tarde, las seis cuadras con más homicidios",
    "hopes": "Los homicidios de la zona bajan en un año",
    "because": "Quien piensa disparar ve a la policía cerca y a vecinos que la llaman",
    "wrong_if": "Bajan igual en las zonas sin patrullaje, o solo se corren a la zona de al lado.",
    "why_here": "Fue la zona con más homicidios el año anterior; el concejo pidió empezar por ahí.",
    "chosen_high": "yes",
}
NEXT = {
    "title": "Alumbrado en la Zona 4 (ficticio)",
    "question": "¿Bajan los asaltos en la Zona 4 con el alumbrado nuevo?",
    "programme": "Alumbrado de paradas y callejones",
    "run_by": "Municipalidad (ficticia)",
    "does": "Se ponen 140 lámparas en paradas de bus y callejones",
    "hopes": "Los asaltos de la zona bajan desde el primer trimestre",
    "because": "A la luz se reconoce a quien asalta, y más gente camina",
    "wrong_if": "No bajan más que en zonas parecidas sin lámparas nuevas.",
    "why_here": "La zona salió sorteada entre las cuatro que pidieron alumbrado.",
    "chosen_high": "no",
}
DRAFT = {
    "title": "Mediación en las zonas 1 y 6 (ficticio)",
    "question": "¿Bajan las agresiones en las zonas 1 y 6 con mediación vecinal?",
    "programme": "Mediación de conflictos entre vecinos",
    "run_by": "Comités de prevención de las zonas 1 y 6 (ficticios)",
    "does": "Seis vecinas formadas median en pleitos antes de que lleguen a golpes; luego, otras seis",
    "hopes": "Las agresiones denunciadas bajan en dos años",
    "because": "Quien es escuchado a tiempo no golpea",
    "wrong_if": "Siguen igual, o bajan lo mismo en las demás zonas.",
    "why_here": "Aquí había personas dispuestas; los números no se miraron.",
    "chosen_high": "no",
}
OBJECTIONS = (
    (
        "La zona se eligió por su peor año: parte de la baja vendría sola. ¿Cuánto queda sin ese año?",
        "Ese año no se quitó. Por eso la frase no afirma ningún cambio: mucho de la baja viene solo.",
        "settled",
        "De acuerdo: la frase no promete más.",
    ),
    (
        "Hay pocas zonas para comparar; con tan pocas, ni la mayor diferencia sería rara.",
        "No hay más zonas que la policía cuente completas desde el principio.",
        "stands",
        "Sigue siendo poco: habría que sumar municipios vecinos.",
    ),
)
CONCLUSION = (
    "Repetí el cálculo con los datos congelados y da lo mismo. Se contaron menos homicidios; que sea por el "
    "patrullaje no se puede decir, y la frase no lo dice."
)


def evaluate(today: date) -> None:
    """Make all: the analyst's, criticised by the coordinator, the one of the donor's manager, and a draft."""
    from confianza.web.accounts.models import Role
    from confianza.web.territory import queries as territory

    area = territory.area(places.TOWN)
    _disappointing(today, area, _person(Role.ANALYST), _person(Role.NATIONAL_COORDINATOR))
    _waiting(today, area, _person(Role.PROGRAMME_MANAGER))
    _draft(today, area, _person(Role.ANALYST))


def _person(role: Any) -> Any:
    from confianza.web.accounts.cast import member
    from confianza.web.accounts.models import User

    return User.objects.get(username=member(role).username)


def _disappointing(today: date, area: Any, analyst: Any, critic: Any) -> None:
    from confianza.web.evaluation.actions import computing, designing, publishing

    last_on = _quarter(today - timedelta(days=31), -1)
    begins_on = _quarter(last_on, 1 - RUN)
    with clock.on(begins_on - timedelta(days=20)):
        made = designing.begin(area=area, by=analyst, begins_on=begins_on, **QUESTION)
        _design(made, [PATROLLED], last_on, analyst)
        _watch(made, LIT, analyst)
        designing.register(evaluation=made, by=analyst)
    with clock.on(begins_on + timedelta(days=1)):
        designing.start(evaluation=made, by=analyst)
    with clock.on(today - timedelta(days=3 * PAUSE)):
        computing.compute(evaluation=made, by=analyst)
    _criticise(made, today, analyst, critic)
    publishing.publish(evaluation=made, by=analyst)


def _criticise(made: Any, today: date, analyst: Any, critic: Any) -> None:
    from confianza.web.evaluation.actions import criticising

    for text, answer, standing, last_word in OBJECTIONS:
        with clock.on(today - timedelta(days=2 * PAUSE)):
            raised = criticising.object_to(evaluation=made, text=text, by=critic)
        with clock.on(today - timedelta(days=PAUSE)):
            criticising.answer(objection=raised, words=answer, by=analyst)
            criticising.judge(objection=raised, standing=standing, words=last_word, by=critic)
    with clock.on(today - timedelta(days=1)):
        criticising.conclude(evaluation=made, verdict="agrees", words=CONCLUSION, by=critic)


def _waiting(today: date, area: Any, manager: Any) -> None:
    from confianza.web.evaluation.actions import designing

    begins_on = _quarter(today, 0)
    with clock.on(begins_on - timedelta(days=30)):
        made = designing.begin(area=area, by=manager, begins_on=begins_on, **NEXT)
        _design(made, [LIT], _quarter(begins_on, 11), manager, "robbery")
        designing.register(evaluation=made, by=manager)
    with clock.on(begins_on + timedelta(days=1)):
        designing.start(evaluation=made, by=manager)


def _draft(today: date, area: Any, analyst: Any) -> None:
    from confianza.web.evaluation.actions import designing

    begins_on = _quarter(today, 1)
    with clock.on(today - timedelta(days=3)):
        made = designing.begin(area=area, by=analyst, begins_on=begins_on, **DRAFT)
        _design(made, [MEDIATED, LATER], _quarter(begins_on, 7), analyst, "assault")
        designing.set_starts(evaluation=made, starts={LATER: _quarter(begins_on, 2)}, by=analyst)


def _watch(made: Any, zone: str, by: Any) -> None:
    """Watch a zone next door, whatever it was proposed for: did the homicides move there?"""
    from confianza.web.evaluation.actions import designing

    compared = [area for area in made.comparison if area != zone]
    around = sorted({zone, *made.around})
    designing.choose_comparison(evaluation=made, comparison=compared, around=around, by=by)


def _design(made: Any, treated: list[str], last_on: date, by: Any, indicator: str = INDICATOR) -> None:
    from confianza.web.evaluation.actions import designing
    from confianza.web.evaluation.queries import choices

    others = [f"zone-{ward.code}" for ward in places.WARDS if ward.municipality == "2301"]
    designing.design(
        evaluation=made,
        indicator=indicator,
        source=SOURCE,
        step="quarter",
        treated=treated,
        first_on=_quarter(made.begins_on, -BEFORE),
        last_on=last_on,
        method="panel",
        direction="fall",
        smallest_effect="Una quinta parte menos (20 %)",
        others=[other for other in others if other not in treated],
        beside=choices.next_door(made, treated),
        by=by,
    )


def _quarter(day: date, more: int) -> date:
    """Return the first day of the quarter so many quarters later."""
    from confianza.web.evaluation.queries import delivered

    return delivered.next_of(day, "quarter", more)
