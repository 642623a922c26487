"""What invented people told the invented tip line, and what its units made of it. All of it is fictional."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

# Kind, names, members of the cast, and what narrows the unit: a subject, or the station it stands in.
UNITS: tuple[tuple[str, str, str, tuple[str, ...], Mapping[str, str]], ...] = (
    ("desk", "Mesa de avisos", "Tip desk", ("karla",), {}),
    (
        "criminal_information", "Unidad de maras y pandillas", "Gangs unit", ("dario",),
        {"subject": "gangs"},
    ),
    ("internal_affairs", "Asuntos internos", "Internal affairs", ("fabian",), {}),
    ("oversight", "Procuraduría de los derechos humanos", "Human-rights ombudsman", ("elena",), {}),
    ("school_desk", "Mesa escolar", "School desk", ("julia",), {}),
    (
        "school_officers", "Policías escolares de la subestación 71.2",
        "School officers of sub-station 71.2", ("hugo",), {"station": "substation-71.2"},
    ),
    ("evidence", "Custodia de originales", "Keepers of originals", ("leonel",), {}),
    ("board", "Junta de recompensas", "Reward board", ("gloria", "ines"), {}),
    ("payer", "Ventanilla de pago", "Payment counter", ("ana",), {}),
)  # fmt: skip
HOLDERS = (
    "Procuraduría de los derechos humanos", "Fiscalía", "Universidad", "Arzobispado", "Colegio de abogados",
)  # fmt: skip


@dataclass(frozen=True)
class Story:
    """One tip: what is answered, by which way it comes, and what becomes of it (`deeds`, in this order)."""

    answers: Mapping[str, Any]
    questionnaire: str = "general"
    channel: str = "web"
    photo: bool = False
    reader: str = "karla"
    deeds: tuple[tuple[str, Mapping[str, Any]], ...] = field(default=())


def _told(kind: str, story: str, **more: Any) -> dict[str, Any]:
    return {"kind": kind, "danger": "no", "police": "no", "story": story, "wants_answer": "yes", **more}


STORIES = (
    Story(
        _told(
            "threat_to_life",
            "Dos hombres en una moto roja dijeron que esta noche van a matar al dueño de la panadería de la "
            "tercera calle. Llevaban una pistola en la cintura.",
            danger="yes", area="zone-230105", place="Panadería de la tercera calle", when="now",
            know="heard",
        ),
    ),
    Story(
        _told(
            "extortion",
            "Cada lunes a las ocho un muchacho de gorra azul pasa por los puestos del mercado y "
            "recoge sobres. "
            "El que no da, al otro día encuentra el puesto roto.",
            area="zone-230103", place="Mercado, pasillo de las verduras", when="often",
            when_words="Lunes, 8 de la mañana",
            alias="El Chino", know="saw", others_know="many",
        ),
        photo=True, reader="dario",
        deeds=(
            ("grade", {"source": "C", "information": "3"}),
            ("label", {"labels": ["mercado", "renta"]}),
            ("assign", {"to": "dario"}),
            ("note", {"text": "Coincide con lo que cuentan dos comerciantes en la mesa de noviembre."}),
        ),
    ),
    Story(
        _told(
            "extortion",
            "Cobran cuarenta a la semana a cada bus de la ruta de abajo. El que cobra espera en el taller "
            "de motos y anota en un cuaderno verde.",
            area="zone-230104", when="often", when_words="Viernes por la tarde", know="saw",
            others_know="few",
            may_act="careful",
        ),
        reader="dario",
        deeds=(
            ("grade", {"source": "B", "information": "2"}),
            ("answer", {"text": "Gracias. Leímos lo que nos contó y estamos trabajando en ello."}),
            ("hand_over", {
                "to": "case", "looked_at": True,
                "text": "En el taller de motocicletas de la ruta inferior se cobran cuotas semanales a "
                "transportistas; los pagos constan en un cuaderno de pasta verde. Grado B2.",
            }),
            ("close", {"outcome": "arrest", "text": "Dos capturas y el cuaderno, en el allanamiento."}),
            ("reward", {"text": "Dos capturas por extorsión y un cuaderno con los pagos."}),
        ),
    ),
    Story(
        _told(
            "police",
            "Los de la patrulla que anda de noche piden dinero a los motoristas para no quitarles la moto.",
            stations=["substation-71.1"], area="zone-230101", when="often", when_words="Fines de semana",
            know="happened",
        ),
        reader="fabian",
        deeds=(("grade", {"source": "C", "information": "3"}),),
    ),
    Story(
        _told(
            "drugs",
            "Venden piedra en la casa de portón negro frente a la cancha. No sé si los de la subestación "
            "reciben algo, pero pasan y no hacen nada.",
            police="unsure", area="zone-230105", place="Frente a la cancha", when="often", know="saw",
        ),
        deeds=(
            ("grade", {"source": "E", "information": "3"}),
            ("assign", {"to": "karla"}),
            ("answer", {"text": "Gracias. ¿A qué horas entra más gente? Escriba solo lo que ya sabe."}),
            ("more", {"text": "Después de las seis de la tarde. Entran y salen rápido."}),
        ),
    ),
    Story(
        {
            "school_kind": "bullying", "danger": "no", "police": "no",
            "school": "Instituto por cooperativa, segundo básico",
            "story": "Tres alumnos le quitan la refacción a los de primero y los encierran en el baño.",
            "area": "zone-230103", "when": "often", "wants_answer": "yes",
        },
        questionnaire="school", reader="julia",
        deeds=(("grade", {"source": "C", "information": "2"}),),
    ),
    Story(
        _told(
            "robbery",
            "Asaltan a la gente que baja del bus en el puente. Son dos, uno es alto y cojea.",
            police="unsure", area="zone-230102", place="El puente", when="often",
            when_words="De noche", know="told",
        ),
        channel="phone",
        deeds=(("label", {"labels": ["puente"]}),),
    ),
    Story(
        _told("vehicle", "Hay un carro sin placas escondido en el potrero de la salida.", police="unsure"),
        channel="sms",
        deeds=(("close", {"outcome": "nothing_found", "text": "Era un carro abandonado."}),),
    ),
    Story(
        _told(
            "extortion",
            "El que recoge la renta de las tiendas es primo de uno que trabaja con ellos y siempre "
            "sabe antes cuando vienen.",
            area="zone-230106", when="often", know="heard",
        ),
        reader="dario",
        deeds=(
            ("grade", {"source": "E", "information": "3"}),
            ("discover", {"stations": ["substation-71.2"], "reason": "Solo puede ser de la subestación."}),
        ),
    ),
)  # fmt: skip
