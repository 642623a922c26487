"""What invented officers, neighbours and interviewers filled in on their telephones. All of it is fictional.

Answers stand in the order in which each form asks: a mapping is a group, a list the turns of a repeat.
Days are told as "day-3" (three days ago), photographs as the name of one that is drawn.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from confianza.demo import places

Answers = Mapping[str, Any]

FORMS = ("percepcion_ciudadana", "bitacora_patrulla", "ficha_campo", "caminata_segura", "acta_reunion")
# Label, whose it is (a member of the cast, or "" for somebody hired), and what it may fill where nobody's.
TELEPHONES: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("Teléfono de Benito", "benito", ()),
    ("Teléfono de Hugo", "hugo", ()),
    ("Encuestadora 1 · Dunia", "", ("percepcion_ciudadana",)),
    ("Encuestador 2 · Elmer", "", ("percepcion_ciudadana",)),
    ("Encuestador 3 · perdido", "", ("percepcion_ciudadana",)),
    ("Patrulla 71.1.3 · mercado", "", ("bitacora_patrulla",)),
    ("Patrulla 71.1.1 · centro", "", ("bitacora_patrulla",)),
    ("Patrulla 71.2.2 · oriente", "", ("bitacora_patrulla",)),
    ("Patrulla de apoyo", "", ("bitacora_patrulla",)),
    ("Patrulla 71.3.2 · poniente", "", ("bitacora_patrulla",)),
)
BENITO, HUGO, DUNIA, ELMER, LOST, MARKET, CENTRE, EAST, RELIEF, WEST = (label for label, *_more in TELEPHONES)


@dataclass(frozen=True)
class Story:
    """One filled form: by which telephone, how many minutes it took, and what becomes of it.

    `verdict`: standing and word of the reviewer. `corrected`: path, new value and reason. `also`: the same
    number sent once more with these answers. `lacks`: photographs that have not arrived yet.
    """

    form: str
    telephone: str
    answers: Answers
    days_ago: int
    minutes: int = 11
    version: str = "2026.1"
    verdict: tuple[str, str] = ("", "")
    corrected: tuple[str, str, str] = ("", "", "")
    also: Answers = field(default_factory=dict)
    lacks: tuple[str, ...] = ()


APPROVED = ("approved", "")


def point(ward: int, east: float = 0.0, north: float = 0.0, metres: float = 6.0) -> str:
    """Return a point so many kilometres from the heart of a ward, as telephones write it."""
    heart = next(each.heart for each in places.WARDS if each.number == ward)
    latitude, longitude = places.latitude(heart[1] + north), places.longitude(heart[0] + east)
    return f"{latitude:.6f} {longitude:.6f} 0.0 {metres:.1f}"


def _stop(hour: str, minutes: int, where: str, done: str, note: str = "") -> Answers:
    return {
        "parada_hora": f"{hour}:00.000-06:00", "parada_minutos": minutes, "parada_punto": where,
        "parada_actividad": done, "parada_nota": note,
    }  # fmt: skip


def _shift(
    days_ago: int,
    shift: str,
    way: str,
    stops: Sequence[Answers],
    *,
    spoken: int,
    news: str = "",
    telephone: str = BENITO,
    sector: str = "71.2.1",
    **more: Any,
) -> Story:
    driven = {"km_salida": 48_210 + 60 * (40 - days_ago), "km_entrada": 48_244 + 60 * (40 - days_ago)}
    answers = {
        "dia": f"day-{days_ago}", "turno": shift, "sector": sector, "modo": way, "agentes": 2,
        "kilometraje": driven if way == "vehiculo" else {}, "parada": stops, "contactos": spoken,
        "novedades": news,
    }  # fmt: skip
    return Story("bitacora_patrulla", telephone, answers, days_ago, minutes=420, **more)


SHIFTS = (
    _shift(9, "manana", "pie", [
        _stop("07:40", 15, point(3, 0.1, 0.1), "escuela", "Entrada de la escuela sin novedad."),
        _stop("10:05", 12, point(3, -0.2, 0.15), "presencia"),
        _stop("11:30", 25, point(8, -0.3, 0.0), "vecinos", "Piden luz en la cancha."),
    ], spoken=23, verdict=APPROVED),
    _shift(8, "tarde", "vehiculo", [
        _stop("15:10", 14, point(8, 0.15, -0.1), "presencia"),
        _stop("17:45", 16, point(3, 0.3, -0.2), "comercio"),
    ], spoken=11, news="La lámpara del puente sigue apagada.", verdict=APPROVED),
    _shift(6, "noche", "vehiculo", [
        _stop("21:20", 13, point(8, 0.2, 0.2), "presencia"),
        _stop("23:50", 11, point(3, 0.0, -0.3), "control"),
        _stop("02:15", 30, point(8, -0.1, -0.15), "llamada", "Ruido; se habló con las dos casas."),
    ], spoken=9, verdict=APPROVED),
    _shift(3, "manana", "bicicleta", [_stop("08:15", 20, point(3, -0.1, 0.2), "problema")], spoken=14),
    _shift(2, "tarde", "pie", [
        _stop("16:00", 15, point(3, 0.05, 0.0), "presencia"), _stop("17:20", 10, point(8), "vecinos"),
    ], spoken=18, verdict=("rejected", "La parada de las 17:20 está a dos kilómetros; aclare la hora.")),
    _shift(1, "noche", "vehiculo", [_stop("22:30", 12, point(8, 0.1, 0.1), "presencia")], spoken=4),
)  # fmt: skip

# Where a stop was, in kilometres from the heart of a ward: at the hot spots of the market, and around.
STALLS, TERMINAL, BRIDGE = (4, -0.26, 0.01), (4, -0.06, 0.01), (4, -0.45, 0.21)
PARK, PITCH, SCHOOL = (1, 0.0, 0.17), (8, 0.05, -0.31), (3, 0.1, 0.1)
SOUTH, HILLSIDE = (6, 0.1, -0.1), (7, 0.0, 0.2)
HOURS = {"manana": 8, "tarde": 15, "noche": 20}
SECTORS = {MARKET: "71.1.3", CENTRE: "71.1.1", EAST: "71.2.2", RELIEF: "71", WEST: "71.3.2"}
# By other telephones than Benito's: how many days ago, when, how, and where they stopped for how long.
ROUNDS: tuple[tuple[str, int, str, str, tuple[tuple[tuple[int, float, float], int, str], ...]], ...] = (
    (MARKET, 18, "tarde", "pie", ((STALLS, 12, "comercio"), (TERMINAL, 9, "presencia"))),
    (RELIEF, 17, "noche", "vehiculo", ((TERMINAL, 8, "presencia"), (PITCH, 7, "presencia"))),
    (CENTRE, 16, "manana", "bicicleta", ((PARK, 14, "vecinos"), (STALLS, 6, "presencia"))),
    (EAST, 15, "tarde", "moto", ((PITCH, 10, "vecinos"),)),
    (MARKET, 13, "tarde", "pie", ((STALLS, 15, "comercio"), (TERMINAL, 12, "presencia"))),
    (CENTRE, 12, "tarde", "pie", ((PARK, 12, "presencia"), (STALLS, 11, "problema"))),
    (EAST, 11, "manana", "pie", ((PITCH, 9, "escuela"), (SCHOOL, 12, "escuela"))),
    (WEST, 11, "noche", "vehiculo", ((HILLSIDE, 8, "presencia"), (SOUTH, 11, "control"))),
    (RELIEF, 10, "noche", "vehiculo", ((TERMINAL, 7, "llamada"), (PITCH, 12, "presencia"))),
    (MARKET, 9, "tarde", "pie", ((STALLS, 16, "comercio"),)),
    (
        MARKET,
        7,
        "tarde",
        "pie",
        ((STALLS, 15, "presencia"), (TERMINAL, 13, "vecinos"), (BRIDGE, 10, "problema")),
    ),
    (CENTRE, 6, "tarde", "pie", ((PARK, 15, "vecinos"), (STALLS, 12, "presencia"))),
    (EAST, 5, "manana", "pie", ((PITCH, 14, "escuela"), (SCHOOL, 11, "escuela"))),
    (WEST, 4, "tarde", "vehiculo", ((HILLSIDE, 12, "vecinos"), (SOUTH, 9, "presencia"))),
    (RELIEF, 4, "noche", "vehiculo", ((TERMINAL, 9, "presencia"), (PITCH, 13, "presencia"))),
    (MARKET, 3, "noche", "pie", ((STALLS, 14, "presencia"), (BRIDGE, 12, "presencia"))),
    (CENTRE, 2, "tarde", "bicicleta", ((PARK, 10, "comercio"), (TERMINAL, 11, "presencia"))),
    (RELIEF, 1, "tarde", "vehiculo", ((STALLS, 12, "problema"), (SCHOOL, 15, "vecinos"))),
)


def _round(telephone: str, days_ago: int, shift: str, way: str, stops: Sequence[Any]) -> Story:
    told = [
        _stop(f"{HOURS[shift] + number:02d}:{10 * number:02d}", minutes, point(*where), done)
        for number, (where, minutes, done) in enumerate(stops)
    ]
    return _shift(
        days_ago,
        shift,
        way,
        told,
        spoken=5 * len(stops),
        telephone=telephone,
        sector=SECTORS[telephone],
        verdict=APPROVED,
    )


def _card(days_ago: int, where: str, place: str, about: str, told: str, **more: Any) -> Story:
    answers = {
        "cuando": f"day-{days_ago}T19:30:00.000-06:00", "donde": where, "punto": place, "asunto": about,
        "origen": "vio", "fuente": "B", "contenido": "2", "relato": told, "vehiculo": [], "foto": "",
        "urgencia": "semana",
    }  # fmt: skip
    return Story("ficha_campo", BENITO, {**answers, **more}, days_ago, minutes=5)


CARDS = (
    _card(
        7, "Parqueo detrás del mercado", point(4, 0.1, 0.0), "robos",
        "Un pick-up gris da vueltas despacio a la hora del cierre y apaga las luces.",
        vehiculo=[{"vehiculo_placa": "P-000XXX", "vehiculo_senas": "Pick-up gris, sin tapadera"}],
    ),
    _card(4, "Cancha de la colonia Los Almendros", point(8, 0.2, 0.1), "drogas",
          "Dos jóvenes entregan bolsas pequeñas a quienes pasan en moto.", foto="cancha.jpg"),
    _card(1, "Tienda de la esquina, colonia El Porvenir", point(3, -0.1, -0.1), "extorsion",
          "Se comenta que desde el lunes piden dinero a los negocios de la cuadra.",
          origen="oyo", fuente="C", contenido="4", urgencia="hoy"),
)  # fmt: skip


def _found(
    kind: str, place: str, weight: int, note: str, photo: str = "", whose: str = "alcaldia"
) -> Answers:
    return {
        "hallazgo_clase": kind, "hallazgo_punto": place, "hallazgo_foto": photo,
        "hallazgo_gravedad": weight, "hallazgo_nota": note, "hallazgo_quien": whose,
    }  # fmt: skip


def _walk(
    days_ago: int, route: str, found: Sequence[Answers], *, people: int, mark: int, **more: Any
) -> Story:
    first = {"dia": f"day-{days_ago}", "momento": "noche", "recorrido": route}
    people_there = {"participantes": people, "mujeres": people * 3 // 5}
    answers = {**first, **people_there, "hallazgo": found, "seguridad": mark, "primero": "La luz del puente."}
    return Story("caminata_segura", HUGO, answers, days_ago, minutes=75, **more)


WALKS = (
    _walk(12, "Colonia Nueva Alborada, de la cancha al puente", [
        _found("luz", point(3, 0.1, 0.1), 3, "Tres postes apagados.", "postes.jpg"),
        _found("escape", point(3, 0.22, 0.05), 3, "Callejón sin salida junto al puente.", "callejon.jpg"),
        _found("bueno", point(3, 0.05, 0.2), 1, "La tienda abierta da luz y compañía.", whose="comunidad"),
    ], people=14, mark=4, verdict=APPROVED),
    _walk(5, "Colonia Los Almendros, alrededor de la escuela", [
        _found("acera", point(8, 0.1, 0.1), 2, "La acera termina frente a la escuela.", "acera.jpg"),
        _found("abandono", point(8, -0.1, 0.15), 3, "Casa vacía desde hace un año.", "casa.jpg"),
    ], people=21, mark=6, lacks=("casa.jpg",)),
    _walk(2, "Barrio El Mercado, calle de los buses", [
        _found("alcohol", point(4, 0.05, 0.0), 2, "Venta abierta hasta tarde.", whose="policia"),
        _found("transito", point(4, -0.1, 0.05), 3, "Los buses no paran en la esquina."),
    ], people=9, mark=5),
)  # fmt: skip


def _minutes(days_ago: int, where: str, kind: str, women: int, men: int, **more: Any) -> Story:
    answers = {
        "dia": f"day-{days_ago}", "lugar": where, "punto": point(3), "clase": kind,
        "asistencia": {"mujeres": women, "hombres": men, "policias": 2},
        "tema": [
            {"tema_clase": "espacios", "tema_dicho": "La cancha queda a oscuras después de las seis."},
            {"tema_clase": "juventud", "tema_dicho": "Falta dónde estar por la tarde."},
        ],
        "compromiso": [
            {"compromiso_que": "Cambiar las lámparas de la cancha", "compromiso_quien": "alcaldia",
             "compromiso_cuando": "day+20"},
            {"compromiso_que": "Torneo los sábados", "compromiso_quien": "comunidad",
             "compromiso_cuando": "day+30"},
        ],
        "anteriores": "algunos", "proxima": "day+28", "lista": "",
    }  # fmt: skip
    return Story("acta_reunion", HUGO, answers, days_ago, minutes=25, **more)


MINUTES = (
    _minutes(20, "Casa comunal de la Zona 3", "vecinos", 17, 9, verdict=APPROVED),
    _minutes(
        10, "Salón municipal", "comite", 8, 90,
        corrected=("/asistencia/hombres", "9", "Se escribió 90 por 9; lo confirma el acta en papel."),
    ),
    _minutes(4, "Escuela de la colonia Los Almendros", "jovenes", 12, 15),
)  # fmt: skip


def _visit(segment: str, dwelling: int, telephone: str, *, outcome: str = "I", **how: Any) -> Story:
    """A dwelling of a trial before the survey; `how` may hold what a Story takes beside its answers."""
    age, trust = how.pop("age", 41), how.pop("trust", 6)
    chosen = {"conglomerado": segment, "vivienda": dwelling, "resultado": outcome}
    answers: dict[str, Any] = {"fecha": f"day-{how['days_ago']}", "seleccion": chosen}
    if outcome == "I":
        answers |= _interview(age, trust)
    return Story("percepcion_ciudadana", telephone, answers, **how)


def _interview(age: int, trust: int) -> dict[str, Any]:
    is_victim = age % 3 == 0
    return {
        "acuerdo": {"adultos": 2 + age % 2, "consentimiento": "si"},
        "persona": {
            "barrio": "Colonia Nueva Alborada", "sexo": "mujer" if age % 2 else "hombre", "edad": age,
            "educacion": "basica", "anios_barrio": age // 3,
        },
        "seguridad": {"seguro_barrio": 1 + age % 4, "seguro_noche": 1 + (age + 1) % 4},
        "victima": {
            "victima_12m": "si" if is_victim else "no", "victima_tipo": "hurto" if is_victim else "",
            "denuncio": "no" if is_victim else "", "motivo_no_denuncia": "tiempo" if is_victim else "",
        },
        "policia": {
            "confianza_policia": trust, "confianza_b18": 1 + trust * 6 // 10,
            "trato": {"trato_respeto": 3, "trato_escucha": 2, "trato_explica": 2, "trato_igual": 3},
            "presencia": 3, "contacto": "no", "conoce_policia": "si" if trust > 6 else "no",
            "reunion": "no", "denunciaria": 3,
        },
    }  # fmt: skip


# A trial of the questionnaire in two segments of its own: nothing of it counts in a survey.
TRIAL = (
    _visit("PILOTO-1", 3, DUNIA, days_ago=6, age=34, trust=5),
    _visit("PILOTO-1", 7, DUNIA, days_ago=6, age=58, trust=8),
    _visit("PILOTO-1", 12, DUNIA, days_ago=6, outcome="NC", minutes=1),
    _visit("PILOTO-1", 15, DUNIA, days_ago=5, age=27, trust=3, version="2025.4"),
    _visit("PILOTO-1", 18, DUNIA, days_ago=5, age=63, trust=7),
    _visit("PILOTO-2", 2, ELMER, days_ago=5, age=45, trust=6),
    _visit("PILOTO-2", 4, ELMER, days_ago=5, age=22, trust=4, minutes=1),
    _visit("PILOTO-2", 9, ELMER, days_ago=4, age=39, trust=6,
           also=_interview(39, 9)),
    _visit("PILOTO-2", 11, ELMER, days_ago=4, outcome="R", minutes=1),
    _visit("PILOTO-2", 16, ELMER, days_ago=4, age=30, trust=2,
           verdict=("rejected", "La vivienda 16 no está en la muestra de la prueba.")),
    _visit("PILOTO-2", 21, LOST, days_ago=8, age=51, trust=7),
    _visit("PILOTO-2", 24, LOST, days_ago=8, outcome="UH", minutes=1),
)  # fmt: skip

STORIES: tuple[Story, ...] = (*SHIFTS, *CARDS, *WALKS, *MINUTES, *TRIAL, *(_round(*each) for each in ROUNDS))
