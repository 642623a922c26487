"""The perception survey of the demo: three waves in the town, as the analyst would make them.

Two are over, in the same clusters, their interviews sent by telephones, reviewed, weighed; the third waits
for the meeting in which its clusters are drawn. What changed between the first two is known (CHANGED); of
everything else a change would be noise. Zone 8 let no interviewer in.
"""

import uuid
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from math import exp, log
from typing import Any

import numpy as np

from confianza.demo import places

SEED = 2037
NUMBERS = uuid.UUID("0b5dcb8e-4d53-4a26-8a0e-6a3f0c1f7b52")
HERE = timezone(timedelta(hours=-6))
TITLE = "Encuesta de percepción y victimización (ficticia)"
PEOPLE = "Personas de 18 años o más que viven en las zonas 1 a 8"
ANNOUNCED = (
    "Cinco palabras dichas por cinco personas en la asamblea de la junta, y el resultado de cuatro dados"
)
HEARD = "mango puente lluvia tambor cometa 4 2 6 1"
MADE_BY, PAID_BY = "Observatorio municipal (ficticio)", "Municipalidad (ficticia)"
SOURCE = "Censo ficticio 2018 y proyecciones, zonas 1 a 7"
ZONES = tuple(ward for ward in places.WARDS if ward.municipality == "2301" and not ward.is_canton)
CLOSED_ZONE = "230108"
VISITED, PER_CLUSTER = 6, 6
PEOPLE_PER_DWELLING, ADULTS, DWELLINGS = 4.1, 0.66, 95
# Days before today on which each wave began, and how long it took.
BEGAN, LASTED, NEXT_IN = (220, 36), 21, 20
# The share of doors at which somebody was not at home, or refused.
NOT_AT_HOME, REFUSED = 0.10, 0.06
BANDS = (("18-29", 18, 29, 0.34), ("30-44", 30, 44, 0.31), ("45-59", 45, 59, 0.20), ("60+", 60, 84, 0.15))
WOMEN = 0.53


@dataclass(frozen=True)
class Truth:
    """What people think, before chance: the same in both waves but for what changed."""

    trust: float
    unsafe: float
    unsafe_at_night: float
    victim: float
    treated_well: float
    sees_officers: float
    knows_officer: float
    met: float
    would_report: float


FIRST = Truth(4.6, 0.61, 0.72, 0.24, 0.46, 0.29, 0.11, 0.14, 0.52)
CHANGED = Truth(5.5, 0.61, 0.72, 0.24, 0.50, 0.49, 0.27, 0.19, 0.55)


def ask(today: date, area_id: str, by: Any) -> None:
    """Make the survey of an area: by `by`, who must be its analyst; the interviews end before today."""
    from confianza.web.surveys.actions import drawing, publishing, surveys, weighting
    from confianza.web.surveys.actions import waves as actions

    survey = _begun(surveys, area_id, by)
    first, second = (
        _planned(survey, today - timedelta(days=began), by, earlier)
        for began, earlier in ((BEGAN[0], None), (BEGAN[1], 1))
    )
    draw = drawing.commit(wave=first, announced=ANNOUNCED, by=by)
    drawing.reveal(draw=draw, witnessed=HEARD, by=by)
    _try_others(first, by)
    actions.repeat(wave=second, by=by)
    interviewers = list(_telephones(survey, by))
    for wave, truth in ((first, FIRST), (second, CHANGED)):
        _interview(wave, truth, interviewers, by)
        weighting.weigh(wave=wave, parameters=_parameters(), by=by)
        actions.close(wave=wave, by=by)
        publishing.publish(wave=wave, made_by=MADE_BY, paid_by=PAID_BY, by=by)
    third = _planned(survey, today + timedelta(days=NEXT_IN), by, None)
    drawing.commit(wave=third, announced=ANNOUNCED, by=by)


def _begun(surveys: Any, area_id: str, by: Any) -> Any:
    from confianza.web.fieldwork.actions import library
    from confianza.web.fieldwork.library import catalogue
    from confianza.web.territory import queries

    area = queries.area(area_id)
    version = library.install(ready=catalogue.named("percepcion_ciudadana"), area=area, by=by)
    survey = surveys.begin(title=TITLE, area=area, population=PEOPLE, form=version.form, by=by)
    surveys.bring_frame(survey=survey, rows=list(_segments()), by=by)
    return survey


def _segments() -> Iterator[Any]:
    """Cut every zone into segments of some ninety-five dwellings each, as census takers do."""
    from confianza.web.surveys.frames import Row

    chance = np.random.default_rng(SEED)
    for ward in ZONES:
        segments = round(places.people(ward, 2026) / PEOPLE_PER_DWELLING / DWELLINGS)
        for number in range(1, segments + 1):
            dwellings = int(chance.integers(60, 130))
            yield Row(
                ward.name, f"Z{ward.number}-{number:02}", dwellings,
                round(dwellings * PEOPLE_PER_DWELLING), f"zone-{ward.code}",
            )  # fmt: skip


def _planned(survey: Any, begins: date, by: Any, earlier: int | None) -> Any:
    from confianza.web.surveys.actions import waves
    from confianza.web.surveys.queries.plans import EQUAL, Wish

    wish = Wish(
        interviews=VISITED * PER_CLUSTER * len(ZONES), per_cluster=PER_CLUSTER, likeness=0.05,
        response=1 - NOT_AT_HOME - REFUSED, sd=2.5, allocation=EQUAL,
    )  # fmt: skip
    return waves.plan(
        survey=survey, mode="face_to_face", begins_on=begins, ends_on=begins + timedelta(days=LASTED),
        wish=wish, same_clusters_as=survey.waves.get(number=earlier) if earlier else None, by=by,
    )  # fmt: skip


def _try_others(wave: Any, by: Any) -> None:
    """Give up two segments of the zone that lets nobody in; those that follow let nobody in either."""
    from confianza.web.surveys.actions import replacing

    closed = wave.sampled.filter(cluster__area__code=CLOSED_ZONE).order_by("place")
    for sampled in list(closed[:2]):
        note = "Un grupo que controla la entrada no dejó pasar; la junta aconsejó no insistir."
        replacing.replace(sampled=sampled, reason="no_permission", note=note, by=by)


def _telephones(survey: Any, by: Any) -> Iterator[Any]:
    from confianza.web.fieldwork.actions import devices

    for name in ("Brigada 1 · Irma", "Brigada 2 · Wilmer"):
        device, _key = devices.give(label=name, forms=[survey.form], area=survey.area, by=by)
        yield device


def _parameters() -> Any:
    from confianza.web.surveys import margins
    from confianza.web.surveys.queries.weighting import Parameters

    adults = sum(places.people(ward, 2026) for ward in ZONES if ward.code != CLOSED_ZONE) * ADULTS
    lines = [
        f"{sex}; {band}; {round(adults * share * of_age)}"
        for sex, share in (("mujer", WOMEN), ("hombre", 1 - WOMEN))
        for band, _low, _high, of_age in BANDS
    ]
    known = margins.read("sex_age", "\n".join(lines), SOURCE)
    return Parameters(classes="stratum", margins=(known,) if known else ())


# --- what interviewers send -----------------------------------------------------------------------------


def _interview(wave: Any, truth: Truth, interviewers: Sequence[Any], by: Any) -> None:
    """Have every segment visited, and what was sent reviewed."""
    from django.db import transaction

    seen = Counter[str]()
    visited = wave.sampled.filter(replaced_by=None).select_related("cluster__area").order_by("place")
    for sampled in visited:
        zone = sampled.cluster.area.code
        seen[zone] += 1
        # A segment at a time: a disk that is asked to hold on to each interview takes its time.
        with transaction.atomic():
            told = visits(zone, seen[zone], wave.number, truth)
            _send(wave, sampled, told, interviewers[sampled.place % len(interviewers)], by)


def _send(wave: Any, sampled: Any, told: Iterator[dict[str, Any]], device: Any, by: Any) -> None:
    from confianza.web.fieldwork.actions import reviewing, submissions
    from confianza.web.fieldwork.models import Standing

    for number, answers in enumerate(told, 1):
        xml = _filled(wave, sampled, number, answers, wave.form_version.dictionary)
        sent = submissions.receive(xml=xml, files={}, device=device, by=by).submission
        if sent is not None:
            reviewing.judge(submission=sent, standing=Standing.APPROVED, by=by)


def visits(zone: str, segment: int, wave: int, truth: Truth) -> Iterator[dict[str, Any]]:
    """Yield what was written at each door of the first, second, … segment drawn in a zone, until it has its
    interviews: the same whichever segments were drawn, so that the demo tells the same each time.
    """
    if zone == CLOSED_ZONE:
        yield {"resultado": "UH", "vivienda": 1}
        return
    # People of a segment are alike, and stay so from one wave to the next.
    liking = float(np.random.default_rng([SEED, int(zone), segment]).normal(0, 0.35))
    chance = np.random.default_rng([SEED, int(zone), segment, wave])
    interviews, door = 0, 0
    while interviews < PER_CLUSTER:
        door += int(chance.integers(1, 7))
        luck = chance.random()
        if luck < NOT_AT_HOME + REFUSED:
            yield {"resultado": "NC" if luck < NOT_AT_HOME else "R", "vivienda": door}
            continue
        interviews += 1
        yield {"resultado": "I", "vivienda": door} | _person(chance, truth, liking, zone)


def _person(chance: np.random.Generator, truth: Truth, liking: float, zone: str) -> dict[str, Any]:
    ward = next(ward for ward in ZONES if ward.code == zone)
    band = BANDS[int(chance.choice(len(BANDS), p=[share for *_rest, share in BANDS]))]
    age = int(chance.integers(band[1], band[2] + 1))
    mood = liking + float(chance.normal(0, 0.4))
    is_woman = chance.random() < WOMEN + 0.05
    return {
        "adultos": 1 + int(chance.binomial(3, 0.45)), "consentimiento": "si",
        "barrio": ward.localities[int(chance.integers(len(ward.localities)))],
        "sexo": "mujer" if is_woman else "hombre", "edad": age,
        "educacion": str(chance.choice(["primaria", "basica", "media", "superior"])),
        "anios_barrio": int(chance.integers(0, min(age, 40))),
        **_safety(chance, truth, mood, is_woman),
        **_police(chance, truth, mood),
    }  # fmt: skip


def _safety(chance: np.random.Generator, truth: Truth, mood: float, is_woman: bool) -> dict[str, Any]:
    worry = -mood + (0.15 if is_woman else -0.15)
    by_day, by_night = _says(chance, truth.unsafe, worry), _says(chance, truth.unsafe_at_night, worry)
    told: dict[str, Any] = {
        "seguro_barrio": _one(chance, by_day, ("3", "4"), ("1", "2")),
        "seguro_noche": _one(chance, by_night, ("3", "4"), ("1", "2", "nunca")),
        "lugar_calle": _one(chance, by_day, ("inseguro",), ("seguro",)),
        "lugar_transporte": _one(chance, by_night, ("inseguro",), ("seguro",)),
        "victima_12m": _one(chance, _says(chance, truth.victim, 0), ("si",), ("no",)),
    }
    if told["victima_12m"] == "si":
        told["victima_tipo"] = str(chance.choice(["robo", "hurto", "extorsion", "amenazas"]))
        told["denuncio"] = _one(chance, _says(chance, 0.31, mood), ("si",), ("no",))
    return told


def _police(chance: np.random.Generator, truth: Truth, mood: float) -> dict[str, Any]:
    trust = round(min(10.0, max(0.0, float(chance.normal(truth.trust + 1.6 * mood, 2.1)))))
    facets = ("trato_respeto", "trato_escucha", "trato_explica", "trato_igual")
    treated = {
        name: _one(chance, _says(chance, truth.treated_well, mood), ("3", "4"), ("1", "2")) for name in facets
    }
    return {
        "confianza_policia": "ns" if chance.random() < 0.02 else str(trust),
        "confianza_b18": str(min(7, max(1, round(1 + trust * 0.5 + float(chance.normal(0, 0.8)))))),
        **treated,
        "presencia": _one(chance, _says(chance, truth.sees_officers, 0), ("4", "5"), ("1", "2", "3")),
        "conoce_policia": _one(chance, _says(chance, truth.knows_officer, mood), ("si",), ("no",)),
        "reunion": _one(chance, _says(chance, truth.met, 0), ("si",), ("no",)),
        "denunciaria": _one(chance, _says(chance, truth.would_report, mood), ("3", "4"), ("1", "2")),
    }


def _says(chance: np.random.Generator, share: float, lean: float) -> bool:
    """Return whether somebody says so, of whom a `share` does on average."""
    odds = log(share / (1 - share)) + lean
    return bool(chance.random() < 1 / (1 + exp(-odds)))


def _one(chance: np.random.Generator, yes: bool, such: Sequence[str], others: Sequence[str]) -> str:
    return str(chance.choice(list(such if yes else others)))


def _filled(
    wave: Any, sampled: Any, number: int, answers: Mapping[str, Any], dictionary: Sequence[Mapping[str, Any]]
) -> bytes:
    """Return a filled form as Collect writes it, on a day of the wave."""
    day = wave.begins_on + timedelta(days=(sampled.place * 2 + number // 4) % LASTED)
    began = datetime(day.year, day.month, day.day, 9 + number % 8, 7 * number % 60, tzinfo=HERE)
    takes = timedelta(minutes=9 + number % 5) if answers["resultado"] == "I" else timedelta(minutes=1)
    told = {
        **answers, "inicio": began.isoformat(), "fin": (began + takes).isoformat(), "fecha": day,
        "conglomerado": sampled.cluster.code,
    }  # fmt: skip
    inside: dict[str, Any] = {}
    for each in dictionary:
        if each["name"] in told:
            *groups, name = each["path"].strip("/").split("/")
            place = inside
            for group in groups:
                place = place.setdefault(group, {})
            place[name] = told[each["name"]]
    instance = uuid.uuid5(NUMBERS, f"{wave.number} {sampled.cluster.code} {number}")
    return (
        f'<data xmlns:orx="http://openrosa.org/xforms" id="{wave.survey.form.form_id}" '
        f'version="{wave.form_version.version}">{_elements(inside)}'
        f"<orx:meta><orx:instanceID>uuid:{instance}</orx:instanceID></orx:meta></data>"
    ).encode()


def _elements(told: Mapping[str, Any]) -> str:
    """Return answers as XML: names of neighbourhoods, codes and numbers need no escaping."""
    return "".join(
        f"<{name}>{_elements(value) if isinstance(value, dict) else value}</{name}>"
        for name, value in told.items()
    )
