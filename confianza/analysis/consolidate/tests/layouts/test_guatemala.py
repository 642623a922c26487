"""The layouts that INE of Guatemala publishes, with the traps known of them; all people are invented."""

from datetime import date

import polars as pl
import pytest

from confianza.analysis.consolidate.tests.layouts.delivering import csv, delivered, xls, xlsx

PNC = (
    "num_corre", "año_ocu", "mes_ocu", "día_ocu", "día_sem_ocu", "hora_ocu", "g_hora", "g_hora_mañ_tar_noch",
    "area_geo_ocu", "depto_ocu", "mupio_ocu", "zona_ocu", "sexo_per", "edad_per", "g_edad_60ymás",
    "g_edad_80ymás",
    "edad_quinquenales", "delito_com", "g_delitos",
)  # fmt: skip
PNC_ROWS = [
    (1, 2022, "Enero", 3, "Lunes", 21, "18:00 a 23:59", "Noche", "Urbana", "Guatemala", "Villa Nueva", 4,
     "Hombre", 27, "Menores de 60", "Menores de 80", "25-29", "Homicidio por arma de fuego",
     "Delitos contra la vida"),
    (2, 2022, "Enero", 4, "Martes", 99, "Ignorada", "Ignorada", "Urbana", "Guatemala", "Mixco", 99,
     "Mujer", 999, "Ignorado", "Ignorado", "Ignorado", "Lesionado por arma blanca", "Delitos contra la vida"),
    (3, 2022, "Setiembre", 99, "Ignorado", 5, "00:00 a 05:59", "Madrugada", "Rural", "Alta Verapaz",
     "Tactic", None,
     "Ignorado", 81, "60 y más", "80 y más", "80-84", "Robo de vehículo", "Delitos contra el patrimonio"),
]  # fmt: skip


def _plain(frame: pl.DataFrame, *columns: str) -> list[tuple[object, ...]]:
    return (
        frame.select(pl.col(pl.Categorical).cast(pl.String), pl.exclude(pl.Categorical))
        .select(columns)
        .rows()
    )


@pytest.mark.parametrize("write", [csv, xlsx, xls])
def test_pnc_victims_are_read_from_any_kind_of_file(write) -> None:  # type: ignore[no-untyped-def]
    result = delivered("gt_pnc_victims", write([PNC, *PNC_ROWS]))

    assert (result.rows_read, result.claims.height, result.victims) == (3, 3, 3)
    assert _plain(
        result.claims, "occurred_on", "date_precision", "minute_of_day", "sex", "age_from", "age_to", "iccs"
    ) == [
        (date(2022, 1, 3), "day", 1260, "male", 27, 27, "0101"),
        (date(2022, 1, 4), "day", None, "female", None, None, "020111"),
        (date(2022, 9, 1), "month", 300, None, 81, 81, "050211"),
    ]
    assert _plain(result.claims, "department_name", "municipality_name", "zone", "missing") == [
        ("Guatemala", "Villa Nueva", "4", None),
        ("Guatemala", "Mixco", None, "age_from=unknown;minute_of_day=unknown;zone=unknown"),
        ("Alta Verapaz", "Tactic", None, "sex=unknown;zone=not_reported"),
    ]


def test_pnc_victims_are_read_with_headers_in_latin_1_title_rows_columns_moved_and_a_total() -> None:
    order = list(reversed(range(len(PNC))))
    rows = [[row[at] for at in order] for row in (PNC, *PNC_ROWS)]
    title = [["Policía Nacional Civil, víctimas, año 2022"] + [""] * 18, [""] * 19]
    total = [[""] * 18 + ["Total"]]
    file = csv([*title, *rows, *total], encoding="latin-1", separator=";")

    result = delivered("gt_pnc_victims", file)

    assert (result.claims.height, result.reasons) == (3, {"total_row": 1})
    assert result.claims["row"].to_list() == [4, 5, 6]
    assert result.rows_read == 4


def test_pnc_codes_in_the_place_of_names_are_kept_as_codes() -> None:
    coded = (1, 2012, 1, 3, 2, 21, 4, 3, 1, 1, 115, 4, 1, 27, 1, 1, 6, "Homicidio", 1)

    claims = delivered("gt_pnc_victims", csv([PNC, coded])).claims

    assert _plain(
        claims, "department_code", "department_name", "municipality_code", "municipality_name", "sex"
    ) == [("1", None, "115", None, "male")]


def test_people_detained_are_a_series_of_their_own() -> None:
    detained = [name.replace("delito_com", "delito_com") for name in PNC]

    result = delivered("gt_pnc_victims", csv([detained, *PNC_ROWS], name="Detenidos 2022.csv"))

    assert result.series == "detained"
    assert set(result.claims["grain"].cast(pl.String)) == {"arrest"}


INACIF = (
    "num_corre", "año_ing", "mes_ing", "día_ing", "día_sem_ing", "depto_ocu", "mupio_ocu", "edad_per",
    "g_edad_60ymás",
    "g_edad_80ymás", "edad_quinquenales", "menor_mayor", "sexo_per", "causa_muerte",
)  # fmt: skip


def test_a_necropsy_says_with_what_and_never_with_which_intent() -> None:
    def row(number: int, cause: str) -> tuple[object, ...]:
        return (
            number,
            2022,
            "Febrero",
            7,
            "Lunes",
            "Escuintla",
            "Escuintla",
            40,
            "",
            "",
            "40-44",
            "Mayor",
            "Hombre",
            cause,
        )

    causes = [
        "Herida por proyectil de arma de fuego",
        "Herida por arma blanca",
        "Asfixia por estrangulación",
        "Indeterminada",
        "Intoxicación",
    ]
    result = delivered(
        "gt_inacif_necropsies", xlsx([INACIF, *(row(at, cause) for at, cause in enumerate(causes, 1))])
    )

    assert _plain(result.claims, "mechanism", "iccs", "iccs_match", "intent", "date_meaning", "status") == [
        ("firearm", "01", "partial", "undetermined", "intake", "forensic_certified"),
        ("sharp", "01", "partial", "undetermined", "intake", "forensic_certified"),
        ("strangulation", "01", "partial", "undetermined", "intake", "forensic_certified"),
        (None, None, None, None, "intake", "forensic_certified"),
        ("poison", None, None, None, "intake", "forensic_certified"),
    ]
    assert set(result.claims["occurred_on"]) == {date(2022, 2, 7)}


MP = (
    "año_denuncia", "Reg_mes", "dia_denuncia", "año_hecho", "mes_hecho", "dia_hecho", "depto_ocu_hecho",
    "mupio_ocu_hecho",
    "zona_ocu_hecho", "sexo_agraviados", "edad_agrav", "est_conyugal", "delito_com", "principales_delitos",
)  # fmt: skip


def test_people_aggrieved_have_the_day_of_the_complaint_and_that_of_the_fact() -> None:
    rows = [
        (2022, "Marzo", 10, 2022, "Marzo", 8, "Sololá", "Panajachel", 99, "Mujeres", 34, "Casada",
         "Violencia contra la mujer", "x"),
        (2022, "Marzo", 10, 2022, "Marzo", 8, "Sololá", "Panajachel", 99, "Mujeres", 34, "Casada",
         "Violencia contra la mujer", "x"),
        (2022, "Marzo", 11, 9999, "Ignorado", 99, "Sololá", "Sololá", "", "Ignorado", 999, "Ignorado",
         "Extorsión", "x"),
        (2022, "Marzo", 11, 2022, "Abril", 2, "Sololá", "Sololá", "", "Hombres", 50, "Soltero",
         "Estafa propia", "x"),
    ]  # fmt: skip

    result = delivered("gt_mp_aggrieved", csv([MP, *rows]))

    assert _plain(result.claims, "occurred_on", "registered_on", "sex", "age_from", "iccs") == [
        (date(2022, 3, 8), date(2022, 3, 10), "female", 34, "0201"),
        (date(2022, 3, 8), date(2022, 3, 10), "female", 34, "0201"),
        (None, date(2022, 3, 11), None, None, "02051"),
        (date(2022, 4, 2), date(2022, 3, 11), "male", 50, "0701"),
    ]
    assert {problem.code for problem in result.warnings} == {"repeats_kept", "dates_out_of_order"}


DEATHS = (
    "Depreg", "Mupreg", "Mesreg", "Añoreg", "Depocu", "Mupocu", "Sexo", "Diaocu", "Mesocu", "Añoocu",
    "Edadif", "Perdif",
    "Puedif", "Ecidif", "Escodif", "Ciuodif", "Caudef", "Asist", "Ocur",
)  # fmt: skip


def test_deaths_of_the_civil_register_say_their_intent_by_their_cause() -> None:
    rows = [
        (1, 101, 2, 2022, 1, 115, 1, 30, 1, 2022, 25, 3, 4, 1, 3, 999, "X954", 1, 4),
        (1, 101, 2, 2022, 16, 1604, 2, 30, 1, 2022, 8, 2, 4, 1, 3, 999, "J189", 1, 1),
        (1, 101, 2, 2022, 1, 115, 9, 30, 1, 2022, 999, 9, 4, 1, 3, 999, "Y34X", 1, 4),
        (1, 101, 2, 2022, 1, 115, 1, 30, 1, 2022, 20, 1, 4, 1, 3, 999, "Y350", 1, 4),
    ]

    result = delivered("gt_civil_deaths", csv([DEATHS, *rows], encoding="latin-1"))

    assert _plain(result.claims, "intent", "mechanism", "iccs", "sex", "age_from", "municipality_code") == [
        ("homicide", "firearm", "0101", "male", 25, "115"),
        (None, None, None, "female", 0, "1604"),
        ("undetermined", None, "01", None, None, "115"),
        ("legal_intervention", "firearm", "01", "male", 0, "115"),
    ]
    assert set(result.claims["died_on"]) == {date(2022, 1, 30)}
    assert set(result.claims["registered_on"]) == {date(2022, 2, 1)}
    # codes where names could stand are codes, not names that could not be read
    assert "unreadable" not in {warning.code for warning in result.warnings}


CANONICAL = (
    "id_fuente", "id_registro", "fecha_hecho", "hora_hecho", "fecha_muerte", "fecha_registro",
    "primer_nombre",
    "segundo_nombre", "apellido1", "apellido2", "apellido_casada", "alias", "doc_id", "sexo", "edad",
    "edad_unidad",
    "fecha_nac", "cod_depto", "cod_mupio", "zona", "colonia", "lat", "lon", "precision_geo", "lugar_tipo",
    "mecanismo",
    "intencion", "cie10", "delito_nacional", "iccs", "relacion", "estado_validacion",
)  # fmt: skip


RESTRICTED = (
    "morgue", "M-0001", "2024-01-05", "21:20", "2024-01-06", "2024-01-08", "Nombre", "Inventado", "Apellido",
    "Ficticio", "", "Apodo", "0000 00000 0000", "F", "7", "meses", "2023-06-01", "01", "0115", "4",
    "El Milagro", "14.5269", "-90.5886", "manzana", "vivienda", "arma blanca", "homicidio", "X99",
    "Asesinato", "0101", "conocido", "certificado",
)  # fmt: skip


def test_the_restricted_layout_is_read() -> None:
    [claim] = delivered("canonical_es", csv([CANONICAL, RESTRICTED])).claims.to_dicts()

    expected = {
        "source_record_id": "M-0001", "occurred_on": date(2024, 1, 5), "minute_of_day": 1280,
        "died_on": date(2024, 1, 6), "registered_on": date(2024, 1, 8), "sex": "female", "age_from": 0,
        "municipality_code": "115", "locality": "El Milagro", "place_precision": "point",
        "mechanism": "sharp", "icd10": "X99", "intent": "homicide", "iccs": "0101",
        "status": "forensic_certified",
    }  # fmt: skip
    assert {name: claim[name] for name in expected} == expected


def test_the_restricted_layout_is_read_without_the_names_it_holds() -> None:
    result = delivered("canonical_es", csv([CANONICAL, RESTRICTED]))

    everything = str(result.claims.to_dicts()) + str(result.warnings)
    assert not any(name in everything for name in ("Nombre", "Inventado", "Apellido", "Apodo", "2023, 6, 1"))
    personal = next(problem for problem in result.warnings if problem.code == "personal_columns")
    assert personal.count == 8
