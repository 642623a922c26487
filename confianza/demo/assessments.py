"""The participatory assessment of the demo: three groups asked the same things, and what the team made of it.

The groups and their answers are invented. Officers see more trust than citizens do, as often.
"""

import uuid
from collections.abc import Iterator
from datetime import date, datetime, timedelta, timezone
from typing import Any

import numpy as np

SEED = 2041
NUMBERS = uuid.UUID("7f3b0d55-91c7-4c0b-8d0e-3d1f6a2b9c44")
HERE = timezone(timedelta(hours=-6))
TITLE = "Evaluación participativa del primer año (ficticia)"
BEGAN, LASTED = 60, 30
SHARED = ("confianza", "denuncia", "informacion", "victimas", "prevencion")
# The form of each prong, how many answered, the mean of each shared thing, and the consent it asks for.
PRONGS = {
    "citizens": ("evaluacion_ciudadania", 24, (2.0, 1.8, 1.9, 2.2, 2.5)),
    "justice": ("evaluacion_justicia", 12, (2.4, 2.3, 1.7, 2.6, 2.2)),
    "officers": ("evaluacion_policia", 16, (3.0, 2.6, 2.1, 3.1, 2.7)),
}
WORDS = {
    "funciona": ("Que caminen por la colonia.", "Las reuniones con la junta.", "Que contesten el teléfono."),
    "cambiar": (
        "Que avisen qué pasó con la denuncia.",
        "Más luz en la parada.",
        "Que no cambien tanto de gente.",
    ),
}
FINDINGS = (
    (
        "all",
        "Las tres partes coinciden en que la información no llega a quien la necesita: se empieza por ahí.",
    ),
    ("citizens", "La gente no sabe qué pasa con su denuncia. Se propone avisar en treinta días."),
    ("officers", "Los policías creen que se les tiene más confianza de la que la gente dice tener."),
)


def conclude(today: date, area_id: str, by: Any) -> None:
    """Have the three groups answer, write the findings down, and conclude the assessment."""
    from confianza.web.surveys.actions import assessments
    from confianza.web.territory import queries

    area, begins = queries.area(area_id), today - timedelta(days=BEGAN)
    forms = dict(_answered(area, begins, by))
    made = assessments.begin(
        title=TITLE, area=area, begins_on=begins, ends_on=begins + timedelta(days=LASTED), by=by, **forms
    )
    for prong, text in FINDINGS:
        assessments.write_finding(assessment=made, prong=prong, text=text, by=by)
    assessments.conclude(assessment=made, by=by)


def _answered(area: Any, begins: date, by: Any) -> Iterator[tuple[str, Any]]:
    """Yield the form of each prong, filled by everybody of it."""
    from confianza.web.fieldwork.actions import library, reviewing, submissions
    from confianza.web.fieldwork.library import catalogue
    from confianza.web.fieldwork.models import Standing

    chance = np.random.default_rng(SEED)
    for prong, (name, people, means) in PRONGS.items():
        version = library.install(ready=catalogue.named(name), area=area, by=by)
        for number in range(people):
            xml = _filled(version, prong, number, means, begins, chance)
            sent = submissions.receive(xml=xml, files={}, device=None, by=by).submission
            if sent is not None:
                reviewing.judge(submission=sent, standing=Standing.APPROVED, by=by)
        yield prong, version.form


def _filled(
    version: Any, prong: str, number: int, means: tuple[float, ...], begins: date, chance: Any
) -> bytes:
    day = begins + timedelta(days=number % LASTED)
    told: dict[str, Any] = {"fecha": day, "lugar": "Los Encinos", "consentimiento": "si"}
    for thing, mean in zip(SHARED, means, strict=True):
        told[f"juntos_{thing}"] = int(np.clip(round(float(chance.normal(mean, 0.7))), 1, 4))
    told |= {question: words[number % len(words)] for question, words in WORDS.items() if number % 2 == 0}
    inside: dict[str, Any] = {}
    for each in version.dictionary:
        if each["name"] in told:
            *groups, name = each["path"].strip("/").split("/")
            place = inside
            for group in groups:
                place = place.setdefault(group, {})
            place[name] = told[each["name"]]
    noon = datetime(day.year, day.month, day.day, 12, tzinfo=HERE)
    instance = uuid.uuid5(NUMBERS, f"{prong} {number} {noon:%Y}")
    return (
        f'<data xmlns:orx="http://openrosa.org/xforms" id="{version.form.form_id}" '
        f'version="{version.version}">{_elements(inside)}'
        f"<orx:meta><orx:instanceID>uuid:{instance}</orx:instanceID></orx:meta></data>"
    ).encode()


def _elements(told: dict[str, Any]) -> str:
    """Return answers as XML: nothing said here needs escaping."""
    return "".join(
        f"<{name}>{_elements(value) if isinstance(value, dict) else value}</{name}>"
        for name, value in told.items()
    )
