"""The forms in the engine of ODK Collect (JavaRosa, as pyxform's own validator carries it)."""

import shutil
import subprocess
from pathlib import Path
from types import MappingProxyType

import pytest
import pyxform

from confianza.web.fieldwork.library.catalogue import ready_forms
from confianza.web.fieldwork.library.tests.forms import made
from tests.support.java import runs_sources

ENGINE = Path(pyxform.__file__).parent / "validators" / "odk_validate" / "bin" / "ODK_Validate.jar"
AGREED = MappingProxyType({"lugar": "Centro", "consentimiento": "si"})
SHARED_ITEMS = MappingProxyType({"juntos_confianza": "2", "juntos_denuncia": "3"})
# Of each form: answers to all it requires; one answer against its rules, and what it says then.
ANSWERS = {
    "percepcion_ciudadana": (
        {
            **{
                "conglomerado": "A-1",
                "vivienda": "3",
                "resultado": "I",
                "adultos": "2",
                "consentimiento": "si",
            },
            **{"barrio": "Centro", "sexo": "mujer", "edad": "40", "seguro_barrio": "2", "seguro_noche": "3"},
            **{"victima_12m": "si", "confianza_policia": "6", "denunciaria": "3", "anios_barrio": "12"},
        },
        ("edad", "17", "Responden personas de 18 a 110 años"),
    ),
    "atencion_victimas": (
        {"consentimiento": "si", "espera": "1", "trato_respeto": "4", "satisfaccion": "9"},
        ("ayuda_recibio", "legal ninguna", "«Ninguna» va sin otra respuesta"),
    ),
    "evaluacion_ciudadania": (
        {**AGREED, **SHARED_ITEMS, "participa_como": "junta", "problemas": "robos"},
        ("problemas", "robos extorsion drogas otro", "Escoja tres como máximo"),
    ),
    "evaluacion_justicia": (
        {**AGREED, **SHARED_ITEMS, "institucion": "fiscalia", "obstaculos": "testigos"},
        ("anios_cargo", "61", "Un número de 0 a 60"),
    ),
    "evaluacion_policia": (
        {**AGREED, **SHARED_ITEMS, "tarea": "patrulla"},
        ("formacion", "trato victimas escena datos", "Escoja tres como máximo"),
    ),
    "diagnostico_participativo": (
        {
            **{"comunidad": "Centro", "mujeres": "3", "hombres": "4", "riesgo_persona_alcohol": "1"},
            **{
                "riesgo_persona_escuela": "2",
                "riesgo_familia_violencia": "0",
                "protege_persona_deporte": "1",
            },
            **{"protege_familia_apoyo": "2", "protege_comunidad_vecinos": "3", "lugar_clase": "riesgo"},
            **{"lugar_cual": "Puente", "acuerdo_que": "Luz", "acuerdo_quien": "alcaldia"},
        },
        ("jovenes", "8", "No pueden ser más que quienes participan"),
    ),
    "clima_escolar": (
        {
            **{"escuela": "E-1", "permiso": "si", "consentimiento": "si", "edad": "13"},
            **{"clima_segura": "2", "clima_camino": "3"},
        },
        ("edad", "11", "Responden estudiantes de 12 a 25 años"),
    ),
    "ficha_campo": (
        {
            **{
                "cuando": "2026-03-01T10:00:00.000-06:00",
                "donde": "Parque",
                "asunto": "robos",
                "origen": "vio",
            },
            **{"fuente": "A", "contenido": "1", "relato": "Un carro gris da vueltas", "urgencia": "hoy"},
            **{"vehiculo_senas": "gris"},
        },
        ("cuando", "2999-03-01T10:00:00.000-06:00", "La fecha no puede estar por venir"),
    ),
    "bitacora_patrulla": (
        {
            **{"dia": "2026-03-01", "turno": "noche", "sector": "A", "modo": "moto", "agentes": "2"},
            **{"km_salida": "100", "km_entrada": "150", "parada_hora": "10:00:00.000-06:00"},
            **{"parada_minutos": "12", "parada_actividad": "presencia"},
        },
        ("km_entrada", "50", "No menos que al salir, ni más de 1000 después"),
    ),
    "visita_escolar": (
        {"dia": "2026-03-01", "escuela": "E-1", "motivo": "pedida", "actividad": "taller", "alumnas": "20"},
        ("regreso", "2026-02-01", "No antes de esta visita"),
    ),
    "acta_reunion": (
        {
            **{
                "dia": "2026-03-01",
                "lugar": "Casa comunal",
                "clase": "vecinos",
                "mujeres": "3",
                "hombres": "2",
            },
            **{"tema_clase": "delitos", "tema_dicho": "Falta luz", "compromiso_que": "Poner luz"},
            **{"compromiso_quien": "alcaldia", "compromiso_cuando": "2026-04-01"},
        },
        ("compromiso_cuando", "2026-02-01", "No antes de la reunión"),
    ),
    "caminata_segura": (
        {
            **{"dia": "2026-03-01", "momento": "dia", "recorrido": "Centro", "participantes": "4"},
            **{"hallazgo_clase": "luz", "hallazgo_punto": "13.7 -89.2 0 5", "hallazgo_gravedad": "2"},
            **{"seguridad": "4"},
        },
        ("mujeres", "5", "No pueden ser más que quienes caminan"),
    ),
}
QUICK = "percepcion_ciudadana"
THE_REST = [pytest.param(name, marks=pytest.mark.slow) for name in ANSWERS if name != QUICK]


def java(*arguments):
    # Our own files and a tool of the machine.
    return subprocess.run(  # noqa: S603
        [shutil.which("java"), *arguments], capture_output=True, text=True, timeout=120, check=False
    ).stdout


@pytest.fixture(scope="session")
def on_disk(tmp_path_factory):
    if not shutil.which("java"):
        pytest.skip("there is no Java on this machine")
    folder = tmp_path_factory.mktemp("forms")
    for ready in ready_forms():
        (folder / f"{ready.name}.xml").write_bytes(made(ready).xml)
    return folder


@pytest.fixture
def filled(shared_data, on_disk):
    """Fill a form in with answers, and return what the engine said."""
    tool = shared_data.parent / "tools" / "Fill.java"
    if not runs_sources() or not tool.is_file():
        pytest.skip("the tool that drives JavaRosa is not on this machine, or no Java that reads sources")

    def fill(name, answers):
        given = [f"{question}={answer}" for question, answer in answers.items()]
        return java("-cp", str(ENGINE), str(tool), str(on_disk / f"{name}.xml"), *given)

    return fill


def test_the_validator_of_odk_finds_nothing_wrong_with_any_of_them(on_disk):
    said = java("-jar", str(ENGINE), *(str(path) for path in sorted(on_disk.iterdir())))
    assert said.count("Xform is valid!") == len(ready_forms()) == len(ANSWERS)


@pytest.mark.parametrize("name", [QUICK, *THE_REST])
def test_it_can_be_filled_in_and_says_in_spanish_what_it_does_not_take(name, filled):
    answers, (question, wrong, sentence) = ANSWERS[name]
    said = filled(name, answers)
    assert "validate=OK" in said
    assert "result=2" not in said
    refused = next(
        line for line in filled(name, {**answers, question: wrong}).splitlines() if "result=2" in line
    )
    assert refused.startswith(f"Q {question} ")
    assert refused.endswith(sentence)
