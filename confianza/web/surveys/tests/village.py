"""A survey in a village for tests: a list of segments, a form, and what interviewers would send of it."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime, time
from typing import Any

from django.utils import timezone

from confianza.web.audit.actions import COMMAND_LINE
from confianza.web.fieldwork.actions import library, reviewing, submissions
from confianza.web.fieldwork.library import catalogue
from confianza.web.fieldwork.models import Standing, Submission
from confianza.web.surveys.actions import drawing, surveys, waves
from confianza.web.surveys.frames import Row
from confianza.web.surveys.models import Survey, Wave
from confianza.web.surveys.queries.plans import Wish

WISH = Wish(interviews=24, per_cluster=4, likeness=0.05, response=0.8, sd=2.5, replacements=0.5)
HEARD = "siete perros y un gato en la plaza"
GROUPS = {
    "seleccion": ("conglomerado", "vivienda", "resultado"),
    "acuerdo": ("adultos", "consentimiento"),
    "persona": ("barrio", "sexo", "edad"),
    "seguridad": ("seguro_barrio", "seguro_noche"),
    "victima": ("victima_12m", "denuncio"),
    "policia": ("confianza_policia", "presencia", "conoce_policia", "denunciaria"),
}
ANSWERS = {
    "resultado": "I", "adultos": 2, "consentimiento": "si", "barrio": "Centro", "sexo": "mujer", "edad": 30,
    "seguro_barrio": 3, "seguro_noche": 4, "victima_12m": "no", "confianza_policia": 5,
    "presencia": 2, "conoce_policia": "no", "denunciaria": 3,
}  # fmt: skip


def rows(area: str = "") -> list[Row]:
    """Return a list of two strata, ten segments each."""
    return [
        Row(stratum, f"{letter}-{n:02}", 40 + 10 * n, 150 + 30 * n, area)
        for stratum, letter in (("Centro", "C"), ("Orilla", "O"))
        for n in range(1, 11)
    ]


def begun(area: Any, by: Any = COMMAND_LINE) -> Survey:
    """Return a survey by the ready form, with its list."""
    version = library.install(ready=catalogue.named("percepcion_ciudadana"), by=by)
    survey = surveys.begin(
        title="Percepción", area=area, population="Personas de 18 años o más", form=version.form, by=by
    )
    surveys.bring_frame(survey=survey, rows=rows(), by=by)
    return survey


def planned(survey: Survey, begins: date = date(2026, 3, 1), by: Any = COMMAND_LINE, **more: Any) -> Wave:
    """Return a wave of a month."""
    told = {"mode": "face_to_face", "ends_on": begins.replace(day=28), "wish": WISH} | more
    return waves.plan(survey=survey, begins_on=begins, by=by, **told)


def drawn(survey: Survey, begins: date = date(2026, 3, 1), by: Any = COMMAND_LINE) -> Wave:
    """Return a wave whose clusters were drawn."""
    wave = planned(survey, begins, by)
    draw = drawing.commit(wave=wave, announced="Palabras dichas en la asamblea", by=by)
    drawing.reveal(draw=draw, witnessed=HEARD, by=by)
    return wave


def filled(wave: Wave, cluster: str, dwelling: int, **answers: Any) -> bytes:
    """Return a filled form as Collect writes it, of the second day of a wave."""
    told = {**ANSWERS, **answers, "conglomerado": cluster, "vivienda": dwelling}
    if told["resultado"] != "I":
        told = {name: told[name] for name in GROUPS["seleccion"]}
    day = answers.get("day") or date.fromordinal(wave.begins_on.toordinal() + 1)
    began = timezone.make_aware(datetime.combine(day, time(10)))
    groups = "".join(_group(name, told) for name in GROUPS)
    instance = f"uuid:{wave.number}-{cluster}-{dwelling}-{answers.get('visit', 1)}"
    return (
        f'<data xmlns:orx="http://openrosa.org/xforms" id="percepcion_ciudadana" version="2026.1">'
        f"<inicio>{began.isoformat()}</inicio><fin>{began.isoformat()}</fin><fecha>{day}</fecha>{groups}"
        f"<orx:meta><orx:instanceID>{instance}</orx:instanceID></orx:meta></data>"
    ).encode()


def _group(group: str, told: Mapping[str, Any]) -> str:
    return f"<{group}>{''.join(_elements(GROUPS[group], told))}</{group}>"


def _elements(names: tuple[str, ...], told: Mapping[str, Any]) -> Iterator[str]:
    for name in names:
        if name in told:
            yield f"<{name}>{told[name]}</{name}>"


def send(xml: bytes) -> Submission:
    """Take in a filled form."""
    found = submissions.receive(xml=xml, files={}, device=None, by=COMMAND_LINE).submission
    assert found is not None
    return found


def sent(wave: Wave, cluster: str, dwelling: int, **answers: Any) -> Submission:
    """Take in a filled form and approve it."""
    submission = send(filled(wave, cluster, dwelling, **answers))
    reviewing.judge(submission=submission, standing=Standing.APPROVED, by=COMMAND_LINE)
    return submission


def interviewed(wave: Wave, *, per_cluster: int = 4, **answers: Any) -> None:
    """Have every drawn cluster interviewed, answers a little different from place to place."""
    for sampled in wave.sampled.filter(replaced_by=None).select_related("cluster"):
        for dwelling in range(1, per_cluster + 1):
            own = {
                "sexo": "mujer" if dwelling % 2 else "hombre",
                "edad": 20 + 12 * dwelling + sampled.place % 5,
                "adultos": 1 + dwelling % 3,
                "confianza_policia": (3 * sampled.place + dwelling) % 11,
            }
            sent(wave, sampled.cluster.code, dwelling, **(own | answers))
